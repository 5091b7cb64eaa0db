"""The cases in a file, each as somebody wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashin.engines.tabular.reading import read_cells
from rashin.engines.tabular.reading.masking import masked
from rashin.engines.tabular.reading.raw_table import RawTable
from rashin.engines.tabular.table import RawNumbers, RawText
from rashin.errors import ColumnMissing, RashinError
from rashin.services.contract import Service, Use

_LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Case:
    """One row."""

    row: int
    """As a spreadsheet counts."""
    values: dict[str, Any]
    reference: str

    @property
    def blank(self) -> bool:
        """Whether there is nothing to decide on."""
        return all(value is None or not str(value).strip() for value in self.values.values())


@dataclass(frozen=True)
class CaseFile:
    """A file of cases, with the columns that are decided by and the one that tells cases apart."""

    raw: RawTable
    columns: Sequence[str]
    label: str | None

    @classmethod
    def read(cls, path: Path, name: str, columns: Sequence[str], service: Service, label: str = "") -> CaseFile:
        """The cases in a file.

        Args:
            path: where the file lies.
            name: what its owner calls it.
            columns: that are decided by.
            service: knows which columns tell cases apart.
            label: the column that does, if its owner says.

        Raises:
            UnreadableFile: one of its kinds.
            ColumnMissing: a column is not there.
        """
        try:
            raw = read_cells(path)
        except RashinError as wrong:
            if "path" in wrong.facts:
                wrong.facts["path"] = name  # ours means nothing to its owner
            raise
        for column in (*columns, *([label] if label else ())):
            if column not in raw.columns:
                raise ColumnMissing(column=column, present=", ".join(raw.columns))
        return cls(raw, columns, label or label_of(raw, service))

    def __len__(self) -> int:
        return self.raw.rows

    def cases(self, start: int, count: int) -> Iterator[Case]:
        """So many cases from a place on; the first is 0."""
        for place in range(start, min(start + count, len(self))):
            label = None if self.label is None else cell(self.raw.columns[self.label], place)
            values = {name: cell(self.raw.columns[name], place) for name in self.columns}
            yield Case(self.raw.first_row + place, values, _plain(label))


def _plain(label: str | float | None) -> str:
    # PostgreSQL takes no NUL in a text.
    return "" if label is None else str(label).replace("\0", "").strip()[:_LONGEST_LABEL]


def label_of(raw: RawTable, service: Service) -> str | None:
    """The column that tells cases apart: the first kind that the service knows and that holds no secret."""
    meant = {concept.key: name for name in raw.columns if (concept := service.concept_of(name))}
    known = (meant.get(concept.key) for concept in service.concepts if concept.use is Use.IDENTIFIER)
    return next((name for name in known if name and masked(name, raw.columns[name]) is None), None)


def cell(column: RawText | RawNumbers, place: int) -> str | int | float | None:
    """One cell as it was written; None where there is none."""
    if isinstance(column, RawText):
        code = int(column.codes[place])
        return column.levels[code] if code >= 0 else None
    value = float(column.values[place])
    if value != value:  # noqa: PLR0124 (NaN: no value)
        return None
    return int(value) if value.is_integer() else value
