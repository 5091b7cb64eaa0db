"""What a service came to for others is told from measurements, and only where nobody can be made out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.workspace.company import Company

from rashin.workspace.access.roles import Role
from rashin.workspace.database.tables import LearnedModel
from rashin.workspace.deployments import approve, experience, summary_of
from rashin.workspace.deployments.experience import FEWEST, Experience


def organisations(company: Company, count: int) -> list[Company]:
    return [company, *(replace(company, id=company.neighbour(f"org_{n}")) for n in range(1, count))]


def served(company: Company, times: int = 1) -> list[LearnedModel]:
    """An organisation that learned and approved so many models."""
    deployment, boss = company.deployment(), company.person("部長", Role.APPROVE)
    models = []
    for _ in range(times):
        model = company.learned(deployment, company.checked())
        with company.database.tenant(company.id) as session:
            approve(session, company.log, company.models, model.id, boss)
        models.append(model)
    return models


def told(company: Company) -> Experience:
    with company.database.system(reading=True) as session:
        return experience(session, "lending")


def test_nothing_was_measured_where_nobody_learned(small: Company) -> None:
    assert told(small) == Experience(0, None, None, None, None, None)


def test_of_a_few_organisations_only_times_are_told(small: Company) -> None:
    for company in organisations(small, FEWEST - 1):
        served(company, 2)
    found = told(small)
    assert (found.organisations, found.caught, found.lost, found.hand_over) == (0, None, None, None)
    assert found.seconds is not None
    assert found.seconds.n == 2 * (FEWEST - 1)
    assert found.rows is not None
    assert found.rows.value == 300


def test_of_enough_organisations_the_median_of_each_ones_model_in_use_is_told(small: Company) -> None:
    last = [served(company, 1 + (n == 0))[-1] for n, company in enumerate(organisations(small, FEWEST))]
    found = told(small)
    caught = [summary.caught.value for model in last if (summary := summary_of(model)).caught]
    assert found.organisations == FEWEST
    assert found.caught is not None
    assert found.caught.n == FEWEST
    assert found.caught.value == pytest.approx(sorted(caught)[FEWEST // 2])


def test_a_model_that_is_not_in_use_does_not_count(small: Company) -> None:
    for company in organisations(small, FEWEST):
        company.learned(company.deployment(), company.checked())
    assert told(small).organisations == 0
