"""What kinds of long work there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rashin.language import Text
from rashin.workspace.database.tables import Json
from rashin.workspace.jobs.work import Work


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of long work, such as learning.

    `run` may be called again from its beginning after a worker died: what must not be repeated goes through
    `Work.step` and `Work.effect`, and these must be asked for in the same order each time. What it returns is the
    job's result.
    """

    name: str
    label: Text
    run: Callable[[Work], Json | None]
