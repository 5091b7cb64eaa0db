"""Long lists, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

PER_PAGE = 50

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """One page of a list."""

    rows: list[Row]
    total: int
    """How many there are on all pages."""
    page: int
    """Which page this is, from 1."""

    @property
    def pages(self) -> int:
        """How many pages there are; one where there is nothing."""
        return max(1, -(-self.total // PER_PAGE))


def listed(session: Session, chosen: Select[*tuple[Any, ...]], page: int) -> Listing[Any]:
    """One page of what a query finds; the last where there are fewer pages, the first where `page` is below it."""
    total = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    rows = session.execute(chosen.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Listing(list(rows), total, page)
