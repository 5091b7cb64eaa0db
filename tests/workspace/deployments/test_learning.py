"""Learning: asked for once, its model on record once, with the figures that others show."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.learning.past import SEX, past_loans
from tests.workspace.company import LENDING, Company, as_csv

from rashin.engines.contract import Costs
from rashin.errors import DataNotReady, LearningUnderWay, NameNeeded, NotFound
from rashin.learning.models import load
from rashin.report.evidence import chosen_point, fallen
from rashin.workspace.access.roles import Role
from rashin.workspace.database.tables import Deployment, Json, LearnedModel, Usage
from rashin.workspace.datasets import ColumnUse
from rashin.workspace.deployments import (
    Next,
    Plans,
    approve,
    choose,
    compare,
    cost_out,
    held_out_of,
    road_of,
    summary_of,
)
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.jobs import Work
from rashin.workspace.log import audit

DEAR = Costs(adverse_accepted=9_000_000, favourable_refused=1_000_000, review_minutes=30, yen_per_minute=70)


def next_of(company: Company, deployment: str) -> Next:
    with company.database.tenant(company.id, reading=True) as session:
        return road_of(session, find_deployment(session, deployment)).next


def models(company: Company) -> list[LearnedModel]:
    with company.database.tenant(company.id, reading=True) as session:
        return list(session.scalars(select(LearnedModel)))


def test_a_model_is_learned_and_goes_on_record(company: Company) -> None:
    deployment, dataset, hanako = company.deployment(), company.checked(), company.person("花子", Role.DECIDE)
    row = company.learned(deployment, dataset, hanako, costs=DEAR)
    with company.files.local(row.file_key) as path:
        model = load(path)
    assert model.digest == row.digest
    assert model.card.data_name == "過去の融資.csv"
    summary = summary_of(row)
    assert summary.costs == DEAR
    assert summary.auc == model.validation.auc
    assert summary.rows == 300
    assert row.payload is not None
    payload = json.loads(row.payload)
    assert (payload["kind"], payload["model_digest"], payload["requested_by"]) == ("model", row.digest, hanako.id)
    assert payload["costs"]["adverse_accepted"] == DEAR.adverse_accepted
    with company.database.system(reading=True) as session:
        told = audit(session, company.key.verifier)
        metered = session.scalars(select(Usage)).one()
    assert told.agrees, told.trouble
    assert metered.learning_seconds == pytest.approx(summary.seconds)


def test_learning_twice_from_the_same_table_gives_the_same_model(small: Company) -> None:
    deployment, dataset = small.deployment(), small.checked()
    first, second = small.learned(deployment, dataset), small.learned(deployment, dataset)
    assert first.id != second.id
    assert first.digest == second.digest


def test_corrections_reach_the_model(small: Company) -> None:
    dataset = small.checked(uses={"業種": ColumnUse.DROPPED, "格付": ColumnUse.PROTECTED})
    summary = summary_of(small.learned(small.deployment(), dataset))
    assert {"業種", "格付", SEX} & set(summary.columns) == set()
    assert summary.dropped == ("業種",)


def test_the_held_out_decisions_agree_with_the_account_of_the_model(small: Company) -> None:
    row = small.learned(small.deployment(), small.checked())
    card, held = small.models.get(row.file_key).card, held_out_of(small.files, row.file_key)
    costed, fell = cost_out(held, card.certainty, card.costs), fallen(card)
    assert fell is not None
    refuse = held.probability > card.threshold
    assert int((refuse & held.adverse).sum()) == fell.adverse_refused
    assert int((refuse & ~held.adverse).sum()) == fell.favourable_refused
    assert costed.handed_over.value == pytest.approx(card.hand_over_share.value)
    assert costed.cases_granted + costed.cases_refused + costed.cases_handed_over == len(held.adverse) == fell.cases
    assert costed.line_alone.value * len(held.adverse) == pytest.approx(costed.point.yen)
    assert costed.point == chosen_point(card)


def test_dearer_mistakes_grant_fewer(small: Company) -> None:
    row = small.learned(small.deployment(), small.checked())
    card, held = small.models.get(row.file_key).card, held_out_of(small.files, row.file_key)
    cheap = cost_out(held, card.certainty, replace(DEAR, adverse_accepted=1_500_000))
    dear = cost_out(held, card.certainty, replace(DEAR, adverse_accepted=90_000_000))
    assert dear.costs.threshold < cheap.costs.threshold
    assert dear.granted.value <= cheap.granted.value
    assert dear.bad_granted <= cheap.bad_granted


def test_only_a_table_that_was_checked_and_is_usable_is_learned_from(small: Company) -> None:
    deployment, unchecked = small.deployment(), small.bring()
    unusable = small.checked(b"a,b\n1,2\n")
    for dataset in (unchecked, unusable):
        with pytest.raises(DataNotReady):
            small.ask_to_learn(deployment, dataset)


def test_a_deployment_learns_one_model_at_a_time(small: Company) -> None:
    deployment, dataset = small.deployment(), small.checked()
    job = small.ask_to_learn(deployment, dataset)
    with pytest.raises(LearningUnderWay):
        small.ask_to_learn(deployment, dataset)
    small.jobs.cancel(small.id, job)
    small.do(small.ask_to_learn(deployment, dataset))
    assert len(models(small)) == 1


def test_a_cancelled_learning_leaves_no_model(small: Company) -> None:
    deployment, dataset = small.deployment(), small.checked()
    job = small.ask_to_learn(deployment, dataset)
    kind = small.jobs.kinds["learn"]

    def cancel_midway(work: Work) -> Json | None:
        small.jobs.cancel(small.id, job)
        return kind.run(work)

    small.jobs.kinds["learn"] = replace(kind, run=cancel_midway)
    ended = small.do(job)
    assert ended.state == "cancelled"
    assert models(small) == []


def test_a_failed_learning_says_what_is_wrong(small: Company) -> None:
    deployment, dataset = small.deployment(), small.checked()
    job = small.ask_to_learn(deployment, dataset)
    small.files.delete(dataset.file_key)
    ended = small.do(job)
    assert ended.state == "failed"
    assert ended.error is not None
    assert ended.error["type"] == "urn:rashin:problem:not-found"
    assert next_of(small, deployment) is Next.LEARN_AGAIN


def test_an_attempt_that_died_after_storing_its_file_is_taken_up(small: Company) -> None:
    """The file of an earlier attempt stays; what is in it is what goes on record."""
    deployment, dataset = small.deployment(), small.checked()
    earlier = small.learned(deployment, dataset, costs=DEAR)
    job = small.ask_to_learn(deployment, dataset)
    key = f"{small.id}/models/{job}.rashin"
    small.files.put(key, small.files.read(earlier.file_key))
    small.do(job)
    newest = max(models(small), key=lambda model: model.log_index)
    assert newest.file_key == key
    assert newest.digest == earlier.digest


def test_the_road_says_what_comes_next(small: Company) -> None:
    deployment = small.deployment()
    assert next_of(small, deployment) is Next.BRING
    dataset = small.bring()
    with small.database.tenant(small.id) as session:
        choose(find_deployment(session, deployment), dataset)
    assert next_of(small, deployment) is Next.WAIT_FOR_CHECK
    assert dataset.job_id is not None
    small.do(dataset.job_id)
    assert next_of(small, deployment) is Next.LEARN
    job = small.ask_to_learn(deployment, small.dataset(dataset.id))
    assert next_of(small, deployment) is Next.WAIT_FOR_LEARNING
    small.do(job)
    assert next_of(small, deployment) is Next.APPROVE


def test_a_table_that_cannot_be_learned_from_is_to_be_mended(small: Company) -> None:
    deployment, dataset = small.deployment(), small.checked(b"a,b\n1,2\n")
    with small.database.tenant(small.id) as session:
        choose(find_deployment(session, deployment), dataset)
    assert next_of(small, deployment) is Next.MEND


def test_a_table_for_another_service_cannot_be_chosen(small: Company) -> None:
    dataset, deployment = small.bring(), small.deployment()
    dataset.service = "hiring"
    with small.database.tenant(small.id) as session, pytest.raises(NotFound):
        choose(find_deployment(session, deployment), dataset)


@pytest.mark.parametrize("name", ["", "   ", "長" * 81])
def test_a_deployment_needs_a_name(small: Company, name: str) -> None:
    with pytest.raises(NameNeeded):
        small.deployment(name)


def test_plans_begin_as_the_service_has_them_and_stay_as_chosen(small: Company) -> None:
    started = small.deployment()
    with small.database.tenant(small.id) as session:
        deployment = session.get_one(Deployment, started)
        plans = Plans.of(deployment)
        assert (plans.costs, plans.error_rate) == (LENDING.costs, LENDING.error_rate)
        replace(plans, costs=DEAR).keep(deployment)
        assert Plans.of(deployment).costs == DEAR


def test_another_organisation_cannot_reach_a_deployment(company: Company) -> None:
    deployment, other = company.deployment(), company.neighbour("org_theirs")
    with company.database.tenant(other) as session, pytest.raises(NotFound):
        find_deployment(session, deployment)


def test_a_model_learned_in_place_of_another_is_told_beside_it(small: Company) -> None:
    deployment, dataset = small.deployment(), small.checked()
    boss = small.person("部長", Role.APPROVE)
    first = small.learned(deployment, dataset)
    with small.database.tenant(small.id) as session:
        approve(session, small.log, small.models, first.id, boss)
    same = small.learned(deployment, dataset)
    unlike = small.learned(deployment, small.checked(as_csv(past_loans(seed=9))), costs=DEAR)
    against = compare(first, same).against
    assert against is not None
    assert (against.cases, against.alike, against.stricter, against.milder) == (300, 300, 0, 0)
    compared = compare(first, unlike)
    assert not compared.same_data
    assert compared.against is not None
    assert compared.against.stricter > compared.against.milder
    assert compare(same, unlike).against is None
