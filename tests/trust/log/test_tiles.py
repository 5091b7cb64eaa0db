"""Tiles: their paths, their contents at every size, and appending at the right edge alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.logs import Log, NaiveTree, log_of, numbered

from rashin.errors import TileUnsound
from rashin.trust.log.merkle import (
    consistency_proof,
    inclusion_proof,
    tree_root,
    verify_consistency,
    verify_inclusion,
)
from rashin.trust.log.tiles import (
    ENTRIES,
    Appended,
    Frontier,
    Tile,
    TileNodes,
    append,
    bundle,
    tile_at,
    tiles_of,
    unbundled,
    width_of,
)

# Paths that the specification gives, and those that follow from its rules.
PATHS = {
    "tile/0/x001/x234/067": Tile(0, 1_234_067),
    "tile/0/000": Tile(0, 0),
    "tile/0/x001/000.p/17": Tile(0, 1000, 17),
    "tile/63/999.p/255": Tile(63, 999, 255),
    "tile/entries/x273/001.p/112": Tile(ENTRIES, 273_001, 112),
    "tile/1/x001/x000/000": Tile(1, 1_000_000),
}
NO_PATHS = [
    "tile/64/000", "tile/00/000", "tile/-1/000", "tile/0/0000", "tile/0/12", "tile/0/001/002", "tile/0/x000/001",
    "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/07", "tile/0/000.p/", "tile/data/000", "tile/0/x001",
    "/tile/0/000", "tile/0/000/", "tile/0/../000", "tile/0/٠٠٠", "tile/0/000\n", "", "tile/0/" + "x999/" * 9 + "999",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_path_names_a_tile_and_a_tile_its_path(path: str) -> None:
    assert tile_at(path) == PATHS[path]
    assert PATHS[path].path == path


@pytest.mark.parametrize("path", NO_PATHS)
def test_other_paths_name_none(path: str) -> None:
    assert tile_at(path) is None


@given(st.integers(-1, 63), st.integers(0, 10**15), st.integers(1, 256))
def test_every_tile_is_found_by_its_path(level: int, index: int, width: int) -> None:
    assert tile_at(Tile(level, index, width).path) == Tile(level, index, width)


def test_the_tiles_of_the_specifications_example() -> None:
    """tlog-tiles: 70,000 leaves are 273 full tiles and one of 112, one full and one of 17, and one of 1."""
    tiles = list(tiles_of(70_000))
    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    partial = [tile for tile in tiles if tile.width < 256]
    assert partial == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


def test_growing_one_by_one_gives_the_tree_of_the_definition_at_every_size() -> None:
    tree, log = NaiveTree(numbered(2000)), Log()
    for size in range(1, 2001):
        changed = log.add(b"%d" % (size - 1))
        assert log.frontier.root == tree.root(0, size)
        assert len(changed) == len({tile.level for tile in changed}), "one tile a level"
        assert all(tile.width == width_of(tile.level, tile.index, size) for tile in changed)
        assert all(log.read(tile) == contents(tree, tile) for tile in changed)
    assert {(tile.level, tile.index) for tile in tiles_of(2000)} == set(log.tiles)
    assert all(log.read(tile) == contents(tree, tile) for tile in tiles_of(2000))


def contents(tree: NaiveTree, tile: Tile) -> bytes:
    """A tile by its definition: MTH(D[(n·256 + i)·256^l : (n·256 + i + 1)·256^l])."""
    first = tile.index * 256
    return b"".join(tree(8 * tile.level, first + n) for n in range(tile.width))


LARGE = 65_537


@pytest.fixture(scope="module")
def large() -> tuple[Log, NaiveTree]:
    return log_of(LARGE), NaiveTree(numbered(LARGE))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537])
def test_sizes_around_full_tiles(large: tuple[Log, NaiveTree], size: int) -> None:
    tree = large[1]
    log = log_of(size)
    assert log.frontier.root == tree.root(0, size)
    assert set(log.tiles) == {(tile.level, tile.index) for tile in tiles_of(size)}
    assert all(log.read(tile) == contents(tree, tile) for tile in tiles_of(size))
    assert Frontier.of(size, log.nodes()) == log.frontier
    assert tree_root(log.nodes(), size) == log.frontier.root


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537])
def test_proofs_come_from_tiles_alone(large: tuple[Log, NaiveTree], size: int) -> None:
    log, tree = large
    nodes, root = TileNodes(size, log.read), tree.root(0, size)
    for index in {0, 1, 255, 256, 32_767, 32_768, 65_279, 65_280, 65_534, size - 1}:
        proof = inclusion_proof(nodes, index, size)
        assert verify_inclusion(tree(0, index), index, size, proof, root)
    for old in {1, 255, 256, 257, 32_768, 40_000, 65_279, 65_535, size}:
        proof = consistency_proof(nodes, old, size)
        assert verify_consistency(old, size, proof, tree.root(0, old), root)


@given(st.lists(st.integers(0, 700), max_size=6))
def test_appending_together_or_apart_comes_to_the_same(groups: list[int]) -> None:
    log, at = Log(), 0
    for count in groups:
        log.add(*(b"%d" % n for n in range(at, at + count)))
        at += count
    assert (log.frontier, log.tiles) == (log_of(at).frontier, log_of(at).tiles)


@given(st.integers(0, 70_000), st.integers(0, 600))
def test_appending_reads_one_tile_a_level_and_writes_only_from_there_on(size: int, count: int) -> None:
    asked: list[Tile] = []

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return bytes(32 * tile.width)

    edge = Frontier(size, (bytes(32),) * size.bit_count())
    appended = append(edge, [bytes(32)] * count, read)
    assert appended.size == size + count
    assert len(appended.frontier.peaks) == (size + count).bit_count()
    assert len({tile.level for tile in asked}) == len(asked)
    for tile in asked:
        assert tile == Tile(tile.level, tile.index, width_of(tile.level, tile.index, size))
        assert tile.width < 256
    before = {(tile.level, tile.index, tile.width) for tile in tiles_of(size)}
    after = {(tile.level, tile.index, tile.width) for tile in tiles_of(size + count)}
    assert {(tile.level, tile.index, tile.width) for tile in appended.tiles} == after - before


def test_nothing_appended_changes_nothing() -> None:
    log = log_of(300)
    assert append(log.frontier, [], no_tile) == Appended(log.frontier, {})


def no_tile(tile: Tile) -> bytes:
    raise AssertionError(tile)


@pytest.mark.parametrize("length", [0, 31, 43 * 32, 45 * 32])
def test_a_tile_of_another_length_is_refused(length: int) -> None:
    log = log_of(300)
    with pytest.raises(TileUnsound):
        append(log.frontier, numbered(1), lambda _: bytes(length))
    with pytest.raises(TileUnsound):
        inclusion_proof(TileNodes(300, lambda _: bytes(length)), 299, 300)


def test_a_tile_is_read_once_however_many_proofs_are_made() -> None:
    log, asked = log_of(1000), []

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return log.read(tile)

    nodes = TileNodes(1000, read)
    for index in range(1000):
        inclusion_proof(nodes, index, 1000)
    assert len(asked) == len(set(asked))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entries_come_out_of_a_bundle_as_they_went_in(entries: list[bytes]) -> None:
    data = bundle(entries)
    assert unbundled(data) == entries
    for cut in {1, len(data) // 2, len(data) - 1} & set(range(1, len(data))):
        ends = {0}
        for entry in entries:
            ends.add(max(ends) + 2 + len(entry))
        if cut not in ends:
            with pytest.raises(TileUnsound):
                unbundled(data[:cut])


def test_a_bundle_is_written_as_the_specification_says() -> None:
    assert bundle([b"abc", b""]) == b"\x00\x03abc\x00\x00"
    with pytest.raises(OverflowError):
        bundle([bytes(65_536)])
