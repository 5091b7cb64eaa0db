"""What the operator of the installation does: organisations, their limits, and who else operates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rashin.errors import LastOperator, NotFound, QuotaWrong
from rashin.language import Text
from rashin.workspace.access.people import called
from rashin.workspace.database.tables import Membership, Organisation, Person
from rashin.workspace.listing import Listing, listed

MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit of an organisation; its name is a key of `Organisation.quotas`."""

    name: str
    label: Text
    unit: Text


QUOTAS = (
    Quota("decisions_per_month", Text("1か月の判断", "Decisions in a month"), Text("件", "decisions")),
    Quota("learning_minutes_per_month", Text("1か月の学習時間", "Learning in a month"), Text("分", "minutes")),
    Quota("storage_mb", Text("保存できるファイル", "Files kept"), Text("MB", "MB")),
)


def organisations(session: Session, words: str = "", page: int = 1) -> Listing[tuple[Organisation, int]]:
    """The organisations by name, each with how many people belong to it."""
    people = (
        select(func.count(Membership.id))
        .where(Membership.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    chosen = (
        select(Organisation, people.label("people"))
        .where(Organisation.name.icontains(words.strip(), autoescape=True))
        .order_by(Organisation.name, Organisation.id)
    )
    return listed(session, chosen, page)


def organisation(session: Session, organisation_id: str) -> Organisation:
    """One organisation.

    Raises:
        NotFound: there is no such organisation.
    """
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound(what=organisation_id)
    return found


def set_quotas(session: Session, organisation_id: str, written: Mapping[str, str]) -> None:
    """Set every limit as somebody wrote it; what is left empty has none.

    Raises:
        NotFound: there is no such organisation.
        QuotaWrong: a limit is not a whole number.
    """
    found = organisation(session, organisation_id)
    limits = {quota.name: _limit(quota.name, written.get(quota.name, "")) for quota in QUOTAS}
    found.quotas = {name: limit for name, limit in limits.items() if limit is not None}


def everybody(session: Session, words: str = "", page: int = 1) -> Listing[tuple[Person]]:
    """Everybody who may sign in, by name."""
    return listed(session, select(Person).where(called(words)).order_by(Person.name, Person.id), page)


def make_operator(session: Session, person_id: str, operates: bool) -> None:
    """Let somebody operate the installation, or no more.

    Raises:
        NotFound: there is no such person.
        LastOperator: nobody would be left to operate it.
    """
    # Locked, so that the last two cannot both stop at once.
    operators = session.scalars(select(Person).where(Person.operator).with_for_update()).all()
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(what=person_id)
    if not operates and all(one.id == person_id for one in operators):
        raise LastOperator
    person.operator = operates


def _limit(name: str, written: str) -> int | None:
    plain = written.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > len(str(MOST)) or int(plain) > MOST:
        raise QuotaWrong(value=written.strip()[:40], most=MOST, field=name)
    return int(plain)
