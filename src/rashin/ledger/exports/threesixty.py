"""Awards as grants of the 360Giving Data Standard. Source: https://standard.threesixtygiving.org (1.4).

A grant must have a title, an amount, a day, a funder and a recipient. What has not is left out, and counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.ledger.exports.about import About
from rashin.ledger.exports.exchange import Party, Row, count, currency_of, day, money, rows
from rashin.ledger.exports.files import FOLDER, File, write_package, written

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "360giving.json"
STANDARD = "360giving"
_VERSION = "1.4"


def write(connection: DuckDBPyConnection, folder: Path, about: About) -> File | None:
    """Write the grants; None if there is none.

    Args:
        connection: of a book with a scope selected, and `exchange.install`.
        folder: where to.
        about: the release.

    Raises:
        OSError: it cannot be written.
    """
    currency, awards = currency_of(connection), count(connection, "selected_award")
    grants = (_grant(row, currency, about) for row in rows(connection, "threesixty"))
    done = write_package(folder / NAME, _package(about), "grants", grants)
    return written(folder, NAME, STANDARD, rows=done, left_out=awards - done) if done else None


def _package(about: About) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "title": about.title.ja,
        "description": about.description and about.description.ja,
        "issued": day(about.issued),
        "identifier": about.address,
        "publisher": {"name": about.publisher.ja, "website": about.address},
        "downloadURL": about.at(f"{FOLDER}/{NAME}"),
        "accessURL": about.address,
        "license": about.licence.address,
    }


def _grant(row: Row, currency: str, about: About) -> dict[str, Any]:
    recipient: Party = row["recipient"]
    who = _organisation(recipient)
    to = {"recipientIndividual": who} if recipient["person"] else {"recipientOrganization": [who]}
    return {
        "id": row["id"],
        "title": row["title"],
        "description": row["description"],
        "currency": currency,
        "amountAwarded": money(row["amount"], currency),
        "amountDisbursed": money(row["paid"], currency),
        "awardDate": day(row["awarded"]),
        "plannedDates": [{"startDate": day(row["starts"]), "endDate": day(row["ends"])}],
        **to,
        "fundingOrganization": [_organisation(row["funder"])],
        "fromOpenCall": "Yes" if row["open_call"] else None,
        "grantProgramme": [{"code": _code(row), "title": row["programme_title"]}],
        "dataSource": about.address,
        "dateModified": row["recorded"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _organisation(party: Party) -> dict[str, Any]:
    return {"id": party["id"], "name": party["name"]}


def _code(row: Row) -> str:
    """The programme's id. Of a book imported from 360Giving it begins with its funder, which the standard says elsewhere."""
    funder = row["funder"]
    local = f"jp:{funder['number']}" if funder["number"] else str(funder["id"])
    return str(row["programme"]).removeprefix(f"{local}/")
