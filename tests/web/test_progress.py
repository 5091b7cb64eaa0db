"""How far a job is, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from rashin.errors import TooFewTimes
from rashin.language import Text
from rashin.web.progress import failed, told
from rashin.workspace.jobs import JobStatus

AT = datetime(2026, 11, 23, tzinfo=UTC)


def status(**what: Any) -> JobStatus:
    running: dict[str, Any] = {
        "id": "job_1",
        "kind": "learn",
        "state": "running",
        "stage": Text("学んでいます", "Learning"),
        "done": 0.25,
        "seconds_left": 30.0,
        "error": None,
        "result": None,
        "created_at": AT,
        "started_at": AT,
        "finished_at": None,
    }
    return JobStatus(**{**running, **what})


def test_it_says_what_is_done_and_how_long_it_will_take() -> None:
    assert told(status(), "ja") == {
        "stage": "学んでいます",
        "done": 0.25,
        "percent": "25%",
        "left": "残り およそ30秒",
        "over": False,
    }
    assert told(status(), "en")["left"] == "About 30 seconds left"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (0.4, "まもなく終わります"),
        (7.2, "残り およそ7秒"),
        (43, "残り およそ45秒"),
        (200, "残り およそ3分"),
    ],
)
def test_what_is_left_is_said_no_more_exactly_than_it_is_known(seconds: float | None, said: str) -> None:
    assert told(status(seconds_left=seconds), "ja")["left"] == said


def test_a_job_that_nobody_has_taken_waits_for_its_turn() -> None:
    assert told(status(state="waiting", stage=None), "ja")["stage"] == "順番を待っています"
    assert told(status(stage=None), "en")["stage"] == "Starting"


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_says_so(state: str) -> None:
    over = told(status(state=state), "ja")
    assert over["over"] is True
    assert over["left"] == ""


def test_a_failure_is_told_in_the_words_of_pages() -> None:
    assert failed(None) is None
    problem = TooFewTimes(times=2).as_problem()
    shown = failed(problem)
    assert shown is not None
    assert shown.what_happened == TooFewTimes(times=2).what_happened
    assert "--time" in str(problem["detail"])
    assert "--" not in shown.how_to_mend.ja + shown.how_to_mend.en
