"""Cases as JSON objects are decided exactly as `decide` decides a table of the same cells."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import Card, model_of, models
from tests.engines.tabular.loans import GRADE, INPUTS, LATE, SALES, SECURED, SMALL, TRADE, Loans
from tests.engines.tabular.written_cells import cells_of, clean_cell

import rashin
from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.decisions import TabularDecisions
from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.engines.tabular.model import AdditiveModel
from rashin.errors import CaseIncomplete, CaseNested, ColumnMissing, HeadersDuplicate
from rashin.language import same
from rashin.services import find

Model = AdditiveModel[Any]
Case = dict[str, Any]


# Models come from a cache: as arguments of a property they would be printed whole when it fails.
@cache
def of_the_sample() -> Model:
    """Of the packaged sample, whose headers carry units."""
    lending = find("lending")
    return rashin.learn("lending", lending.sample(rows=600, seed=1), target=lending.sample_target, challengers=False)


@cache
def of_public_table(path: Path) -> Model:
    """Of a public table, all its columns with the kinds that the reader finds."""
    frame = pd.read_csv(path).iloc[:600]
    adverse = frame.pop("target").to_numpy(np.uint8)
    table = rashin.read(frame)
    roles = {column.name: FeatureRole(same(column.name)) for column in table}
    return model_of(learn_additive(tuple(table), roles, adverse, options=SMALL).additive)


def by_table(model: Model, case: Case) -> TabularDecisions:
    return model.decide({name: [cell] for name, cell in case.items()})


def drawn_case(data: st.DataObject, model: Model) -> Case:
    """A case with a few cells of any kind at all, the others clean."""
    features = model.additive.features
    whatever = data.draw(st.lists(st.sampled_from(range(len(features))), max_size=4, unique=True))
    clean = np.random.default_rng(data.draw(st.integers(0, 2**32))).random(len(features)).tolist()
    return {
        feature.name: data.draw(cells_of(feature)) if f in whatever else clean_cell(feature, clean[f])
        for f, feature in enumerate(features)
    }


def decided_alike(found: TabularDecisions, row: int, expected: TabularDecisions) -> bool:
    return (
        np.array_equal(found.encoded.bins[:, row], expected.encoded.bins[:, 0])
        and np.array_equal(found.encoded.doubts[:, row], expected.encoded.doubts[:, 0])
        and np.array_equal(found.contributions[row], expected.contributions[0])
        and repr(found.encoded.cells.row(row)) == repr(expected.encoded.cells.row(0))
        and found[row] == expected[0]
    )


def check_cases(model: Model, data: st.DataObject, most: int = 3) -> None:
    """Several cases at once, some of them alike, each as it is alone in a table."""
    cases = [drawn_case(data, model) for _ in range(data.draw(st.integers(1, most)))]
    found = model.decide_cases(cases)
    assert len(found) == len(cases)
    for row, case in enumerate(cases):
        assert decided_alike(found, row, by_table(model, case)), case


often = settings(
    max_examples=150,
    phases=[Phase.reuse, Phase.generate],  # a failing case is small as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@often
@given(st.data())
def test_any_case_is_decided_as_a_table_of_its_cells(data: st.DataObject) -> None:
    check_cases(of_the_sample(), data)


@pytest.mark.parametrize("name", ["hmda_boston", "sba_case", "south_german_credit", "taiwan_default"])
@often
@given(data=st.data())
def test_so_it_is_with_models_of_public_tables(shared_data: Path, name: str, data: st.DataObject) -> None:
    check_cases(of_public_table(shared_data / "lending" / name / f"{name}.csv"), data, most=2)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(models(), st.data())
def test_so_it_is_with_any_model_dates_included(model: AdditiveModel[Card], data: st.DataObject) -> None:
    check_cases(model, data)


@pytest.mark.parametrize("seed", [7, 8])
def test_the_dirty_cases_of_the_sample_are_decided_as_their_table(seed: int) -> None:
    cells = find("lending").new_cases(rows=40, seed=seed)
    cases = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    assert list(of_the_sample().decide_cases(cases)) == list(of_the_sample().decide(cells))


FRAMES: dict[str, Callable[[list[Case]], Any]] = {
    "pandas": pd.DataFrame,
    "pandas, nullable": lambda cases: pd.DataFrame(cases).convert_dtypes(),
    "columns": lambda cases: {name: [case[name] for case in cases] for name in cases[0]},
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_typed_cases_are_decided_as_their_frame(model: Model, new: Loans, frame: Callable[[list[Case]], Any]) -> None:
    cases = cases_of(new)
    assert list(model.decide_cases(cases)) == list(model.decide(frame(cases)))


def cases_of(loans: Loans) -> list[Case]:
    """As a program on the other end of a wire would send them."""
    rows = zip(*loans.cells.values(), strict=True)
    return list(json.loads(json.dumps([dict(zip(loans.cells, row, strict=True)) for row in rows])))


@pytest.fixture
def case(new: Loans) -> Case:
    return cases_of(new)[0]


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        (SALES, float("inf"), "unreadable"),
        (SALES, 1e308, "unreadable"),
        (SALES, 10**400, "unreadable"),
        (SALES, "約3千万", "unreadable"),
        (SALES, True, "unreadable"),
        (LATE, -999, "unreadable"),
        (LATE, 9, "out-of-range"),
        (LATE, float("nan"), "newly-missing"),
        (LATE, None, "newly-missing"),
        (TRADE, "宇宙業", "unseen"),
        (TRADE, 3, "unseen"),
    ],
)
def test_a_doubtful_value_goes_to_a_person_with_its_flag(
    model: Model, case: Case, name: str, cell: object, code: str
) -> None:
    decision = model.decide_cases([{**case, name: cell}])[0]
    assert [(flag.feature, flag.code) for flag in decision.flags] == [(name, code)]
    assert decision.handed_over


@pytest.mark.parametrize(
    ("name", "cell", "clean"),
    [
        (SALES, "３，０００万円", 30_000_000),
        (LATE, "2", 2),
        (SECURED, True, "あり"),
        (SECURED, "no", "なし"),
        (GRADE, "不明", None),
    ],
)
def test_a_value_that_can_be_read_is_the_value_it_states(
    model: Model, case: Case, name: str, cell: object, clean: object
) -> None:
    written, typed = model.decide_cases([{**case, name: cell}, {**case, name: clean}])
    assert written == typed
    assert not written.flags


@pytest.mark.parametrize("name", INPUTS)
def test_a_value_that_is_not_there_is_named_with_its_case(model: Model, case: Case, name: str) -> None:
    lacking = {other: cell for other, cell in case.items() if other != name}
    with pytest.raises(ColumnMissing) as trouble:
        model.decide_cases([case, lacking])
    assert isinstance(trouble.value, CaseIncomplete)
    assert (trouble.value.column, trouble.value.facts["case"]) == (name, 2)


@pytest.mark.parametrize("nested", [[], [1], {}, {"a": 1}, (1,), b"1"])
@pytest.mark.parametrize("name", [SALES, TRADE])
def test_a_list_or_an_object_is_named_with_its_case(model: Model, case: Case, name: str, nested: object) -> None:
    with pytest.raises(CaseNested) as trouble:
        model.decide_cases([case, case, {**case, name: nested}])
    assert (trouble.value.column, trouble.value.facts["case"]) == (name, 3)


def test_names_are_understood_as_headers_are(model: Model, case: Case) -> None:
    """Order, space around them and names that the model does not know change nothing; a name twice is refused."""
    other = {f" {name}\u200b": cell for name, cell in reversed(case.items())} | {"備考": ["…"], "番号": 17}
    assert model.decide_cases([other])[0] == model.decide_cases([case])[0]
    with pytest.raises(HeadersDuplicate):
        model.decide_cases([{**case, f" {SALES}": 1}])


def test_no_cases_are_no_decisions(model: Model) -> None:
    nobody = model.decide_cases([])
    assert list(nobody) == []
    assert all(column == [] for column in nobody.to_frame(counterfactuals=True).values())


def test_what_would_change_the_outcome_is_found_for_cases_too(model: Model, new: Loans) -> None:
    doubtful = {**cases_of(new)[0], TRADE: "宇宙業"}
    frame = model.decide_cases([*cases_of(new)[:8], doubtful]).to_frame(counterfactuals=True)
    cells = {name: [*values[:8], doubtful[name]] for name, values in new.cells.items()}
    assert frame == model.decide(cells).to_frame(counterfactuals=True)


def test_several_threads_may_decide_at_once(past: Loans, new: Loans) -> None:
    """From the first call on, on a model that has decided nothing yet; spellings are remembered on the way."""
    spellings = [f"{' ' * (row % 50)}IT{'　' * (row // 50)}" for row in range(len(new.adverse))]
    cases = [{**case, TRADE: spelling} for case, spelling in zip(cases_of(new), spellings, strict=True)]
    expected = list(past.model.decide_cases(cases))
    fresh = past.model
    with ThreadPoolExecutor(8) as threads:
        runs = [threads.submit(lambda: [fresh.decide_cases([case])[0] for case in cases]) for _ in range(8)]
        assert all(run.result() == expected for run in runs)


def test_a_clean_case_needs_no_reader_of_files_or_frames(
    model: Model, case: Case, tmp_path: Path, checkout: Path
) -> None:
    model.save(tmp_path / "loan.rashin")
    code = (
        "import json, sys; from rashin.engines.tabular.model import load; "
        "from tests.engines.tabular.additive_models import Card; "
        "load(sys.argv[1], Card).decide_cases([json.loads(sys.argv[2])])[0]; "
        "print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "loan.rashin"), json.dumps(case)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=checkout)
    assert {"duckdb", "narwhals", "pandas", "python_calamine"} & set(json.loads(done.stdout)) == set()
