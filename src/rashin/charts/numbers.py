"""How numbers are written: grouped, with a true minus, 万/億 in sentences and full digits in tables."""

from __future__ import annotations

from math import isclose

from rashin.language import Language, Text

MINUS = "−"
_MAN, _OKU = 10**4, 10**8


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
    """Yen in a sentence: 1,235万円, 1.2億円; ¥12.3 million."""
    return Text(_yen_ja(value), _yen_en(value))


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


def _yen_ja(value: float) -> str:
    size, unit = (_OKU, "億") if abs(value) >= _OKU else (_MAN, "万") if abs(value) >= _MAN else (1, "")
    return f"{_three_figures(value / size) if size > 1 else plain(value)}{unit}円"


def _yen_en(value: float) -> str:
    sign = MINUS if value < 0 else ""
    if abs(value) < 10**6:
        return f"{sign}¥{abs(round(value)):,}"
    size, unit = (10**9, "billion") if abs(value) >= 10**9 else (10**6, "million")
    return f"{sign}¥{_three_figures(abs(value) / size)} {unit}"


def _three_figures(value: float) -> str:
    """Three figures that count, as much as a sentence needs: 1,940 or 60 or 1.94."""
    rounded = float(f"{value:.3g}")
    digits = 0 if abs(rounded) >= 100 else 1 if abs(rounded) >= 10 else 2
    words = plain(rounded, digits)
    return words.rstrip("0").rstrip(".") if digits else words
