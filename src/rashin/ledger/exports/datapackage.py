"""The tables as a Data Package. Source: https://specs.frictionlessdata.io (1.0) and https://datapackage.org (2.0).

One descriptor serves both versions. Its resources are the CSV files, whose columns the schemas describe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.language import LANGUAGES, Text
from rashin.ledger.book.engine import literal, quoted
from rashin.ledger.exports.about import About, Origin
from rashin.ledger.exports.files import File, pruned, write_json, written
from rashin.ledger.exports.tables import Field, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "datapackage.json"
STANDARD = "datapackage"
PROFILE = "https://datapackage.org/profiles/2.0/"


def write(
    connection: DuckDBPyConnection,
    folder: Path,
    about: About,
    tables: Sequence[Table],
    files: Iterable[File],
    sources: Sequence[Origin],
) -> File:
    """Write the descriptor of the CSV files among `files`.

    Raises:
        OSError: it cannot be written.
    """
    by_name = {file.name: file for file in files}
    keys = {table.name: table for table in tables}
    resources = [_resource(connection, table, by_name[f"{table.name}.csv"], keys) for table in tables]
    write_json(folder / NAME, pruned({**_package(about, sources), "resources": resources}))
    return written(folder, NAME, STANDARD)


def _package(about: About, sources: Sequence[Origin]) -> dict[str, Any]:
    publisher = {"title": _both(about.publisher), "path": about.address, "role": "publisher", "roles": ["publisher"]}
    licence = about.licence
    return {
        "$schema": f"{PROFILE}datapackage.json",
        "profile": "tabular-data-package",
        "name": "ledger-" + re.sub(r"[^a-z0-9._-]+", "-", about.release.lower()),
        "id": about.address,
        "title": _both(about.title),
        "description": about.description and _both(about.description),
        "homepage": about.address,
        "version": about.release,
        "created": f"{about.issued.isoformat()}T00:00:00Z",
        "contributors": [publisher],
        "licenses": [{"name": licence.name, "path": licence.address, "title": _both(licence.title)}],
        "sources": [{"title": _both(origin.title), "path": origin.address} for origin in sources],
    }


def _resource(connection: DuckDBPyConnection, table: Table, file: File, keys: Mapping[str, Table]) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILE}dataresource.json",
        "profile": "tabular-data-resource",
        "type": "table",
        "name": table.name,
        "path": file.name,
        "title": _both(table.label),
        "titles": _each(table.label),
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": _schema(connection, table, keys),
    }


def _schema(connection: DuckDBPyConnection, table: Table, keys: Mapping[str, Table]) -> dict[str, Any]:
    astray = _astray(connection, table, keys)
    return {
        "$schema": f"{PROFILE}tableschema.json",
        "fields": [_field(field, astray) for field in table.fields],
        "missingValues": [""],
        "primaryKey": [table.key],
        "foreignKeys": [
            {"fields": [field.name], "reference": {"resource": field.of, "fields": [keys[field.of].key]}}
            for field in table.fields
            if field.of and field.of in keys and not astray[field.name, "notInPackage"]
        ],
    }


def _field(field: Field, astray: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """The column; what the book demands of it is a constraint if every row keeps it, else it is said how many do not."""
    counts = {what: astray.get((field.name, what), 0) for what in _ASTRAY}
    words = [choice.value for choice in field.choices]
    return {
        "name": field.name,
        "type": field.type,
        "title": _both(field.label),
        "titles": _each(field.label),
        "choices": {choice.value: _each(choice.label) for choice in field.choices},
        "constraints": {
            "required": (field.required and not counts["empty"]) or None,
            "enum": [] if counts["otherWords"] else words,
        },
        **{what: many or None for what, many in counts.items()},
    }


_ASTRAY = ("empty", "otherWords", "notInPackage")
"""Rows that lack what the book demands, that say another word than those to choose from, or that name an entry which the
package does not hold, such as a programme outside of the scope."""


def _astray(connection: DuckDBPyConnection, table: Table, keys: Mapping[str, Table]) -> dict[tuple[str, str], int]:
    """How many rows of each column are astray, and in what."""
    tests = {}
    for field in table.fields:
        cell = f"coalesce(t.{quoted(field.name)}::VARCHAR, '')"
        if field.required:
            tests[field.name, "empty"] = f"{cell} = ''"
        if field.choices:
            words = ", ".join(literal(choice.value) for choice in field.choices)
            tests[field.name, "otherWords"] = f"{cell} NOT IN ('', {words})"
        if field.of:
            of = keys.get(field.of)
            known = f"SELECT {quoted(of.key)} FROM {quoted(of.source)}" if of else "SELECT '' WHERE false"
            tests[field.name, "notInPackage"] = f"{cell} <> '' AND {cell} NOT IN ({known})"
    counts = ", ".join(f"count(*) FILTER ({test})" for test in tests.values())
    found = connection.execute(f"SELECT {counts} FROM {quoted(table.source)} t").fetchall()[0]
    return dict(zip(tests, map(int, found), strict=True))


def _both(text: Text) -> str:
    """In both languages, as one title has it: the standard knows one."""
    return text.ja if text.ja == text.en else f"{text.ja} / {text.en}"


def _each(text: Text) -> dict[str, str]:
    return {language: text[language] for language in LANGUAGES}
