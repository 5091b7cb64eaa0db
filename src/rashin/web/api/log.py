"""The transparency log: its key, and how long it is."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from rashin.web.api.answering import single
from rashin.web.api.caller import ReadKey
from rashin.web.api.document import ROOT, UNCHANGED, said
from rashin.web.asking import Here
from rashin.workspace.log import LogReader

router = APIRouter(prefix=ROOT, tags=["log"])


class LogShown(BaseModel):
    """The log that receipts point into."""

    key: str = Field(
        description="The public key that verifies receipts, as signed notes write it (C2SP).",
        examples=["rashin.log/log_01k9example+1f2e3d4c+AZ…"],
    )
    size: int = Field(description="How many leaves it has.")
    checkpoint: str | None = Field(description="The newest, signed; null before the first leaf.")


@router.get(
    "/log/key", summary="The log's key", response_model=LogShown, responses=UNCHANGED, openapi_extra=said("ログの鍵")
)
def show(request: Request, here: Here, key: ReadKey) -> Response:
    """What is needed to verify receipts: keep it apart from them, where nobody could change both."""
    with here.database.tenant(key.organisation_id, reading=True) as session:
        reader = LogReader(session)
        checkpoint = reader.checkpoint if reader.size else None
        shown = LogShown(key=here.log.key, size=reader.size, checkpoint=checkpoint)
    return single(request, shown)
