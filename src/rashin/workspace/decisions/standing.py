"""How a decision stands, in the service's words: as past cases suggest it, or as a person decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.engines.contract import Outcome
from rashin.language import Text
from rashin.services.contract import Service
from rashin.workspace.database.tables import DecisionRecord, Review
from rashin.workspace.decisions.searching import State, state_of

_STATES = {
    State.WAITING: Text("人の判断待ち", "waiting for a person"),
    State.ERASED: Text("消去済み", "erased"),
}


def standings(session: Session, records: Sequence[DecisionRecord], service: Service) -> Mapping[str, Text]:
    """How each of some decisions stands, by its id."""
    chosen = select(Review.decision_id).where(Review.decision_id.in_([one.id for one in records]))
    reviewed = set(session.scalars(chosen))
    return {one.id: said_standing(one, service, by_person=one.id in reviewed) for one in records}


def said_standing(record: DecisionRecord, service: Service, *, by_person: bool) -> Text:
    """How one decision stands."""
    state = state_of(record)
    decided = by_person and state not in _STATES
    return verdict(service, Outcome(state)) if decided else said_state(service, state)


def said_state(service: Service, state: State) -> Text:
    """What decisions are called that stand so, whoever it was that decided."""
    return _STATES[state] if state in _STATES else suggestion(service, Outcome(state))


def verdict(service: Service, outcome: Outcome) -> Text:
    """What a person decided."""
    return service.verdict.favourable if outcome is Outcome.FAVOURABLE else service.verdict.adverse


def suggestion(service: Service, outcome: Outcome) -> Text:
    """What past cases suggest."""
    return service.wording.favourable if outcome is Outcome.FAVOURABLE else service.wording.adverse
