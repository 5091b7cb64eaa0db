from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

WriteCsv = Callable[..., Path]


@pytest.fixture
def csv_file(tmp_path: Path) -> WriteCsv:
    """Writes text (or bytes) as a file and gives its path."""

    def write(content: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def column_file(csv_file: WriteCsv) -> WriteCsv:
    """Writes a two-column table of row numbers and the given cells, quoted, and gives its path."""

    def write(name: str, cells: list[str]) -> Path:
        lines = [f'"n","{name}"', *(f'{n},"{cell}"' for n, cell in enumerate(cells))]
        return csv_file("\n".join(lines) + "\n")

    return write
