"""How well names of payees without a number are resolved: precision and recall on real names.

    python benchmarks/payees.py --data FOLDER [--share 0.3] [--seed 0] [--markdown FILE]

FOLDER holds `recipient_dictionary.csv` and `recipient-index-2025.json.gz` of marumie-rssystem (RSシステム of 2025). Nothing is
perturbed: every name stands as some ministry wrote it.

- dictionary: of a random share of the names with a number, the number is hidden. Known are the other names. A name is to be
  resolved only where its number is known under another name; everything else must stay unresolved.
- register: the same hidden names, but known are the names of the corporate register behind all numbers.
- aliases: other names by which the index of recipients knows a recipient; known are the recipients by their main names.
- redirects: names without a number that the index merged into a recipient with one; known are the recipients.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from rashin.ledger.book.engine import connect, literal
from rashin.ledger.payees.numbers import install
from rashin.ledger.payees.resolution import APART, NEAR, resolve

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one set of names."""

    task: str
    names: int
    to_find: int
    found: int
    right: int
    seconds: float

    @property
    def cells(self) -> list[str]:
        """As a row of the table."""
        precision = f"{self.right / self.found:.1%}" if self.found else "–"
        recall = f"{self.right / self.to_find:.1%}" if self.to_find else "–"
        wrong = self.found - self.right
        return [
            self.task,
            *(f"{n:,}" for n in (self.names, self.to_find, self.found, wrong)),
            precision,
            recall,
            f"{self.seconds:.1f}",
        ]


HEADS = ["names", "asked", "to be found", "resolved", "of these wrong", "precision", "recall", "seconds"]


def load(connection: DuckDBPyConnection, data: Path) -> None:
    """The dictionary and the index as tables."""
    install(connection)
    dictionary, index = (
        literal(str(data / name)) for name in ("recipient_dictionary.csv", "recipient-index-2025.json.gz")
    )
    connection.execute(
        "CREATE TABLE dictionary AS SELECT name, corporate_number AS number, db_name_by_cn AS registered "  # noqa: S608
        f"FROM read_csv({dictionary}, all_varchar=true, header=true) "
        "WHERE valid = 'True' AND cn_count = '1' AND is_corporate_number(corporate_number)"
    )
    entries = "map_values(from_json(json_extract(json, '$.recipients'), '\"MAP(VARCHAR, JSON)\"'))"
    connection.execute(
        f"CREATE TABLE document AS SELECT json FROM read_json_objects({index}, format='unstructured', maximum_object_size=1000000000)"  # noqa: S608
    )
    connection.execute(
        "CREATE TABLE recipient AS SELECT json_extract_string(one, '$.key') AS number, json_extract_string(one, '$.name') AS name, "  # noqa: S608
        f"from_json(json_extract(one, '$.aliases'), '[\"VARCHAR\"]') AS aliases FROM (SELECT unnest({entries}) AS one FROM document)"
    )
    connection.execute(
        "CREATE TABLE redirect AS SELECT one.key AS was, one.value AS number FROM (SELECT unnest(map_entries("
        "from_json(json_extract(json, '$.redirects'), '\"MAP(VARCHAR, VARCHAR)\"'))) AS one FROM document)"
    )


def measure(connection: DuckDBPyConnection, task: str, asked: str, known: str) -> Result:
    """Resolve and count; `asked` is a query of name and number (the right answer), `known` one of organisation and name."""
    connection.execute(f"CREATE OR REPLACE TABLE asked AS {asked}")
    connection.execute(f"CREATE OR REPLACE TABLE known AS {known}")
    began = process_time()
    resolve(connection, "SELECT name FROM asked", "SELECT organisation, name FROM known")
    seconds = process_time() - began
    names, to_find, found, right = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE number IN (SELECT organisation FROM known)), count(organisation), "
        "count(*) FILTER (WHERE organisation = number) FROM asked LEFT JOIN resolved USING (name)"
    ).fetchall()[0]
    return Result(task, names, to_find, found, right, seconds)


def results(data: Path, share: float, seed: int) -> Iterator[Result]:
    """Every task."""
    connection = connect()
    load(connection, data)
    hidden = f"hash(name || '{seed}') % 1000 < {round(share * 1000)}"
    asked = f"SELECT name, number FROM dictionary WHERE {hidden}"  # noqa: S608
    yield measure(
        connection,
        "dictionary",
        asked,
        f"SELECT number AS organisation, name FROM dictionary WHERE NOT {hidden}",  # noqa: S608
    )
    yield measure(
        connection, "register", asked, "SELECT DISTINCT number AS organisation, registered AS name FROM dictionary"
    )
    numbered = "SELECT number AS organisation, name FROM recipient WHERE is_corporate_number(number)"
    aliases = (
        "SELECT alias AS name, any_value(number) AS number FROM (SELECT number, name, unnest(aliases) AS alias FROM recipient "
        "WHERE is_corporate_number(number)) WHERE alias <> name GROUP BY alias HAVING count(DISTINCT number) = 1"
    )
    yield measure(connection, "aliases", aliases, numbered)
    redirects = (
        "SELECT was[6:] AS name, number FROM redirect WHERE starts_with(was, 'name:') AND is_corporate_number(number)"
    )
    yield measure(connection, "redirects", redirects, numbered)


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--share", type=float, default=0.3)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--markdown", type=Path)
    chosen = asked.parse_args()
    rows = [one.cells for one in results(chosen.data, chosen.share, chosen.seed)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in [HEADS, ["---", *["---:"] * (len(HEADS) - 1)], *rows])
    print(f"near from {NEAR}, ahead by {APART}\n\n{table}")
    if chosen.markdown:
        chosen.markdown.write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
