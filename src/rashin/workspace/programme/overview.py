"""What stands in a book, at a glance. Amounts of different kinds stand side by side and are never added together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rashin.ledger.book.kinds import KINDS
from rashin.ledger.checks.checking import collect, install

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A budget is new money: what was carried from one year to the next would count twice.
_NEW = "coalesce(initial, 0) + coalesce(supplementary, 0) + coalesce(reserve, 0)"
_MOVEMENTS = f"""
  SELECT fiscal_year AS year, 'budgeted' AS move,
    CASE WHEN coalesce(initial, supplementary, reserve) IS NULL THEN total ELSE {_NEW} END AS amount
  FROM budget WHERE award IS NULL
  UNION ALL SELECT coalesce(fiscal_year, year_of(agreed)), 'committed', amount FROM commitment
  UNION ALL SELECT coalesce(fiscal_year, year_of(paid)), CASE WHEN move = 'refund' THEN 'refunded' ELSE 'paid' END, amount
  FROM payment WHERE direct(tier)
  UNION ALL SELECT coalesce(fiscal_year, year_of(paid)), 'tier-' || tier, amount FROM payment WHERE NOT direct(tier)
  UNION ALL SELECT fiscal_year, 'tier-' || coalesce(tier, 2), amount FROM sub_award
"""  # noqa: S608 - words of ours
_FIRST_TIER = 2
_UNIT_ERROR = "M01"


@dataclass(frozen=True, slots=True)
class Moved:
    """Amounts of one year, or of all; None where nothing of the kind is entered."""

    year: int | None
    """The fiscal year; None where an entry says none, and of the sums over all years."""
    budgeted: int | None
    committed: int | None
    paid: int | None
    """Directly by the programme."""
    refunded: int | None
    passed_on: tuple[int | None, ...]
    """再委託, tier by tier from the second on. The same yen stands in each tier that it went through."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands in a book."""

    counts: dict[str, int]
    """How many entries stand, by kind; kinds without any are left out."""
    suspected: tuple[int, int]
    """How many direct payments may be unit errors, and their sum, which is part of what is paid."""
    years: tuple[Moved, ...]
    """The newest first, those without a year last."""
    altogether: Moved


def overview(connection: DuckDBPyConnection, on: date) -> Overview:
    """What stands in a book.

    Args:
        connection: to the book, as `Book.open` gives it; macros are added to it.
        on: the day that counts as today.
    """
    install(connection, on)
    found: dict[int | None, dict[str, int]] = {}
    for year, move, amount in connection.execute(
        f"SELECT year, move, CAST(sum(amount) AS HUGEINT) FROM ({_MOVEMENTS}) WHERE amount IS NOT NULL GROUP BY ALL"  # noqa: S608
    ).fetchall():
        found.setdefault(year, {})[move] = int(amount)
    tiers = sorted({int(move[5:]) for moves in found.values() for move in moves if move.startswith("tier-")})
    deepest = range(_FIRST_TIER, max(tiers, default=_FIRST_TIER) + 1)
    years = sorted((year for year in found if year is not None), reverse=True)
    order: list[int | None] = [*years, *([None] if None in found else [])]
    return Overview(
        {kind: count for kind in KINDS if (count := _count(connection, kind))},
        _suspected(connection, on),
        tuple(_moved(year, found[year], deepest) for year in order),
        _moved(None, _summed(found), deepest),
    )


def _suspected(connection: DuckDBPyConnection, on: date) -> tuple[int, int]:
    collect(connection, _UNIT_ERROR, "suspected", on=on)
    asked = (
        "SELECT count(*), coalesce(CAST(sum(p.amount) AS HUGEINT), 0) FROM payment p JOIN suspected s ON s.id = p.id "
        "WHERE direct(p.tier) AND p.move IS DISTINCT FROM 'refund'"
    )
    ((count, amount),) = connection.execute(asked).fetchall()
    return int(count), int(amount)


def _summed(found: dict[int | None, dict[str, int]]) -> dict[str, int]:
    """Each kind of amount over all years."""
    sums: dict[str, int] = {}
    for moves in found.values():
        for move, amount in moves.items():
            sums[move] = sums.get(move, 0) + amount
    return sums


def _moved(year: int | None, moves: dict[str, int], tiers: range) -> Moved:
    passed_on = tuple(moves.get(f"tier-{tier}") for tier in tiers)
    budgeted, committed, paid, refunded = map(moves.get, ("budgeted", "committed", "paid", "refunded"))
    return Moved(year, budgeted, committed, paid, refunded, passed_on)


def _count(connection: DuckDBPyConnection, kind: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{kind}"').fetchall()[0][0])  # noqa: S608 - a name of ours
