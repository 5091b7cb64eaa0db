"""The same aggregates of one payment file by DuckDB and by Polars alone, and what frictionless does with it."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Totals = tuple[int, int, int]
"""Yen in all, programmes with payments, yen of the largest payee."""

AGGREGATES = (
    "SELECT fiscal_year, count(*) AS n, sum(amount) AS yen FROM payment GROUP BY ALL",
    "SELECT programme, fiscal_year, count(*) AS n, sum(amount) AS yen FROM payment WHERE tier = 1 GROUP BY ALL",
    "SELECT payee, any_value(payee_name) AS name, count(*) AS n, sum(amount) AS yen FROM payment GROUP BY payee",
    "SELECT block, tier, count(*) AS n, sum(amount) AS yen, max(amount) AS largest FROM payment GROUP BY ALL",
)
"""What a portal's front page asks."""


def aggregates(connection: Any) -> Totals:
    """Every aggregate, fetched whole."""
    years, programmes, payees, _ = (connection.execute(query).fetchall() for query in AGGREGATES)
    return int(sum(row[-1] for row in years)), len({row[0] for row in programmes}), int(max(row[-1] for row in payees))


def duckdb_alone(file: Path) -> Totals:
    """Parse and aggregate."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"CREATE TABLE payment AS SELECT * FROM read_csv('{file}')")  # noqa: S608 - names are ours
        return aggregates(connection)


def polars_alone(file: Path) -> Totals:
    """Parse and aggregate."""
    import polars as pl

    payments = pl.read_csv(file, try_parse_dates=True, schema_overrides={"payee_number": pl.String})
    n, yen = pl.len().alias("n"), pl.col("amount").sum().alias("yen")
    years = payments.group_by("fiscal_year").agg(n, yen).rows()
    programmes = payments.filter(pl.col("tier") == 1).group_by("programme", "fiscal_year").agg(n, yen).rows()
    payees = payments.group_by("payee").agg(pl.col("payee_name").first(), n, yen).rows()
    payments.group_by("block", "tier").agg(n, yen, pl.col("amount").max().alias("largest")).rows()
    return int(sum(row[-1] for row in years)), len({row[0] for row in programmes}), int(max(row[-1] for row in payees))


_VALIDATE = """
import json, sys, time
from frictionless import Resource, Schema, Checklist, system
schema = Schema.from_descriptor(json.loads(sys.argv[2]))
start = time.perf_counter()
with system.use_context(trusted=True):
    report = Resource(path=sys.argv[1], schema=schema).validate()
print(json.dumps([time.perf_counter() - start, report.valid]))
"""
_SCHEMA = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
        {"name": "programme", "type": "string"},
        {"name": "fiscal_year", "type": "integer"},
        {"name": "paid", "type": "date"},
        {"name": "move", "type": "string", "constraints": {"enum": ["payment", "refund"]}},
        {"name": "payee", "type": "string"},
        {"name": "payee_name", "type": "string"},
        {"name": "payee_number", "type": "string", "constraints": {"pattern": "[0-9]{13}"}},
        {"name": "amount", "type": "integer", "constraints": {"required": True, "minimum": 0}},
        {"name": "tier", "type": "integer", "constraints": {"minimum": 1}},
        {"name": "block", "type": "string"},
        {"name": "work", "type": "string"},
    ]
}


def frictionless_seconds(python: Path, file: Path, rows: int) -> float:
    """Seconds to validate the schema alone, on the file's first rows, by the frictionless of another environment.

    Raises:
        ValueError: it did not find the file valid.
    """
    with TemporaryDirectory() as folder, file.open(encoding="utf-8") as whole:
        sample = Path(folder) / "payment.csv"
        with sample.open("w", encoding="utf-8") as part:
            part.writelines(line for line, _ in zip(whole, range(rows + 1), strict=False))
        done = subprocess.run(  # noqa: S603 - our own script
            [python, "-c", _VALIDATE, "payment.csv", json.dumps(_SCHEMA)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    seconds, valid = json.loads(done.stdout)
    if not valid:
        raise ValueError(done.stdout)
    return float(seconds)


def seconds_of(call: Callable[[], Any]) -> tuple[float, Any]:
    """Wall seconds of one call, and what it gave."""
    start = time.perf_counter()
    given = call()
    return time.perf_counter() - start, given
