"""The time, in one way everywhere: aware, UTC, to the millisecond."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today() -> date:
    """The day in Japan."""
    return datetime.now(_JAPAN).date()


def stamp(moment: datetime) -> str:
    """A moment as receipts and the API write it: RFC 3339 with milliseconds and Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
