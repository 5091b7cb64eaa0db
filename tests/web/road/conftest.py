from __future__ import annotations

from functools import partial

import pytest
from tests.engines.tabular.loans import SMALL
from tests.web.conftest import BrowserOf
from tests.web.road.walker import Walker
from tests.web.town import Town

from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.learning import learn as learning
from rashin.workspace.workspace import Workspace


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real trainer with few cycles, so that learning takes a moment."""
    monkeypatch.setattr(learning, "learn_additive", partial(learn_additive, options=SMALL))
    monkeypatch.setattr(learning, "_REPEATS", ())


@pytest.fixture
def walker(workspace: Workspace, town: Town, browser_of: BrowserOf) -> Walker:
    """The case worker of the town, about to start a service."""
    return Walker(workspace, town, browser_of(town.worker))
