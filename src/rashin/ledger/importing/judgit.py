"""JUDGIT: Japan's 行政事業レビュー of 2015 to 2023, as a folder of CSV files.

Source: https://github.com/judgit/data (CC BY 4.0), flattened to one row for each sheet, budget year, payment and outcome.
Its amounts are millions of yen with fractions. They are rounded to the yen; what was written stays beside them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from rashin.errors import ImportProblem
from rashin.language import Text
from rashin.ledger.book.draft import Draft
from rashin.ledger.book.engine import connect
from rashin.ledger.importing.format import Format
from rashin.ledger.importing.payees import find_payees
from rashin.ledger.importing.problems import MONEY, NUMBER, YEAR, Problems, load_csv
from rashin.ledger.importing.sources import source_of

_COLUMNS = {
    "projects": "sheet sheet_year project_name ministry bureau division start_year end_year account method policies",
    "budgets": "sheet fiscal_year initial supplementary carried_in carried_out reserve total executed",
    "payments": "sheet fiscal_year group seq payee corporate_number amount_mjpy work",
    "outcomes": "sheet kind ix goal indicator unit target target_year fiscal_year actual planned",
}
_YEARS = {
    "projects": ("sheet_year", "start_year", "end_year"),
    "budgets": ("fiscal_year",),
    "payments": ("fiscal_year",),
    "outcomes": ("target_year", "fiscal_year"),
}
_MONEY = {
    "budgets": ("initial", "supplementary", "carried_in", "carried_out", "reserve", "total", "executed"),
    "payments": ("amount_mjpy",),
}
_PARTS = tuple(f"{name}.csv.gz" for name in _COLUMNS)
_KINDS = ("organisation", "programme", "budget", "payment", "indicator", "observation")
_NO_FILE = Text("このファイルがありません。", "This file is missing.")
_ADD_FILE = Text("同じフォルダーに置いてください。", "Put it into the same folder.")


def _sniff(path: Path) -> bool:
    return path.is_dir() and any((path / name).is_file() for name in _PARTS)


def _read(path: Path) -> Draft:
    connection, problems = connect(), Problems(path.name)
    for name in _PARTS:
        if not (path / name).is_file():
            problems.add(ImportProblem(_NO_FILE, _ADD_FILE, sheet=name))
    problems.refuse()
    for table, columns in _COLUMNS.items():
        file = f"{table}.csv.gz"
        load_csv(connection, problems, table, str(path / file), file)
        problems.missing(connection, table, columns.split(), file)
        problems.unreadable(connection, table, _YEARS[table], "SMALLINT", YEAR, file)
        problems.unreadable(connection, table, _MONEY.get(table, ()), "DECIMAL(38, 12)", MONEY, file)
    problems.unreadable(connection, "outcomes", ("actual", "planned"), "DOUBLE", NUMBER, "outcomes.csv.gz")
    problems.refuse()
    find_payees(connection, "SELECT payee AS name, corporate_number AS number FROM payments")
    connection.execute(files("rashin.ledger.importing").joinpath("judgit.sql").read_text(encoding="utf-8"))
    return Draft(connection, FORMAT.code, source_of(path, _PARTS), _KINDS)


FORMAT = Format(
    "judgit",
    Text("行政事業レビュー（JUDGIT、2015〜2023年度）", "Administrative project reviews (JUDGIT, 2015–2023)"),
    Text("フォルダーに {parts}", "a folder with {parts}").filled(parts=", ".join(_PARTS)),
    _sniff,
    _read,
    _PARTS,
)
