"""What became of decided cases: a file of outcomes, matched to decisions by number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from rashin.errors import RashinError, UploadTooLarge
from rashin.language import Text
from rashin.services import find as find_service
from rashin.web.asking import Decider, Here, Member, refuse_strangers, refuse_unmarked
from rashin.web.page import page
from rashin.web.pages.deployments.routes import crumbs_of
from rashin.web.roads import address_of
from rashin.web.uploading import Upload, take
from rashin.workspace.batches import lines_in
from rashin.workspace.deployments import find as find_deployment
from rashin.workspace.outcomes import Refused, record, words_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/deployments/{deployment}/outcomes")

_TITLE = Text("その後の結果を入れる", "What became of cases")
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file."""

    new: int
    known: int
    refused: tuple[Refused, ...]


@router.get("")
def show(request: Request, here: Here, decider: Decider, deployment: str) -> Response:
    """Where a file of outcomes is brought."""
    return _show(request, here, decider, deployment)


@router.post("")
async def do_bring(request: Request, here: Here, decider: Decider, deployment: str) -> Response:
    """Take a file and put on record what it says."""
    refuse_strangers(request)

    def keep(upload: Upload) -> Taken:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"outcomes{PurePath(upload.file_name).suffix[:10]}"
            _write(path, upload)
            return _recorded(here, decider, deployment, path, upload.file_name)

    try:
        taken = await take(request, lambda sent: refuse_unmarked(request, decider.guest, sent.get("csrf", "")), keep)
    except RashinError as wrong:
        return await run_in_threadpool(_show, request, here, decider, deployment, wrong)
    return await run_in_threadpool(_show, request, here, decider, deployment, None, taken)


def _write(path: Path, upload: Upload) -> None:
    size = 0
    with path.open("wb") as file:
        for chunk in upload.chunks:
            size += len(chunk)
            if size > _LARGEST:
                raise UploadTooLarge(most=f"{_LARGEST // 1_000_000} MB")
            file.write(chunk)


def _recorded(here: Workspace, decider: Member, deployment_id: str, path: Path, name: str) -> Taken:
    new, known, refused = 0, 0, list[Refused]()
    with here.database.tenant(decider.id, reading=True) as session:
        service = find_service(find_deployment(session, deployment_id).service)
    for lines in lines_in(path, name, service):
        with here.database.tenant(decider.id) as session:
            found = record(session, here.log, find_deployment(session, deployment_id), lines)
        new, known = new + len(found.new), known + found.known
        refused += found.refused
    return Taken(new, known, tuple(refused))


def _show(
    request: Request,
    here: Workspace,
    decider: Member,
    deployment_id: str,
    wrong: RashinError | None = None,
    taken: Taken | None = None,
) -> Response:
    with here.database.tenant(decider.id, reading=True) as session:
        deployment = find_deployment(session, deployment_id)
        words = words_of(session, deployment)
    own = address_of(f"/o/{decider.id}", deployment_id)
    return page(
        request,
        "decisions/outcomes.html.j2",
        _TITLE,
        status=wrong.status if wrong else 200,
        crumbs=crumbs_of(decider, deployment),
        wrong=wrong,
        address=f"{own}/outcomes",
        own=own,
        words=words,
        taken=taken,
    )
