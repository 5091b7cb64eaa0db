"""By when an opinion is to be answered."""

from __future__ import annotations

from datetime import date, timedelta

from rashin.settings import Settings

_USUAL = timedelta(days=30)
_SATURDAY = 5


def due_on(sent: date, limits: Settings) -> date:
    """The day by which an opinion sent on a day is to be answered: so many working days later as is set, or thirty days.

    Saturdays and Sundays are no working days. Holidays count as such: which there are is not known here.
    """
    if limits.opinion_working_days is None:
        return sent + _USUAL
    day, left = sent, limits.opinion_working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
