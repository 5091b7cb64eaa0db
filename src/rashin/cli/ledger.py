"""`rashin ledger`: the book of a programme: what is taken into it, and what was."""

from __future__ import annotations

from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from rashin.cli.ledger_check import check
from rashin.cli.ledger_publish import publish, rebuild
from rashin.cli.ledger_sample import sample
from rashin.cli.options import Json, Lang, argument, both, option
from rashin.cli.paths import check_out, shell, writing
from rashin.cli.progress import Stages
from rashin.cli.running import Command, Group, screen_for
from rashin.errors import ImportRefused
from rashin.files import write_atomically
from rashin.language import Text

if TYPE_CHECKING:
    from rashin.cli.screen import Screen
    from rashin.ledger.book.batches import Batch

ledger = typer.Typer(
    name="ledger",
    cls=Group,
    help=both(
        "公的なお金の帳簿です。取り込み、確かめ、公開します。",
        "The book of public money: what was paid for what, and what came of it.",
    ),
    rich_markup_mode=None,
    add_completion=False,
)

_JAPAN = ZoneInfo("Asia/Tokyo")
_DONE = Text(
    "「{source}」を、{number}回目の記帳として帳簿に書きました。",
    "“{source}” was entered into the book as batch {number}.",
)
_AGAIN = Text(
    "「{source}」は、{number}回目の記帳（{recorded}）で取り込み済みです。帳簿は変わりません。",
    "“{source}” is in the book already, as batch {number} of {recorded}. The book is as it was.",
)
_NOTHING_NEW = Text("帳簿にない記録はありませんでした。", "It holds nothing that does not stand in the book already.")
_ROWS = Text("{kind}  {rows:,}件", "{kind}  {rows:,}")
_PROBLEMS = Text("直すところ", "What to mend")
_BATCH = Text(
    "{number}  {recorded}  {by}  {format}  「{source}」  {rows:,}件",
    "{number}  {recorded}  {by}  {format}  “{source}”  {rows:,} entries",
)
_WHY = Text("理由: {why}", "why: {why}")
_DIGEST = Text("指紋: {digest}", "digest: {digest}")
_LOG = Text("帳簿「{book}」の記帳（古い順）", "Batches of the book “{book}”, the oldest first")
_WRITTEN = Text(
    "「{path}」に帳票のひな形を書きました。最初のシートに書き方があります。",
    "Wrote the template to “{path}”. Its first sheet says how to fill it in.",
)
BookFolder = Annotated[
    Path,
    option(
        "--book",
        metavar="FOLDER",
        ja="帳簿のフォルダー。なければ作ります。",
        en="The folder of the book; it is made if there is none.",
    ),
]


def import_(
    format_code: Annotated[
        str,
        argument(
            "FORMAT",
            "形式。workbook（羅針の帳票）、judgit、marumie、360giving、ocds のどれか。",
            "The format: workbook (Rashin's own), judgit, marumie, 360giving or ocds.",
        ),
    ],
    path: Annotated[Path, argument("PATH", "取り込むファイルかフォルダー。", "The file or folder to import.")],
    *,
    book: BookFolder = Path("book"),
    why: Annotated[
        str | None,
        option(
            "--why",
            metavar="TEXT",
            ja="取り込む理由。直すときは、なぜ直すかを書きます。帳簿に残ります。",
            en="Why it is imported; of a correction, why it is made. It stays in the book.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        option(
            "--by",
            metavar="NAME",
            ja="取り込む人。指定がなければ、この機械の利用者名。帳簿に残ります。",
            en="Who imports it; by default the user of this machine. It stays in the book.",
        ),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Take a file into the book, whole or not at all."""
    from rashin.ledger.book.book import Book
    from rashin.ledger.importing.importing import import_into

    screen = screen_for(lang, as_json)
    stages = Stages(screen)
    try:
        with writing(book):
            done = import_into(
                Book(book), format_code, path, by=by or getuser(), why=why or "", tell=lambda stage: stages(stage, None)
            )
    except ImportRefused as refused:
        stages.close()
        _say_problems(screen, refused)
        raise
    stages.close()
    _say_batch(screen, done.batch, again=done.again)
    if not done.again:
        screen.commands(shell("rashin", "ledger", "log", "--book", book))
    screen.answer({"again": done.again, **_facts(done.batch)})


def _say_problems(screen: Screen, refused: ImportRefused) -> None:
    screen.title(_PROBLEMS)
    for problem in refused.problems:
        where, what, mend = (screen.read(text) for text in (problem.where, problem.what, problem.mend))
        screen.item(f"{where}: {what} {mend}" if where else f"{what} {mend}")
    screen.say()


def _say_batch(screen: Screen, batch: Batch, *, again: bool) -> None:
    from rashin.ledger.book.kinds import KINDS

    told = _AGAIN if again else _DONE
    screen.say(told.filled(source=batch.source_name, number=batch.number, recorded=_when(batch.recorded)))
    if not again and not batch.rows:
        screen.say(_NOTHING_NEW)
    for kind, rows in batch.rows.items() if not again else ():
        screen.item(_ROWS.filled(kind=KINDS[kind].label, rows=rows))


def log(*, book: BookFolder = Path("book"), lang: Lang = None, as_json: Json = False) -> None:
    """List what was entered, when, by whom and why."""
    from rashin.errors import BookMissing
    from rashin.ledger.book.book import Book

    screen, batches = screen_for(lang, as_json), Book(book).batches()
    if not batches:
        raise BookMissing(path=book)
    screen.title(_LOG.filled(book=book))
    for one in batches:
        screen.item(
            _BATCH.filled(
                number=one.number,
                recorded=_when(one.recorded),
                by=one.recorded_by,
                format=one.format,
                source=one.source_name,
                rows=sum(one.rows.values()),
            )
        )
        if one.why:
            screen.say(_WHY.filled(why=one.why), indent="    ")
        screen.say(_DIGEST.filled(digest=one.digest), indent="    ")
    screen.answer({"batches": [_facts(one) for one in batches]})


def template(
    out: Annotated[Path, argument("OUT.xlsx", "書くファイル（XLSX）。", "The file to write (XLSX).")],
    *,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Write the workbook that officers fill in."""
    from rashin.ledger.importing.template import template as pieces

    screen = screen_for(lang, as_json)
    check_out(out)
    with writing(out):
        write_atomically(out, b"".join(pieces(screen.language)))
    screen.say(_WRITTEN.filled(path=out))
    screen.commands(shell("rashin", "ledger", "import", "workbook", out))
    screen.answer({"out": out})


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(_JAPAN):%Y-%m-%d %H:%M:%S}"


def _facts(batch: Batch) -> dict[str, object]:
    return {
        "number": batch.number,
        "digest": batch.digest,
        "format": batch.format,
        "source": batch.source_name,
        "source_sha256": batch.source_sha256,
        "currency": batch.currency,
        "recorded": batch.recorded.isoformat(),
        "recorded_by": batch.recorded_by,
        "why": batch.why,
        "rows": batch.rows,
    }


for _name, _command, _what in (
    (
        "import",
        import_,
        both(
            "ファイルを帳簿に取り込みます。直すところがあれば、すべて示して何も取り込みません。",
            "Take a file into the book. If anything in it must be mended, all of it is told and nothing is imported.",
        ),
    ),
    (
        "check",
        check,
        both(
            "帳簿を規則で調べ、公開の前に直すところと、見直すきっかけを示します。",
            "Check the book: what must be mended before it is published, and what deserves a second look.",
        ),
    ),
    (
        "log",
        log,
        both("何を、いつ、誰が、なぜ帳簿に書いたかを示します。", "Show what was entered, when, by whom and why."),
    ),
    (
        "publish",
        publish,
        both(
            "帳簿を調べ、頁・データ・受領証のそろったサイトとして公開します。",
            "Check the book and publish it as a site of pages, data and receipts.",
        ),
    ),
    (
        "rebuild",
        rebuild,
        both(
            "公開されたサイトの数字を、そのデータだけからすべて計算し直し、違いを示します。",
            "Compute every figure of a published site again from its own data, and tell what differs.",
        ),
    ),
    (
        "sample",
        sample,
        both(
            "試すための、架空の百億円事業の帳簿を作ります。",
            "Make the book of a fictional ten-billion-yen programme, to try things with.",
        ),
    ),
    (
        "template",
        template,
        both("記入するための帳票のひな形（Excel）を書きます。", "Write the workbook (Excel) to fill in."),
    ),
):
    ledger.command(_name, cls=Command, help=_what, context_settings={"allow_extra_args": True})(_command)
