"""The transparency log: what it is, whether a receipt holds, and the files that witnesses read (C2SP tlog-tiles).

Anybody may look: what the log holds says nothing about anybody.
"""

from __future__ import annotations

from gzip import compress

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from rashin.errors import FileNotChosen, NotFound, RashinError
from rashin.language import Text
from rashin.trust.log.tiles import ENTRIES, tile_at
from rashin.trust.receipts.entries import Kind
from rashin.trust.receipts.receipt import Receipt
from rashin.web.asking import Form, Here, MaybeGuest
from rashin.web.page import Crumb, page
from rashin.web.visiting import link
from rashin.workspace.log import LogReader
from rashin.workspace.log.looking import look_up

router = APIRouter(include_in_schema=False)

_LOG = Text("透明性ログ", "Transparency log")
_FOUND = Text("受領証を確かめた結果", "What came of verifying")
_FOR_A_SECOND = {"cache-control": "public, max-age=1"}
_FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


@router.get("/log")
def show(request: Request, here: Here, reader: MaybeGuest) -> Response:  # noqa: ARG001 (so that the page knows who reads it)
    """What the log is, how long it is, and how to verify it."""
    return _shown(request, here)


@router.post("/log/receipt")
def verify(request: Request, here: Here, fields: Form) -> Response:
    """Whether a receipt holds, and is in the log still. Nothing of it is kept."""
    try:
        receipt = Receipt.from_json(_read(fields["receipt"]))
    except RashinError as wrong:
        return _shown(request, here, wrong)
    with here.database.snapshot() as session:
        found = look_up(LogReader(session), receipt, here.log.key)
    crumbs = (Crumb(_LOG, "/log"),)
    kind = Kind(receipt.payload["kind"]).label
    return page(request, "log/receipt.html.j2", _FOUND, crumbs=crumbs, receipt=receipt, kind=kind, found=found)


@router.get("/log/checkpoint")
def checkpoint(here: Here) -> Response:
    """The newest checkpoint, signed.

    Raises:
        NotFound: nothing was recorded yet.
    """
    with here.database.system(reading=True) as session:
        note = LogReader(session).checkpoint
    return Response(note, media_type="text/plain; charset=utf-8", headers=_FOR_A_SECOND)


@router.get("/log/{path:path}")
def tile(request: Request, here: Here, path: str) -> Response:
    """A tile of the tree, or a bundle of entries.

    Raises:
        NotFound: there is no such tile, or not yet.
    """
    asked = tile_at(path)
    if asked is None:
        raise NotFound(what=path)
    with here.database.system(reading=True) as session:
        data = LogReader(session).tile(asked)
    headers = dict(_FOR_EVER)
    if asked.level == ENTRIES:
        headers["vary"] = "accept-encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            data, headers["content-encoding"] = compress(data), "gzip"
    return Response(data, media_type="application/octet-stream", headers=headers)


def _shown(request: Request, here: Here, wrong: RashinError | None = None) -> Response:
    with here.database.system(reading=True) as session:
        reader = LogReader(session)
        size, note = reader.size, reader.checkpoint if reader.size else None
    address = link(request, "/log")
    return page(
        request,
        "log/log.html.j2",
        _LOG,
        status=wrong.status if wrong else 200,
        wrong=wrong,
        size=size,
        note=note,
        key=here.log.key,
        address=address,
    )


def _read(sent: object) -> bytes:
    if not isinstance(sent, UploadFile):
        raise FileNotChosen
    with sent.file as file:
        if not sent.filename:
            raise FileNotChosen
        # The form was limited before it was read, so all of it lies in memory already.
        return file.read()
