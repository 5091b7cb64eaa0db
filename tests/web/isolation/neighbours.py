"""Two organisations of one installation, both with everything that an organisation can have."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from tests.web.browser import Running
from tests.web.office import Machine, Office, cases, furnish, work
from tests.web.town import Someone, Town
from tests.workspace.company import as_csv

from rashin.language import Text
from rashin.ledger.book.draft import Entry, draft_of
from rashin.workspace.access.invitations import invite
from rashin.workspace.access.roles import Role
from rashin.workspace.batches import bring
from rashin.workspace.database.programme_tables import LinkOffer, Opinion, Sharing
from rashin.workspace.database.tables import (
    Alarm,
    ApiKey,
    Base,
    Batch,
    Dataset,
    DecisionRecord,
    Deployment,
    Effect,
    Invitation,
    Job,
    LearnedModel,
    Membership,
    Organisation,
    Owned,
    Person,
)
from rashin.workspace.deployments import find
from rashin.workspace.deployments.learning import LEARNING
from rashin.workspace.ids import new_id
from rashin.workspace.log.recorded import RECORDED
from rashin.workspace.measured import Baseline, Known, agree, ask_to_collect, find_sharing, offer
from rashin.workspace.programme.books import FOLDER, book_of
from rashin.workspace.programme.entries import address_of
from rashin.workspace.programme.evidence import keep_evidence
from rashin.workspace.programme.importing import IMPORT, Wish, ask_to_import
from rashin.workspace.programme.publishing import PUBLISH, Wanted, ask_to_publish
from rashin.workspace.reviews.opening import open_case
from rashin.workspace.watch import ask_to_watch
from rashin.workspace.workspace import Workspace

OWNED: tuple[Any, ...] = tuple(mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned))
_NAMED: dict[str, Any] = {
    "deployment": Deployment,
    "model": LearnedModel,
    "dataset": Dataset,
    "job": Job,
    "decision": DecisionRecord,
    "alarm": Alarm,
    "batch": Batch,
    "key": ApiKey,
    "invitation": Invitation,
    "membership": Membership,
    "offer": LinkOffer,
    "sharing": Sharing,
    "opinion": Opinion,
}
_SHORTEST = 7
"""A shorter string may stand somewhere by chance."""


@dataclass(frozen=True)
class Side:
    """One organisation, as whoever asks for its things must name them."""

    office: Office
    ids: Mapping[str, tuple[str, ...]]
    """By the name of a parameter in an address."""


@dataclass(frozen=True)
class Neighbours:
    """The two."""

    folder: Path
    database_url: str | None
    town: Town
    ours: Side
    theirs: Side


def settle_both(workspace: Workspace, run: Running, town: Town, mark: str) -> tuple[Side, Side]:
    """Set both to work. `mark` stands in everything that the second names itself."""
    home = furnish(workspace, run, town.home, town.worker, town.approver, decisions=12)
    away = furnish(workspace, run, town.abroad, town.between, town.stranger, mark, decisions=12)
    _fill(workspace, run, home, town.approver, "わが")
    _fill(workspace, run, away, town.stranger, mark)
    with workspace.database.system(reading=True) as session:
        return tuple(Side(one, _ids(session, one.organisation)) for one in (home, away))  # type: ignore[return-value]


def book_files(folder: Path, organisation: str) -> dict[str, bytes]:
    """Every file of an organisation's book and of what was made from it."""
    own = folder / FOLDER / organisation
    return {str(path.relative_to(own)): path.read_bytes() for path in own.rglob("*") if path.is_file()}


def rows_of(session: Session, organisation: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of an organisation, by table."""
    found = {}
    for table in OWNED:
        names = [column.key for column in inspect(table).column_attrs]
        rows = session.scalars(select(table).where(table.organisation_id == organisation))
        found[table.__tablename__] = sorted(({name: getattr(row, name) for name in names} for row in rows), key=repr)
    return found


def words_of(value: Any) -> Iterator[str]:
    """Every string in a value, and what bytes look like where they are shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield from (b64encode(value).decode(), value.hex())
        yield from _words_in_json(value)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from (*words_of(name), *words_of(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from words_of(one)


def _words_in_json(value: bytes) -> Iterator[str]:
    try:
        found = json.loads(value)
    except ValueError:
        return
    yield from words_of(found)


def canaries(session: Session, ours: str, theirs: str) -> frozenset[str]:
    """Everything that only the other organisation has, in every spelling in which it might be sent."""
    mine, foreign = (set(words_of(rows_of(session, one))) | _about(session, one) for one in (ours, theirs))
    alone = {word for word in foreign - mine if len(word) >= _SHORTEST}
    tables = {table.__tablename__ for table in OWNED}
    columns = {column.key for table in OWNED for column in inspect(table).column_attrs}
    return frozenset(spelt for word in alone - tables - columns for spelt in spellings(word))


def _about(session: Session, organisation: str) -> set[str]:
    """What is kept of an organisation and its people in tables that belong to nobody."""
    members = select(Person).join(Membership, Membership.person_id == Person.id)
    people = session.scalars(members.where(Membership.organisation_id == organisation)).all()
    whose = session.get_one(Organisation, organisation)
    return {whose.id, whose.name, *(word for one in people for word in (one.id, one.name, one.email))}


def spellings(word: str) -> set[str]:
    """A word as JSON, pages and addresses write it."""
    return {word, json.dumps(word)[1:-1], escape(word), quote(word), quote(word, safe="")}


def _fill(workspace: Workspace, run: Running, office: Office, approver: Someone, mark: str) -> None:
    """Do everything else that can be done in an organisation."""
    chief = Machine(run, office.approver_key)
    kept, erased, *_ = (one["id"] for one in chief.everything("/decisions"))
    key = {"idempotency-key": f"{mark}-once".encode()}
    outcome = chief.found(f"/decisions/{office.waiting}")["outcome"]
    chief.made(f"/decisions/{office.waiting}/reviews", {"outcome": outcome, "reason": f"{mark}を見た"}, headers=key)
    lines = json.dumps({"decision": kept, "outcome": "adverse"}).encode()
    lined = {"content-type": "application/x-ndjson"}
    chief.made(f"/deployments/{office.deployment}/outcomes", content=lines, headers=lined)
    chief.made(f"/decisions/{erased}/erasure", {"why": f"{mark}の求め"})
    for step in ("closing", "reopening"):
        chief.made(f"/deployments/{office.deployment}/{step}", {"why": f"{mark}の都合"})
    _by_hand(workspace, office, approver, mark, kept)
    _keep_book(workspace, office, approver, mark)
    _measure(workspace, office, approver, mark)
    work(workspace)


def _by_hand(workspace: Workspace, office: Office, approver: Someone, mark: str, decision: str) -> None:
    """What people do on pages, and what the program does by itself."""
    whose = office.organisation
    with workspace.database.system() as session:
        invite(session, whose, session.get_one(Person, approver.id), f"{mark}さん", [Role.READ])
    with workspace.database.tenant(whose) as session:
        deployment = find(session, office.deployment)
        deployment.contact = {"responsible": f"{mark}係", "telephone": f"{mark}-0120"}
        open_case(session, decision, approver.id)
        told = {"ja": f"{mark}の列", "en": f"{mark} column"}
        figures = {"about": f"{mark}列", "label": told, "psi": 0.5, "now": 100, "before": 100}
        session.add(
            Alarm(id=f"alm_{whose}", organisation_id=whose, deployment_id=deployment.id, kind="input", figures=figures)
        )
        session.add(Effect(organisation_id=whose, job_id=office.job, name=f"{mark}した", result={"that": mark}))
        ask_to_watch(session, workspace.jobs, deployment)
    cells = {name: [case[name] for case in cases(3)] for name in cases(1)[0]}
    means = workspace.database, workspace.files, workspace.jobs, deployment
    table = as_csv({"申込番号": [f"{mark}-{row}" for row in range(3)], **cells})
    bring(*means, name=f"{mark}今月.csv", chunks=[table], by=approver.id)


def _keep_book(workspace: Workspace, office: Office, approver: Someone, mark: str) -> None:
    """What an officer does: entries, an import, evidence, a preview."""
    whose = office.organisation
    with workspace.database.system() as session:
        chosen = select(Membership).where(Membership.organisation_id == whose, Membership.person_id == approver.id)
        session.scalars(chosen).one().roles = [Role.APPROVE.value, Role.OFFICER.value]
    digest = keep_evidence(workspace.database, workspace.files, whose, [f"{mark}の証拠".encode()])
    book = book_of(workspace.data, whose)
    entries: dict[str, list[Entry]] = {
        "programme": [{"id": entry_of(whose, "programme"), "title": f"{mark}の事業"}],
        "payment": [{"id": entry_of(whose, "payment"), "programme": entry_of(whose, "programme"), "amount": 1_000}],
        "evidence": [{"id": entry_of(whose, "evidence"), "title": f"{mark}の検収書", "digest": digest}],
    }
    book.add(draft_of(entries), by=f"{mark}の担当官", why=f"{mark}の都合")
    wish = Wish("workbook", f"{mark}支払.csv", f"{mark}の担当官")
    table = f"番号,金額\n{mark}-支払,2000\n".encode()
    ask_to_import(workspace.database, workspace.files, workspace.jobs, whose, wish, [table], approver.id)
    named = Text(f"{mark}の公開", f"{mark} account")
    with workspace.database.tenant(whose) as session:
        wanted = Wanted("all", named, named, f"https://{mark}.example", f"{mark}の担当官", preview=True)
        ask_to_publish(session, workspace.jobs, whose, wanted, approver.id)


def _measure(workspace: Workspace, office: Office, approver: Someone, mark: str) -> None:
    """An award, its link to the deployment, what was measured, and an opinion about it."""
    whose, award = office.organisation, entry_of(office.organisation, "award")
    book = book_of(workspace.data, whose)
    book.add(draft_of({"award": [{"id": award, "title": f"{mark}の採択", "amount": 1_000}]}), by=f"{mark}の担当官")
    with workspace.database.system() as session:
        person, company = session.get_one(Person, approver.id), session.get_one(Organisation, whose)
        code = offer(session, whose, person, book, award)
        before = Baseline(30, 20, 40, 3_000, None, Known.ASKED)
        sharing = agree(session, company, office.deployment, person, code, before, all_past=True).id
        opinion = {"about": f"award:{award}", "said": f"{mark}への意見です。", "due": "2099-01-01"}
        session.add(Opinion(id=new_id("opi"), organisation_id=whose, link_hash=f"{mark}x", likeness=mark, **opinion))
    with workspace.database.tenant(whose) as session:
        ask_to_collect(session, workspace.jobs, find_sharing(session, sharing))


def entry_of(organisation: str, kind: str) -> str:
    """The id of an entry that only this organisation's book has."""
    return f"{organisation}-{kind}"


def _ids(session: Session, organisation: str) -> dict[str, tuple[str, ...]]:
    """What each parameter of an address may be filled with."""
    found: dict[str, tuple[str, ...]] = {"organisation": (organisation,), "organisation_id": (organisation,)}
    for name, table in _NAMED.items():
        chosen = select(table).where(table.organisation_id == organisation).order_by(table.id)
        if table is Job:
            chosen = chosen.where(Job.kind == LEARNING)
        if table is Dataset:
            chosen = chosen.where(Dataset.purpose == "learn")
        if table is DecisionRecord:
            chosen = chosen.where(DecisionRecord.payload.is_not(None))
        found[name] = (session.scalars(chosen).first().id,)  # type: ignore[union-attr]
    records = [select(table.id).where(table.organisation_id == organisation) for table in RECORDED]  # type: ignore[attr-defined]
    found["record"] = tuple(session.scalars(one.limit(1)).one() for one in records)
    for name, kind in (("taking", IMPORT), ("publication", PUBLISH)):
        chosen = select(Job.id).where(Job.organisation_id == organisation, Job.kind == kind)
        found[name] = (session.scalars(chosen).one(),)
    found["entry"] = tuple(address_of(kind, entry_of(organisation, kind)) for kind in ("programme", "payment"))
    found["evidence"] = (address_of("evidence", entry_of(organisation, "evidence")),)
    member = session.get_one(Membership, found["membership"][0])
    return found | {"person": (member.person_id,)}
