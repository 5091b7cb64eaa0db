"""Entering what was measured into the programme's book: a receipt as evidence, the deployment, indicators, observations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Draft, Entry, Source, draft_of
from rashin.ledger.book.kinds import KINDS
from rashin.services import find as find_service
from rashin.workspace.database.programme_tables import Sharing
from rashin.workspace.files import Files
from rashin.workspace.measured.figures import TITLES
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.programme.evidence import evidence_key
from rashin.workspace.watch.reading import day_of

FORMAT = "measured"
_BY = "サービスの測定（自動）"
_WHY = "採択につながる導入の測定（{first}から{last}）"
_EVIDENCE = "測定の受領証（{first}から{last}、判断{decisions:,}件）"
_APRIL = 4
_UNITS = {"cases": "件", "%": "％", "minutes": "分", "yen": "円", "Wh": "Wh"}


@dataclass(frozen=True, slots=True)
class Collected:
    """One collection, on record."""

    service: str
    decided: int
    """Decisions of all collections by the link so far."""
    receipt: bytes
    """The file."""


def enter(files: Files, data: Path, sharing: Sharing, collected: Collected) -> None:
    """Enter a collection into the book of the programme; entered before, nothing changes.

    Args:
        files: where the receipt is kept for the programme.
        data: the folder of the installation, where books are.
        sharing: the consent by which it flows.
        collected: what flows.
    """
    digest = sha256(collected.receipt).hexdigest()
    files.put(evidence_key(sharing.programme_id, digest), [collected.receipt])
    told = json.loads(collected.receipt)["payload"]
    book = own_book_of(data, sharing.programme_id)
    draft = _draft(_entries(book, sharing, collected, told, digest), Source(f"{told['id']}.receipt.json", digest))
    book.add(draft, by=_BY, why=_WHY.format(first=told["first"], last=told["last"]))


def _draft(entries: Mapping[str, list[Entry]], source: Source) -> Draft:
    draft = replace(draft_of(entries, FORMAT), source=source)
    # An officer may have given an indicator a target or another title since: what stands is left as it is.
    draft.connection.execute("ALTER TABLE indicator ADD COLUMN assumed BOOLEAN DEFAULT true")
    return draft


def _entries(
    book: Book, sharing: Sharing, collected: Collected, told: Mapping[str, Any], digest: str
) -> dict[str, list[Entry]]:
    known = _known(book, sharing)
    title = _EVIDENCE.format(first=told["first"], last=told["last"], decisions=told["counts"]["decisions"])
    figures = told["figures"]
    return {
        "evidence": [{"id": told["id"], "title": title, "digest": f"sha256:{digest}", "dated": told["last"]}],
        "deployment": [_deployment(known, sharing, collected)],
        "indicator": [_indicator(one, known, sharing, collected.service) for one in figures],
        "observation": [_observation(one, sharing, told) for one in figures],
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """What the book says already."""

    programme: str | None
    recipient: str | None
    deployment: dict[str, Any]


def _known(book: Book, sharing: Sharing) -> _Known:
    connection = book.open()
    award = connection.execute("SELECT programme, recipient FROM award WHERE id = ?", [sharing.award]).fetchone()
    names = [column.name for column in KINDS["deployment"].columns]
    chosen = f"SELECT {', '.join(names)} FROM deployment WHERE id = ?"  # noqa: S608 - names of ours
    row = connection.execute(chosen, [sharing.offer_id]).fetchone()
    stands = {name: _plain(value) for name, value in zip(names, row, strict=True)} if row else {}
    programme, recipient = award or (None, None)
    return _Known(programme, recipient, stands)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _deployment(known: _Known, sharing: Sharing, collected: Collected) -> Entry:
    """As it stands, only with more decisions."""
    first: Entry = {
        "id": sharing.offer_id,
        "title": find_service(collected.service).label.ja,
        "award": sharing.award,
        "organisation": known.recipient,
        "service": collected.service,
        "started": day_of(sharing.from_at).isoformat(),
    }
    return {**(known.deployment or first), "uses": collected.decided}


def _indicator(one: Mapping[str, Any], known: _Known, sharing: Sharing, service: str) -> Entry:
    return {
        "id": f"{sharing.offer_id}-{one['name']}",
        "title": f"{TITLES[one['name']].ja}（{find_service(service).label.ja}）",
        "programme": known.programme,
        "award": sharing.award,
        "stage": "output" if one["name"] == "decisions" else "outcome",
        "unit": _UNITS[one["unit"]],
        "baseline": None if one["baseline"] is None else float(one["baseline"]),
        "direction": one["direction"],
        "set_on": day_of(sharing.agreed_at).isoformat(),
    }


def _observation(one: Mapping[str, Any], sharing: Sharing, told: Mapping[str, Any]) -> Entry:
    last = date.fromisoformat(told["last"])
    low, high = (None if one[end] is None else float(one[end]) for end in ("low", "high"))
    return {
        "id": f"{told['id']}-{one['name']}",
        "indicator": f"{sharing.offer_id}-{one['name']}",
        "fiscal_year": last.year if last.month >= _APRIL else last.year - 1,
        "observed": told["last"],
        "value": float(one["value"]),
        "method": one["method"],
        "sample_size": one["n"],
        "low": low,
        "high": high,
        "evidence": told["id"],
    }
