"""Two models side by side, before one takes the place of the other."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.estimates import Estimate
from rashin.workspace.database.tables import LearnedModel
from rashin.workspace.deployments.summary import Against, Summary, summary_of


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both; None where a model does not have it."""

    name: str
    """The field of `Summary` that it is."""
    before: Estimate | None
    after: Estimate | None

    @property
    def apart(self) -> bool:
        """Whether the intervals do not even touch. Where they do, nothing is said: they come from different cases."""
        if self.before is None or self.after is None:
            return False
        return self.before.high < self.after.low or self.after.high < self.before.low


@dataclass(frozen=True, slots=True)
class Compared:
    """What is the same and what differs."""

    before: Summary
    after: Summary
    same_data: bool
    """Whether both were learned from the very same rows."""
    pairs: tuple[Pair, ...]
    only_before: tuple[str, ...]
    """Columns that only the first decides by."""
    only_after: tuple[str, ...]
    against: Against | None
    """How the second decides the cases it was learned from, beside the first; None where that was not counted."""


FIGURES = ("caught", "lost", "hand_over", "auc", "saving")
"""What is compared, fields of `Summary`."""


def compare(before: LearnedModel, after: LearnedModel) -> Compared:
    """Two models of one deployment."""
    old, new = summary_of(before), summary_of(after)
    return Compared(
        before=old,
        after=new,
        same_data=old.data_digest == new.data_digest,
        pairs=tuple(Pair(name, getattr(old, name), getattr(new, name)) for name in FIGURES),
        only_before=tuple(name for name in old.columns if name not in new.columns),
        only_after=tuple(name for name in new.columns if name not in old.columns),
        against=new.against if new.against and new.against.model == before.id else None,
    )
