from __future__ import annotations

import numpy as np
import pytest
from tests.engines.tabular.additive_models import Card
from tests.engines.tabular.loans import GRADE, INPUTS, LATE, SALES, SECURED, TRADE, Loans

from rashin.engines.tabular.case import Cell
from rashin.engines.tabular.model import AdditiveModel
from rashin.errors import ColumnMissing

Model = AdditiveModel[Card]


def case_of(loans: Loans, row: int) -> dict[str, Cell]:
    return {name: values[row] for name, values in loans.cells.items()}


def test_one_case_scores_as_it_does_in_a_table(model: Model, new: Loans) -> None:
    scores, contributions = model.score(new.cells), model.contributions(new.cells)
    for row in range(len(scores)):
        score, parts = model.score_case(case_of(new, row))
        assert score == scores[row]
        np.testing.assert_array_equal(parts, contributions[row])


@pytest.mark.parametrize(
    ("name", "cell", "in_table"),
    [
        (SALES, float("nan"), None),
        (SALES, "12000000", 12_000_000),
        (SALES, np.float64(12e6), 12_000_000),
        (LATE, True, 1),
        (TRADE, None, None),
        (TRADE, np.str_("IT"), "IT"),
        (TRADE, "宇宙業", "宇宙業"),
        (GRADE, None, ""),
        (SECURED, "あり", "はい"),
    ],
)
def test_typed_values_mean_what_their_cells_mean(
    model: Model, new: Loans, name: str, cell: Cell, in_table: object
) -> None:
    case = case_of(new, 0)
    table = {other: [value] for other, value in {**case, name: in_table}.items()}
    assert model.score_case({**case, name: cell})[0] == model.score(table)[0]


@pytest.mark.parametrize("infinite", [float("inf"), -float("inf")])
def test_an_infinite_number_is_one_never_seen(model: Model, new: Loans, infinite: float) -> None:
    unseen = model.additive.features[INPUTS.index(SALES)].unseen_bin
    _, contributions = model.score_case({**case_of(new, 0), SALES: infinite})
    assert contributions[model.terms.index(SALES)] == model.additive.terms[model.terms.index(SALES)].values[unseen]


@pytest.mark.parametrize("name", INPUTS)
def test_a_value_that_is_not_there_is_named(model: Model, new: Loans, name: str) -> None:
    case = case_of(new, 0)
    del case[name]
    with pytest.raises(ColumnMissing) as trouble:
        model.score_case(case)
    assert trouble.value.column == name
