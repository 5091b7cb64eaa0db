"""Writing a service's packaged sample to a file, for demonstrations and first steps."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from rashin.services.contract import Service


def write_sample(
    service: Service, path: str | Path, *, rows: int = 2000, seed: int = 1, encoding: str = "utf-8"
) -> None:
    """Write the service's packaged sample, outcomes included, as CSV; `encoding` may be "cp932" as Excel in Japan does."""
    _write(service.sample(rows=rows, seed=seed), path, encoding)


def write_new_cases(
    service: Service, path: str | Path, *, rows: int = 12, seed: int = 7, encoding: str = "utf-8"
) -> None:
    """Write cases that still await a decision as CSV."""
    _write(service.new_cases(rows=rows, seed=seed), path, encoding)


def _write(cells: Mapping[str, Sequence[str]], path: str | Path, encoding: str) -> None:
    # RFC 4180 line ends, whatever the machine, so that the file is the same byte for byte.
    with Path(path).open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(cells)
        writer.writerows(zip(*cells.values(), strict=True))
