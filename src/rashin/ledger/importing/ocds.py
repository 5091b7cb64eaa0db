"""OCDS: contracting as open data. Source: https://standard.open-contracting.org (Open Contracting Data Standard 1.1).

Taken are release packages, record packages, single releases and records, and JSON lines of any of these. Several releases of
one process are joined by the ids of their parts, the newest by its date winning; that is less than the standard's own merge.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from rashin.errors import ImportProblem
from rashin.language import Text
from rashin.ledger.book.draft import Draft
from rashin.ledger.book.engine import connect
from rashin.ledger.importing.documents import load_documents, settle_currency, speaks_of
from rashin.ledger.importing.format import Format
from rashin.ledger.importing.problems import MOST, Problems, not_a
from rashin.ledger.importing.sources import source_of

_KINDS = ("organisation", "programme", "budget", "call", "application", "award", "commitment", "payment")
_NO_RELEASE = Text("契約の記録（release）がありません。", "It holds no release.")
_STANDARD = Text("OCDS の release か record の JSON にしてください。", "Make it JSON of releases or records of OCDS.")
_NO_OCID = Text("番号（ocid）がありません。", "It has no ocid.")
_ADD_OCID = Text("どの契約の記録かを示す ocid を加えてください。", "Add the ocid of the process that it belongs to.")
_DATE = Text("日付（2026-04-01 の形）", "a day (such as 2026-04-01)")


def _sniff(path: Path) -> bool:
    return speaks_of(path, "ocid", "releases", "records")


def _read(path: Path) -> Draft:
    connection, problems = connect(), Problems(path.name)
    load_documents(connection, problems, path)
    sql = files("rashin.ledger.importing").joinpath("ocds.sql").read_text(encoding="utf-8")
    before, after = sql.split("-- checked here\n")
    connection.execute(before)
    for (row,) in connection.execute(f"SELECT source_row FROM release WHERE ocid IS NULL LIMIT {MOST + 1}").fetchall():
        problems.add(ImportProblem(_NO_OCID, _ADD_OCID, row, "ocid"))
    if not connection.execute("SELECT 1 FROM release LIMIT 1").fetchall():
        problems.add(ImportProblem(_NO_RELEASE, _STANDARD))
    unread = f"SELECT source_row, place, written FROM dates WHERE day IS NULL ORDER BY 1 LIMIT {MOST + 1}"
    for row, place, found in connection.execute(unread).fetchall():
        problems.add(not_a(_DATE, found, row, place))
    currency = settle_currency(connection, problems)
    problems.refuse()
    connection.execute(after)
    return Draft(connection, FORMAT.code, source_of(path), _KINDS, currency)


FORMAT = Format(
    "ocds",
    Text("OCDS（調達の記録、JSON）", "OCDS (contracting, JSON)"),
    Text(
        "OCDS の release か record を持つ JSON、または JSON Lines",
        "JSON or JSON lines with releases or records of OCDS",
    ),
    _sniff,
    _read,
)
