"""What every engine must keep, run over each of them through a service that uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import rashin
from rashin.engines.contract import Decision, Decisions, Flag, Model, Outcome, Reason
from rashin.errors import ColumnMissing, FileMissing, UnusableModel
from rashin.language import LANGUAGES, Text
from rashin.services import find, services

Cases = dict[str, list[str]]

ENGINES = {"tabular": "lending"}
"""Engine → a service whose packaged sample it learns from. A new engine joins with one line."""

pytestmark = pytest.mark.parametrize("engine", ENGINES, scope="session")

_learned: dict[str, Model] = {}


@pytest.fixture(scope="session")
def model(engine: str) -> Model:
    """Learned as a user would, with nothing made easier."""
    if engine not in _learned:
        service = find(ENGINES[engine])
        _learned[engine] = rashin.learn(
            service.name, service.sample(rows=600, seed=1), target=service.sample_target, challengers=False
        )
    return _learned[engine]


@pytest.fixture(scope="session")
def cases(engine: str) -> Cases:
    """Cases that await a decision, some of them doubtful."""
    return find(ENGINES[engine]).new_cases(rows=40, seed=7)


@pytest.fixture(scope="session")
def decisions(model: Model, cases: Cases) -> Decisions:
    return model.decide(cases)


def every(decisions: Decisions) -> list[Decision]:
    return [decisions[row] for row in range(len(decisions))]


def rows_of(cases: Cases, rows: list[int]) -> Cases:
    return {name: [values[row] for row in rows] for name, values in cases.items()}


def texts_in(decision: Decision) -> Iterator[Text]:
    yield decision.words
    yield from decision.why_handed_over
    for reason in decision.reasons:
        yield from (reason.label, reason.value, reason.sentence)
    yield from (flag.what for flag in decision.flags)


def test_every_service_uses_an_engine_that_is_tried_here(engine: str) -> None:
    assert {service.engine for service in services()} == set(ENGINES)
    assert find(ENGINES[engine]).engine == engine


def test_a_model_names_its_service_and_itself(engine: str, model: Model) -> None:
    assert isinstance(model, Model)
    assert model.service == ENGINES[engine]
    assert len(bytes.fromhex(model.digest)) == 32


def test_there_is_one_decision_for_each_case(decisions: Decisions) -> None:
    assert isinstance(decisions, Decisions)
    assert len(decisions) == 40
    assert decisions.probability.shape == decisions.handed_over.shape == (40,)
    assert [decision.outcome for decision in every(decisions)] == list(decisions.outcome)
    assert [decision.probability for decision in every(decisions)] == decisions.probability.tolist()
    assert [decision.handed_over for decision in every(decisions)] == decisions.handed_over.tolist()
    assert decisions[-1] == decisions[39]
    for row in (40, -41):
        with pytest.raises(IndexError):
            decisions[row]


def test_a_decision_is_complete(decisions: Decisions, model: Model) -> None:
    for decision in every(decisions):
        assert 0 <= decision.probability <= 1
        assert np.isfinite(decision.score)
        assert isinstance(decision.outcome, Outcome)
        assert set(decision.possible) <= set(Outcome)
        assert decision.reasons
        assert all(isinstance(reason, Reason) for reason in decision.reasons)
        assert all(isinstance(flag, Flag) for flag in decision.flags)
        assert decision.model_digest == model.digest
        assert all(text[language].strip() for text in texts_in(decision) for language in LANGUAGES)


def test_reasons_add_up_to_the_score_but_for_one_reference(decisions: Decisions) -> None:
    """Exactly: all decisions are compared with the same reference."""
    references = {
        Fraction(decision.score) - sum(Fraction(reason.log_odds) for reason in decision.reasons)
        for decision in every(decisions)
    }
    assert len(references) == 1


def test_who_decides_is_told_with_why(engine: str, decisions: Decisions) -> None:
    service = find(ENGINES[engine])
    for decision in every(decisions):
        assert bool(decision.why_handed_over) == decision.handed_over
        assert (decision.words == service.wording.person) == decision.handed_over
        if not decision.handed_over:
            assert decision.possible == (decision.outcome,)


def test_a_doubtful_case_goes_to_a_person(decisions: Decisions) -> None:
    doubtful = [decision for decision in every(decisions) if decision.flags]
    assert doubtful
    assert len(doubtful) < len(decisions)
    for decision in doubtful:
        assert decision.handed_over
        assert {flag.what for flag in decision.flags} <= set(decision.why_handed_over)


def test_the_frame_has_a_row_for_each_case(decisions: Decisions) -> None:
    frame = decisions.to_frame()
    assert {len(values) for values in frame.values()} == {len(decisions)}


def test_deciding_again_and_changing_nothing(model: Model, cases: Cases, decisions: Decisions) -> None:
    before = deepcopy(cases)
    assert every(model.decide(cases)) == every(decisions)
    assert cases == before


def test_the_order_of_columns_and_of_cases_changes_nothing(model: Model, cases: Cases, decisions: Decisions) -> None:
    assert every(model.decide(dict(reversed(cases.items())))) == every(decisions)
    shuffled = np.random.default_rng(0).permutation(len(decisions)).tolist()
    assert every(model.decide(rows_of(cases, shuffled))) == [decisions[row] for row in shuffled]


@pytest.mark.parametrize("size", [1, 2, 7, 39])
def test_the_size_of_a_batch_changes_nothing(model: Model, cases: Cases, decisions: Decisions, size: int) -> None:
    rows = list(range(len(decisions)))
    batches = [rows[start : start + size] for start in range(0, len(rows), size)]
    again = [decision for batch in batches for decision in every(model.decide(rows_of(cases, batch)))]
    assert again == every(decisions)


def test_very_many_cases_are_decided_as_few_are(model: Model, cases: Cases, decisions: Decisions) -> None:
    many = model.decide({name: values * 60 for name, values in cases.items()})
    np.testing.assert_array_equal(many.probability, np.tile(decisions.probability, 60))
    np.testing.assert_array_equal(many.handed_over, np.tile(decisions.handed_over, 60))


def test_a_column_that_is_missing_is_named_or_not_needed(model: Model, cases: Cases, decisions: Decisions) -> None:
    needed = {reason.feature for reason in decisions[0].reasons}
    for name in cases:
        fewer = {other: values for other, values in cases.items() if other != name}
        if name not in needed:
            assert every(model.decide(fewer)) == every(decisions)
            continue
        with pytest.raises(ColumnMissing, match=re.escape(name)) as missing:
            model.decide(fewer)
        assert missing.value.column == name
    assert needed <= set(cases)


def test_a_saved_model_is_the_same_model(model: Model, cases: Cases, decisions: Decisions, tmp_path: Path) -> None:
    one, two = tmp_path / "one.rashin", tmp_path / "two.rashin"
    model.save(one)
    again = rashin.load(one)
    again.save(two)
    assert one.read_bytes() == two.read_bytes()
    assert (again.digest, again.service) == (model.digest, model.service)
    assert every(again.decide(cases)) == every(decisions)


def test_a_file_that_was_cut_or_changed_is_refused(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "model.rashin"
    model.save(path)
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[: len(whole) // 2], whole[:100] + b"?" + whole[101:], b"PK" + whole):
        path.write_bytes(damaged)
        with pytest.raises(UnusableModel):
            rashin.load(path)


def test_nothing_is_left_behind_where_nothing_can_be_saved(model: Model, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no folder"):
        model.save(tmp_path / "no folder" / "model.rashin")
    assert [*tmp_path.iterdir()] == []
    with pytest.raises(FileMissing):
        rashin.load(tmp_path / "no folder" / "model.rashin")
