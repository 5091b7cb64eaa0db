"""The tables that are published: those of the book that have entries in the scope, and what they lean on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rashin.language import Text
from rashin.ledger.book.columns import Choice, Column, Holds, written
from rashin.ledger.book.engine import quoted
from rashin.ledger.book.kinds import KINDS, Kind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {
    Holds.YEN: "integer",
    Holds.NUMBER: "number",
    Holds.COUNT: "integer",
    Holds.DATE: "date",
    Holds.YEAR: "year",
    Holds.YES_NO: "boolean",
}
_WRITTEN = Text("{label}（記載のまま）", "{label}, as written")
_UNIT = Text("{label}（記載の単位）", "{label}, unit as written")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a published table."""

    name: str
    label: Text
    type: str = "string"
    """A word of Table Schema: string, integer, number, date, datetime, year or boolean."""
    required: bool = False
    of: str | None = None
    """The table whose key it names."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One published table."""

    name: str
    label: Text
    source: str
    """The table or view of the connection that its rows come from."""
    fields: tuple[Field, ...]
    key: str

    @property
    def query(self) -> str:
        """Its rows in the order of the key."""
        named = ", ".join(quoted(field.name) for field in self.fields)
        return f"SELECT {named} FROM {quoted(self.source)} ORDER BY {quoted(self.key)}"


_BATCH = Text("取り込み", "Batch")
_ENTRY = (
    Field("entry", Text("記録の番号", "Entry"), required=True),
    Field("batch", _BATCH, required=True, of="batch"),
    Field("recorded", Text("記録した日時（協定世界時）", "Recorded (UTC)"), "datetime", required=True),
    Field("why", Text("記録した理由", "Why it was recorded")),
)
_FIELD = Field("field", Text("分野", "Field"), required=True)
_BESIDE = (
    Table(
        "batch",
        _BATCH,
        "batch",
        (
            Field("batch", _BATCH, required=True),
            Field("digest", Text("指紋（SHA-256）", "Digest (SHA-256)"), required=True),
            Field("format", Text("形式", "Format"), required=True),
            Field("source_sha256", Text("元のファイルの指紋（SHA-256）", "Digest of its source (SHA-256)")),
            Field("currency", Text("通貨", "Currency"), required=True),
            Field("recorded", Text("記録した日時（協定世界時）", "Recorded (UTC)"), "datetime", required=True),
            Field("why", Text("記録した理由", "Why it was recorded")),
        ),
        "batch",
    ),
    Table(
        "scope_programme",
        Text("範囲に入る事業", "Programmes in the scope"),
        "scope_programme",
        (
            Field("programme", Text("事業", "Programme"), required=True, of="programme"),
            _FIELD,
            Field("why", Text("範囲に入れた理由", "Why it was taken")),
        ),
        "programme",
    ),
    Table(
        "scope_award",
        Text("範囲に入る採択", "Awards in the scope"),
        "scope_award",
        (Field("award", Text("採択", "Award"), required=True, of="award"), _FIELD),
        "award",
    ),
)
"""What figures are counted with, beside the book's own tables. Who recorded an entry is left out: it is a person."""


def tables(connection: DuckDBPyConnection) -> tuple[Table, ...]:
    """Those that have rows, of a connection that `select_scope` has been given."""
    return tuple(table for table in (*map(_table, KINDS.values()), *_BESIDE) if _has_rows(connection, table))


def _table(kind: Kind) -> Table:
    fields = (field for column in kind.columns for field in _fields(column))
    return Table(kind.name, kind.label, f"selected_{kind.name}", (*fields, *_ENTRY), "id")


def _fields(column: Column) -> Iterator[Field]:
    yield Field(
        column.name, column.label, _TYPES.get(column.holds, "string"), column.required, column.of, column.choices
    )
    if column.holds is Holds.YEN:
        for name, label in zip(written(column.name), (_WRITTEN, _UNIT), strict=True):
            yield Field(name, label.filled(label=column.label))


def _has_rows(connection: DuckDBPyConnection, table: Table) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM {quoted(table.source)} LIMIT 1").fetchall())
