"""`rashin report`: the account of a model as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rashin.cli.options import Json, Lang, ModelFile, option
from rashin.cli.paths import check_out, writing
from rashin.cli.running import screen_for
from rashin.language import Text

_WRITTEN = Text(
    "「{path}」に書きました。ブラウザで開いてください。日本語と英語を切り替えられ、印刷もできます。",
    "Wrote “{path}”. Open it in a browser: it is in Japanese and English, and can be printed.",
)


def report(
    model: ModelFile,
    *,
    out: Annotated[
        Path, option("--out", metavar="FILE", ja="書くファイル（.html）。", en="The file to write (.html).")
    ],
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Write the report of a model."""
    import rashin
    from rashin.report import write

    screen = screen_for(lang, as_json)
    check_out(out, model)
    loaded = rashin.load(model)
    with writing(out):
        write(loaded, out)
    screen.say(_WRITTEN.filled(path=out))
    screen.answer({"out": out, "model": loaded.digest})
