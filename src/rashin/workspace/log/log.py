"""Appending to the log, and proving that something is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rashin.trust.log.checkpoint import Checkpoint
from rashin.trust.log.keys import SigningKey
from rashin.trust.log.merkle import HASH_BYTES, leaf_hash
from rashin.trust.log.tiles import Appended, Frontier, Tile, append
from rashin.trust.receipts.entries import Committed, Kind, commit
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import LogEntry, LogHead, LogTile
from rashin.workspace.log.reading import read_tile

_HEAD = 1
_INSERT = cast("Table", LogEntry.__table__).insert()
_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a row keeps to prove that it is in the log."""

    payload: bytes
    salt: bytes
    log_index: int


class Log:
    """The log of an installation, signed with its key."""

    def __init__(self, key: SigningKey) -> None:
        """The key's name is the log's origin."""
        self._key = key

    @property
    def key(self) -> str:
        """The public key, for those who verify: `name+number+key`."""
        return str(self._key.verifier)

    def seal(self, session: Session, kind: Kind, at: datetime, payload: Mapping[str, Any]) -> Sealing:
        """Commit to a payload and append its leaf, in the caller's transaction: both are kept, or neither."""
        committed = commit(kind, at, payload)
        return Sealing(committed.payload, committed.salt, self.append(session, [committed]))

    def append(self, session: Session, committed: Sequence[Committed]) -> int:
        """Append leaves in the caller's transaction; the index of the first.

        Whoever appends waits for others who do: the head's row is locked until the transaction ends.
        """
        with as_system(session):
            head = _locked(session)
            first = head.size
            grown = append(_frontier(head), [leaf_hash(one.entry) for one in committed], read_tile(session))
            _write(session, first, committed, grown)
            head.size = grown.size
            head.peaks = b"".join(grown.frontier.peaks)
            head.checkpoint = Checkpoint(self._key.name, grown.size, grown.root).signed(self._key)
            session.flush()
        return first


def _locked(session: Session) -> LogHead:
    head = _locked_if_there(session)
    if head is None:
        # Of several who begin the log at once, one makes the row; the others wait for it here.
        session.execute(_first(session.get_bind().dialect.name))
        head = _locked_if_there(session)
    return cast("LogHead", head)


def _locked_if_there(session: Session) -> LogHead | None:
    return session.get(LogHead, _HEAD, with_for_update=True, populate_existing=True)


def _frontier(head: LogHead) -> Frontier:
    peaks = (head.peaks[at : at + HASH_BYTES] for at in range(0, len(head.peaks), HASH_BYTES))
    return Frontier(head.size, tuple(peaks))


def _write(session: Session, first: int, committed: Sequence[Committed], grown: Appended) -> None:
    rows = [{"index": first + place, "entry": one.entry} for place, one in enumerate(committed)]
    session.execute(_INSERT, rows)
    session.execute(_upsert(session.get_bind().dialect.name), [_row(tile, data) for tile, data in grown.tiles.items()])


def _row(tile: Tile, data: bytes) -> dict[str, Any]:
    return {"level": tile.level, "index": tile.index, "hashes": data}


@cache
def _first(dialect: str) -> Any:
    empty = {"id": _HEAD, "size": 0, "peaks": b"", "checkpoint": ""}
    return _INSERTS[dialect](cast("Table", LogHead.__table__)).values(empty).on_conflict_do_nothing()


@cache
def _upsert(dialect: str) -> Any:
    statement = _INSERTS[dialect](cast("Table", LogTile.__table__))
    return statement.on_conflict_do_update(
        index_elements=["level", "index"], set_={"hashes": statement.excluded.hashes}
    )
