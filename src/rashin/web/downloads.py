"""Files that browsers save rather than show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from fastapi.responses import Response, StreamingResponse

from rashin.spreadsheets import csv_rows, xlsx_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Rows = Iterable[Sequence[Any]]


def as_csv(rows: Rows, name: str) -> StreamingResponse:
    """Rows, the heads first, as a CSV file that is sent as it is made; `name` without its ending."""
    return StreamingResponse(csv_rows(rows), media_type="text/csv; charset=utf-8", headers=saved_as(f"{name}.csv"))


def as_xlsx(rows: Rows, name: str) -> StreamingResponse:
    """Rows, the heads first, as a workbook; `name` without its ending."""
    return StreamingResponse(xlsx_rows(rows), media_type=_XLSX, headers=saved_as(f"{name}.xlsx"))


def as_file(content: bytes | str, name: str, media_type: str) -> Response:
    """A whole file."""
    return Response(content, media_type=media_type, headers=saved_as(name))


def saved_as(name: str) -> dict[str, str]:
    """The header that names a file (RFC 6266), whatever signs the name has."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
