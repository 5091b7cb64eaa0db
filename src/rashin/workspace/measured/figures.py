"""What counts come to beside the baseline: every figure with its interval, or said to have none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from math import sqrt

from rashin.estimates import student, wilson
from rashin.language import Text
from rashin.workspace.measured.baseline import Baseline
from rashin.workspace.measured.counts import Counts

_HOUR, _MINUTE, _MILLI, _HUNDRED = 3_600, 60, 1_000, 100
MEASURED, MODELLED = "measured", "modelled"
_TOLD = ("name", "value", "low", "high", "n", "method", "baseline", "direction")


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure, as it goes into the book and into the receipt."""

    name: str
    title: Text
    unit: Text
    value: str
    """A decimal number."""
    low: str | None
    """The lower end of the 95% interval; None where it is a plain count, or nothing is known of how far it may be off."""
    high: str | None
    n: int
    """Cases that it rests on."""
    method: str
    """measured or modelled."""
    baseline: str | None
    """How it was before, where that was stated."""
    direction: str
    """up or down: where it should go."""

    def told(self) -> dict[str, str | int | None]:
        """For a receipt: numbers and no words for people."""
        kept = asdict(self)
        return {name: kept[name] for name in _TOLD} | {"unit": self.unit.en}


TITLES = {
    "decisions": Text("サービスが判断した件数", "Cases that the service decided"),
    "hand-over": Text("人に回した割合", "Share handed over to people"),
    "agreement": Text("人の見直しと一致した割合", "Share of reviews that agreed"),
    "accuracy": Text("その後の結果と合っていた割合", "Share that came true"),
    "minutes": Text("1件にかかる人の時間", "A person's minutes for a case"),
    "minutes-saved": Text("減った人の時間", "Minutes of people saved"),
    "yen-saved": Text("減った人件費", "Yen of people's time saved"),
    "energy": Text("判断に使った電力量", "Energy that deciding took"),
}
"""Every figure that may flow, in the order in which they are shown."""
_CASES, _PERCENT, _MINUTES = Text("件", "cases"), Text("％", "%"), Text("分", "minutes")
_YEN, _WH = Text("円", "yen"), Text("Wh", "Wh")

ASSUMED = (
    Text(
        "人の時間は、判断を見直すために開いていた時間です。入力や連絡の時間は、前にも後にも含みません。",
        "A person's time is how long a decision was open for review. Entering cases and telling people is in neither.",
    ),
    Text(
        "時間を計れなかった見直しと、これから見る件には、計れた見直しの平均がかかるとみなします。計れた見直しが10回に満たない"
        "ときは、前と同じだけかかるとみなします。",
        "Looks that were not timed, and those still to come, are taken to take the mean of those timed; where fewer than ten "
        "were timed, as long as judging a case took before.",
    ),
    Text(
        "前の時間は会社が述べた値です。利用料と、導入にかかった費用は引いていません。",
        "How long it took before is what the company stated. Fees and the cost of setting up are not subtracted.",
    ),
    Text(
        "電力量は推計です。判断のために計算機のコアを使った時間（実測）に、運営者が設定したコア1つの電力をかけました。"
        "画面、通信、保存の分は含みません。",
        "Energy is modelled: measured time of a processor core × the watts of a core that the operator declared. Pages, "
        "network and storage are not in it.",
    ),
)
"""What the figures take for granted; shown wherever they are."""


def measured(counts: Counts, baseline: Baseline, watts: int) -> tuple[Measured, ...]:
    """Everything that counts come to.

    Args:
        counts: of at least `LEAST` decisions.
        baseline: how it was before.
        watts: of one processor core, as the operator declares.
    """
    people = _people(counts, baseline)
    saved = _saved(counts, baseline, people)
    shares = [
        _share("hand-over", counts.handed_over, counts.decisions, "down"),
        _share("agreement", counts.agreed, counts.reviewed, "up"),
        _share("accuracy", counts.right, counts.known, "up", _right_before(baseline)),
    ]
    n = counts.decisions
    each = tuple(seconds / _MINUTE / n for seconds in people)
    yen = tuple(minutes / _MINUTE * baseline.yen_per_hour for minutes in saved)
    energy = counts.processor_milliseconds / _MILLI * watts / _HOUR
    return (
        Measured("decisions", TITLES["decisions"], _CASES, str(n), None, None, n, MEASURED, None, "up"),
        *(share for share in shares if share is not None),
        _amount("minutes", _MINUTES, each, n, "down", digits=2, before=f"{baseline.minutes:g}"),
        _amount("minutes-saved", _MINUTES, saved, n, "up", digits=1),
        _amount("yen-saved", _YEN, yen, n, "up", digits=0),
        Measured("energy", TITLES["energy"], _WH, _three_digits(energy), None, None, n, MODELLED, None, "down"),
    )


def _people(counts: Counts, baseline: Baseline) -> tuple[float, float, float]:
    """Seconds of people's looks at all these decisions: value and the ends of its 95% interval.

    Timed looks are counted, not estimated. How long the others take is predicted from them: the sum of u further values of
    which t were seen has the variance s²(u + u²/t). Source: Hahn & Meeker (1991), Statistical intervals, 4.7.
    """
    if counts.timed is None or counts.look_seconds is None or counts.look_seconds_squared is None:
        unknown = counts.looks + counts.waiting
        return unknown * baseline.minutes * _MINUTE, 0.0, unknown * baseline.minutes_high * _MINUTE
    timed, spent = counts.timed, float(counts.look_seconds)
    unknown = counts.looks - timed + counts.waiting
    mean = spent / timed
    variance = max(counts.look_seconds_squared - timed * mean * mean, 0.0) / (timed - 1)
    reach = student(timed - 1) * sqrt(variance * (unknown + unknown * unknown / timed))
    value = spent + unknown * mean
    return value, max(value - reach, spent), value + reach


def _saved(counts: Counts, baseline: Baseline, people: tuple[float, float, float]) -> tuple[float, float, float]:
    """Minutes: those that judging took before, less those of people's looks."""
    value, low, high = (seconds / _MINUTE for seconds in people)
    n = counts.decisions
    return n * baseline.minutes - value, n * baseline.minutes_low - high, n * baseline.minutes_high - low


def _share(name: str, hits: int | None, n: int | None, direction: str, before: str | None = None) -> Measured | None:
    if hits is None or n is None:
        return None
    ends = (_HUNDRED * end for end in (hits / n, *wilson(hits / n, n)))
    value, low, high = (f"{end:.2f}" for end in ends)
    return Measured(name, TITLES[name], _PERCENT, value, low, high, n, MEASURED, before, direction)


def _amount(
    name: str,
    unit: Text,
    ends: tuple[float, ...],
    n: int,
    direction: str,
    *,
    digits: int,
    before: str | None = None,
) -> Measured:
    value, low, high = (f"{round(end, digits) + 0.0:.{digits}f}" for end in ends)  # no minus nought
    return Measured(name, TITLES[name], unit, value, low, high, n, MEASURED, before, direction)


def _right_before(baseline: Baseline) -> str | None:
    return None if baseline.error_percent is None else f"{_HUNDRED - baseline.error_percent:g}"


def _three_digits(value: float) -> str:
    """So many digits that count, without an exponent: one decision takes some ten millionths of a watt-hour."""
    return f"{Decimal(f'{value:.3g}'):f}"
