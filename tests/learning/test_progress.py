from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.language import Text
from rashin.learning import progress
from rashin.learning.progress import Pace, Progress, Stopped

STAGE = Text("学習", "learning")


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "monotonic", clock)
    return clock


@given(st.lists(st.sampled_from(["tick", "tick", "tick", "finish"]), max_size=200), st.integers(1, 5))
def test_progress_never_goes_back_and_never_past_the_end(steps: list[str], pieces: int) -> None:
    told: list[Progress] = []
    pace = Pace(told.append, pieces, 50)
    for step in steps:
        pace._told = -1e9  # as if long ago, so that every step is told
        (pace.tick if step == "tick" else pace.finish_piece)()
    done = [one.done for one in told]
    assert len(told) == len(steps)
    assert done == sorted(done)
    assert all(0 <= share <= 1 for share in done)
    if steps.count("finish") >= pieces:
        assert done[-1] == 1


def test_what_is_told(clock: Clock) -> None:
    told: list[Progress] = []
    pace = Pace(told.append, 4, 1_234)
    pace.stage(STAGE)
    assert told == [Progress(STAGE, 0.0, None, 1_234)]
    for _ in range(100):
        pace.tick()
    clock.now += 10
    pace.finish_piece()
    assert told[-1] == Progress(STAGE, 0.25, 30.0, 1_234)
    for _ in range(50):
        pace.tick()
    clock.now += 5
    pace.tick()
    assert told[-1].done == pytest.approx((1 + 51 / 100) / 4)
    assert told[-1].seconds_left == pytest.approx(15 * (4 - 1.51) / 1.51)


def test_a_piece_that_takes_longer_than_those_before_is_not_told_as_finished(clock: Clock) -> None:
    told: list[Progress] = []
    pace = Pace(told.append, 4, 1)
    pace.tick()
    pace.finish_piece()
    for _ in range(1_000):
        clock.now += 1
        pace.tick()
    assert told[-1].done == pytest.approx(1.9 / 4)


def test_time_before_the_work_begins_does_not_count(clock: Clock) -> None:
    """Compiling, the first time, takes longer than learning."""
    told: list[Progress] = []
    pace = Pace(told.append, 2, 1)
    pace.stage(STAGE)
    clock.now += 60
    pace.tick()
    clock.now += 3
    pace.finish_piece()
    assert told[-1].seconds_left == pytest.approx(3)


def test_ticks_are_told_a_few_times_a_second(clock: Clock) -> None:
    told: list[Progress] = []
    pace = Pace(told.append, 1, 1)
    for _ in range(1_000):
        clock.now += 0.01
        pace.tick()
    assert 30 <= len(told) <= 60


def test_once_stopped_every_tick_raises_and_nothing_is_told() -> None:
    told: list[Progress] = []
    pace = Pace(told.append, 2, 1)
    pace.stop()
    with pytest.raises(Stopped):
        pace.tick()
    pace.finish_piece()
    pace.stage(STAGE)
    assert told == []


def test_without_a_listener_it_only_counts() -> None:
    pace = Pace(None, 2, 1)
    pace.stage(STAGE)
    pace.tick()
    pace.finish_piece()


def test_a_listener_hears_of_everything_in_order_and_in_one_thread_at_a_time() -> None:
    told: list[float] = []
    inside: list[None] = []

    def listen(progress: Progress) -> None:
        assert not inside
        inside.append(None)
        told.append(progress.done)
        inside.pop()

    pace = Pace(listen, 400, 1)

    def work(_: int) -> None:
        for _ in range(5):
            pace.tick()
        pace.finish_piece()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(400)))
    assert told == sorted(told)
    assert told[-1] == 1


def test_what_the_listener_raises_comes_out_where_the_work_is_done() -> None:
    def listen(_: Progress) -> None:
        raise RuntimeError("the window was closed")

    with pytest.raises(RuntimeError, match="window"):
        Pace(listen, 2, 1).finish_piece()
