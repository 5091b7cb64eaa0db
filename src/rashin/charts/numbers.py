"""How numbers are written: grouped, with a true minus, 万/億/兆 in sentences and full digits in tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isclose

from rashin.language import Language, Text

MINUS = "−"
NO_VALUE = Text("値なし", "no value")
"""Stands where a number should be and none was reported."""
_MAN, _OKU, _CHO = 10**4, 10**8, 10**12
_MILLION, _BILLION, _TRILLION = 10**6, 10**9, 10**12


def plain(value: float, digits: int = 0) -> str:
    """1,234.5 with exactly so many decimals."""
    words = f"{abs(value):,.{digits}f}"
    return f"{MINUS}{words}" if value < 0 and float(words.replace(",", "")) else words


def signed(value: float, digits: int = 0) -> str:
    """+12, −3 or 0."""
    words = plain(value, digits)
    return words if words.startswith(MINUS) or not float(words.replace(",", "")) else f"+{words}"


def brief(value: float) -> str:
    """A number as read from a table: four figures that count, whole numbers in full."""
    if isclose(value, round(value), abs_tol=1e-9) or abs(value) >= 1000:
        return plain(value)
    digits = 3 if abs(value) < 1 else 2 if abs(value) < 100 else 1
    return plain(value, digits).rstrip("0").rstrip(".")


def percent(value: float, digits: int = 1) -> str:
    """A share as 62.1%."""
    return f"{plain(100 * value, digits)}%"


def tick(value: float, language: Language) -> str:
    """A number short enough for an axis: 120万, 1.2億; 1.2M."""
    steps = ((_OKU, "億"), (_MAN, "万")) if language == "ja" else ((10**9, "B"), (10**6, "M"), (10**4, "k"))
    for size, sign in steps:
        if abs(value) >= size:
            return brief(value / (1000 if sign == "k" else size)) + sign
    return brief(value)


def yen(value: float) -> Text:
    """Yen in a sentence: 1,230万円, 1.2億円; ¥12.3 million."""
    return Text(_yen_ja(value), _yen_en(value, (" trillion", " billion", " million")))


def yen_brief(value: float) -> Text:
    """Yen beside a drawing, where room is short: 1,230万円, 1.2億円, 5.51兆円; ¥12.3M, ¥120M, ¥5.51tn."""
    return Text(_yen_ja(value), _yen_en(value, ("tn", "bn", "M")))


def yen_full(value: float) -> str:
    """Yen in a table, to the last digit."""
    return f"{MINUS}¥{abs(round(value)):,}" if round(value) < 0 else f"¥{round(value):,}"


def of_hundred(share: float) -> Text:
    """A share as cases among a hundred, or among a thousand where it is small: およそ62件."""
    size = 1000 if 0 < share < 0.0095 else 100
    n = plain(share * size)
    return Text(f"{size:,}件中およそ{n}件", f"about {n} in {size:,}")


def span(low: str, high: str) -> Text:
    """From … to."""
    return Text(f"{low}〜{high}", f"{low} to {high}")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a drawing counts in, and how an amount of it is written."""

    name: Text
    brief: Callable[[float], Text]
    """Beside a mark, with the unit: three figures that count."""
    full: Callable[[float], str]
    """In a table, to the last digit."""


YEN = Unit(Text("円", "yen"), yen_brief, yen_full)


def counted(name: Text) -> Unit:
    """A unit of whole things, such as 件: 1,234件 in Japanese, 1,234 in English, where the title names them."""
    return Unit(name, lambda value: Text(f"{plain(value)}{name.ja}", plain(value)), plain)


def _yen_ja(value: float) -> str:
    value = _rounded(value) if abs(value) >= _MAN else round(value)
    size, unit = next(
        ((size, unit) for size, unit in ((_CHO, "兆"), (_OKU, "億"), (_MAN, "万")) if abs(value) >= size), (1, "")
    )
    return f"{_three_figures(value / size) if size > 1 else plain(value)}{unit}円"


def _yen_en(value: float, units: tuple[str, str, str]) -> str:
    sign = MINUS if round(value) < 0 else ""
    value = _rounded(abs(value)) if abs(value) >= _MILLION else abs(round(value))
    for size, unit in zip((_TRILLION, _BILLION, _MILLION), units, strict=True):
        if value >= size:
            return f"{sign}¥{_three_figures(value / size)}{unit}"
    return f"{sign}¥{value:,.0f}"


def _rounded(value: float) -> float:
    """To three figures, so that 99,996万 becomes 1億 and not 10,000万."""
    return float(f"{value:.3g}")


def _three_figures(value: float) -> str:
    """Three figures that count, as much as a sentence needs: 1,940 or 60 or 1.94."""
    rounded = _rounded(value)
    digits = 0 if abs(rounded) >= 100 else 1 if abs(rounded) >= 10 else 2
    words = plain(rounded, digits)
    return words.rstrip("0").rstrip(".") if digits else words
