"""What came into a book since a batch."""

from __future__ import annotations

from rashin.ledger.book.engine import quoted
from rashin.ledger.book.kinds import KINDS, Kind

_SINCE = """SELECT {award} AS award, {programme} AS programme, {payee} AS payee, later.batch
FROM main.{entries} e JOIN (SELECT id, batch FROM main.{entries} WHERE batch > '{last:06}') later USING (id)"""


def since(last_batch: int) -> str:
    """A query for what every later entry concerns, and what those concerned that it superseded or took back.

    Gives `award`, `programme`, `payee`, as far as they are named, and the `batch` that came later.
    """
    return " UNION ALL ".join(filter(None, (_of(kind, last_batch) for kind in KINDS.values())))


def _of(kind: Kind, last_batch: int) -> str:
    names = {column.name for column in kind.columns}

    def named(*chosen: str) -> str:
        """The column that says it; for the kind itself, its id."""
        if kind.name in chosen:
            return "e.id"
        return next((f"e.{name}" for name in chosen if name in names), "NULL::VARCHAR")

    award, programme, payee = named("award"), named("programme"), named("payee", "recipient", "applicant")
    if award == programme:
        return ""
    entries = quoted(f"{kind.name}_entries")
    return _SINCE.format(award=award, programme=programme, payee=payee, entries=entries, last=last_batch)
