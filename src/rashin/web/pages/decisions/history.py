"""What happened to a decision, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rashin.engines.contract import Outcome
from rashin.language import Text
from rashin.web.pages.decisions.words import took
from rashin.workspace.decisions.account import Account
from rashin.workspace.decisions.standing import verdict

_DECIDED = Text("過去の件に照らした見立て: {words}", "What past cases suggest: {words}")
_DECIDED_ERASED = Text("過去の件に照らした見立て（消去されました）", "What past cases suggest (erased)")
_REVIEWED = Text("{who}さんが「{outcome}」と決めました", "{who} decided: {outcome}")
_BECAME = Text("その後の結果が分かりました: {outcome}", "What became of it is known: {outcome}")
_WELL = {Outcome.FAVOURABLE: Text("良い結果", "it went well"), Outcome.ADVERSE: Text("悪い結果", "it went badly")}
_ERASED = Text("{who}さんが中身を消去しました", "{who} erased the contents")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened."""

    at: datetime
    what: Text
    why: str
    """In the words of the person who did it; empty where nothing was said."""
    took: Text | None
    """How long it took them, where that is known."""
    receipt: str | None
    """What its receipt goes by; None where there is none any more."""


def happenings(found: Account) -> list[Happening]:
    """Everything on record of a decision, the first first."""
    decided = _DECIDED.filled(words=found.told.words) if found.told else _DECIDED_ERASED
    happened = [_of(found.record.at, decided, None)]
    for one in reversed(found.reviews):
        said = _REVIEWED.filled(who=one.who, outcome=verdict(found.service, one.outcome))
        receipt = one.review.id if one.review.payload is not None else None
        seconds = one.review.seconds
        happened.append(
            Happening(one.review.at, said, one.reason or "", None if seconds is None else took(seconds), receipt)
        )
    if found.became:
        said = _BECAME.filled(outcome=_WELL[Outcome(found.became.outcome)])
        happened.append(_of(found.became.at, said, found.became.id if found.became.payload is not None else None))
    if found.erasure:
        said = _ERASED.filled(who=found.erased_by)
        happened.append(Happening(found.erasure.at, said, found.erasure.why, None, found.erasure.id))
    return sorted(happened, key=lambda one: one.at)


def _of(at: datetime, what: Text, receipt: str | None) -> Happening:
    return Happening(at, what, "", None, receipt)
