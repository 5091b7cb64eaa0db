"""The letter to the person decided about: on a page to be printed, as a PDF, and whom it names as contact."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.errors import ContactMissing, FieldsWrong, RashinError
from rashin.language import LANGUAGES, Text
from rashin.trust.log.keys import VerifierKey
from rashin.web.asking import Approver, Decider, Form, Here, Member, Reader, language_of
from rashin.web.downloads import as_file
from rashin.web.page import Crumb, page
from rashin.web.pages.decisions.routes import title_of
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.roads import address_of
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.decisions.account import Account, account
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.letters import Contact, Letter, letter, pdf, words
from rashin.workspace.letters.contact import LONGEST
from rashin.workspace.letters.pdf import contact_lines, day
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

LONGEST_ADDRESSEE = 100
_TITLE = Text("本人への通知書", "Letter to the applicant")
_CONTACT = Text("通知書の連絡先", "Contact for letters")
_SAVED = Text("連絡先を保存しました。", "The contact is saved.")


@router.get("/decisions/{decision}/letter")
def show(request: Request, here: Here, reader: Reader, decision: str) -> Response:
    """The letter, to be read and printed.

    Raises:
        Erased: what the decision said was erased.
        LetterTooEarly: it waits for a person.
    """
    return _show(request, here, reader, decision)


@router.post("/decisions/{decision}/letter")
def do_address(request: Request, here: Here, reader: Reader, decision: str, fields: Form) -> Response:
    """The letter with a name on it, which is kept nowhere."""
    return _show(request, here, reader, decision, to=str(fields.get("to", "")).strip()[:LONGEST_ADDRESSEE])


@router.post("/decisions/{decision}/letter.pdf")
def do_pdf(request: Request, here: Here, decider: Decider, decision: str, fields: Form) -> Response:
    """The letter as a PDF."""
    to = str(fields.get("to", "")).strip()[:LONGEST_ADDRESSEE]
    language = next((one for one in LANGUAGES if one == fields.get("language")), None)
    if language is None:
        raise FieldsWrong(fields="language")
    try:
        _, told = _letter(here, decider, decision)
        made = pdf(told, language, to)
    except RashinError as wrong:
        return _show(request, here, decider, decision, to=to, wrong=wrong)
    return as_file(made, f"{told.reference or decision}-{language}.pdf", "application/pdf")


@router.get("/deployments/{deployment}/letter")
def show_contact(request: Request, here: Here, approver: Approver, deployment: str, done: str = "") -> Response:
    """What letters say of the organisation."""
    return _contact(request, here, approver, deployment, done=_SAVED if done else None)


@router.post("/deployments/{deployment}/letter")
def do_contact(request: Request, here: Here, approver: Approver, deployment: str, fields: Form) -> Response:
    """Keep it."""
    written = {name: str(value) for name, value in fields.items()}
    try:
        contact = Contact.written(written)
        with here.database.tenant(approver.id) as session:
            contact.keep(find_deployment(session, deployment, to_change=True))
    except RashinError as wrong:
        return _contact(request, here, approver, deployment, written=written, wrong=wrong)
    return see(f"{address_of(f'/o/{approver.id}', deployment)}/letter?done=saved")


def _letter(here: Workspace, member: Member, decision: str) -> tuple[Account, Letter]:
    with here.database.tenant(member.id, reading=True) as session:
        found = account(session, here.models, decision)
    return found, letter(found, member.organisation.name, VerifierKey.parse(here.log.key).name)


def _show(
    request: Request,
    here: Workspace,
    member: Member,
    decision: str,
    *,
    to: str = "",
    wrong: RashinError | None = None,
) -> Response:
    found, told = _letter(here, member, decision)
    base, language = f"/o/{member.id}", language_of(request)
    own = address_of(base, found.deployment.id)
    lacking = ContactMissing() if not told.contact.reaches_somebody else None
    return page(
        request,
        "decisions/letter.html.j2",
        _TITLE,
        status=wrong.status if wrong else 200,
        crumbs=(*crumbs_of(member, found.deployment), Crumb(title_of(found), f"{base}/decisions/{decision}")),
        wrong=wrong,
        address=f"{base}/decisions/{decision}/letter",
        base=base,
        own=own,
        found=found,
        letter=told,
        words=words,
        dated=day(told.at, language),
        contact=contact_lines(told, language),
        lacking=lacking,
        to=to,
        longest=LONGEST_ADDRESSEE,
        may_decide=member.may(Permission.DECIDE),
        may_approve=member.may(Permission.APPROVE),
    )


def _contact(
    request: Request,
    here: Workspace,
    approver: Member,
    deployment_id: str,
    *,
    written: dict[str, str] | None = None,
    wrong: RashinError | None = None,
    done: Text | None = None,
) -> Response:
    with here.database.tenant(approver.id, reading=True) as session:
        deployment = find_deployment(session, deployment_id)
    own = address_of(f"/o/{approver.id}", deployment_id)
    return page(
        request,
        "decisions/contact.html.j2",
        _CONTACT,
        status=wrong.status if wrong else 200,
        crumbs=crumbs_of(approver, deployment),
        wrong=wrong,
        done=done,
        address=f"{own}/letter",
        own=own,
        filled=written or deployment.contact,
        longest=LONGEST,
    )
