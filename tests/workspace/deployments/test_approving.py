"""A second person signs; nothing signed is changed; and it is known which model was in use when."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from tests.workspace.company import Company

from rashin.errors import ApprovedAlready, ModelDigestWrong, NotFound, RashinError, ReasonNeeded, SecondPersonNeeded
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.access.roles import Role
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Approval, LearnedModel, Person
from rashin.workspace.deployments import approve, approving, history, in_use, signing
from rashin.workspace.log import LogReader, audit
from rashin.workspace.models import Models


@pytest.fixture
def learned(company: Company) -> LearnedModel:
    """By somebody who may not approve."""
    return company.learned(company.deployment(), company.checked(), company.person("担当", Role.DECIDE))


def sign(company: Company, model: LearnedModel, by: Person, why: str = "") -> Approval:
    with company.database.tenant(company.id) as session:
        return approve(session, company.log, company.models, model.id, by, why)


def test_an_approver_who_did_not_ask_for_the_model_signs(company: Company, learned: LearnedModel) -> None:
    boss = company.person("部長", Role.APPROVE)
    approval = sign(company, learned, boss)
    assert (approval.digest, approval.approved_by, approval.why_alone) == (learned.digest, boss.id, None)
    with company.database.tenant(company.id, reading=True) as session:
        found = in_use(session, learned.deployment_id)
        receipt = LogReader(session).receipt(session.get_one(Approval, approval.id))
    assert found is not None
    assert found.model_id == learned.id
    assert receipt.payload["approved_by"] == {"id": boss.id, "name": "部長"}
    verified = verify(Receipt.from_json(receipt.to_json().encode()), [company.key.verifier])
    assert verified.holds


def test_whoever_asked_for_a_model_cannot_sign_while_there_is_another_approver(company: Company) -> None:
    asker, _ = company.person("部長", Role.APPROVE), company.person("次長", Role.APPROVE, Role.READ)
    model = company.learned(company.deployment(), company.checked(), asker)
    with pytest.raises(SecondPersonNeeded) as refused:
        sign(company, model, asker, "急ぐので")
    assert "次長" in refused.value.message("ja")
    with company.database.tenant(company.id, reading=True) as session:
        assert in_use(session, model.deployment_id) is None


def test_a_single_approver_signs_alone_and_writes_why(company: Company) -> None:
    alone = company.person("社長", Role.APPROVE)
    company.person("担当", Role.DECIDE)
    model = company.learned(company.deployment(), company.checked(), alone)
    for empty in ("", "  \n"):
        with pytest.raises(ReasonNeeded):
            sign(company, model, alone, empty)
    approval = sign(company, model, alone, " 責任者は私だけです ")
    assert approval.why_alone == "責任者は私だけです"
    assert json.loads(approval.payload or b"")["why_alone"] == "責任者は私だけです"


def test_no_reason_is_kept_where_two_people_acted(company: Company, learned: LearnedModel) -> None:
    assert sign(company, learned, company.person("部長", Role.APPROVE), "要らない理由").why_alone is None


def test_approvers_of_other_organisations_do_not_count(company: Company) -> None:
    alone, other = company.person("社長", Role.APPROVE), company.neighbour("org_theirs")
    company_of_others = Company(**{**vars(company), "id": other})
    company_of_others.person("よその責任者", Role.APPROVE)
    model = company.learned(company.deployment(), company.checked(), alone)
    with company.database.tenant(company.id, reading=True) as session:
        assert signing(session, model, alone.id).others == ()


def test_what_is_in_use_is_not_signed_for_again(company: Company, learned: LearnedModel) -> None:
    boss = company.person("部長", Role.APPROVE)
    sign(company, learned, boss)
    with pytest.raises(ApprovedAlready):
        sign(company, learned, boss)


def test_a_model_whose_file_was_changed_is_not_signed_for(company: Company, learned: LearnedModel) -> None:
    other = company.learned(company.deployment(), company.checked(monotone={"返済期間": "raises"}))
    path = company.files._path(learned.file_key)
    path.write_bytes(b"".join(company.files.read(other.file_key)))
    fresh = Company(**{**vars(company), "models": Models(company.files)})
    with pytest.raises(ModelDigestWrong):
        sign(fresh, learned, company.person("部長", Role.APPROVE))


def test_history_tells_which_model_was_in_use_when(company: Company, learned: LearnedModel) -> None:
    boss = company.person("部長", Role.APPROVE)
    second = company.learned(learned.deployment_id, company.checked())
    before = datetime.now(UTC) - timedelta(seconds=1)
    signed = [sign(company, model, boss) for model in (learned, second, learned)]
    with company.database.tenant(company.id, reading=True) as session:
        periods = history(session, learned.deployment_id)
        assert in_use(session, learned.deployment_id, before) is None
        for approval in signed:
            found = in_use(session, learned.deployment_id, approval.at)
            assert found is not None
            assert found.id == approval.id
    assert [period.approval.id for period in periods] == [approval.id for approval in reversed(signed)]
    assert [period.until for period in periods] == [None, signed[2].at, signed[1].at]


def test_a_clock_that_was_set_back_does_not_change_the_past(
    company: Company, learned: LearnedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = company.person("部長", Role.APPROVE)
    second = company.learned(learned.deployment_id, company.checked())
    first = sign(company, learned, boss)
    monkeypatch.setattr(approving, "now", lambda: first.at - timedelta(hours=1))
    later = sign(company, second, boss)
    assert later.at > first.at
    with company.database.tenant(company.id, reading=True) as session:
        at_first = in_use(session, learned.deployment_id, first.at)
        latest = in_use(session, learned.deployment_id)
    assert at_first is not None
    assert latest is not None
    assert (at_first.id, latest.id) == (first.id, later.id)


def test_the_database_refuses_to_change_or_remove_a_signature(company: Company, learned: LearnedModel) -> None:
    sign(company, learned, company.person("部長", Role.APPROVE))
    tamperings = (
        update(Approval).values(why_alone="書き足し"),
        text("UPDATE approvals SET approved_by = approved_by"),
        delete(Approval),
        text("DELETE FROM approvals"),
    )
    for tampering in tamperings:
        for transaction in (partial(company.database.tenant, company.id), company.database.system):
            with pytest.raises(DBAPIError, match="never"), transaction() as session:
                session.execute(tampering)
    with company.database.system(reading=True) as session:
        assert audit(session, company.key.verifier).agrees
        assert len(session.scalars(select(Approval)).all()) == 1


def test_the_database_refuses_to_empty_the_table(on_postgresql: Database) -> None:
    with pytest.raises(DBAPIError, match="never"), on_postgresql.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE approvals")


def test_a_model_of_another_organisation_is_not_found(company: Company, learned: LearnedModel) -> None:
    other = company.neighbour("org_theirs")
    outsider = company.person("よその人", Role.APPROVE)
    with company.database.tenant(other) as session, pytest.raises(NotFound):
        approve(session, company.log, company.models, learned.id, outsider)


def test_two_who_sign_at_once_sign_one_after_the_other(company: Company, learned: LearnedModel) -> None:
    people = [company.person(f"責任者{n}", Role.APPROVE) for n in range(4)]

    def try_to(person: Person) -> bool:
        try:
            sign(company, learned, person)
        except RashinError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        signed = list(pool.map(try_to, people))
    assert sum(signed) == 1
