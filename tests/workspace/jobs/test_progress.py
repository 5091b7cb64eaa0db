"""How far a job is, told not too often, and how long it will still take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workspace.jobs.workshop import STAGE

from rashin.language import Text
from rashin.workspace.jobs import progress
from rashin.workspace.jobs.progress import Progress


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "monotonic", clock)
    return clock


def test_a_new_stage_is_told_at_once_and_the_same_only_now_and_then(clock: Clock) -> None:
    told = Progress()
    assert told.worth_telling(STAGE)
    assert not told.worth_telling(STAGE)
    assert told.worth_telling(Text("次", "next"))
    clock.seconds += 0.4
    assert not told.worth_telling(Text("次", "next"))
    clock.seconds += 0.2
    assert told.worth_telling(Text("次", "next"))


def test_nothing_is_said_of_the_time_left_before_there_was_progress(clock: Clock) -> None:
    far = Progress()
    assert far.seconds_left(0.2) is None
    clock.seconds += 10
    assert far.seconds_left(0.2) is None


def test_after_a_resume_only_the_pace_since_then_counts(clock: Clock) -> None:
    far = Progress()
    far.seconds_left(0.5)
    clock.seconds += 10
    assert far.seconds_left(0.6) == pytest.approx(40)


@given(st.floats(0.1, 1000), st.integers(2, 50))
def test_at_an_even_pace_the_time_left_is_right(seconds_a_step: float, steps: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock()
        patch.setattr(progress, "monotonic", clock)
        far = Progress()
        far.seconds_left(0.0)
        for step in range(1, steps + 1):
            clock.seconds += seconds_a_step
            assert far.seconds_left(step / steps) == pytest.approx(seconds_a_step * (steps - step), abs=1e-6)
