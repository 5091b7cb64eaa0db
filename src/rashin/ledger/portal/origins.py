"""What a book says of itself: which sources it was made from, until when it was kept, and whether it is made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rashin.language import Text
from rashin.ledger.importing.importing import FORMATS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_JAPAN = ZoneInfo("Asia/Tokyo")
_SAMPLE = "sample"
_ASKED = "SELECT list(DISTINCT format ORDER BY format), max(recorded) FROM batch"


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the entries of a book came from."""

    sources: tuple[Text, ...] = ()
    until: date | None = None
    """The day, in Japan, on which the newest entry was recorded."""
    fictional: bool = False
    """Whether it holds the packaged sample, in which nothing is real."""


def origins(connection: DuckDBPyConnection) -> Origins:
    """What the batches of an open book say."""
    ((formats, recorded),) = connection.execute(_ASKED).fetchall()
    codes = formats or []
    return Origins(
        tuple(FORMATS[code].label for code in codes if code in FORMATS),
        recorded.replace(tzinfo=UTC).astimezone(_JAPAN).date() if recorded else None,
        fictional=_SAMPLE in codes,
    )
