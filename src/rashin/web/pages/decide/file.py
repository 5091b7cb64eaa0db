"""Files of cases: bringing one, watching it being decided, and what came of each row."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from rashin.errors import NotApproved, RashinError
from rashin.language import Text, same
from rashin.services import find as find_service
from rashin.settings import settings
from rashin.web.asking import Decider, Form, Here, Member, Reader, language_of, refuse_strangers, refuse_unmarked
from rashin.web.confirming import Question, unless_sure
from rashin.web.downloads import Rows, as_csv, as_xlsx
from rashin.web.page import Crumb, page
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.progress import failed, told
from rashin.web.roads import address_of
from rashin.web.uploading import Upload, take
from rashin.web.visiting import see
from rashin.workspace.access.roles import Permission
from rashin.workspace.batches import batches, bring, cancel, find, sheet
from rashin.workspace.database.tables import Batch, Deployment
from rashin.workspace.decisions.searching import Wish, counts, search
from rashin.workspace.decisions.standing import said_state, standings
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.deployments import in_use, refuse_closed
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

_TITLE = Text("ファイルで判断する", "Decide a file")
_DECIDE = Text("判断する", "Decide")
CANCEL = Question(
    Text("中止しますか", "Cancel this?"),
    Text(
        "ここまでの判断は残ります。残りの行は判断せず、ファイルは消します。",
        "What was decided so far stays. The other rows are not decided, and the file is removed.",
    ),
    Text("中止する", "Cancel it"),
)


@router.get("/deployments/{deployment}/decide/file")
def show(request: Request, here: Here, decider: Decider, deployment: str) -> Response:
    """Where a file is brought."""
    return _bring(request, here, decider, deployment)


@router.post("/deployments/{deployment}/decide/file")
async def do_bring(request: Request, here: Here, decider: Decider, deployment: str) -> Response:
    """Take a file, piece by piece, and have it decided."""
    refuse_strangers(request)
    owner = await run_in_threadpool(_deployment, here, decider, deployment)

    def keep(upload: Upload) -> Batch:
        means = here.database, here.files, here.jobs, owner
        label = upload.fields.get("label", "").strip()
        return bring(*means, name=upload.file_name, chunks=upload.chunks, by=decider.person.id, label=label)

    try:
        batch = await take(request, lambda sent: refuse_unmarked(request, decider.guest, sent.get("csrf", "")), keep)
    except RashinError as wrong:
        return await run_in_threadpool(_bring, request, here, decider, deployment, wrong)
    return see(f"/o/{decider.id}/batches/{batch.id}")


@router.get("/batches/{batch}")
def show_batch(request: Request, here: Here, reader: Reader, batch: str, at: int | None = None) -> Response:
    """How far a file is, or what came of it."""
    with here.database.tenant(reader.id, reading=True) as session:
        found, dataset = find(session, batch)
        owner = find_deployment(session, found.deployment_id)
        service, wish = find_service(owner.service), Wish(batch_id=batch)
        decisions = search(session, wish, at=at, oldest_first=True)
        standing = standings(session, decisions.rows, service)
        tally = counts(session, wish)
    job = here.jobs.status(reader.id, found.job_id) if found.job_id else None
    own = address_of(f"/o/{reader.id}", owner.id)
    return page(
        request,
        "decide/batch.html.j2",
        same(dataset.name),
        crumbs=(*crumbs_of(reader, owner), Crumb(_DECIDE, f"{own}/decide")),
        base=f"/o/{reader.id}",
        own=own,
        batch=found,
        dataset=dataset,
        job=job,
        now=told(job, language_of(request)) if job else None,
        failed=failed(job.error) if job else None,
        cancel=CANCEL,
        decisions=decisions,
        standing=standing,
        tally=[(said_state(service, state), count) for state, count in tally.items() if count],
        may_decide=reader.may(Permission.DECIDE),
    )


@router.get("/batches/{batch}/result.csv")
def download_csv(request: Request, here: Here, reader: Reader, batch: str) -> StreamingResponse:
    """What came of each row, as a CSV file."""
    return as_csv(*_result(request, here, reader, batch))


@router.get("/batches/{batch}/result.xlsx")
def download_xlsx(request: Request, here: Here, reader: Reader, batch: str) -> StreamingResponse:
    """The same as a workbook."""
    return as_xlsx(*_result(request, here, reader, batch))


def _result(request: Request, here: Workspace, reader: Member, batch_id: str) -> tuple[Rows, str]:
    """The rows, and what the file is called."""
    with here.database.tenant(reader.id, reading=True) as session:
        found, dataset = find(session, batch_id)
    rows = sheet(here.database, here.models, found, dataset, language_of(request))
    return rows, f"{dataset.name.rpartition('.')[0] or dataset.name}-decisions"


@router.post("/batches/{batch}/cancel")
def do_cancel(request: Request, here: Here, decider: Decider, batch: str, fields: Form) -> Response:
    """Decide no more of a file."""
    back = f"/o/{decider.id}/batches/{batch}"
    with here.database.tenant(decider.id, reading=True) as session:
        find(session, batch)
    asked = unless_sure(request, fields, CANCEL, back)
    if asked is not None:
        return asked
    cancel(here.database, here.files, here.jobs, decider.id, batch)
    return see(back)


def _bring(
    request: Request, here: Workspace, decider: Member, deployment_id: str, wrong: RashinError | None = None
) -> Response:
    with here.database.tenant(decider.id, reading=True) as session:
        owner = find_deployment(session, deployment_id)
        refuse_closed(owner)
        ready, before = in_use(session, deployment_id), batches(session, deployment_id)
    own = address_of(f"/o/{decider.id}", deployment_id)
    refused = wrong or (None if ready else NotApproved())
    return page(
        request,
        "decide/file.html.j2",
        _TITLE,
        status=refused.status if refused else 200,
        crumbs=(*crumbs_of(decider, owner), Crumb(_DECIDE, f"{own}/decide")),
        wrong=refused,
        address=f"{own}/decide/file",
        base=f"/o/{decider.id}",
        own=own,
        ready=ready is not None,
        before=before,
        most_mb=settings().upload_mb,
    )


def _deployment(here: Workspace, decider: Member, deployment_id: str) -> Deployment:
    with here.database.tenant(decider.id, reading=True) as session:
        return find_deployment(session, deployment_id)
