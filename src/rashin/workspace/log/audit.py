"""Proving that the database and the log agree, or naming the first place where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge, nsmallest
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import RashinError
from rashin.language import Text
from rashin.trust.log.checkpoint import Checkpoint, open_checkpoint
from rashin.trust.log.keys import VerifierKey
from rashin.trust.log.merkle import EMPTY_ROOT
from rashin.trust.log.tiles import WIDTH, Tile
from rashin.trust.log.witness import check_grown
from rashin.trust.receipts.entries import Entry
from rashin.workspace.database.tables import LogEntry, LogHead
from rashin.workspace.log.reading import LogReader
from rashin.workspace.log.recorded import Claim, claims, erased_on_record
from rashin.workspace.log.regrowing import Regrown

_TOLD = 10
_AT_ONCE = 2_000

_GAP = Text("透明性ログの{index}番目の記録がありません。", "Entry {index} of the log is missing.")
_BEYOND = Text(
    "透明性ログの{index}番目の記録は、署名された{size}件の後にあります。",
    "Entry {index} of the log lies beyond the {size} that were signed.",
)
_UNREADABLE = Text("透明性ログの{index}番目の記録が読めません。", "Entry {index} of the log cannot be read.")
_NOT_IN_TREE = Text(
    "透明性ログの{index}番目の記録と木が合いません。どちらかが書き換えられています。",
    "Entry {index} of the log and its tree do not agree: one of them was changed.",
)
_NO_ROW = Text(
    "透明性ログの{index}番目（{kind}）にあたる記録が、データベースにありません。",
    "Entry {index} of the log ({kind}) has no record in the database.",
)
_TWO_ROWS = Text(
    "透明性ログの{index}番目を、{first} と {second} の両方が指しています。",
    "Entry {index} of the log is claimed by both {first} and {second}.",
)
_NO_LEAF = Text("{id} にあたる記録が、透明性ログにありません。", "{id} has no entry in the log.")
_EDITED = Text(
    "{id} の中身が、透明性ログの{index}番目の記録と合いません。書き換えられています。",
    "The contents of {id} do not match entry {index} of the log: they were changed.",
)
_COLUMN = Text(
    "{id} の「{column}」が、透明性ログの{index}番目に記録した中身と違います。書き換えられています。",
    "“{column}” of {id} is not what entry {index} of the log records: it was changed.",
)
_VANISHED = Text(
    "{id} の中身がありませんが、消去の記録もありません。",
    "The contents of {id} are gone, and no erasure is on record.",
)
_TILE = Text(
    "透明性ログの {where} が、記録から計算したものと合いません。",
    "{where} of the log does not follow from its entries.",
)
_HEAD = Text("署名された記録の数や根が、記録と合いません。", "The signed checkpoint does not match the entries.")
_EDGE = Text(
    "透明性ログの書き足しに使う控えが、記録と合いません。", "What the log is grown from does not match its entries."
)
_SIGNATURE = Text("最後の署名を確かめられません。{why}", "The last signature does not hold. {why}")

_Found = tuple[int, Text]
"""What was found, and at which entry."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What was compared, and what was found."""

    entries: int
    rows: int
    erased: int
    trouble: tuple[Text, ...]
    """The first place first; at most ten."""

    @property
    def agrees(self) -> bool:
        """Whether database and log agree."""
        return not self.trouble


def audit(session: Session, key: VerifierKey) -> Audited:
    """Compare every row with its leaf, every leaf with its row, and the tree with its signature.

    Takes no more memory for a long log than for a short one.

    Args:
        session: sees everything as it is at one moment: `Database.snapshot`.
        key: the log's public key.
    """
    walk = _Walk(session, key)
    found = nsmallest(_TOLD, walk.go(), key=itemgetter(0))
    return Audited(walk.entries, walk.rows, walk.erased, tuple(said for _, said in found))


def check_since(session: Session, key: VerifierKey, note: str | bytes) -> None:
    """See that the log has only grown since a checkpoint that was kept elsewhere.

    Raises:
        NoteUnreadable, CheckpointUnreadable, SignatureWrong, SignatureAbsent: it is no checkpoint of this log.
        LogShrunk, LogForked, LogRewritten: the log was changed since.
        TileUnsound: the tree does not follow from what is signed now.
    """
    reader = LogReader(session)
    before = open_checkpoint(note, [key]).checkpoint
    after = Checkpoint(key.name, 0, EMPTY_ROOT)
    if reader.size:
        after = open_checkpoint(reader.checkpoint, [key]).checkpoint
    check_grown(before, after, reader.tile)


class _Walk:
    """One way along the log, from its first entry to its last, the rows going along."""

    def __init__(self, session: Session, key: VerifierKey) -> None:
        self._session = session
        self._key = key
        self._head = session.scalar(select(LogHead))
        self._on_record = erased_on_record(session)
        self._regrown = Regrown(session)
        self.entries = self.rows = self.erased = 0

    def go(self) -> Iterator[_Found]:
        """All that does not agree."""
        signed, end = self._head.size if self._head else 0, 0
        for index, found in groupby(merge(self._entries(), self._rows(), key=itemgetter(0)), key=itemgetter(0)):
            yield from _gaps(end, min(index, signed))
            here = [one for _, one in found]
            mine = [one for one in here if isinstance(one, Claim)]
            data = next((one for one in here if isinstance(one, bytes)), None)
            if data is None:
                yield from ((index, _NO_LEAF.filled(id=claim.id)) for claim in mine)
                yield from _gaps(index, min(index + 1, signed))
            else:
                yield from self._at(index, data, mine, signed)
            end = index + 1
        yield from _gaps(end, signed)
        yield from self._in_tree(max(end, signed))

    def _entries(self) -> Iterator[tuple[int, bytes]]:
        chosen = select(LogEntry.index, LogEntry.entry).order_by(LogEntry.index)
        for index, entry in self._session.execute(chosen.execution_options(yield_per=_AT_ONCE)):
            self.entries += 1
            yield index, entry

    def _rows(self) -> Iterator[tuple[int, Claim]]:
        for claim in claims(self._session):
            self.rows += 1
            self.erased += claim.is_erased
            yield claim.index, claim

    def _at(self, index: int, data: bytes, mine: list[Claim], signed: int) -> Iterator[_Found]:
        if index >= signed:
            yield index, _BEYOND.filled(index=index, size=signed)
        elif not self._regrown.add(index, data):
            yield index, _NOT_IN_TREE.filled(index=index)
        try:
            entry = Entry.parse(data)
        except RashinError:
            yield index, _UNREADABLE.filled(index=index)
            return
        if not mine:
            yield index, _NO_ROW.filled(index=index, kind=entry.kind)
        for other in mine[1:]:
            yield index, _TWO_ROWS.filled(index=index, first=mine[0].id, second=other.id)
        for claim in mine[:1]:
            yield from self._in_row(claim, entry)

    def _in_row(self, claim: Claim, entry: Entry) -> Iterator[_Found]:
        if not claim.is_committed_in(entry):
            yield claim.index, _EDITED.filled(id=claim.id, index=claim.index)
        elif claim.is_erased and claim.decision_id not in self._on_record:
            yield claim.index, _VANISHED.filled(id=claim.id)
        elif column := claim.differing():
            yield claim.index, _COLUMN.filled(id=claim.id, column=column, index=claim.index)

    def _in_tree(self, end: int) -> Iterator[_Found]:
        for wrong in self._regrown.wrong_tiles():
            yield min(_last_leaf(wrong), end), _TILE.filled(where=wrong.path)
        if self._head is None:
            if self.entries:
                yield end, _HEAD
            return
        try:
            signed = open_checkpoint(self._head.checkpoint, [self._key]).checkpoint
        except RashinError as why:
            yield end, _SIGNATURE.filled(why=why.what_happened)
            return
        tree = self._regrown.frontier
        if signed != Checkpoint(self._key.name, tree.size, tree.root) or self._head.size != tree.size:
            yield end, _HEAD
        elif self._head.peaks != b"".join(tree.peaks):
            yield end, _EDGE


def _gaps(start: int, end: int) -> Iterator[_Found]:
    for index in range(start, end):
        yield index, _GAP.filled(index=index)


def _last_leaf(tile: Tile) -> int:
    """Of those below a tile: what is wrong with an entry is told before what follows from it."""
    return int((tile.index + 1) * WIDTH ** (tile.level + 1) - 1)
