"""The API does what its OpenAPI document says: whatever is sent, no answer is a defect or of another form (Schemathesis)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.web.office import Office
from tests.web.town import new_workspace

from rashin.web.api import ROUTERS
from rashin.web.api.document import document
from rashin.web.app import create_app


def described() -> Any:
    """The document, as it is before anything runs."""
    app = FastAPI(version="0")
    for router in ROUTERS:
        app.include_router(router)
    return schemathesis.openapi.from_dict(document(app, ROUTERS))


PROBLEM, FIELDS_WRONG = b"urn:rashin:problem:", b"urn:rashin:problem:fields-wrong"
DESCRIBED = described()
OPERATIONS = {found.ok().label: found.ok() for found in DESCRIBED.get_all_operations()}


@dataclass
class Under:
    """The application under test, with a key and with things that exist."""

    app: FastAPI
    known: dict[str, str]
    key: str

    def check(self, case: Any) -> None:
        self._fill(case)
        case.headers["Authorization"] = f"Bearer {self.key}"
        answer = case.call(app=self.app)
        # What is wrong in form is `fields-wrong`; other problems are of what was said, which no schema can tell.
        of_meaning = PROBLEM in answer.content and FIELDS_WRONG not in answer.content
        case.validate_response(answer, excluded_checks=[positive_data_acceptance] if of_meaning else [])

    def _fill(self, case: Any) -> None:
        """Let two of three addresses be those of things that exist; the others are whatever was drawn."""
        for name, drawn in (case.path_parameters or {}).items():
            if name in self.known and sha256(str(drawn).encode(errors="replace")).digest()[0] % 3:
                case.path_parameters[name] = self.known[name]


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    """Lines are drawn as one text."""
    return str(value).encode()


@pytest.fixture(scope="module")
def under(furnished: tuple[Path, Office], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Under]:
    folder = tmp_path_factory.mktemp("schema") / "data"
    shutil.copytree(furnished[0], folder)
    workspace, office = new_workspace(folder), furnished[1]
    app = create_app(workspace)
    for one in (DESCRIBED, *OPERATIONS.values()):
        one.app = app  # it then speaks to the application in this process
    yield Under(app, {field.name: getattr(office, field.name) for field in fields(Office)}, office.approver_key)
    asgi.shutdown_lifespans()
    workspace.close()


def trying(under: Under, operation: str, examples: int, phases: list[Phase]) -> None:
    """Check so many answers of an operation."""

    @settings(max_examples=examples, phases=phases, suppress_health_check=list(HealthCheck), database=None)
    @given(case=OPERATIONS[operation].as_strategy())
    def check(case: Any) -> None:
        under.check(case)

    check()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_as_described(under: Under, operation: str) -> None:
    trying(under, operation, 10, [Phase.explicit, Phase.generate])


@pytest.mark.heavy
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_as_described_however_long_one_tries(under: Under, operation: str) -> None:
    trying(under, operation, 400, list(Phase))
