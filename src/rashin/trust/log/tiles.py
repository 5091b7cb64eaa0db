"""The tree as tiles of 256 hashes, as C2SP tlog-tiles has them: the layout that witnesses and monitors read.

A tile of level l holds hashes of complete subtrees of 256^l leaves. What lies between two levels is hashed again when it
is needed. Appending touches the last tile of each level alone.
Source: https://c2sp.org/tlog-tiles
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rashin.errors import TileUnsound
from rashin.language import same
from rashin.trust.log.merkle import HASH_BYTES, Nodes, folded, peaks

WIDTH = 256
"""Hashes, or entries, in a full tile."""
ENTRIES = -1
"""The level, so to speak, of the bundles of entries."""

_HEIGHT = 8
_FULL_BYTES = WIDTH * HASH_BYTES
_HIGHEST = 63
_PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """The coordinates of a tile: `width` of its hashes (1 to 256), full when there are 256."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it lies below the log's address: `tile/0/x001/x234/067`, or with `.p/17` behind it."""
        thousands, parts = divmod(self.index, 1000)
        path = f"{parts:03}"
        while thousands:
            thousands, parts = divmod(thousands, 1000)
            path = f"x{parts:03}/{path}"
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{path}" + ("" if self.width == WIDTH else f".p/{self.width}")


ReadTile = Callable[[Tile], bytes]
"""Gives the first `width` hashes of a tile, 32 bytes each."""


def tile_at(path: str) -> Tile | None:
    """The tile that a path names in its one spelling; None if it names none."""
    match = _PATH.fullmatch(path)
    if not match:
        return None
    level, index, width = match.groups()
    tile = Tile(
        ENTRIES if level == "entries" else int(level),
        int(index.replace("x", "").replace("/", "")),
        int(width) if width else WIDTH,
    )
    return tile if tile.path == path and tile.level <= _HIGHEST and 0 < tile.width <= WIDTH else None


def tiles_of(size: int) -> Iterator[Tile]:
    """All tiles of hashes of a tree, level by level; those of entries have the coordinates of level 0."""
    level = 0
    while size >> _HEIGHT * level:
        for index in range(-(-(size >> _HEIGHT * level) // WIDTH)):
            yield Tile(level, index, width_of(level, index, size))
        level += 1


def width_of(level: int, index: int, size: int) -> int:
    """How many hashes a tile has in a tree of so many leaves; nought or less where there is no such tile."""
    return min(WIDTH, (size >> _HEIGHT * max(level, 0)) - WIDTH * index)


class TileNodes:
    """The complete subtrees of a tree, from its tiles; each tile is read and hashed once."""

    def __init__(self, size: int, read: ReadTile) -> None:
        """Of the tree of the first `size` leaves; `read` gives a tile as it was at that size."""
        self._size = size
        self._read = read
        self._held: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree; see `merkle.Nodes`.

        Raises:
            TileUnsound: a tile has another length than it must have.
        """
        level, above = divmod(level, _HEIGHT)
        number, place = divmod(index << above, WIDTH)
        at = (place >> above) * HASH_BYTES
        return self._layers(level, number)[above][at : at + HASH_BYTES]

    def _layers(self, level: int, index: int) -> list[bytes]:
        """The hashes of a tile, and above them those of 2, 4, … 128 together, as far as they are complete."""
        if (level, index) not in self._held:
            layers = [_whole(self._read, Tile(level, index, width_of(level, index, self._size)))]
            for _ in range(_HEIGHT - 1):
                layers.append(_hashed_in_pairs(layers[-1]))
            self._held[level, index] = layers
        return self._held[level, index]


def _whole(read: ReadTile, tile: Tile) -> bytes:
    """The hashes of a tile.

    Raises:
        TileUnsound: there are more or fewer than its width.
    """
    hashes = read(tile)
    if len(hashes) != tile.width * HASH_BYTES:
        raise TileUnsound(where=same(tile.path))
    return hashes


def _hashed_in_pairs(hashes: bytes) -> bytes:
    step = 2 * HASH_BYTES
    whole = len(hashes) // step * step
    return b"".join([sha256(b"\x01" + hashes[at : at + step]).digest() for at in range(0, whole, step)])


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: its size and its complete subtrees, the largest first. Enough to grow it."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, size: int, nodes: Nodes) -> Frontier:
        """The right edge of the tree of the first `size` leaves."""
        return cls(size, tuple(peaks(nodes, 0, size)))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return folded(self.peaks)


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append comes to: the new right edge, and the tiles to be written, each whole."""

    frontier: Frontier
    tiles: dict[Tile, bytes]

    @property
    def size(self) -> int:
        """Leaves in the tree now."""
        return self.frontier.size

    @property
    def root(self) -> bytes:
        """The root of the tree now."""
        return self.frontier.root


def append(frontier: Frontier, leaf_hashes: Sequence[bytes], read: ReadTile) -> Appended:
    """Grow a tree. Takes time in proportion to the new leaves and to the logarithm of the old.

    Args:
        frontier: the right edge before; `Frontier()` for a new log.
        leaf_hashes: of the new leaves, from `merkle.leaf_hash`.
        read: gives a tile as it was before; asked only for last tiles that are not full, one a level.

    Raises:
        TileUnsound: a tile has another length than it must have.
    """
    edge, size = list(frontier.peaks), frontier.size
    grown = {0: list(leaf_hashes)} if leaf_hashes else {}
    for leaf in leaf_hashes:
        found, level, rest = leaf, 0, size
        while rest & 1:
            found = sha256(b"\x01" + edge.pop() + found).digest()
            rest, level = rest >> 1, level + 1
            if not level % _HEIGHT:
                grown.setdefault(level // _HEIGHT, []).append(found)
        edge.append(found)
        size += 1
    tiles = {tile: data for level, new in grown.items() for tile, data in _changed(level, frontier.size, new, read)}
    return Appended(Frontier(size, tuple(edge)), tiles)


def _changed(level: int, size: int, new: list[bytes], read: ReadTile) -> Iterator[tuple[Tile, bytes]]:
    """The tiles of one level that new hashes go into."""
    first, held = divmod(size >> _HEIGHT * level, WIDTH)
    hashes = (_whole(read, Tile(level, first, held)) if held else b"") + b"".join(new)
    for at in range(0, len(hashes), _FULL_BYTES):
        data = hashes[at : at + _FULL_BYTES]
        yield Tile(level, first + at // _FULL_BYTES, len(data) // HASH_BYTES), data


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries as one file, each after its length in two bytes, the higher first.

    Raises:
        OverflowError: an entry is longer than 65,535 bytes.
    """
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundled(data: bytes) -> list[bytes]:
    """The entries of a bundle.

    Raises:
        TileUnsound: it ends in the middle of one.
    """
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or at + 2 > len(data):
            raise TileUnsound(where=same("entries"))
        entries.append(data[at + 2 : end])
        at = end
    return entries
