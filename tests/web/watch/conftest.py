from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.api.conftest import furnished, office, town
from tests.web.office import Office
from tests.web.town import Town
from tests.workspace.company import Company
from tests.workspace.watch.conftest import Working

from rashin.trust.log.keys import SigningKey
from rashin.workspace.database.tables import LearnedModel, Person
from rashin.workspace.workspace import Workspace

__all__ = ["furnished", "office", "town"]


@pytest.fixture
def working(workspace: Workspace, office: Office, town: Town) -> Working:
    """The office's deployment, to let it decide more."""
    company = Company(
        workspace.database,
        workspace.files,  # type: ignore[arg-type]  # a local folder
        workspace.log,
        workspace.models,
        workspace.jobs,
        SigningKey.read(Path(workspace.data) / "log.key"),
        office.organisation,
    )
    with workspace.database.system(reading=True) as session:
        model, person = session.get_one(LearnedModel, office.model), session.get_one(Person, town.worker.id)
    return Working(company, office.deployment, model, person)


@pytest.fixture
def own(office: Office) -> str:
    """The address of the deployment's pages."""
    return f"/o/{office.organisation}/deployments/{office.deployment}"
