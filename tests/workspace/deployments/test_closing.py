"""A closed deployment decides and learns nothing; what it did stays, and it can be opened again."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from tests.workspace.batches.test_batches import brought, done
from tests.workspace.company import as_csv
from tests.workspace.desk import Desk, anywhere, model_file, put_model

from rashin.engines.contract import Outcome
from rashin.errors import ClosingUnexplained, DeploymentClosed, DeploymentOpen, NotFound, RashinError
from rashin.workspace.database.tables import Closing, DecisionRecord, Deployment
from rashin.workspace.deployments import (
    Next,
    approve,
    ask_to_learn,
    close,
    find,
    history,
    last_closing,
    reopen,
    road_of,
)
from rashin.workspace.deployments.deployments import Plans
from rashin.workspace.log import LogReader
from rashin.workspace.reviews.reviewing import review

__all__ = ["anywhere", "model_file"]

CASES = {"申込番号": ["1"]}


def shut(desk: Desk, why: str = "事業の終了") -> Closing:
    return desk.writing(lambda session: close(session, desk.company.log, desk.deployment, desk.taro, why))


def opened(desk: Desk, why: str = "再び始める") -> Closing:
    return desk.writing(lambda session: reopen(session, desk.company.log, desk.deployment, desk.taro, why))


def answer(desk: Desk) -> object:
    (found,) = desk.answers([desk.wanted(desk.cases(1))])
    return found


def test_a_closed_deployment_decides_nothing_and_an_opened_one_does_again(anywhere: Desk) -> None:
    desk = anywhere
    before = desk.decide(desk.cases(2))
    shut(desk)
    assert isinstance(answer(desk), DeploymentClosed)
    with pytest.raises(DeploymentClosed):
        brought(desk, as_csv(CASES))
    assert desk.reading(lambda session: road_of(session, find(session, desk.deployment)).next) is Next.CLOSED
    opened(desk)
    assert not isinstance(answer(desk), RashinError)
    assert desk.reading(lambda session: session.query(DecisionRecord).count()) == len(before) + 1
    desk.check_log()


def test_it_neither_learns_nor_takes_another_model(anywhere: Desk, model_file: bytes) -> None:
    desk, company = anywhere, anywhere.company
    newer, dataset = put_model(company, desk.deployment, model_file), company.checked()
    shut(desk)
    with pytest.raises(DeploymentClosed):
        desk.writing(lambda session: approve(session, company.log, company.models, newer.id, desk.taro))

    def learn(session: object) -> str:
        deployment = find(session, desk.deployment)  # type: ignore[arg-type]
        return ask_to_learn(session, company.jobs, deployment, dataset, Plans.of(deployment), None)  # type: ignore[arg-type]

    with pytest.raises(DeploymentClosed):
        desk.writing(learn)


def test_a_file_that_waits_is_not_decided_any_more(anywhere: Desk) -> None:
    batch = brought(
        anywhere,
        as_csv({"申込番号": ["1", "2"], **{name: [value] * 2 for name, value in anywhere.cases(1)[0].items()}}),
    )
    shut(anywhere)
    ended = done(anywhere, batch)
    assert (ended.state, (ended.error or {})["type"]) == ("failed", "urn:rashin:problem:deployment-closed")


def test_what_was_decided_stays_and_can_still_be_reviewed(anywhere: Desk) -> None:
    waiting = anywhere.one(handed_over=True)
    periods = anywhere.reading(lambda session: len(history(session, anywhere.deployment)))
    shut(anywhere)
    outcome = Outcome(anywhere.record(waiting).outcome)
    anywhere.writing(lambda session: review(session, anywhere.company.log, waiting, anywhere.hanako, outcome, "見た"))
    assert anywhere.record(waiting).standing == str(outcome)
    assert anywhere.receipt(waiting).payload["id"] == waiting
    assert anywhere.reading(lambda session: len(history(session, anywhere.deployment))) == periods


def test_each_step_is_on_record_with_who_and_why(anywhere: Desk) -> None:
    first, second = shut(anywhere, "  取扱いの終了\0 "), opened(anywhere)
    assert (first.closed, second.closed, first.why) == (True, False, "取扱いの終了")
    last = anywhere.reading(lambda session: last_closing(session, anywhere.deployment))
    assert last is not None
    assert last.id == second.id
    receipt = anywhere.reading(lambda session: LogReader(session).receipt(session.get_one(Closing, first.id)))
    told = json.loads(receipt.to_json())["payload"]
    assert (told["kind"], told["closed"], told["why"]) == ("closing", True, "取扱いの終了")
    assert told["signed_by"] == {"id": anywhere.taro.id, "name": "太郎"}
    anywhere.check_log()


def test_no_step_can_be_changed_or_removed(anywhere: Desk) -> None:
    shut(anywhere)
    for change in (update(Closing).values(why="別の理由"), delete(Closing)):
        with pytest.raises(DBAPIError), anywhere.company.database.system() as session:
            session.execute(change)


def test_a_row_that_says_otherwise_than_the_log_is_found(anywhere: Desk) -> None:
    """The reason in the row was changed by somebody who may do anything."""
    shut(anywhere)
    database = anywhere.company.database
    with database.engine.begin() as owner:
        for trigger in ("changed",):
            table = " ON closings" if database.is_postgresql else ""
            owner.exec_driver_sql(f"DROP TRIGGER closings_never_{trigger}{table}")
    with database.system() as session:
        session.execute(update(Closing).values(why="別の理由"))
    with pytest.raises(AssertionError, match="why"):
        anywhere.check_log()


def test_what_makes_no_sense_is_refused(anywhere: Desk) -> None:
    with pytest.raises(DeploymentOpen):
        opened(anywhere)
    for why in ("", " \n", "\0"):
        with pytest.raises(ClosingUnexplained):
            shut(anywhere, why)
    with pytest.raises(NotFound):
        anywhere.writing(lambda session: close(session, anywhere.company.log, "dep_none", anywhere.taro, "x"))
    shut(anywhere)
    with pytest.raises(DeploymentClosed):
        shut(anywhere)
    assert anywhere.reading(lambda session: session.get_one(Deployment, anywhere.deployment).closed_at) is not None
