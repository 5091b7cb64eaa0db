"""What becomes of an opinion: published or refused with a reason, then answered, and what it changed named.

What is published goes into the book, where nothing is removed; so an officer looks first, and may hide parts of it, such as
a person's name, but not reword it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import (
    BookMissing,
    ChangeUnknown,
    NotFound,
    OpinionJudged,
    OpinionLength,
    OpinionReworded,
)
from rashin.language import Text
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Draft, Entry, Source, draft_of
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.releases import is_release
from rashin.trust.canonical import canonical
from rashin.workspace.access.secrets import token_hash
from rashin.workspace.clock import now
from rashin.workspace.database.programme_tables import Opinion
from rashin.workspace.listing import Listing, listed
from rashin.workspace.opinions.sending import plain
from rashin.workspace.watch.reading import day_of

FORMAT = "opinion"
HIDDEN = "〔伏せました〕"
"""Stands in the place of what is not published."""
LONGEST_ANSWER, LONGEST_REASON = 5_000, 1_000
_ANSWER, _REASON = Text("答え", "Answer"), Text("公開しない理由", "Why it is not published")


class Verdict(StrEnum):
    """What an opinion can be at."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    REFUSED = "refused"

    @property
    def label(self) -> Text:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Verdict.WAITING: Text("確認を待っている", "To be looked at"),
    Verdict.ACCEPTED: Text("答えを待っている", "To be answered"),
    Verdict.ANSWERED: Text("答えた", "Answered"),
    Verdict.REFUSED: Text("公開しなかった", "Not published"),
}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who does something with an opinion."""

    person_id: str
    office: str
    """As the book says who entered it."""


def verdict_of(opinion: Opinion) -> Verdict:
    """How far an opinion is."""
    return Verdict.ANSWERED if opinion.answered_at else Verdict(opinion.state)


def is_overdue(opinion: Opinion) -> bool:
    """Whether it should have been answered by now, and was not."""
    return opinion.state != Verdict.REFUSED and not opinion.answered_at and opinion.due < day_of(now()).isoformat()


def opinions(session: Session, verdict: Verdict, page: int = 1) -> Listing[tuple[Opinion]]:
    """The opinions of the organisation that are at one stage, what is due first in front."""
    chosen = select(Opinion)
    match verdict:
        case Verdict.ANSWERED:
            chosen = chosen.where(Opinion.answered_at.is_not(None)).order_by(Opinion.id.desc())
        case Verdict.REFUSED:
            chosen = chosen.where(Opinion.state == verdict).order_by(Opinion.id.desc())
        case _:
            open_ones = chosen.where(Opinion.state == verdict, Opinion.answered_at.is_(None))
            chosen = open_ones.order_by(Opinion.due, Opinion.id)
    return listed(session, chosen, page)


def find_opinion(session: Session, opinion_id: str, *, to_change: bool = False) -> Opinion:
    """An opinion of the organisation whose transaction this is.

    Raises:
        NotFound: it has no such opinion.
    """
    found = session.get(Opinion, opinion_id, with_for_update=to_change or None)
    if found is None:
        raise NotFound(what=opinion_id)
    return found


def followed(session: Session, organisation_id: str, token: str) -> Opinion:
    """The opinion that a sender's link leads to; in a transaction of the installation.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Opinion).where(Opinion.link_hash == token_hash(token)))
    if found is None or found.organisation_id != organisation_id:
        raise NotFound(what="opinion")
    return found


def accept(session: Session, book: Book, opinion_id: str, by: Signed, published: str) -> Opinion:
    """Publish an opinion: it goes into the book, and from there to the portal.

    Args:
        session: a transaction of the organisation.
        book: of the organisation.
        opinion_id: of the organisation.
        by: who does.
        published: what was sent, with `HIDDEN` in the place of what must not be published.

    Raises:
        NotFound: the organisation has no such opinion.
        OpinionJudged: it was published or refused already.
        OpinionReworded: it is not what was sent with parts hidden.
    """
    opinion = _unjudged(session, opinion_id)
    shown = plain(published)
    if not _is_said(shown, opinion.said):
        raise OpinionReworded(field="published", mark=HIDDEN)
    opinion.published = shown
    opinion.state, opinion.judged_by, opinion.judged_at = "accepted", by.person_id, now()
    _enter(book, _entry(opinion), by)
    return opinion


def refuse(session: Session, opinion_id: str, by: Signed, why: str) -> Opinion:
    """Do not publish an opinion; its sender reads why.

    Raises:
        NotFound, OpinionJudged: see `accept`.
        OpinionLength: there is no reason, or it is far too long.
    """
    opinion = _unjudged(session, opinion_id)
    opinion.refused_for = _within(why, "why", _REASON, LONGEST_REASON)
    opinion.state, opinion.judged_by, opinion.judged_at = "refused", by.person_id, now()
    return opinion


def answer(session: Session, book: Book, opinion_id: str, by: Signed, words: str, led_to: str = "") -> Opinion:
    """Answer a published opinion, or answer it anew: the book keeps both.

    Args:
        session: a transaction of the organisation.
        book: of the organisation.
        opinion_id: of the organisation.
        by: who answers.
        words: the answer.
        led_to: the entry (`payment:P-12`) or the release (`2026-11`) that it changed; empty where nothing changed.

    Raises:
        NotFound: the organisation has no such opinion.
        OpinionJudged: it was not published.
        OpinionLength: the answer is empty or far too long.
        ChangeUnknown: what it changed is not there.
    """
    opinion = find_opinion(session, opinion_id, to_change=True)
    if opinion.state != Verdict.ACCEPTED:
        raise OpinionJudged
    opinion.answer = _within(words, "answer", _ANSWER, LONGEST_ANSWER)
    opinion.led_to = _change(book, led_to)
    opinion.answered_by, opinion.answered_at = by.person_id, now()
    _enter(book, _entry(opinion), by)
    return opinion


def _unjudged(session: Session, opinion_id: str) -> Opinion:
    opinion = find_opinion(session, opinion_id, to_change=True)
    if opinion.state != Verdict.WAITING:
        raise OpinionJudged
    return opinion


def _is_said(shown: str, said: str) -> bool:
    """Whether it is what was said with parts hidden, and not all of it: the rest stands there in the same order."""
    if shown == said:
        return True
    kept = shown.split(HIDDEN)
    if len(kept) == 1 or not "".join(kept).strip():
        return False
    at = len(kept[0])
    for part in kept[1:-1]:  # each as early as it can be, at least one sign after the one before
        at = said.find(part, at + 1) + len(part)
        if at < len(part):
            return False
    return said.startswith(kept[0]) and said.endswith(kept[-1]) and at + 1 + len(kept[-1]) <= len(said)


def _within(words: str, field: str, label: Text, most: int) -> str:
    bare = plain(words)
    if not 0 < len(bare) <= most:
        raise OpinionLength(field=field, label=label, length=len(bare), least=1, most=most)
    return bare


def _change(book: Book, led_to: str) -> str | None:
    """What was changed, once it is seen to be there. What releases there are is not known here, only how they are named."""
    bare = led_to.strip()
    kind, _, identifier = bare.partition(":")
    if not bare or is_release(bare):
        return bare or None
    if kind not in KINDS or not _has(book, kind, identifier.strip()):
        raise ChangeUnknown(field="led_to", value=bare[:80])
    return f"{kind}:{identifier.strip()}"


def _has(book: Book, kind: str, identifier: str) -> bool:
    try:
        connection = book.open()
    except BookMissing:
        return False
    chosen = f'SELECT id FROM "{kind}_entries" WHERE id = ? LIMIT 1'  # noqa: S608 - a kind of ours
    return connection.execute(chosen, [identifier]).fetchone() is not None


def _entry(opinion: Opinion) -> Entry:
    answered = opinion.answered_at
    return {
        "id": opinion.id,
        "about": opinion.about,
        "said": opinion.published,
        "sent": day_of(opinion.sent_at).isoformat(),
        "due": opinion.due,
        "answer": opinion.answer,
        "answered": None if answered is None else day_of(answered).isoformat(),
        "led_to": opinion.led_to,
    }


def _enter(book: Book, entry: Entry, by: Signed) -> None:
    """Put it into the book; sent twice, as after a crash, it is entered once."""
    digest = sha256(canonical(dict(entry))).hexdigest()
    made = draft_of({"opinion": [entry]}, FORMAT)
    draft = Draft(made.connection, made.format, Source(f"{entry['id']}.json", digest), made.kinds)
    book.add(draft, by=by.office, why="意見への答え" if entry["answer"] else "意見の公開")
