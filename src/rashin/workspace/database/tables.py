"""What is kept, and for whom. Everything that belongs to one organisation inherits `Owned`.

Changing a table here means writing a migration beside it (`migrations/versions`); a test compares the two.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from rashin.workspace.clock import now
from rashin.workspace.database.types import Moment

Json = dict[str, Any]


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: Moment, bytes: LargeBinary, Json: JSON, list[str]: JSON, list[Json]: JSON}  # noqa: RUF012 (SQLAlchemy's name)


class Organisation(Base):
    """A company, or the operator itself: a tenant."""

    __tablename__ = "organisations"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    quotas: Mapped[Json] = mapped_column(default=dict)
    """Limits that the operator set: decisions_per_month, learning_minutes_per_month, storage_mb."""


class Person(Base):
    """Somebody who signs in; may belong to several organisations."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    """argon2 hash; None for people who sign in elsewhere."""
    subject: Mapped[str | None] = mapped_column(unique=True)
    """Who it is at the OpenID provider: issuer and subject."""
    operator: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="ja")
    created_at: Mapped[datetime] = mapped_column(default=now)


class Visit(Base):
    """A signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "visits"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class PasswordLink(Base):
    """A link by which somebody who forgot their password chooses another, once. Only the hash of its token is kept."""

    __tablename__ = "password_links"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]


class Attempt(Base):
    """A failed sign-in, kept for as long as it limits the next ones. No name, only a keyed hash."""

    __tablename__ = "attempts"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class Setup(Base):
    """What this installation keeps about itself: a word and its value."""

    __tablename__ = "setup"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]


class Price(Base):
    """What the operator asks from a month on, in hundredths of a yen (sen), without tax. A past month's never change."""

    __tablename__ = "prices"
    from_month: Mapped[str] = mapped_column(String(7), primary_key=True)
    base: Mapped[int] = mapped_column(BigInteger)
    decision: Mapped[int] = mapped_column(BigInteger)
    learning_minute: Mapped[int] = mapped_column(BigInteger)
    gigabyte_month: Mapped[int] = mapped_column(BigInteger)


class Worker(Base):
    """A process that does jobs, and when it was last heard of."""

    __tablename__ = "workers"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(default=now)
    heard_at: Mapped[datetime] = mapped_column(default=now)
    gone: Mapped[bool] = mapped_column(default=False)
    """Whether it said goodbye; what it left undone may be taken over at once."""


class LogEntry(Base):
    """A leaf of the transparency log. It says nothing about anybody, so it belongs to nobody."""

    __tablename__ = "log_entries"
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry: Mapped[bytes]


class LogTile(Base):
    """256 hashes of the log's tree, or as many as there are."""

    __tablename__ = "log_tiles"
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hashes: Mapped[bytes]


class LogHead(Base):
    """How long the log is, and the checkpoint signed last. One row; locking it orders those who append."""

    __tablename__ = "log_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    peaks: Mapped[bytes]
    """The hashes of the complete subtrees at the right edge, which is all that growing it needs."""
    checkpoint: Mapped[str]


class Owned:
    """Belongs to one organisation; a tenant's connection sees its own rows and no others."""

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)


class Sealed:
    """Has a leaf in the log: the payload and its salt prove it; erased, the leaf stays."""

    payload: Mapped[bytes | None]
    salt: Mapped[bytes | None]
    log_index: Mapped[int] = mapped_column(BigInteger, unique=True)


class Membership(Owned, Base):
    """What a person may do in an organisation."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    roles: Mapped[list[str]]


class Invitation(Owned, Base):
    """A link by which somebody joins an organisation, once."""

    __tablename__ = "invitations"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    roles: Mapped[list[str]]
    invited_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiKey(Owned, Base):
    """What a machine signs in with. Only its hash is kept."""

    __tablename__ = "api_keys"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    prefix: Mapped[str]
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    created_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Job(Owned, Base):
    """Long work: what was asked, how far it is, what came of it."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "jobs_to_hand_over",
            "organisation_id",
            "id",
            sqlite_where=text("handed_at IS NULL"),
            postgresql_where=text("handed_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[Json]
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    """waiting, running, done, failed or cancelled."""
    fence: Mapped[int] = mapped_column(default=0)
    """Rises each time a worker takes the job; what an earlier taker still tries to write is refused."""
    handed_at: Mapped[datetime | None]
    """When it was handed to the queue."""
    worker_id: Mapped[str | None] = mapped_column(String(64))
    stage: Mapped[Json | None]
    done: Mapped[float] = mapped_column(default=0.0)
    seconds_left: Mapped[float | None]
    error: Mapped[Json | None]
    result: Mapped[Json | None]
    requested_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Effect(Owned, Base):
    """That a job did something once, kept in the transaction in which it was done, until the job ends."""

    __tablename__ = "effects"
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    result: Mapped[Json | None]


class Dataset(Owned, Base):
    """A table that an organisation brought, with what was found in it."""

    __tablename__ = "datasets"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    service: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="learn")
    """learn: past cases with outcomes; decide: cases to decide; outcomes: what became of decided cases."""
    name: Mapped[str]
    file_key: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    report: Mapped[Json | None]
    """What the check found; None until it ran."""
    declared: Mapped[Json] = mapped_column(default=dict)
    """What people corrected: target, roles, costs."""
    job_id: Mapped[str | None] = mapped_column(String(40))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class DataCheck(Sealed, Owned, Base):
    """That a table was checked, and with what result."""

    __tablename__ = "data_checks"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class Deployment(Owned, Base):
    """An organisation's use of one service."""

    __tablename__ = "deployments"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    service: Mapped[str]
    name: Mapped[str]
    settings: Mapped[Json] = mapped_column(default=dict)
    """Costs in yen and other choices for the next learning."""
    contact: Mapped[Json] = mapped_column(default=dict)
    """Who answers for decisions, and how the people decided about reach them; what letters say."""
    created_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]


class LearnedModel(Sealed, Owned, Base):
    """A model learned for a deployment; it serves only once approved."""

    __tablename__ = "models"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"))
    digest: Mapped[str] = mapped_column(String(64))
    file_key: Mapped[str]
    summary: Mapped[Json]
    job_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    requested_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Approval(Sealed, Owned, Base):
    """A signature that puts a model to use. Never changed: the newest one up to a time is the model in use then."""

    __tablename__ = "approvals"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    model_id: Mapped[str] = mapped_column(ForeignKey("models.id"))
    digest: Mapped[str] = mapped_column(String(64))
    approved_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    why_alone: Mapped[str | None]
    """Why the person who learned the model also signed for it; None when they are two."""
    at: Mapped[datetime] = mapped_column(default=now)


class Closing(Sealed, Owned, Base):
    """That a deployment was closed, or opened again. Never changed: the newest one says which it is."""

    __tablename__ = "closings"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    closed: Mapped[bool]
    """False where it was opened again."""
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class DecisionRecord(Sealed, Owned, Base):
    """One decision as it was given."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("decisions_by_deployment", "organisation_id", "deployment_id", "id"),
        Index("decisions_waiting", "organisation_id", "waiting", "id"),
    )
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"))
    model_id: Mapped[str] = mapped_column(ForeignKey("models.id"))
    batch_id: Mapped[str | None] = mapped_column(String(40), index=True)
    row: Mapped[int | None]
    """Its row in the batch's file, as a spreadsheet counts."""
    at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(default="")
    """The organisation's own number for the case."""
    outcome: Mapped[str]
    probability: Mapped[float]
    handed_over: Mapped[bool]
    waiting: Mapped[bool]
    """Whether a person is still to look at it."""
    standing: Mapped[str | None]
    """The outcome that stands: as it was given or as a person decided since; None while one is still to look."""
    case: Mapped[bytes | None]
    """The values decided on, as JSON; gone once erased."""
    bins: Mapped[bytes]
    """Which bin each value fell into, one byte a feature, for watching drift."""
    seconds: Mapped[float] = mapped_column(default=0.0)
    """Processor seconds that deciding took."""


class Review(Sealed, Owned, Base):
    """What a person made of a decision."""

    __tablename__ = "reviews"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), index=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str]
    overruled: Mapped[bool]
    """Whether the person decided otherwise than the past cases suggest."""
    seconds: Mapped[float | None]
    """From opening the case to deciding; None where nobody saw it opened."""
    at: Mapped[datetime] = mapped_column(default=now)


class Opening(Owned, Base):
    """That somebody has a decision open to review it, and since when."""

    __tablename__ = "openings"
    __table_args__ = (UniqueConstraint("decision_id", "person_id"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class TrueOutcome(Sealed, Owned, Base):
    """What became of a decided case."""

    __tablename__ = "true_outcomes"
    __table_args__ = (UniqueConstraint("decision_id"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"))
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    outcome: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class Batch(Owned, Base):
    """A file of cases decided together."""

    __tablename__ = "batches"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"))
    model_id: Mapped[str] = mapped_column(ForeignKey("models.id"))
    job_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    rows: Mapped[int | None]
    """How many the file has; None before it was read."""
    refused: Mapped[int] = mapped_column(default=0)
    """How many of them could not be decided."""
    refusals: Mapped[list[Json]] = mapped_column(default=list)
    """The first of these: row, and why in both languages."""
    created_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Erasure(Sealed, Owned, Base):
    """That something was erased, by whom and why; not what."""

    __tablename__ = "erasures"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    decision_id: Mapped[str] = mapped_column(String(40), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class Alarm(Owned, Base):
    """Something about a deployment that its people should look at."""

    __tablename__ = "alarms"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    kind: Mapped[str]
    figures: Mapped[Json]
    at: Mapped[datetime] = mapped_column(default=now)
    seen_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class Usage(Owned, Base):
    """What an organisation used in one month."""

    __tablename__ = "usage"
    __table_args__ = (UniqueConstraint("organisation_id", "month"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    decisions: Mapped[int] = mapped_column(BigInteger, default=0)
    processor_seconds: Mapped[float] = mapped_column(default=0.0)
    learning_seconds: Mapped[float] = mapped_column(default=0.0)
    byte_days: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes of files kept, added up day by day."""


class Answered(Owned, Base):
    """The answer once given under an Idempotency-Key, to be given again."""

    __tablename__ = "answered"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    location: Mapped[str | None]
    body: Mapped[bytes | None]
    at: Mapped[datetime] = mapped_column(default=now)
