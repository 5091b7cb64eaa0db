"""Everything that can be taken away from a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.language import Text
from rashin.ledger.exports import datapackage, dcat, exchange, ocds, threesixty
from rashin.ledger.exports.about import About, Origin
from rashin.ledger.exports.downloads import download
from rashin.ledger.exports.files import FOLDER, File
from rashin.ledger.exports.kept import Kept
from rashin.ledger.exports.selection import select_scope
from rashin.ledger.exports.tables import Table, tables
from rashin.ledger.importing.importing import FORMATS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SELECTING = Text("範囲に入る記録を選んでいます", "Selecting what belongs to the scope")
WRITING = Text("「{table}」を書き出しています", "Writing “{table}”")
EXCHANGING = Text("360Giving と OCDS の形で書き出しています", "Writing 360Giving and OCDS")
CATALOGUING = Text("一覧（Data Package、DCAT）を作っています", "Making the catalogue (Data Package, DCAT)")


def exports(
    connection: DuckDBPyConnection,
    folder: Path,
    about: About,
    *,
    kept: Kept | None = None,
    tell: Callable[[Text], None] | None = None,
) -> tuple[File, ...]:
    """Write what belongs to a scope in every format: each table as CSV, JSON and Parquet, grants as 360Giving, contracting
    processes as OCDS, and a Data Package and a DCAT entry that list it all.

    Args:
        connection: of an open book with the tables of a scope; see `select_scope`. Temporary tables and views are added.
        folder: of the release; files go into its folder `data`, those of the same name are replaced.
        about: the release.
        kept: what is known of the release before; files of tables that are as they were are shared with it.
        tell: is told each stage.

    Returns:
        The files. There is no 360Giving without a grant, and no OCDS without a process.

    Raises:
        OSError: they cannot be written.
    """
    say = tell or (lambda _: None)
    data = folder / FOLDER
    data.mkdir(parents=True, exist_ok=True)
    say(SELECTING)
    select_scope(connection)
    published = tables(connection)
    kept = kept or Kept(None)
    files = [file for table in published for file in _download(connection, table, data, kept, say)]
    say(EXCHANGING)
    files += _exchanged(connection, data, about)
    say(CATALOGUING)
    files.append(datapackage.write(connection, data, about, published, files, about.sources or _sources(connection)))
    return (*files, dcat.write(data, about, files))


def _download(
    connection: DuckDBPyConnection, table: Table, data: Path, kept: Kept, say: Callable[[Text], None]
) -> Iterable[File]:
    say(WRITING.filled(table=table.label))
    files = list(kept.files(connection, table, data)) or list(download(connection, table, data))
    kept.note(table, files)
    return files


def _exchanged(connection: DuckDBPyConnection, data: Path, about: About) -> Iterator[File]:
    exchange.install(connection)
    for standard in (threesixty, ocds):
        file = standard.write(connection, data, about)
        if file:
            yield file


def _sources(connection: DuckDBPyConnection) -> Sequence[Origin]:
    """The formats that the book was imported from."""
    found = connection.execute("SELECT DISTINCT format FROM batch ORDER BY format").fetchall()
    return [Origin(FORMATS[code].label) for (code,) in found if code in FORMATS]
