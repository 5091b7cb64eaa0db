"""What an organisation used in a month, and what each yen of it is for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from rashin.language import Text
from rashin.web.asking import Here, Reader, language_of
from rashin.web.downloads import as_csv
from rashin.web.page import page
from rashin.web.pages.bills import words
from rashin.workspace.access.operating import QUOTAS
from rashin.workspace.bills import Bill, bill, checked_month, months
from rashin.workspace.clock import now
from rashin.workspace.metering import month_of
from rashin.workspace.storage import stored_bytes
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

_TITLE = Text("利用量と料金", "Usage and bill")
_HEADS = (
    Text("月", "Month"),
    Text("項目", "Item"),
    Text("使った量", "Quantity"),
    Text("単位", "Unit"),
    Text("単価（円）", "Price (yen)"),
    Text("金額（円）", "Amount (yen)"),
)

Month = Annotated[str | None, Query(alias="month")]


@router.get("/bill")
def show(request: Request, here: Here, member: Reader, month: Month = None) -> Response:
    """The bill of one month, this one unless another is asked for."""
    found, all_months = _bill(here, member.id, month)
    stored = stored_bytes(here.files, member.id)
    limits = [(quota, member.organisation.quotas.get(quota.name)) for quota in QUOTAS]
    return page(
        request,
        "bills/bill.html.j2",
        _TITLE,
        bill=found,
        months=all_months,
        stored=stored,
        limits=limits,
        words=words,
    )


@router.get("/bill.csv")
def download(request: Request, here: Here, member: Reader, month: Month = None) -> Response:
    """The same as a table."""
    found, _ = _bill(here, member.id, month)
    language = language_of(request)
    rows = [
        (
            found.month,
            line.kind.label[language],
            float(line.quantity),
            line.kind.unit[language],
            line.sen / 100,
            line.yen,
        )
        for line in found.lines
    ]
    return as_csv([[head[language] for head in _HEADS], *rows], f"rashin-{found.month}")


def _bill(here: Workspace, organisation_id: str, month: str | None) -> tuple[Bill, list[str]]:
    with here.database.tenant(organisation_id, reading=True) as session:
        wanted = month_of(now()) if month is None else checked_month(month)
        return bill(session, organisation_id, wanted), months(session, organisation_id)
