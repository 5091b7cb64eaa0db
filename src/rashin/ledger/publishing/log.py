"""The book's own log: a folder of C2SP files that any web host can serve, and the key that signs it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rashin.files import write_atomically
from rashin.trust.log.checkpoint import Checkpoint, open_checkpoint
from rashin.trust.log.keys import KeyType, SigningKey, VerifierKey
from rashin.trust.log.merkle import inclusion_proof, leaf_hash
from rashin.trust.log.sources import tiles_from
from rashin.trust.log.tiles import ENTRIES, WIDTH, Frontier, Tile, TileNodes, append, bundle
from rashin.trust.receipts.entries import Committed
from rashin.trust.receipts.receipt import Receipt

_KEY = "signing.key"
PUBLIC_KEY = "key.txt"
CHECKPOINT = "checkpoint"


def key_of(folder: Path) -> VerifierKey:
    """The public key of the log in a folder.

    Raises:
        KeyWrong, FileMissing, FileLocked: its private key is not there, or is none.
    """
    return SigningKey.read(folder / _KEY).verifier


def publish_log(folder: Path, out: Path) -> None:
    """Copy everything of a log but the private key and the lock to a folder that is published.

    The checkpoint comes last, so that whoever reads finds every tile of it. A tile never changes.
    """
    every = [path for path in folder.rglob("*") if path.is_file() and path.name != _KEY and path.name[0] != "."]
    for path in sorted(every, key=lambda one: one.name == CHECKPOINT):
        copy = out / path.relative_to(folder)
        if path.name in (CHECKPOINT, PUBLIC_KEY) or not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(copy, path.read_bytes())


class BookLog:
    """A log that only grows. Whoever publishes holds the book's lock, so one process appends at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        """The log in a folder; where there is none yet, it is begun under this name, with a key of its own.

        Raises:
            KeyWrong: the name cannot be a log's, or the key's file holds none.
            CannotWrite: the folder cannot be written.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / _KEY).exists():
            SigningKey.new(name, KeyType.LOG).write(folder / _KEY)
        self._key = SigningKey.read(folder / _KEY)
        write_atomically(folder / PUBLIC_KEY, f"{self.key}\n")

    @property
    def key(self) -> str:
        """The public key, for those who verify."""
        return str(self._key.verifier)

    def record(self, leaves: Sequence[Committed]) -> list[Receipt]:
        """Append leaves, sign the tree, and give each leaf its receipt.

        Tiles are written before the checkpoint that makes them count, so that a stop between the two changes nothing.

        Raises:
            TileMissing, TileUnsound, SignatureWrong, SignatureAbsent: the log is not as it was written.
            OSError: it cannot be written.
        """
        size, frontier = self._frontier()
        if not leaves:
            return []
        grown = append(frontier, [leaf_hash(one.entry) for one in leaves], tiles_from(str(self.folder)))
        for tile, data in grown.tiles.items():
            self._write(tile, data)
        self._write_entries(size, [one.entry for one in leaves])
        note = Checkpoint(self._key.name, grown.size, grown.root).signed(self._key)
        write_atomically(self.folder / CHECKPOINT, note)
        nodes = TileNodes(grown.size, tiles_from(str(self.folder)))
        places = range(size, grown.size)
        return [
            Receipt.of(leaf, at, inclusion_proof(nodes, at, grown.size), note)
            for leaf, at in zip(leaves, places, strict=True)
        ]

    def publish(self, out: Path) -> None:
        """Copy everything but the private key and the lock to a folder that is published."""
        publish_log(self.folder, out)

    def _frontier(self) -> tuple[int, Frontier]:
        path = self.folder / CHECKPOINT
        if not path.exists():
            return 0, Frontier()
        tree = open_checkpoint(path.read_bytes(), [self._key.verifier]).checkpoint
        return tree.size, Frontier.of(tree.size, TileNodes(tree.size, tiles_from(str(self.folder))))

    def _write_entries(self, size: int, entries: Sequence[bytes]) -> None:
        first, held = divmod(size, WIDTH)
        begun = (self.folder / Tile(ENTRIES, first, held).path).read_bytes() if held else b""
        place = 0
        while place < len(entries):
            room = WIDTH - held
            part = entries[place : place + room]
            self._write(Tile(ENTRIES, first, held + len(part)), begun + bundle(part))
            place, first, held, begun = place + len(part), first + 1, 0, b""

    def _write(self, tile: Tile, data: bytes) -> None:
        path = self.folder / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
