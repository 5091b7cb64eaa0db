from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rashin.estimates import proportion, student, wilson


@given(n=st.integers(1, 500), data=st.data())
def test_wilson_is_scipys(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    theirs = stats.binomtest(hits, n).proportion_ci(method="wilson")
    assert wilson(hits / n, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(share=st.floats(0, 1), n=st.floats(0.5, 1e6))
def test_wilson_holds_the_share_and_stays_a_share(share: float, n: float) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= share <= high <= 1


def test_wilson_of_nobody_is_everything() -> None:
    assert wilson(0.0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 10, 30, 1000])
def test_student_is_scipys(freedom: int) -> None:
    assert student(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=2e-3)


def test_copies_of_a_case_are_no_new_evidence() -> None:
    hits = np.random.default_rng(0).random(200) < 0.3
    once, copied = proportion(hits), proportion(np.repeat(hits, 5), np.repeat(np.arange(200), 5))
    assert (copied.low, copied.high) == pytest.approx((once.low, once.high), abs=1e-12)
    assert copied.n == 1000


def test_copies_of_cases_that_never_vary_are_no_new_evidence() -> None:
    hits = np.ones(20, dtype=bool)
    copied = proportion(np.repeat(hits, 5), np.repeat(np.arange(20), 5))
    assert copied.low == pytest.approx(proportion(hits).low)
