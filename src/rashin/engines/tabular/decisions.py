"""Many decisions of one model, held as arrays and put into words one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rashin.engines.certainty import Possible, hand_over, possible_outcomes
from rashin.engines.contract import Decision, Outcome, Reason
from rashin.engines.tabular.card import Decider
from rashin.engines.tabular.encoding import Encoded
from rashin.engines.tabular.reasons import logistic
from rashin.language import Language, Text

_UNLIKE_LEARNED = Text(
    "学習した表にない値があるため、ほかの項目がどう変わっても人が判断します。",
    "Some value is unlike those learned from, so a person decides whatever else changes.",
)
_TOO_CLOSE = Text(
    "どちらの結果になるか、誤りを{percent}以下に抑えて言い切ることはできません。",
    "Neither outcome can be excluded while keeping errors at or below {percent}.",
)
_UNLIKE = Text(
    "学習した表のどの結果とも合いにくい申込です。",
    "This case fits neither outcome as they were in the table learned from.",
)
_AT_ODDS = Text(
    "費用から引いた線では「{line}」ですが、これまでの当たり方からは「{likely}」と見られます。",
    "By the costs this is “{line}”, yet by how past cases fell it looks like “{likely}”.",
)


@dataclass(frozen=True)
class TabularDecisions:
    """Decisions of one model on the rows of one table."""

    model: Decider
    encoded: Encoded
    score: NDArray[np.float64]
    """Log-odds of the adverse outcome; (rows,)."""
    contributions: NDArray[np.float64]
    """Exact contributions; (rows, terms)."""

    def __len__(self) -> int:
        return len(self.score)

    def __iter__(self) -> Iterator[Decision]:
        return (self[row] for row in range(len(self)))

    @cached_property
    def probability(self) -> NDArray[np.float64]:
        """Probability of the adverse outcome; (rows,)."""
        return logistic(self.score)

    @cached_property
    def adverse(self) -> NDArray[np.bool_]:
        """Whether the adverse outcome is the cheaper assumption; (rows,)."""
        return np.asarray(self.score > self.model.threshold_score)

    @property
    def outcome(self) -> list[Outcome]:
        """The outcome of each row, a person's part in it left aside."""
        return [Outcome.ADVERSE if adverse else Outcome.FAVOURABLE for adverse in self.adverse]

    @cached_property
    def flagged(self) -> NDArray[np.bool_]:
        """Whether any cell is doubtful; (rows,)."""
        return np.asarray(self.encoded.doubts.any(axis=0))

    @cached_property
    def handed_over(self) -> NDArray[np.bool_]:
        """Where a person decides; (rows,)."""
        unsure = hand_over(self.probability, self.adverse, self.model.card.certainty)
        return np.asarray(unsure | self.flagged)

    @cached_property
    def by_feature(self) -> NDArray[np.float64]:
        """Each feature's part relative to the reference, exact; (rows, features)."""
        return self.model.teller.parts(self.contributions)

    def words(self, row: int) -> Text:
        """What the decision comes to, in the service's words."""
        wording = self.model.card.wording
        if self.handed_over[row]:
            return wording.person
        return wording.adverse if self.adverse[row] else wording.favourable

    def __getitem__(self, row: int) -> Decision:
        """One decision with everything about it.

        Raises:
            IndexError: there is no such row.
        """
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of {len(self)} decisions")
        row = int(row) % len(self)
        return Decision(
            outcome=self.outcome_of(row),
            probability=float(self.probability[row]),
            score=float(self.score[row]),
            possible=self._possible(row),
            handed_over=bool(self.handed_over[row]),
            why_handed_over=self._why_handed_over(row),
            reasons=self.reasons(row),
            flags=self.encoded.flags(row),
            model_digest=self.model.digest,
            words=self.words(row),
        )

    def reasons(self, row: int, most: int | None = None) -> tuple[Reason, ...]:
        """Reasons of one decision, the weightiest first: all, or at most so many."""
        values = self.encoded.cells.row(row)
        return self.model.teller.reasons(values, self.by_feature[row], float(self.score[row]), most)

    def outcome_of(self, row: int) -> Outcome:
        """The outcome of one row, a person's part in it left aside."""
        return Outcome.ADVERSE if self.adverse[row] else Outcome.FAVOURABLE

    @cached_property
    def _not_excluded(self) -> Possible:
        return possible_outcomes(self.probability, self.model.card.certainty)

    def _possible(self, row: int) -> tuple[Outcome, ...]:
        favourable, adverse = self._not_excluded
        pairs = ((Outcome.FAVOURABLE, favourable[row]), (Outcome.ADVERSE, adverse[row]))
        return tuple(outcome for outcome, stands in pairs if stands)

    def _why_handed_over(self, row: int) -> tuple[Text, ...]:
        if not self.handed_over[row]:
            return ()
        return (*self._why_unsure(row), *(flag.what for flag in self.encoded.flags(row)))

    def _why_unsure(self, row: int) -> tuple[Text, ...]:
        possible = self._possible(row)
        wording = self.model.card.wording
        said = {Outcome.FAVOURABLE: wording.favourable, Outcome.ADVERSE: wording.adverse}
        if len(possible) == len(Outcome):
            return (_TOO_CLOSE.filled(percent=f"{self.model.card.certainty.error_rate:.0%}"),)
        if not possible:
            return (_UNLIKE,)
        if possible[0] is not self.outcome_of(row):
            return (_AT_ODDS.filled(line=said[self.outcome_of(row)], likely=said[possible[0]]),)
        return ()

    def _said_change(self, row: int) -> Text:
        """What would change the outcome; for a case unlike those learned from nothing would, for a person decides."""
        return _UNLIKE_LEARNED if self.flagged[row] else self.model.said_change(self.encoded, row)

    def to_frame(
        self,
        *,
        reasons: int = 4,
        language: Language = "ja",
        counterfactuals: bool = False,
        library: Literal["pandas", "polars", "pyarrow"] | None = None,
    ) -> Any:
        """The decisions as columns: a dictionary of lists, or a frame of a library ("pandas", "polars", "pyarrow")."""
        columns = self._columns(reasons, language, counterfactuals=counterfactuals)
        if library is None:
            return columns
        import narwhals as nw

        return nw.from_dict(columns, backend=library).to_native()

    def _columns(self, reasons: int, language: Language, *, counterfactuals: bool) -> dict[str, list[Any]]:
        names, rows = _COLUMNS[language], range(len(self))
        told = [self.reasons(row, reasons) for row in rows]
        frame: dict[str, list[Any]] = {
            names["outcome"]: [self.words(row)[language] for row in rows],
            names["probability"]: self.probability.round(6).tolist(),
            names["person"]: self.handed_over.astype(int).tolist(),
            names["why"]: [" ".join(why[language] for why in self._why_handed_over(row)) for row in rows],
        }
        for place in range(min(reasons, len(self.model.additive.features))):
            frame[names["reason"].format(place + 1)] = [these[place].sentence[language] for these in told]
            frame[names["points"].format(place + 1)] = [round(these[place].points, 2) for these in told]
        if counterfactuals:
            frame[names["change"]] = [self._said_change(row)[language] for row in rows]
        frame[names["digest"]] = [self.model.digest] * len(self)
        return frame


_COLUMNS: dict[Language, dict[str, str]] = {
    "ja": {
        "outcome": "判断", "probability": "見込み", "person": "人が判断", "why": "人が判断する訳", "reason": "理由{}",
        "points": "理由{}の点", "change": "変われば通る条件", "digest": "モデル",
    },
    "en": {
        "outcome": "decision", "probability": "probability", "person": "handed_over", "why": "why_handed_over",
        "reason": "reason_{}", "points": "reason_{}_points", "change": "what_would_change_it", "digest": "model",
    },
}  # fmt: skip
