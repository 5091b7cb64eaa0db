"""The operator's side of bills: prices, and what each organisation comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text
from rashin.web.asking import Form, Here, language_of, operator
from rashin.web.downloads import as_csv
from rashin.web.page import page
from rashin.web.pages.bills import words
from rashin.web.visiting import see
from rashin.workspace.bills import (
    KINDS,
    all_bills,
    bills,
    checked_month,
    next_change,
    price_list,
    prices_in,
    set_prices,
)
from rashin.workspace.clock import now
from rashin.workspace.metering import month_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/operate", dependencies=[Depends(operator)])

_BILLS = Text("利用量と料金", "Usage and bills")
_SAVED = Text("料金を保存しました。", "The prices are saved.")


@router.get("/bills")
def show(
    request: Request,
    here: Here,
    month: str | None = None,
    q: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
    done: str = "",
) -> Response:
    """What each organisation used in a month, and the prices."""
    told = _SAVED if done == "saved" else None
    return _page(request, here, month=month, q=q, number=number, done=told)


@router.post("/bills/prices")
def do_prices(request: Request, here: Here, fields: Form) -> Response:
    """Set the prices from a month on."""
    written = {kind.name: fields.text(kind.name) for kind in KINDS}
    try:
        with here.database.system() as session:
            set_prices(session, fields.text("from_month"), written)
    except RashinError as wrong:
        return _page(request, here, wrong=wrong, filled={**written, "from_month": fields.text("from_month")})
    return see("/operate/bills?done=saved")


@router.get("/bills.csv")
def download(request: Request, here: Here, month: str | None = None) -> Response:
    """Every organisation's bill of a month as a table."""
    language, wanted = language_of(request), _wanted(month)
    heads = [Text("月", "Month"), Text("組織", "Organisation"), Text("番号", "Id")]
    amounts = [Text(f"{kind.label.ja}（円）", f"{kind.label.en} (yen)") for kind in KINDS]
    quantities = [Text(f"{kind.label.ja}（{kind.unit.ja}）", f"{kind.label.en} ({kind.unit.en})") for kind in KINDS]
    total = Text("合計（円）", "Total (yen)")
    with here.database.system(reading=True) as session:
        rows = [
            (
                *(wanted, organisation.name, organisation.id),
                *(float(line.quantity) for line in found.lines),
                *(line.yen for line in found.lines),
                found.total,
            )
            for organisation, found in all_bills(session, wanted)
        ]
    named = [head[language] for head in (*heads, *quantities, *amounts, total)]
    return as_csv([named, *rows], f"rashin-{wanted}")


def _page(
    request: Request,
    here: Workspace,
    *,
    month: str | None = None,
    q: str = "",
    number: int = 1,
    filled: Mapping[str, Any] | None = None,
    **said: Any,
) -> Response:
    wanted = _wanted(month)
    with here.database.system(reading=True) as session:
        listing = bills(session, wanted, q, number)
        total = sum(found.total for _, found in all_bills(session, wanted))
        prices, least = price_list(session), next_change(session)
        present = prices_in(session, wanted)
    known = {kind.name: words.price(getattr(present, kind.name)).lstrip("¥") for kind in KINDS}
    return page(
        request,
        "bills/operate.html.j2",
        _BILLS,
        address="/operate/bills",
        month=wanted,
        this_month=month_of(now()),
        listing=listing,
        total=total,
        searched=q,
        kinds=KINDS,
        prices=prices,
        least=least,
        filled={"from_month": least, **known, **(filled or {})},
        words=words,
        **said,
    )


def _wanted(month: str | None) -> str:
    return month_of(now()) if not month else checked_month(month)
