"""Entries of a book: finding them, every version of one, and what points at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rashin.errors import NotFound
from rashin.ledger.book.columns import Column, Holds, written
from rashin.ledger.book.engine import quoted
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.workspace.listing import PER_PAGE, Listing

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Values = dict[str, Any]

_APART = ":"
_NAMED_BY = ("title", "payee_name", "said", "account", "of")
"""Columns that tell people which entry is meant, the best first."""
_NAMED_AFTER = (
    "payee",
    "recipient",
    "applicant",
    "indicator",
    "criterion",
    "organisation",
    "award",
    "call",
    "programme",
)
"""Columns with other entries, after which an entry is called that says nothing of itself."""

Names = Mapping[tuple[str, str], str]
"""What entries are called, by kind and id."""


@dataclass(frozen=True, slots=True)
class Version:
    """What was entered under an id at one time."""

    values: Values
    """By column, what was written beside amounts included."""
    batch: int
    recorded: datetime
    """In UTC, without saying so."""
    recorded_by: str
    why: str
    source_row: int | None
    withdrawn: bool
    changed: tuple[Column, ...]
    """What it says otherwise than the version before; empty for the first and for a withdrawal."""


@dataclass(frozen=True, slots=True)
class Found:
    """One id of a book, and all that was entered under it."""

    kind: Kind
    id: str
    versions: tuple[Version, ...]
    """The newest first; at least one."""
    title: str
    """What people call it."""

    @property
    def stands(self) -> Version | None:
        """What stands; None once it was taken back."""
        return None if self.versions[0].withdrawn else self.versions[0]

    @property
    def last_said(self) -> Version:
        """The newest that says something."""
        return next(one for one in self.versions if not one.withdrawn)

    @property
    def address(self) -> str:
        """The entry in an address."""
        return address_of(self.kind.name, self.id)

    def known_on(self, moment: datetime) -> Version | None:
        """What stood at a moment; None where nothing did."""
        known = next((one for one in self.versions if one.recorded <= moment), None)
        return None if known is None or known.withdrawn else known


@dataclass(frozen=True, slots=True)
class Pointing:
    """Entries of one kind that name an entry."""

    kind: Kind
    column: Column
    count: int


def address_of(kind: str, identity: str) -> str:
    """An entry in an address: its kind and its id."""
    return f"{kind}{_APART}{identity}"


def named(address: str) -> tuple[Kind, str]:
    """The kind and the id in an address.

    Raises:
        NotFound: there is no such kind.
    """
    kind, _, identity = address.partition(_APART)
    return kind_named(kind, address), identity


def kind_named(name: str, asked: str = "") -> Kind:
    """A kind by its name.

    Raises:
        NotFound: there is none.
    """
    if name not in KINDS:
        raise NotFound(what=asked or name)
    return KINDS[name]


def find(connection: DuckDBPyConnection, address: str) -> Found:
    """An entry with its versions.

    Raises:
        NotFound: nothing was ever entered under this id.
    """
    kind, identity = named(address)
    entries = quoted(f"{kind.name}_entries")
    rows = _rows(connection, f"SELECT * FROM {entries} WHERE id = ? ORDER BY batch", [identity])  # noqa: S608
    if not rows:
        raise NotFound(what=address)
    versions: list[Version] = []
    said: Values | None = None
    for row in rows:
        versions.append(_version(kind, row, said))
        said = said if row["withdrawn"] else row
    last = said or rows[-1]
    return Found(
        kind, identity, tuple(reversed(versions)), called(kind, last, _own_names(connection, named_by(kind, [last])))
    )


def pointing_at(connection: DuckDBPyConnection, kind: Kind, identity: str) -> list[Pointing]:
    """What names this entry, by kind and column."""
    found = []
    for other in KINDS.values():
        for column in other.columns:
            if column.of == kind.name:
                query = f"SELECT count(*) FROM {quoted(other.name)} WHERE {quoted(column.name)} = ?"  # noqa: S608
                count = int(connection.execute(query, [identity]).fetchall()[0][0])
                found += [Pointing(other, column, count)] if count else []
    return found


def entries(
    connection: DuckDBPyConnection, kind: Kind, words: str = "", page: int = 1, about: tuple[Kind, str] | None = None
) -> Listing[Values]:
    """One page of the entries of a kind that stand, by id.

    Args:
        connection: to the book.
        kind: which.
        words: only those with these words in their id or in a text of theirs.
        page: from 1; the last where there are fewer.
        about: only those that name this entry.
    """
    conditions, values = ["true"], []
    if words.strip():
        texts = [column.name for column in kind.columns if column.holds in (Holds.NAME, Holds.TEXT)]
        conditions.append(f"contains(lower(concat_ws(' ', {', '.join(map(quoted, texts))})), lower(?))")
        values.append(words.strip())
    if about is not None:
        naming = [column.name for column in kind.columns if column.of == about[0].name]
        conditions.append(f"({' OR '.join(f'{quoted(name)} = ?' for name in naming) or 'false'})")
        values += [about[1]] * len(naming)
    chosen = f"FROM {quoted(kind.name)} WHERE {' AND '.join(conditions)}"
    total = int(connection.execute(f"SELECT count(*) {chosen}", values).fetchall()[0][0])
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    offset = (page - 1) * PER_PAGE
    rows = _rows(connection, f"SELECT * {chosen} ORDER BY id LIMIT {PER_PAGE} OFFSET {offset}", values)
    return Listing(rows, total, page)


def titles(connection: DuckDBPyConnection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What people call these entries, each a kind and an id; of one that does not stand its id."""
    found = _standing(connection, wanted)
    after = _own_names(connection, {one for (kind, _), row in found.items() for one in named_by(KINDS[kind], [row])})
    ids = {(kind, identity): identity for kind, identity in wanted}
    return ids | {(kind, identity): called(KINDS[kind], row, after) for (kind, identity), row in found.items()}


def named_by(kind: Kind, rows: Iterable[Values]) -> set[tuple[str, str]]:
    """The entries that these rows name, each a kind and an id."""
    naming = [(column.name, column.of) for column in kind.columns if column.of]
    return {(of, row[name]) for row in rows for name, of in naming if row[name]}


def called(kind: Kind, values: Values, names: Names) -> str:
    """What people call an entry: what it says of itself, or what it belongs to; `names` are those of what it names."""
    for name in _NAMED_BY:
        if values.get(name):
            return str(values[name])
    of = {column.name: column.of for column in kind.columns if column.of}
    for name in _NAMED_AFTER:
        key = (of.get(name) or "", values.get(name) or "")
        if key in names:
            return names[key]
    return str(values["id"])


def _own_names(connection: DuckDBPyConnection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What entries say of themselves; those that say nothing are left out."""
    found = _standing(connection, wanted)
    own = {key: called(KINDS[key[0]], row, {}) for key, row in found.items()}
    return {key: name for key, name in own.items() if name != key[1]}


def _standing(connection: DuckDBPyConnection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Values]:
    """These entries, as far as they stand."""
    by_kind: dict[str, set[str]] = {}
    for kind, identity in wanted:
        if kind in KINDS:
            by_kind.setdefault(kind, set()).add(identity)
    found = {}
    for kind, ids in by_kind.items():
        query = f"SELECT * FROM {quoted(kind)} WHERE id IN (SELECT unnest(?))"  # noqa: S608 - quoted
        found.update({(kind, row["id"]): row for row in _rows(connection, query, [sorted(ids)])})
    return found


def choices(connection: DuckDBPyConnection, kind: str, most: int) -> list[tuple[str, str]] | None:
    """The ids and names of a kind's entries, by name; None where there are more than somebody can choose from."""
    rows = _rows(connection, f"SELECT * FROM {quoted(kind)} LIMIT {most + 1}", [])  # noqa: S608 - quoted, a number
    if len(rows) > most:
        return None
    after = _own_names(connection, named_by(KINDS[kind], rows))
    return sorted(((row["id"], called(KINDS[kind], row, after)) for row in rows), key=lambda one: (one[1], one[0]))


def stands(connection: DuckDBPyConnection, kind: str, identity: str) -> bool:
    """Whether an entry stands under this id."""
    return bool(connection.execute(f"SELECT 1 FROM {quoted(kind)} WHERE id = ?", [identity]).fetchall())  # noqa: S608


def _version(kind: Kind, row: Values, before: Values | None) -> Version:
    withdrawn = bool(row["withdrawn"])
    changed = [
        column
        for column in kind.columns
        if before is not None and not withdrawn and any(row[one] != before[one] for one in _beside(column))
    ]
    return Version(
        row,
        int(row["batch"]),
        row["recorded"],
        row["recorded_by"],
        row["why"],
        row["source_row"],
        withdrawn,
        tuple(changed),
    )


def _beside(column: Column) -> tuple[str, ...]:
    return (column.name, *written(column.name)) if column.holds is Holds.YEN else (column.name,)


def _rows(connection: DuckDBPyConnection, query: str, values: list[Any]) -> list[dict[str, Any]]:
    connection.execute(query, values)
    names = [column[0] for column in connection.description or ()]
    return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]


def plain(value: object) -> str | int | float | bool | None:
    """A value of the book as a draft takes it."""
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
