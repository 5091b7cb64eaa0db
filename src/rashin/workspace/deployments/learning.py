"""Learning, as a job: asked for once, done wherever a worker is free, its model put on record exactly once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from rashin.engines.contract import Decisions, Outcome
from rashin.engines.tabular.persistence import to_bytes
from rashin.engines.validation.held_out import PerRow
from rashin.errors import DataNotReady, LearningUnderWay, RashinError
from rashin.language import Text
from rashin.learning.models import Model
from rashin.services import find as find_service
from rashin.trust.receipts.entries import Kind
from rashin.version import __version__
from rashin.workspace.clock import now
from rashin.workspace.database.tables import Dataset, Deployment, Job, Json, LearnedModel
from rashin.workspace.datasets import Corrections, findings_of, prepared
from rashin.workspace.deployments.approving import in_use
from rashin.workspace.deployments.closing import refuse_closed
from rashin.workspace.deployments.deployments import Plans, costs_of, find, settled
from rashin.workspace.deployments.held_out import HeldOut, held_out_key
from rashin.workspace.deployments.summary import Against, Summary
from rashin.workspace.files import Files
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import JobKind, Jobs, Work
from rashin.workspace.jobs.hold import UNFINISHED
from rashin.workspace.log import Log
from rashin.workspace.metering import refuse_learning_beyond_quota, use
from rashin.workspace.models import Models

LEARNING = "learn"
"""The name of the kind of job that learns."""

_LABEL = Text("学習", "learning")
_READING = Text("表を読んでいます", "Reading the table")
_KEEPING = Text("学んだモデルを記録しています", "Putting the model on record")
_READ, _LEARNED = 0.02, 0.98
"""How much of the whole is done once the table is read, and once the model is learned."""


def learn_kind(files: Files, log: Log, models: Models) -> JobKind:
    """The kind of job that learns; it is asked for by `ask_to_learn`."""
    return JobKind(LEARNING, _LABEL, partial(_run, files, log, models))


def ask_to_learn(
    session: Session, jobs: Jobs, deployment: Deployment, dataset: Dataset, plans: Plans, by: str | None
) -> str:
    """Ask for a model of a table, with these costs; they stay the plans of the deployment. The job's id.

    Raises:
        DeploymentClosed: the deployment is closed.
        DataNotReady: the table was not checked yet, or cannot be learned from.
        LearningUnderWay: the deployment is learning already.
        QuotaReached: the organisation has learned as long as it may this month.
    """
    refuse_closed(deployment)
    before = Plans.of(deployment).job
    found, running = findings_of(dataset), session.get(Job, before) if before else None
    if running is not None and running.state in UNFINISHED:
        raise LearningUnderWay
    if found is None or found.target is None or not found.usable:
        raise DataNotReady
    refuse_learning_beyond_quota(session, deployment.organisation_id)
    served = in_use(session, deployment.id)
    asked = {
        "deployment": deployment.id,
        "service": deployment.service,
        "dataset": dataset.id,
        "name": dataset.name,
        "file_key": dataset.file_key,
        "sha256": dataset.sha256,
        "corrections": dataset.declared,
        "target": found.target.column,
        "requested_by": by,
        "in_use": served and served.model_id,
        "in_use_key": served and session.get_one(LearnedModel, served.model_id).file_key,
        **settled(plans),
    }
    job = jobs.enqueue(session, deployment.organisation_id, LEARNING, asked, by)
    replace(plans, dataset=dataset.id, job=job).keep(deployment)
    return job


def _run(files: Files, log: Log, models: Models, work: Work) -> Json:
    began = monotonic()
    work.report(_READING, 0.0)
    with work.reading() as session:
        find(session, work.arguments["deployment"])
    model, held = _learned(files, work)
    against = _against(files, models, work, model)
    work.report(_KEEPING, _LEARNED)
    key = f"{work.organisation_id}/models/{work.job_id}.rashin"
    kept = files.put(held_out_key(key), [held.to_bytes()])
    files.put(key, [to_bytes(model)[0]])
    dropped = tuple(sorted(Corrections.of(work.arguments["corrections"]).dropped))
    # An earlier attempt may have stored its file, which then stays: what is in the file is what goes on record.
    stored = models.get(key)
    summary = Summary.of(stored, dropped=dropped, seconds=monotonic() - began, against=against)
    result = work.effect("keep", partial(_keep, log, work, stored, summary, key, kept.sha256))
    return result or {}


def _learned(files: Files, work: Work) -> tuple[Model, HeldOut]:
    from rashin.learning.learn import learn

    asked, held = work.arguments, list[PerRow]()
    corrections, service = Corrections.of(asked["corrections"]), find_service(asked["service"])
    declared = corrections.declared(service, asked["target"])
    with files.local(work.own(asked["file_key"])) as path:
        table = prepared(path, asked["name"], corrections)
    model = learn(
        service.name,
        table,
        target=declared.target,
        bad=declared.bad,
        protected=declared.protected,
        allow=declared.allow,
        group=declared.group,
        time=declared.time,
        monotone=declared.monotone,
        change=declared.change,
        costs=costs_of(asked["costs"]),
        error_rate=asked["error_rate"],
        progress=lambda so_far: work.report(so_far.stage, _READ + so_far.done * (_LEARNED - _READ)),
        held_out=held.append,
    )
    return model, HeldOut.of(held[0])


def _against(files: Files, models: Models, work: Work, model: Model) -> Against | None:
    """How the new model would decide beside the one in use; None where there is none, or the columns it needs are gone."""
    asked = work.arguments
    if asked["in_use_key"] is None:
        return None
    served = models.get(work.own(asked["in_use_key"]))
    with files.local(work.own(asked["file_key"])) as path:
        table = prepared(path, asked["name"], Corrections.of(asked["corrections"]))
    try:
        before, after = _answers(served.decide(table)), _answers(model.decide(table))
    except RashinError:
        return None
    pairs = list(zip(before, after, strict=True))
    return Against(
        model=asked["in_use"],
        cases=len(pairs),
        alike=sum(old == new for old, new in pairs),
        stricter=sum(old < new for old, new in pairs),
        milder=sum(old > new for old, new in pairs),
    )


def _answers(decisions: Decisions) -> list[int]:
    """0 favourable, 1 for a person, 2 adverse; (rows,)."""
    handed = decisions.handed_over.tolist()
    return [1 if h else 2 * (outcome == Outcome.ADVERSE) for h, outcome in zip(handed, decisions.outcome, strict=True)]


def _keep(
    log: Log, work: Work, model: Model, summary: Summary, key: str, held_sha256: str, session: Session
) -> Json | None:
    asked, at, identifier = work.arguments, now(), new_id("mod")
    payload = _payload(identifier, work, model, summary) | {"held_out_sha256": held_sha256}
    sealing = log.seal(session, Kind.MODEL, at, payload)
    session.add(
        LearnedModel(
            id=identifier,
            organisation_id=work.organisation_id,
            deployment_id=asked["deployment"],
            dataset_id=asked["dataset"],
            digest=model.digest,
            file_key=key,
            summary=summary.as_json(),
            job_id=work.job_id,
            requested_by=asked["requested_by"],
            created_at=at,
            payload=sealing.payload,
            salt=sealing.salt,
            log_index=sealing.log_index,
        )
    )
    use(session, work.organisation_id, learning_seconds=summary.seconds)
    return {"model": identifier}


def _payload(identifier: str, work: Work, model: Model, summary: Summary) -> dict[str, Any]:
    """What the model's receipt shows; fractions as strings, since receipts hold whole numbers only."""
    asked = work.arguments
    return {
        "id": identifier,
        "organisation": work.organisation_id,
        "deployment": asked["deployment"],
        "service": asked["service"],
        "model_digest": model.digest,
        "dataset": {"id": asked["dataset"], "name": asked["name"], "sha256": asked["sha256"]},
        "data_digest": summary.data_digest,
        "rows": summary.rows,
        "adverse": summary.adverse,
        "target": {"column": summary.target, "adverse": summary.adverse_value},
        "columns": list(summary.columns),
        "costs": asked["costs"],
        "error_rate": f"{summary.error_rate:g}",
        "auc": {name: f"{getattr(summary.auc, name):.4f}" for name in ("value", "low", "high")},
        "hand_over": {name: f"{getattr(summary.hand_over, name):.4f}" for name in ("value", "low", "high")},
        "requested_by": asked["requested_by"],
        "rashin": __version__,
    }
