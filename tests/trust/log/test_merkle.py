"""The tree against the reference vectors, against its definition, and against forged proofs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.logs import NaiveTree, noise, numbered

from rashin.trust.log.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

# The tree of eight leaves that the implementations of Certificate Transparency are tested with: leaves, roots of 1 to 8
# of them, and proofs. From github.com/google/certificate-transparency (merkletree tests) and
# github.com/transparency-dev/merkle (proof/verify_test.go), as facts.
LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
G = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
H = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
INCLUSION = {
    (0, 1): [],
    (0, 8): [A, B, C],
    (5, 8): [D, E, F],
    (2, 3): [ROOTS[1]],
    (1, 5): [ROOTS[0], B, D],
}
CONSISTENCY = {(1, 1): [], (1, 8): [A, B, C], (6, 8): [G, E, F], (2, 5): [B, D], (6, 7): [G, H, F]}


def hashes(proof: list[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in proof]


@pytest.fixture(scope="module")
def eight() -> NaiveTree:
    return NaiveTree([leaf_hash(leaf) for leaf in LEAVES])


def test_the_empty_tree_has_the_hash_of_nothing(eight: NaiveTree) -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree_root(eight, 0) == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(eight: NaiveTree, size: int) -> None:
    assert tree_root(eight, size).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_reference(eight: NaiveTree, index: int, size: int) -> None:
    proof = hashes(INCLUSION[index, size])
    assert inclusion_proof(eight, index, size) == proof
    assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference(eight: NaiveTree, old: int, new: int) -> None:
    proof = hashes(CONSISTENCY[old, new])
    assert consistency_proof(eight, old, new) == proof
    assert verify_consistency(old, new, proof, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1]))


def test_the_proofs_drawn_in_the_rfc() -> None:
    """RFC 6962, 2.1.3: a tree of seven leaves a to f and j, with g, h, i, k and l above them."""
    a, b, c, d, e, f, j = (leaf_hash(name) for name in (b"a", b"b", b"c", b"d", b"e", b"f", b"j"))
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, low = node_hash(g, h), node_hash(i, j)
    tree = NaiveTree([a, b, c, d, e, f, j])
    assert inclusion_proof(tree, 0, 7) == [b, h, low]
    assert inclusion_proof(tree, 3, 7) == [c, g, low]
    assert inclusion_proof(tree, 4, 7) == [f, j, k]
    assert inclusion_proof(tree, 6, 7) == [i, k]
    assert consistency_proof(tree, 3, 7) == [c, d, g, low]
    assert consistency_proof(tree, 4, 7) == [low]
    assert consistency_proof(tree, 6, 7) == [i, j, k]


MOST = 70
TREE = NaiveTree(numbered(MOST + 1))


def test_proofs_are_as_the_rfc_defines_them_for_every_leaf_and_size() -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            assert inclusion_proof(TREE, index, size) == TREE.path(index, 0, size)
        for old in range(1, size + 1):
            assert consistency_proof(TREE, old, size) == TREE.proof(old, 0, size)


def test_every_proof_verifies_and_no_forged_one_does() -> None:
    for size in range(1, MOST + 1):
        root = TREE.root(0, size)
        for index in range(size):
            leaf, proof = TREE.root(index, index + 1), inclusion_proof(TREE, index, size)
            assert verify_inclusion(leaf, index, size, proof, root)
            for forged in altered(proof, root):
                assert not verify_inclusion(leaf, index, size, forged, root)
            assert not verify_inclusion(noise("leaf"), index, size, proof, root)
            assert not verify_inclusion(leaf, index, size, proof, noise("root"))
            assert not verify_inclusion(root if size > 1 else noise(), index, size, proof, root)


def test_every_growth_verifies_and_no_other_past_does() -> None:
    for new in range(1, MOST + 1):
        new_root = TREE.root(0, new)
        for old in range(1, new + 1):
            old_root, proof = TREE.root(0, old), consistency_proof(TREE, old, new)
            assert verify_consistency(old, new, proof, old_root, new_root)
            for forged in altered(proof, old_root):
                assert not verify_consistency(old, new, forged, old_root, new_root)
            assert not verify_consistency(old, new, proof, noise("old"), new_root)
            assert not verify_consistency(old, new, proof, old_root, noise("new"))
            assert not verify_consistency(new, old, proof, new_root, old_root) or old == new


def altered(proof: list[bytes], other: bytes) -> Iterator[list[bytes]]:
    """The proof with something added, taken away, turned round, or one bit flipped."""
    for at, one in enumerate(proof):
        yield [*proof[:at], bytes([one[0] ^ 8]) + one[1:], *proof[at + 1 :]]
        yield [*proof[:at], one[:-1], *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], other, *proof[at:]]
    yield [*proof, other]
    yield [*proof, b""]
    yield [*proof, *[noise()] * 70]
    if proof[::-1] != proof:
        yield proof[::-1]


@given(size=st.integers(1, MOST), data=st.data())
def test_a_leaf_is_found_at_its_own_place_and_in_its_own_tree_alone(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, root = TREE.root(index, index + 1), inclusion_proof(TREE, index, size), TREE.root(0, size)
    elsewhere = data.draw(st.integers(-2, 2 * MOST).filter(lambda place: place != index))
    assert not verify_inclusion(leaf, elsewhere, size, proof, root)
    other = data.draw(st.integers(-2, MOST).filter(lambda one: one != size))
    assert not verify_inclusion(leaf, index, other, proof, TREE.root(0, max(other, 0)))


@given(st.integers(1, MOST), st.integers(1, MOST), st.data())
def test_a_growth_is_that_between_its_own_sizes_alone(one: int, two: int, data: st.DataObject) -> None:
    old, new = sorted((one, two))
    proof = consistency_proof(TREE, old, new)
    other = data.draw(st.integers(1, MOST).filter(lambda size: size != old))
    assert not verify_consistency(other, new, proof, TREE.root(0, old), TREE.root(0, new)) or other == old == new


def test_an_empty_log_is_the_beginning_of_every_log_and_of_nothing_else() -> None:
    root = TREE.root(0, 5)
    assert consistency_proof(TREE, 0, 5) == []
    assert verify_consistency(0, 5, [], EMPTY_ROOT, root)
    assert verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    assert not verify_consistency(0, 5, [root], EMPTY_ROOT, root)
    assert not verify_consistency(0, 5, [], root, root)
    assert not verify_consistency(0, 0, [], root, root)
    assert not verify_consistency(5, 6, [], root, TREE.root(0, 6))


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(TREE, index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 5), (6, 5)])
def test_there_is_no_proof_of_a_log_that_shrank(old: int, new: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(TREE, old, new)
