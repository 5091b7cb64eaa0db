"""Computing every figure of a published release again, from nothing but what the release itself carries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.errors import CheckUnreadable, ReceiptUnreadable, SiteUnreadable
from rashin.ledger.book.engine import connect, file_literal, quoted
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.book.schema import columns, create
from rashin.ledger.checks.checking import collect
from rashin.ledger.exports.files import FOLDER as DATA
from rashin.ledger.figures.computing import compute
from rashin.ledger.figures.family import DIMENSIONS, Family, families, read_families
from rashin.ledger.portal.addresses import place
from rashin.ledger.publishing.material import BATCHES, QUERIES, SCOPE
from rashin.ledger.releases import LATEST, Release, read_release
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LISTED = 20
"""Differences that are named; all are counted."""
_NAMES = ("family", *DIMENSIONS)
_KEY = " AND ".join(f"n.{name} IS NOT DISTINCT FROM p.{name}" for name in _NAMES)
_EITHER = ", ".join(f"coalesce(n.{name}, p.{name}) AS {name}" for name in _NAMES)
_COMPARED = f"""CREATE TEMP TABLE compared AS SELECT {_EITHER}, p.value AS published, n.value AS computed,
  n.value IS NOT DISTINCT FROM p.value AND n.rows IS NOT DISTINCT FROM p.rows AND n.digest IS NOT DISTINCT FROM p.digest AS equal
FROM figure n FULL JOIN published p ON {_KEY}"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that was published otherwise than it is computed; None where it is on one side alone."""

    name: str
    published: int | None
    computed: int | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it."""

    release: Release
    figures: int
    """How many were published or computed."""
    equal: int
    """How many are equal in value, rows and digest."""
    differences: tuple[Difference, ...]
    """The first of the others."""
    receipts: int
    unsound_count: int
    """Receipts that do not verify, or that state other figures than those published."""
    unsound: tuple[str, ...]
    """The first of them."""
    strange_queries: tuple[str, ...]
    """Queries of the release that are not those of this Rashin: read them before you trust what they count."""

    @property
    def holds(self) -> bool:
        """Whether everything that was published is what the data give."""
        return self.equal == self.figures and not self.unsound_count


def rebuild(site: Path, key: str | None = None) -> Rebuilt:
    """Compute every figure of a release again.

    The queries are those of the release. They can reach nothing but its tables: access to files and settings is shut
    before the first of them runs.

    Args:
        site: the folder of a site, whose latest release is taken, or of one release.
        key: of the log, from elsewhere than the site; that of the site, if not given.

    Raises:
        SiteUnreadable: it is no release, or it lacks something.
        KeyWrong: the key is none.
    """
    folder = site / LATEST if (site / LATEST).is_dir() else site
    return _Rebuilding(folder, key).done()


@dataclass(frozen=True)
class _Rebuilding:
    folder: Path
    key: str | None

    def done(self) -> Rebuilt:
        import duckdb

        try:
            release, asked = read_release(self.folder), read_families(self.folder / QUERIES)
            connection = self._loaded()
            counted = (self.folder / QUERIES / "counted.sql").read_text(encoding="utf-8")
            collect(connection, "M01", "suspected", on=release.issued)
            compute(connection, asked, counted=counted)
            connection.execute(_COMPARED)
        except (OSError, ValueError, KeyError, TypeError, CheckUnreadable, duckdb.Error) as trouble:
            raise SiteUnreadable(path=self.folder) from trouble
        unsound = tuple(self._unsound(connection))
        return Rebuilt(
            release,
            self._count(connection, "true"),
            self._count(connection, "equal"),
            tuple(self._differences(connection)),
            len(self._receipts),
            len(unsound),
            unsound[:LISTED],
            _strange(asked),
        )

    def _loaded(self) -> DuckDBPyConnection:
        """The release's tables, and nothing else within reach."""
        connection = connect()
        for kind in KINDS.values():
            create(connection, kind)
            path = self.folder / DATA / f"{kind.name}.parquet"
            if path.exists():
                known = [name for name, _ in columns(kind)]
                connection.execute(f"INSERT INTO {quoted(kind.name)} BY NAME SELECT {_chosen(connection, path, known)}")
            connection.execute(f"CREATE VIEW {quoted(f'{kind.name}_entries')} AS SELECT * FROM {quoted(kind.name)}")
        for name, file in (("published", "figures"), *((one, one) for one in SCOPE)):
            path = self.folder / DATA / f"{file}.parquet"
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet({file_literal(path)})")
        connection.execute("CREATE TABLE batch (batch VARCHAR, format VARCHAR)")
        batches = json.loads((self.folder / BATCHES).read_bytes())
        connection.executemany(
            "INSERT INTO batch VALUES (?, ?)", [[f"{one['number']:06}", one["format"]] for one in batches]
        )
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection

    def _count(self, connection: DuckDBPyConnection, which: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM compared WHERE {which}").fetchall()[0][0])

    def _differences(self, connection: DuckDBPyConnection) -> Iterator[Difference]:
        asked = (
            f"SELECT {', '.join(_NAMES)}, published, computed FROM compared WHERE NOT equal ORDER BY ALL LIMIT {LISTED}"
        )
        for *names, published, computed in connection.execute(asked).fetchall():
            yield Difference(" / ".join(str(name) for name in names if name is not None), published, computed)

    @cached_property
    def _receipts(self) -> list[Path]:
        return sorted(
            path for path in self.folder.rglob("receipt.json") if DATA not in path.relative_to(self.folder).parts[:1]
        )

    def _unsound(self, connection: DuckDBPyConnection) -> Iterator[str]:
        keys = [VerifierKey.parse(self.key or self._own_key())]
        stated = _stated(connection)
        for path in self._receipts:
            name = path.relative_to(self.folder).as_posix()
            try:
                receipt = Receipt.from_json(path.read_bytes())
                sound = verify(receipt, keys).holds and _agrees(receipt.payload, stated, name)
            except (ReceiptUnreadable, KeyError, TypeError, AttributeError):
                sound = False
            if not sound:
                yield name

    def _own_key(self) -> str:
        for above in (self.folder.parent, self.folder.parent.parent):
            path = above / "log" / "key.txt"
            if path.is_file():
                return path.read_text(encoding="utf-8").strip()
        raise SiteUnreadable(path=self.folder)


def _chosen(connection: DuckDBPyConnection, path: Path, known: list[str]) -> str:
    read = f"read_parquet({file_literal(path)})"
    present = [str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()]
    return f"{', '.join(quoted(name) for name in present if name in known)} FROM {read}"


def _stated(connection: DuckDBPyConnection) -> dict[str, dict[Any, tuple[int, int, str]]]:
    """What was published, by the name of its receipt's file."""
    names = ", ".join(DIMENSIONS)
    found: dict[str, dict[Any, tuple[int, int, str]]] = {}
    rows = connection.execute(f"SELECT owner, family, {names}, value, rows, digest FROM published").fetchall()
    for owner, family, *told, value, count, digest in rows:
        at = dict(zip(DIMENSIONS, told, strict=True))
        file = f"{place(owner, at.pop(owner, ''))}receipt.json"
        known = tuple(sorted((name, one) for name, one in at.items() if one is not None))
        found.setdefault(file, {})[family, known] = (value, count, digest)
    return found


def _agrees(payload: Any, stated: dict[str, dict[Any, tuple[int, int, str]]], file: str) -> bool:
    """Whether a receipt states exactly the figures that were published on its page."""
    said = {
        (one["figure"], tuple(sorted(one["at"].items()))): (one["value"], one["rows"], one["digest"])
        for one in payload["figures"]
    }
    return said == stated.get(file, {})


def _strange(asked: Sequence[Family]) -> tuple[str, ...]:
    own = {one.code: one.digest for one in families()}
    return tuple(one.code for one in asked if own.get(one.code) != one.digest)
