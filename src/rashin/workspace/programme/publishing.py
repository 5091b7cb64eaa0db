"""Publishing an organisation's book as a job: a release that appears whole or not at all, and once, whatever dies when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotFound
from rashin.language import Text
from rashin.ledger.releases import Release, linked_copy, newest, releases
from rashin.ledger.scopes.scope import scope
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Job, Json
from rashin.workspace.jobs import JobKind, Jobs, Work
from rashin.workspace.jobs.hold import UNFINISHED
from rashin.workspace.programme.books import PREVIEW, Desk, desk_of

PUBLISH = "publish"
"""The name of the kind of job that publishes."""

_LABEL = Text("公開", "publishing")
_STAGES = 8
"""About how many stages a publication tells of."""
_DESK = "/programme"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be published, as an officer fills it in."""

    scope: str
    """The code of a scope."""
    title: Text
    publisher: Text
    address: str
    """Of the site, without its last stroke."""
    by: str
    as_received: str = ""
    """Why it is published although there are errors; empty where there are none."""
    preview: bool = False
    """Only officers see it, and nothing is put on record."""


def publish_kind(data: Path) -> JobKind:
    """The kind of job that publishes; it is asked for by `ask_to_publish`."""
    return JobKind(PUBLISH, _LABEL, partial(_run, data))


def ask_to_publish(session: Session, jobs: Jobs, organisation_id: str, wanted: Wanted, asked_by: str | None) -> str:
    """Ask for a release, or for the preview of one. The job's id.

    Raises:
        ScopeUnknown: there is no such scope.
    """
    scope(wanted.scope)
    asked = {**asdict(wanted), "desk": f"{organisation_id}{_DESK}"}
    return jobs.enqueue(session, organisation_id, PUBLISH, asked, asked_by)


def find_publication(session: Session, job_id: str) -> Job:
    """A publication, done or under way.

    Raises:
        NotFound: the organisation has none of that name.
    """
    job = session.get(Job, job_id)
    if job is None or job.kind != PUBLISH:
        raise NotFound(what=job_id)
    return job


def last_publication(session: Session) -> Job | None:
    """The newest publication that was asked for."""
    return session.scalars(select(Job).where(Job.kind == PUBLISH).order_by(Job.id.desc()).limit(1)).first()


def publication_under_way(session: Session) -> Job | None:
    """The publication that has not ended, if there is one."""
    chosen = select(Job).where(Job.kind == PUBLISH, Job.state.in_(UNFINISHED)).order_by(Job.id)
    return session.scalars(chosen.limit(1)).first()


def published(desk: Desk) -> tuple[Release, ...]:
    """The releases of a desk, the newest first."""
    return tuple(reversed(releases(desk.site)))


def preview_of(desk: Desk) -> Path:
    """Where the last preview lies, if there is one."""
    return desk.folder / PREVIEW


def wanted_of(arguments: Mapping[str, Any]) -> Wanted:
    """What was asked for, as the job keeps it."""
    plain = {name: arguments[name] for name in ("scope", "address", "by", "as_received", "preview")}
    return Wanted(title=Text(**arguments["title"]), publisher=Text(**arguments["publisher"]), **plain)


def _run(data: Path, work: Work) -> Json:
    work.own(work.arguments["desk"])
    desk, wanted = desk_of(data, work.organisation_id), wanted_of(work.arguments)
    before = work.effect("before", lambda _: {"names": [release.name for release in releases(desk.site)]}) or {}
    # A worker that died after the release was in place and before that was known left it there.
    found = next((one for one in releases(desk.site) if one.name not in before["names"]), None)
    return (found or _made(desk, wanted, work)).as_fact()


def _made(desk: Desk, wanted: Wanted, work: Work) -> Release:
    # Imported here: a server that only decides need not know how pages are drawn.
    from rashin.ledger.exports.about import About
    from rashin.ledger.publishing.asked import Asked
    from rashin.ledger.publishing.publish import publish

    told: list[Text] = []

    def tell(stage: Text) -> None:
        told.append(stage)
        work.report(stage, min(len(told) / (_STAGES + 1), 0.95))

    about = About(wanted.title, wanted.publisher, wanted.address, "", _today())
    # Without the host: citizens may come by another name of it than the officer did.
    opinions_to = "" if wanted.preview or desk.is_sample else f"{urlsplit(wanted.address).path}/opinions/send"
    asked = Asked(scope(wanted.scope), about, wanted.by, wanted.as_received, wanted.preview, opinions_to)
    out = desk.site
    if wanted.preview:
        out = preview_of(desk)
        rmtree(out, ignore_errors=True)
        _lay(newest(desk.site), out)
    return publish(desk.book, out, asked, tell=tell)


def _lay(release: Path | None, out: Path) -> None:
    """Lay the last release beside a preview, which then tells what would change."""
    if release is not None:
        linked_copy(release, out / release.name)


def _today() -> date:
    return now().date()
