"""Deployments: an organisation's use of a service, and what its next learning starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from sqlalchemy.orm import Session

from rashin.engines.contract import Costs
from rashin.errors import NameNeeded, NotFound
from rashin.services import find as find_service
from rashin.services.contract import Service
from rashin.workspace.database.tables import Dataset, Deployment, Json
from rashin.workspace.ids import new_id

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Plans:
    """What the next learning of a deployment starts from."""

    costs: Costs
    error_rate: float
    """Share of each outcome's cases that may be decided wrongly without a person."""
    dataset: str | None = None
    """The table chosen last."""
    job: str | None = None
    """The learning asked for last."""

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        """The plans of a deployment; what nobody chose yet comes from its service."""
        service, kept = find_service(deployment.service), deployment.settings
        return cls(
            costs=costs_of(kept["costs"]) if "costs" in kept else service.costs,
            error_rate=kept.get("error_rate", service.error_rate),
            dataset=kept.get("dataset"),
            job=kept.get("job"),
        )

    def keep(self, deployment: Deployment) -> None:
        """Write them down."""
        deployment.settings = asdict(self)


def costs_of(kept: Mapping[str, Any]) -> Costs:
    """The costs in a row or in a job's arguments."""
    return Costs(**kept)


def start(session: Session, organisation_id: str, service: Service, name: str, by: str | None) -> Deployment:
    """Begin to use a service. `by`: the person who does.

    Raises:
        NameNeeded: the name is empty or too long.
    """
    deployment = Deployment(
        id=new_id("dep"),
        organisation_id=organisation_id,
        service=service.name,
        name=_named(name),
        settings={},
        created_by=by,
    )
    session.add(deployment)
    session.flush()
    return deployment


def rename(deployment: Deployment, name: str) -> None:
    """Give it another name.

    Raises:
        NameNeeded: the name is empty or too long.
    """
    deployment.name = _named(name)


def find(session: Session, deployment_id: str, *, to_change: bool = False) -> Deployment:
    """A deployment; `to_change`: nobody else can change it until the transaction ends.

    Raises:
        NotFound: the organisation has no such deployment.
    """
    deployment = session.get(Deployment, deployment_id, with_for_update=to_change or None)
    if deployment is None:
        raise NotFound(what=deployment_id)
    return deployment


def choose(deployment: Deployment, dataset: Dataset) -> None:
    """Learn from this table next.

    Raises:
        NotFound: the table was brought for another service.
    """
    if dataset.service != deployment.service:
        raise NotFound(what=dataset.id)
    replace(Plans.of(deployment), dataset=dataset.id).keep(deployment)


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not 0 < len(plain) <= LONGEST_NAME:
        raise NameNeeded(most=LONGEST_NAME)
    return plain


def settled(plans: Plans) -> Json:
    """The choices that shape a model, for a job's arguments and for the log."""
    return {"costs": asdict(plans.costs), "error_rate": plans.error_rate}
