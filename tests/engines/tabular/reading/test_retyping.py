"""When deciding, a table is read with the model's kinds, each cell by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.tabular import reading
from rashin.engines.tabular.table import Column, Kind, Table


def texts(column: Column) -> list[str | None]:
    return [column.levels[int(code)] if code >= 0 else None for code in column.values]


def table_of(cells: list[object]) -> Table:
    return reading.read({"x": cells, "y": list(range(len(cells)))})


@pytest.mark.parametrize("cells", [["1", "2", "2", "９"], [1, 2, 2, 9], ["1.0", "2.0", "2", "9"], [1.0, 2.0, 2.0, 9.0]])
def test_a_category_of_digits_is_still_a_category(cells: list[object]) -> None:
    table = table_of(cells)
    assert table["x"].kind is Kind.NUMBER
    column = reading.retyped(table, {"x": Kind.CATEGORY}, {"x": ["2", "1"]})["x"]
    assert column.kind is Kind.CATEGORY
    assert column.levels[:2] == ("2", "1")
    assert column.values.tolist() == [1, 0, 0, 2]


def test_spellings_are_matched_to_the_models_levels_and_the_unknown_stay() -> None:
    column = table_of(["ｔｏｋｙｏ", " TOKYO", "osa ka", "Kobe", "", "不明"])["x"]
    again = reading.retyped_column(column, Kind.CATEGORY, ("Tokyo", "Osaka"))
    assert again.values.tolist() == [0, 0, 1, 2, -1, -1]
    assert again.levels == ("Tokyo", "Osaka", "Kobe")


def test_yes_and_no_in_other_words() -> None:
    column = table_of(["はい", "いいえ", "1", "0", "TRUE", "○", "たぶん", ""])["x"]
    again = reading.retyped_column(column, Kind.BOOLEAN, ("no", "yes"))
    assert again.values.tolist() == [1, 0, 1, 0, 1, 1, 2, -1]
    flags = reading.retyped_column(reading.read({"x": [True, False, None]})["x"], Kind.BOOLEAN, ("無", "有"))
    assert flags.values.tolist() == [1, 0, -1]


def test_a_word_for_missing_that_the_model_knows_is_its_level() -> None:
    column = table_of(["unknown", "a", "-"])["x"]
    assert reading.retyped_column(column, Kind.CATEGORY, ("a", "unknown")).values.tolist() == [1, 0, -1]


def test_an_ordered_level_keeps_the_models_order() -> None:
    column = table_of(["高", "低", "最高"])["x"]
    again = reading.retyped_column(column, Kind.ORDERED, ("低", "中", "高"))
    assert again.levels == ("低", "中", "高", "最高")
    assert again.values.tolist() == [2, 0, 3]


def test_a_number_column_of_words_is_missing_and_suspect() -> None:
    column = table_of(["約3千万", "1,000", "△5", "-", "inf"])["x"]
    assert column.kind is Kind.CATEGORY
    again = reading.retyped_column(column, Kind.NUMBER)
    np.testing.assert_array_equal(again.values, [np.nan, 1000, -5, np.nan, np.nan])
    assert again.suspect is not None
    assert again.suspect.tolist() == [True, False, False, False, True]


@pytest.mark.parametrize("cells", [["-999", "30", "99"], [-999, 30, 99]])
def test_a_code_for_missing_is_known_by_the_models_range(cells: list[object]) -> None:
    column = table_of(cells)["x"]
    within = reading.retyped_column(column, Kind.NUMBER, span=(18, 99))
    np.testing.assert_array_equal(within.values, [np.nan, 30, 99])
    assert within.suspect is not None
    assert within.suspect.tolist() == [True, False, False]
    np.testing.assert_array_equal(reading.retyped_column(column, Kind.NUMBER).values, [-999, 30, 99])


def test_dates_that_are_none() -> None:
    again = reading.retyped_column(table_of(["R5.4.1", "3", "", "2023/4/1"])["x"], Kind.DATE)
    assert again.suspect is not None
    assert again.suspect.tolist() == [False, True, False, False]
    assert again.values[0] == again.values[3]


def test_only_the_named_columns_change_and_their_notes_follow() -> None:
    table = reading.read({"a": ["1,000", "2"] * 20, "b": ["x", "X"] * 20})
    again = reading.retyped(table, {"a": Kind.CATEGORY, "not there": Kind.NUMBER})
    assert again["b"] is table["b"]
    assert [(repair.column, repair.code) for repair in again.repairs] == [("b", "variant")]


def test_learning_and_deciding_read_alike() -> None:
    learnt = reading.read(
        {
            "n": ["1,234", "-999", *map(str, range(40))],
            "c": ["a", "A ", "b"] * 14,
            "k（千円）": [str(n) for n in range(42)],
        }
    )
    known = learnt["n"].values[~learnt["n"].missing]
    kinds = {column.name: column.kind for column in learnt}
    levels = {column.name: column.levels for column in learnt}
    again = reading.retyped(learnt, kinds, levels, {"n": (known.min(), known.max())})
    for column in learnt:
        np.testing.assert_array_equal(again[column.name].values, column.values)
        assert again[column.name].levels == column.levels
    assert again["n"].suspect is not None
    assert learnt["n"].suspect is not None
    np.testing.assert_array_equal(again["n"].suspect, learnt["n"].suspect)


CELLS = st.sampled_from(
    [
        "1",
        "-999",
        "１,０００",
        "約3",
        "",
        "不明",
        "A",
        "a ",
        "はい",
        "no",
        "R5.4.1",
        "2023/4/1",
        "99",
        "低",
        "千円",
        "3千円",
        "inf",
    ]
)


@given(st.lists(CELLS, min_size=2, max_size=12), st.sampled_from(list(Kind)), st.data())
def test_each_cell_is_read_by_itself(cells: list[str], kind: Kind, data: st.DataObject) -> None:
    levels = ("a", "はい", "いいえ") if kind.is_coded else ()
    part = data.draw(st.lists(st.sampled_from(range(len(cells))), min_size=1))
    whole = reading.retyped_column(table_of(list(cells))["x"], kind, levels, (0, 50))
    some = reading.retyped_column(table_of([cells[place] for place in part])["x"], kind, levels, (0, 50))
    if kind.is_coded:
        known = [min(int(code), len(levels)) for code in whole.values]
        assert [min(int(code), len(levels)) for code in some.values] == [known[place] for place in part]
    else:
        np.testing.assert_array_equal(some.values, whole.values[part])
        suspects = [np.zeros(len(c), bool) if c.suspect is None else c.suspect for c in (whole, some)]
        np.testing.assert_array_equal(suspects[1], suspects[0][part])
