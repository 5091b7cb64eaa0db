"""Writing a service's packaged sample to a file, for demonstrations and first steps."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from rashin.files import write_atomically
from rashin.services.contract import Service


def write_sample(
    service: Service, path: str | Path, *, rows: int = 2000, seed: int = 1, encoding: str = "utf-8"
) -> int:
    """Write the service's packaged sample, outcomes included, as CSV; `encoding` may be "cp932" as Excel in Japan does.

    Returns:
        How many rows were written: some cases are entered twice.
    """
    return _write(service.sample(rows=rows, seed=seed), path, encoding)


def write_new_cases(
    service: Service, path: str | Path, *, rows: int = 12, seed: int = 7, encoding: str = "utf-8"
) -> int:
    """Write cases that still await a decision as CSV; how many rows were written."""
    return _write(service.new_cases(rows=rows, seed=seed), path, encoding)


def as_csv(cells: Mapping[str, Sequence[str]]) -> str:
    """A table as CSV: column name → cells as written."""
    # RFC 4180 line ends, whatever the machine, so that the file is the same byte for byte.
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(cells)
    writer.writerows(zip(*cells.values(), strict=True))
    return text.getvalue()


def _write(cells: Mapping[str, Sequence[str]], path: str | Path, encoding: str) -> int:
    write_atomically(path, as_csv(cells).encode(encoding))
    return len(next(iter(cells.values())))
