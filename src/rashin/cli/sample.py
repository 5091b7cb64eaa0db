"""`rashin sample`: a table to try things with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rashin.cli.options import Json, Lang, ServiceName, one_of, option, whole
from rashin.cli.paths import shell, writing
from rashin.cli.running import screen_for
from rashin.language import Text

_WRITTEN = Text(
    "「{path}」に{rows:,}行を書きました。架空の表です。", "Wrote {rows:,} rows to “{path}”. They are invented."
)
_ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "utf-16")


def sample(
    service: ServiceName,
    *,
    out: Annotated[Path, option("--out", metavar="FILE", ja="書くファイル（CSV）。", en="The file to write (CSV).")],
    rows: Annotated[
        int | None,
        option(
            "--rows",
            metavar="N",
            parser=whole("--rows", 1, 1_000_000),
            ja="行の数。指定がなければ2,000行、--new なら12行。",
            en="How many rows. By default 2,000, with --new 12.",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        option(
            "--seed",
            metavar="N",
            parser=whole("--seed", 0),
            ja="同じ数なら同じ表になります。",
            en="The same number gives the same table.",
        ),
    ] = None,
    encoding: Annotated[
        str,
        option(
            "--encoding",
            metavar="NAME",
            parser=one_of("--encoding", *_ENCODINGS),
            ja="文字コード。utf-8、utf-8-sig、cp932、utf-16 のどれか。",
            en="The encoding: utf-8, utf-8-sig, cp932 or utf-16.",
        ),
    ] = "utf-8",
    new: Annotated[
        bool,
        option(
            "--new",
            ja="判断を待つ新しい申込を書きます（結果の列なし）。",
            en="Write cases that await a decision, without the outcome.",
        ),
    ] = False,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Write the packaged sample of a service."""
    from rashin.learning.samples import write_new_cases, write_sample
    from rashin.services import find

    screen = screen_for(lang, as_json)
    found = find(service)
    chosen = {name: value for name, value in (("rows", rows), ("seed", seed)) if value is not None}
    with writing(out, encoding=encoding):
        written = (write_new_cases if new else write_sample)(found, out, encoding=encoding, **chosen)
    screen.say(_WRITTEN.filled(path=out, rows=written))
    if not new:
        screen.commands(shell("rashin", "check", service, out))
    screen.answer({"out": out, "rows": written, "encoding": encoding})
