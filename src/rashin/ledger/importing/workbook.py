"""Rashin's own workbook: one sheet, or one CSV file, for each kind of entry, with the headings of the template.

Cells are read as people write them (1,200千円, 令和5年4月1日, △5) and kept as written beside every amount. DuckDB reads what
is plain; only the different spellings of the rest are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.errors import ImportProblem
from rashin.language import Text
from rashin.ledger.book.columns import Column, Holds, written
from rashin.ledger.book.draft import Draft
from rashin.ledger.book.engine import connect, literal, put, quoted
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.book.yen import UNITS
from rashin.ledger.importing.cells import FAST, Stated, stated
from rashin.ledger.importing.format import Format
from rashin.ledger.importing.headings import column_of
from rashin.ledger.importing.payees import find_payees
from rashin.ledger.importing.problems import MOST, Problems
from rashin.ledger.importing.sheets import is_workbook, load_sheets, table_of
from rashin.ledger.importing.sources import source_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_UNKNOWN = Text("「{found}」という見出しの列は、このシートにありません。", "This sheet has no column “{found}”.")
_RENAME = Text(
    "見出しを次のどれかにするか、列を消してください: {known}", "Give it one of these headings, or remove it: {known}"
)
_TWICE = Text("「{found}」の列が2つあります。", "There are two columns “{found}”.")
_ONE_ONLY = Text("どちらか一方だけにしてください。", "Keep one of them only.")
_NEEDED = Text("この列が要ります。", "This column is needed.")
_ADD = Text("この見出しの列を加えてください。", "Add a column with this heading.")
_EMPTY = Text("空欄です。", "It is blank.")
_FILL = Text("ここには必ず値を入れてください。", "This cell must have a value.")
_SAME_ID = Text("番号「{found}」は、{first}行目にもあります。", "The id “{found}” stands in row {first} too.")
_OWN_ID = Text("ひとつの記録にひとつの番号を付けてください。", "Give every entry an id of its own.")
_PAID = ("commitment", "payment", "sub_award")


def _read(path: Path) -> Draft:
    connection, problems = connect(), Problems(path.name)
    loaded = load_sheets(connection, problems, path)
    kinds = []
    for sheet, kind in loaded.items():
        if _take(connection, problems, sheet, kind):
            kinds.append(kind.name)
    problems.refuse()
    name_payees(connection, kinds)
    return Draft(connection, FORMAT.code, source_of(path, _parts(path)), tuple(kinds))


def _parts(path: Path) -> tuple[str, ...]:
    return tuple(sorted(one.name for one in path.glob("*.csv"))) if path.is_dir() else ()


def _take(connection: DuckDBPyConnection, problems: Problems, sheet: str, kind: Kind) -> bool:
    """Turn a sheet of texts into the table of its kind; whether it has any row."""
    found = _columns(connection, problems, sheet, kind)
    if found is None:
        return False
    chosen = ["sheet.source_row"]
    joins = []
    for place, (heading, column, unit) in enumerate(found):
        values, join = _value(connection, problems, sheet, place, heading, column, unit)
        chosen += values
        joins.append(join)
    connection.execute(
        f"CREATE TABLE {quoted(kind.name)} AS SELECT {', '.join(chosen)} FROM {quoted(table_of(sheet))} AS sheet {' '.join(joins)}"
    )
    _check_rows(connection, problems, sheet, kind, [column for _, column, _ in found])
    return bool(connection.execute(f"SELECT 1 FROM {quoted(kind.name)} LIMIT 1").fetchall())


def _columns(
    connection: DuckDBPyConnection, problems: Problems, sheet: str, kind: Kind
) -> list[tuple[str, Column, str]] | None:
    """The sheet's headings with the columns they mean and their units; None when some mean nothing."""
    described = connection.execute(f"DESCRIBE {quoted(table_of(sheet))}").fetchall()
    found: list[tuple[str, Column, str]] = []
    sound = True
    for heading in (str(row[0]) for row in described if row[0] != "source_row"):
        meant = column_of(kind, heading)
        if meant is None or any(column.name == meant[0].name for _, column, _ in found):
            what, mend = (_UNKNOWN, _RENAME) if meant is None else (_TWICE, _ONE_ONLY)
            known = Text(*("、".join(column.label[language] for column in kind.columns) for language in ("ja", "en")))
            problems.add(ImportProblem(what.filled(found=heading), mend.filled(known=known), 1, heading, sheet))
            sound = False
        else:
            found.append((heading, *meant))
    for column in kind.columns:
        if column.required and all(column.name != one.name for _, one, _ in found):
            problems.add(ImportProblem(_NEEDED, _ADD, 1, column.label.ja, sheet))
            sound = False
    return found if sound else None


def _value(
    connection: DuckDBPyConnection, problems: Problems, sheet: str, place: int, heading: str, column: Column, unit: str
) -> tuple[list[str], str]:
    """The column in SQL: what it adds to the row, and the table it needs for that."""
    cell, name = f"sheet.{quoted(heading)}", quoted(column.name)
    if column.holds in {Holds.TEXT, Holds.NAME} and not column.choices:
        return [f"{cell} AS {name}"], ""
    read = f"read_{sheet}_{place}"
    fast = None if column.choices else FAST.get(column.holds)
    plain = f"regexp_full_match({cell}, {literal(fast.pattern)})" if fast else "false"
    _look_at_rest(connection, problems, sheet, heading, column, unit, read, plain)
    quick = fast.sql.format(cell=cell, factor=UNITS[unit]) if fast else "NULL"
    values = [f"CASE WHEN {plain} THEN {quick} ELSE CAST(r{place}.value AS {column.holds.sql}) END AS {name}"]
    if column.holds is Holds.YEN:
        as_written, its_unit = map(quoted, written(column.name))
        values += [
            f"{cell} AS {as_written}",
            f"CASE WHEN {plain} THEN {literal(unit)} ELSE r{place}.unit END AS {its_unit}",
        ]
    return values, f"LEFT JOIN {quoted(read)} AS r{place} ON r{place}.text = {cell}"


def _look_at_rest(
    connection: DuckDBPyConnection,
    problems: Problems,
    sheet: str,
    heading: str,
    column: Column,
    unit: str,
    read: str,
    plain: str,
) -> None:
    """Look at each spelling that is not plain once, and keep what it states, or what is wrong with it."""
    cell = f"sheet.{quoted(heading)}"
    texts = connection.execute(
        f"SELECT {cell}, min(source_row) FROM {quoted(table_of(sheet))} AS sheet WHERE {cell} IS NOT NULL AND NOT {plain} "
        "GROUP BY ALL ORDER BY 2"
    ).fetchall()
    sound: list[tuple[str, Stated]] = []
    for text, row in texts:
        meant = stated(column, str(text), unit)
        if isinstance(meant, Stated):
            sound.append((str(text), meant))
        else:
            problems.add(ImportProblem(meant.what, meant.mend, int(row), heading, sheet))
    put(
        connection,
        read,
        {
            "text": [text for text, _ in sound],
            "value": [meant.value for _, meant in sound],
            "unit": [meant.unit for _, meant in sound],
        },
    )


def _check_rows(
    connection: DuckDBPyConnection, problems: Problems, sheet: str, kind: Kind, columns: list[Column]
) -> None:
    """Cells that must be filled, and ids that stand twice."""
    stands = "NOT coalesce(withdrawn, false)" if any(column.name == "withdrawn" for column in columns) else "true"
    for column in columns:
        if column.required:
            kept = "true" if column.name == "id" else stands
            holds = f"{quoted(column.name)} IS NULL AND {_not_said_already(column)} AND {kept}"
            for (row,) in _rows(connection, f"SELECT source_row FROM {quoted(kind.name)} WHERE {holds}"):
                problems.add(ImportProblem(_EMPTY, _FILL, row, column.label.ja, sheet))
    twice = f"SELECT source_row, id, first_row FROM (SELECT *, min(source_row) OVER (PARTITION BY id) AS first_row FROM {quoted(kind.name)}) WHERE id IS NOT NULL AND source_row > first_row"
    if connection.execute(f"SELECT 1 FROM {quoted(kind.name)} GROUP BY id HAVING count(*) > 1 LIMIT 1").fetchall():
        for row, found, first in _rows(connection, twice):
            problems.add(ImportProblem(_SAME_ID.filled(found=found, first=first), _OWN_ID, row, "番号", sheet))


def _not_said_already(column: Column) -> str:
    """An amount that could not be read is blank here, and was reported as what it is."""
    return f"{quoted(written(column.name)[0])} IS NULL" if column.holds is Holds.YEN else "true"


def _rows(connection: DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    yield from connection.execute(f"{query} ORDER BY source_row LIMIT {MOST + 1}").fetchall()


def name_payees(connection: DuckDBPyConnection, kinds: list[str]) -> None:
    """Say who is paid where only a name or a number was written; these organisations are entered if they are not known."""
    unnamed = [kind for kind in _PAID if kind in kinds and _lacks_payee(connection, kind)]
    if not unnamed:
        return
    asked = " UNION ALL ".join(
        f"SELECT payee_name AS name, payee_number AS number FROM {quoted(kind)} WHERE payee IS NULL" for kind in unnamed
    )
    find_payees(connection, asked)
    for kind in unnamed:
        connection.execute(
            f"UPDATE {quoted(kind)} SET payee = payee.organisation FROM payee WHERE {quoted(kind)}.payee IS NULL "
            "AND payee_name IS NOT DISTINCT FROM payee.name AND payee_number IS NOT DISTINCT FROM payee.number"
        )
    if "organisation" not in kinds:
        kinds.append("organisation")
        connection.execute("CREATE TABLE organisation (id VARCHAR, title VARCHAR)")
    for column in ("corporate_number VARCHAR", "body VARCHAR", "assumed BOOLEAN"):
        connection.execute(f"ALTER TABLE organisation ADD COLUMN IF NOT EXISTS {column}")
    connection.execute(
        "INSERT INTO organisation BY NAME SELECT id, title, corporate_number, body, true AS assumed FROM paid "
        "WHERE id NOT IN (SELECT id FROM organisation)"
    )


def _lacks_payee(connection: DuckDBPyConnection, kind: str) -> bool:
    """Whether some entry says a payee's name or number only; the columns are made where they are not there."""
    for column in ("payee", "payee_name", "payee_number"):
        connection.execute(f"ALTER TABLE {quoted(kind)} ADD COLUMN IF NOT EXISTS {column} VARCHAR")
    asked = f"SELECT 1 FROM {quoted(kind)} WHERE payee IS NULL AND (payee_name IS NOT NULL OR payee_number IS NOT NULL) LIMIT 1"
    return bool(connection.execute(asked).fetchall())


FORMAT = Format(
    "workbook",
    Text("羅針の帳票（XLSX か CSV）", "Rashin's own workbook (XLSX or CSV)"),
    Text(
        "種類の名前のシート（{kinds} など）がある XLSX、または種類の名前の CSV。ひな形は `rashin ledger template` で作れます",
        "an XLSX with sheets named after kinds ({kinds} …), or CSV files so named; `rashin ledger template` makes one",
    ).filled(kinds=Text(*("、".join(KINDS[k].label[lang] for k in ("programme", "payment")) for lang in ("ja", "en")))),
    is_workbook,
    _read,
)
