"""Decisions in receipts: in whole units, so that anybody can add the reasons up to the score, to the last bit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import exp, isinf
from typing import Any, Protocol

from rashin.errors import ReasonsUnequal, ReceiptUnreadable
from rashin.language import Text, same
from rashin.trust.canonical import LARGEST

UNITS = "2^-33"
"""Of log-odds; parts by feature, reference and score are whole numbers of them."""
DIGITS = 6
"""After the point of a probability."""

_UNITS_PER_LOG_ODDS = 2**33
_OUTCOMES = ("favourable", "adverse")
_PROBABILITY = re.compile(r"[01]\.[0-9]{1,9}")
_ROUNDING = 1e-12
"""How far exponentials of different libraries may lie apart, generously."""

_MISSING = Text("判断の「{name}」の形が違います", "“{name}” of the decision has another form")
_NOT_WHOLE = Text("{name} が 2⁻³³ の整数倍ではありません", "{name} is no whole multiple of 2⁻³³")
_SUM = Text("合計との差は {rest}", "the difference is {rest}")


class Reason(Protocol):
    """What a receipt tells of a reason; the engines' reasons are such."""

    @property
    def feature(self) -> str:
        """The column's name."""

    @property
    def label(self) -> Text:
        """How people call it."""

    @property
    def value(self) -> Text:
        """This case's value, in words."""

    @property
    def log_odds(self) -> float:
        """Its part in the score, a whole multiple of 2⁻³³."""

    @property
    def sentence(self) -> Text:
        """What it did, in words."""


class Decision(Protocol):
    """What a receipt tells of a decision; the engines' decisions are such."""

    @property
    def outcome(self) -> str:
        """`favourable` or `adverse`, a person's part in it left aside."""

    @property
    def probability(self) -> float:
        """Of the adverse outcome."""

    @property
    def score(self) -> float:
        """Log-odds of the adverse outcome, a whole multiple of 2⁻³³."""

    @property
    def possible(self) -> Sequence[str]:
        """Outcomes that cannot be excluded."""

    @property
    def handed_over(self) -> bool:
        """Whether a person decides."""

    @property
    def why_handed_over(self) -> Sequence[Text]:
        """Why, if so."""

    @property
    def reasons(self) -> Sequence[Reason]:
        """All reasons."""

    @property
    def model_digest(self) -> str:
        """The model that decided."""

    @property
    def words(self) -> Text:
        """What the decision comes to."""


def decision_payload(
    decision: Decision,
    *,
    decision_id: str,
    organisation: str,
    deployment: str,
    service: str,
    reference: str,
    reference_score: float,
    threshold_score: float,
) -> dict[str, Any]:
    """The payload of a decision, for `commit`.

    Args:
        decision: with all of its reasons.
        decision_id: of the decision; `id` in the payload.
        organisation: whose decision it is.
        deployment: which use of the service.
        service: its name.
        reference: the organisation's own label of the case; empty if it has none.
        reference_score: the score that reasons are told against, in log-odds: intercept and mean parts.
        threshold_score: above it the outcome is adverse, in log-odds; infinite where nothing, or everything, is.

    Raises:
        ReasonsUnequal: the reasons do not add up to the score, or are no whole units.
    """
    told = _told(decision, reference_score, threshold_score)
    rest = told["score"] - told["reference_score"] - sum(one["part"] for one in told["reasons"])
    if rest:
        raise ReasonsUnequal(where=_SUM.filled(rest=rest))
    return {
        "id": decision_id,
        "organisation": organisation,
        "deployment": deployment,
        "service": service,
        "model": decision.model_digest,
        "reference": reference,
        "decision": told,
    }


def _told(decision: Decision, reference_score: float, threshold_score: float) -> dict[str, Any]:
    return {
        "outcome": str(decision.outcome),
        "handed_over": decision.handed_over,
        "words": _pair(decision.words),
        "possible": [str(one) for one in decision.possible],
        "why_handed_over": [_pair(why) for why in decision.why_handed_over],
        "probability": f"{decision.probability:.{DIGITS}f}",
        "units": UNITS,
        "score": _units("score", decision.score),
        "threshold": _units("threshold", threshold_score),
        "reference_score": _units("reference_score", reference_score),
        "reasons": [
            {
                "feature": one.feature,
                "label": _pair(one.label),
                "value": _pair(one.value),
                "part": _units(one.feature, one.log_odds),
                "sentence": _pair(one.sentence),
            }
            for one in decision.reasons
        ],
    }


def _pair(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}


def _units(name: str, log_odds: float) -> int:
    """Log-odds in whole units; infinite ones as the largest number there is."""
    if isinf(log_odds):
        return LARGEST if log_odds > 0 else -LARGEST
    units = log_odds * _UNITS_PER_LOG_ODDS
    if units != units // 1:
        raise ReasonsUnequal(where=_NOT_WHOLE.filled(name=name))
    return int(units)


def check_form(payload: Mapping[str, Any]) -> None:
    """See that a decision's payload has everything that a verifier computes with or shows.

    Raises:
        ReceiptUnreadable: something is missing or of another kind.
    """
    for name in ("id", "organisation", "deployment", "service", "model", "reference"):
        _need(isinstance(payload.get(name), str), name)
    told: Any = payload.get("decision")
    _need(isinstance(told, dict), "decision")
    _need(told.get("outcome") in _OUTCOMES and isinstance(told["outcome"], str), "outcome")
    _need(isinstance(told.get("handed_over"), bool), "handed_over")
    _need(_is_pair(told.get("words")), "words")
    _need(_are(_is_outcome, told.get("possible")), "possible")
    _need(_are(_is_pair, told.get("why_handed_over")), "why_handed_over")
    _need(_is_probability(told.get("probability")), "probability")
    _need(told.get("units") == UNITS, "units")
    for name in ("score", "threshold", "reference_score"):
        _need(_is_whole(told.get(name)), name)
    _need(_are(_is_reason, told.get("reasons")), "reasons")


def adds_up(told: Mapping[str, Any]) -> bool:
    """Whether reference and reasons add up to the score."""
    return bool(told["reference_score"] + sum(one["part"] for one in told["reasons"]) == told["score"])


def follows_from_score(told: Mapping[str, Any]) -> bool:
    """Whether the outcome is the one on the score's side of the line."""
    return bool((told["outcome"] == "adverse") == (told["score"] > told["threshold"]))


def probability_fits(told: Mapping[str, Any]) -> bool:
    """Whether the probability is that of the score, to the digits given."""
    given = told["probability"]
    half = 0.5 * 10.0 ** -len(given.partition(".")[2])
    return abs(float(given) - _logistic(told["score"] / _UNITS_PER_LOG_ODDS)) <= half + _ROUNDING


def _logistic(score: float) -> float:
    return 1 / (1 + exp(-score)) if score > 0 else exp(score) / (1 + exp(score))


def _need(holds: bool, name: str) -> None:
    if not holds:
        raise ReceiptUnreadable(where=_MISSING.filled(name=same(name)))


def _are(check: Any, values: object) -> bool:
    return isinstance(values, list) and all(map(check, values))


def _is_outcome(value: object) -> bool:
    return isinstance(value, str) and value in _OUTCOMES


def _is_pair(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(language), str) for language in ("ja", "en"))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_probability(value: object) -> bool:
    return isinstance(value, str) and _PROBABILITY.fullmatch(value) is not None


def _is_reason(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("feature"), str)
        and all(_is_pair(value.get(name)) for name in ("label", "value", "sentence"))
        and _is_whole(value.get("part"))
    )
