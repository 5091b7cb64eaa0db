"""360Giving: grants as JSON. Source: https://standard.threesixtygiving.org (360Giving Data Standard 1.4).

Its grants are mostly in pounds. They are not converted: they make a book of their own, kept in pence.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.errors import ImportProblem
from rashin.language import Text
from rashin.ledger.book.draft import Draft
from rashin.ledger.book.engine import connect
from rashin.ledger.importing.documents import load_documents, settle_currency, speaks_of
from rashin.ledger.importing.format import Format
from rashin.ledger.importing.problems import MOST, Problems, not_a
from rashin.ledger.importing.sources import source_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KINDS = ("organisation", "programme", "award", "payment")
_NO_GRANTS = Text("「grants」という並びがありません。", "There is no list “grants”.")
_STANDARD = Text("360Giving の形式の JSON にしてください。", "Make it JSON of the 360Giving standard.")
_EMPTY = Text("空欄です。", "It is blank.")
_FILL = Text("360Giving では必ず要る項目です。", "360Giving requires it.")
_SAME_ID = Text("番号「{found}」は、{first}件目にもあります。", "The id “{found}” is that of grant {first} too.")
_OWN_ID = Text("ひとつの助成にひとつの番号を付けてください。", "Give every grant an id of its own.")
_DATE = Text("日付（2026-04-01 の形）", "a day (such as 2026-04-01)")


def _sniff(path: Path) -> bool:
    return speaks_of(path, "grants")


def _read(path: Path) -> Draft:
    connection, problems = connect(), Problems(path.name)
    load_documents(connection, problems, path)
    before, after = (
        files("rashin.ledger.importing")
        .joinpath("threesixty.sql")
        .read_text(encoding="utf-8")
        .split("-- checked here\n")
    )
    connection.execute(before)
    if not connection.execute(
        "SELECT 1 FROM document WHERE json_type(json_extract(json, '$.grants')) = 'ARRAY' LIMIT 1"
    ).fetchall():
        problems.add(ImportProblem(_NO_GRANTS, _STANDARD))
    _check(connection, problems)
    currency = settle_currency(connection, problems)
    problems.refuse()
    connection.execute(after)
    return Draft(connection, FORMAT.code, source_of(path), _KINDS, currency)


def _check(connection: DuckDBPyConnection, problems: Problems) -> None:
    for column in ("id", "currency", "amountAwarded"):
        blank = (
            f"SELECT source_row FROM grants WHERE json_extract_string(grant_of, '$.{column}') IS NULL LIMIT {MOST + 1}"
        )
        for (row,) in connection.execute(blank).fetchall():
            problems.add(ImportProblem(_EMPTY, _FILL, row, column))
    unread = f"SELECT source_row, place, written FROM dates WHERE day IS NULL ORDER BY 1 LIMIT {MOST + 1}"
    for row, place, found in connection.execute(unread).fetchall():
        problems.add(not_a(_DATE, found, row, place))
    twice = connection.execute(
        "SELECT source_row, id, first_row FROM (SELECT source_row, json_extract_string(grant_of, '$.id') AS id, "
        "min(source_row) OVER (PARTITION BY json_extract_string(grant_of, '$.id')) AS first_row FROM grants) "
        "WHERE id IS NOT NULL AND source_row > first_row ORDER BY 1 LIMIT ?",
        [MOST + 1],
    )
    for row, found, first in twice.fetchall():
        problems.add(ImportProblem(_SAME_ID.filled(found=found, first=first), _OWN_ID, row, "id"))


FORMAT = Format(
    "360giving",
    Text("360Giving（助成の一覧、JSON）", "360Giving (grants, JSON)"),
    Text("「grants」の並びを持つ JSON ファイル", "a JSON file with a list “grants”"),
    _sniff,
    _read,
)
