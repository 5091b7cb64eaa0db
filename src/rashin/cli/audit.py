"""`rashin audit`: whether the database and the log agree."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rashin.cli.keys import file_bytes
from rashin.cli.options import Json, Lang, option
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.errors import NotProven
from rashin.language import Text
from rashin.settings import settings

if TYPE_CHECKING:
    from rashin.workspace.log.audit import Audited
    from rashin.workspace.programme.auditing import AuditedBooks

_LARGEST_NOTE = 1_000_000

_COMPARED = Text(
    "透明性ログの{entries:,}件と、データベースの{rows:,}件を比べました（うち、中身を消去したもの {erased:,}件）。",
    "Compared {entries:,} entries of the log with {rows:,} records of the database, {erased:,} of them erased.",
)
_AGREES = Text(
    "すべて合っています。抜け、書き換え、並べ替えはありません。",
    "All of it agrees: nothing is missing, changed or reordered.",
)
_TROUBLE = Text("合わないところ（はじめから最大10か所）", "What does not agree, the first ten at most")
_GREW = Text("前のチェックポイントから、書き足されただけです。", "Since the older checkpoint the log has only grown.")
_SINCE = Text("前のチェックポイントと比べて", "Compared with the older checkpoint")
_BOOKS = Text(
    "事業の帳簿{books:,}冊、{batches:,}回の記帳を、その指紋と比べました。",
    "Compared {batches:,} batches of {books:,} programme books with their digests.",
)
_PUBLISHED = Text(
    "帳簿のログの{entries:,}件を署名と比べ、公開中の版の受領証{receipts:,}件を確かめました。",
    "Compared {entries:,} entries of the books’ logs with their signatures, and verified the {receipts:,} receipts of "
    "what is published.",
)
_LIMIT = Text(
    "鍵を持つ人がログ全体を作り直していないかは、前に外に控えたチェックポイントと比べると分かります（--since）。",
    "Whether somebody with the key made the whole log anew is seen by comparing with a checkpoint kept elsewhere (--since).",
)


def audit(
    *,
    since: Annotated[
        Path | None,
        option(
            "--since",
            metavar="FILE",
            ja="前に控えたチェックポイントのファイル。そこから書き足されただけかも確かめます。",
            en="A checkpoint that was kept earlier: it is checked as well that the log only grew since.",
        ),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Compare every record with its entry in the log; the exit code is 0 only if all agrees."""
    from rashin.trust.log.keys import SigningKey
    from rashin.workspace.database import check_newest
    from rashin.workspace.log import audit as compare
    from rashin.workspace.log import check_since
    from rashin.workspace.place import place_of
    from rashin.workspace.programme.auditing import audit_books

    screen, place = screen_for(lang, as_json), place_of(settings())
    note = None if since is None else file_bytes(since, _LARGEST_NOTE)
    key, database = SigningKey.read(place.key).verifier, place.database()
    check_newest(database)
    with database.snapshot() as session:
        found = compare(session, key)
        rewritten = None if note is None else _rewritten(partial(check_since, session, key, note))
    database.close()
    books = audit_books(place.programmes, receipts=True)
    _tell(screen, found, books)
    _tell_since(screen, rewritten, compared=since is not None)
    agrees = found.agrees and books.sound and rewritten is None
    screen.answer(
        {"agrees": agrees, "since": rewritten and rewritten.as_problem(), "found": found, "books": books.as_fact()}
    )
    return 0 if agrees else NotProven.exit_code


def _rewritten(check: Callable[[], None]) -> NotProven | None:
    try:
        check()
    except NotProven as wrong:
        return wrong
    return None


def _tell(screen: Screen, found: Audited, books: AuditedBooks) -> None:
    screen.say(_COMPARED.filled(entries=found.entries, rows=found.rows, erased=found.erased))
    if books.books:
        screen.say(_BOOKS.filled(books=books.books, batches=books.batches))
    if books.entries:
        screen.say(_PUBLISHED.filled(entries=books.entries, receipts=books.receipts))
    if found.agrees and books.sound:
        screen.say(_AGREES)
    else:
        screen.title(_TROUBLE)
    for one in (*found.trouble, *(trouble.what for trouble in books.trouble)):
        screen.item(one)


def _tell_since(screen: Screen, rewritten: NotProven | None, *, compared: bool) -> None:
    if not compared:
        screen.say(_LIMIT)
    elif rewritten is None:
        screen.say(_GREW)
    else:
        screen.title(_SINCE)
        screen.item(rewritten.what_happened)
