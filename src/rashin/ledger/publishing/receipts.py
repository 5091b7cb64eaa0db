"""Receipts of figures: one leaf of the log for each page, with every figure that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from rashin.ledger.figures.family import DIMENSIONS, Family
from rashin.trust.receipts.entries import Committed, Kind, commit

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SCOPE = "scope"
"""The owner of figures that belong to no page but the front."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures they are: a kind of page, and the id of what it is about."""

    owner: str
    id: str

    @property
    def name(self) -> str:
        """As it stands in a receipt."""
        return f"{self.owner}:{self.id}"


@dataclass(frozen=True, slots=True)
class Stated:
    """What all receipts of one release say alike."""

    release: str
    scope: str
    book: str
    """Digest of the book: SHA-256 of its batches' digests."""
    batches: int
    currency: str

    def payload(
        self, subject: Subject, figures: Sequence[Mapping[str, Any]], queries: Mapping[str, str]
    ) -> dict[str, Any]:
        """The payload of one subject's figures."""
        return {
            "release": self.release,
            "scope": self.scope,
            "subject": subject.name,
            "book": {"digest": self.book, "batches": self.batches, "currency": self.currency},
            "queries": {code: queries[code] for code in sorted({str(one["figure"]) for one in figures})},
            "figures": list(figures),
        }


def leaves(
    connection: DuckDBPyConnection, stated: Stated, families: Sequence[Family], at: datetime
) -> Iterator[tuple[Subject, Committed]]:
    """A leaf for each subject in the table `to_state(owner, subject)`, from the table `figure`."""
    queries = {family.code: family.digest for family in families}
    for (owner, identity), rows in groupby(_figures(connection), key=itemgetter(0, 1)):
        subject = Subject(owner, identity)
        figures = [_stated(row) for row in rows]
        yield subject, commit(Kind.FIGURE, at, stated.payload(subject, figures, queries))


def subject_of(alias: str = "") -> str:
    """The id of a figure's owner, as SQL over `figure`."""
    dot = f"{alias}." if alias else ""
    cases = " ".join(f"WHEN '{name}' THEN {dot}{name}" for name in DIMENSIONS if name != "fiscal_year")
    return f"CASE {dot}owner {cases} ELSE '{SCOPE}' END"


def _figures(connection: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    found = connection.execute(
        f"SELECT owner, {subject_of()} AS subject, family, {', '.join(DIMENSIONS)}, value, rows, digest "
        f"FROM figure WHERE row(owner, {subject_of()}) IN (SELECT row(owner, subject) FROM to_state) "
        f"ORDER BY owner, subject, family, {', '.join(f'{name} NULLS FIRST' for name in DIMENSIONS)}"
    )
    while some := found.fetchmany(50_000):
        yield from some


def _stated(row: tuple[Any, ...]) -> dict[str, Any]:
    """One figure as a receipt states it; what it is told apart by besides its owner stands in `at`."""
    owner, _, family, *told, value, rows, digest = row
    at = {name: one for name, one in zip(DIMENSIONS, told, strict=True) if one is not None and name != owner}
    return {"figure": family, "at": at, "value": value, "rows": rows, "digest": digest}
