"""The figures of a model that lists, signatures and comparisons show, kept with its row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

from rashin.engines.contract import Costs
from rashin.estimates import Estimate
from rashin.learning.models import Model
from rashin.report.evidence import fallen
from rashin.workspace.database.tables import Json, LearnedModel

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Against:
    """How a model decides the cases it was learned from, beside the model that was in use when it was learned."""

    model: str
    cases: int
    alike: int
    """Given the same answer by both: favourable, adverse, or for a person."""
    stricter: int
    """Moved away from the favourable answer."""
    milder: int
    """Moved towards the favourable answer."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a model is and how good it was found to be."""

    data_name: str
    data_digest: str
    rows: int
    adverse: int
    target: str
    adverse_value: str
    columns: tuple[str, ...]
    """The inputs, in the table's order."""
    dropped: tuple[str, ...]
    """Columns that people left out of the table."""
    costs: Costs
    error_rate: float
    threshold: float
    auc: Estimate
    hand_over: Estimate
    caught: Estimate | None
    """Share refused of the cases that turned out badly; None where it is not known."""
    lost: Estimate | None
    """Share refused of the others."""
    saving: Estimate | None
    """Yen a case, against treating all alike."""
    seconds: float
    """That learning took."""
    against: Against | None = None

    @classmethod
    def of(cls, model: Model, *, dropped: tuple[str, ...], seconds: float, against: Against | None) -> Self:
        """The summary of a model just learned."""
        card, fell = model.card, fallen(model.card)
        return cls(
            data_name=card.data_name,
            data_digest=card.data_digest,
            rows=card.rows,
            adverse=card.adverse,
            target=card.target,
            adverse_value=card.adverse_value,
            columns=tuple(feature.name for feature in model.additive.features),
            dropped=dropped,
            costs=card.costs,
            error_rate=card.certainty.error_rate,
            threshold=card.threshold,
            auc=card.validation.auc,
            hand_over=card.hand_over_share,
            caught=fell.caught if fell else None,
            lost=fell.lost if fell else None,
            saving=fell.saving(card.costs) if fell else None,
            seconds=seconds,
            against=against,
        )

    def as_json(self) -> Json:
        """For the model's row."""
        kept: Json = _adapter().dump_python(self, mode="json")
        return kept


def summary_of(model: LearnedModel) -> Summary:
    """The summary in a model's row."""
    return _adapter().validate_python(model.summary)


@cache
def _adapter() -> TypeAdapter[Summary]:
    from pydantic import TypeAdapter

    return TypeAdapter(Summary)
