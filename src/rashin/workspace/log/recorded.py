"""Rows that have a leaf in the log: which tables they are in, and what must agree between row and leaf."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from operator import attrgetter
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from rashin.trust.receipts.entries import Entry, Kind, commitment
from rashin.workspace.clock import stamp
from rashin.workspace.database.programme_tables import Measurement
from rashin.workspace.database.tables import (
    Approval,
    Closing,
    DataCheck,
    DecisionRecord,
    Erasure,
    LearnedModel,
    Review,
    Sealed,
    TrueOutcome,
)

_AT_ONCE = 500
_PROOF = ("id", "payload", "salt", "log_index")
_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """How one table is recorded."""

    kind: Kind
    told: Mapping[str, _Path]
    """Columns that the payload tells as well, and where in it."""


_EVERYWHERE: dict[str, _Path] = {"id": ("id",), "organisation_id": ("organisation",)}
_DECIDED = _EVERYWHERE | {"decision_id": ("decision",), "at": ("at",)}

RECORDED: dict[type[Sealed], Recorded] = {
    DataCheck: Recorded(Kind.DATA_CHECK, _EVERYWHERE | {"dataset_id": ("dataset", "id"), "at": ("at",)}),
    LearnedModel: Recorded(
        Kind.MODEL,
        _EVERYWHERE | {"deployment_id": ("deployment",), "digest": ("model_digest",), "created_at": ("at",)},
    ),
    Approval: Recorded(
        Kind.APPROVAL,
        _EVERYWHERE
        | {
            "deployment_id": ("deployment",),
            "model_id": ("model",),
            "digest": ("model_digest",),
            "approved_by": ("approved_by", "id"),
            "why_alone": ("why_alone",),
            "at": ("at",),
        },
    ),
    DecisionRecord: Recorded(
        Kind.DECISION,
        _EVERYWHERE
        | {
            "deployment_id": ("deployment",),
            "reference": ("reference",),
            "outcome": ("decision", "outcome"),
            "handed_over": ("decision", "handed_over"),
            "at": ("at",),
        },
    ),
    Review: Recorded(
        Kind.REVIEW,
        _DECIDED
        | {
            "deployment_id": ("deployment",),
            "outcome": ("outcome",),
            "overruled": ("overruled",),
            "person_id": ("reviewer", "id"),
        },
    ),
    TrueOutcome: Recorded(Kind.OUTCOME, _DECIDED | {"deployment_id": ("deployment",), "outcome": ("outcome",)}),
    Closing: Recorded(
        Kind.CLOSING,
        _EVERYWHERE
        | {
            "deployment_id": ("deployment",),
            "closed": ("closed",),
            "why": ("why",),
            "person_id": ("signed_by", "id"),
            "at": ("at",),
        },
    ),
    Measurement: Recorded(
        Kind.MEASUREMENT,
        _EVERYWHERE
        | {
            "deployment_id": ("deployment",),
            "from_index": ("log", "from"),
            "to_index": ("log", "to"),
            "decisions": ("counts", "decisions"),
            "at": ("at",),
        },
    ),
    Erasure: Recorded(Kind.ERASURE, _DECIDED | {"person_id": ("erased_by", "id"), "why": ("why",)}),
}
"""Tables whose every row has a leaf."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that says which leaf is its own."""

    id: str
    decision_id: str | None
    """The decision that it is, or is about."""
    index: int
    payload: bytes | None
    salt: bytes | None
    columns: Mapping[str, Any]
    recorded: Recorded

    @property
    def is_erased(self) -> bool:
        """Whether neither payload nor salt is left."""
        return self.payload is None and self.salt is None

    def is_committed_in(self, entry: Entry) -> bool:
        """Whether the leaf commits to what the row holds, as far as it holds anything still."""
        if self.recorded.kind is not entry.kind:
            return False
        if self.payload is None or self.salt is None:
            return self.is_erased
        return commitment(self.salt, self.payload) == entry.commitment

    def differing(self) -> str | None:
        """The first column that says otherwise than the payload; None if all agree."""
        told = json.loads(self.payload or b"null")
        for column, path in self.recorded.told.items() if told is not None else ():
            if _at(told, path) != _plain(self.columns[column]):
                return column
        return None


def claims(session: Session) -> Iterator[Claim]:
    """Every row that has a leaf, in the order of the log; read as it goes, whatever their number."""
    each = (_of(session, table.__table__, recorded) for table, recorded in RECORDED.items())  # type: ignore[attr-defined]
    return merge(*each, key=attrgetter("index"))


def erased_on_record(session: Session) -> set[str]:
    """The decisions that somebody erased, and it is on record."""
    return set(session.scalars(select(Erasure.decision_id)))


def _of(session: Session, table: Table, recorded: Recorded) -> Iterator[Claim]:
    names = list(dict.fromkeys((*_PROOF, *recorded.told)))
    chosen = select(*(table.c[name] for name in names)).order_by(table.c.log_index)
    for row in session.execute(chosen.execution_options(yield_per=_AT_ONCE)):
        found = dict(zip(names, row, strict=True))
        about = found["id"] if recorded.kind is Kind.DECISION else found.get("decision_id")
        yield Claim(found["id"], about, found["log_index"], found["payload"], found["salt"], found, recorded)


def _at(told: Any, path: _Path) -> Any:
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def _plain(value: Any) -> Any:
    return stamp(value) if isinstance(value, datetime) else value
