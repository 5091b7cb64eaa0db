"""A file of cases: each row decided once or refused by name, whatever dies on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from tests.learning.past import past_loans
from tests.workspace.company import as_csv
from tests.workspace.desk import Desk

from rashin.errors import NotApproved, NotFound
from rashin.workspace.batches import batches, bring, cancel, find, forget_file, sheet
from rashin.workspace.batches import deciding as job
from rashin.workspace.database.tables import Batch, Dataset, DecisionRecord, Deployment, Effect, Job, Organisation
from rashin.workspace.decisions import decide
from rashin.workspace.decisions.erasing import erase
from rashin.workspace.jobs import JobStatus

BLANK_ROWS = (3, 8)


def cells(rows: int) -> dict[str, list[Any]]:
    """Cases with a column that tells them apart, and one that is none of our business."""
    found = past_loans(rows, 5)
    del found["結果"]
    return {"申込番号": [f"A{row:04d}" for row in range(rows)], **found, "備考": ["秘密のメモ"] * rows}


def brought(desk: Desk, content: bytes, name: str = "今月の申込.csv", **more: Any) -> Batch:
    deployment = desk.reading(lambda session: session.get_one(Deployment, desk.deployment))
    company = desk.company
    return bring(
        company.database,
        company.files,
        company.jobs,
        deployment,
        name=name,
        chunks=[content],
        by=desk.hanako.id,
        **more,
    )


def done(desk: Desk, batch: Batch) -> JobStatus:
    assert batch.job_id is not None
    return desk.company.do(batch.job_id)


def records(desk: Desk, batch: Batch) -> list[DecisionRecord]:
    chosen = select(DecisionRecord).where(DecisionRecord.batch_id == batch.id).order_by(DecisionRecord.log_index)
    return desk.reading(lambda session: list(session.scalars(chosen)))


def as_kept(desk: Desk, batch: Batch) -> Batch:
    return desk.reading(lambda session: find(session, batch.id)[0])


def test_every_row_is_decided_as_it_would_be_alone(anywhere: Desk) -> None:
    table = cells(250)
    batch = brought(anywhere, as_csv(table))
    status = done(anywhere, batch)
    assert (status.state, status.result) == ("done", {"decided": 250, "refused": 0})
    found = records(anywhere, batch)
    assert [one.row for one in found] == list(range(2, 252)), "as a spreadsheet counts them"
    assert [one.reference for one in found] == table["申込番号"]
    names = [feature.name for feature in anywhere.model.additive.features]
    expected = anywhere.model.decide_cases([{name: table[name][row] for name in names} for row in range(250)])
    assert [one.outcome for one in found] == [str(outcome) for outcome in expected.outcome]
    assert [one.handed_over for one in found] == expected.handed_over.tolist()
    assert as_kept(anywhere, batch).rows == 250
    anywhere.check_log()


def test_only_what_is_decided_by_is_kept(desk: Desk) -> None:
    batch = brought(desk, as_csv(cells(3)))
    done(desk, batch)
    assert all("秘密のメモ" not in (one.case or b"").decode() for one in records(desk, batch))
    assert list(desk.company.files.keys()) == [desk.row.file_key], "and the file is gone"


def test_rows_without_anything_are_named_and_the_others_decided(desk: Desk) -> None:
    table = cells(20)
    for name, column in table.items():
        if name != "申込番号":
            for row in BLANK_ROWS:
                column[row] = ""
    batch = brought(desk, as_csv(table))
    assert done(desk, batch).result == {"decided": 18, "refused": 2}
    kept = as_kept(desk, batch)
    assert [one["row"] for one in kept.refusals] == [row + 2 for row in BLANK_ROWS]
    assert all(one["ja"] and one["en"] for one in kept.refusals)
    assert {one.row for one in records(desk, batch)} == {row + 2 for row in range(20) if row not in BLANK_ROWS}


def test_dirty_rows_go_to_a_person_and_are_not_refused(desk: Desk) -> None:
    table = cells(10)
    table["年商"][4] = "約3千万"
    batch = brought(desk, as_csv(table))
    assert done(desk, batch).result == {"decided": 10, "refused": 0}
    assert records(desk, batch)[4].handed_over


def test_the_column_that_tells_cases_apart_can_be_named(desk: Desk) -> None:
    table = cells(3)
    batch = brought(desk, as_csv(table), label="備考")
    done(desk, batch)
    assert [one.reference for one in records(desk, batch)] == ["秘密のメモ"] * 3
    wrong = brought(desk, as_csv(table), label="ない列")
    assert (done(desk, wrong).error or {})["type"].endswith("column-missing")


def test_a_column_of_my_numbers_is_no_label(desk: Desk) -> None:
    table = cells(3)
    del table["申込番号"], table["取引先番号"]
    table["個人番号"] = ["123456789018"] * 3
    batch = brought(desk, as_csv(table))
    done(desk, batch)
    assert [one.reference for one in records(desk, batch)] == [""] * 3


def spoilt(table: dict[str, list[Any]]) -> bytes:
    del table["返済期間"]
    return as_csv(table)


@pytest.mark.parametrize(
    ("what", "make"),
    [
        ("column-missing", spoilt),
        ("header-only", lambda table: as_csv({name: [] for name in table})),
        ("file-empty", lambda _: b""),
        ("content-mismatch", lambda _: b"%PDF-1.7 not a table"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(
    desk: Desk, what: str, make: Callable[[dict[str, list[Any]]], bytes]
) -> None:
    batch = brought(desk, make(cells(5)))
    status = done(desk, batch)
    assert status.state == "failed"
    assert (status.error or {})["type"].rpartition(":")[2] == what
    assert records(desk, batch) == []
    assert list(desk.company.files.keys()) == [desk.row.file_key]


def test_more_than_is_allowed_is_not_begun(desk: Desk) -> None:
    with desk.company.database.system() as session:
        session.get_one(Organisation, desk.company.id).quotas = {"decisions_per_month": 9}
    batch = brought(desk, as_csv(cells(10)))
    status = done(desk, batch)
    assert (status.error or {})["type"].endswith("quota-reached")
    assert records(desk, batch) == []


def test_without_an_approved_model_no_file_is_taken(desk: Desk) -> None:
    bare = desk.company.deployment("まだ学んでいない")
    deployment = desk.reading(lambda session: session.get_one(Deployment, bare))
    company = desk.company
    with pytest.raises(NotApproved):
        bring(company.database, company.files, company.jobs, deployment, name="a.csv", chunks=[b"a"], by=None)
    assert (
        desk.reading(lambda session: session.scalars(select(Dataset.id).where(Dataset.purpose == "decide")).all()) == []
    )


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_worker_that_dies_on_the_way_is_carried_on_from(
    anywhere: Desk, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The worker is gone in the middle of a group, or just after one; nothing is decided twice, nothing left out."""
    batch, calls = brought(anywhere, as_csv(cells(250))), list[int]()

    def dying(*means: Any) -> Any:
        calls.append(1)
        answers = decide(*means)
        if len(calls) == after + 1:
            raise KeyboardInterrupt
        return answers

    monkeypatch.setattr(job, "decide", dying)
    with pytest.raises(KeyboardInterrupt):
        done(anywhere, batch)
    assert len(records(anywhere, batch)) == after * job.GROUP
    monkeypatch.setattr(job, "decide", decide)
    assert done(anywhere, batch).result == {"decided": 250, "refused": 0}
    assert [one.row for one in records(anywhere, batch)] == list(range(2, 252))
    anywhere.check_log()


def test_a_worker_that_dies_after_the_last_row_needs_the_file_no_more(desk: Desk) -> None:
    batch = brought(desk, as_csv(cells(5)))
    done(desk, batch)
    with desk.company.database.system() as session:
        # As though the worker had died before it could say that the job is done.
        again = session.get_one(Job, batch.job_id)
        again.state, again.result, again.finished_at = "running", None, None
        session.query(Effect).delete()
    assert done(desk, batch).result == {"decided": 5, "refused": 0}
    assert len(records(desk, batch)) == 5


def test_cancelled_it_decides_no_more_and_the_file_goes(desk: Desk) -> None:
    batch, company = brought(desk, as_csv(cells(5))), desk.company
    cancel(company.database, company.files, company.jobs, company.id, batch.id)
    assert done(desk, batch).state == "cancelled"
    assert records(desk, batch) == []
    assert list(company.files.keys()) == [desk.row.file_key]


def test_the_sheet_has_every_row_in_order_and_then_the_refused(desk: Desk) -> None:
    table = cells(6)
    for name in table:
        table[name][2] = ""
    batch = brought(desk, as_csv(table))
    done(desk, batch)
    kept, dataset = desk.reading(lambda session: find(session, batch.id))
    heads, *cells_of = sheet(desk.company.database, desk.company.models, kept, dataset, "ja")
    rows = [dict(zip(heads, one, strict=False)) for one in cells_of]
    assert [row["行"] for row in rows] == [2, 3, 5, 6, 7, 4]
    assert rows[-1]["いまの結果"] == "判断できない"
    assert rows[0]["案件番号"] == "A0000"


def test_after_an_erasure_nothing_of_the_row_is_left_anywhere(desk: Desk) -> None:
    batch, company = brought(desk, as_csv(cells(4))), desk.company
    done(desk, batch)
    victim = records(desk, batch)[1]
    desk.writing(lambda session: erase(session, company.log, victim.id, desk.taro, "本人の求め"))
    forget_file(company.database, company.files, company.jobs, company.id, batch.id)
    kept, dataset = desk.reading(lambda session: find(session, batch.id))
    written = {cell for row in sheet(company.database, company.models, kept, dataset, "ja") for cell in row}
    assert "A0001" not in written
    assert "A0002" in written


def test_the_file_of_a_job_that_runs_is_left_alone(desk: Desk) -> None:
    batch, company = brought(desk, as_csv(cells(4))), desk.company
    forget_file(company.database, company.files, company.jobs, company.id, batch.id)
    assert done(desk, batch).result == {"decided": 4, "refused": 0}


def test_batches_are_listed_newest_first_and_only_ones_own(anywhere: Desk) -> None:
    made = [brought(anywhere, as_csv(cells(2)), name=f"{n}.csv").id for n in range(3)]
    found = anywhere.reading(lambda session: batches(session, anywhere.deployment))
    assert sorted((batch.id for batch, _ in found), reverse=True) == [batch.id for batch, _ in found]
    assert {batch.id for batch, _ in found} == set(made)
    stranger = anywhere.company.neighbour("org_stranger")
    with anywhere.company.database.tenant(stranger, reading=True) as session:
        assert list(batches(session, anywhere.deployment)) == []
        with pytest.raises(NotFound):
            find(session, made[0])
