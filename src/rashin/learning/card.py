"""The card of a model: where it comes from, what it may be used for, and how good it was found to be."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.engines.certainty import Certainty
from rashin.engines.contract import Costs, Wording
from rashin.engines.tabular.table import Repair
from rashin.engines.validation import Validation
from rashin.estimates import Estimate
from rashin.language import Text
from rashin.trust.fairness import Fairness


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything a model file says about its model besides the tables themselves."""

    service: str
    service_label: Text
    purpose: Text
    risk_class: str
    risk_reason: Text
    wording: Wording
    costs: Costs
    created: str
    """ISO date of learning."""
    rashin_version: str
    data_name: str
    data_digest: str
    """SHA-256 of the labelled rows as understood."""
    rows: int
    adverse: int
    target: str
    adverse_value: str
    left_out: dict[str, Text]
    notes: tuple[Text, ...]
    protected: tuple[str, ...]
    reference: str
    """Whom reasons compare with: "all" cases, or the "accepted" ones that turned out well."""
    seed: int
    validation: Validation
    certainty: Certainty
    fairness: Fairness
    repairs: tuple[Repair, ...]
    problems: tuple[tuple[str | None, str, Text], ...]
    """(column, code, what) of each."""
    hand_over_share: Estimate

    @property
    def threshold(self) -> float:
        """The probability above which the adverse outcome is the cheaper assumption."""
        return self.costs.threshold
