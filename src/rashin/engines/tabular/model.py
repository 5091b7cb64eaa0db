"""The additive model as its users hold it: decide, explain, look for what would change, save and load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, log, log1p
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import CounterfactualSearch
from rashin.engines.tabular.additive import FIXED_POINT, Additive
from rashin.engines.tabular.card import Card
from rashin.engines.tabular.case import CaseReader
from rashin.engines.tabular.case_encoding import CaseEncoder
from rashin.engines.tabular.decisions import TabularDecisions
from rashin.engines.tabular.encoding import Encoded, Encoder
from rashin.engines.tabular.persistence import from_bytes, to_bytes
from rashin.engines.tabular.reasons import Reference, Teller
from rashin.engines.tabular.scoring import FlatTables
from rashin.engines.tabular.table import Table
from rashin.errors import FileLocked, FileMissing
from rashin.files import write_atomically
from rashin.language import Text

if TYPE_CHECKING:
    from rashin.engines.tabular.counterfactuals.search import Search


CardType = TypeVar("CardType", bound=Card)


@dataclass(frozen=True)
class AdditiveModel(Generic[CardType]):
    """A learned additive model. Make one with `rashin.learn` or `rashin.load`."""

    additive: Additive
    reference: Reference
    card: CardType

    @property
    def service(self) -> str:
        """The service that the model was learned for."""
        return self.card.service

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model file's contents, in hexadecimal: the model's name for all time."""
        return to_bytes(self)[1]

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the terms in the order of `contributions`: a feature's name, or two joined by " × "."""
        names = [feature.name for feature in self.additive.features]
        return tuple(" × ".join(names[f] for f in term.features) for term in self.additive.terms)

    @property
    def intercept(self) -> float:
        """The score of a case whose contributions are all nought, in log-odds."""
        return self.additive.intercept

    @cached_property
    def threshold_score(self) -> float:
        """The score above which the adverse outcome is the cheaper assumption, a whole multiple of 2⁻³²."""
        return float(np.floor(_log_odds(self.card.threshold) / FIXED_POINT) * FIXED_POINT)

    @cached_property
    def tables(self) -> FlatTables:
        """The compiled tables."""
        return FlatTables.of(self.additive)

    @cached_property
    def teller(self) -> Teller:
        """What tells the reasons of decisions."""
        return Teller(self.additive, self.reference, self.card.wording)

    def decide(self, data: Any) -> TabularDecisions:
        """A decision for each row of a table, a path or a frame.

        Raises:
            ColumnMissing: a column that the model decides by is not there.
        """
        encoded = self.encode(data)
        return TabularDecisions(self, encoded, *self.tables.contributions(encoded.bins))

    def decide_cases(self, cases: Sequence[Mapping[str, Any]]) -> TabularDecisions:
        """A decision for each case, given as a JSON object: column → number, text, true, false or null.

        Each case is decided as `decide` does a table of that one row, dirty cells and all; clean values take a road of
        microseconds. Names that the model does not know are left aside. May be called from several threads.

        Raises:
            CaseIncomplete: a column that the model decides by is not in a case; it is a `ColumnMissing`.
            CaseNested: a value is a list or an object.
        """
        encoded = self._case_encoder(cases)
        return TabularDecisions(self, encoded, *self.tables.contributions(encoded.bins))

    def score(self, data: Any) -> NDArray[np.float64]:
        """Log-odds of the adverse outcome; (rows,)."""
        return self.tables.scores(self.encode(data).bins)

    def contributions(self, data: Any) -> NDArray[np.float64]:
        """Each term's exact contribution; (rows, terms). With the intercept they add up to the score exactly."""
        return self.tables.contributions(self.encode(data).bins)[1]

    def score_case(self, case: Mapping[str, float | str | None]) -> tuple[float, NDArray[np.float64]]:
        """Score and contributions (terms,) of one case given as typed values, in microseconds.

        Raises:
            ColumnMissing: a feature is not in `case`.
        """
        scores, contributions = self.tables.contributions(self._cases.bins(case))
        return float(scores[0]), contributions[0]

    def counterfactuals(
        self, data: Any, *, row: int = 0, most_changes: int = 3, alternatives: int = 0
    ) -> CounterfactualSearch:
        """The cheapest permitted change of one row that gives the favourable outcome without a person, or the proof
        that there is none.

        Raises:
            IndexError: there is no such row.
        """
        if isinstance(data, Table):
            data, row = data.at(row), 0
        return self.counterfactuals_of(self.encode(data), row, most_changes=most_changes, alternatives=alternatives)

    def counterfactuals_of(
        self, encoded: Encoded, row: int, *, most_changes: int = 3, alternatives: int = 0
    ) -> CounterfactualSearch:
        """What `counterfactuals` says, of a row that is encoded already."""
        from rashin.engines.tabular.counterfactuals import explained

        target = round(self.favourable_score / FIXED_POINT)
        result = self._search(
            encoded.bins[:, row], target_units=target, most_changes=most_changes, alternatives=alternatives
        )
        return explained(self.additive, encoded.columns, row, result)

    def said_change(self, encoded: Encoded, row: int) -> Text:
        """What would change the outcome of one row, in one sentence."""
        from rashin.engines.tabular.counterfactuals import said

        return said(self.counterfactuals_of(encoded, row))

    def encode(self, data: Any) -> Encoded:
        """The rows of a table, a path or a frame as the model sees them."""
        return self._encoder(data)

    def save(self, path: str | Path) -> None:
        """Write the model to one file; the file appears whole or not at all."""
        write_atomically(path, to_bytes(self)[0])

    @cached_property
    def favourable_score(self) -> float:
        """The highest score, a multiple of 2⁻³², that is favourable and sure enough to need no person.

        Where no score is sure enough, the highest that is favourable.
        """
        certainty = self.card.certainty
        # Half a unit off, so that rounding cannot leave the very line at which the adverse outcome is still possible.
        below = np.ceil(_log_odds(certainty.adverse_from) / FIXED_POINT - 0.5) - 1
        sure = min(below, np.floor(_log_odds(certainty.favourable_to) / FIXED_POINT)) * FIXED_POINT
        return float(min(sure, self.threshold_score)) if sure > -inf else self.threshold_score

    @cached_property
    def _search(self) -> Search:
        from rashin.engines.tabular.counterfactuals.search import Search

        return Search(self.additive)

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder(self.additive.features)

    @cached_property
    def _case_encoder(self) -> CaseEncoder:
        return CaseEncoder(self.additive.features)

    @cached_property
    def _cases(self) -> CaseReader:
        return CaseReader(self.additive.features)


def load(path: str | Path, card_type: type[CardType]) -> AdditiveModel[CardType]:
    """The model in a file written by `save`, with a card of the class it was saved with.

    Raises:
        ModelFileForeign, ModelFileTruncated, ModelFileNewer, ModelDigestWrong: the file must not be used.
        FileMissing: there is no such file.
        FileLocked: it cannot be opened: a folder, or no permission.
    """
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise FileMissing(path=Path(path).name) from None
    except OSError:
        raise FileLocked(path=Path(path).name) from None
    return AdditiveModel(*from_bytes(data, card_type))


def _log_odds(probability: float) -> float:
    if not 0 < probability < 1:
        return inf if probability > 0 else -inf
    return log(probability) - log1p(-probability)
