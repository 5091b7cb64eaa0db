"""What an organisation's use of a month comes to, yen by yen, at the prices that the operator set for that month.

Prices are kept in hundredths of a yen (sen), without tax. Each line is rounded down to whole yen.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rashin.errors import MonthWrong, NotFound, PriceWrong
from rashin.language import Text
from rashin.workspace.clock import now
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import Organisation, Price, Usage
from rashin.workspace.listing import Listing, listed
from rashin.workspace.metering import month_of

MOST_YEN = 100_000_000
_SEN = 100
_MINUTE = 60
_GIGABYTE = 10**9
_AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that is billed; its name is a column of the prices."""

    name: str
    label: Text
    unit: Text
    """What the price is for one of."""


KINDS = (
    Kind("base", Text("基本料金", "Base fee"), Text("月", "month")),
    Kind("decision", Text("判断", "Decisions"), Text("件", "decision")),
    Kind("learning_minute", Text("学習の時間", "Learning time"), Text("分", "minute")),
    Kind("gigabyte_month", Text("ファイルの保存", "Files kept"), Text("GB・月", "GB-month")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill."""

    kind: Kind
    quantity: Fraction
    """In the kind's unit."""
    sen: int
    """The price of one."""

    @property
    def yen(self) -> int:
        """What it comes to, rounded down."""
        return int(self.quantity * self.sen / _SEN)


@dataclass(frozen=True, slots=True)
class Bill:
    """What one organisation's month comes to."""

    month: str
    lines: tuple[Line, ...]
    running: bool
    """Whether the month is not over yet, so that it may still grow."""

    @property
    def total(self) -> int:
        """Whole yen."""
        return sum(line.yen for line in self.lines)


def checked_month(written: str, *, least: str = "2000-01") -> str:
    """A month such as 2026-11.

    Raises:
        MonthWrong: it is not written as one, or lies before `least`.
    """
    if not _MONTH.fullmatch(written) or written < least:
        raise MonthWrong(value=written[:20], least=least, field="month")
    return written


def months(session: Session, organisation_id: str) -> list[str]:
    """The months that an organisation has bills for, the newest first: from the one it was founded in to this one.

    Raises:
        NotFound: there is no such organisation.
    """
    with as_system(session):
        founded = session.scalar(select(Organisation.created_at).where(Organisation.id == organisation_id))
    if founded is None:
        raise NotFound(what=organisation_id)
    return list(_back_to(month_of(founded), now()))


def bill(session: Session, organisation_id: str, month: str) -> Bill:
    """An organisation's bill of a month.

    Raises:
        NotFound: it has none of that month.
    """
    if month not in months(session, organisation_id):
        raise NotFound(what=month)
    with as_system(session):
        usage = session.scalar(select(Usage).where(Usage.organisation_id == organisation_id, Usage.month == month))
    return billed(month, usage, prices_in(session, month))


def billed(month: str, usage: Usage | None, prices: Price) -> Bill:
    """What some use comes to at some prices."""
    used = _quantities(month, usage)
    lines = tuple(Line(kind, used[kind.name], getattr(prices, kind.name)) for kind in KINDS)
    return Bill(month, lines, running=month == month_of(now()))


def prices_in(session: Session, month: str) -> Price:
    """The prices of a month; all nought before the first were set."""
    chosen = select(Price).where(Price.from_month <= month).order_by(Price.from_month.desc()).limit(1)
    with as_system(session):
        found = session.scalar(chosen)
    return found or Price(from_month=month, base=0, decision=0, learning_minute=0, gigabyte_month=0)


def price_list(session: Session) -> list[Price]:
    """All prices ever set, the newest first."""
    return list(session.scalars(select(Price).order_by(Price.from_month.desc())))


def next_change(session: Session) -> str:
    """The first month whose prices may still be set: this one before any were, afterwards the next."""
    this = month_of(now())
    return this if session.scalar(select(Price).limit(1)) is None else _following(this)


def set_prices(session: Session, from_month: str, written: Mapping[str, str]) -> None:
    """Set what is asked from a month on. What has been used at a price is never billed at another.

    Args:
        session: a transaction of the system.
        from_month: not before `next_change`.
        written: yen as somebody wrote them, by name of the kind.

    Raises:
        MonthWrong: the month is none, or has begun.
        PriceWrong: a price is no amount of yen.
    """
    month = checked_month(from_month, least=next_change(session))
    session.merge(Price(from_month=month, **{kind.name: _sen(kind.name, written.get(kind.name, "")) for kind in KINDS}))


def bills(session: Session, month: str, words: str = "", page: int = 1) -> Listing[tuple[Organisation, Bill]]:
    """The organisations by name, each with its bill of a month."""
    found = listed(session, _with_usage(month, words), page)
    prices = prices_in(session, month)
    rows = [(organisation, billed(month, usage, prices)) for organisation, usage in found.rows]
    return Listing(rows, found.total, found.page)


def all_bills(session: Session, month: str) -> Iterator[tuple[Organisation, Bill]]:
    """Every organisation by name with its bill of a month."""
    prices = prices_in(session, month)
    for organisation, usage in session.execute(_with_usage(month, "")):
        yield organisation, billed(month, usage, prices)


def _with_usage(month: str, words: str) -> Select[Organisation, Usage]:
    return (
        select(Organisation, Usage)
        .outerjoin(Usage, (Usage.organisation_id == Organisation.id) & (Usage.month == month))
        .where(Organisation.name.icontains(words.strip(), autoescape=True))
        .order_by(Organisation.name, Organisation.id)
    )


def _quantities(month: str, usage: Usage | None) -> dict[str, Fraction]:
    return {
        "base": Fraction(1),
        "decision": Fraction(usage.decisions if usage else 0),
        "learning_minute": Fraction(round(usage.learning_seconds) if usage else 0, _MINUTE),
        "gigabyte_month": Fraction(usage.byte_days if usage else 0, _days(month) * _GIGABYTE),
    }


def _sen(name: str, written: str) -> int:
    plain = written.strip().replace(",", "")
    found = _AMOUNT.fullmatch(plain)
    if found is None or int(found[1]) > MOST_YEN:
        raise PriceWrong(value=written.strip()[:20], most=MOST_YEN, field=name)
    return int(found[1]) * _SEN + int((found[2] or "0").ljust(2, "0"))


def _days(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]


def _following(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def _back_to(first: str, until: datetime) -> Iterator[str]:
    month = month_of(until)
    while month >= first:
        yield month
        year, number = int(month[:4]), int(month[5:])
        month = f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"
