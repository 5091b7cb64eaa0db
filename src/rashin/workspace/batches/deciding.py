"""Deciding a file as a job: a group of rows at a time, each group once, whatever dies when.

The file is removed once it is decided: each case is kept with its decision, and a second copy would outlive an erasure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rashin.errors import DeploymentClosed, NotApproved, QuotaReached, RashinError, RowBlank
from rashin.language import Text
from rashin.services import find as find_service
from rashin.workspace.batches.bringing import DECIDE, find
from rashin.workspace.batches.cases import Case, CaseFile
from rashin.workspace.database.tables import DecisionRecord, Deployment, Json, LearnedModel
from rashin.workspace.decisions import Wanted, decide
from rashin.workspace.deployments import in_use
from rashin.workspace.files import Files
from rashin.workspace.jobs import JobKind, Work
from rashin.workspace.log import Log
from rashin.workspace.metering import Allowance
from rashin.workspace.models import Models

GROUP = 100
"""Rows decided in one transaction; more would make other deciders wait."""
MOST_REFUSALS = 500
"""Refused rows that are named one by one."""

_LABEL = Text("まとめての判断", "deciding a file")
_READING = Text("ファイルを読んでいます", "Reading the file")
_DECIDING = Text("判断しています（{rows:,}件）", "Deciding {rows:,} cases")


def batch_kind(files: Files, log: Log, models: Models) -> JobKind:
    """The kind of job that decides a file of cases."""
    return JobKind(DECIDE, _LABEL, partial(_run, files, log, models))


def _run(files: Files, log: Log, models: Models, work: Work) -> Json:
    key = work.own(work.arguments["file_key"])
    try:
        if not _is_whole(work):
            _decide_all(files, log, models, work)
    except RashinError:
        files.delete(key)
        raise
    # Only now: a worker that dies before this line finds everything decided, and needs the file no more.
    files.delete(key)
    with work.reading() as session:
        batch, _ = find(session, work.arguments["batch"])
        return {"decided": _decided(session, batch.id), "refused": batch.refused}


def _is_whole(work: Work) -> bool:
    """Whether every row was decided or refused, by a worker that died before it could say so."""
    with work.reading() as session:
        batch, _ = find(session, work.arguments["batch"])
        return batch.rows is not None and batch.rows == _decided(session, batch.id) + batch.refused


def _decided(session: Session, batch_id: str) -> int:
    chosen = select(func.count()).select_from(DecisionRecord).where(DecisionRecord.batch_id == batch_id)
    return session.scalar(chosen) or 0


def _decide_all(files: Files, log: Log, models: Models, work: Work) -> None:
    work.report(_READING, 0.0)
    cases = _cases(files, models, work)
    work.effect("begin", partial(_begin, work, len(cases)))
    for start in range(0, len(cases), GROUP):
        work.report(_DECIDING.filled(rows=len(cases)), start / len(cases))
        group = list(cases.cases(start, GROUP))
        work.effect(f"rows {start}", partial(_decide, log, models, work, group))


def _cases(files: Files, models: Models, work: Work) -> CaseFile:
    asked = work.arguments
    with work.reading() as session:
        approval = in_use(session, asked["deployment"])
        if approval is None:
            raise NotApproved
        model = models.get(session.get_one(LearnedModel, approval.model_id).file_key)
        service = find_service(session.get_one(Deployment, asked["deployment"]).service)
    columns = [feature.name for feature in model.additive.features]
    with files.local(asked["file_key"]) as path:
        return CaseFile.read(path, asked["name"], columns, service, asked["label"])


def _begin(work: Work, rows: int, session: Session) -> Json | None:
    """Note how many rows there are, unless they are more than may be decided: then none is."""
    Allowance.of(session, {work.organisation_id}).take(work.organisation_id, rows)
    find(session, work.arguments["batch"])[0].rows = rows
    return None


def _decide(log: Log, models: Models, work: Work, group: Sequence[Case], session: Session) -> Json | None:
    batch, _ = find(session, work.arguments["batch"])
    full = [case for case in group if not case.blank]
    refused: dict[int, RashinError] = {case.row: RowBlank() for case in group if case.blank}
    wanted = [
        Wanted(
            work.organisation_id,
            batch.deployment_id,
            [case.values],
            [case.reference],
            batch_id=batch.id,
            rows=(case.row,),
        )
        for case in full
    ]
    for case, answer in zip(full, decide(session, log, models, wanted), strict=True):
        if isinstance(answer, (NotApproved, DeploymentClosed, QuotaReached)):
            raise answer
        if isinstance(answer, RashinError):
            refused[case.row] = answer
    batch.refused += len(refused)
    batch.refusals = [*batch.refusals, *map(_refusal, sorted(refused), (refused[row] for row in sorted(refused)))][
        :MOST_REFUSALS
    ]
    return None


def _refusal(row: int, why: RashinError) -> Json:
    return {"row": row, "ja": f"{why.what_happened.ja}{why.how_to_mend.ja}", "en": why.message("en")}
