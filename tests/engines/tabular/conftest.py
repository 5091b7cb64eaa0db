from __future__ import annotations

import pytest
from tests.engines.tabular.additive_models import Card
from tests.engines.tabular.loans import Loans, loans

from rashin.engines.tabular.model import AdditiveModel


@pytest.fixture(scope="session")
def past() -> Loans:
    """Loans that the model is learned from."""
    return loans()


@pytest.fixture(scope="session")
def new() -> Loans:
    """Loans that the model has not seen."""
    return loans(300, seed=1)


@pytest.fixture(scope="session")
def model(past: Loans) -> AdditiveModel[Card]:
    return past.model
