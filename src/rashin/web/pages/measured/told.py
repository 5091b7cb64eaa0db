"""Counts and figures as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.charts.numbers import percent
from rashin.estimates import wilson
from rashin.language import Text, same
from rashin.workspace.database.tables import Job
from rashin.workspace.measured import LEAST, Counts, Measured

_NONE = Text("{least}件に満たないので送りません（いま）", "not sent: fewer than {least} for now").filled(least=LEAST)
_FEW = Text("{n}件（{least}件になるまで、何も送りません）", "{n} (nothing is sent until there are {least})")
_LOOKS = Text("{n:,}回", "{n:,}")
_CASES = Text("{n:,}件", "{n:,}")
_OF = Text(
    "{n:,}件のうち{hits:,}件（{share}、95%区間 {low}〜{high}）",
    "{hits:,} of {n:,} ({share}, 95% interval {low} to {high})",
)
_SECONDS = Text("{timed:,}回で、あわせて{minutes:,}分", "{timed:,} looks, {minutes:,} minutes together")
_PROCESSOR = Text("{seconds:.2f}秒", "{seconds:.2f} s")


def counted(counts: Counts) -> list[tuple[Text, Text]]:
    """Every count that flows, by its name, with its value."""
    rows = [
        (Text("判断した件数", "Cases decided"), _cases(counts.decisions)),
        (Text("人に回した件数", "Handed over to people"), _share(counts.handed_over, counts.decisions)),
        (Text("人がまだ見ていない件数", "Handed over, not looked at yet"), _cases(counts.waiting)),
        (Text("人が見直した回数", "Looks that people took"), _LOOKS.filled(n=counts.looks)),
        (Text("見直しで結果が変わらなかった件数", "Reviews that agreed"), _share(counts.agreed, counts.reviewed)),
        (
            Text("人に回さず決めて、結果がそのとおりだった件数", "Decided without a person, and came true"),
            _share(counts.right, counts.known),
        ),
        (Text("見直しにかかった時間の合計", "Time of looks together"), _looked(counts)),
        (
            Text("判断に使った計算機の時間の合計", "Processor time of deciding together"),
            _PROCESSOR.filled(seconds=counts.processor_milliseconds / 1000),
        ),
    ]
    if counts.decisions < LEAST:
        few = _FEW.filled(n=counts.decisions, least=LEAST)
        return [(name, _NONE if place else few) for place, (name, _) in enumerate(rows)]
    return rows


def figures_told(figures: Iterable[Measured]) -> list[dict[str, Any]]:
    """Figures for a table: title, value with its unit, interval, cases."""
    return [
        {
            "title": one.title,
            "value": _with_unit(one.value, one.unit),
            "ends": None
            if one.low is None or one.high is None
            else same(f"{_grouped(one.low)} 〜 {_grouped(one.high)}"),
            "n": one.n,
            "modelled": one.method == "modelled",
        }
        for one in figures
    ]


def jobs_of(session: Session, ids: Iterable[str | None]) -> dict[str, Job]:
    """Jobs by their ids."""
    wanted = [one for one in ids if one]
    return {job.id: job for job in session.scalars(select(Job).where(Job.id.in_(wanted)))} if wanted else {}


def asked_of(job: Job | None) -> Text | None:
    """What became of the collection asked for last, where that needs to be said."""
    if job is None or job.state in ("done", "cancelled"):
        return None
    if job.state == "failed":
        error = job.error or {}
        return Text(
            f"前に送ろうとしたときは、うまくいきませんでした。{error.get('title_ja', '')}{error.get('detail_ja', '')}",
            f"The last attempt failed. {error.get('title', '')} {error.get('detail', '')}",
        )
    return Text("いま、送る準備をしています。", "It is being put together now.")


def _cases(n: int) -> Text:
    return _CASES.filled(n=n)


def _share(hits: int | None, n: int | None) -> Text:
    if hits is None or not n:
        return _NONE
    low, high = wilson(hits / n, n)
    return _OF.filled(n=n, hits=hits, share=percent(hits / n), low=percent(low), high=percent(high))


def _looked(counts: Counts) -> Text:
    if counts.timed is None or counts.look_seconds is None:
        return _NONE
    return _SECONDS.filled(timed=counts.timed, minutes=round(counts.look_seconds / 60))


def _with_unit(value: str, unit: Text) -> Text:
    return Text(f"{_grouped(value)}{unit.ja}", f"{_grouped(value)}{'' if unit.en == '%' else ' '}{unit.en}")


def _grouped(value: str) -> str:
    return f"{Decimal(value):,}"
