"""Linking a deployment to an award: the programme offers by a code, the company agrees, either may end it at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import AwardUnknown, BookMissing, LinkedAlready, LinkOver, NotFound
from rashin.workspace.access.secrets import new_token, token_hash
from rashin.workspace.clock import now
from rashin.workspace.database.programme_tables import LinkOffer, Measurement, Sharing
from rashin.workspace.database.tables import Deployment, Organisation, Person
from rashin.workspace.deployments.deployments import find
from rashin.workspace.ids import new_id
from rashin.workspace.log import LogReader
from rashin.workspace.measured.baseline import Baseline
from rashin.workspace.metering import month_of

if TYPE_CHECKING:
    from rashin.ledger.book.book import Book

LASTS = timedelta(days=30)
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Offered:
    """An open offer, as the company sees it."""

    offer: LinkOffer
    programme: Organisation
    """Whose book it is."""


def awards_of(book: Book, most: int = 500) -> list[tuple[str, str]]:
    """The awards in a book, the newest first: id and title."""
    try:
        connection = book.open()
    except BookMissing:
        return []
    chosen = "SELECT id, coalesce(title, '') FROM award ORDER BY decided DESC NULLS LAST, id LIMIT ?"
    return [(str(one), str(title)) for one, title in connection.execute(chosen, [most]).fetchall()]


def offer(session: Session, organisation_id: str, by: Person, book: Book, award: str) -> str:
    """Offer to link a deployment to an award. The code that the company is given; only its hash is kept.

    Raises:
        AwardUnknown: the book has no such award.
    """
    title = _title_of(book, award.strip())
    code = new_token()
    session.add(
        LinkOffer(
            id=new_id("lnk"),
            organisation_id=organisation_id,
            code_hash=token_hash(code),
            award=award.strip(),
            award_title=title,
            offered_by=by.id,
            expires_at=now() + LASTS,
        )
    )
    session.flush()
    return code


def offers(session: Session, organisation_id: str) -> list[LinkOffer]:
    """The offers of a programme, the newest first."""
    chosen = select(LinkOffer).where(LinkOffer.organisation_id == organisation_id)
    return list(session.scalars(chosen.order_by(LinkOffer.id.desc())))


def end_offer(session: Session, organisation_id: str, offer_id: str) -> None:
    """Withdraw an offer; if a company has agreed, end the link. What flowed stays.

    Args:
        session: a transaction of the installation: the consent is another organisation's row.
        organisation_id: of the programme.
        offer_id: one of its offers.

    Raises:
        NotFound: it has no such offer.
    """
    found = session.get(LinkOffer, offer_id, with_for_update=True)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound(what=offer_id)
    found.ended_at = found.ended_at or now()
    sharing = session.scalar(select(Sharing).where(Sharing.offer_id == offer_id))
    if sharing is not None:
        sharing.ended_at = sharing.ended_at or now()


def offered(session: Session, code: str) -> Offered:
    """The open offer that a code belongs to; nobody else can take it up until the transaction ends.

    Args:
        session: a transaction of the installation: the offer is another organisation's row.
        code: as the company was given it.

    Raises:
        LinkOver: it was used, is too old, was withdrawn, or never was.
    """
    chosen = select(LinkOffer).where(LinkOffer.code_hash == token_hash(code.strip())).with_for_update()
    found = session.scalar(chosen)
    if found is None or found.taken_at or found.ended_at or found.expires_at <= now():
        raise LinkOver(field="code")
    return Offered(found, session.get_one(Organisation, found.organisation_id))


def agree(
    session: Session,
    company: Organisation,
    deployment_id: str,
    by: Person,
    code: str,
    baseline: Baseline,
    *,
    all_past: bool,
) -> Sharing:
    """Agree that counts of a deployment flow into the book of the programme that made an offer.

    Args:
        session: a transaction of the installation: the offer is another organisation's row.
        company: whose deployment it is; it agrees to tell its name.
        deployment_id: of the company.
        by: who agrees; the caller has seen to it that they may approve.
        code: of the offer.
        baseline: how it was before.
        all_past: whether decisions made before now count as well, unless they flowed by an earlier link.

    Raises:
        NotFound: the company has no such deployment.
        LinkOver: see `offered`.
        LinkedAlready: the deployment is linked to that programme: each decision counts in a book once.
    """
    deployment = find(session, deployment_id, to_change=True)
    if deployment.organisation_id != company.id:
        raise NotFound(what=deployment_id)
    found = offered(session, code)
    before = [one for one in sharings_of(session, deployment_id) if one.programme_id == found.programme.id]
    if any(one.ended_at is None for one in before):
        raise LinkedAlready(field="code")
    at = now()
    begin = _uncounted(session, deployment, before) if all_past else _Begin(LogReader(session).size, at)
    sharing = Sharing(
        id=new_id("shr"),
        organisation_id=company.id,
        deployment_id=deployment_id,
        offer_id=found.offer.id,
        programme_id=found.programme.id,
        programme_name=found.programme.name,
        award=found.offer.award,
        award_title=found.offer.award_title,
        baseline=baseline.as_json(),
        from_index=begin.index,
        from_at=begin.at,
        asked_month=month_of(at),
        agreed_by=by.id,
        agreed_at=at,
    )
    session.add(sharing)
    found.offer.taken_at, found.offer.taken_by = at, company.name
    session.flush()
    return sharing


def end(session: Session, company_id: str, sharing_id: str, by: Person) -> Sharing:
    """End a link: nothing flows from now on. What flowed stays.

    Args:
        session: a transaction of the installation: the offer is another organisation's row.
        company_id: whose consent it is.
        sharing_id: of the company.
        by: who ends it; the caller has seen to it that they may approve.

    Raises:
        NotFound: the company has no such link.
    """
    sharing = session.get(Sharing, sharing_id, with_for_update=True)
    if sharing is None or sharing.organisation_id != company_id:
        raise NotFound(what=sharing_id)
    if sharing.ended_at is None:
        sharing.ended_at, sharing.ended_by = now(), by.id
    made = session.get(LinkOffer, sharing.offer_id)
    if made is not None:
        made.ended_at = made.ended_at or sharing.ended_at
    return sharing


def find_sharing(session: Session, sharing_id: str, *, to_change: bool = False) -> Sharing:
    """A link of the organisation whose transaction this is.

    Raises:
        NotFound: it has no such link.
    """
    found = session.get(Sharing, sharing_id, with_for_update=to_change or None)
    if found is None:
        raise NotFound(what=sharing_id)
    return found


def sharings_of(session: Session, deployment_id: str) -> list[Sharing]:
    """The links of a deployment, the newest first, those that ended included."""
    chosen = select(Sharing).where(Sharing.deployment_id == deployment_id)
    return list(session.scalars(chosen.order_by(Sharing.id.desc())))


def measurements_of(session: Session, sharing_id: str) -> list[Measurement]:
    """What flowed by a link, the newest first."""
    chosen = select(Measurement).where(Measurement.sharing_id == sharing_id)
    return list(session.scalars(chosen.order_by(Measurement.log_index.desc())))


@dataclass(frozen=True, slots=True)
class _Begin:
    """From where decisions count."""

    index: int
    at: datetime


def _uncounted(session: Session, deployment: Deployment, before: list[Sharing]) -> _Begin:
    """The first decision that has not flowed into the programme's book by an earlier link."""
    flowed = [one for sharing in before for one in measurements_of(session, sharing.id)]
    last = max(flowed, key=lambda one: one.to_index, default=None)
    return _Begin(0, deployment.created_at) if last is None else _Begin(last.to_index, last.at)


def _title_of(book: Book, award: str) -> str:
    try:
        found = book.open().execute("SELECT coalesce(title, '') FROM award WHERE id = ?", [award]).fetchone()
    except BookMissing:
        found = None
    if found is None:
        raise AwardUnknown(award=award[:60], field="award")
    return str(found[0])[:_LONGEST_TITLE] or award
