"""Which columns become inputs, which do not and why, and how each input is treated and spoken of.

What the user declares wins over what the service presumes. A presumption that does not fit the column (a direction for
values without order) is dropped; a declaration that does not fit is an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from rashin.engines.contract import Change, FeatureRole, Monotone
from rashin.engines.tabular.reading.amounts import header_unit
from rashin.engines.tabular.reading.scales import said
from rashin.engines.tabular.table import Column, Kind
from rashin.errors import (
    ColumnMissing,
    DeclarationForMissingColumn,
    DeclarationUnknown,
    DirectionOnCategory,
    NoUsableColumn,
    TimeWithoutOrder,
)
from rashin.language import Text, same
from rashin.services.contract import Concept, Service, Use

_MIRRORED = {"raises": "lowers", "lowers": "raises", "up": "down", "down": "up"}

_YEN = Text("円", "yen")
_STATED_UNITS = {
    **dict.fromkeys(("円", "yen", "jpy", "¥"), _YEN),
    **dict.fromkeys(("%", "パーセント", "percent"), same("%")),
    **dict.fromkeys(("年", "years", "year"), Text("年", "years")),
    **dict.fromkeys(("月", "か月", "ヶ月", "ヵ月", "ケ月", "カ月", "months", "month"), Text("か月", "months")),
    **dict.fromkeys(("日", "days"), Text("日", "days")),
    **dict.fromkeys(("人", "名", "people"), Text("人", "people")),
    **dict.fromkeys(("歳", "才"), Text("歳", "years old")),
    **dict.fromkeys(("回", "times"), Text("回", "times")),
    **dict.fromkeys(("件", "cases"), Text("件", "cases")),
    **dict.fromkeys(("倍", "times as much"), Text("倍", "times as much")),
    **dict.fromkeys(("$", "usd", "ドル"), Text("ドル", "dollars")),
}
_IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")

_TIME = Text(
    "申込の順序を知るための列なので、判断の材料にしません。",
    "This column tells the order of applications; it is not decided by.",
)
_GROUP = Text(
    "同じ相手の行をまとめるための列なので、判断の材料にしません。",
    "This column tells which rows belong together; it is not decided by.",
)
_PROTECTED = Text(
    "本人の属性として守るべき列なので、判断の材料にしません。公平さの確認にだけ使います。",
    "This is a protected attribute; it is not decided by, and serves only to check fairness.",
)
_AFTERWARDS = Text(
    "判断の後でなければ分からない「{label}」の列なので、判断の材料にしません。"
    "申込の時点で分かっている内容なら、それが分かる名前に列名を変えてください。",
    "This column holds “{label}”, which is known only after the decision; it is not decided by. "
    "If it is known at the time of application, rename the column so that it says so.",
)
_OTHER_OUTCOME = Text(
    "結果を表す列と思われるので、判断の材料にしません。申込の時点で分かっている内容なら、列名を変えてください。",
    "This column seems to hold an outcome; it is not decided by. If it is known at the time of application, rename it.",
)
_IDENTIFIER = Text(
    "番号や名前など、一件ごとに相手を見分けるための列なので、判断の材料にしません。",
    "This column tells cases apart, as a number or a name does; it is not decided by.",
)
_DATE = Text(
    "日付のままでは使いません。「業歴（年）」のように、申込日までの長さを数で書いた列を加えると使えます。",
    "Dates are not used as they are. Add a column with the time up to the application as a number, such as years in "
    "business.",
)
_FREE_TEXT = Text(
    "自由に書かれた文章なので、判断の材料にしません。区分や数に直した列を加えると使えます。",
    "This is free text; it is not decided by. Add a column with the same as a category or a number.",
)
_CONSTANT = Text(
    "どの行も同じ値なので、判断の材料になりません。",
    "Every row has the same value, so nothing can be decided by it.",
)

_ALLOWED = Text(
    "「{column}」は守るべき属性ですが、指定により判断の材料に入れます。"
    "属性による不当な差別にならないことを、責任者が確かめて記録してください。",
    "“{column}” is a protected attribute, but is decided by because it was allowed. "
    "Whoever is responsible must confirm, and record, that this is no unlawful discrimination.",
)
_CHANGE_PRESUMED = Text(
    "次の列は、相手が変えられるものとして扱います。変えられない列があれば、そのように指定してください: {columns}",
    "These columns are taken as something the applicant could change. Declare those that cannot be: {columns}",
)
_IDLE = Text(
    "「{column}」は判断の材料にしないので、この列への指定は使いません。",
    "“{column}” is not decided by, so what was declared for it has no effect.",
)


@dataclass(frozen=True, slots=True)
class Roles:
    """What becomes of every column but the target."""

    inputs: dict[str, FeatureRole]
    protected: tuple[str, ...]
    """Columns to measure fairness on, those allowed as inputs included."""
    left_out: dict[str, Text]
    """Column → why it is not an input."""
    uses: dict[str, Use]
    notes: tuple[Text, ...] = ()
    """What the user should know: protected columns let in, presumptions made, declarations without effect."""


def resolve_roles(
    service: Service,
    columns: Sequence[Column],
    *,
    target: str,
    protected: Sequence[str] = (),
    allow: Sequence[str] = (),
    group: str | None = None,
    time: str | None = None,
    monotone: Mapping[str, str] | None = None,
    change: Mapping[str, str] | None = None,
) -> Roles:
    """The role of every column, from what the service knows and what the user declares.

    Args:
        service: whose concepts give labels, units, directions and uses.
        columns: the table's columns, the target among them.
        target: the outcome column.
        protected: columns that are protected beside those the service knows.
        allow: protected columns that may be inputs all the same.
        group: the column whose equal values belong together in validation.
        time: the column that orders cases in validation.
        monotone: column → "raises", "lowers" or "free": what a rising value does to the risk.
        change: column → "never", "either", "up" or "down": how the applicant could change it.

    Raises:
        ColumnMissing: `target`, `group`, `time` or a column of `protected` or `allow` is not in the table.
        TimeWithoutOrder: the values of `time` have no order.
        DeclarationForMissingColumn: a column of `monotone` or `change` is not in the table.
        DeclarationUnknown: a word other than those above.
        DirectionOnCategory: a direction was declared for an input whose values have no order.
        NoUsableColumn: nothing is left to decide by.
    """
    present = {column.name: column for column in columns}
    _require(present, (target, *protected, *allow, *(name for name in (group, time) if name is not None)))
    if time is not None:
        _require_order(present[time])
    directions = _declared(Monotone, monotone or {}, present)
    changes = _declared(Change, change or {}, present)
    uses = {name: _use(service, name, target, protected) for name in present}
    left_out = {
        name: why
        for name, column in present.items()
        if name != target
        and (
            why := _why_left_out(service, column, uses[name], is_time=name == time, is_group=name == group, allow=allow)
        )
    }
    chosen = [column for name, column in present.items() if name != target and name not in left_out]
    if not chosen:
        raise NoUsableColumn(left_out=", ".join(left_out))
    labels = _labels(service, [column.name for column in chosen])
    inputs = {
        column.name: _role(column, service.concept_of(column.name), labels[column.name], directions, changes)
        for column in chosen
    }
    return Roles(
        inputs=inputs,
        protected=tuple(name for name in present if uses[name] is Use.PROTECTED),
        left_out=left_out,
        uses=uses,
        notes=tuple(_notes(service, inputs, uses, left_out, directions, changes)),
    )


def _require(present: Mapping[str, Column], names: Iterable[str]) -> None:
    for name in names:
        if name not in present:
            raise ColumnMissing(column=name, present=", ".join(present))


def _require_order(time: Column) -> None:
    if time.kind not in (Kind.DATE, Kind.NUMBER, Kind.ORDERED):
        raise TimeWithoutOrder(column=time.name, values=_some(time.levels))


_Word = TypeVar("_Word", bound=StrEnum)


def _declared(words: type[_Word], wanted: Mapping[str, str], present: Mapping[str, Column]) -> dict[str, _Word]:
    known = {str(word): word for word in words}
    for name, word in wanted.items():
        if name not in present:
            raise DeclarationForMissingColumn(column=name, declaration=word, present=", ".join(present))
        if word not in known:
            raise DeclarationUnknown(column=name, word=word, known=", ".join(known))
    return {name: known[word] for name, word in wanted.items()}


def _use(service: Service, name: str, target: str, protected: Sequence[str]) -> Use:
    if name == target:
        return Use.TARGET
    if name in protected:
        return Use.PROTECTED
    concept = service.concept_of(name)
    return concept.use if concept else Use.INPUT


def _why_left_out(
    service: Service, column: Column, use: Use, *, is_time: bool, is_group: bool, allow: Sequence[str]
) -> Text | None:
    if is_time:
        return _TIME
    if is_group:
        return _GROUP
    if use is Use.PROTECTED and column.name not in allow:
        return _PROTECTED
    if use is Use.AFTERWARDS:
        concept = service.concept_of(column.name)
        return _AFTERWARDS.filled(label=concept.label if concept else same(column.name))
    if use is Use.TARGET:
        return _OTHER_OUTCOME
    if use is Use.IDENTIFIER:
        return _IDENTIFIER
    return _unfit(column)


def _unfit(column: Column) -> Text | None:
    """Why nothing can be learned from values of this kind, whatever they mean."""
    by_kind = {Kind.IDENTIFIER: _IDENTIFIER, Kind.DATE: _DATE, Kind.TEXT: _FREE_TEXT}
    if column.kind in by_kind:
        return by_kind[column.kind]
    values = column.values[~column.missing]
    varied = len(np.unique(values)) + (len(values) < len(column)) > 1
    return None if varied else _CONSTANT


def _labels(service: Service, names: Sequence[str]) -> dict[str, Text]:
    """What each column is called; columns of one concept are told apart by their headers."""
    concepts = {name: service.concept_of(name) for name in names}
    held = [concept.key for concept in concepts.values() if concept]
    return {name: _label(name, concept, held) for name, concept in concepts.items()}


def _label(name: str, concept: Concept | None, held: Sequence[str]) -> Text:
    if concept is None:
        return same(name)
    if held.count(concept.key) == 1:
        return concept.label
    return Text("{label}（{name}）", "{label} ({name})").filled(label=concept.label, name=name)


def _role(
    column: Column,
    concept: Concept | None,
    label: Text,
    directions: Mapping[str, Monotone],
    changes: Mapping[str, Change],
) -> FeatureRole:
    presumed = concept or Concept(column.name, label, ())
    return FeatureRole(
        label=label,
        unit=_unit(column.name, presumed.unit) if column.kind is Kind.NUMBER else None,
        monotone=_fitted(column, directions.get(column.name), presumed.monotone, Monotone.FREE),
        change=_fitted(column, changes.get(column.name), presumed.change, Change.EITHER),
    )


def _unit(header: str, presumed: Text | None) -> Text | None:
    """The unit to show: the one the header states, or else the presumed one where it cannot mislead.

    An amount under an English header may be in any currency, and a ratio may be written as 0.2 or as 20.
    """
    if header_unit(header).word:
        return _YEN
    stated = _IN_BRACKETS.search(unicodedata.normalize("NFKC", header))
    if stated:
        return _STATED_UNITS.get(stated[1].strip().casefold())
    misleading = presumed == same("%") or (presumed == _YEN and header.isascii())
    return None if misleading else presumed


def _fitted(column: Column, declared: _Word | None, presumed: _Word, neutral: _Word) -> _Word:
    """The direction in terms of the column's own values: the declared one, or else the presumed one if it fits."""
    wanted = presumed if declared is None else declared
    if wanted not in _MIRRORED:
        return wanted
    rising = _rising(column)
    if declared is not None and rising is None:
        raise DirectionOnCategory(column=column.name, declaration=str(declared), levels=_some(column.levels))
    if rising is None or (declared is None and column.kind is Kind.ORDERED):
        return neutral
    return wanted if rising else type(wanted)(_MIRRORED[wanted])


def _rising(column: Column) -> bool | None:
    """Whether the column's codes rise with what is said of it; None where its values have no order."""
    if column.kind in (Kind.NUMBER, Kind.ORDERED):
        return True
    match [said(level) for level in column.levels]:
        case [False, True]:
            return True
        case [True, False]:
            return False
        case _:
            return None


def _some(levels: Sequence[str]) -> str:
    return ", ".join(levels[:5]) + (" …" if len(levels) > 5 else "")


def _notes(
    service: Service,
    inputs: Mapping[str, FeatureRole],
    uses: Mapping[str, Use],
    left_out: Mapping[str, Text],
    directions: Mapping[str, Monotone],
    changes: Mapping[str, Change],
) -> Iterable[Text]:
    for name in inputs:
        if uses[name] is Use.PROTECTED:
            yield _ALLOWED.filled(column=name)
    for name in {**directions, **changes}:
        if name in left_out:
            yield _IDLE.filled(column=name)
    presumed = [name for name in inputs if service.concept_of(name) is None and name not in changes]
    if presumed:
        yield _CHANGE_PRESUMED.filled(columns=", ".join(presumed))
