"""How far a deployment has come on its road: data, learning, approval, use; and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rashin.workspace.database.tables import (
    Alarm,
    Approval,
    Dataset,
    DecisionRecord,
    Deployment,
    Job,
    LearnedModel,
)
from rashin.workspace.datasets import Findings, findings_of
from rashin.workspace.deployments.approving import in_use
from rashin.workspace.deployments.deployments import Plans
from rashin.workspace.jobs.hold import UNFINISHED


class Next(StrEnum):
    """What is to be done next."""

    BRING = "bring"
    """Bring a table of past cases."""
    WAIT_FOR_CHECK = "wait-for-check"
    MEND = "mend"
    """The table cannot be learned from as it is."""
    LEARN = "learn"
    WAIT_FOR_LEARNING = "wait-for-learning"
    LEARN_AGAIN = "learn-again"
    """The last learning failed or was cancelled."""
    APPROVE = "approve"
    """There is a model that nobody has signed for."""
    DECIDE = "decide"
    """A model is in use, and nothing newer waits."""
    CLOSED = "closed"
    """Nothing, unless an approver opens it again."""


@dataclass(frozen=True, slots=True)
class Road:
    """One deployment and how far it has come."""

    deployment: Deployment
    plans: Plans
    dataset: Dataset | None
    """The table that the next learning is from."""
    check: Job | None
    """The last check of that table."""
    findings: Findings | None
    learning: Job | None
    """The last learning that was asked for."""
    newest: LearnedModel | None
    approval: Approval | None
    """The signature under the model in use."""
    waiting: int
    """Decisions that a person is still to look at."""
    alarms: int
    """Alarms that nobody has looked at."""

    @property
    def next(self) -> Next:
        """What is to be done next; what is under way comes before what was there already."""
        if self.deployment.closed_at is not None:
            return Next.CLOSED
        if _runs(self.learning):
            return Next.WAIT_FOR_LEARNING
        if self.newest is not None and self._is_unsigned(self.newest):
            return Next.APPROVE
        if self.newest is None or self._has_newer_data(self.newest):
            return self._towards_learning()
        return Next.DECIDE

    @property
    def under_way(self) -> Job | None:
        """The job that must end before anything else can be done."""
        waits_for = {Next.WAIT_FOR_CHECK: self.check, Next.WAIT_FOR_LEARNING: self.learning}
        return waits_for.get(self.next)

    def _is_unsigned(self, newest: LearnedModel) -> bool:
        """Whether the newest model waits for a signature; one passed over for an older model no longer does."""
        return self.approval is None or newest.log_index > self.approval.log_index

    def _has_newer_data(self, newest: LearnedModel) -> bool:
        return self.dataset is not None and self.dataset.id != newest.dataset_id

    def _towards_learning(self) -> Next:
        if self.dataset is None:
            return Next.BRING
        if _runs(self.check):
            return Next.WAIT_FOR_CHECK
        if self.findings is None or not self.findings.usable:
            return Next.MEND
        failed = self.learning is not None and self.learning.arguments["dataset"] == self.dataset.id
        return Next.LEARN_AGAIN if failed else Next.LEARN


def road_of(session: Session, deployment: Deployment) -> Road:
    """How far one deployment has come."""
    plans = Plans.of(deployment)
    dataset = session.get(Dataset, plans.dataset) if plans.dataset else None
    newest = select(LearnedModel).where(LearnedModel.deployment_id == deployment.id)
    waiting = select(func.count()).select_from(DecisionRecord)
    alarms = select(func.count()).select_from(Alarm)
    return Road(
        deployment=deployment,
        plans=plans,
        dataset=dataset,
        check=session.get(Job, dataset.job_id) if dataset and dataset.job_id else None,
        findings=findings_of(dataset) if dataset else None,
        learning=session.get(Job, plans.job) if plans.job else None,
        newest=session.scalar(newest.order_by(LearnedModel.log_index.desc()).limit(1)),
        approval=in_use(session, deployment.id),
        waiting=session.scalar(
            waiting.where(DecisionRecord.deployment_id == deployment.id, DecisionRecord.waiting.is_(True))
        )
        or 0,
        alarms=session.scalar(alarms.where(Alarm.deployment_id == deployment.id, Alarm.seen_by.is_(None))) or 0,
    )


def roads(session: Session, deployments: Iterable[Deployment]) -> list[Road]:
    """How far several have come."""
    return [road_of(session, deployment) for deployment in deployments]


def _runs(job: Job | None) -> bool:
    return job is not None and job.state in UNFINISHED
