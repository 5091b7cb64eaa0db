"""Entries by hand: from what somebody wrote into the fields of a form to one more entry in the book."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rashin.errors import EntryMoved, EntryUnchanged, EntryUnreadable, EntryWhyNeeded, ImportProblem
from rashin.language import Text
from rashin.ledger.book.batches import Batch
from rashin.ledger.book.book import Book
from rashin.ledger.book.columns import Column, Holds, written
from rashin.ledger.book.currency import YEN, places
from rashin.ledger.book.draft import Entry, Value, draft_of
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.book.yen import UNITS
from rashin.ledger.importing.cells import stated
from rashin.ledger.importing.problems import MONEY, not_a
from rashin.ledger.importing.workbook import name_payees
from rashin.workspace.programme.entries import Found, plain, stands

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

UNIT = "_unit"
"""Ends the name of the field with the unit of an amount."""
LONGEST = 5_000
_FORM = "form"
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,3})?")

_BLANK = Text("空欄です。", "It is blank.")
_FILL = Text("ここは必ず書いてください。", "This must be filled in.")
_CORRECT_IT = Text("証拠書類を見て、正しく書き直してください。", "Look at the voucher and write it correctly.")
_NOT_THERE = Text("「{found}」という番号の{kind}は、帳簿にありません。", "There is no “{found}” in the book ({kind}).")
_CHOOSE = Text(
    "帳簿にある番号を書くか、先にそれを記帳してください。", "Write an id that is in the book, or enter it first."
)
_LONG = Text("長すぎます（{most:,}文字まで）。", "It is too long (at most {most:,} characters).")
_SHORTEN = Text("短くしてください。", "Shorten it.")

Written = Mapping[str, str]
"""What somebody wrote, by the name of the field."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who enters something, and why."""

    by: str
    why: str = ""

    def with_reason(self) -> Signed:
        """The same, once there is a reason.

        Raises:
            EntryWhyNeeded: there is none.
        """
        if not self.why.strip():
            raise EntryWhyNeeded(field="why")
        return Signed(self.by, self.why.strip())


def units_of(book: Book) -> tuple[str, ...]:
    """The units in which amounts of a book can be written."""
    currency = book.currency or YEN
    return tuple(UNITS) if currency == YEN else (currency,)


def read(connection: DuckDBPyConnection | None, kind: Kind, fields: Written, currency: str = YEN) -> dict[str, Value]:
    """An entry without its id, from what somebody wrote.

    Args:
        connection: to the book, to see that what is named is in it; None where there is no book yet.
        kind: of the entry.
        fields: by the name of the column; the unit of an amount under its name and `UNIT`.
        currency: of the book.

    Raises:
        EntryUnreadable: some fields cannot be taken; each with its mend.
    """
    entry: dict[str, Value] = {}
    problems: dict[str, ImportProblem] = {}
    for column in kind.columns[1:]:
        text = fields.get(column.name, "").strip()
        problem = _put(entry, column, text, fields.get(column.name + UNIT, ""), currency)
        problem = problem or _missing(connection, column, entry)
        if problem is not None:
            problems[column.name] = problem
    if problems:
        raise EntryUnreadable(problems)
    return entry


def enter(book: Book, kind: Kind, entry: Entry, signed: Signed) -> tuple[str, Batch]:
    """Enter something new. Its id, and the batch it came with."""
    identity = _new_id(kind)
    return identity, _add(book, kind, {"id": identity, **entry}, signed)


def correct(book: Book, found: Found, entry: Entry, signed: Signed, *, seen: int) -> Batch:
    """Enter something else under an id that stands, or under one that was taken back.

    Args:
        book: that it is in.
        found: what is corrected.
        entry: all that it is to say.
        signed: who corrects it, and why.
        seen: the batch of the version that whoever corrects it had before them.

    Raises:
        EntryWhyNeeded: no reason is given.
        EntryMoved: somebody else corrected it in the meantime.
        EntryUnchanged: it says what stands already.
    """
    signed = signed.with_reason()
    if found.versions[0].batch != seen:
        raise EntryMoved
    standing = found.stands
    if standing is not None and all(plain(standing.values[name]) == value for name, value in entry.items()):
        raise EntryUnchanged
    return _add(book, found.kind, {"id": found.id, **entry}, signed)


def withdraw(book: Book, found: Found, signed: Signed) -> Batch:
    """Take an entry back; that it stood, and why it does no more, stays in the book.

    Raises:
        EntryWhyNeeded: no reason is given.
        EntryUnchanged: it was taken back already.
    """
    signed = signed.with_reason()
    if found.stands is None:
        raise EntryUnchanged
    return _add(book, found.kind, {"id": found.id, "withdrawn": True}, signed)


def restore(book: Book, found: Found, signed: Signed) -> Batch:
    """Enter again what was taken back, as it stood.

    Raises:
        EntryUnchanged: it stands.
    """
    if found.stands is not None:
        raise EntryUnchanged
    return _add(book, found.kind, {"id": found.id, **said(found)}, signed)


def said(found: Found) -> dict[str, Value]:
    """What the newest version that says something says, without its id."""
    names = [one for column in found.kind.columns[1:] for one in (column.name, *_kept_beside(column))]
    return {name: plain(found.last_said.values[name]) for name in names}


def _add(book: Book, kind: Kind, entry: Entry, signed: Signed) -> Batch:
    draft = draft_of({kind.name: [entry]}, _FORM)
    kinds = list(draft.kinds)
    if not entry.get("withdrawn"):
        name_payees(draft.connection, kinds)
    try:
        whole = replace(draft, kinds=tuple(kinds), currency=book.currency or YEN)
        return book.add(whole, by=signed.by, why=signed.why)
    finally:
        draft.connection.close()


def _new_id(kind: Kind) -> str:
    """An id that nobody else gives at the same moment: an entry under the same would be taken for a correction."""
    return f"{kind.name}-{date.today():%Y%m%d}-{secrets.token_hex(4)}"  # noqa: DTZ011 - the day where the officer is


def _put(entry: dict[str, Value], column: Column, text: str, unit: str, currency: str) -> ImportProblem | None:
    """Put what a field states into the entry, or say what is wrong with it."""
    for name in (column.name, *_kept_beside(column)):
        entry[name] = None
    if not text:
        return ImportProblem(_BLANK, _FILL) if column.required else None
    if len(text) > LONGEST:
        return ImportProblem(_LONG.filled(most=LONGEST), _SHORTEN)
    if column.holds in (Holds.NAME, Holds.TEXT) and not column.choices:
        entry[column.name] = text
        return None
    if column.holds is Holds.YEN and currency != YEN:
        return _coins(entry, column, text, currency)
    found = stated(column, text, unit if unit in UNITS else "円")
    if isinstance(found, ImportProblem):
        # Elsewhere what cannot be read may be left blank.
        return replace(found, mend=_CORRECT_IT) if column.required else found
    if found.value is None:
        return ImportProblem(_BLANK, _FILL) if column.required else None
    entry[column.name] = _value(column, found.value)
    if column.holds is Holds.YEN:
        entry.update(zip(written(column.name), (text, found.unit), strict=True))
    return None


def _coins(entry: dict[str, Value], column: Column, text: str, currency: str) -> ImportProblem | None:
    """An amount of another currency, in its smallest coin."""
    number = text.replace(",", "")
    coins = Decimal(number) * 10 ** places(currency) if _AMOUNT.fullmatch(number) else None
    if coins is None or coins != int(coins):
        return not_a(MONEY, text, None, column.label.ja)
    entry[column.name] = int(coins)
    entry.update(zip(written(column.name), (text, currency), strict=True))
    return None


def _value(column: Column, text: str) -> Value:
    if column.holds in (Holds.YEN, Holds.COUNT, Holds.YEAR):
        return int(text)
    if column.holds is Holds.NUMBER:
        return float(text)
    return text == "true" if column.holds is Holds.YES_NO else text


def _missing(connection: DuckDBPyConnection | None, column: Column, entry: Entry) -> ImportProblem | None:
    """What is wrong where another entry is named that is not in the book."""
    named = entry[column.name]
    if column.of is None or not isinstance(named, str):
        return None
    if connection is not None and stands(connection, column.of, named):
        return None
    return ImportProblem(_NOT_THERE.filled(found=named[:60], kind=KINDS[column.of].label), _CHOOSE)


def _kept_beside(column: Column) -> tuple[str, ...]:
    return written(column.name) if column.holds is Holds.YEN else ()
