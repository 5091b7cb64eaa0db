"""Growing a log's tree anew, beside the one that is kept, to see where they differ."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.trust.log.merkle import HASH_BYTES, leaf_hash
from rashin.trust.log.tiles import WIDTH, Frontier, Tile, append, tiles_of
from rashin.workspace.database.tables import LogTile

_NOTHING = bytes(HASH_BYTES)


class Regrown:
    """A tree that grows with the entries it is given, tile by tile, and is compared with the tiles that are kept."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._frontier = Frontier()
        self._leaves: list[bytes] = []
        """Of the tile that is being filled."""
        self._kept = b""
        """The tile that is kept in its place."""
        self._grown: dict[int, tuple[Tile, bytes]] = {}
        """The last tile of each level; compared once the next one begins, or at the end."""
        self._wrong: list[Tile] = []

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return self._frontier.size + len(self._leaves)

    @property
    def frontier(self) -> Frontier:
        """Its right edge, once `wrong_tiles` was asked for."""
        return self._frontier

    def add(self, index: int, entry: bytes) -> bool:
        """The next entry; whether it is the one in the tree that is kept.

        Where entries before it are missing, or it is another, the tree grows from what is kept: what is wrong with one
        entry is told once, and not again for everything that follows from it.
        """
        while self.size < index:
            self._push(self._kept_leaf() or _NOTHING)
        hashed, kept = leaf_hash(entry), self._kept_leaf()
        self._push(kept or hashed)
        return hashed == kept

    def wrong_tiles(self) -> Iterator[Tile]:
        """Tiles that do not follow from those below them, or should not be there."""
        self._fold()
        for last in self._grown.values():
            self._compare(*last)
        yield from self._wrong
        expected = {(tile.level, tile.index) for tile in tiles_of(self.size)}
        for level, index in self._session.execute(select(LogTile.level, LogTile.index)):
            if (level, index) not in expected:
                yield Tile(level, index)

    def _kept_leaf(self) -> bytes | None:
        if not self._leaves:
            self._kept = self._tile(Tile(0, self._frontier.size // WIDTH))
        at = len(self._leaves) * HASH_BYTES
        leaf = self._kept[at : at + HASH_BYTES]
        return leaf if len(leaf) == HASH_BYTES else None

    def _push(self, leaf: bytes) -> None:
        self._leaves.append(leaf)
        if len(self._leaves) == WIDTH:
            self._fold()

    def _fold(self) -> None:
        grown = append(self._frontier, self._leaves, lambda tile: self._grown[tile.level][1])
        for tile, data in grown.tiles.items():
            before = self._grown.get(tile.level)
            if before is not None and before[0].index != tile.index:
                self._compare(*before)
            self._grown[tile.level] = (tile, data)
        self._frontier, self._leaves = grown.frontier, []

    def _compare(self, tile: Tile, data: bytes) -> None:
        if self._tile(tile) != data:
            self._wrong.append(tile)

    def _tile(self, tile: Tile) -> bytes:
        """A tile as it is kept, with whatever is in it too much."""
        chosen = select(LogTile.hashes).where(LogTile.level == tile.level, LogTile.index == tile.index)
        return self._session.scalar(chosen) or b""
