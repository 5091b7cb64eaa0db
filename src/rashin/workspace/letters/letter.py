"""What a letter to the person decided about says, before it is put on a page or on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rashin.engines.contract import Outcome
from rashin.engines.tabular.display import said_typical
from rashin.errors import Erased, LetterTooEarly
from rashin.language import Text
from rashin.workspace.decisions.account import Account
from rashin.workspace.decisions.told import bare
from rashin.workspace.letters import words
from rashin.workspace.letters.contact import Contact

_MAIN_REASONS = 4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and what is under it."""

    title: Text
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One reason: what was declared, and what is usual."""

    label: Text
    value: Text
    usual: Text


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that would have to be otherwise."""

    label: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, in both languages."""

    title: Text
    organisation: str
    at: datetime
    """When a person decided; for a draft when the case was looked at."""
    draft: bool
    """Whether nobody has decided yet, so that it must not go out."""
    adverse: bool
    subject: Text
    reference: str
    greeting: Text
    outcome: Text
    reasons_lead: Text
    reasons: tuple[Compared, ...]
    persons_reason: str
    """What the person who decided wrote; empty where nothing had to be said."""
    changes_lead: Text | None
    """None where there is nothing to change."""
    changes: tuple[Changed, ...]
    changes_rest: Text | None
    responsible: Text
    rights: tuple[Paragraph, ...]
    contact: Contact
    record: tuple[Text, ...]
    """What is on record of the decision, and how to verify it."""
    receipt: str
    """The number of its receipt."""
    values: tuple[tuple[Text, Text], ...]
    """All that was looked at."""


def letter(account: Account, organisation: str, origin: str) -> Letter:
    """The letter about a decision.

    Args:
        account: of the decision.
        organisation: the name of the one that decided.
        origin: the name of the log that the receipt points into.

    Raises:
        Erased: what the decision said was erased.
        LetterTooEarly: it waits for a person, so that there is nothing to tell yet.
    """
    told, last = account.told, account.last
    if told is None:
        raise Erased
    if last is None and told.handed_over:
        raise LetterTooEarly
    outcome = last.outcome if last else told.outcome
    adverse, contact = outcome is Outcome.ADVERSE, Contact.of(account.deployment)
    by_past_cases = outcome is told.outcome
    lead, changes, rest = _changes(account) if adverse and by_past_cases else (None, (), None)
    verdict = account.service.verdict
    return Letter(
        title=words.TITLE.filled(subject=verdict.subject),
        organisation=organisation,
        at=last.review.at if last else account.record.at,
        draft=last is None,
        adverse=adverse,
        subject=verdict.subject,
        reference=account.record.reference,
        greeting=words.GREETING.filled(subject=verdict.subject),
        outcome=verdict.told_adverse if adverse else verdict.told_favourable,
        reasons_lead=words.REASONS_ADVERSE if adverse else words.REASONS_FAVOURABLE,
        reasons=_reasons(account, adverse=adverse) if by_past_cases else (),
        persons_reason=(last.reason or "") if last else "",
        changes_lead=lead,
        changes=changes,
        changes_rest=rest,
        responsible=words.RESPONSIBLE.filled(
            who=contact.responsible or organisation, rows=f"{account.model.card.rows:,}"
        ),
        rights=tuple(Paragraph(title, texts) for title, texts in words.RIGHTS),
        contact=contact,
        record=tuple(
            text.filled(number=f"{account.record.log_index:,}", id=account.record.id, origin=origin)
            for text in words.RECORD
        ),
        receipt=account.record.id,
        values=tuple((one.label, bare(one.value)) for one in account.values),
    )


def _reasons(account: Account, *, adverse: bool) -> tuple[Compared, ...]:
    if account.told is None:
        return ()
    weighty = account.told.against() if adverse else account.told.in_favour()
    features = {feature.name: feature for feature in account.model.additive.features}
    return tuple(
        Compared(one.label, bare(one.value), said_typical(features[one.feature])) for one in weighty[:_MAIN_REASONS]
    )


def _changes(account: Account) -> tuple[Text | None, tuple[Changed, ...], Text | None]:
    search = account.change
    if search is None or not search.needed:
        return None, (), None
    if search.found is None:
        said = words.NOTHING_WOULD.filled(most=search.most_changes) if search.proven_none else None
        return said, (), None
    changes = tuple(Changed(one.label, bare(one.before), bare(one.after)) for one in search.found.changes)
    return words.WOULD_CHANGE, changes, words.NO_PROMISE_UNUSUAL if account.flags else words.NO_PROMISE
