from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rashin import errors
from rashin.engines.tabular import reading
from rashin.engines.tabular.table import Problem, Severity, Table


def table_of(rows: list[list[Any]]) -> Table:
    return reading.read({f"c{place}": list(cells) for place, cells in enumerate(zip(*rows, strict=True))})


def problem(table: Table, code: str) -> Problem | None:
    return next((found for found in table.problems if found.code == code), None)


def rows(count: int, width: int = 10) -> list[list[Any]]:
    source = np.random.default_rng(7)
    return [[*source.integers(10**6, size=width - 1).tolist(), f"町{source.integers(5)}"] for _ in range(count)]


def test_a_sound_table_has_no_problems() -> None:
    assert table_of(rows(50)).problems == ()


def test_all_rows_identical_is_a_refusal() -> None:
    table = table_of([[1, "a", "2023-01-01"]] * 40)
    with pytest.raises(errors.RowsIdentical, match="40"):
        reading.refuse_if_unusable(table.problems)


def test_rows_identical_but_for_their_number_too() -> None:
    table = reading.read({"id": list(range(40)), "a": [1] * 40, "b": ["x"] * 40})
    with pytest.raises(errors.RowsIdentical):
        reading.refuse_if_unusable(table.problems)


def test_rows_identical_after_normalising_too() -> None:
    assert problem(reading.read({"a": ["1,000", "１０００", "1000"], "b": ["X", "x", "Ｘ"]}), "rows-identical")


@pytest.mark.parametrize("count", [1, 2])
def test_one_row_is_not_identical_with_anything(count: int) -> None:
    table = table_of(rows(count))
    assert problem(table, "rows-identical") is None


def test_exact_duplicates_are_counted_with_an_example() -> None:
    data = rows(50)
    found = problem(table_of([*data, data[3], data[3], data[9]]), "duplicate-rows")
    assert found is not None
    assert "3行" in found.what.ja
    assert "52行目と5行目" in found.what.ja
    assert (found.severity, found.row) == (Severity.WARN, 52)


def test_near_duplicates_differ_in_one_column_or_in_their_number() -> None:
    data = rows(50)
    changed = [*data[4][:6], 1, *data[4][7:]]
    found = problem(table_of([*data, changed]), "near-duplicate-rows")
    assert found is not None
    assert "52行目と6行目" in found.what.ja
    twice_changed = [2, *data[4][1:6], 1, *data[4][7:]]
    assert problem(table_of([*data, twice_changed]), "near-duplicate-rows") is None


def test_the_same_under_another_number_is_a_near_duplicate() -> None:
    data = [[f"A-{n:03d}", *row] for n, row in enumerate(rows(50))]
    assert problem(table_of([*data, ["A-999", *data[7][1:]]]), "near-duplicate-rows") is not None


def test_missing_cells_count_as_alike() -> None:
    data = rows(20)
    gap = [None, *data[0][1:]]
    assert problem(table_of([*data, gap, gap]), "duplicate-rows") is not None


def test_a_constant_column_is_named() -> None:
    table = reading.read({"x": ["東京"] * 30, "y": list(range(0, 300, 10)), "z": [None, *[5] * 29]})
    assert [found.column for found in table.problems if found.code == "constant-column"] == ["x"]
