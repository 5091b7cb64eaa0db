"""A log in memory, receipts of it, and the plainest possible Merkle tree to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from rashin.trust.log.checkpoint import Checkpoint, cosignature
from rashin.trust.log.keys import KeyType, SigningKey
from rashin.trust.log.merkle import EMPTY_ROOT, inclusion_proof, leaf_hash, node_hash
from rashin.trust.log.tiles import ENTRIES, WIDTH, Frontier, Tile, TileNodes, append, bundle, tiles_of
from rashin.trust.receipts.entries import Kind, commit
from rashin.trust.receipts.receipt import Receipt

ORIGIN = "example.jp/log"
NOW = datetime(2026, 11, 23, 10, 0, 0, 123_456, UTC)
SEED_OF_LOG, SEED_OF_WITNESS = bytes(range(32)), bytes(range(1, 33))
LOG_KEY = SigningKey(ORIGIN, KeyType.LOG, SEED_OF_LOG)
WITNESS_KEY = SigningKey("example.org/witness", KeyType.WITNESS, SEED_OF_WITNESS)
PUBLIC = [LOG_KEY.verifier, WITNESS_KEY.verifier]


class Log:
    """What a log keeps: its entries, its right edge and its tiles."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.frontier = Frontier()
        self.tiles: dict[tuple[int, int], bytes] = {}

    def add(self, *entries: bytes) -> set[Tile]:
        """Append; the tiles that changed."""
        appended = append(self.frontier, [leaf_hash(entry) for entry in entries], self.read)
        self.entries += entries
        self.frontier = appended.frontier
        self.tiles |= {(tile.level, tile.index): data for tile, data in appended.tiles.items()}
        return set(appended.tiles)

    def read(self, tile: Tile) -> bytes:
        return self.tiles[tile.level, tile.index][: 32 * tile.width]

    def nodes(self) -> TileNodes:
        return TileNodes(self.frontier.size, self.read)

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(ORIGIN, self.frontier.size, self.frontier.root)

    def signed(self) -> str:
        """The checkpoint, signed by the log and by the witness."""
        note = self.checkpoint().signed(LOG_KEY)
        return note + cosignature(note, WITNESS_KEY, 1_795_428_000)

    def receipt(self, kind: Kind, payload: dict[str, Any]) -> Receipt:
        committed = commit(kind, NOW, payload)
        index = len(self.entries)
        self.add(committed.entry)
        proof = inclusion_proof(self.nodes(), index, self.frontier.size)
        return Receipt.of(committed, index, proof, self.signed())

    def write(self, folder: Path) -> None:
        """The log as files, in the layout of C2SP tlog-tiles."""
        for tile in tiles_of(self.frontier.size):
            _write(folder / tile.path, self.read(tile))
            if tile.level == 0:
                first = tile.index * WIDTH
                name = Tile(ENTRIES, tile.index, tile.width).path
                _write(folder / name, bundle(self.entries[first : first + tile.width]))
        _write(folder / "checkpoint", self.signed().encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def log_of(size: int) -> Log:
    """A log of so many entries: b"0", b"1", …"""
    log = Log()
    log.add(*(b"%d" % n for n in range(size)))
    return log


class NaiveTree:
    """RFC 6962, section 2.1, as it is written there: recursively, from all leaves."""

    def __init__(self, leaf_hashes: Sequence[bytes]) -> None:
        leaves = list(leaf_hashes)

        @cache
        def root(start: int, end: int) -> bytes:
            if end - start <= 1:
                return leaves[start] if end > start else EMPTY_ROOT
            middle = start + _power_below(end - start)
            return node_hash(root(start, middle), root(middle, end))

        self.root = root

    def __call__(self, level: int, index: int) -> bytes:
        return self.root(index << level, (index + 1) << level)

    def path(self, index: int, start: int, end: int) -> list[bytes]:
        """PATH(m, D[n]) of RFC 6962, 2.1.1."""
        if end - start <= 1:
            return []
        middle = start + _power_below(end - start)
        if index < middle:
            return [*self.path(index, start, middle), self.root(middle, end)]
        return [*self.path(index, middle, end), self.root(start, middle)]

    def proof(self, old: int, start: int, end: int, *, known: bool = True) -> list[bytes]:
        """SUBPROOF(m, D[n], b) of RFC 6962, 2.1.2, with m counted from the first leaf of all."""
        if old == end:
            return [] if known else [self.root(start, end)]
        middle = start + _power_below(end - start)
        if old <= middle:
            return [*self.proof(old, start, middle, known=known), self.root(middle, end)]
        return [*self.proof(old, middle, end, known=False), self.root(start, middle)]


def numbered(count: int) -> list[bytes]:
    """The leaf hashes of `log_of`."""
    return [leaf_hash(b"%d" % n) for n in range(count)]


def noise(*seed: object) -> bytes:
    """32 bytes that are nobody's hash."""
    return sha256(repr(seed).encode()).digest()


def _power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def decision(**changes: Any) -> dict[str, Any]:
    """The payload of a decision with two reasons."""
    return {
        "id": "d-1",
        "organisation": "喜多方商会",
        "deployment": "u-1",
        "service": "lending",
        "model": "ab" * 32,
        "reference": "案件-7 “é” 𝄞\n",
        "decision": {
            "outcome": "adverse",
            "handed_over": False,
            "words": {"ja": "見送る", "en": "refuse"},
            "possible": ["adverse"],
            "why_handed_over": [],
            "probability": "0.731059",
            "units": "2^-33",
            "score": 2**33,
            "threshold": -5,
            "reference_score": 2**32 - 1,
            "reasons": [reason("年商", 2**33 + 1), reason("業種", -(2**32))],
            **changes,
        },
    }


def reason(name: str, part: int) -> dict[str, Any]:
    pair = {"ja": f"{name}です。", "en": f"It is {name}."}
    return {"feature": name, "label": pair, "value": pair, "part": part, "sentence": pair}
