"""Hypothesis strategies for cells as a JSON object may hold them: as they should be, and as people write them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from rashin.engines.tabular.additive import Feature
from rashin.engines.tabular.reading.amounts import header_unit
from rashin.engines.tabular.table import Kind

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

MISSING = st.sampled_from([None, "", " ", "-", "不明", "N/A", "none", "該当なし", "未定", "ー", "\u200b"])
CODES = st.sampled_from([-999, "-999", 999, -99.0, "99999", -1, 0, "0"])
HUGE = st.sampled_from(
    [float("inf"), -float("inf"), float("nan"), 1e308, "1e308", "1e400", "∞", 10**18, 10**400, 2**53 + 1, 1e22, 10**22]
)
WORDS = st.sampled_from(
    ["はい", "いいえ", "有", "なし", "yes", "NO", "True", "○", "×", "1", "３", "約100", "1.234,5", "3千万くらい", "1-2"]
)
DATES = st.sampled_from(
    [
        "2023-04-01",
        "2023/4/1",
        "令和5年4月1日",
        "R5.4.1",
        "平成31年4月",
        "20230401",
        20230401,
        "04/01/2023",
        "2023-02-30",
    ]
)
ANYTHING = (
    st.text(max_size=12)
    | st.text(st.characters(), max_size=3)  # surrogates too, for JSON can hold them
    | st.text("あア ａA1１,.-", min_size=60, max_size=90)
    | st.booleans()
    | st.integers()
    | st.floats()
)
DIRT = MISSING | CODES | HUGE | WORDS | DATES | ANYTHING


def clean_cell(feature: Feature, share: float) -> float | str | None:
    """A typed value that lies so far through what was learned from, 0 to 1."""
    if feature.kind.is_coded:
        return feature.levels[int(share * len(feature.levels))] if feature.levels else None
    value = (feature.low + share * (feature.high - feature.low)) / _scale(feature)
    return round(value) if share < 0.5 else value


def cells_of(feature: Feature) -> st.SearchStrategy[Any]:
    """Cells of one feature, one in two of them clean."""
    clean = _levels(feature) if feature.kind.is_coded else _numbers(feature)
    return clean | clean.map(str) | _spelled(clean) | DIRT


def _levels(feature: Feature) -> st.SearchStrategy[Any]:
    return st.sampled_from(feature.levels) if feature.levels else st.just("")


def _numbers(feature: Feature) -> st.SearchStrategy[Any]:
    """Numbers as they stand below the header: on and beside every edge, within the range learned from, and beyond."""
    scale = _scale(feature)
    marks = [feature.low, feature.high, *feature.edges.tolist()]
    inside = st.floats(feature.low, feature.high)
    number = (st.sampled_from(marks) | inside).map(lambda value: value / scale)
    return number | number.map(round) | number.map(lambda value: value * 1.5 + 1)


def _scale(feature: Feature) -> int:
    return header_unit(feature.name).scale if feature.kind is Kind.NUMBER else 1


@st.composite
def _spelled(draw: st.DrawFn, clean: st.SearchStrategy[Any]) -> str:
    """The same in other widths, cases and spaces, grouped, with units and signs."""
    cell = draw(clean)
    number = isinstance(cell, (int, float))
    text = f"{cell:,}" if number and draw(st.booleans()) else str(cell)
    change = draw(st.sampled_from(["wide", "upper", "spaces", "invisible", "unit", "sign"]))
    match change:
        case "wide":
            return text.translate(_WIDE)
        case "upper":
            return text.swapcase()
        case "spaces":
            return f"  {text}\u3000"
        case "invisible":
            return f"\u200b{text}\u200d"
        case "unit":
            return text + draw(st.sampled_from(["円", "千円", "万", "人", "歳", "％", "か月", "倍", ".0"]))
        case _:
            return draw(st.sampled_from(["△", "▲", "+", "¥", "(", "−"])) + text
