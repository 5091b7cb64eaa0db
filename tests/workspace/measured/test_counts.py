"""What is counted is what a recount finds, decision by decision; and nothing is told of fewer than ten."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.workspace.measured.conftest import Paid

from rashin.workspace.database.tables import DecisionRecord, Review, TrueOutcome
from rashin.workspace.deployments import find
from rashin.workspace.log import LogReader
from rashin.workspace.measured import LEAST, Counts, count
from rashin.workspace.measured.counts import enough
from rashin.workspace.outcomes import Line, record


def recount(session: Session, deployment: str, first: int, last: int) -> Counts:
    """The same, one row after the other."""
    decided = {
        one.id: one
        for one in session.scalars(select(DecisionRecord).where(DecisionRecord.deployment_id == deployment))
        if first <= one.log_index < last
    }
    looks = [one for one in session.scalars(select(Review)) if one.decision_id in decided and one.log_index < last]
    standing: dict[str, Review] = {}
    for look in sorted(looks, key=lambda one: one.log_index):
        standing[look.decision_id] = look
    came = [
        (decided[one.decision_id].outcome, one.outcome)
        for one in session.scalars(select(TrueOutcome))
        if one.decision_id in decided and one.log_index < last and not decided[one.decision_id].handed_over
    ]
    seconds = [one.seconds for one in looks if one.seconds is not None]
    handed = [one.id for one in decided.values() if one.handed_over]
    return Counts(
        decisions=len(decided),
        handed_over=len(handed),
        waiting=sum(one not in standing for one in handed),
        looks=len(looks),
        reviewed=len(standing),
        agreed=sum(not one.overruled for one in standing.values()),
        known=len(came),
        right=sum(said == became for said, became in came),
        timed=len(seconds),
        look_seconds=round(sum(seconds)),
        look_seconds_squared=round(sum(one * one for one in seconds)),
        processor_milliseconds=round(1000 * sum(one.seconds for one in decided.values())),
    )


def test_counts_are_those_of_a_recount_between_two_places_of_the_log(paid_anywhere: Paid) -> None:
    desk = paid_anywhere.desk
    before = paid_anywhere.decide(12)
    first = desk.reading(lambda session: LogReader(session).size)
    inside = paid_anywhere.decide(30, seed=2)
    paid_anywhere.look(before[:2])
    paid_anywhere.look(inside[:14], overrule=3)
    paid_anywhere.look(inside[14:16], timed=False)
    paid_anywhere.look(inside[:1])  # a second look, which stands
    with desk.company.database.tenant(desk.company.id) as session:
        lines = [Line(place, one, "", "adverse") for place, one in enumerate([*before[:3], *inside[10:]])]
        record(session, desk.company.log, find(session, desk.deployment), lines)
    last = desk.reading(lambda session: LogReader(session).size)
    after = paid_anywhere.decide(5, seed=3)
    paid_anywhere.look([*inside[16:18], *after])
    found = desk.reading(lambda session: count(session, desk.deployment, first, last))
    exact = desk.reading(lambda session: recount(session, desk.deployment, first, last))
    assert found == enough(exact)
    assert (exact.decisions, exact.reviewed, exact.agreed, exact.looks, exact.timed) == (30, 16, 14, 17, 15)
    assert found.known is None or found.known >= LEAST


COUNTS = st.builds(
    lambda decisions, reviewed, known, timed: Counts(
        decisions, decisions // 2, decisions // 4, timed, reviewed, reviewed // 2, known, known // 2, timed, 60, 400, 9
    ),
    *[st.integers(0, 25)] * 4,
)


@given(COUNTS)
def test_of_fewer_than_ten_nothing_is_told(counts: Counts) -> None:
    told = enough(counts)
    for of, those in (
        ("reviewed", ("reviewed", "agreed")),
        ("known", ("known", "right")),
        ("timed", ("timed", "look_seconds", "look_seconds_squared")),
    ):
        shown = [getattr(told, one) for one in those]
        few = getattr(counts, of) < LEAST
        assert shown == [None] * len(those) if few else shown == [getattr(counts, one) for one in those]
    assert enough(told) == told
    blank = dict.fromkeys(("reviewed", "agreed", "known", "right", "timed", "look_seconds", "look_seconds_squared"))
    assert replace(told, **blank) == replace(counts, **blank)  # type: ignore[arg-type]
