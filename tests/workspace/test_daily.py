"""The duties of a day are done once, whoever comes first; and what organisations keep is metered and limited."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from tests.workspace.company import Company

from rashin.errors import QuotaReached, StorageQuotaReached, UploadTooLarge
from rashin.workspace.clock import now
from rashin.workspace.daily import Daily
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Answered, DecisionRecord, Job, LearnedModel, Organisation, Usage
from rashin.workspace.ids import new_id
from rashin.workspace.metering import refuse_learning_beyond_quota, use
from rashin.workspace.once import REMEMBERED_FOR
from rashin.workspace.storage import put_within_quota, stored_bytes


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return Company.founded(database, tmp_path)


def duties(company: Company) -> Daily:
    """What another worker has."""
    return Daily(company.database, company.files, company.jobs)


def usage(company: Company) -> list[Usage]:
    with company.database.system(reading=True) as session:
        return list(session.scalars(select(Usage)))


def decide(company: Company, deployment: str) -> None:
    """A decision on record, as far as the duties look."""
    facts = {"organisation_id": company.id, "deployment_id": deployment}
    proof = {"payload": b"{}", "salt": b"", "log_index": 0}
    model = LearnedModel(
        id="mod_1", dataset_id=company.bring().id, digest="", file_key="", summary={}, **facts, **proof
    )
    with company.database.system() as session:
        session.add(model)
        session.flush()
        session.add(
            DecisionRecord(
                **{**facts, **proof, "log_index": 1},
                id=new_id("dec"),
                model_id="mod_1",
                at=now(),
                outcome="adverse",
                probability=0.5,
                handed_over=False,
                waiting=False,
                bins=b"",
            )
        )


def test_files_are_metered_once_a_day(company: Company) -> None:
    company.bring(b"a,b\n1,2\n")
    company.files.put("org_other/data/x", [b"12345"])
    for _ in range(2):
        duties(company)()
    assert [(one.organisation_id, one.byte_days) for one in usage(company)] == [(company.id, 8)]
    assert stored_bytes(company.files, company.id) == 8


def test_deployments_that_decide_are_watched_once_a_day(company: Company) -> None:
    at_work, idle = company.deployment(), company.deployment("まだ使っていない")
    decide(company, at_work)
    once = duties(company)
    for duty in (once, once, duties(company)):
        duty()
    with company.database.system(reading=True) as session:
        asked = list(session.scalars(select(Job).where(Job.kind == "watch")))
    assert [(job.organisation_id, job.arguments["deployment"]) for job in asked] == [(company.id, at_work)]
    assert idle not in {job.arguments["deployment"] for job in asked}


def test_answers_too_old_to_be_asked_again_are_forgotten(company: Company) -> None:
    with company.database.system() as session:
        old = now() - REMEMBERED_FOR * 1.1
        for name, at in (("old", old), ("new", now())):
            session.add(Answered(id=name, organisation_id=company.id, key=name, request_hash="", at=at))
    duties(company)()
    with company.database.system(reading=True) as session:
        assert [one.id for one in session.scalars(select(Answered))] == ["new"]


def allow(company: Company, **quotas: int) -> None:
    with company.database.system() as session:
        session.get_one(Organisation, company.id).quotas = quotas


def test_files_stay_within_what_the_operator_allows(company: Company) -> None:
    company.files.put(f"{company.id}/a", [b"x" * 600_000])
    means = company.database, company.files, company.id
    allow(company, storage_mb=1)
    with pytest.raises(StorageQuotaReached):
        put_within_quota(*means, f"{company.id}/b", [b"x" * 400_001], at_most=10**9)
    assert list(company.files.keys()) == [f"{company.id}/a"]
    assert put_within_quota(*means, f"{company.id}/b", [b"x" * 400_000], at_most=10**9).size == 400_000
    allow(company)
    with pytest.raises(UploadTooLarge):
        put_within_quota(*means, f"{company.id}/c", [b"x" * 11], at_most=10)


def test_learning_stays_within_what_the_operator_allows(company: Company) -> None:
    allow(company, learning_minutes_per_month=2)
    with company.database.tenant(company.id) as session:
        refuse_learning_beyond_quota(session, company.id)
        use(session, company.id, learning_seconds=119)
        refuse_learning_beyond_quota(session, company.id)
        use(session, company.id, learning_seconds=1)
    with company.database.tenant(company.id) as session, pytest.raises(QuotaReached) as beyond:
        refuse_learning_beyond_quota(session, company.id)
    assert int(str(beyond.value.facts["retry_after"])) > 0
