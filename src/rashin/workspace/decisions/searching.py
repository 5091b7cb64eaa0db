"""Finding decisions: those of a deployment or a batch, the newest first or as the file has them, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from rashin.workspace.database import Database
from rashin.workspace.database.tables import DecisionRecord

PER_PAGE = 50
MOST_COUNTED = 10_000
"""More than so many are not counted to the last, which would take longer than to show them."""

_AT_ONCE = 200
_JAPAN = ZoneInfo("Asia/Tokyo")


class State(StrEnum):
    """How a decision stands."""

    FAVOURABLE = "favourable"
    ADVERSE = "adverse"
    WAITING = "waiting"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which decisions somebody looks for."""

    deployment_id: str | None = None
    batch_id: str | None = None
    state: State | None = None
    since: date | None = None
    """Decided on this day, by Japanese time, or later."""
    until: date | None = None
    reference: str = ""
    """Part of the organisation's own number for the case."""

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """As conditions of a query."""
        if self.deployment_id is not None:
            yield DecisionRecord.deployment_id == self.deployment_id
        if self.batch_id is not None:
            yield DecisionRecord.batch_id == self.batch_id
        if self.state is not None:
            yield _in_state(self.state)
        if self.since is not None:
            yield DecisionRecord.at >= _midnight(self.since)
        if self.until is not None:
            yield DecisionRecord.at < _midnight(self.until + timedelta(days=1))
        if self.reference:
            yield DecisionRecord.reference.contains(self.reference, autoescape=True)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of decisions."""

    rows: list[DecisionRecord]
    at: int | None
    """Where the next page begins; None where this is the last."""
    total: int
    more: bool
    """Whether there are more than `total`."""


def search(
    session: Session, wish: Wish, *, at: int | None = None, oldest_first: bool = False, most: int = PER_PAGE
) -> Found:
    """The decisions that fit the wish, the newest first unless said otherwise; `at`: where the page begins."""
    index, chosen = DecisionRecord.log_index, select(DecisionRecord).where(*wish.conditions())
    total = session.scalar(select(func.count()).select_from(_first(chosen, MOST_COUNTED + 1))) or 0
    page = chosen if at is None else chosen.where(index >= at if oldest_first else index <= at)
    rows = list(session.scalars(page.order_by(index if oldest_first else index.desc()).limit(most + 1)))
    beyond = rows[most].log_index if len(rows) > most else None
    return Found(rows[:most], beyond, min(total, MOST_COUNTED), total > MOST_COUNTED)


def each(database: Database, organisation_id: str, wish: Wish) -> Iterator[list[DecisionRecord]]:
    """All decisions that fit the wish, the oldest first, some at a time, so that no transaction stays open for long."""
    last = -1
    while True:
        with database.tenant(organisation_id, reading=True) as session:
            chosen = select(DecisionRecord).where(*wish.conditions(), DecisionRecord.log_index > last)
            rows = list(session.scalars(chosen.order_by(DecisionRecord.log_index).limit(_AT_ONCE)))
        if not rows:
            return
        yield rows
        last = rows[-1].log_index


def state_of(record: DecisionRecord) -> State:
    """How a decision stands."""
    if record.payload is None:
        return State.ERASED
    return State.WAITING if record.standing is None else State(record.standing)


def counts(session: Session, wish: Wish) -> dict[State, int]:
    """How many decisions stand how."""
    grouped = (
        select(DecisionRecord.standing, DecisionRecord.payload.is_(None), func.count())
        .where(*wish.conditions())
        .group_by(DecisionRecord.standing, DecisionRecord.payload.is_(None))
    )
    found = dict.fromkeys(State, 0)
    for standing, erased, count in session.execute(grouped):
        state = State.ERASED if erased else State.WAITING if standing is None else State(standing)
        found[state] += count
    return found


def _in_state(state: State) -> ColumnElement[bool]:
    if state is State.ERASED:
        return DecisionRecord.payload.is_(None)
    kept = DecisionRecord.payload.is_not(None)
    if state is State.WAITING:
        return and_(kept, DecisionRecord.waiting.is_(True))
    return and_(kept, DecisionRecord.standing == state)


def _first(chosen: Select[Any], most: int) -> Any:
    return chosen.with_only_columns(DecisionRecord.id).limit(most).subquery()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), _JAPAN)
