"""A decision as its receipt tells it, with the sentences that pages and letters say of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rashin.charts import Part, Waterfall
from rashin.charts.numbers import of_hundred
from rashin.engines.contract import Outcome
from rashin.engines.tabular.reasons import HALF_UNIT, POINTS_PER_LOG_ODDS, logistic
from rashin.language import Text, same
from rashin.learning.card import ModelCard

SHOWN = 8
"""Reasons that a drawing shows one by one; the others are taken together."""

_TITLE = Text("「{risk}」に最も効いたのは、「{first}」です", "“{first}” weighs most in the {risk}")
_DESCRIPTION = Text(
    "{start}は{from_}です。この件の{count}個の理由を足すと、{to}になります。",
    "{start}: {from_}. With the {count} reasons of this case it comes to {to}.",
)
_OTHERS = Text("ほか{n}項目", "{n} others")
_THIS = Text("この件", "This case")
_LINE = Text("結果の分かれ目", "where the outcome turns")
REFERENCES = {
    "all": Text("これまでの全件の平均", "The average of all past cases"),
    "accepted": Text("これまで通った件の平均", "The average of past cases that were accepted"),
}


@dataclass(frozen=True, slots=True)
class ToldReason:
    """One reason."""

    feature: str
    label: Text
    value: Text
    points: float
    """Twenty double the odds; those of all reasons lead from the reference to the case."""
    sentence: Text


@dataclass(frozen=True, slots=True)
class Told:
    """One decision."""

    outcome: Outcome
    """A person's part in it left aside."""
    words: Text
    handed_over: bool
    why_handed_over: tuple[Text, ...]
    possible: tuple[Outcome, ...]
    probability: float
    line: float
    """The probability above which the adverse outcome is the cheaper assumption."""
    start: float
    """The probability of the reference."""
    line_points: float
    """From the reference to that line."""
    reasons: tuple[ToldReason, ...]
    """The weightiest first."""

    @classmethod
    def of(cls, payload: bytes) -> Told:
        """The decision in a payload."""
        told: Mapping[str, Any] = json.loads(payload)["decision"]
        start, line = (told[name] * HALF_UNIT for name in ("reference_score", "threshold"))
        return cls(
            outcome=Outcome(told["outcome"]),
            words=_text(told["words"]),
            handed_over=told["handed_over"],
            why_handed_over=tuple(map(_text, told["why_handed_over"])),
            possible=tuple(map(Outcome, told["possible"])),
            probability=float(told["probability"]),
            line=float(logistic(line)),
            start=float(logistic(start)),
            line_points=(line - start) * POINTS_PER_LOG_ODDS,
            reasons=tuple(map(_reason, told["reasons"])),
        )

    def against(self) -> tuple[ToldReason, ...]:
        """The reasons that speak for the adverse outcome."""
        return tuple(one for one in self.reasons if one.points > 0)

    def in_favour(self) -> tuple[ToldReason, ...]:
        """The reasons that speak for the favourable outcome."""
        return tuple(one for one in self.reasons if one.points < 0)

    def waterfall(self, card: ModelCard) -> Waterfall:
        """The way from the reference to this case, one reason at a time."""
        start = REFERENCES[card.reference]
        facts = {"start": start, "from_": of_hundred(self.start), "to": of_hundred(self.probability)}
        within = (
            -200 < self.line_points < 200
        )  # where hardly anything, or nearly everything, is adverse it lies far off
        return Waterfall(
            title=_TITLE.filled(risk=card.wording.risk, first=self.reasons[0].label),
            description=_DESCRIPTION.filled(**facts, count=len(self.reasons)),
            start=start,
            end=_THIS,
            start_probability=self.start,
            end_probability=self.probability,
            parts=self._parts(),
            line=(self.line_points, _LINE) if within else None,
        )

    def _parts(self) -> tuple[Part, ...]:
        shown, rest = self.reasons[:SHOWN], self.reasons[SHOWN:]
        parts = [Part(one.label, one.value, one.points) for one in shown]
        if rest:
            parts.append(Part(_OTHERS.filled(n=len(rest)), same(""), sum(one.points for one in rest)))
        return tuple(parts)


def _reason(told: Mapping[str, Any]) -> ToldReason:
    points = told["part"] * HALF_UNIT * POINTS_PER_LOG_ODDS
    return ToldReason(told["feature"], _text(told["label"]), _text(told["value"]), points, _text(told["sentence"]))


def _text(pair: Mapping[str, str]) -> Text:
    return Text(pair["ja"], pair["en"])


def bare(value: Text) -> Text:
    """A value without the quotation marks that a sentence needs and a list does not."""
    return Text(value.ja.removeprefix("「").removesuffix("」"), value.en.removeprefix("“").removesuffix("”"))
