"""The receipt of a decision, checked before one's eyes; a review that was asked for; and the erasure of what it says."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.errors import RashinError
from rashin.language import Text
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.verify import verify
from rashin.web.asking import Approver, Decider, Form, Here, Member, Reader
from rashin.web.page import Crumb, page
from rashin.web.pages.decisions.routes import title_of
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.visiting import see
from rashin.workspace.batches import forget_file
from rashin.workspace.decisions.account import Account, account, find
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.log import LogReader
from rashin.workspace.reviews import ask_for_review
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/decisions/{decision}")

_CHECKED = Text("受領証を確かめる", "The receipt, checked")
_ERASE = Text("中身を消去する", "Erase the contents")


@router.get("/receipt")
def show_receipt(request: Request, here: Here, reader: Reader, decision: str) -> Response:
    """What a stranger would find who checks the receipt.

    Raises:
        Erased: what the receipt would show was erased.
    """
    with here.database.tenant(reader.id, reading=True) as session:
        found = account(session, here.models, decision)
        receipt = LogReader(session).receipt(found.record)
    return page(
        request,
        "decisions/receipt.html.j2",
        _CHECKED,
        crumbs=_crumbs(reader, found),
        base=f"/o/{reader.id}",
        found=found,
        verified=verify(receipt, [VerifierKey.parse(here.log.key)]),
        key=here.log.key,
        file=f"{decision}.receipt.json",
    )


@router.post("/ask")
def do_ask(here: Here, decider: Decider, decision: str, fields: Form) -> Response:  # noqa: ARG001 (the form's mark is checked)
    """Have a person look (again), as the person decided about asks for."""
    with here.database.tenant(decider.id) as session:
        ask_for_review(session, decision)
    return see(f"/o/{decider.id}/decisions/{decision}?done=asked")


@router.get("/erase")
def show_erase(request: Request, here: Here, approver: Approver, decision: str) -> Response:
    """What would be erased and what would stay; asks once."""
    return _ask(request, here, approver, decision)


@router.post("/erase")
def do_erase(request: Request, here: Here, approver: Approver, decision: str, fields: Form) -> Response:
    """Erase what a decision says."""
    try:
        with here.database.tenant(approver.id) as session:
            batch = find(session, decision).batch_id
            erase(session, here.log, decision, approver.person, fields.text("why"))
    except RashinError as wrong:
        return _ask(request, here, approver, decision, wrong, str(fields.get("why", "")))
    if batch is not None:
        forget_file(here.database, here.files, here.jobs, approver.id, batch)
    return see(f"/o/{approver.id}/decisions/{decision}?done=erased")


def _ask(
    request: Request,
    here: Workspace,
    approver: Member,
    decision: str,
    wrong: RashinError | None = None,
    why: str = "",
) -> Response:
    with here.database.tenant(approver.id, reading=True) as session:
        found = account(session, here.models, decision)
    if found.told is None and wrong is None:
        return see(f"/o/{approver.id}/decisions/{decision}")
    return page(
        request,
        "decisions/erase.html.j2",
        _ERASE,
        status=wrong.status if wrong else 200,
        crumbs=_crumbs(approver, found),
        wrong=wrong,
        address=f"/o/{approver.id}/decisions/{decision}/erase",
        back=f"/o/{approver.id}/decisions/{decision}",
        why=why,
    )


def _crumbs(member: Member, found: Account) -> tuple[Crumb, ...]:
    return (*crumbs_of(member, found.deployment), Crumb(title_of(found), f"/o/{member.id}/decisions/{found.record.id}"))
