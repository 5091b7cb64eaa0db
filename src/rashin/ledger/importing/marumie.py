"""RSシステム of 2025, as the project marumie-rssystem publishes it: a folder of JSON files.

Source: https://github.com/igomuni/marumie-rssystem, from https://rssystem.go.jp. Its amounts are whole yen. What it computed
or had a model judge (quality scores) is not taken over.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from rashin.errors import ImportProblem
from rashin.language import Text
from rashin.ledger.book.draft import Draft
from rashin.ledger.book.engine import connect, file_literal, quoted
from rashin.ledger.importing.format import Format
from rashin.ledger.importing.payees import find_payees
from rashin.ledger.importing.problems import Problems, broken
from rashin.ledger.importing.sources import source_of

_PARTS = {
    "details": "rs2025-project-details.json.gz",
    "recipients": "recipient-index-2025.json.gz",
    "graph": "sankey-svg-2025-graph.json.gz",
}
_ENTRIES = {
    "details": "unnest(map_values(from_json(json, '\"MAP(VARCHAR, JSON)\"')))",
    "recipients": "unnest(map_values(from_json(json_extract(json, '$.recipients'), '\"MAP(VARCHAR, JSON)\"')))",
    "graph": "unnest(from_json(json_extract(json, '$.nodes'), '[\"JSON\"]'))",
}
_KINDS = ("organisation", "programme", "budget", "payment", "sub_award")
_LARGEST_OBJECT = 1 << 30
_NO_FILE = Text("このファイルがありません。", "This file is missing.")
_ADD_FILE = Text("同じフォルダーに置いてください。", "Put it into the same folder.")
_NOTHING = Text("読める記録が1件もありません。", "It holds no entry that can be read.")
_SAME_RELEASE = Text("公開されたままのファイルを使ってください。", "Use the file as it was published.")


def _sniff(path: Path) -> bool:
    return path.is_dir() and any((path / name).is_file() for name in _PARTS.values())


def _read(path: Path) -> Draft:
    import duckdb

    connection, problems = connect(), Problems(path.name)
    for name in _PARTS.values():
        if not (path / name).is_file():
            problems.add(ImportProblem(_NO_FILE, _ADD_FILE, sheet=name))
    problems.refuse()
    for table, name in _PARTS.items():
        read = f"read_json_objects({file_literal(path / name)}, format='unstructured', maximum_object_size={_LARGEST_OBJECT})"
        try:
            connection.execute(f"CREATE TABLE {quoted(table)} AS SELECT {_ENTRIES[table]} AS entry FROM {read}")
        except duckdb.Error as trouble:
            problems.add(broken(str(trouble), name))
            continue
        if not connection.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1").fetchall():
            problems.add(ImportProblem(_NOTHING, _SAME_RELEASE, sheet=name))
    problems.refuse()
    sql = files("rashin.ledger.importing").joinpath("marumie.sql").read_text(encoding="utf-8")
    first, second = sql.split("-- payees are found here\n")
    connection.execute(first)
    find_payees(connection, "SELECT name, number FROM appearance")
    connection.execute(second)
    return Draft(connection, FORMAT.code, source_of(path, tuple(_PARTS.values())), _KINDS)


FORMAT = Format(
    "marumie",
    Text("RSシステム2025年度（見える化RSシステム）", "RS system 2025 (marumie-rssystem)"),
    Text("フォルダーに {parts}", "a folder with {parts}").filled(parts=", ".join(_PARTS.values())),
    _sniff,
    _read,
    tuple(_PARTS.values()),
)
