"""A programme's books as CSV files: as many invented payments as wanted, with the programmes and budgets they came out of."""

from __future__ import annotations

from pathlib import Path

import duckdb

PAYMENTS_EACH = 20
"""Payments of one programme in one year."""

_FILES = {
    "organisation.csv": "SELECT 'jp:' || number AS id, name AS title, number AS corporate_number, 'company' AS body FROM payees",
    "programme.csv": "SELECT 'P' || n AS id, '事業' || n AS title, 2020 AS start_year, 2030 AS end_year FROM programmes",
    "budget.csv": (
        "SELECT programme || ':' || fiscal_year AS id, programme, fiscal_year, sum(amount) AS initial, sum(amount) AS total, "
        "sum(amount) FILTER (tier = 1) AS executed FROM paid GROUP BY programme, fiscal_year ORDER BY id"
    ),
    "payment.csv": "SELECT * FROM paid ORDER BY id",
}
_TABLES = """
SELECT setseed({seed});
CREATE TABLE programmes AS SELECT range AS n FROM range({programmes});
CREATE TABLE payees AS
  WITH bodies AS (SELECT range AS k, lpad(CAST(100000000000 + range AS VARCHAR), 12, '0') AS body FROM range({payees}))
  SELECT k, '架空' || k || '株式会社' AS name, corporate_check_digit(body) || body AS number FROM bodies;
CREATE TABLE paid AS
  WITH drawn AS (
    SELECT range AS n, 'P' || (range // {each} % {programmes}) AS programme, CAST(random() * {payees} AS BIGINT) % {payees} AS k,
      DATE '2020-04-01' + CAST(range // {each} // {programmes} * 365 + random() * 364 AS INTEGER) AS paid,
      CAST(exp(random() * 9 + 10) AS BIGINT) AS amount, random() AS chance
    FROM range({rows})
  )
  SELECT 'p' || lpad(CAST(n AS VARCHAR), 8, '0') AS id, programme,
    CAST(year(paid - INTERVAL 3 MONTH) AS INTEGER) AS fiscal_year, paid, 'payment' AS move, 'jp:' || number AS payee,
    name AS payee_name, number AS payee_number, amount, if(chance < 0.8, 1, 2) AS tier,
    chr(65 + CAST(n % 5 AS INTEGER)) AS block, '業務' || n AS work
  FROM drawn JOIN payees USING (k)
"""


def write(folder: Path, rows: int, seed: float = 0.5) -> Path:
    """The files of so many payments, in a new folder, in the columns of Rashin's own template; where they are."""
    from rashin.ledger.payees.numbers import install

    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        install(connection)
        programmes = max(rows // PAYMENTS_EACH // 5, 1)
        sizes = {"rows": rows, "programmes": programmes, "payees": max(rows // 20, 10), "each": PAYMENTS_EACH}
        connection.execute(_TABLES.format(seed=seed, **sizes))
        for name, query in _FILES.items():
            connection.execute(f"COPY ({query}) TO '{folder / name}' (HEADER)")
    return folder
