"""Looking at the log's key: is it there, does nobody else read it, is it the one that the log is signed with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from rashin.errors import FileMissing, LogKeyForeign, RashinError
from rashin.language import Text
from rashin.trust.log.checkpoint import open_checkpoint
from rashin.trust.log.keys import SigningKey
from rashin.trust.receipts.entries import Entry
from rashin.workspace.clock import now
from rashin.workspace.database import Database, check_newest
from rashin.workspace.database.tables import LogEntry, LogHead
from rashin.workspace.doctor.findings import Finding, good, of, warning, wrong
from rashin.workspace.place import Place
from rashin.workspace.starting import known_key

_OTHERS_MAY_READ = 0o077
_AHEAD = timedelta(minutes=1)

_KEY = Text("透明性ログの鍵 {path} は、このログの鍵です。", "The key {path} is the one of this transparency log.")
_TO_BE_MADE = Text("透明性ログの鍵は、はじめて動かすときに作られます。", "The log’s key is made at the first start.")
_LOST = Text("透明性ログの鍵 {path} がありません。", "The key of the transparency log, {path}, is missing.")
_PUT_BACK = Text(
    "バックアップか、ほかの機械から戻してください。鍵がなければ、新しい判断を記録できません。",
    "Put it back from a backup or another machine. Without it no new decision can be recorded.",
)
_READABLE = Text(
    "透明性ログの鍵 {path} を、ほかの利用者が読めます。", "Other users of this machine can read the log’s key, {path}."
)
_CLOSE_IT = Text("chmod 600 {path} を実行してください。", "Run: chmod 600 {path}")
_SIGNED = Text("最後の署名は本物です（{size:,}件）。", "The last signature holds ({size:,} entries).")
_AUDIT = Text(
    "`rashin audit` で、どこが合わないかを調べてください。", "Find out what does not agree with `rashin audit`."
)
_CLOCK_BACK = Text(
    "時計が、最後の記録の時刻（{at}）より前を指しています。", "The clock is behind the time of the last record, {at}."
)
_SET_CLOCK = Text("時刻合わせ（NTP）を有効にしてください。", "Turn on time synchronisation (NTP).")


def examine(place: Place) -> Iterator[Finding]:
    """What there is to say about the log and its key."""
    try:
        database = place.database()
    except RashinError:
        yield from _key(place, None, recorded=False)
        return
    with closing(database):
        known, head = _asked(database)
        yield from _key(place, known, recorded=known is not None or head is not None)
        if head is not None:
            with database.snapshot() as session:
                yield from _head(place, session, head)


def _asked(database: Database) -> tuple[str | None, LogHead | None]:
    """The key that the log is signed with, and its end; what is wrong with the database was said before."""
    try:
        check_newest(database)
        with database.snapshot() as session:
            return known_key(session), session.scalar(select(LogHead))
    except (RashinError, DBAPIError):
        return None, None


def _key(place: Place, known: str | None, *, recorded: bool) -> Iterator[Finding]:
    try:
        key = SigningKey.read(place.key)
    except FileMissing:
        yield wrong("key", _LOST.filled(path=place.key), _PUT_BACK) if recorded else good("key", _TO_BE_MADE)
        return
    except RashinError as trouble:
        yield of("key", trouble)
        return
    if place.key.stat().st_mode & _OTHERS_MAY_READ:
        yield warning("key", _READABLE.filled(path=place.key), _CLOSE_IT.filled(path=place.key))
    if known not in (None, str(key.verifier)):
        yield of("key", LogKeyForeign(path=place.key))
    else:
        yield good("key", _KEY.filled(path=place.key))


def _head(place: Place, session: Session, head: LogHead) -> Iterator[Finding]:
    if not place.key.exists():
        return
    try:
        signed = open_checkpoint(head.checkpoint, [SigningKey.read(place.key).verifier]).checkpoint
        last = Entry.parse(session.scalar(select(LogEntry.entry).where(LogEntry.index == head.size - 1)) or b"")
    except RashinError as trouble:
        yield wrong("log", trouble.what_happened, _AUDIT)
        return
    yield good("log", _SIGNED.filled(size=signed.size))
    if datetime.fromisoformat(last.at) > now() + _AHEAD:
        yield warning("clock", _CLOCK_BACK.filled(at=last.at), _SET_CLOCK)
