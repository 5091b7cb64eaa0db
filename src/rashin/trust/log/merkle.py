"""The Merkle tree of RFC 6962: hashes, roots, and proofs that a leaf is in it and that it only grew.

Everything is made from the hashes of complete subtrees, which never change once they exist. Whoever keeps them, as tiles
or otherwise, gives them through `Nodes`; no leaf is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()

_LONGEST_PROOF = 64
"""Hashes; a tree whose proofs are longer cannot be."""


class Nodes(Protocol):
    """Gives the hashes of complete subtrees."""

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of the complete subtree over the leaves from `index` × 2^`level`, of which there are 2^`level`."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf (RFC 6962, 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def folded(peaks: Sequence[bytes]) -> bytes:
    """The root of a tree whose complete subtrees are these, the largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def tree_root(nodes: Nodes, size: int) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return _root(nodes, 0, size)


def peaks(nodes: Nodes, start: int, end: int) -> list[bytes]:
    """The complete subtrees that leaves from `start` to before `end` are made of, the largest first."""
    found = []
    for level in reversed(range((end - start).bit_length())):
        if (end - start) >> level:
            found.append(nodes(level, start >> level))
            start += 1 << level
    return found


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size` leaves (RFC 9162, 2.1.3.1).

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} of {size}")
    start, end, proof = 0, size, []
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            proof.append(_root(nodes, middle, end))
            end = middle
        else:
            proof.append(_root(nodes, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """The hashes that show the tree of `old` leaves to be the beginning of that of `new` (RFC 9162, 2.1.4.1).

    Raises:
        IndexError: not 0 ≤ old ≤ new.
    """
    if not 0 <= old <= new:
        raise IndexError(f"from {old} to {new} leaves")
    start, end, proof = 0, new, []
    while old and end != old:
        middle = _middle(start, end)
        if old <= middle:
            proof.append(_root(nodes, middle, end))
            end = middle
        else:
            proof.append(_root(nodes, start, middle))
            start = middle
    if start:
        proof.append(_root(nodes, start, end))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from a leaf's hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(proof, leaf, root):
        return False
    at, last, found = index, size - 1, leaf
    for one in proof:
        if not last:
            return False
        if at & 1 or at == last:
            found = node_hash(one, found)
            at, last = _to_a_right_child(at, last)
        else:
            found = node_hash(found, one)
        at, last = at >> 1, last >> 1
    return not last and found == root


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the proof shows one tree to be the beginning of the other (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes(proof, old_root, new_root):
        return False
    if old == new:
        return not proof and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT)
    if not old:
        return not proof and old_root == EMPTY_ROOT
    if not proof:
        return False
    path = [old_root, *proof] if not old & (old - 1) else list(proof)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found_old = found_new = path[0]
    for one in path[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            found_old, found_new = node_hash(one, found_old), node_hash(one, found_new)
            at, last = _to_a_right_child(at, last)
        else:
            found_new = node_hash(found_new, one)
        at, last = at >> 1, last >> 1
    return not last and found_old == old_root and found_new == new_root


def _to_a_right_child(at: int, last: int) -> tuple[int, int]:
    """Up to where the way comes from the right, or to the top: between, this subtree is the last and has no sister."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _are_hashes(proof: Sequence[bytes], *others: bytes) -> bool:
    return len(proof) <= _LONGEST_PROOF and all(len(one) == HASH_BYTES for one in (*proof, *others))


def _middle(start: int, end: int) -> int:
    """Where a tree of more than one leaf is split: the largest power of two below its size (RFC 6962, 2.1)."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _root(nodes: Nodes, start: int, end: int) -> bytes:
    return folded(peaks(nodes, start, end))
