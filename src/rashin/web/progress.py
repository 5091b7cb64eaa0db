"""How far a job is, in the reader's words: for a page as it is made, and for the events that keep it up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rashin.language import Language, Text
from rashin.workspace.datasets.mends import mend_on_pages
from rashin.workspace.jobs import JobStatus

_WAITING = Text("順番を待っています", "Waiting for its turn")
_STARTING = Text("始めています", "Starting")
_SECONDS = Text("残り およそ{n}秒", "About {n} seconds left")
_MINUTES = Text("残り およそ{n}分", "About {n} minutes left")
_SOON = Text("まもなく終わります", "Almost done")


@dataclass(frozen=True, slots=True)
class Mended:
    """Why a job failed, as pages say it."""

    what_happened: Text
    how_to_mend: Text


def told(status: JobStatus, language: Language) -> dict[str, Any]:
    """What the parts of a page show of a job; `over` tells it to look again."""
    return {
        "stage": _stage(status)[language],
        "done": round(status.done, 3),
        "percent": f"{status.done:.0%}",
        "left": _left(status)[language],
        "over": status.is_over,
    }


def failed(problem: Mapping[str, Any] | None) -> Mended | None:
    """Why a job failed; None where it did not."""
    if problem is None:
        return None
    mend = Text(problem["detail_ja"], problem["detail"])
    return Mended(Text(problem["title_ja"], problem["title"]), mend_on_pages(problem["type"].rpartition(":")[2], mend))


def _stage(status: JobStatus) -> Text:
    if status.stage is not None:
        return status.stage
    return _WAITING if status.state == "waiting" else _STARTING


def _left(status: JobStatus) -> Text:
    seconds = status.seconds_left
    if seconds is None or status.is_over:
        return Text("", "")
    if seconds < 2:
        return _SOON
    if seconds < 90:
        return _SECONDS.filled(n=_round(seconds))
    return _MINUTES.filled(n=round(seconds / 60))


def _round(seconds: float) -> int:
    """To five where it would flicker otherwise."""
    return round(seconds) if seconds < 10 else 5 * round(seconds / 5)
