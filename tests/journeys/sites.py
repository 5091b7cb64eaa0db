"""Servers as users have them, and what lives there: a town, nothing at all, or the packaged demonstration."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from tests.web.town import PASSWORD, Town, new_workspace

from rashin.engines.contract import Outcome
from rashin.workspace.database.tables import Approval, Batch, DecisionRecord
from rashin.workspace.demonstration import demonstrate
from rashin.workspace.workspace import Workspace

SERVE = [sys.executable, str(Path(__file__).with_name("serving.py"))]


@dataclass(frozen=True)
class NewSite:
    """A running server over an empty workspace."""

    address: str
    folder: Path


@dataclass(frozen=True)
class Site(NewSite):
    """One where the town of tests/web/town.py lives."""

    town: Town


@dataclass(frozen=True)
class Demonstration(NewSite):
    """One over the packaged demonstration, whose people all have `PASSWORD`, and the addresses of what is in it."""

    base: str
    """The first page of the company."""
    own: str
    """The page of its deployment."""
    model: str
    batch: str
    waiting: str
    """A decision that waits for a person."""
    refusal: str
    """One for which a refusal was suggested, and on which nobody has decided yet."""
    overruled: str
    """One on which a person decided otherwise than was suggested."""

    @property
    def review(self) -> str:
        """Where the decision that waits is reviewed."""
        return self.waiting.replace("/decisions/", "/reviews/")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server and a worker over a workspace, until the block ends: the address."""
    with subprocess.Popen([*SERVE, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the server did not start"
        yield address
        process.stdin.close()
        process.wait(30)


@contextmanager
def demonstration(folder: Path) -> Iterator[Demonstration]:
    """The demonstration in a folder, served until the block ends."""
    workspace = new_workspace(folder)
    demonstrate(workspace, PASSWORD, lambda _stage, _done: None)
    places = _places(workspace)
    workspace.close()
    with serving(folder) as address:
        yield Demonstration(address, folder, **places)


def _places(workspace: Workspace) -> dict[str, str]:
    with workspace.database.system(reading=True) as session:
        approval, batch = session.scalars(select(Approval)).one(), session.scalars(select(Batch)).one()
        decisions = session.scalars(select(DecisionRecord).order_by(DecisionRecord.id)).all()
    base = f"/o/{approval.organisation_id}"
    own = f"{base}/deployments/{approval.deployment_id}"
    kinds = [(one.id, _kind(one)) for one in decisions]
    wanted = {kind: next(one for one, its in kinds if its == kind) for kind in ("waiting", "refusal", "overruled")}
    return {
        "base": base,
        "own": own,
        "model": f"{own}/models/{approval.model_id}",
        "batch": f"{base}/batches/{batch.id}",
        **{kind: f"{base}/decisions/{one}" for kind, one in wanted.items()},
    }


def _kind(one: DecisionRecord) -> str:
    if one.waiting:
        return "waiting"
    if one.handed_over:
        return "confirmed" if one.standing == one.outcome else "overruled"
    return "refusal" if one.outcome == Outcome.ADVERSE else "grant"
