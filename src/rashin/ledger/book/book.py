"""The book: a folder of batches. Nothing in it is changed or removed; a correction is one more entry under the same id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rashin.errors import BookClockBehind, BookMissing, CurrencyDiffers, EntriesUnsound
from rashin.language import Text, listed
from rashin.ledger.book.batches import Batch, alone, check_files, complete, read_batches, under_way
from rashin.ledger.book.draft import Draft
from rashin.ledger.book.engine import connect, file_literal, literal, quoted
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.book.schema import columns, create

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_UNCLEAR = Text("番号のない、または同じ番号の", "have no id or share one")
_NEVER_ENTERED = Text("帳簿にない番号を取り消す", "take back an id that is not in the book")
_STORED = "(FORMAT parquet, COMPRESSION zstd)"


class Book:
    """A programme's book in a folder."""

    def __init__(self, folder: str | Path) -> None:
        """The folder need not exist; the first batch makes it."""
        self.folder = Path(folder)
        self._batches = self.folder / "batches"

    def batches(self) -> tuple[Batch, ...]:
        """Every batch, the oldest first.

        Raises:
            BookDamaged: one is missing, or is not as it was written.
        """
        return read_batches(self._batches)

    @property
    def currency(self) -> str | None:
        """The currency of every amount (ISO 4217), in its smallest coin; None before the first batch."""
        return next((batch.currency for batch in self.batches()), None)

    def imported(self, format_code: str, sha256: str) -> Batch | None:
        """The batch that this source was entered with, if it was."""
        same = (one for one in self.batches() if (one.format, one.source_sha256) == (format_code, sha256))
        return next(same, None)

    def add(self, draft: Draft, *, by: str, why: str = "", at: datetime | None = None) -> Batch:
        """Enter a draft, whole or not at all.

        Entries that say what stands in the book already are left out. A source that was entered before in the same format
        is not entered again: its batch is returned.

        Args:
            draft: what to enter; an entry under an id that stands already corrects it, one with `withdrawn` takes it back.
            by: who enters it.
            why: the reason, above all of a correction.
            at: when, in UTC unless it says otherwise; now, if not given.

        Raises:
            EntriesUnsound: entries without an id or with the same, or that take back what is not there.
            CurrencyDiffers: the book is in another currency.
            BookClockBehind: the last batch is recorded later than this one would be.
            BookDamaged: see `batches`.
            OSError: it cannot be written.
        """
        with alone(self._batches):
            known = draft.source.sha256 and self.imported(draft.format, draft.source.sha256)
            if known:
                return known
            batches = self.batches()
            recorded = _utc(at or datetime.now(UTC))
            self._check(draft, batches, recorded)
            with under_way(self._batches) as made:
                rows = self._write(draft, made, batches, _meta(len(batches) + 1, recorded, by, why))
                about = {
                    "number": len(batches) + 1,
                    "format": draft.format,
                    "source_name": draft.source.name,
                    "source_sha256": draft.source.sha256,
                    "currency": draft.currency,
                    "recorded": recorded.replace(tzinfo=None).isoformat(),
                    "recorded_by": by,
                    "why": why,
                    "rows": rows,
                }
                return complete(self._batches, made, about)

    def open(self, known_on: datetime | None = None, *, lazily: bool = False) -> DuckDBPyConnection:
        """The book as it stands, or as it was known at a moment.

        Args:
            known_on: only what was recorded until then counts; UTC unless it says otherwise.
            lazily: read entries when a query asks for them. Worth it where little of the book is asked for, and once.

        Returns:
            A connection that holds for every kind a table `<kind>` (a view, if lazily), the newest entry under each id
            without those that were taken back, a view `<kind>_entries` of every entry, and a table `batch` of the batches
            they came with.

        Raises:
            BookMissing: there is no batch at all.
            BookDamaged: a batch is missing, or is not as it was written.
        """
        batches = self.batches()
        if not batches:
            raise BookMissing(path=self.folder)
        until = _utc(known_on) if known_on else None
        counted = [batch for batch in batches if until is None or batch.recorded <= until]
        for batch in counted:
            check_files(self._batches, batch)
        connection = connect()
        _tell_batches(connection, counted)
        for kind in KINDS.values():
            self._show(connection, kind, counted, as_a="VIEW" if lazily else "TABLE")
        return connection

    def _check(self, draft: Draft, batches: tuple[Batch, ...], recorded: datetime) -> None:
        if batches and batches[0].currency != draft.currency:
            raise CurrencyDiffers(path=draft.source.name, found=draft.currency, expected=batches[0].currency)
        if batches and recorded < batches[-1].recorded:
            raise BookClockBehind(at=recorded.isoformat(), last=batches[-1].recorded.isoformat())
        for kind in draft.kinds:
            ids = f"SELECT id FROM {quoted(kind)} GROUP BY id HAVING count(*) > 1 OR id IS NULL OR id = ''"
            _refuse(draft.connection, kind, _UNCLEAR, ids)

    def _write(self, draft: Draft, made: Path, before: tuple[Batch, ...], meta: Mapping[str, str]) -> dict[str, int]:
        rows = {}
        for name in draft.kinds:
            kind = KINDS[name]
            chosen = _entries_of(draft.connection, kind, meta)
            if any(name in batch.rows for batch in before):
                chosen = self._news(draft.connection, kind, chosen, before)
            else:
                taken = f"SELECT id FROM ({chosen}) WHERE withdrawn"
                _refuse(draft.connection, name, _NEVER_ENTERED, taken)
            path = made / f"{name}.parquet"
            chosen = f"SELECT * EXCLUDE (assumed) FROM ({chosen})"
            written = draft.connection.execute(f"COPY ({chosen}) TO {literal(str(path))} {_STORED}").fetchone()
            rows[name] = int(written[0]) if written else 0
            if not rows[name]:
                path.unlink()
                del rows[name]
        return rows

    def _news(self, connection: DuckDBPyConnection, kind: Kind, chosen: str, before: tuple[Batch, ...]) -> str:
        """Of the chosen entries those that say something new."""
        stands = f"{kind.name}_stands"
        self._show(connection, kind, before, as_name=stands, only=kind.name)
        unknown = (
            f"SELECT id FROM ({chosen}) WHERE withdrawn AND id NOT IN (SELECT id FROM {quoted(f'{stands}_entries')})"
        )
        _refuse(connection, kind.name, _NEVER_ENTERED, unknown)
        own = [quoted(name) for name in _own(kind)]
        same = f"row({', '.join(f'd.{name}' for name in own)}) IS NOT DISTINCT FROM row({', '.join(f's.{name}' for name in own)})"
        return (
            f"SELECT d.* FROM ({chosen}) d LEFT JOIN {quoted(stands)} s ON s.id = d.id "
            f"WHERE CASE WHEN d.withdrawn THEN s.id IS NOT NULL "
            f"ELSE s.id IS NULL OR NOT (d.assumed OR {same}) END"
        )

    def _show(
        self,
        connection: DuckDBPyConnection,
        kind: Kind,
        batches: tuple[Batch, ...] | list[Batch],
        as_name: str = "",
        only: str = "",
        as_a: Literal["TABLE", "VIEW"] = "TABLE",
    ) -> None:
        """The kind's entries as a view, and what stands of them as a table; of these only what stands in another table."""
        name = as_name or kind.name
        entries = quoted(f"{name}_entries")
        having = [batch for batch in batches if kind.name in batch.rows]
        connection.execute(f"DROP VIEW IF EXISTS {entries}")
        connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
        if not having:
            create(connection, kind, name)
            connection.execute(f"CREATE VIEW {entries} AS SELECT * FROM {quoted(name)}")
            return
        files = [str(self._batches / batch.name / f"{kind.name}.parquet") for batch in having]
        connection.execute(f"CREATE VIEW {entries} AS {_entries(connection, kind, files)}")
        connection.execute(f"CREATE {as_a} {quoted(name)} AS {_standing(entries, having[0], only)}")


def _standing(entries: str, first: Batch, only: str) -> str:
    """The newest entry under each id, unless it takes back what stood there.

    A batch holds an id once, so only what came after the first can supersede anything; that is little, as a rule.
    """
    chosen = f" WHERE id IN (SELECT id FROM {quoted(only)})" if only else ""
    later = f"SELECT id, max(batch) AS last FROM {entries} WHERE batch > '{first.number:06}' GROUP BY id"
    return (
        f"SELECT e.* FROM (SELECT * FROM {entries}{chosen}) e "
        f"ANTI JOIN ({later}) l ON l.id = e.id AND l.last > e.batch WHERE NOT e.withdrawn"
    )


def _meta(number: int, recorded: datetime, by: str, why: str) -> dict[str, str]:
    """What every entry of a batch says of itself alike, as SQL."""
    return {
        "batch": literal(f"{number:06}"),
        "recorded": f"TIMESTAMP {literal(recorded.replace(tzinfo=None).isoformat(sep=' '))}",
        "recorded_by": literal(by),
        "why": literal(why),
    }


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _own(kind: Kind) -> Iterator[str]:
    """The columns that say something: all but those about the entry itself."""
    about_itself = {"entry", "batch", "source_row", "recorded", "recorded_by", "why", "withdrawn"}
    yield from (name for name, _ in columns(kind) if name not in about_itself)


def _refuse(connection: DuckDBPyConnection, kind: str, trouble: Text, unsound: str) -> None:
    found = [str(row[0]) for row in connection.execute(f"{unsound} LIMIT 4").fetchall()]
    if found:
        raise EntriesUnsound(kind=KINDS[kind].label, trouble=trouble, ids=listed(found))


def _entries_of(connection: DuckDBPyConnection, kind: Kind, meta: Mapping[str, str]) -> str:
    """The draft's entries of a kind with every column that is kept, in their order."""
    described = connection.execute(f"DESCRIBE {quoted(kind.name)}").fetchall()
    present = {str(row[0]) for row in described}
    chosen = []
    for name, holds in columns(kind):
        if name == "entry":
            continue
        given = f"{quoted(name)}::{holds}" if name in present else f"NULL::{holds}"
        value = f"coalesce({given}, false)" if name == "withdrawn" else meta.get(name, given)
        chosen.append(f"{value} AS {quoted(name)}")
    chosen.append(f"{'coalesce(assumed, false)' if 'assumed' in present else 'false'} AS assumed")
    return f"SELECT {', '.join(chosen)} FROM {quoted(kind.name)}"


def _entries(connection: DuckDBPyConnection, kind: Kind, files: list[str]) -> str:
    """Every entry in these files. Files of an older Rashin may lack a column of today's."""
    listed_files = ", ".join(map(file_literal, files))
    read = f"read_parquet([{listed_files}], union_by_name=true, hive_partitioning=false, file_row_number=true)"
    present = {str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
    entry = f"batch || '/{kind.name}/' || file_row_number"
    chosen = ", ".join(
        f"{entry if name == 'entry' else quoted(name) if name in present else f'NULL::{holds}'} AS {quoted(name)}"
        for name, holds in columns(kind)
    )
    return f"SELECT {chosen} FROM {read}"


def _tell_batches(connection: DuckDBPyConnection, batches: list[Batch]) -> None:
    connection.execute(
        "CREATE TABLE batch (batch VARCHAR, digest VARCHAR, format VARCHAR, source_name VARCHAR, source_sha256 VARCHAR, "
        "currency VARCHAR, recorded TIMESTAMP, recorded_by VARCHAR, why VARCHAR)"
    )
    for one in batches:
        facts = [f"{one.number:06}", one.digest, one.format, one.source_name, one.source_sha256, one.currency]
        when = one.recorded.replace(tzinfo=None)
        connection.execute(
            "INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [*facts, when, one.recorded_by, one.why]
        )
