"""What an examination comes to: one finding for each thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rashin.errors import RashinError
from rashin.language import Text


class State(StrEnum):
    """How something is."""

    GOOD = "good"
    WARNING = "warning"
    """It runs, but not as it should."""
    WRONG = "wrong"
    """It does not run, or loses data."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    what: Text
    mend: Text | None = None
    """None where there is nothing to mend."""


def good(name: str, what: Text) -> Finding:
    """It is as it should be."""
    return Finding(name, State.GOOD, what)


def warning(name: str, what: Text, mend: Text) -> Finding:
    """It runs, but not as it should."""
    return Finding(name, State.WARNING, what, mend)


def wrong(name: str, what: Text, mend: Text) -> Finding:
    """It must be mended."""
    return Finding(name, State.WRONG, what, mend)


def of(name: str, trouble: RashinError, state: State = State.WRONG) -> Finding:
    """What an error says."""
    return Finding(name, state, trouble.what_happened, trouble.how_to_mend)
