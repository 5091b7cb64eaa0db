"""How it was before the service: what a company states once, when it agrees to share, and what is compared with later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self

from rashin.engines.tabular.reading.amounts import HeaderUnit, parsed
from rashin.errors import BaselineWrong
from rashin.language import Text
from rashin.workspace.database.tables import Json


class Known(StrEnum):
    """How it is known how it was before."""

    RECORDS = "records"
    TIMED = "timed"
    ASKED = "asked"
    ESTIMATED = "estimated"

    @property
    def label(self) -> Text:
        """In words."""
        return _KNOWN[self]


_KNOWN = {
    Known.RECORDS: Text("作業の記録から", "from records of the work"),
    Known.TIMED: Text("いくつかの件で時間を計った", "by timing some cases"),
    Known.ASKED: Text("担当者に聞いた", "by asking those who did it"),
    Known.ESTIMATED: Text("おおよその見積もり", "by a rough estimate"),
}

MINUTES = Text("1件の判断にかかっていた時間", "Minutes that judging one case took")
MINUTES_LOW = Text("短いときの平均", "At the least, on average")
MINUTES_HIGH = Text("長いときの平均", "At the most, on average")
YEN = Text("担当者の1時間あたりの人件費", "Cost of an hour of those who judge")
ERRORS = Text("判断の誤りの割合", "Share of cases judged wrongly")
KNOWN = Text("どうして分かるか", "How it is known")
_CHOICES = Text("一覧のどれか", "one of those offered")
_RANGE = Text("{low}から{high}までの数", "a number from {low} to {high}")
_AROUND = Text("短いとき ≦ 平均 ≦ 長いとき、となる数", "numbers with the least ≤ the average ≤ the most")
_LONGEST_MINUTES, _MOST_YEN, _ALL = 10_000, 1_000_000, 100


@dataclass(frozen=True, slots=True)
class Baseline:
    """How it was before."""

    minutes: float
    """Of a person, to judge one case; without entering it and without telling what came of it."""
    minutes_low: float
    minutes_high: float
    yen_per_hour: int
    error_percent: float | None
    """Cases of a hundred judged wrongly; None where nobody knows."""
    known: Known

    def as_json(self) -> Json:
        """For the row of the link."""
        return asdict(self) | {"known": str(self.known)}

    @classmethod
    def of(cls, kept: Json) -> Self:
        """The baseline in a row."""
        return cls(**{**kept, "known": Known(kept["known"])})

    def told(self) -> dict[str, str | int | None]:
        """For a receipt, which holds no fractions."""
        return {
            "minutes": f"{self.minutes:g}",
            "minutes_low": f"{self.minutes_low:g}",
            "minutes_high": f"{self.minutes_high:g}",
            "yen_per_hour": self.yen_per_hour,
            "error_percent": None if self.error_percent is None else f"{self.error_percent:g}",
            "known": str(self.known),
        }


def baseline_from(written: Mapping[str, str]) -> Baseline:
    """The baseline as people write it in a form; the least and the most may be left empty, and so may errors.

    Raises:
        BaselineWrong: something is missing, no number, or out of range.
    """
    minutes = _number(written, "minutes", MINUTES, _LONGEST_MINUTES)
    low = _number(written, "minutes_low", MINUTES_LOW, _LONGEST_MINUTES, unless=minutes)
    high = _number(written, "minutes_high", MINUTES_HIGH, _LONGEST_MINUTES, unless=minutes)
    if not low <= minutes <= high:
        name, label = ("minutes_low", MINUTES_LOW) if low > minutes else ("minutes_high", MINUTES_HIGH)
        raise BaselineWrong(field=name, label=label, value=written.get(name, ""), values=_AROUND)
    given = written.get("error_percent", "").strip()
    return Baseline(
        minutes=minutes,
        minutes_low=low,
        minutes_high=high,
        yen_per_hour=round(_number(written, "yen_per_hour", YEN, _MOST_YEN)),
        error_percent=_number(written, "error_percent", ERRORS, _ALL) if given else None,
        known=_known(written.get("known", "")),
    )


def _number(written: Mapping[str, str], name: str, label: Text, most: int, unless: float | None = None) -> float:
    plain = written.get(name, "").strip()
    if not plain and unless is not None:
        return unless
    amount = parsed(plain, HeaderUnit()) if plain else None
    if amount is None or not 0 <= amount.value <= most:
        values = _RANGE.filled(low=0, high=f"{most:,}")
        raise BaselineWrong(field=name, label=label, value=plain, values=values)
    return round(amount.value, 1)


def _known(written: str) -> Known:
    try:
        return Known(written)
    except ValueError:
        raise BaselineWrong(field="known", label=KNOWN, value=written, values=_CHOICES) from None
