"""`rashin ledger sample`: a fictional programme's book, to try things with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rashin.cli.options import Json, Lang, option, whole
from rashin.cli.paths import check_out, shell, writing
from rashin.cli.running import screen_for
from rashin.language import Text

_MADE = Text(
    "「{book}」に、架空の百億円事業の帳簿を作りました。組織も金額も成果も作りものです。",
    "Made the book of a fictional ten-billion-yen programme in “{book}”. Its bodies, amounts and results are invented.",
)
_BATCH = Text("{number}回目の記帳  {day}  {rows:,}件  {why}", "batch {number}  {day}  {rows:,} entries  {why}")
_WORKBOOK = Text(
    "1回目の記帳と同じ内容の帳票を「{path}」に書きました。記入の手本になります。",
    "Wrote what the first batch holds to “{path}”, as an example of how to fill in the workbook.",
)


def sample(
    *,
    book: Annotated[
        Path,
        option(
            "--book",
            metavar="FOLDER",
            ja="作る帳簿のフォルダー。まだ帳簿のないところにします。",
            en="The folder to make the book in; there must be no book yet.",
        ),
    ] = Path("sample-book"),
    workbook: Annotated[
        Path | None,
        option(
            "--workbook",
            metavar="FILE",
            ja="手本の帳票（XLSX）も書きます。",
            en="Also write the example of a workbook (XLSX).",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        option(
            "--seed",
            metavar="N",
            parser=whole("--seed", 0),
            ja="同じ数なら同じ金額と成果になります。",
            en="The same number gives the same amounts and results.",
        ),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Make the sample book."""
    from rashin.ledger.sample.sample import SEED, sample_book, sample_workbook

    screen = screen_for(lang, as_json)
    chosen = SEED if seed is None else seed
    if workbook is not None:
        check_out(workbook)
    with writing(book):
        batches = sample_book(book, seed=chosen).batches()
    screen.say(_MADE.filled(book=book))
    for one in batches:
        rows = sum(one.rows.values())
        screen.item(_BATCH.filled(number=one.number, day=one.recorded.date(), rows=rows, why=one.why))
    if workbook is not None:
        with writing(workbook):
            sample_workbook(workbook, seed=chosen)
        screen.say(_WORKBOOK.filled(path=workbook))
    screen.commands(shell("rashin", "ledger", "check", "--book", book))
    digests = [one.digest for one in batches]
    screen.answer({"book": book, "workbook": workbook, "seed": chosen, "digests": digests})
