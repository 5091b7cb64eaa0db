"""How bills are written."""

from __future__ import annotations

from fractions import Fraction

from rashin.charts.numbers import yen_full
from rashin.language import Language, Text
from rashin.workspace.bills import Line

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEN = 100
_PRODUCT = Text("{used} × {price}/{unit} = {exact}", "{used} × {price} a {unit} = {exact}")
_ROUNDED = Text("{told} → 1円未満を切り捨てて {yen}", "{told}, rounded down to {yen}")


def price(sen: int) -> str:
    """A price as ¥0.5."""
    whole, rest = divmod(sen, 100)
    return f"¥{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")


def quantity(value: Fraction) -> str:
    """A quantity with as many decimals as it needs, at most four."""
    written = f"{float(value):,.4f}".rstrip("0").rstrip(".")
    return written if value.denominator == 1 or Fraction(written.replace(",", "")) == value else f"{written}…"


def used(line: Line) -> Text:
    """How much was used, with its unit."""
    if line.kind.name == "base":
        return Text("1か月", "one month")
    number = quantity(line.quantity)
    return Text(f"{number} {line.kind.unit.ja}", f"{number} {line.kind.unit.en}")


def working(line: Line) -> Text:
    """How the yen of a line come about."""
    exact = line.quantity * line.sen / _SEN
    told = _PRODUCT.filled(used=used(line), price=price(line.sen), unit=line.kind.unit, exact=f"¥{quantity(exact)}")
    if exact.denominator == 1:
        return told
    return _ROUNDED.filled(told=told, yen=yen_full(line.yen))


def said_month(month: str, language: Language) -> str:
    """A month as people write it."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year}年{number}月" if language == "ja" else f"{_MONTHS[number - 1]} {year}"
