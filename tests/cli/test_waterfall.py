from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from rashin.cli.layout import width
from rashin.cli.waterfall import in_tenths, waterfall
from rashin.engines.contract import Reason
from rashin.language import LANGUAGES, Language, same

POINTS = st.lists(st.floats(-300, 300), min_size=1, max_size=30)


def reason(points: float) -> Reason:
    return Reason(
        "年商", same("年商（千円）のとても長い名前の列"), same("1,000,000円"), 0.0, points, 0.1, same("…"), same("")
    )


@given(POINTS)
def test_rounded_points_add_up_and_none_is_off_by_more_than_a_tenth(points: list[float]) -> None:
    tenths = in_tenths(points)
    assert sum(tenths) == round(10 * sum(points))
    assert all(abs(tenth - 10 * one) < 1.000001 for tenth, one in zip(tenths, points, strict=True))


@given(POINTS, st.integers(1, 12), st.sampled_from(LANGUAGES), st.integers(60, 100))
def test_the_numbers_shown_add_up_to_the_sum_shown(
    points: list[float], shown: int, language: Language, places: int
) -> None:
    lines = waterfall([reason(one) for one in points], shown, ("全件", "5件"), language, places).split("\n")
    assert max(map(width, lines)) <= places
    figures = [re.search(r"[+−]?[\d,]+\.\d(?=\s|$)", line) for line in lines[1:] if not line.startswith("      ")]
    steps = [float(one[0].replace("−", "-").replace(",", "")) for one in figures if one]
    assert len(steps) == min(len(points), shown) + (len(points) > shown) + 1
    assert abs(sum(steps[:-1]) - steps[-1]) < 1e-6
