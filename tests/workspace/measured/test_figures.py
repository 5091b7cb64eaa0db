"""Figures follow from counts and baseline by the formulas that they are published with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.workspace.measured.conftest import BASELINE

from rashin.errors import BaselineWrong
from rashin.estimates import wilson
from rashin.workspace.measured import Baseline, Counts, Known, baseline_from, measured
from rashin.workspace.measured.counts import enough
from rashin.workspace.measured.figures import Measured

COUNTS = Counts(
    decisions=200,
    handed_over=50,
    waiting=10,
    looks=42,
    reviewed=40,
    agreed=36,
    known=80,
    right=60,
    timed=40,
    look_seconds=4_800,
    look_seconds_squared=640_000,
    processor_milliseconds=7_200,
)


def by_name(counts: Counts, baseline: Baseline = BASELINE, watts: int = 10) -> dict[str, Measured]:
    return {one.name: one for one in measured(counts, baseline, watts)}


def test_shares_have_their_wilson_interval() -> None:
    found = by_name(COUNTS)
    for name, hits, n in (("hand-over", 50, 200), ("agreement", 36, 40), ("accuracy", 60, 80)):
        low, high = wilson(hits / n, n)
        one = found[name]
        assert (one.value, one.low, one.high, one.n) == (
            f"{100 * hits / n:.2f}",
            f"{100 * low:.2f}",
            f"{100 * high:.2f}",
            n,
        )
    assert found["accuracy"].baseline == "87.5"


def test_minutes_and_yen_saved_by_hand() -> None:
    """40 looks were timed at 120 s on average; 2 were not, and 10 are still to come, so 12 are taken at 120 s."""
    found = by_name(COUNTS)
    assert found["minutes"].value == f"{(4_800 + 12 * 120) / 60 / 200:.2f}" == "0.52"
    assert found["minutes-saved"].value == f"{200 * 30 - (4_800 + 12 * 120) / 60:.1f}" == "5896.0"
    assert found["yen-saved"].value == f"{5896 / 60 * 3000:.0f}"
    s2 = (640_000 - 4_800**2 / 40) / 39
    reach = stats.t.ppf(0.975, 39) * (s2 * (12 + 12**2 / 40)) ** 0.5
    assert float(found["minutes-saved"].low or 0) == pytest.approx(200 * 20 - (6_240 + reach) / 60, abs=0.1)
    assert float(found["minutes-saved"].high or 0) == pytest.approx(200 * 40 - (6_240 - reach) / 60, abs=0.1)


def test_energy_is_measured_time_by_declared_watts_and_called_modelled() -> None:
    one = by_name(COUNTS, watts=25)["energy"]
    assert (one.value, one.method, one.n) == ("0.05", "modelled", 200)
    small = by_name(replace(COUNTS, processor_milliseconds=7), watts=10)["energy"]
    assert small.value == "0.0000194"
    assert float(small.value) == pytest.approx(0.007 * 10 / 3600, rel=0.01)
    assert {name for name, one in by_name(COUNTS).items() if one.method != "measured"} == {"energy"}


def test_where_too_few_looks_were_timed_each_is_taken_to_take_as_long_as_before() -> None:
    few = enough(replace(COUNTS, timed=9))
    found = by_name(few)
    assert found["minutes-saved"].value == f"{200 * 30 - 52 * 30:.1f}"
    assert (found["minutes-saved"].low, found["minutes-saved"].high) == (
        f"{200 * 20 - 52 * 40:.1f}",
        f"{200 * 40:.1f}",
    )
    assert "agreement" not in by_name(enough(replace(COUNTS, reviewed=9)))
    assert "accuracy" not in by_name(enough(replace(COUNTS, known=9)))


@given(
    st.integers(10, 1_000),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(0, 100_000),
    st.floats(0, 500),
    st.floats(0, 500),
    st.floats(0, 500),
)
def test_every_value_lies_in_its_interval(
    n: int, timed: int, untimed: int, spent: int, minutes: float, less: float, more: float
) -> None:
    squared = spent * spent // max(timed, 1) * 2
    counts = replace(
        COUNTS, decisions=n, handed_over=n // 2, waiting=n // 4, looks=timed + untimed, timed=timed, look_seconds=spent
    )
    baseline = Baseline(minutes, max(minutes - less, 0), minutes + more, 3_000, None, Known.ASKED)
    for one in measured(enough(replace(counts, look_seconds_squared=squared)), baseline, 10):
        if one.low is not None and one.high is not None:
            assert float(one.low) <= float(one.value) <= float(one.high), one


WRITTEN = {"minutes": "30", "yen_per_hour": "3,000", "known": "timed"}


def test_a_baseline_as_people_write_it() -> None:
    found = baseline_from({**WRITTEN, "minutes": "３０", "minutes_low": "20.5", "error_percent": "12.5"})
    assert found == Baseline(30, 20.5, 30, 3_000, 12.5, Known.TIMED)
    assert baseline_from(WRITTEN) == Baseline(30, 30, 30, 3_000, None, Known.TIMED)
    assert Baseline.of(found.as_json()) == found


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("minutes", {"minutes": ""}),
        ("minutes", {"minutes": "三十分くらい"}),
        ("minutes", {"minutes": "-1"}),
        ("minutes_low", {"minutes_low": "31"}),
        ("minutes_high", {"minutes_high": "29"}),
        ("yen_per_hour", {"yen_per_hour": "1000001"}),
        ("error_percent", {"error_percent": "101"}),
        ("known", {"known": "guessed"}),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(field: str, written: dict[str, str]) -> None:
    with pytest.raises(BaselineWrong) as told:
        baseline_from({**WRITTEN, **written})
    assert told.value.facts["field"] == field
