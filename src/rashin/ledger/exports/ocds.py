"""Calls, awards, contracts and payments as releases of OCDS. Source: https://standard.open-contracting.org (1.1.5).

A release states one contracting process: a call with what came of it, or an award that came without a call. Payments are
transactions, a refund is one with a negative amount. What belongs to no award has no place in the standard: it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.ledger.exports.about import About
from rashin.ledger.exports.exchange import JCN, Party, Row, count, currency_of, money, rows
from rashin.ledger.exports.files import FOLDER, File, write_package, written

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAME = "ocds.json"
STANDARD = "ocds"
_VERSION = "1.1"
_BIDS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
_METHODS = ("open", "selective", "limited", "direct")
_PROGRAMME = "ocds:"
"""What stands before the id of a programme in a book that was imported from OCDS."""


def write(connection: DuckDBPyConnection, folder: Path, about: About) -> File | None:
    """Write the releases; None if there is no process.

    Args:
        connection: of a book with a scope selected, and `exchange.install`.
        folder: where to.
        about: the release.

    Raises:
        OSError: it cannot be written.
    """
    currency, homeless = currency_of(connection), _homeless(connection)
    releases = (_Release(row, currency, about).document() for row in rows(connection, "ocds"))
    done = write_package(folder / NAME, _package(about), "releases", releases)
    return written(folder, NAME, STANDARD, rows=done, left_out=homeless) if done else None


def _homeless(connection: DuckDBPyConnection) -> int:
    """Payments and contracts of no award, and what recipients passed on."""
    awards = "(SELECT id FROM selected_award)"
    told = f"(SELECT id FROM exchanged_payment WHERE of_award IN {awards})"
    paid = count(connection, f"selected_payment WHERE id NOT IN {told}")
    return paid + count(connection, f"selected_commitment WHERE coalesce(award NOT IN {awards}, true)")


def _package(about: About) -> dict[str, Any]:
    return {
        "uri": about.at(f"{FOLDER}/{NAME}"),
        "version": _VERSION,
        "extensions": [_BIDS],
        "publishedDate": _start(about.issued),
        "publisher": {"name": about.publisher.ja, "uri": about.address},
        "license": about.licence.address,
    }


class _Release:
    """One process as a release, and the parties that it names."""

    def __init__(self, row: Row, currency: str, about: About) -> None:
        self._row, self._currency, self._about = row, currency, about
        process = str(row["process"])
        self._ocid = f"{about.ocid_prefix}-{process}" if about.ocid_prefix else process
        self._parties: dict[str, dict[str, Any]] = {}

    def document(self) -> dict[str, Any]:
        row, about = self._row, self._about
        body = {
            "buyer": self._party(row["buyer"], "buyer"),
            "planning": self._planning(),
            "tender": self._tender() if row["call"] else None,
            "bids": {"details": list(self._bids())},
            "awards": list(self._awards()),
            "contracts": list(self._contracts()),
        }
        return {
            "ocid": self._ocid,
            "id": f"{self._ocid}-{about.release}",
            "date": _start(about.issued),
            "tag": list(self._tags()),
            "initiationType": "tender",
            "language": "ja",
            "parties": list(self._parties.values()),
            **body,
        }

    def _tags(self) -> Iterator[str]:
        row = self._row
        if row["call"]:
            yield "tender"
        if row["awards"]:
            yield "award"
        if row["contracts"]:
            yield "contract"
            if any(contract["transactions"] for contract in row["contracts"]):
                yield "implementation"

    def _planning(self) -> dict[str, Any]:
        row = self._row
        programme = str(row["programme"]).removeprefix(_PROGRAMME) if row["programme"] else None
        budget = {"projectID": programme, "project": row["programme_title"], "amount": self._value(row["budget"])}
        return {"budget": budget}

    def _tender(self) -> dict[str, Any]:
        row = self._row
        how = row["procedure"]
        return {
            "id": row["call"],
            "title": row["title"],
            "status": self._status(),
            "value": self._value(row["ceiling"]),
            "procurementMethod": how if how in _METHODS else None,
            "procurementMethodDetails": None if how in _METHODS else how,
            "tenderPeriod": _period(row["opened"], row["closed"]),
            "numberOfTenderers": row["bidders"],
            "procuringEntity": self._party(row["buyer"], "procuringEntity"),
        }

    def _status(self) -> str:
        if self._row["awards"]:
            return "complete"
        opened = self._row["opened"]
        return "active" if opened and opened <= self._about.issued else "planned"

    def _bids(self) -> Iterator[dict[str, Any]]:
        for bid in self._row["bids"] or ():
            yield {
                "id": self._part("bid", bid["id"]),
                "date": _start(bid["day"]),
                "tenderers": [self._party(bid["tenderer"], "tenderer")],
                "value": self._value(bid["amount"]),
            }

    def _awards(self) -> Iterator[dict[str, Any]]:
        for award in self._row["awards"] or ():
            yield {
                "id": self._part("award", award["id"]),
                "title": award["title"],
                "description": award["note"],
                "status": "active",
                "date": _start(award["decided"]),
                "value": self._value(award["amount"]),
                "suppliers": [self._party(award["supplier"], "supplier")],
                "contractPeriod": _period(award["starts"], award["ends"]),
            }

    def _contracts(self) -> Iterator[dict[str, Any]]:
        for contract in self._row["contracts"] or ():
            ours = self._part("contract", contract["id"])
            yield {
                "id": ours,
                "awardID": self._part("award", contract["award"]),
                "value": self._value(contract["amount"]),
                "dateSigned": _start(contract["signed"]),
                "implementation": {"transactions": list(self._transactions(ours, contract["transactions"] or ()))},
            }

    def _transactions(self, contract: str, moved: Iterable[Row]) -> Iterator[dict[str, Any]]:
        for one in moved:
            yield {
                "id": self._part(f"contract/{contract}", one["id"]),
                "date": _start(one["day"]),
                "value": self._value(one["amount"]),
                "payee": self._party(one["payee"], "payee"),
            }

    def _part(self, of: str, identity: str) -> str:
        """The id of a part within its process. In a book imported from OCDS it stands behind what it is part of."""
        return identity.removeprefix(f"{self._ocid}/{of}/")

    def _value(self, coins: int | None) -> dict[str, Any] | None:
        return None if coins is None else {"amount": money(coins, self._currency), "currency": self._currency}

    def _party(self, party: Party | None, role: str) -> dict[str, Any] | None:
        """A reference to an organisation, which is listed among the parties if it has an id."""
        if party is None or (party["id"] is None and party["name"] is None):
            return None
        if party["id"] is not None:
            self._list(party, role)
        return {"id": party["id"], "name": party["name"]}

    def _list(self, party: Party, role: str) -> None:
        number = None if party["person"] else party["number"]
        found = self._parties.setdefault(
            party["id"],
            {
                "id": party["id"],
                "name": party["name"],
                "identifier": {"scheme": JCN, "id": number, "legalName": party["name"]} if number else None,
                "roles": [],
            },
        )
        if role not in found["roles"]:
            found["roles"].append(role)


def _start(given: date | None) -> str | None:
    """The book knows days and no hours: the standard wants the first second of a day that begins something."""
    return f"{given.isoformat()}T00:00:00Z" if given else None


def _period(starts: date | None, ends: date | None) -> dict[str, str | None]:
    return {"startDate": _start(starts), "endDate": f"{ends.isoformat()}T23:59:59Z" if ends else None}
