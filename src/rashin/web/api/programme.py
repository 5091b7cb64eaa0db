"""The programme's book: importing into it, checking it, recording and correcting entries, and publishing."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from rashin.errors import (
    BookEmpty,
    EntryUnchanged,
    EntryUnreadable,
    EntryWhyNeeded,
    FileNotChosen,
    ImportProblem,
    LedgerFormatUnknown,
    NotFound,
    ScopeUnknown,
    StorageQuotaReached,
    UploadBroken,
    UploadTooLarge,
)
from rashin.language import Text
from rashin.ledger.book.currency import YEN
from rashin.ledger.importing.importing import FORMATS
from rashin.ledger.releases import Release
from rashin.web.api.answering import Words, answered_once, given, made, single
from rashin.web.api.caller import KeepKey, acting
from rashin.web.api.document import ROOT, UNCHANGED, fails, file_sent, said
from rashin.web.api.jobs import JobShown
from rashin.web.api.sending import Asked, Key, refuse_other_kinds, sent
from rashin.web.asking import Here
from rashin.web.uploading import take_either
from rashin.web.visiting import link
from rashin.workspace.access.keys import KeyHolder
from rashin.workspace.access.roles import Permission
from rashin.workspace.clock import today
from rashin.workspace.database.tables import Job
from rashin.workspace.once import Answer, Once, answer_once
from rashin.workspace.programme.books import desk_of
from rashin.workspace.programme.entries import address_of, find, kind_named
from rashin.workspace.programme.importing import Brought, Wish, brought, find_import
from rashin.workspace.programme.publishing import Wanted, ask_to_publish, find_publication, published
from rashin.workspace.programme.shelf import last_batch
from rashin.workspace.programme.writing import Signed, correct, enter, read, withdraw
from rashin.workspace.workspace import Workspace

router = APIRouter(prefix=f"{ROOT}/programme", tags=["programme"])

_FORM, _RAW = "multipart/form-data", "application/octet-stream"
_UPLOADED = fails(
    LedgerFormatUnknown(name="lotus", known="workbook, ocds"),
    FileNotChosen(),
    UploadBroken(),
    UploadTooLarge(most="2,000 MB"),
    StorageQuotaReached(most=500),
)
_BLANK = ImportProblem(
    Text("空欄です。", "It is blank."), Text("ここは必ず書いてください。", "This must be filled in.")
)


class EntryAsked(Asked):
    """One entry: a new one or, with `id`, what is to stand under an id that is in the book."""

    kind: str = Field(examples=["payment"], max_length=40)
    id: str | None = Field(
        None, description="Of the entry that is corrected; a new one is given an id.", max_length=500
    )
    values: dict[str, str] = Field(
        default_factory=dict,
        description="Column → value as a form takes it: `1,200` with `amount_unit` `千円`, days as `2026-04-01`.",
        examples=[{"award": "A-1", "paid": "2026-05-01", "amount": "1,200", "amount_unit": "千円"}],
    )
    withdrawn: bool = Field(False, description="Take the entry back. What it said stays on record.")
    why: str = Field("", description="Needed to correct or to take back. It is published.", max_length=500)


class EntryShown(BaseModel):
    """An entry as it was taken."""

    kind: str = Field(examples=["payment"])
    id: str
    batch: int = Field(description="The batch that it came with.")
    digest: str = Field(description="Of that batch.")


class Named(Asked):
    """A name in both languages."""

    ja: str = Field(min_length=1, max_length=100)
    en: str = Field(min_length=1, max_length=100)


class ReleaseAsked(Asked):
    """What is to be published."""

    scope: str = Field("all", description="The code of a scope, such as `ai`.", max_length=40)
    title: Named
    publisher: Named
    as_received: str = Field(
        "", description="Why it is published although the rules find errors; they are shown.", max_length=500
    )
    preview: bool = Field(False, description="Only officers see it; nothing is put on record.")


class ReleaseShown(BaseModel):
    """One release."""

    name: str = Field(examples=["2026-11"])
    issued: str = Field(examples=["2026-11-24"])
    scope: str
    batches: int = Field(description="How many batches the book had.")
    figures: int
    moved: int = Field(description="Figures that differ from the release before.")
    errors: int = Field(description="What the rules found and is shown with it.")
    published_by: str

    @classmethod
    def of(cls, one: Release) -> ReleaseShown:
        """A release as it says of itself."""
        facts = {name: value for name, value in one.as_fact().items() if name in cls.model_fields}
        return cls(**facts)


class Releases(BaseModel):
    """Every release."""

    items: list[ReleaseShown] = Field(description="The newest first.")


class FindingShown(BaseModel):
    """One entry that a rule or a flag found."""

    kind: str
    id: str
    mend: Words


class RuleShown(BaseModel):
    """What one rule or flag found."""

    code: str = Field(examples=["M01"])
    severity: str = Field(description="error blocks publication, warning does not; flag is no accusation.")
    name: Words
    count: int
    findings: list[FindingShown] = Field(description="The first hundred.")


class CheckShown(BaseModel):
    """What every rule and flag finds in the book."""

    on: str = Field(description="The day that counts as today, in Japan.")
    blocks: bool = Field(description="Whether something stands in the way of publishing.")
    rules: list[RuleShown]


@router.post(
    "/imports",
    summary="Import a file into the book",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobShown,
    responses=_UPLOADED,
    openapi_extra=said(
        "帳簿に取り込む",
        requestBody=file_sent(_RAW, form=_FORM),
    ),
)
async def import_file(
    request: Request,
    here: Here,
    key: KeepKey,
    once: Key,
    format_code: Annotated[str, Query(alias="format", json_schema_extra={"enum": sorted(FORMATS)})],
    name: Annotated[str, Query(max_length=200, description="What you call the file.", examples=["2026.xlsx"])] = "",
    why: Annotated[str, Query(max_length=500, description="What for. It is published.")] = "",
) -> Response:
    """Send a file as the body itself, or as the field `file` of a form. A job takes it whole, or tells all that is wrong.

    The same file twice has one effect.
    """
    kind = refuse_other_kinds(request, _RAW, _FORM)
    person_id, by = await run_in_threadpool(_officer, here, key)

    def keep(file_name: str, chunks: Iterator[bytes]) -> Answer:
        wish = Wish(format_code, name or file_name or "data", by, why)
        with brought(here.database, here.files, key.organisation_id, wish, chunks) as file:

            def make(session: Session) -> Answer:
                job = file.ask(session, here.jobs, person_id)
                session.flush()
                return _asked(find_import(session, job))

            return answer_once(here.database, key.organisation_id, _once(request, once, file), make)

    return given(await take_either(request, form=kind == _FORM, keep=keep))


@router.get(
    "/check",
    summary="Check the book",
    response_model=CheckShown,
    responses=UNCHANGED | fails(BookEmpty()),
    openapi_extra=said("帳簿を確かめる"),
)
def check(request: Request, here: Here, key: KeepKey) -> Response:
    """Put every rule and every red flag to the book as it stands."""
    report = here.shelf.report(desk_of(here.data, key.organisation_id).book, today())
    rules = [
        RuleShown(
            code=one.check.code,
            severity=str(getattr(one.check, "severity", "flag")),
            name=Words.of(one.check.name),
            count=one.count,
            findings=[FindingShown(kind=f.kind, id=f.id, mend=Words.of(f.mend)) for f in one.findings],
        )
        for one in report.answers
    ]
    return single(request, CheckShown(on=report.on.isoformat(), blocks=bool(report.blocking), rules=rules))


@router.post(
    "/entries",
    summary="Record or correct an entry",
    status_code=HTTPStatus.CREATED,
    response_model=EntryShown,
    responses=fails(
        NotFound(what="payment:p1"), EntryUnreadable({"amount": _BLANK}), EntryUnchanged(), EntryWhyNeeded()
    ),
    openapi_extra=said("記帳する"),
)
def record(
    request: Request, here: Here, key: KeepKey, once: Key, asked: Annotated[EntryAsked, Depends(sent(EntryAsked))]
) -> Response:
    """Nothing is changed or removed: a correction is one more entry under the same id."""

    def make(session: Session) -> Answer:
        signed = Signed(acting(session, key, Permission.KEEP).name, asked.why.strip())
        return made(_entered(here, key, asked, signed), f"{ROOT}/programme/check")

    return answered_once(request, here, key, once, make)


@router.get(
    "/releases",
    summary="List releases",
    response_model=Releases,
    responses=UNCHANGED,
    openapi_extra=said("公開した版の一覧"),
)
def list_releases(request: Request, here: Here, key: KeepKey) -> Response:
    """Every release, the newest first."""
    found = published(desk_of(here.data, key.organisation_id))
    return single(request, Releases(items=[ReleaseShown.of(one) for one in found]))


@router.post(
    "/releases",
    summary="Publish a release",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobShown,
    responses=fails(ScopeUnknown(code="x", known="ai, all"), BookEmpty()),
    openapi_extra=said("公開する"),
)
def publish(
    request: Request, here: Here, key: KeepKey, once: Key, asked: Annotated[ReleaseAsked, Depends(sent(ReleaseAsked))]
) -> Response:
    """A job publishes the book. Where the rules find errors it fails, unless a reason is given to show them."""
    if last_batch(desk_of(here.data, key.organisation_id).book) is None:
        raise BookEmpty

    def make(session: Session) -> Answer:
        person = acting(session, key, Permission.KEEP)
        title, publisher = (Text(one.ja.strip(), one.en.strip()) for one in (asked.title, asked.publisher))
        address = link(request, f"/portal/{key.organisation_id}")
        wanted = Wanted(asked.scope, title, publisher, address, person.name, asked.as_received.strip(), asked.preview)
        job = ask_to_publish(session, here.jobs, key.organisation_id, wanted, person.id)
        session.flush()
        return _asked(find_publication(session, job))

    return answered_once(request, here, key, once, make)


def _once(request: Request, key: str | None, file: Brought) -> Once | None:
    """What was asked is known only when all of the file has come."""
    if key is None:
        return None
    asked = f"POST {request.url.path}?{request.url.query}\n{file.name}\n{file.sha256}"
    return Once(key, sha256(asked.encode()).hexdigest())


def _entered(here: Workspace, key: KeyHolder, asked: EntryAsked, signed: Signed) -> EntryShown:
    book, kind = desk_of(here.data, key.organisation_id).book, kind_named(asked.kind)
    if asked.id is None:
        if last_batch(book) is None:
            entry = read(None, kind, asked.values)
        else:
            with here.shelf.reading(book) as connection:
                entry = read(connection, kind, asked.values, book.currency or YEN)
        identity, batch = enter(book, kind, entry, signed)
        return EntryShown(kind=kind.name, id=identity, batch=batch.number, digest=batch.digest)
    with here.shelf.reading(book) as connection:
        found = find(connection, address_of(kind.name, asked.id))
        entry = {} if asked.withdrawn else read(connection, kind, asked.values, book.currency or YEN)
    if asked.withdrawn:
        batch = withdraw(book, found, signed)
    else:
        batch = correct(book, found, entry, signed, seen=found.versions[0].batch)
    return EntryShown(kind=kind.name, id=found.id, batch=batch.number, digest=batch.digest)


def _officer(here: Workspace, key: KeyHolder) -> tuple[str, str]:
    """The id and the name of the person in whose name a key keeps the book."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        person = acting(session, key, Permission.KEEP)
        return person.id, person.name


def _asked(job: Job) -> Answer:
    return Answer(HTTPStatus.ACCEPTED, JobShown.of(job).model_dump_json().encode(), f"{ROOT}/jobs/{job.id}")
