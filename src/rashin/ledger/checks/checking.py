"""A book against every rule and every red flag. All of the work is done by the queries; nothing here loops over entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rashin.errors import BookBlocked, CheckUnknown
from rashin.language import Text, listed
from rashin.ledger.book.engine import quoted
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.checks.rule import MACROS, Check, Flag, Rule, Severity, flags, rules
from rashin.ledger.payees import numbers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 100
"""How many findings of one rule are listed. All are counted."""

_NAMES = ("field", "of")
"""Facts that name a column or a kind of the book."""

_Asked = TypeVar("_Asked", bound=Check)


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry that a rule or a flag found."""

    kind: str
    id: str
    facts: Mapping[str, object]
    mend: Text
    """What to do about it, with the facts filled in."""

    def as_fact(self) -> dict[str, object]:
        """The finding for a program."""
        facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in self.facts.items()}
        return {"kind": self.kind, "id": self.id, "facts": facts, "mend": self.mend}


@dataclass(frozen=True, slots=True)
class Answer(Generic[_Asked]):
    """What one rule or flag found."""

    check: _Asked
    count: int
    """Every finding."""
    findings: tuple[Finding, ...]
    """The first of them, ordered by kind and id."""


@dataclass(frozen=True, slots=True)
class RuleAnswer(Answer[Rule]):
    """What one rule found."""

    def as_fact(self) -> dict[str, object]:
        """The answer for a program."""
        rule = self.check
        return {
            "code": rule.code,
            "severity": rule.severity.value,
            "count": self.count,
            "theme": rule.theme.value,
            "name": rule.name,
            "why": rule.why,
            "findings": [finding.as_fact() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class FlagAnswer(Answer[Flag]):
    """What one red flag found."""

    examined: int
    """How many could have been flagged."""

    def as_fact(self) -> dict[str, object]:
        """The answer for a program."""
        flag = self.check
        return {
            "code": flag.code,
            "count": self.count,
            "examined": self.examined,
            "name": flag.name,
            "why": flag.why,
            "formula": flag.formula,
            "base_rates": [
                {"data": one.data, "found": one.found, "of": one.of, "missing": one.missing} for one in flag.base_rates
            ],
            "findings": [finding.as_fact() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a book."""

    on: date
    """The day that counted as today."""
    rules: tuple[RuleAnswer, ...]
    flags: tuple[FlagAnswer, ...]

    @property
    def answers(self) -> tuple[RuleAnswer | FlagAnswer, ...]:
        """Those of the rules, then those of the flags."""
        return (*self.rules, *self.flags)

    @property
    def blocking(self) -> tuple[RuleAnswer, ...]:
        """The errors. While there is one, nothing is published."""
        return tuple(one for one in self.rules if one.count and one.check.severity is Severity.ERROR)

    def refuse(self) -> None:
        """Stop if there are errors.

        Raises:
            BookBlocked: there are.
        """
        if self.blocking:
            codes = listed([one.check.code for one in self.blocking], most=len(self.blocking))
            raise BookBlocked(count=sum(one.count for one in self.blocking), codes=codes)

    def as_fact(self) -> dict[str, object]:
        """The report for a program."""
        return {
            "on": self.on.isoformat(),
            "blocks": bool(self.blocking),
            "rules": [one.as_fact() for one in self.rules],
            "flags": [one.as_fact() for one in self.flags],
        }


def check(
    connection: DuckDBPyConnection,
    only: Collection[str] | None = None,
    *,
    on: date | None = None,
    most: int = MOST,
    keep: bool = False,
) -> Report:
    """Put every rule and every red flag to a book.

    Args:
        connection: holds a table `<kind>` and a view or table `<kind>_entries` for every kind, as `Book.open` gives it.
            Temporary macros and a temporary table are added to it.
        only: codes of the rules and flags to ask; all, if not given.
        on: the day that counts as today, for what is past its date; today in UTC, if not given.
        most: how many findings of each are listed; all are counted.
        keep: leave every finding in a temporary table `finding(code, kind, id)`.

    Raises:
        CheckUnknown: `only` names a code that no rule and no flag has.
    """
    asked = _asked(only)
    day = on or datetime.now(UTC).date()
    install(connection, day)
    if keep:
        connection.execute("CREATE OR REPLACE TEMP TABLE finding (code VARCHAR, kind VARCHAR, id VARCHAR)")
    return Report(
        day,
        tuple(RuleAnswer(one, *_put(connection, one, most, keep=keep)) for one in rules() if one.code in asked),
        tuple(
            FlagAnswer(one, *_put(connection, one, most, keep=keep), examined=_count(connection, one.population))
            for one in flags()
            if one.code in asked
        ),
    )


def collect(connection: DuckDBPyConnection, code: str, table: str, *, on: date | None = None) -> int:
    """Every finding of one rule or flag as a temporary table, for a query to join: `kind`, `id`, and its facts.

    Args:
        connection: see `check`.
        code: of the rule or flag.
        table: its name; a table of that name is replaced.
        on: see `check`.

    Returns:
        How many there are.

    Raises:
        CheckUnknown: there is no such rule or flag.
    """
    _asked([code])
    install(connection, on or datetime.now(UTC).date())
    (asked,) = (one for one in (*rules(), *flags()) if one.code == code)
    return _collect(connection, asked, table)


def install(connection: DuckDBPyConnection, on: date) -> None:
    """Give the connection the macros that queries of rules and flags use; `on` counts as today."""
    numbers.install(connection)
    connection.execute(f"CREATE OR REPLACE TEMP MACRO checked_on() AS DATE '{on.isoformat()}'")
    connection.execute(MACROS.read_text(encoding="utf-8"))


def _asked(only: Collection[str] | None) -> Collection[str]:
    known = [one.code for one in (*rules(), *flags())]
    unknown = sorted(set(only or ()) - set(known))
    if unknown:
        raise CheckUnknown(code=", ".join(unknown), known=", ".join(known))
    return known if only is None else only


def _put(connection: DuckDBPyConnection, asked: Check, most: int, *, keep: bool) -> tuple[int, tuple[Finding, ...]]:
    """How many there are, and the first of them in the order of their ids."""
    count = _collect(connection, asked, "rashin_found")
    if keep:
        connection.execute("INSERT INTO finding SELECT ?, kind, id FROM rashin_found", [asked.code])
    connection.execute(f"SELECT * FROM rashin_found ORDER BY kind, id LIMIT {int(most)}")
    names = [column[0] for column in connection.description or ()]
    return count, tuple(_findings(asked, names, connection.fetchall()))


def _collect(connection: DuckDBPyConnection, asked: Check, table: str) -> int:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS {asked.query}")
    return _count(connection, f"SELECT count(*) FROM {quoted(table)}")


def _count(connection: DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _findings(asked: Check, names: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[Finding]:
    for row in rows:
        facts = dict(zip(names, row, strict=True))
        kind, identity = str(facts.pop("kind")), str(facts.pop("id"))
        shown = {name: _named(kind, value) if name in _NAMES else _shown(value) for name, value in facts.items()}
        yield Finding(kind, identity, facts, asked.mend.filled(**shown))


def _named(kind: str, name: object) -> object:
    """A column of the kind, or a kind, as people call it."""
    labels = {one.name: one.label for one in KINDS.values()}
    labels |= {one.name: one.label for of in ("budget", kind) for one in KINDS[of].columns}
    return labels.get(str(name), name)


def _shown(value: object) -> object:
    if value is None:
        return _Unknown()
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _Unknown:
    """A fact that the book does not hold, however it is to be written."""

    def __format__(self, spec: str) -> str:
        return "—"
