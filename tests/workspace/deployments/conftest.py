from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.engines.tabular.loans import SMALL
from tests.workspace.company import Company

from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.learning import learn as learning
from rashin.workspace.database import Database


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real trainer with few cycles, so that learning takes a moment."""
    monkeypatch.setattr(learning, "learn_additive", partial(learn_additive, options=SMALL))
    monkeypatch.setattr(learning, "_REPEATS", ())


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return Company.founded(database, tmp_path)


@pytest.fixture
def small(sqlite: Database, tmp_path: Path) -> Company:
    """On SQLite only, for what does not touch the database's own rules."""
    return Company.founded(sqlite, tmp_path)
