from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session
from tests.web.browser import running
from tests.web.isolation.neighbours import Neighbours, settle_both
from tests.web.town import new_workspace, settle
from tests.workspace.conftest import postgresql  # noqa: F401 (a fixture, made known here)

from rashin.web.app import create_app
from rashin.workspace.database import connection

MARK = "zq7Canary"
SERVER_ALONE = "postgresql-alone"
"""Statements carry no condition of ours: row-level security alone keeps organisations apart."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql", pytest.param(SERVER_ALONE, marks=pytest.mark.heavy)])
def neighbours(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbours]:
    """Two organisations in one installation, on SQLite and then on PostgreSQL."""
    folder: Path = tmp_path_factory.mktemp("neighbours") / "data"
    on_server = request.param != "sqlite"
    url = request.getfixturevalue("postgresql").create("neighbours") if on_server else None
    if request.param == SERVER_ALONE:
        event.remove(Session, "do_orm_execute", connection._only_own_rows)
    workspace = new_workspace(folder, url)
    town = settle(workspace)
    with running(create_app(workspace)) as run:
        ours, theirs = settle_both(workspace, run, town, MARK)
    workspace.close()
    yield Neighbours(folder, url, town, ours, theirs)
    if on_server:
        request.getfixturevalue("postgresql").drop("neighbours")
    if request.param == SERVER_ALONE:
        event.listen(Session, "do_orm_execute", connection._only_own_rows)
