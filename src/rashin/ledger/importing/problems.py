"""What keeps a file from being imported: every problem of it at once, each with its place and its mend."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.errors import ImportProblem, ImportRefused
from rashin.language import Text, same
from rashin.ledger.book.engine import file_literal, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 50
"""Problems shown at once. With more than this, something is wrong with all of the file."""

_NOT_A = Text("「{found}」を{meant}として読めません。", "“{found}” cannot be read as {meant}.")
_CORRECT = Text(
    "正しい{meant}に直すか、分からなければ空欄にしてください。", "Correct it to {meant}, or leave it blank."
)
_NO_COLUMN = Text("この列がありません。", "This column is missing.")
_ADD_COLUMN = Text(
    "この名前の列を加えてください。いまある列: {present}", "Add a column of this name. Present: {present}"
)
_BROKEN = Text("ファイルの形がくずれています（{found}）。", "The file is malformed ({found}).")
_SAVE_AGAIN = Text("元のデータから、もう一度書き出してください。", "Export it from its source again.")
_RAGGED = Text(
    "この行のセルは{found}個ですが、見出しは{expected}個です。",
    "This row has {found} cells, but there are {expected} headings.",
)
_MEND_ROW = Text(
    "余分なコンマや、閉じていない引用符がないか確かめてください。",
    "Check for a comma too many or an open quotation mark.",
)
_HEADS = Text("空の見出しか、同じ見出しが2つあります。", "A heading is blank, or stands twice.")
_MEND_HEADS = Text(
    "1行目の見出しを、列ごとに違うものにしてください。", "Give every column in row 1 a heading of its own."
)
NUMBER = Text("数", "a number")
YEAR = Text("年度", "a year")
MONEY = Text("金額", "an amount")
_UNEVEN = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_LINE = re.compile(r"\b[Ll]ine:? (\d+)")
_FILE_NAME = re.compile(r' ?(?:in )?file "[^"]*",?')
"""Where the file lies is nobody's business but its owner's."""
_LONGEST = 60


class Problems:
    """The problems of one file, as they are found."""

    def __init__(self, path: str) -> None:
        """Of the file or folder of that name."""
        self._path = path
        self._found: list[ImportProblem] = []

    def add(self, problem: ImportProblem) -> None:
        """One more."""
        self._found.append(problem)

    def unreadable(
        self,
        connection: DuckDBPyConnection,
        table: str,
        columns: Sequence[str],
        kind: str,
        meant: Text,
        sheet: str = "",
    ) -> None:
        """Cells of these columns that hold something which is not of that type of SQL."""
        for column in columns:
            name = quoted(column)
            rows = connection.execute(
                f"SELECT source_row, {name} FROM {quoted(table)} "
                f"WHERE {name} IS NOT NULL AND TRY_CAST({name} AS {kind}) IS NULL LIMIT {MOST + 1}"
            ).fetchall()
            for row, found in rows:
                self.add(not_a(meant, str(found), int(row), column, sheet or None))

    def missing(self, connection: DuckDBPyConnection, table: str, columns: Sequence[str], sheet: str) -> None:
        """Columns that the file must have and has not; without them no more can be said.

        Raises:
            ImportRefused: some are missing.
        """
        present = [str(row[0]) for row in connection.execute(f"DESCRIBE {quoted(table)}").fetchall()]
        present.remove("source_row")
        absent = [column for column in columns if column not in present]
        for column in absent:
            self.add(ImportProblem(_NO_COLUMN, _ADD_COLUMN.filled(present=", ".join(present)), 1, column, sheet))
        if absent:
            self.refuse()

    def refuse(self) -> None:
        """Stop here if anything was found.

        Raises:
            ImportRefused: something was.
        """
        if self._found:
            ordered = sorted(self._found, key=lambda one: (one.sheet or "", one.row or 0))
            raise ImportRefused(self._path, ordered[:MOST], more=len(ordered) > MOST)


def not_a(meant: Text, found: str, row: int | None, column: str | None, sheet: str | None = None) -> ImportProblem:
    """A cell that holds something else than is meant."""
    shown = found if len(found) <= _LONGEST else f"{found[:_LONGEST]}…"
    return ImportProblem(_NOT_A.filled(found=shown, meant=meant), _CORRECT.filled(meant=meant), row, column, sheet)


def broken(found: str, sheet: str | None = None) -> ImportProblem:
    """A file that its reader could not make out, from what the reader says."""
    line = _LINE.search(found)
    uneven = _UNEVEN.search(found)
    if uneven:
        return ImportProblem(_RAGGED.filled(found=uneven[2], expected=uneven[1]), _MEND_ROW, _row_of(line), None, sheet)
    said = _FILE_NAME.sub("", found.splitlines()[0]) if found else ""
    return ImportProblem(_BROKEN.filled(found=same(said[:200])), _SAVE_AGAIN, _row_of(line), None, sheet)


def _row_of(line: re.Match[str] | None) -> int | None:
    """The row that a reader's message names."""
    return int(line[1]) if line else None


def load_csv(
    connection: DuckDBPyConnection, problems: Problems, table: str, path: str, sheet: str, delimiter: str = ","
) -> None:
    """A CSV file in UTF-8 as a table of texts, with `source_row` as a spreadsheet counts.

    Raises:
        ImportRefused: it is no CSV file with the same number of cells in every row, or two headings are the same.
    """
    import duckdb

    try:
        heads = _heads(path, delimiter)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as trouble:
        problems.add(broken(str(trouble), sheet))
        problems.refuse()
        return
    unclear = {head for head in heads if heads.count(head) > 1 or not head}
    for head in unclear:
        problems.add(ImportProblem(_HEADS, _MEND_HEADS, 1, head or None, sheet))
    if unclear:
        problems.refuse()
    columns = ", ".join(f"{literal(head)}: 'VARCHAR'" for head in heads)
    options = f"columns={{{columns}}}, auto_detect=false, header=true, strict_mode=true, quote='\"', escape='\"'"
    try:
        connection.execute(
            f"CREATE TABLE {quoted(table)} AS SELECT *, row_number() OVER () + 1 AS source_row "
            f"FROM read_csv({file_literal(path)}, {options}, delim={literal(delimiter)})"
        )
    except duckdb.Error as trouble:
        problems.add(broken(str(trouble), sheet))
        problems.refuse()


def _heads(path: str, delimiter: str) -> list[str]:
    with (
        gzip.open(path, "rt", encoding="utf-8-sig", newline="")
        if path.endswith(".gz")
        else Path(path).open(encoding="utf-8-sig", newline="") as file
    ):
        return [head.strip() for head in next(csv.reader(file, delimiter=delimiter), [""])]
