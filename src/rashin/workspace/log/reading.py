"""Reading the log: tiles, entries, and the proofs made of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import Erased, NotFound
from rashin.trust.log.merkle import HASH_BYTES, inclusion_proof
from rashin.trust.log.tiles import ENTRIES, WIDTH, ReadTile, Tile, TileNodes, bundle, width_of
from rashin.trust.receipts.entries import Committed
from rashin.trust.receipts.receipt import Receipt
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import LogEntry, LogHead, LogTile, Sealed


def read_tile(session: Session) -> ReadTile:
    """Tiles as they are kept, cut to the width asked for."""

    def read(tile: Tile) -> bytes:
        hashes = session.scalar(select(LogTile.hashes).where(LogTile.level == tile.level, LogTile.index == tile.index))
        return (hashes or b"")[: tile.width * HASH_BYTES]

    return read


class LogReader:
    """The log as one transaction sees it."""

    def __init__(self, session: Session) -> None:
        """Read through this transaction."""
        self._session = session
        with as_system(session):
            self._head: LogHead | None = session.scalar(select(LogHead))

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._head.size if self._head else 0

    @property
    def checkpoint(self) -> str:
        """The signed checkpoint of that size.

        Raises:
            NotFound: nothing was recorded yet.
        """
        if self._head is None:
            raise NotFound(what="checkpoint")
        return self._head.checkpoint

    def tile(self, tile: Tile) -> bytes:
        """A tile, or a bundle of entries, as witnesses ask for it.

        Raises:
            NotFound: the log is not that long.
        """
        if tile.width > width_of(tile.level, tile.index, self.size):
            raise NotFound(what=tile.path)
        with as_system(self._session):
            if tile.level == ENTRIES:
                return bundle(self._entries(tile.index * WIDTH, tile.width))
            return read_tile(self._session)(tile)

    def receipt(self, row: Sealed) -> Receipt:
        """The receipt of a row, proved against the newest checkpoint.

        Raises:
            Erased: what the receipt would show was erased.
        """
        if row.payload is None or row.salt is None:
            raise Erased
        with as_system(self._session):
            nodes = TileNodes(self.size, read_tile(self._session))
            entry = self._entries(row.log_index, 1)[0]
            proof = inclusion_proof(nodes, row.log_index, self.size)
        return Receipt.of(Committed(entry, row.salt, row.payload), row.log_index, proof, self.checkpoint)

    def _entries(self, start: int, count: int) -> list[bytes]:
        chosen = select(LogEntry.entry).where(LogEntry.index >= start, LogEntry.index < start + count)
        return list(self._session.scalars(chosen.order_by(LogEntry.index)))
