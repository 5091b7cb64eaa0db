from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import rashin

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_services_are_told_with_what_they_need(run: Run) -> None:
    assert "lending" in run("services").out
    (lending,) = [one for one in run("services", "--json").facts["services"] if one["name"] == "lending"]
    assert lending["needs"]["ja"]
    assert lending["needs"]["en"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_a_sample_can_be_read_back_in_every_encoding(run: Run, tmp_path: Path, encoding: str) -> None:
    out = tmp_path / "loans.csv"
    written = run("sample", "lending", "--out", out, "--rows", "50", "--encoding", encoding, "--json")
    assert written.code == 0
    table = rashin.read(out)
    assert table.rows == written.facts["rows"] == 50
    assert "結果" in table.columns


def test_new_cases_await_their_outcome(run: Run, tmp_path: Path) -> None:
    run("sample", "lending", "--new", "--out", tmp_path / "new.csv")
    assert "結果" not in rashin.read(tmp_path / "new.csv").columns


def test_the_same_seed_gives_the_same_file(run: Run, tmp_path: Path) -> None:
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        run("sample", "lending", "--out", tmp_path / name, "--rows", "20", "--seed", seed)
    a, b, c = ((tmp_path / name).read_bytes() for name in "abc")
    assert a == b != c


def test_a_place_where_nothing_can_be_written_is_told(run: Run, tmp_path: Path) -> None:
    for out in (tmp_path, tmp_path / "no" / "x.csv"):
        wrong = run("sample", "lending", "--out", out, "--json")
        assert wrong.code == 2
        assert wrong.facts["type"] == "urn:rashin:problem:cannot-write"
    assert list(tmp_path.iterdir()) == []
