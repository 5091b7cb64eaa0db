"""What the organisation used, and what that comes to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from rashin.errors import MonthWrong, NotFound
from rashin.web.api.answering import Page, Words, single
from rashin.web.api.caller import ReadKey
from rashin.web.api.document import ROOT, UNCHANGED, fails, said
from rashin.web.asking import Here
from rashin.workspace.bills import Bill, Line, bill, checked_month, months
from rashin.workspace.clock import now
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import Organisation, Usage
from rashin.workspace.metering import month_of
from rashin.workspace.storage import stored_bytes

router = APIRouter(prefix=ROOT, tags=["usage"])


class UsageShown(BaseModel):
    """What the organisation used so far this month, and what it may use."""

    month: str = Field(description="By Japanese time.", examples=["2026-11"])
    decisions: int
    learning_seconds: float
    processor_seconds: float = Field(description="That deciding took.")
    stored_bytes: int = Field(description="Of files, now.")
    limits: dict[str, int] = Field(
        description="What the operator allows: decisions_per_month, learning_minutes_per_month, storage_mb. What is "
        "absent has no limit.",
        examples=[{"decisions_per_month": 10_000}],
    )


class LineShown(BaseModel):
    """One line of a bill."""

    kind: str = Field(examples=["decision"])
    label: Words
    quantity: float
    unit: Words
    price_yen: float = Field(description="Of one, without tax.")
    yen: int = Field(description="Quantity times price, rounded down.")

    @classmethod
    def of(cls, line: Line) -> LineShown:
        """One line."""
        return cls(
            kind=line.kind.name,
            label=Words.of(line.kind.label),
            quantity=float(line.quantity),
            unit=Words.of(line.kind.unit),
            price_yen=line.sen / 100,
            yen=line.yen,
        )


class BillShown(BaseModel):
    """What a month comes to."""

    month: str = Field(examples=["2026-11"])
    running: bool = Field(description="Whether the month is not over yet, so that the bill may grow.")
    lines: list[LineShown]
    total_yen: int = Field(description="Without tax.")

    @classmethod
    def of(cls, found: Bill) -> BillShown:
        """One bill."""
        return cls(
            month=found.month,
            running=found.running,
            lines=[LineShown.of(line) for line in found.lines],
            total_yen=found.total,
        )


@router.get(
    "/usage",
    summary="Use of this month",
    response_model=UsageShown,
    responses=UNCHANGED,
    openapi_extra=said("今月の利用量"),
)
def show_usage(request: Request, here: Here, key: ReadKey) -> Response:
    """What the organisation used so far this month, and what it may use."""
    month = month_of(now())
    with here.database.tenant(key.organisation_id, reading=True) as session:
        used = session.scalar(select(Usage).where(Usage.month == month))
        with as_system(session):
            limits = session.get_one(Organisation, key.organisation_id).quotas
    shown = UsageShown(
        month=month,
        decisions=used.decisions if used else 0,
        learning_seconds=used.learning_seconds if used else 0.0,
        processor_seconds=used.processor_seconds if used else 0.0,
        stored_bytes=stored_bytes(here.files, key.organisation_id),
        limits=limits,
    )
    return single(request, shown)


@router.get("/bills", summary="List bills", response_model=Page[BillShown], openapi_extra=said("請求の一覧"))
def list_bills(here: Here, key: ReadKey) -> Page[BillShown]:
    """What each month comes to, the newest first."""
    whose = key.organisation_id
    with here.database.tenant(whose, reading=True) as session:
        found = [bill(session, whose, month) for month in months(session, whose)]
    return Page(items=[BillShown.of(one) for one in found], next=None)


@router.get(
    "/bills/{month}",
    summary="Show a bill",
    response_model=BillShown,
    responses=UNCHANGED | fails(NotFound(what="2020-01"), MonthWrong(value="2020-13", least="2000-01")),
    openapi_extra=said("1か月の請求"),
)
def show_bill(
    request: Request, here: Here, key: ReadKey, month: Annotated[str, Path(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
) -> Response:
    """What one month comes to, line by line."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        return single(request, BillShown.of(bill(session, key.organisation_id, checked_month(month))))
