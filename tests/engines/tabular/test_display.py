from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import Card
from tests.engines.tabular.loans import GRADE, INPUTS, LATE, SALES, TRADE

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.additive import Feature
from rashin.engines.tabular.display import said_level, said_number, said_range, said_typical, said_value
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.table import Column, Kind
from rashin.language import Text, same

Model = AdditiveModel[Card]


def feature(unit: Text | None = None) -> Feature:
    three = np.arange(3)
    return Feature(
        name="x",
        kind=Kind.NUMBER,
        role=FeatureRole(same("x"), unit),
        edges=np.empty(0),
        levels=(),
        coarse=three.astype(np.uint8),
        low=-1.5,
        high=2e6,
        counts=three,
        typical=np.array([1.0, 2.0, 3.0]),
    )


def of(model: Model, name: str) -> Feature:
    return model.additive.features[INPUTS.index(name)]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1_000_000, "1,000,000"),
        (-12_345, "-12,345"),
        (12_345.6, "12,345.6"),
        (1_234_567.891, "1,234,567.891"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.3333333333"),
        (0.00002, "0.00002"),
        (1e14, "100,000,000,000,000"),
        (123_456_789_012_345, "123,456,789,012,345"),
        (np.nan, "空欄"),
    ],
)
def test_a_number_is_written_as_people_write_it(value: float, plain: str) -> None:
    assert said_number(feature(), value).ja == plain


@given(st.floats(-1e18, 1e18))
def test_a_number_is_never_written_with_an_exponent_and_keeps_ten_digits(value: float) -> None:
    plain = said_number(feature(), value).en
    assert "e" not in plain.lower()
    assert float(plain.replace(",", "")) == pytest.approx(value, rel=1e-9)


def test_units_stand_as_each_language_has_them() -> None:
    assert said_number(feature(Text("円", "yen")), 1200) == Text("1,200円", "1,200 yen")
    assert said_number(feature(Text("%", "%")), 12.5) == Text("12.5%", "12.5%")
    assert said_number(feature(Text("回", "times")), 1).en == "1 time"
    assert said_number(feature(Text("人", "people")), 1).en == "1 person"
    assert said_number(feature(Text("人", "people")), 2).en == "2 people"


def test_a_category_stands_in_quotes_and_a_blank_says_so() -> None:
    assert said_level("IT") == Text("「IT」", "“IT”")
    assert said_level("") == Text("空欄", "blank")


def test_the_range_is_told_in_full() -> None:
    assert said_range(feature(Text("円", "yen"))) == Text("-1.5円〜2,000,000円", "-1.5 yen to 2,000,000 yen")


def test_what_is_typical(model: Model) -> None:
    assert said_typical(of(model, LATE)).ja == "半数は0回〜2回"
    assert said_typical(of(model, TRADE)).ja.startswith("最も多いのは「")
    assert said_typical(replace(feature(), typical=np.array([2.0, 2.0, 2.0]))).ja == "ふつうは2"
    assert said_typical(replace(feature(), typical=np.array([1 / 3, 1, 12_345.678]))).ja == "半数は0.3333〜12,346"
    assert said_typical(replace(feature(), typical=np.empty(0))) == same("")
    assert said_typical(replace(of(model, TRADE), levels=(), counts=np.array([9, 0]))) == same("")


def test_the_share_of_the_commonest_category_counts_blanks_too(model: Model) -> None:
    grade = replace(of(model, GRADE), levels=("低", "中"), counts=np.array([60, 30, 10, 0]))
    assert said_typical(grade).ja == "最も多いのは「低」で30%"


def test_a_cell_in_words(model: Model) -> None:
    assert said_value(of(model, SALES), Column(SALES, Kind.NUMBER, np.array([np.nan, 3e6])), 0) == Text("空欄", "blank")
    assert said_value(of(model, SALES), Column(SALES, Kind.NUMBER, np.array([np.nan, 3e6])), 1).en == "3,000,000 yen"
    column = Column(TRADE, Kind.CATEGORY, np.array([1, -1], np.int32), ("IT", "宇宙業"))
    assert [said_value(of(model, TRADE), column, row).ja for row in (0, 1)] == ["「宇宙業」", "空欄"]
