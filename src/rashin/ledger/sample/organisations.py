"""Who takes part in the sample. None of them exists, and each is called so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from rashin.ledger.sample.data import FIELDS, Row, words
from rashin.ledger.sample.numbers import fictional

PERSON = "person"
"""The organisation that stands for all persons, as imports have it."""
_COMPANIES = 8
"""Companies of each field."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """One that takes part."""

    id: str
    title: str
    body: str
    number: str
    takes: str = ""
    """What it applies as: company, university, local, other; "" where it does not apply."""
    field: str = ""
    """The field that a company works in."""

    @property
    def row(self) -> Row:
        """Its entry."""
        return {"id": self.id, "title": self.title, "corporate_number": self.number, "body": self.body, "country": "JP"}


@cache
def organisations() -> tuple[Organisation, ...]:
    """All of them, always the same."""
    made = []
    for place, facts in enumerate((*_named(), *_companies(), *_others()), start=1):
        title = f"{facts.pop('name')}（{facts['latin']}・架空）"
        identity = facts.pop("id", None) or f"org-{re.sub('[^a-z]+', '-', facts['latin'].lower())}"
        del facts["latin"]
        made.append(Organisation(identity, title, number=fictional(place), **facts))
    return tuple(made)


def organisation_rows() -> list[Row]:
    """The entries of all, and of the one that stands for persons."""
    person: Row = {"id": PERSON, "title": "個人", "body": "person", "country": "JP"}
    return [*(one.row for one in organisations()), person]


def _named() -> Iterator[dict[str, Any]]:
    yield from (dict(one) for one in words()["named"])


def _companies() -> Iterator[dict[str, Any]]:
    stems = words()["words"]["stems"]
    for nth, field in enumerate(FIELDS):
        trades = words()["words"]["trades"][field]
        for place in range(_COMPANIES):
            stem, latin = stems[(5 * nth + 2 * place) % len(stems)]
            trade, in_latin = trades[place % len(trades)]
            name = f"株式会社{stem}{trade}" if place % 3 else f"{stem}{trade}株式会社"
            yield {"name": name, "latin": f"{latin} {in_latin}", "body": "company", "takes": "company", "field": field}


def _others() -> Iterator[dict[str, Any]]:
    bodies = {"university": "institute", "local": "local", "other": "other"}
    for takes, names in words()["others"].items():
        for name, latin in names:
            yield {"name": name, "latin": latin, "body": bodies[takes], "takes": takes}
