"""The person decided about asks for a person to look (again): the decision goes into the queue, whatever was decided."""

from __future__ import annotations

from sqlalchemy.orm import Session

from rashin.errors import Erased
from rashin.workspace.decisions.account import find


def ask_for_review(session: Session, decision_id: str) -> None:
    """Put a decision into the queue; what was decided stands until somebody has reviewed it.

    Raises:
        NotFound: the organisation has no such decision.
        Erased: what it says was erased, so that there is nothing to look at.
    """
    record = find(session, decision_id, to_change=True)
    if record.payload is None:
        raise Erased
    record.waiting = True
