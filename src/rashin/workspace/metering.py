"""What each organisation uses, month by month, and what it may use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from math import ceil
from typing import Any, Self, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rashin.errors import QuotaReached
from rashin.language import Text
from rashin.workspace.clock import now
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import Organisation, Usage
from rashin.workspace.ids import new_id

_JAPAN = ZoneInfo("Asia/Tokyo")
_MINUTE = 60
_USAGE = cast("Table", Usage.__table__)


def month_of(at: datetime) -> str:
    """The month that a moment is billed in, such as 2026-11, by Japanese time."""
    return at.astimezone(_JAPAN).strftime("%Y-%m")


def seconds_to_next_month(at: datetime) -> int:
    """How long until what was used counts from nought again."""
    here = at.astimezone(_JAPAN)
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return ceil((following - here).total_seconds())


def use(
    session: Session,
    organisation_id: str,
    *,
    decisions: int = 0,
    processor_seconds: float = 0.0,
    learning_seconds: float = 0.0,
    byte_days: int = 0,
) -> None:
    """Add to what an organisation used this month, in the caller's transaction.

    `byte_days`: how many bytes of files it has today, once a day.
    """
    added = {
        "id": new_id("use"),
        "organisation_id": organisation_id,
        "month": month_of(now()),
        "decisions": decisions,
        "processor_seconds": processor_seconds,
        "learning_seconds": learning_seconds,
        "byte_days": byte_days,
    }
    with as_system(session):
        session.execute(_adding(session.get_bind().dialect.name), added)


# Statements that every decision needs are put together once: that takes longer than running them.
@cache
def _adding(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(_USAGE)
    counted = (_USAGE.c.decisions, _USAGE.c.processor_seconds, _USAGE.c.learning_seconds, _USAGE.c.byte_days)
    return statement.on_conflict_do_update(
        index_elements=["organisation_id", "month"],
        set_={column.name: column + statement.excluded[column.name] for column in counted},
    )


_LEFT = (
    select(Organisation.id, Organisation.quotas, Usage.decisions)
    .outerjoin(Usage, (Usage.organisation_id == Organisation.id) & (Usage.month == bindparam("month")))
    .where(Organisation.id.in_(bindparam("organisations", expanding=True)))
)


class Allowance:
    """How many decisions organisations may still have this month."""

    def __init__(self, left: dict[str, tuple[int, int]]) -> None:
        """`left`: by organisation, how many are left and how many are allowed; absent where there is no limit."""
        self._left = left

    @classmethod
    def of(cls, session: Session, organisations: Collection[str]) -> Self:
        """What these organisations have left, as this transaction sees it."""
        with as_system(session):
            rows = session.execute(_LEFT, {"month": month_of(now()), "organisations": list(organisations)}).all()
        most = {organisation: (quotas.get("decisions_per_month"), used or 0) for organisation, quotas, used in rows}
        return cls({one: (limit - used, limit) for one, (limit, used) in most.items() if limit is not None})

    def take(self, organisation_id: str, decisions: int) -> None:
        """Use some of it.

        Raises:
            QuotaReached: there are not so many left.
        """
        if organisation_id not in self._left:
            return
        left, limit = self._left[organisation_id]
        if decisions > left:
            raise beyond(Text("判断{most:,}件", "{most:,} decisions").filled(most=limit))
        self._left[organisation_id] = (left - decisions, limit)


def refuse_learning_beyond_quota(session: Session, organisation_id: str) -> None:
    """See that an organisation may still learn this month. What has begun is not cut short.

    Raises:
        QuotaReached: it has learned for as many minutes as the operator allows.
    """
    with as_system(session):
        found = session.execute(
            select(Organisation.quotas, Usage.learning_seconds)
            .outerjoin(Usage, (Usage.organisation_id == Organisation.id) & (Usage.month == month_of(now())))
            .where(Organisation.id == organisation_id)
        ).one()
    most = found.quotas.get("learning_minutes_per_month")
    if most is not None and (found.learning_seconds or 0.0) >= most * _MINUTE:
        raise beyond(Text("学習{most:,}分", "{most:,} minutes of learning").filled(most=most))


def beyond(limit: Text) -> QuotaReached:
    """That a limit of this month is reached."""
    return QuotaReached(limit=limit, retry_after=seconds_to_next_month(now()))
