from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.tabular import reading
from rashin.engines.tabular.table import Kind
from rashin.notation import dates


def days(text: str) -> float | None:
    day = dates.parsed(text)
    return day.days if day else None


def since_epoch(year: int, month: int, day: int) -> float:
    return (dt.date(year, month, day) - dt.date(1970, 1, 1)).days


@pytest.mark.parametrize(
    "text",
    [
        "2023-04-01", "2023/4/1", "2023/04/01", "2023.4.1", "2023年4月1日", "２０２３年４月１日", "20230401", "令和5年4月1日", "令和 5年 4月 1日",
        "R5.4.1", "r5/4/1", "Ｒ５．４．１", "R05-04-01", "平成35年4月1日", "2023-04-01T10:20:30", "2023-04-01 10:20", "2023/4/1 10:00",
        "2023年4月1日(土)", "2023-04-01T00:00:00.000Z", "2023年4月", "2023/4", "令和5年4月", "2023年4月1日10:00",
    ],
)  # fmt: skip
def test_many_ways_to_write_one_day(text: str) -> None:
    assert days(text) == since_epoch(2023, 4, 1)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("令和元年5月1日", (2019, 5, 1)), ("平成元年1月8日", (1989, 1, 8)), ("H31.4.30", (2019, 4, 30)), ("昭和64年1月7日", (1989, 1, 7)),
        ("S50.12.31", (1975, 12, 31)), ("大正10年1月1日", (1921, 1, 1)), ("明治45年7月30日", (1912, 7, 30)), ("2024/2/29", (2024, 2, 29)),
        ("2023/4/11 0:00", (2023, 4, 11)),
    ],
)  # fmt: skip
def test_eras(text: str, date: tuple[int, int, int]) -> None:
    assert days(text) == since_epoch(*date)


@pytest.mark.parametrize(
    "text",
    [
        "2023/2/30",
        "04/01/2023",
        "2023/13/1",
        "2023-4/1",
        "R5",
        "20231301",
        "99991231",
        "5.4.1",
        "abc",
        "",
        "2023",
        "1/2",
    ],
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert days(text) is None


@given(st.dates(dt.date(1868, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_reads_back_in_every_way(date: dt.date) -> None:
    expected = (date - dt.date(1970, 1, 1)).days
    y, m, d = date.year, date.month, date.day
    for text in (
        f"{date}",
        f"{y}/{m}/{d}",
        f"{y}年{m}月{d}日",
        f"{date:%Y%m%d}",
        f"平成{y - 1988}年{m}月{d}日" if 1989 <= y < 2087 else f"{date}",
    ):
        assert days(text) == expected
    assert dates.written(expected) == date.isoformat()


@given(st.text(max_size=50))
def test_no_text_breaks_it(text: str) -> None:
    dates.parsed(text)


def test_a_date_column_says_its_repairs_and_its_slips() -> None:
    cells = [
        "2023-04-01",
        "令和5年4月2日",
        "2023/4/3",
        "2023年4月",
        "",
        "不明",
        "2023/2/30",
        *[f"2023-05-{n:02d}" for n in range(1, 29)],
    ]
    table = reading.read({"申込日": cells, "x": list(range(len(cells)))})
    column = table["申込日"]
    assert column.kind is Kind.DATE
    assert {repair.code: repair.cells for repair in table.repairs} == {
        "date-era": 1, "date-format": 1, "date-month": 1, "blank": 1, "missing-word": 1,
    }  # fmt: skip
    assert ("令和5年4月2日", "2023-04-02") in {example for repair in table.repairs for example in repair.examples}
    assert column.suspect is not None
    assert np.flatnonzero(column.suspect).tolist() == [6]
    [problem] = [problem for problem in table.problems if problem.code == "unreadable-date"]
    assert problem.row == 8


@pytest.mark.parametrize("cells", [[20230401, 20230402, 20231231] * 4, ["20230401", "20230402", "20231231"] * 4])
def test_compact_dates_are_dates_as_numbers_and_as_text(cells: list[object]) -> None:
    assert reading.read({"x": cells})["x"].kind is Kind.DATE


def test_amounts_of_that_size_are_not() -> None:
    assert reading.read({"x": [20230401, 20230402, 20239999]})["x"].kind is Kind.NUMBER
