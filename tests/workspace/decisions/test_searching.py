"""Decisions are found again by how they stand, by day and by number, each exactly once over all pages."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from tests.workspace.desk import Desk

from rashin.engines.contract import Outcome
from rashin.services import find as find_service
from rashin.spreadsheets import csv_rows
from rashin.workspace.clock import now
from rashin.workspace.database.tables import DecisionRecord
from rashin.workspace.decisions import searching
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.decisions.searching import Found, State, Wish, counts, each, search, state_of
from rashin.workspace.decisions.sheet import sheet
from rashin.workspace.reviews import review

LENDING = find_service("lending")
JAPAN = ZoneInfo("Asia/Tokyo")


def one_page(desk: Desk, wish: Wish, at: int | None, *, oldest_first: bool = False) -> Found:
    return desk.reading(lambda session: search(session, wish, at=at, oldest_first=oldest_first, most=7))


def all_pages(desk: Desk, wish: Wish, *, oldest_first: bool = False) -> list[str]:
    page = one_page(desk, wish, None, oldest_first=oldest_first)
    found = [one.id for one in page.rows]
    while page.at is not None:
        page = one_page(desk, wish, page.at, oldest_first=oldest_first)
        found += [one.id for one in page.rows]
    return found


def move(desk: Desk, decision: str, at: datetime) -> None:
    moved = update(DecisionRecord).where(DecisionRecord.id == decision).values(at=at)
    desk.writing(lambda session: session.execute(moved))


def test_pages_hold_every_decision_once_newest_first(anywhere: Desk) -> None:
    made = [one.id for one in anywhere.decide(anywhere.cases(30))]
    wish = Wish(anywhere.deployment)
    assert all_pages(anywhere, wish) == made[::-1]
    assert all_pages(anywhere, wish, oldest_first=True) == made
    assert [one.id for rows in each(anywhere.company.database, anywhere.company.id, wish) for one in rows] == made


def test_a_page_stays_put_while_new_decisions_come_in(desk: Desk) -> None:
    made = [one.id for one in desk.decide(desk.cases(10))]
    first = desk.reading(lambda session: search(session, Wish(desk.deployment), most=5))
    desk.decide(desk.cases(3))
    second = desk.reading(lambda session: search(session, Wish(desk.deployment), at=first.at, most=5))
    assert [one.id for one in (*first.rows, *second.rows)] == made[::-1]


def test_they_are_found_by_how_they_stand(anywhere: Desk) -> None:
    made = anywhere.decide(anywhere.cases(40))
    waiting = next(one.id for one in made if anywhere.record(one.id).waiting)
    log = anywhere.company.log
    anywhere.writing(lambda session: review(session, log, waiting, anywhere.hanako, Outcome.ADVERSE, "書類の不足"))
    gone = next(one.id for one in made if anywhere.record(one.id).standing == "favourable")
    anywhere.writing(lambda session: erase(session, log, gone, anywhere.taro, "本人の求め"))
    found = {state: set(all_pages(anywhere, Wish(anywhere.deployment, state=state))) for state in State}
    assert set.union(*found.values()) == {one.id for one in made}
    assert sum(map(len, found.values())) == len(made)
    assert waiting in found[State.ADVERSE]
    assert found[State.ERASED] == {gone}
    assert all(state_of(anywhere.record(one)) is state for state, ids in found.items() for one in ids)
    assert anywhere.reading(lambda session: counts(session, Wish(anywhere.deployment))) == {
        state: len(ids) for state, ids in found.items()
    }


def test_days_are_those_of_japan(desk: Desk) -> None:
    made = [one.id for one in desk.decide(desk.cases(3))]
    today = now().astimezone(JAPAN).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = {made[0]: today - timedelta(milliseconds=1), made[1]: today, made[2]: today + timedelta(days=1)}
    for decision, at in moments.items():
        move(desk, decision, at)
    day = today.date()
    assert all_pages(desk, Wish(desk.deployment, since=day, until=day)) == [made[1]]
    assert all_pages(desk, Wish(desk.deployment, since=day)) == [made[2], made[1]]
    assert all_pages(desk, Wish(desk.deployment, until=day)) == [made[1], made[0]]


@pytest.mark.parametrize("reference", ["K-100%", "K_1", "\\", "山田'; --"])
def test_signs_of_the_database_are_plain_signs_in_a_number(anywhere: Desk, reference: str) -> None:
    (one,) = anywhere.decide(anywhere.cases(1), references=[reference])
    anywhere.decide(anywhere.cases(3), references=["K-1000", "KX1", "/"])
    assert all_pages(anywhere, Wish(anywhere.deployment, reference=reference)) == [one.id]


def test_of_another_organisation_nothing_is_found(anywhere: Desk) -> None:
    anywhere.decide(anywhere.cases(2))
    stranger = anywhere.company.neighbour("org_stranger")
    with anywhere.company.database.tenant(stranger, reading=True) as session:
        assert search(session, Wish(anywhere.deployment)).rows == []
        assert set(counts(session, Wish(anywhere.deployment)).values()) == {0}
    assert list(each(anywhere.company.database, stranger, Wish(anywhere.deployment))) == []


def test_what_is_too_many_is_not_counted_to_the_last(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_COUNTED", 5)
    desk.decide(desk.cases(5))
    found = desk.reading(lambda session: search(session, Wish(desk.deployment)))
    assert (found.total, found.more) == (5, False)
    desk.decide(desk.cases(1))
    found = desk.reading(lambda session: search(session, Wish(desk.deployment)))
    assert (found.total, found.more) == (5, True)


def test_a_sheet_has_a_row_for_each_and_harms_no_spreadsheet(desk: Desk) -> None:
    made = desk.decide(desk.cases(4), references=["=cmd|' /C calc'!A0", "+1", "K-3", "K-4"])
    desk.writing(lambda session: erase(session, desk.company.log, made[3].id, desk.taro, "本人の求め"))
    cells = sheet(desk.company.database, desk.company.models, desk.company.id, LENDING, Wish(desk.deployment), "ja")
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_rows(cells)).decode("utf-8-sig"))))
    assert [row["判断の番号"] for row in rows] == [one.id for one in made]
    assert [row["案件番号"] for row in rows] == ["'=cmd|' /C calc'!A0", "'+1", "K-3", ""]
    assert [int(row["受領証の番号"]) for row in rows] == [one.log_index for one in made]
    expected = desk.model.decide_cases(desk.cases(4))
    for place, row in enumerate(rows[:3]):
        assert row["理由1"] == expected.reasons(place)[0].sentence.ja
        assert row["変われば通る条件"]
        assert row["モデル"] == desk.row.digest
        assert float(row["見込み"]) == pytest.approx(expected.probability[place], abs=1e-4)
    assert (rows[3]["いまの結果"], rows[3]["理由1"], rows[3]["見込み"]) == ("消去済み", "", "")
