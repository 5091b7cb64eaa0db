"""Values as people write them: numbers grouped with their unit, categories as they stand."""

from __future__ import annotations

from decimal import Decimal
from math import isnan

from rashin.engines.tabular.additive import Feature
from rashin.engines.tabular.table import Column
from rashin.language import Text, same

Value = float | str | None
"""A cell as it was understood: a number (NaN where missing), or a category (None where missing)."""

_BLANK = Text("空欄", "blank")

_TYPICAL_DIGITS = 4
"""What is typical need not be told more exactly."""

_SINGULAR = {"people": "person", "years old": "year old", "times as much": "times as much"}
"""English units that do not just lose their s."""


def said_number(feature: Feature, value: float, digits: int = 10) -> Text:
    """A number with the feature's unit, to so many digits but never less than its whole part; NaN is a blank."""
    return _BLANK if isnan(value) else with_unit(feature, _grouped(value + 0.0, digits))


def said_value(feature: Feature, column: Column, row: int) -> Text:
    """One cell of a column in words, with its unit."""
    return said_cell(feature, understood(column, row))


def understood(column: Column, row: int) -> Value:
    """One cell of a column as it was understood."""
    if not column.kind.is_coded:
        return float(column.values[row])
    code = int(column.values[row])
    return column.levels[code] if code >= 0 else None


def said_cell(feature: Feature, value: Value) -> Text:
    """A cell in words, with its unit; a missing one is a blank."""
    return said_number(feature, value) if isinstance(value, float) else said_level(value or "")


def with_unit(feature: Feature, plain: str) -> Text:
    """A number already written, with the feature's unit."""
    unit = feature.role.unit
    return same(plain) if unit is None else Text(plain + unit.ja, _with_english_unit(plain, unit.en))


def said_level(level: str) -> Text:
    """A category as it stands, in the quotes of each language; an empty one is a blank."""
    return Text(f"「{level}」", f"“{level}”") if level else _BLANK


def said_range(feature: Feature) -> Text:
    """From the lowest to the highest number seen in learning; nothing for categories."""
    if feature.kind.is_coded:
        return same("")
    low, high = said_number(feature, feature.low), said_number(feature, feature.high)
    return Text(f"{low.ja}〜{high.ja}", f"{low.en} to {high.en}")


def said_typical(feature: Feature) -> Text:
    """What is typical of the rows learned from: the middle half of the numbers, or the commonest category and its share."""
    if not feature.kind.is_coded:
        if not len(feature.typical):
            return same("")
        low, high = (said_number(feature, float(feature.typical[quartile]), _TYPICAL_DIGITS) for quartile in (0, 2))
        if low == high:
            return Text(f"ふつうは{low.ja}", f"usually {low.en}")
        return Text(f"半数は{low.ja}〜{high.ja}", f"half of all cases lie within {low.en} to {high.en}")
    counts = feature.counts[1:-1]
    if not len(counts):
        return same("")
    commonest = int(counts.argmax())
    share = 100 * counts[commonest] / max(int(feature.counts.sum()), 1)
    level = said_level(feature.levels[commonest])
    return Text(f"最も多いのは{level.ja}で{share:.0f}%", f"most often {level.en}, {share:.0f}%")


def _grouped(value: float, digits: int) -> str:
    if value.is_integer():
        return f"{value:,.0f}"
    plain = f"{value:,.{max(digits, len(f'{abs(value):.0f}'))}g}"
    return f"{Decimal(plain):,f}" if "e" in plain else plain


def _with_english_unit(plain: str, unit: str) -> str:
    if unit in ("%", "°"):
        return plain + unit
    return f"{plain} {_SINGULAR.get(unit, unit.removesuffix('s')) if plain == '1' else unit}"
