from __future__ import annotations

import pytest
from tests.web.conftest import BrowserOf
from tests.web.officer import officer_of
from tests.web.programme.officer import Officer
from tests.web.town import Town

from rashin.workspace.workspace import Workspace


@pytest.fixture
def officer(workspace: Workspace, town: Town, browser_of: BrowserOf) -> Officer:
    """An officer before an empty book."""
    return Officer(workspace, town, browser_of(officer_of(workspace, town.home)))
