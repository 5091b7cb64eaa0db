"""The check of a table, as a job: read it as the service would, say what was found, and put that on record."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from rashin.engines.tabular.reading import read
from rashin.engines.tabular.table import Problem, Table
from rashin.errors import RashinError, StorageFull
from rashin.language import Text
from rashin.learning.check import check, check_declared
from rashin.services import find
from rashin.services.contract import Service, Use
from rashin.trust.receipts.entries import Kind
from rashin.version import __version__
from rashin.workspace.clock import now
from rashin.workspace.database.tables import DataCheck, Dataset, Json
from rashin.workspace.datasets.corrections import Corrections
from rashin.workspace.datasets.findings import Findings, refused, told
from rashin.workspace.files import Files
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import JobKind, Work
from rashin.workspace.log import Log

_LABEL = Text("表の確認", "checking a table")
_READING = Text("表を読んでいます", "Reading the table")
_LOOKING = Text("列の意味と、気になるところを調べています", "Looking at the columns and for problems")


def check_kind(files: Files, log: Log) -> JobKind:
    """The kind of job that checks a table; its arguments are those of `arguments`."""
    return JobKind("check", _LABEL, partial(_run, files, log))


def arguments(dataset: Dataset) -> Json:
    """What the job needs to know of a table, as it stands."""
    names = ("service", "name", "file_key", "sha256", "size", "declared")
    return {"dataset": dataset.id, **{name: getattr(dataset, name) for name in names}}


def prepared(path: Path, name: str, corrections: Corrections) -> Table:
    """The table in a file under its owner's name for it, without the columns that people left out.

    Raises:
        UnreadableFile: one of its kinds.
    """
    try:
        table = read(path)
    except RashinError as wrong:
        if "path" in wrong.facts:
            wrong.facts["path"] = name  # ours means nothing to its owner
        raise
    gone = corrections.dropped
    return replace(
        table,
        source=name,
        columns={column.name: column for column in table if column.name not in gone},
        repairs=tuple(repair for repair in table.repairs if repair.column not in gone),
        problems=tuple(problem for problem in table.problems if problem.column not in gone),
    )


def _run(files: Files, log: Log, work: Work) -> Json:
    asked = work.arguments
    corrections, service, key = Corrections.of(asked["declared"]), find(asked["service"]), work.own(asked["file_key"])
    work.report(_READING, 0.05)
    try:
        with files.local(key) as path:
            table = prepared(path, asked["name"], corrections)
        work.report(_LOOKING, 0.5)
        found = examine(service, table, corrections)
    except StorageFull:
        raise
    except RashinError as wrong:
        found = refused(Problem.refusal(wrong), corrections)
    work.effect("keep", partial(_keep, log, work, found))
    return {"usable": found.usable}


def examine(service: Service, table: Table, corrections: Corrections) -> Findings:
    """What a service finds in a table; where the outcome itself cannot be used, that is the first problem."""
    taken = corrections.target or _outcome(service, table)
    if taken is None:
        return told(check(service.name, table), None, corrections)
    try:
        checked, _, _ = check_declared(service, table, corrections.declared(service, taken))
    except RashinError as wrong:
        alone = check(service.name, table)
        checked = replace(alone, problems=(Problem.refusal(wrong), *alone.problems))
    return told(checked, taken, corrections)


def _outcome(service: Service, table: Table) -> str | None:
    """The one column that the service knows to hold outcomes."""
    known = [name for name in table.columns if (one := service.concept_of(name)) and one.use is Use.TARGET]
    return known[0] if len(known) == 1 else None


def _keep(log: Log, work: Work, found: Findings, session: Session) -> Json | None:
    dataset = session.get(Dataset, work.arguments["dataset"])
    if dataset is None or dataset.job_id != work.job_id:
        return None  # corrected meanwhile: a later check says what holds
    at, identifier = now(), new_id("chk")
    sealing = log.seal(session, Kind.DATA_CHECK, at, _payload(identifier, work, found))
    dataset.report = found.as_json()
    session.add(
        DataCheck(
            id=identifier,
            organisation_id=work.organisation_id,
            dataset_id=dataset.id,
            at=at,
            payload=sealing.payload,
            salt=sealing.salt,
            log_index=sealing.log_index,
        )
    )
    return {"check": identifier}


def _payload(identifier: str, work: Work, found: Findings) -> Json:
    asked, target = work.arguments, found.target
    return {
        "id": identifier,
        "organisation": work.organisation_id,
        "service": asked["service"],
        "dataset": {"id": asked["dataset"], **{name: asked[name] for name in ("name", "size", "sha256")}},
        "corrections": asked["declared"],
        "rows": found.rows,
        "columns": len(found.columns),
        "target": target and {"column": target.column, "rows": target.rows, "adverse": target.adverse},
        "repaired_cells": found.repaired_cells,
        "problems": [{"code": one.code, "severity": one.severity, "column": one.column} for one in found.problems],
        "usable": found.usable,
        "rashin": __version__,
    }
