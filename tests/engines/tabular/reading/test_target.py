from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from rashin import errors
from rashin.engines.tabular import reading
from rashin.engines.tabular.reading import leaks
from rashin.engines.tabular.table import Problem, Severity, Table

WORDS = ("1", "bad", "不良", "延滞", "default", "yes", "貸倒")
COUNT = 400


def loans(target: list[Any] | None = None, **more: Any) -> Table:
    random = np.random.default_rng(3)
    outcome = target if target is not None else random.integers(0, 2, COUNT).tolist()
    n = len(outcome)
    columns = {"年商": random.normal(100, 30, n).tolist(), "業種": random.choice(["建設", "小売", "製造"], n).tolist()}
    return reading.read({**columns, **more, "結果": outcome})


def found(problems: tuple[Problem, ...], code: str) -> list[Problem]:
    return [problem for problem in problems if problem.code == code]


def outcome_of(seed: int = 5, n: int = COUNT, rate: float = 0.3) -> np.ndarray[Any, np.dtype[np.int64]]:
    return (np.random.default_rng(seed).random(n) < rate).astype(np.int64)


@pytest.mark.parametrize(
    ("good", "bad", "asked"),
    [
        (0, 1, None), ("0", "1", None), ("良", "不良", None), ("Good", "BAD", None), ("完済", "延滞", None), ("no", "yes", None),
        (1, 2, 2), (2, 1, "1"), ("a", "b", "B"), ("いいえ", "はい", "yes"), (True, False, False), ("A", "B", "Ｂ"), (1.5, 2.5, "2.5"),
    ],
)  # fmt: skip
def test_the_bad_outcome_is_found(good: Any, bad: Any, asked: Any) -> None:
    outcome = outcome_of()
    table = loans([bad if one else good for one in outcome])
    labelled, problems = reading.check_target(table, "結果", adverse=asked, adverse_values=WORDS)
    np.testing.assert_array_equal(labelled.adverse, outcome)
    assert labelled.adverse.dtype == np.uint8
    assert labelled.rows.all()
    assert bool(found(problems, "adverse-value")) == (asked is None)


@pytest.mark.parametrize(("first", "second"), [(1, 2), ("a", "b"), ("bad", "default"), ("完済", "継続")])
def test_an_unclear_bad_outcome_is_asked_for(first: Any, second: Any) -> None:
    table = loans([first, second] * 50)
    with pytest.raises(errors.AdverseUnclear) as caught:
        reading.check_target(table, "結果", adverse_values=WORDS)
    assert "--bad" in caught.value.how_to_mend.ja


def test_a_bad_outcome_that_is_not_there() -> None:
    with pytest.raises(errors.AdverseAbsent, match="延滞"):
        reading.check_target(loans(), "結果", adverse="延滞")


def test_rows_without_an_outcome_are_left_out_and_said() -> None:
    labelled, problems = reading.check_target(loans([0, 1, None, 1] * 50), "結果")
    assert labelled.rows.tolist() == [True, True, False, True] * 50
    assert labelled.adverse.tolist() == [0, 1, 1] * 50
    assert len(labelled) == 150
    [problem] = found(problems, "target-missing")
    assert "50行" in problem.what.ja


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ([0, 1, 2] * 30, errors.TargetNotBinary),
        (["a", "b", "c"], errors.TargetNotBinary),
        (np.random.default_rng(0).normal(size=100).tolist(), errors.TargetNotBinary),
        ([1] * 50, errors.TargetOneClass),
        ([None] * 50, errors.TargetOneClass),
        ([1, None] * 50, errors.TargetOneClass),
        ([0, 1] * 14 + [0], errors.LabelledTooFew),
        ([0, 1] * 14 + [None] * 100, errors.LabelledTooFew),
    ],
)
def test_outcomes_that_cannot_be_learned_from(target: list[Any], error: type[errors.RashinError]) -> None:
    with pytest.raises(error) as caught:
        reading.check_target(loans(target), "結果")
    assert caught.value.column == "結果"


def test_thirty_rows_are_enough() -> None:
    assert len(reading.check_target(loans([0, 1] * 15), "結果")[0]) == 30


@pytest.mark.parametrize("asked", [{"target": "ない"}, {"target": "結果", "time": "ない"}])
def test_a_column_that_is_not_there(asked: dict[str, str]) -> None:
    with pytest.raises(errors.ColumnMissing, match="ない"):
        reading.check_target(loans(), **asked)


def test_a_rare_outcome_is_warned_of() -> None:
    _, problems = reading.check_target(loans([1] * 4 + [0] * 96), "結果")
    assert found(problems, "few-of-one-outcome")


LEAKS: dict[str, Callable[[Any, np.random.Generator], list[Any]]] = {
    "a copy": lambda y, _: y.tolist(),
    "a copy turned round": lambda y, _: (1 - y).tolist(),
    "a copy in words": lambda y, _: np.where(y == 1, "回収不能", "完了").tolist(),
    "a number that follows it": lambda y, r: (y * 10 + r.normal(size=len(y))).tolist(),
    "a number in the middle": lambda y, r: np.where(y == 1, 0, r.choice([-5, 5], len(y))).tolist(),
    "being there at all": lambda y, r: [
        float(v) if bad else None for bad, v in zip(y, r.normal(size=len(y)), strict=True)
    ],
    "a word being there at all": lambda y, r: [
        str(v) if bad else "" for bad, v in zip(y, r.choice(["a", "b"], len(y)), strict=True)
    ],
    "many levels": lambda y, r: [f"{'xy'[bad]}{v}" for bad, v in zip(y, r.integers(0, 9, len(y)), strict=True)],
    "a date": lambda y, r: [f"202{bad}-01-{1 + v:02d}" for bad, v in zip(y, r.integers(0, 28, len(y)), strict=True)],
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_column_that_gives_the_answer_away_is_refused(leak: str) -> None:
    outcome = outcome_of()
    cells = LEAKS[leak](outcome, np.random.default_rng(9))
    _, problems = reading.check_target(loans(outcome.tolist(), 回収=cells), "結果")
    [problem] = found(problems, "answer-given-away")
    assert (problem.column, problem.severity) == ("回収", Severity.REFUSE)
    with pytest.raises(errors.AnswerGivenAway, match="回収"):
        reading.refuse_if_unusable(problems)
    _, problems = reading.check_target(loans(outcome.tolist(), 回収=cells), "結果", exclude=["回収"])
    assert not found(problems, "answer-given-away")


@pytest.mark.parametrize(
    "cells",
    [
        [f"社{n}" for n in range(COUNT)],
        [f"社{n // 2}" for n in range(COUNT)],
        [f"K{n // 3}" for n in range(COUNT)],
        (outcome_of() * 2 + np.random.default_rng(1).normal(size=COUNT)).tolist(),
        [None] * COUNT,
        [1] * COUNT,
    ],
)
def test_rare_levels_and_honest_columns_are_not_leaks(cells: list[Any]) -> None:
    _, problems = reading.check_target(loans(outcome_of().tolist(), 列=cells), "結果")
    assert not found(problems, "answer-given-away")


def test_noise_in_a_small_table_is_hardly_ever_a_leak() -> None:
    random = np.random.default_rng(17)
    noise = {f"n{k}": random.normal(size=30).tolist() for k in range(1000)}
    _, problems = reading.check_target(loans([1] * 5 + [0] * 25, **noise), "結果")
    assert len(found(problems, "answer-given-away")) <= 1  # five of thirty lie apart by chance once in 30,000 columns


@pytest.mark.parametrize("afterwards", [["charged_off amount"], lambda name: "Charged" in name])
def test_a_name_known_only_afterwards_is_refused(afterwards: Any) -> None:
    table = loans(ChargedOff_Amount=list(range(0, 4 * COUNT, 4)))
    _, problems = reading.check_target(table, "結果", afterwards=afterwards)
    assert [problem.column for problem in found(problems, "known-afterwards")] == ["ChargedOff_Amount"]
    with pytest.raises(errors.KnownAfterwards, match="ChargedOff_Amount"):
        reading.refuse_if_unusable(problems)


def test_warnings_refuse_nothing() -> None:
    _, problems = reading.check_target(loans([0] * 200 + [1] * 200), "結果")
    assert found(problems, "drift")
    reading.refuse_if_unusable(problems)


def test_drift_is_seen_in_order_of_time_and_only_there() -> None:
    months = np.random.default_rng(2).permutation(COUNT)
    days = [f"{2015 + int(m) // 60}-{1 + int(m) % 12:02d}-01" for m in months]
    income = (np.array([int(day[:4]) for day in days]) * 50 + np.random.default_rng(4).normal(size=COUNT) * 20).tolist()
    table = loans(申込日=days, 月収=income)
    _, problems = reading.check_target(table, "結果", time="申込日")
    [problem] = found(problems, "drift")
    assert "月収" in problem.what.ja
    assert "年商" not in problem.what.ja
    assert "申込日" in problem.what.en
    _, problems = reading.check_target(table, "結果")
    assert not found(problems, "drift")


@pytest.mark.parametrize("seed", range(10))
def test_chance_is_no_drift(seed: int) -> None:
    random = np.random.default_rng(seed)
    table = reading.read(
        {
            **{f"n{k}": random.normal(size=90).tolist() for k in range(10)},
            **{f"c{k}": random.choice(list("pqrstuvw"), 90).tolist() for k in range(10)},
            "結果": random.integers(0, 2, 90).tolist(),
        }
    )
    assert not found(reading.check_target(table, "結果")[1], "drift")


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 1)), min_size=2, max_size=60))
def test_auc_is_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    score, adverse = np.array([p[0] for p in pairs], float), np.array([p[1] for p in pairs], np.uint8)
    if 0 < adverse.sum() < len(adverse):
        assert leaks.auc(score, adverse) == pytest.approx(roc_auc_score(adverse, score), abs=1e-12)
