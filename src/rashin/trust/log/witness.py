"""What a witness looks at: that a log's later checkpoint holds everything of the earlier one, and nothing else before it."""

from __future__ import annotations

from rashin.errors import LogForked, LogRewritten, LogsDiffer, LogShrunk, TileUnsound
from rashin.language import Text
from rashin.trust.log.checkpoint import Checkpoint
from rashin.trust.log.merkle import consistency_proof, tree_root, verify_consistency
from rashin.trust.log.tiles import ReadTile, TileNodes

_NOT_OF_THE_TREE = Text("{size:,}件の木の根と合いません", "they do not lead to the root of the {size:,} entries")


def needs_tiles(old: Checkpoint, new: Checkpoint) -> bool:
    """Whether the two checkpoints alone do not tell."""
    return 0 < old.size < new.size


def check_grown(old: Checkpoint, new: Checkpoint, read: ReadTile) -> None:
    """See that a log only grew. The tiles need not be trusted: what they say is proven against the new root first.

    Args:
        old: seen before.
        new: signed by the same log.
        read: gives tiles of the log at its new size; not called unless `needs_tiles`.

    Raises:
        LogsDiffer: they are of different logs.
        LogShrunk: the new one has fewer entries.
        LogForked: they have as many entries, and different ones.
        TileUnsound: the tiles are not those of the new checkpoint, so nothing can be said.
        LogRewritten: the old entries are not the beginning of the new.
    """
    if old.origin != new.origin:
        raise LogsDiffer(first=old.origin, second=new.origin)
    if old.size > new.size:
        raise LogShrunk(old=old.size, new=new.size)
    if old.size == new.size and old.root != new.root:
        raise LogForked(size=old.size)
    if needs_tiles(old, new) and _root_before(old.size, new, read) != old.root:
        raise LogRewritten(old=old.size, new=new.size)


def _root_before(size: int, new: Checkpoint, read: ReadTile) -> bytes:
    """The root that the first `size` entries of a checkpoint's tree have, proven against its root."""
    nodes = TileNodes(new.size, read)
    root = tree_root(nodes, size)
    if not verify_consistency(size, new.size, consistency_proof(nodes, size, new.size), root, new.root):
        raise TileUnsound(where=_NOT_OF_THE_TREE.filled(size=new.size))
    return root
