"""Decisions as a file: CSV that a spreadsheet opens without harm, Parquet, or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rashin.errors import OutputFormatUnknown
from rashin.files import write_atomically
from rashin.spreadsheets import csv_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

Frame = Mapping[str, Sequence[Any]]


def check_format(out: Path) -> None:
    """Refuse a name that does not say a format.

    Raises:
        OutputFormatUnknown: it ends in none of the endings that can be written.
    """
    if out.suffix.lower() not in _WRITERS:
        raise OutputFormatUnknown(path=out, known=", ".join(_WRITERS))


def write_table(frame: Frame, out: Path) -> None:
    """Write columns of equal length; the file appears whole or not at all.

    Raises:
        OutputFormatUnknown: see `check_format`.
        OSError: it cannot be written there.
    """
    check_format(out)
    write_atomically(out, _WRITERS[out.suffix.lower()](frame))


def _csv(frame: Frame) -> bytes:
    return b"".join(csv_rows([list(frame), *zip(*frame.values(), strict=True)]))


def _json_lines(frame: Frame) -> bytes:
    rows = (dict(zip(frame, row, strict=True)) for row in zip(*frame.values(), strict=True))
    return "".join(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows).encode()


def _parquet(frame: Frame) -> bytes:
    import duckdb
    import numpy as np

    arrays: dict[str, NDArray[Any]] = {name: np.array(cells, dtype=_type_of(cells)) for name, cells in frame.items()}
    with TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        path = Path(folder) / "decisions.parquet"
        connection.register("decisions", arrays)
        connection.execute("COPY decisions TO $path (FORMAT parquet)", {"path": str(path)})
        return path.read_bytes()


def _type_of(cells: Sequence[Any]) -> type[Any]:
    kinds = {type(cell) for cell in cells}
    return next((kind for kind in (bool, int, float) if kinds == {kind}), object)


_WRITERS = {".csv": _csv, ".parquet": _parquet, ".jsonl": _json_lines}
