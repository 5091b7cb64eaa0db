"""How what stands in a book is written on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from rashin.charts.numbers import brief, yen_full
from rashin.language import Text, same
from rashin.ledger.book.columns import Column, Holds
from rashin.ledger.book.currency import YEN, places
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.importing.importing import FORMATS

_YES, _NO, _NOTHING = Text("はい", "yes"), Text("いいえ", "no"), same("—")
_YEAR = Text("{year}年度", "FY{year}")
_FORM = Text("画面から", "by form")
_OTHERS = {"form": _FORM, "sample": Text("架空の見本", "fictional sample")}


def aware(moment: datetime) -> datetime:
    """A moment of the book, which is in UTC and may not say so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day(value: date) -> Text:
    """A day as people write it."""
    return Text(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {value:%b %Y}")


def fiscal_year(year: int | None) -> Text:
    """A fiscal year as people write it."""
    return _NOTHING if year is None else _YEAR.filled(year=year)


def money(amount: int | None, currency: str = YEN) -> str:
    """An amount to its last coin; a dash where there is none."""
    if amount is None:
        return _NOTHING.ja
    if currency == YEN:
        return yen_full(amount)
    digits = places(currency)
    return f"{currency} {amount / 10**digits:,.{digits}f}"


def said(column: Column, value: Any, currency: str = YEN) -> Text:
    """A value of this column as people write it; a dash where there is none."""
    if value is None or value == "":
        return _NOTHING
    for choice in column.choices:
        if choice.value == value:
            return choice.label
    match column.holds:
        case Holds.YEN:
            return same(money(int(value), currency))
        case Holds.NUMBER:
            return same(brief(float(value)))
        case Holds.COUNT:
            return same(f"{int(value):,}")
        case Holds.YEAR:
            return fiscal_year(int(value))
        case Holds.DATE:
            return day(value)
        case Holds.YES_NO:
            return _YES if value else _NO
        case _:
            return same(str(value))


def came_by(format_code: str) -> Text:
    """How a batch came, by the code of its format."""
    return FORMATS[format_code].label if format_code in FORMATS else _OTHERS.get(format_code, same(format_code))


def kind_label(kind: str) -> Text:
    """What a kind of entry is called."""
    return KINDS[kind].label if kind in KINDS else same(kind)
