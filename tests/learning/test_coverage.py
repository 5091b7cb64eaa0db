"""Whether what the prediction sets promise holds for real cases that took no part in anything."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import rashin
from rashin.engines.contract import Outcome

TARGET, SEX, FOREIGN = "target", "personal_status_sex", "foreign_worker"
ERROR_RATE = 0.1
SPLITS = 4


@pytest.fixture(scope="module")
def fresh(shared_data: Path, quickly: None) -> pd.DataFrame:
    """Rows of South German Credit that the model at hand had not seen, and whether their set held the truth."""
    loans = pd.read_csv(shared_data / "lending" / "south_german_credit" / "south_german_credit.csv")
    return pd.concat(_decided(loans, seed) for seed in range(SPLITS))


def _decided(loans: pd.DataFrame, seed: int) -> pd.DataFrame:
    order = np.random.default_rng(seed).permutation(len(loans))
    past, new = loans.iloc[order[:600]], loans.iloc[order[600:]]
    model = rashin.learn(
        "lending", past, target=TARGET, protected=[SEX, FOREIGN], error_rate=ERROR_RATE, challengers=False, seed=seed
    )
    truth = [Outcome.ADVERSE if bad else Outcome.FAVOURABLE for bad in new[TARGET]]
    decisions = list(model.decide(new))
    return new.assign(
        held=[outcome in decision.possible for outcome, decision in zip(truth, decisions, strict=True)],
        decided=[len(decision.possible) == 1 for decision in decisions],
    )


def assert_covered(held: NDArray[np.bool_]) -> None:
    """No less than promised, but for what chance does to so many cases."""
    chance = 3 * sqrt(ERROR_RATE * (1 - ERROR_RATE) / len(held))
    assert held.mean() >= 1 - ERROR_RATE - chance


def parts(fresh: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "everybody", fresh
    for column in (TARGET, SEX, FOREIGN):
        for value, rows in fresh.groupby(column):
            yield f"{column} {value}", rows


def test_the_truth_is_in_the_set_as_often_as_promised_for_everybody_each_outcome_and_each_group(
    fresh: pd.DataFrame,
) -> None:
    names = []
    for name, rows in parts(fresh):
        names.append(name)
        assert_covered(rows["held"].to_numpy())
    assert len(names) == 1 + 2 + 4 + 2


def test_the_promise_is_not_kept_by_leaving_everything_open(fresh: pd.DataFrame) -> None:
    assert fresh["decided"].mean() > 0.2
    assert fresh["held"].mean() < 0.98
