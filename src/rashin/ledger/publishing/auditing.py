"""Whether a book's log is what was signed, and what was published of the book is in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rashin.errors import ReceiptUnreadable, SiteDiffers, SiteUnreadable, TileMissing, TileUnsound
from rashin.language import same
from rashin.ledger.publishing.log import CHECKPOINT, key_of
from rashin.ledger.releases import LOG, newest, read_release
from rashin.trust.log.checkpoint import Checkpoint, open_checkpoint
from rashin.trust.log.keys import VerifierKey
from rashin.trust.log.merkle import EMPTY_ROOT, leaf_hash
from rashin.trust.log.sources import tiles_from
from rashin.trust.log.tiles import ENTRIES, Frontier, Tile, append, tiles_of, unbundled
from rashin.trust.log.witness import check_grown
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify


def check_log(log: Path) -> list[bytes]:
    """See that every entry and every tile of a book's log is that of the tree that was signed.

    Args:
        log: the folder of the log, with its key.

    Returns:
        The entries, in their order.

    Raises:
        KeyWrong, FileMissing, FileLocked: the log's key is not there, or is none.
        NoteUnreadable, CheckpointUnreadable, SignatureWrong, SignatureAbsent: the last checkpoint does not hold.
        TileMissing, TileUnsound: a part of the log is missing, or was changed.
    """
    tree = _signed(log, key_of(log))
    entries = [entry for tile in tiles_of(tree.size) if tile.level == 0 for entry in unbundled(_entries(log, tile))]
    grown = append(Frontier(), [leaf_hash(entry) for entry in entries], tiles_from(str(log)))
    if (grown.size, grown.root) != (tree.size, tree.root):
        raise TileUnsound(where=same("tile/entries"))
    for tile, data in grown.tiles.items():
        if _read(log, tile) != data:
            raise TileUnsound(where=same(tile.path))
    return entries


def check_published(site: Path, log: Path, entries: Sequence[bytes]) -> int:
    """See that the latest release of a site rests on the book's log: every receipt holds and its entry is there.

    Args:
        site: the folder of the site.
        log: that of the book's log.
        entries: of it, from `check_log`.

    Returns:
        How many receipts there are.

    Raises:
        SiteUnreadable: the release lacks something.
        SiteDiffers: a receipt does not hold, or the log has another entry in its place.
        LogShrunk, LogForked, LogRewritten, TileUnsound: the log that the site shows is not that of the book.
    """
    release, key = newest(site), key_of(log)
    if release is None:
        return 0
    try:
        figures = read_release(release).figures
    except (OSError, ValueError, TypeError) as trouble:
        raise SiteUnreadable(path=release) from trouble
    check_grown(_signed(site / LOG, key), _signed(log, key), tiles_from(str(log)))
    sound = [_holds(path, key, entries) for path in release.rglob("receipt.json")]
    if figures and not sound:
        raise SiteUnreadable(path=release)
    if not all(sound):
        raise SiteDiffers(figures=figures, different=0, unsound=sound.count(False))
    return len(sound)


def _holds(path: Path, key: VerifierKey, entries: Sequence[bytes]) -> bool:
    try:
        receipt = Receipt.from_json(path.read_bytes())
    except ReceiptUnreadable:
        return False
    return entries[receipt.index : receipt.index + 1] == [receipt.entry] and verify(receipt, [key]).holds


def _signed(log: Path, key: VerifierKey) -> Checkpoint:
    path = log / CHECKPOINT
    # A log is begun before its first entry is.
    return (
        open_checkpoint(path.read_bytes(), [key]).checkpoint if path.exists() else Checkpoint(key.name, 0, EMPTY_ROOT)
    )


def _entries(log: Path, tile: Tile) -> bytes:
    return _read(log, Tile(ENTRIES, tile.index, tile.width))


def _read(log: Path, tile: Tile) -> bytes:
    try:
        return (log / tile.path).read_bytes()
    except OSError:
        raise TileMissing(path=tile.path) from None
