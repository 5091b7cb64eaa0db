from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from rashin.engines.validation import HeldOut, auc, challenge, challengers, cross_validate, folds, installed_challengers
from rashin.engines.validation.splits import Split

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


def table(n: int = 400) -> tuple[Array, Array]:
    """Two numbers, one with holes, and a category; the outcome hangs on all three."""
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(n, 2))
    category = rng.integers(-1, 4, n)
    risk = numbers[:, 0] + numbers[:, 1] ** 2 - 1 + (category == 2)
    numbers[rng.random(n) < 0.1, 0] = np.nan
    return np.column_stack([numbers, category]), (rng.random(n) < 1 / (1 + np.exp(-2 * risk))).astype(float)


def held_by_first_column(matrix: Array, y: Array, splits: Sequence[Split]) -> HeldOut:
    return cross_validate(lambda _: lambda test: np.nan_to_num(matrix[test, 0]), y, splits)


def test_challengers_that_are_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenge, "find_spec", lambda _: None)
    matrix, y = table()
    splits = folds(y, seed=0)
    assert installed_challengers() == ()
    assert challengers(matrix, [2], y, splits, held_by_first_column(matrix, y, splits)) == ()


def test_a_challenger_is_held_out_in_the_same_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    """With scikit-learn in the part of a challenger, so that this is tested where the extra is not installed."""
    inner_shares = []

    def logistic(
        matrix: Array, categorical: Sequence[int], adverse: Bools, inner: Split | None, seed: int, threads: int
    ) -> Callable[[Array], Array]:
        assert inner is not None
        inner_shares.append(len(inner[1]) / len(matrix))
        model = LogisticRegression(C=np.inf).fit(np.nan_to_num(matrix), adverse)
        return lambda rows: np.asarray(model.decision_function(np.nan_to_num(rows)))

    monkeypatch.setattr(challenge, "BOOSTERS", {"sklearn": logistic})
    matrix, y = table()
    splits = folds(y, seed=0)
    ours = held_by_first_column(matrix, y, splits)
    told: list[tuple[int, int]] = []
    (found,) = challengers(matrix, [2], y, splits, ours, progress=lambda done, of: told.append((done, of)))
    assert found.name == "sklearn"
    assert found.auc_lead.value == pytest.approx(found.auc.value - auc(ours).value, abs=1e-12)
    assert told == [(done, 5) for done in range(1, 6)]
    assert inner_shares == pytest.approx([0.2] * 5, abs=0.01)


@pytest.mark.parametrize(("module", "name"), [("lightgbm", "LightGBM"), ("catboost", "CatBoost")])
def test_boosted_trees_find_what_one_column_cannot(
    module: str, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip(module, reason=f"{module} comes with the extra rashin[challengers]")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(challenge, "BOOSTERS", {name: challenge.BOOSTERS[name]})
    matrix, y = table()
    splits = folds(y, seed=0)
    ours = held_by_first_column(matrix, y, splits)
    (found,) = challengers(matrix, [2], y, splits, ours)
    assert found == challengers(matrix, [2], y, splits, ours)[0]
    assert found.auc_lead.low > 0
    assert list(tmp_path.iterdir()) == []


def test_a_part_too_small_for_an_inner_split_has_none() -> None:
    assert challenge._inner_split(np.array([True, False, False, False]), None, None, 0) is None
