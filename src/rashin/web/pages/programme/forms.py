"""The form of an entry: one field for each column of its kind, as its column asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rashin.errors import EntryUnreadable, RashinError
from rashin.language import Text, same
from rashin.ledger.book.columns import Column, Holds, written
from rashin.ledger.book.currency import YEN, places
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.workspace.programme.entries import choices
from rashin.workspace.programme.writing import UNIT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_CHOICES = 300
"""Entries that somebody can choose from in a list; beyond, they write the id."""
_WIDE = frozenset({"note", "goal", "said", "answer", "led_to", "needs", "work"})
_WRITE_ID = Text("帳簿にある{kind}の番号を書きます。", "Write the id of an entry of the book ({kind}).")
_NAMED = Text("{name}（{id}）", "{name} ({id})")
_HINTS = {
    "payee": Text(
        "一覧になければ空けておき、下に名称と法人番号を書きます。",
        "If it is not in the list, leave this empty and write its name and number below.",
    ),
    "payee_name": Text(
        "証拠書類にあるとおりに。個人なら「個人」とだけ書きます。",
        "As the voucher has it. Of a person write only 個人.",
    ),
    "payee_number": Text("13桁の数字。", "13 digits."),
    "fiscal_year": Text("4月の属する年。2026 か 令和8年度。", "The year in which its April lies, such as 2026."),
    "tier": Text(
        "事業から直接なら1、再委託なら2から。", "1 if paid directly by the programme, from 2 on if passed on."
    ),
    "corporate_number": Text("13桁の数字。", "13 digits."),
    "sample_size": Text("何件から測ったか。", "How many cases it was measured on."),
    "low": Text("幅があるときの下の端。", "The lower end, where there is a range."),
    "high": Text("幅があるときの上の端。", "The upper end, where there is a range."),
    "carried_out": Text("翌年度へ送った分は、負の数で書きます。", "What leaves for the next year is negative."),
}
_UNITS = {"円": Text("円", "yen"), "千円": Text("千円", "thousand yen"), "万円": Text("万円", "ten thousand yen")}
_UNITS |= {"百万円": Text("百万円", "million yen"), "億円": Text("億円", "hundred million yen")}


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it is shown."""

    column: Column
    label: Text
    value: str
    type: str
    mode: str
    hint: Text | None
    wide: bool
    options: Sequence[tuple[str, Text]] | None
    """What may be chosen; None where it is written."""
    units: Sequence[str]
    unit: str
    problem: Any | None


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields of a form: what was sent, or what stands in the book."""

    values: Mapping[str, str]
    problems: Mapping[str, Any]

    @classmethod
    def sent(cls, fields: Mapping[str, Any], wrong: RashinError | None) -> Filled:
        """As somebody sent it, with what was wrong."""
        values = {name: value for name, value in fields.items() if isinstance(value, str)}
        return cls(values, wrong.problems if isinstance(wrong, EntryUnreadable) else {})

    @classmethod
    def of(cls, kind: Kind, values: Mapping[str, Any], currency: str) -> Filled:
        """As it stands in the book; amounts as they were written there."""
        return cls(dict(_standing(kind, values, currency)), {})

    def fields(
        self,
        connection: DuckDBPyConnection | None,
        kind: Kind,
        units: Sequence[str],
        only: Sequence[str] = (),
        labels: Mapping[str, Text] | None = None,
    ) -> list[Field]:
        """The fields of a kind, or only those of these columns, in that order, and called so."""
        columns = {column.name: column for column in kind.columns[1:]}
        called = labels or {}
        return [self._field(connection, columns[name], units, called.get(name)) for name in (only or columns)]

    def _field(
        self, connection: DuckDBPyConnection | None, column: Column, units: Sequence[str], label: Text | None
    ) -> Field:
        options, hint = _options(connection, column), _HINTS.get(column.name)
        if column.of and options is None:
            hint = _WRITE_ID.filled(kind=KINDS[column.of].label)
        is_money = column.holds is Holds.YEN
        return Field(
            column,
            label or column.label,
            self.values.get(column.name, ""),
            "date" if column.holds is Holds.DATE else "text",
            _mode(column),
            hint,
            column.name in _WIDE,
            options,
            units if is_money else (),
            self.values.get(column.name + UNIT, units[0]) if is_money else "",
            self.problems.get(column.name),
        )


def labels_of(kind: Kind, labels: Mapping[str, Text] | None = None) -> dict[str, Text]:
    """What each field of a kind is called."""
    return {column.name: column.label for column in kind.columns} | dict(labels or {})


def unit_label(unit: str) -> Text:
    """What a unit of amounts is called."""
    return _UNITS.get(unit, same(unit))


def _standing(kind: Kind, values: Mapping[str, Any], currency: str) -> Iterator[tuple[str, str]]:
    for column in kind.columns[1:]:
        value = values[column.name]
        if column.holds is Holds.YEN:
            yield from _amount(column, values, currency)
        elif isinstance(value, date):
            yield column.name, value.isoformat()
        elif isinstance(value, float):
            yield column.name, f"{value:.15g}"
        else:
            yield column.name, "" if value is None else str(value)


def _amount(column: Column, values: Mapping[str, Any], currency: str) -> Iterator[tuple[str, str]]:
    """As it was written, in its unit; in the smallest coin where nothing else is known."""
    text, unit = (values[name] for name in written(column.name))
    value = values[column.name]
    if text and unit:
        yield column.name, str(text)
        yield column.name + UNIT, str(unit)
    elif value is not None:
        yield column.name, f"{value:,}" if currency == YEN else f"{value / 10 ** places(currency)}"
        yield column.name + UNIT, "円" if currency == YEN else currency


def _options(connection: DuckDBPyConnection | None, column: Column) -> list[tuple[str, Text]] | None:
    if column.choices:
        return [(choice.value, choice.label) for choice in column.choices]
    if column.holds is Holds.YES_NO:
        return [("はい", Text("はい", "yes")), ("いいえ", Text("いいえ", "no"))]
    if column.of is None or connection is None:
        return None
    found = choices(connection, column.of, _MOST_CHOICES)
    if found is None:
        return None
    return [(value, same(name) if name in value else _NAMED.filled(name=name, id=value)) for value, name in found]


def _mode(column: Column) -> str:
    if column.holds is Holds.COUNT:
        return "numeric"
    return "decimal" if column.holds is Holds.NUMBER else ""
