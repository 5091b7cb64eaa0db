"""How the report says figures: natural frequencies with their interval and the cases they rest on."""

from __future__ import annotations

from pathlib import PureWindowsPath

from rashin.charts.numbers import percent, plain, signed
from rashin.engines.validation import Estimate
from rashin.language import Text
from rashin.learning.card import ModelCard

_HUNDRED = 100


def frequency(estimate: Estimate) -> Text:
    """100件中およそ62件."""
    size = _size(estimate)
    n = plain(estimate.value * size)
    return Text(f"{size:,}件中およそ{n}件", f"about {n} in {size:,}")


def count(estimate: Estimate) -> Text:
    """およそ62件, where the hundred has been named already."""
    n = plain(estimate.value * _HUNDRED)
    return Text(f"およそ{n}件", f"about {n}")


def rests_on(estimate: Estimate) -> Text:
    """The interval as frequencies, and the cases behind it."""
    size = _size(estimate)
    low, high = plain(estimate.low * size), plain(estimate.high * size)
    return Text(
        f"95%区間 {size:,}件中{low}〜{high}件、n={estimate.n:,}",
        f"95% interval {low} to {high} in {size:,}, n={estimate.n:,}",
    )


def interval(estimate: Estimate, digits: int = 3, *, plus: bool = False) -> Text:
    """The interval alone, for a table."""
    write = signed if plus else plain
    low, high = write(estimate.low, digits), write(estimate.high, digits)
    return Text(f"{low}〜{high}", f"{low} to {high}")


def share_interval(low: float | None, high: float | None) -> Text:
    """An interval of shares, for a table."""
    if low is None or high is None:
        return Text("—", "—")
    start = plain(100 * low, 1)
    return Text(f"{start}〜{percent(high)}", f"{start} to {percent(high)}")


def file_name(card: ModelCard) -> str:
    """The name of the table's file, without the folders it lay in: a report is handed on."""
    return PureWindowsPath(card.data_name).name or card.data_name


def quoted(name: str) -> Text:
    """A name out of the data, in quotation marks."""
    return Text(f"「{name}」", f"“{name}”")


def turned_out(card: ModelCard) -> Text:
    """How a case that turned out badly is called: by the table's own word, or by column and code."""
    if any(sign.isalpha() for sign in card.adverse_value):
        return Text(f"「{card.adverse_value}」だった", f"that turned out “{card.adverse_value}”")
    return Text(
        f"「{card.target}」が「{card.adverse_value}」だった", f"where “{card.target}” was “{card.adverse_value}”"
    )


def _size(estimate: Estimate) -> int:
    return 1000 if 0 < estimate.value < 0.0095 else _HUNDRED
