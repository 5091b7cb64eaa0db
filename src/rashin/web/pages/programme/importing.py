"""Importing a file into the book, what came of it, and every batch there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from rashin.errors import RashinError
from rashin.language import Text
from rashin.ledger.book.batches import Batch
from rashin.ledger.importing.importing import FORMATS, format_of
from rashin.settings import settings
from rashin.web.asking import Form, Here, Keeper, Member, language_of, refuse_strangers, refuse_unmarked
from rashin.web.confirming import Question, unless_sure
from rashin.web.page import Crumb
from rashin.web.pages.programme.desk import at_desk, base_of, desk_page
from rashin.web.pages.programme.words import came_by
from rashin.web.progress import failed, told
from rashin.web.uploading import Upload, take
from rashin.web.visiting import see
from rashin.workspace.jobs.hold import UNFINISHED
from rashin.workspace.listing import PER_PAGE, Listing
from rashin.workspace.programme.importing import (
    Wish,
    ask_to_import,
    cancel_import,
    find_import,
    imports_under_way,
    needs_archive,
)
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme/import")

_IMPORT, _RESULT = Text("取り込み", "Import"), Text("取り込みの結果", "What came of the import")
CANCEL = Question(
    Text("取り込みを中止しますか", "Cancel this import?"),
    Text(
        "帳簿は前のままです。同じファイルを、あとでもう一度取り込めます。",
        "The book stays as it was. The file can be imported again later.",
    ),
    Text("中止する", "Cancel it"),
    Text("続ける", "Go on"),
)
NumberOfPage = Annotated[int, Query(alias="page")]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to mend in a file, as the job put it on record."""

    where: Text
    what: Text
    mend: Text


@router.get("")
def show(request: Request, here: Here, keeper: Keeper, number: NumberOfPage = 1) -> Response:
    """Where a file is imported, and all that was."""
    return _import(request, here, keeper, number)


@router.post("")
async def do_import(request: Request, here: Here, keeper: Keeper) -> Response:
    """Take a file, piece by piece, and ask for its import."""
    refuse_strangers(request)
    sent: dict[str, str] = {}

    def check(fields: dict[str, str]) -> None:
        sent.update(fields)
        refuse_unmarked(request, keeper.guest, fields.get("csrf", ""))
        format_of(fields.get("format", ""))

    def keep(upload: Upload) -> str:
        wish = Wish(sent["format"], upload.file_name, keeper.person.name, sent.get("why", "")[:500])
        means = here.database, here.files, here.jobs, keeper.id
        return ask_to_import(*means, wish, upload.chunks, keeper.person.id)

    try:
        job = await take(request, check, keep)
    except RashinError as wrong:
        return await run_in_threadpool(_import, request, here, keeper, 1, sent, wrong)
    return see(f"{base_of(keeper)}/import/{job}")


@router.get("/{taking}")
def show_result(request: Request, here: Here, keeper: Keeper, taking: str) -> Response:
    """How far an import is, or what came of it."""
    with here.database.tenant(keeper.id, reading=True) as session:
        asked = find_import(session, taking).arguments
    job = here.jobs.status(keeper.id, taking)
    batch = _batch(here, keeper, job.result)
    return desk_page(
        request,
        here,
        keeper,
        "imported.html.j2",
        _RESULT,
        "/import",
        crumbs=(Crumb(_IMPORT, f"{base_of(keeper)}/import"),),
        asked=asked,
        form=came_by(asked["format"]),
        job=job,
        now=told(job, language_of(request)),
        failed=failed(job.error),
        problems=[_told(one) for one in (job.error or {}).get("problems", [])],
        batch=batch,
        result=job.result,
        cancel=CANCEL,
    )


@router.post("/{taking}/cancel")
def do_cancel(request: Request, here: Here, keeper: Keeper, taking: str, fields: Form) -> Response:
    """End an import; the book stays as it was."""
    back = f"{base_of(keeper)}/import/{taking}"
    with here.database.tenant(keeper.id, reading=True) as session:
        find_import(session, taking)
    asked = unless_sure(request, fields, CANCEL, back)
    if asked is not None:
        return asked
    cancel_import(here.files, here.jobs, keeper.id, taking)
    return see(back)


def _import(
    request: Request,
    here: Workspace,
    keeper: Member,
    number: int,
    filled: Mapping[str, Any] | None = None,
    wrong: RashinError | None = None,
) -> Response:
    batches = list(reversed(at_desk(here, keeper).book.batches()))
    with here.database.tenant(keeper.id, reading=True) as session:
        running = imports_under_way(session, UNFINISHED)
    return desk_page(
        request,
        here,
        keeper,
        "import.html.j2",
        _IMPORT,
        "/import",
        wrong=wrong,
        address=f"{base_of(keeper)}/import",
        filled=filled or {},
        formats=[(one.code, one.label, one.needs, needs_archive(one)) for one in FORMATS.values()],
        running=[(job, told(here.jobs.status(keeper.id, job.id), language_of(request))) for job in running],
        listing=_paged(batches, number),
        came_by=came_by,
        most_mb=settings().upload_mb,
    )


def _paged(batches: list[Batch], number: int) -> Listing[Batch]:
    last = max(1, -(-len(batches) // PER_PAGE))
    number = min(max(number, 1), last)
    return Listing(batches[(number - 1) * PER_PAGE : number * PER_PAGE], len(batches), number)


def _batch(here: Workspace, keeper: Member, result: Mapping[str, Any] | None) -> Batch | None:
    if result is None:
        return None
    return next((one for one in at_desk(here, keeper).book.batches() if one.number == result["batch"]), None)


def _told(problem: Mapping[str, Any]) -> Told:
    sheet, row, column = problem["sheet"], problem["row"], problem["column"]
    ja = [f"シート「{sheet}」" if sheet else "", f"{row}行目" if row else "", f"「{column}」" if column else ""]
    en = [f"sheet “{sheet}”" if sheet else "", f"row {row}" if row else "", f"“{column}”" if column else ""]
    return Told(
        Text(" ".join(filter(None, ja)), ", ".join(filter(None, en))),
        Text(problem["what"]["ja"], problem["what"]["en"]),
        Text(problem["mend"]["ja"], problem["mend"]["en"]),
    )
