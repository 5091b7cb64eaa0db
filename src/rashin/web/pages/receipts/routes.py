"""Receipts: what stands on record, as a file that a stranger can verify."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from rashin.errors import NotFound
from rashin.web.asking import Here, Reader
from rashin.workspace.database.programme_tables import Measurement
from rashin.workspace.database.tables import (
    Approval,
    Closing,
    DataCheck,
    DecisionRecord,
    Erasure,
    LearnedModel,
    Review,
    TrueOutcome,
)
from rashin.workspace.log import LogReader

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}")

_TABLES: dict[str, Any] = {
    "chk": DataCheck,
    "mod": LearnedModel,
    "app": Approval,
    "clo": Closing,
    "dec": DecisionRecord,
    "rev": Review,
    "out": TrueOutcome,
    "era": Erasure,
    "mea": Measurement,
}


@router.get("/receipts/{record}")
def receipt(here: Here, reader: Reader, record: str) -> Response:
    """The receipt of anything on record.

    Raises:
        NotFound: the organisation has no such record.
        Erased: what it would show was erased.
    """
    table = _TABLES.get(record.partition("_")[0])
    with here.database.tenant(reader.id, reading=True) as session:
        row = session.get(table, record) if table else None
        if row is None:
            raise NotFound(what=record)
        written = LogReader(session).receipt(row).to_json()
    headers = {"content-disposition": f'attachment; filename="{record}.receipt.json"'}
    return Response(written, media_type="application/json", headers=headers)
