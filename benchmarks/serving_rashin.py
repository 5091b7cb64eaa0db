"""An installation of Rashin as its operator would have it, and `rashin up` serving it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import rashin
from datasets import TARGET, Dataset
from load import free_address, posted
from rashin.engines.tabular.persistence import to_bytes
from rashin.services import find as find_service
from rashin.settings import settings
from rashin.trust.receipts.entries import Kind
from rashin.workspace import deployments
from rashin.workspace.access.keys import make_key
from rashin.workspace.access.people import Newcomer, belong, found, new_person
from rashin.workspace.access.roles import Permission, Role
from rashin.workspace.clock import now
from rashin.workspace.database import tables
from rashin.workspace.ids import new_id
from rashin.workspace.place import in_folder
from rashin.workspace.starting import open_ready
from rashin.workspace.workspace import Workspace
from servers import Server, started

SERVICE = "lending"
PROTECTED = ("SEX", "EDUCATION", "MARRIAGE", "AGE")
"""What the service would leave out; its peers decide by everything."""

_WHY_ALONE = "Nobody else is here."
_PACE = 100_000_000
"""Requests a minute that one key may send: that limit is not what is measured."""


def learned(data: Dataset) -> bytes:
    """The file of a model of a set."""
    model = rashin.learn(SERVICE, data.with_target(), target=TARGET, allow=PROTECTED, challengers=False)
    return to_bytes(model)[0]


@dataclass(frozen=True)
class Deployed:
    """One deployment, and a key that may decide with it."""

    deployment: str
    key: str

    def request(self, case: Mapping[str, Any]) -> bytes:
        """One case as it goes over the wire."""
        return posted(
            f"/api/v1/deployments/{self.deployment}/decisions",
            {"case": case},
            {"Authorization": f"Bearer {self.key}"},
        )


@dataclass
class Installation:
    """A workspace in a folder, with one operator who is in every organisation."""

    folder: Path
    _workspace: Workspace = field(init=False)
    _person: str = field(init=False)

    def __post_init__(self) -> None:
        self._workspace = open_ready(in_folder(settings(), self.folder))
        with self._workspace.database.system() as session:
            self._person = new_person(session, Newcomer("佐藤 運子", "sato@chamber.example", "serving-2026-11")).id

    def organisation(self) -> str:
        """A new organisation."""
        with self._workspace.database.system() as session:
            organisation = found(session, "商工会議所の会員").id
            person = session.get_one(tables.Person, self._person)
            belong(session, organisation, person, (Role.DECIDE, Role.APPROVE))
        return organisation

    def deployed(self, organisation: str, model_file: bytes) -> Deployed:
        """A deployment whose model is in this file, a copy of its own, signed for and in use."""
        workspace, identifier = self._workspace, new_id("mod")
        key = workspace.files.put(f"{organisation}/models/{identifier}.rashin", [model_file]).key
        with workspace.database.tenant(organisation) as session:
            deployment = deployments.start(session, organisation, find_service(SERVICE), "審査", self._person)
            session.add(self._model(session, deployment, identifier, key))
            session.flush()
            person = session.get_one(tables.Person, self._person)
            deployments.approve(session, workspace.log, workspace.models, identifier, person, _WHY_ALONE)
            _, plain = make_key(session, organisation, person, "serving", [Permission.DECIDE])
        return Deployed(deployment.id, plain)

    def _model(self, session: Session, deployment: tables.Deployment, identifier: str, key: str) -> tables.LearnedModel:
        """The row of a model whose file is at `key`, with its leaf in the log, as learning puts it on record."""
        at, digest = now(), self._workspace.models.get(key).digest
        own = {"organisation_id": deployment.organisation_id}
        dataset = tables.Dataset(
            id=new_id("dat"), service=SERVICE, name="past.csv", file_key="", size=0, sha256="", **own
        )
        session.add(dataset)
        session.flush()
        sealing = self._workspace.log.seal(session, Kind.MODEL, at, {"id": identifier, "model_digest": digest})
        places = {"deployment_id": deployment.id, "dataset_id": dataset.id, "file_key": key}
        sealed = {"payload": sealing.payload, "salt": sealing.salt, "log_index": sealing.log_index}
        return tables.LearnedModel(id=identifier, digest=digest, summary={}, created_at=at, **own, **places, **sealed)

    @contextmanager
    def served(self, one: Deployed, case: Mapping[str, Any], *, core: int) -> Iterator[Server]:
        """`rashin up`, once it has decided a case of one deployment.

        Raises:
            NotServing: it does not.
        """
        address = free_address()
        command: list[str | Path] = [Path(sys.executable).parent / "rashin", "up", "--port", str(address.port)]
        environment = {"RASHIN_DATA": str(self.folder), "RASHIN_REQUESTS_PER_MINUTE": str(_PACE)}
        with started(command, one.request(case), address=address, core=core, environment=environment) as server:
            yield server

    def recorded(self) -> int:
        """How many decisions are on record."""
        with self._workspace.database.system(reading=True) as session:
            return session.scalar(select(func.count()).select_from(tables.DecisionRecord)) or 0

    def close(self) -> None:
        """Close every connection."""
        self._workspace.close()
