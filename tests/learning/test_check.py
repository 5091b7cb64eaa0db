from __future__ import annotations

from typing import Any

import pytest
from tests.engines.tabular.loans import INPUTS, LATE
from tests.learning.past import CUSTOMER, DAY, SEX, TARGET, Cells, past_loans

import rashin
from rashin.engines.tabular.table import Severity
from rashin.errors import AdverseUnclear, ColumnMissing, FileMissing, ServiceUnknown, TargetNotBinary
from rashin.learning.check import Checked
from rashin.services.contract import Use


@pytest.fixture(scope="module")
def cells() -> Cells:
    return past_loans()


def check(data: Any, **wanted: Any) -> Checked:
    return rashin.check("lending", data, **{"target": TARGET, **wanted})


def test_a_good_table_is_usable_and_its_columns_are_understood(cells: Cells) -> None:
    checked = check(cells, protected=[SEX])
    assert checked.usable
    assert checked.service.name == "lending"
    assert checked.roles is not None
    assert tuple(checked.roles.inputs) == INPUTS
    assert checked.roles.uses[TARGET] is Use.TARGET
    assert set(checked.roles.left_out) == {SEX, CUSTOMER, DAY}
    assert checked.target is not None
    assert checked.target.adverse_value == "延滞"
    assert checked.target.adverse.sum() == cells[TARGET].count("延滞")


def test_without_a_target_only_the_table_is_looked_at(cells: Cells) -> None:
    checked = rashin.check("lending", cells)
    assert (checked.roles, checked.target) == (None, None)
    assert len(checked.table) == 300
    assert checked.usable


def test_what_learning_would_refuse_is_told_first_and_makes_it_unusable(cells: Cells) -> None:
    gives_away = {**cells, "回収状況": [1 if word == "延滞" else 0 for word in cells[TARGET]], "連絡": [3] * 300}
    checked = check(gives_away)
    assert not checked.usable
    severities = [problem.severity for problem in checked.problems]
    assert severities[0] is Severity.REFUSE
    order = [Severity.REFUSE, Severity.WARN, Severity.NOTE]
    assert severities == sorted(severities, key=order.index)
    assert checked.problems[0].column == "回収状況"
    assert checked.problems[0].mend.ja


def test_a_column_that_is_not_decided_by_may_tell_the_answer(cells: Cells) -> None:
    """A group or a protected column is not scanned: it is no input."""
    told = {**cells, CUSTOMER: [f"{word}{row // 30}" for row, word in enumerate(cells[TARGET])]}
    assert check(told, group=CUSTOMER).usable


def test_the_bad_value_can_be_said(cells: Cells) -> None:
    plain = {**cells, TARGET: ["甲" if word == "延滞" else "乙" for word in cells[TARGET]]}
    with pytest.raises(AdverseUnclear):
        check(plain)
    said = check(plain, bad="甲")
    assert said.target is not None
    assert said.target.adverse_value == "甲"


def test_what_cannot_even_be_checked_is_refused(cells: Cells) -> None:
    with pytest.raises(ServiceUnknown):
        rashin.check("lendign", cells)
    with pytest.raises(FileMissing):
        rashin.check("lending", "no such file.csv")
    with pytest.raises(ColumnMissing):
        check(cells, target="結末")
    with pytest.raises(TargetNotBinary):
        check({**cells, TARGET: ["延滞", "完済", "途中"] * 100})


def test_checking_changes_nothing_in_what_was_given(cells: Cells) -> None:
    before = {name: list(values) for name, values in cells.items()}
    check(cells, protected=[LATE])
    assert cells == before
