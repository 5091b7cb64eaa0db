"""What watching says of a deployment: each figure with its cases, alarms where something is amiss, silence where not."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.engines.tabular.loans import LATE, SALES
from tests.workspace.watch.conftest import Case, Working

from rashin.errors import NotFound
from rashin.settings import Settings
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Alarm, Job
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.deployments import find
from rashin.workspace.jobs.running import Runner
from rashin.workspace.watch import ask_to_watch, mark_seen, open_alarms
from rashin.workspace.watch.alarms import findings
from rashin.workspace.watch.reading import day_of

LIMITS = Settings()


def poorer(case: Case) -> Case:
    return {**case, SALES: None if case[SALES] is None else float(str(case[SALES]).replace(",", "")) / 1000, LATE: 5}


def look(working: Working) -> Job:
    """The watch job, done here and now."""
    company = working.company
    with company.database.tenant(company.id) as session:
        job = ask_to_watch(session, company.jobs, find(session, working.deployment))
    ended = company.do(job)
    assert ended.state == "done", ended.error
    return company.job(job)


def alarms(working: Working) -> list[Alarm]:
    with working.company.database.tenant(working.company.id, reading=True) as session:
        return list(session.scalars(select(Alarm)))


def test_a_deployment_without_decisions_says_nothing(working: Working) -> None:
    found = working.watched()
    assert found.decided.n == 0
    assert len(found.days) == 30
    assert (found.compared, found.calibration, found.reviewed, found.spent) == (None, None, None, None)
    assert findings(found, LIMITS) == []


def test_decisions_are_counted_by_day(anywhere: Working) -> None:
    anywhere.decide(5)
    anywhere.decide(7, days_ago=1)
    anywhere.decide(9, days_ago=29)
    anywhere.decide(11, days_ago=30)
    found = anywhere.watched()
    counts = {day: counted.n for day, counted in found.days if counted.n}
    assert list(counts.values()) == [9, 7, 5]
    assert max(counts) == day_of(now())
    assert found.decided.n == 21
    assert sum(week.handed_over.n for week in found.weeks) == 21
    assert found.spent is not None
    assert found.spent.seconds.n == 21
    assert found.spent.seconds.low <= found.spent.seconds.value <= found.spent.seconds.high


def test_cases_like_those_learned_from_raise_no_alarm(working: Working) -> None:
    working.decide(300)
    found = working.watched()
    assert found.compared is not None
    assert {one.feature for one in found.compared.inputs} >= {SALES, LATE}
    assert all(one.shift.now == 300 and one.shift.before == 300 for one in found.compared.inputs)
    assert findings(found, LIMITS) == []


def test_cases_unlike_those_learned_from_raise_one_alarm_each(anywhere: Working) -> None:
    anywhere.decide(300, changed=poorer)
    job = look(anywhere)
    raised = {(one.kind, one.figures.get("about")) for one in alarms(anywhere)}
    assert {("input", SALES), ("input", LATE), ("score", None)} <= raised
    assert job.result == {"beyond_limits": len(raised), "new_alarms": len(raised)}
    assert look(anywhere).result == {"beyond_limits": len(raised), "new_alarms": 0}
    for one in alarms(anywhere):
        figures = one.figures
        assert figures["low"] <= figures.get("psi", figures.get("value")) <= figures["high"]
        assert figures.get("now", figures.get("n")) == 300


def test_few_cases_raise_no_alarm_however_strange(working: Working) -> None:
    working.decide(LIMITS.watch_least - 1, changed=poorer)
    assert not [one for one in findings(working.watched(), LIMITS) if one.kind in {"input", "score"}]


def test_an_alarm_is_open_until_somebody_has_seen_to_it(working: Working) -> None:
    working.decide(300, changed=poorer)
    look(working)
    company = working.company
    with company.database.tenant(company.id) as session:
        first = open_alarms(session, working.deployment)
        assert first == open_alarms(session)
        assert all(one.said.ja and one.said.en and "300" in one.said.ja for one in first)
        mark_seen(session, first[0].id, working.person.id)
        assert open_alarms(session) == first[1:]
        with pytest.raises(NotFound):
            mark_seen(session, "alm_of_somebody_else", working.person.id)
    look(working)
    with company.database.tenant(company.id, reading=True) as session:
        assert open_alarms(session) == first[1:]


def test_probabilities_that_do_not_come_true_raise_an_alarm(anywhere: Working) -> None:
    decisions = anywhere.decide(300)
    anywhere.became(decisions[:50], "favourable")
    assert not [one for one in findings(anywhere.watched(), LIMITS) if one.kind == "calibration"]
    anywhere.became(decisions[50:], "adverse")
    found = anywhere.watched()
    assert found.calibration is not None
    assert found.calibration.observed.n == 300
    assert found.calibration.observed.value == pytest.approx(250 / 300)
    assert sum(point.observed.n for point in found.calibration.points) == 300
    assert [one.kind for one in findings(found, LIMITS) if one.kind == "calibration"]


def test_looks_and_overrulings_are_told_with_their_time(anywhere: Working) -> None:
    decisions = anywhere.decide(60)
    anywhere.looked(decisions, overruled=6, seconds=60)
    found = anywhere.watched()
    assert found.reviewed is not None
    assert found.reviewed.overruled.n == 60
    assert found.reviewed.overruled.value == pytest.approx(0.1)
    assert found.reviewed.minutes is not None
    assert found.reviewed.minutes.low <= found.reviewed.minutes.value <= found.reviewed.minutes.high
    assert found.reviewed.minutes.value == pytest.approx((60 + 29.5) / 60)
    assert found.spent is not None
    assert found.spent.person_seconds.value == pytest.approx(sum(60 + n for n in range(60)) / 60)
    assert not [one for one in findings(found, LIMITS) if one.kind == "overruled"]


def test_what_was_erased_is_counted_but_not_looked_into(working: Working) -> None:
    decisions = working.decide(120)
    company = working.company
    with company.database.tenant(company.id) as session:
        erase(session, company.log, decisions[0], working.person, "本人の求め")
    found = working.watched()
    assert found.decided.n == 120
    assert found.compared is not None
    assert found.compared.cases == 119


def test_many_overrulings_raise_an_alarm(working: Working) -> None:
    working.looked(working.decide(60), overruled=30, seconds=60)
    (found,) = (one for one in findings(working.watched(), LIMITS) if one.kind == "overruled")
    assert found.figures["low"] > found.figures["limit"] == 0.2


def test_another_organisations_deployment_is_not_watched(working: Working) -> None:
    company = working.company
    abroad = company.neighbour("org_abroad")
    with company.database.tenant(abroad) as session:
        job = company.jobs.enqueue(session, abroad, "watch", {"deployment": working.deployment})
    Runner(company.database, "wrk_test", company.jobs.kinds).run(abroad, job)
    ended = company.jobs.status(abroad, job)
    assert ended.state == "failed"
    assert ended.error is not None
    assert ended.error["type"] == "urn:rashin:problem:not-found"
