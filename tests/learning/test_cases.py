from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.tabular.loans import INPUTS, SALES, TRADE
from tests.learning.past import CUSTOMER, DAY, SEX, TARGET, past_loans

from rashin.engines.tabular.reading import read
from rashin.engines.tabular.table import Column, Kind
from rashin.learning.cases import Cases, groups_of
from rashin.learning.check import Declared, check_declared
from rashin.services import find


@pytest.fixture(scope="module")
def cases() -> Cases:
    cells = past_loans(120)
    cells[TARGET][5] = None
    declared = Declared(TARGET, protected=[SEX], group=CUSTOMER, time=DAY)
    checked, labelled, roles = check_declared(find("lending"), read(cells), declared)
    return Cases.of(checked.table, labelled, roles, declared)


def test_only_rows_with_an_outcome_are_cases(cases: Cases) -> None:
    cells = past_loans(120)
    kept = [row for row in range(120) if row != 5]
    assert len(cases) == 119
    assert cases.adverse.tolist() == [cells[TARGET][row] == "延滞" for row in kept]
    assert cases.protected[SEX] == [cells[SEX][row] for row in kept]
    assert cases.groups is not None
    assert len(np.unique(cases.groups)) == 30
    assert cases.time is not None
    assert (np.diff(cases.time) >= 0).all()
    assert tuple(column.name for column in cases.inputs) == INPUTS


def test_the_matrix_for_others_holds_numbers_and_codes(cases: Cases) -> None:
    matrix, coded = cases.matrix()
    assert matrix.shape == (119, len(INPUTS))
    assert [INPUTS[place] for place in coded] == ["業種", "担保", "格付"]
    assert np.isnan(matrix[:, INPUTS.index(SALES)]).any()
    assert matrix[:, INPUTS.index(TRADE)].min() >= 0


def test_the_digest_is_of_what_was_understood(cases: Cases) -> None:
    renamed = tuple(replace(column, name=column.name + "2") for column in cases.columns)
    turned = 1 - cases.adverse
    digests = {one.digest() for one in (cases, replace(cases, columns=renamed), replace(cases, adverse=turned))}
    assert len(digests) == 3
    assert replace(cases).digest() == cases.digest()


def test_groups_are_categories_few_numbers_or_bands_of_many() -> None:
    category = Column("x", Kind.CATEGORY, np.array([1, -1, 0], np.int32), ("女", "男"))
    assert groups_of(category) == ["男", None, "女"]
    few = Column("x", Kind.NUMBER, np.array([1.0, np.nan, 2.5]))
    assert groups_of(few) == ["1", None, "2.5"]
    many = groups_of(Column("x", Kind.NUMBER, np.repeat(np.arange(22.0, 82.0), 10)))
    assert 2 <= len(set(many)) <= 12
    assert None not in many
