"""What is kept between a programme and those it pays for: links to deployments, measurements, and opinions.

The book itself is a folder of its own; see `workspace/programme`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rashin.workspace.clock import now
from rashin.workspace.database.tables import Base, Json, Owned, Sealed


class LinkOffer(Owned, Base):
    """A programme's offer to link a deployment to an award. Only the hash of its code is kept."""

    __tablename__ = "link_offers"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    award: Mapped[str]
    """The id of the award's entry in the programme's book."""
    award_title: Mapped[str]
    offered_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str | None]
    """The name of the company that agreed, which it agreed to tell."""
    ended_at: Mapped[datetime | None]
    """When the offer was withdrawn, or the link that came of it ended."""


class Sharing(Owned, Base):
    """A company's consent that counts of one deployment flow into a programme's book."""

    __tablename__ = "sharings"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    offer_id: Mapped[str] = mapped_column(String(40), unique=True)
    """Of the other organisation, so no key to a row that this one could see."""
    programme_id: Mapped[str] = mapped_column(String(40))
    """The organisation that keeps the book."""
    programme_name: Mapped[str]
    award: Mapped[str]
    award_title: Mapped[str]
    baseline: Mapped[Json]
    """How it was before: see `measured.baseline.Baseline`."""
    from_index: Mapped[int] = mapped_column(BigInteger)
    """Decisions from this place of the log on count."""
    from_at: Mapped[datetime]
    asked_month: Mapped[str] = mapped_column(String(7), default="")
    """The month in which it was last asked for by itself."""
    job_id: Mapped[str | None] = mapped_column(String(40))
    """The collection asked for last."""
    agreed_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    agreed_at: Mapped[datetime] = mapped_column(default=now)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]


class Measurement(Sealed, Owned, Base):
    """Counts of a deployment between two places of the log, as they flowed into a programme's book. Never changed."""

    __tablename__ = "measurements"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sharing_id: Mapped[str] = mapped_column(ForeignKey("sharings.id"), index=True)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployments.id"), index=True)
    from_index: Mapped[int] = mapped_column(BigInteger)
    to_index: Mapped[int] = mapped_column(BigInteger)
    """Leaves of the log before this one count."""
    decisions: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(default=now)


class Opinion(Owned, Base):
    """What somebody sent about a figure, an award or a page. Nothing is kept of who, but the hash of their link."""

    __tablename__ = "opinions"
    __table_args__ = (Index("opinions_by_state", "organisation_id", "state", "id"),)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    about: Mapped[str]
    """A kind and an id of the book, such as award:A-1, or a page."""
    said: Mapped[str]
    likeness: Mapped[str] = mapped_column(String(64))
    """The hash of its words alone, by which the same is known again."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting, accepted or refused."""
    sent_at: Mapped[datetime] = mapped_column(default=now)
    due: Mapped[str] = mapped_column(String(10))
    """The day by which it is to be answered."""
    published: Mapped[str | None]
    """What of it was published: parts may be hidden, nothing is reworded."""
    refused_for: Mapped[str | None]
    judged_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    judged_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    led_to: Mapped[str | None]
    """The entry or the release that it changed."""
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]


class Sending(Base):
    """That somebody sent an opinion, kept for a day at most. No address, only a keyed hash."""

    __tablename__ = "sendings"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
