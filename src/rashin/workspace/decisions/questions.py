"""What a form asks to decide one case: a question for each column of the model, and the case made of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rashin.charts.numbers import brief
from rashin.engines.tabular.additive import MISSING_BIN, Feature
from rashin.engines.tabular.display import with_unit
from rashin.engines.tabular.encoding import Doubt
from rashin.engines.tabular.reading.amounts import header_unit
from rashin.engines.tabular.reading.distinct import number_text
from rashin.engines.tabular.table import Kind
from rashin.errors import AnswerMissing, AnswerTooLong, DateUnreadable, NumberUnreadable, RashinError
from rashin.language import Text, same
from rashin.learning.models import Model
from rashin.services import find

LONGEST_ANSWER = 200
NONE_OF_THESE = Text("この中にない", "none of these")
"""What is answered where the value is none of those that learning saw; a person then decides."""

_YEN = {
    "千円": "thousand yen",
    "万円": "ten thousand yen",
    "百万円": "million yen",
    "千万円": "ten million yen",
    "億円": "hundred million yen",
    "十億円": "billion yen",
}
_USUAL = Text("ふつうは{low}〜{high}", "usually {low} to {high}")
_ALWAYS = Text("ふつうは{high}", "usually {high}")
_DATES = Text("ふつうは{low}から{high}まで", "usually {low} to {high}")


@dataclass(frozen=True, slots=True)
class Question:
    """One value that a case needs."""

    name: str
    """The column's name, which the answer goes by."""
    label: Text
    kind: Kind
    unit: Text | None
    """In which a plain number is read."""
    usual: Text | None
    """Where most past cases lie."""
    choices: tuple[str, ...]
    """The values that learning saw, where they are words."""
    may_be_blank: bool
    """Whether past cases were blank here too."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The case that answers make, or what is wrong with them."""

    case: dict[str, str | None]
    wrong: dict[str, RashinError]
    """By the question's name."""


def questions(model: Model) -> tuple[Question, ...]:
    """What must be known to decide one case, in the order of the table learned from."""
    return tuple(map(_question, model.additive.features))


def answered(model: Model, written: Mapping[str, str], *, blanks: bool = False) -> Answered:
    """The case made of what somebody wrote, by the names of the questions.

    `blanks`: what was always filled in so far may be blank all the same; a person then decides.
    """
    case = {feature.name: written.get(feature.name, "").strip() or None for feature in model.additive.features}
    long = {name: AnswerTooLong(most=LONGEST_ANSWER) for name, cell in case.items() if len(cell or "") > LONGEST_ANSWER}
    if long:
        return Answered(case, {**long})
    doubts = model.decide_cases([case]).encoded.doubts[:, 0].tolist()
    wrong = {
        feature.name: trouble
        for feature, doubt in zip(model.additive.features, doubts, strict=True)
        if (trouble := _trouble(feature, case[feature.name], Doubt(doubt), blanks=blanks))
    }
    return Answered(case, wrong)


def sample_answers(model: Model, number: int = 0) -> dict[str, str]:
    """Values to try: one of the service's packaged cases where it has every column, else what is most usual."""
    features = model.additive.features
    cells = find(model.service).new_cases()
    if all(feature.name in cells for feature in features):
        place = number % len(next(iter(cells.values())))
        return {feature.name: cells[feature.name][place].strip() for feature in features}
    return {feature.name: _commonest(feature) for feature in features}


def _question(feature: Feature) -> Question:
    unit = _unit(feature)
    label = feature.role.label
    return Question(
        name=feature.name,
        label=label,
        kind=feature.kind,
        unit=None if unit is None or unit.ja in label.ja else unit,
        usual=_usual(feature),
        choices=feature.levels if feature.kind.is_coded else (),
        may_be_blank=bool(feature.counts[MISSING_BIN]),
    )


def _unit(feature: Feature) -> Text | None:
    """The unit of a plain number: that of the column's header where it states one."""
    word = header_unit(feature.name).word
    return Text(word, _YEN[word]) if word else feature.role.unit


def _usual(feature: Feature) -> Text | None:
    """The middle half of past numbers, in the unit that the column is written in."""
    if feature.kind.is_coded or not len(feature.typical):
        return None
    low, high = float(feature.typical[0]), float(feature.typical[2])
    if feature.kind is Kind.DATE:
        return _DATES.filled(low=_day(low), high=_day(high))
    unit = header_unit(feature.name)
    plain = [brief(value / unit.scale) for value in (low, high)]
    said = Text(plain[1] + unit.word, f"{plain[1]} {_YEN[unit.word]}") if unit.word else with_unit(feature, plain[1])
    return _ALWAYS.filled(high=said) if plain[0] == plain[1] else _USUAL.filled(low=plain[0], high=said)


def _commonest(feature: Feature) -> str:
    if feature.kind.is_coded:
        return feature.levels[int(feature.counts[1:-1].argmax())]
    middle = float(feature.typical[1])
    if feature.kind is Kind.DATE:
        return _day(middle).ja
    return number_text(middle / header_unit(feature.name).scale)


def _day(days: float) -> Text:
    return same(str(date(1970, 1, 1) + timedelta(days=days)))


def _trouble(feature: Feature, cell: str | None, doubt: Doubt, *, blanks: bool) -> RashinError | None:
    """What is to be mended in the form; all other doubts are for the person who decides."""
    if Doubt.UNREADABLE in doubt and cell is not None:
        return (DateUnreadable if feature.kind is Kind.DATE else NumberUnreadable)(value=cell)
    if Doubt.NEWLY_MISSING in doubt and not blanks:
        return AnswerMissing()
    return None
