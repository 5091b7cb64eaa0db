"""The cheapest change of a few features that is enough, or the proof that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.counterfactuals.candidates import COUNT_BITS
from rashin.engines.tabular.counterfactuals.grid import WHOLE_POPULATION, Grid, Integers, lay_out
from rashin.engines.tabular.counterfactuals.kernel import cheapest, score_units, shift_units

MOST_CHANGES = 2**COUNT_BITS - 1
"""The most features that a search can change at once."""


@dataclass(frozen=True, slots=True)
class Move:
    """One feature moved to another bin."""

    feature: int
    bin: int
    cost_units: int
    """Share of the learning population passed over, in 2⁻³²."""

    @property
    def cost(self) -> float:
        """Share of the learning population passed over, 0 to 1."""
        return self.cost_units / WHOLE_POPULATION


@dataclass(frozen=True, slots=True)
class Answer:
    """Moves that together bring the score to the target; features in ascending order."""

    moves: tuple[Move, ...]
    score_units: int
    """The score after the moves, exact, in 2⁻³²."""

    @property
    def features(self) -> tuple[int, ...]:
        """The features that are moved, ascending."""
        return tuple(move.feature for move in self.moves)

    @property
    def cost_units(self) -> int:
        """Sum of the moves' costs, in 2⁻³²."""
        return sum(move.cost_units for move in self.moves)

    @property
    def cost(self) -> float:
        """Sum of the moves' costs."""
        return self.cost_units / WHOLE_POPULATION


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Answers in rising order of cost; empty when the score is there already, or when there are none."""

    answers: tuple[Answer, ...]
    needed: bool
    """False when the score is at the target already."""
    most_changes: int
    nodes: int
    """Sets of features and choices of moves looked into; all others were ruled out by bounds."""

    @property
    def proven_none(self) -> bool:
        """Whether every permitted set of so many changes was ruled out."""
        return self.needed and not self.answers


@dataclass(frozen=True)
class Search:
    """The search over one model, laid out once for many cases.

    A feature moves as its role permits: in either direction, or up or down in the order of its values; a nominal kind
    to any other level if either, and not at all if only up or down. Free text and identifiers never move, nothing
    moves to the missing or the unseen bin or to a bin without learning rows, and a value that is missing or unseen now
    moves only if its role permits either direction. What a move costs is told in `grid`.

    Among answers of equal cost the one with fewer changes counts as cheaper, then the one whose bins come first.
    """

    model: Additive

    @cached_property
    def grid(self) -> Grid:
        """The model as flat arrays."""
        return lay_out(self.model)

    def __call__(
        self, bins: NDArray[np.uint8], *, target_units: int, most_changes: int = 3, alternatives: int = 0
    ) -> SearchResult:
        """The cheapest answers for one case.

        Args:
            bins: the case's bin of each feature; shape (features,).
            target_units: the score to come down to, in 2⁻³² of a log-odds; this much or less is favourable.
            most_changes: how many features may change, 1 to 15.
            alternatives: how many further answers are wanted. Each is the cheapest that does not hold all the features
                of a cheaper one.

        Raises:
            ValueError: `most_changes` is out of range.
        """
        if not 1 <= most_changes <= MOST_CHANGES:
            raise ValueError(f"most_changes must be 1 to {MOST_CHANGES}, not {most_changes}")
        bins = np.ascontiguousarray(bins, dtype=np.uint8)
        need = score_units(self.grid, bins) - target_units
        most = min(most_changes, max(len(bins), 1))
        taken = np.full((alternatives + 1, most), -1)
        answers: list[Answer] = []
        nodes = 0
        while need > 0 and len(answers) <= alternatives:
            found, visited = cheapest(self.grid, bins, need, most, taken[: len(answers)])
            nodes += visited
            if found[0] < 0:
                break
            answers.append(self._answer(bins, found[found >= 0]))
            taken[len(answers) - 1, : len(answers[-1].moves)] = answers[-1].features
        return SearchResult(tuple(answers), need > 0, most_changes, nodes)

    def _answer(self, bins: NDArray[np.uint8], found: Integers) -> Answer:
        starts = self.grid.features["start"]
        moved = bins.copy()
        moves = []
        for at in found.tolist():
            feature = int(np.searchsorted(starts, at, side="right")) - 1
            new = at - int(starts[feature])
            moves.append(Move(feature, new, shift_units(self.grid, feature, int(bins[feature]), new)))
            moved[feature] = new
        return Answer(tuple(moves), score_units(self.grid, moved))


def warm_up() -> None:
    """Compile the search, or load it from the cache, so that the first case need not wait for it."""
    Search(Additive(0, (), ()))(np.empty(0, np.uint8), target_units=-1)
