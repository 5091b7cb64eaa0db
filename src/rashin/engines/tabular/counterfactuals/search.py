"""The cheapest change of a few features that is enough, or the proof that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.counterfactuals.grid import WHOLE_POPULATION, Grid, lay_out


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
    """False when the score is on the favourable side already."""
    most_changes: int
    nodes: int
    """Partial sets of changes looked into; all others were ruled out by bounds."""

    @property
    def proven_none(self) -> bool:
        """Whether every permitted set of so many changes was ruled out."""
        return self.needed and not self.answers


@dataclass(frozen=True)
class Search:
    """The search over one model, laid out once for many cases."""

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
            target_units: the score to come down to, in 2⁻³² of a log-odds; at most this is favourable.
            most_changes: how many features may change, 1 to 15.
            alternatives: how many further answers are wanted; none contains all the features of a cheaper one.

        Raises:
            ValueError: `bins` or `most_changes` is out of bounds.
        """
        from rashin.engines.tabular.counterfactuals import kernel  # noqa: PLC0415 - numba is slow to import

        self._check(bins, most_changes, kernel.MOST_CHANGES)
        score = kernel.score_units(self.grid, bins)
        most = max(1, min(most_changes, len(bins)))
        taken = np.empty((0, most), dtype=np.int64)
        answers: list[Answer] = []
        nodes = 0
        while score > target_units and len(answers) <= alternatives:
            picks, looked_at = kernel.cheapest(self.grid, bins, score - target_units, most, taken)
            nodes += looked_at
            if not len(picks):
                break
            answers.append(self._answer(bins, picks))
            row = np.full((1, most), -1)
            row[0, : len(answers[-1].moves)] = [move.feature for move in answers[-1].moves]
            taken = np.concatenate([taken, row])
        return SearchResult(tuple(answers), score > target_units, most_changes, nodes)
