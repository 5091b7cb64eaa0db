"""The entries of the book: finding one, every version of it, correcting it, taking it back and bringing it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from rashin.errors import EntryMoved, FieldsWrong, RashinError
from rashin.language import Text, same
from rashin.ledger.book.columns import Column, Holds, written
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.web.asking import Fields, Form, Here, Keeper, Member
from rashin.web.confirming import Question, unless_sure
from rashin.web.page import Crumb
from rashin.web.pages.programme.desk import LONGEST_WHY, at_desk, base_of, currency_of, desk_page
from rashin.web.pages.programme.forms import Filled, labels_of, unit_label
from rashin.web.pages.programme.words import said
from rashin.web.visiting import see
from rashin.workspace.programme.entries import (
    Found,
    Values,
    address_of,
    called,
    entries,
    find,
    kind_named,
    named_by,
    pointing_at,
    titles,
)
from rashin.workspace.programme.evidence import is_kept
from rashin.workspace.programme.shelf import last_batch
from rashin.workspace.programme.writing import Signed, correct, read, restore, units_of, withdraw
from rashin.workspace.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme")

_JAPAN = ZoneInfo("Asia/Tokyo")
_LIST, _CORRECT = Text("帳簿", "Book"), Text("記録を直す", "Correct the entry")
_DONE = {
    "entered": Text("記帳しました。", "It is in the book."),
    "corrected": Text(
        "直した内容を記帳しました。前の内容も残っています。",
        "The correction is entered. What stood before stays on record.",
    ),
    "withdrawn": Text(
        "取り消しました。取り消したことと理由が残ります。", "It is taken back. That it was, and why, stays on record."
    ),
    "restored": Text("元に戻しました。", "It stands again as it did."),
}
_MOST_COLUMNS = 5
_ASIDE = frozenset(
    {"title", "note", "goal", "payee_name", "payee_number", "block", "said", "commitment", "application"}
)
"""Columns that are too long for a list, or that tell what the entry is called by."""
NumberOfPage = Annotated[int, Query(alias="page")]

WITHDRAW = Question(
    Text("この記録を取り消しますか", "Take this entry back?"),
    Text(
        "合計に入らなくなります。取り消したことと理由は帳簿に残り、あとで元に戻せます。",
        "It counts no more. That it was taken back, and why, stays in the book; it can be brought back later.",
    ),
    Text("取り消す", "Take it back"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of an entry as it is shown: what it says, as written, and the entry it names."""

    label: Text
    value: Text
    as_written: str
    to: str
    """The entry that it names, as an address; empty where it names none."""


@router.get("/entries")
def show_list(
    request: Request,
    here: Here,
    keeper: Keeper,
    kind: str = "",
    q: str = "",
    about: str = "",
    number: NumberOfPage = 1,
) -> Response:
    """The entries of one kind."""
    book = at_desk(here, keeper).book
    if last_batch(book) is None:
        return see(base_of(keeper))
    with here.shelf.reading(book) as connection:
        counts = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]) for name in KINDS}  # noqa: S608
        chosen = kind_named(kind or next((name for name, count in counts.items() if count), "programme"))
        whose = _owner(connection, about) if about else None
        listing = entries(connection, chosen, q, number, whose)
        names = titles(connection, named_by(chosen, listing.rows) | ({(whose[0].name, whose[1])} if whose else set()))
    columns = _main_columns(chosen, listing.rows)
    return desk_page(
        request,
        here,
        keeper,
        "entries.html.j2",
        _LIST,
        "/entries",
        kinds=[(one, counts[one.name]) for one in KINDS.values() if counts[one.name] or one is chosen],
        kind=chosen,
        words=q,
        about=about,
        whose=names.get((whose[0].name, whose[1])) if whose else None,
        listing=listing,
        columns=columns,
        names=names,
        called=lambda row: called(chosen, row, names),
        currency=currency_of(book),
        yen=Holds.YEN,
        numeric={Holds.YEN, Holds.NUMBER, Holds.COUNT},
        short={Holds.DATE, Holds.YEAR},
    )


@router.get("/entry")
def show(request: Request, here: Here, keeper: Keeper, entry: str, known: str = "", done: str = "") -> Response:
    """One entry with all its versions, as it stands or as it was known on a day."""
    book = at_desk(here, keeper).book
    day = _day(known)
    with here.shelf.reading(book) as connection:
        found = find(connection, entry)
        version = found.known_on(_end_of(day)) if day else found.stands
        pointing = pointing_at(connection, found.kind, found.id)
        names = titles(connection, named_by(found.kind, [one.values for one in found.versions]))
    currency = currency_of(book)
    digest = found.last_said.values.get("digest") if found.kind.name == "evidence" else None
    return desk_page(
        request,
        here,
        keeper,
        "entry.html.j2",
        same(found.title[:80]),
        "/entries",
        crumbs=(Crumb(_LIST, f"{base_of(keeper)}/entries?kind={found.kind.name}"),),
        done=_DONE.get(done),
        found=found,
        version=version,
        known=known if day else "",
        shown=shown_of(found.kind, version.values, names, currency) if version else (),
        changes=[_changes(found, place, currency) for place in range(len(found.versions))],
        pointing=pointing,
        withdraw=WITHDRAW,
        file=bool(digest) and is_kept(here.files, keeper.id, digest),
    )


@router.get("/correct")
def show_correct(request: Request, here: Here, keeper: Keeper, entry: str) -> Response:
    """The form that corrects an entry."""
    return _correct(request, here, keeper, entry)


@router.post("/correct")
def do_correct(request: Request, here: Here, keeper: Keeper, fields: Form) -> Response:
    """Enter the correction."""
    book, signed, entry = at_desk(here, keeper).book, _signed(keeper, fields), fields.text("entry")
    try:
        with here.shelf.reading(book) as connection:
            found = find(connection, entry)
            says = read(connection, found.kind, _texts(fields), currency_of(book))
        correct(book, found, says, signed, seen=_seen(fields))
    except RashinError as wrong:
        if isinstance(wrong, EntryMoved | FieldsWrong) or not _is_formal(wrong):
            raise
        return _correct(request, here, keeper, entry, fields, wrong)
    return see(f"{_address(keeper, found)}&done=corrected")


@router.post("/withdraw")
def do_withdraw(request: Request, here: Here, keeper: Keeper, fields: Form) -> Response:
    """Take an entry back."""
    book = at_desk(here, keeper).book
    with here.shelf.reading(book) as connection:
        found = find(connection, fields.text("entry"))
    back = _address(keeper, found)
    signed = _signed(keeper, fields).with_reason()
    asked = unless_sure(request, fields, WITHDRAW, back)
    if asked is not None:
        return asked
    withdraw(book, found, signed)
    return see(f"{back}&done=withdrawn")


@router.post("/restore")
def do_restore(here: Here, keeper: Keeper, fields: Form) -> Response:
    """Enter again what was taken back."""
    book = at_desk(here, keeper).book
    with here.shelf.reading(book) as connection:
        found = find(connection, fields.text("entry"))
    restore(book, found, _signed(keeper, fields))
    return see(f"{_address(keeper, found)}&done=restored")


def _correct(
    request: Request,
    here: Workspace,
    keeper: Member,
    entry: str,
    sent: Fields | None = None,
    wrong: RashinError | None = None,
) -> Response:
    book = at_desk(here, keeper).book
    currency, units = currency_of(book), units_of(book)
    with here.shelf.reading(book) as connection:
        found = find(connection, entry)
        filled = Filled.of(found.kind, found.last_said.values, currency) if sent is None else Filled.sent(sent, wrong)
        fields = filled.fields(connection, found.kind, units)
    return desk_page(
        request,
        here,
        keeper,
        "correct.html.j2",
        _CORRECT,
        "/entries",
        crumbs=(
            Crumb(_LIST, f"{base_of(keeper)}/entries?kind={found.kind.name}"),
            Crumb(same(found.title[:40]), _address(keeper, found)),
        ),
        wrong=None if filled.problems else wrong,
        status=wrong.status if wrong else None,
        address=f"{base_of(keeper)}/correct?entry={_quoted(found)}",
        found=found,
        own=_address(keeper, found),
        fields=fields,
        problems=filled.problems,
        labels=labels_of(found.kind),
        unit_label=unit_label,
        why=sent.get("why", "") if sent else "",
        seen=sent.get("seen", "") if sent else found.versions[0].batch,
    )


def _owner(connection: DuckDBPyConnection, about: str) -> tuple[Kind, str]:
    """The entry that others are to belong to; raises NotFound where it was never entered."""
    found = find(connection, about)
    return found.kind, found.id


def _is_formal(wrong: RashinError) -> bool:
    """Whether whoever sent the form can mend it there."""
    return wrong.slug in ("entry-unreadable", "entry-unchanged", "entry-why-needed")


def _signed(keeper: Member, fields: Fields) -> Signed:
    return Signed(keeper.person.name, str(fields.get("why", ""))[:LONGEST_WHY].strip())


def _texts(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def _seen(fields: Fields) -> int:
    seen = fields.text("seen")
    if not seen.isdecimal():
        raise FieldsWrong(fields="seen")
    return int(seen)


def address_in(keeper: Member, kind: str, identity: str) -> str:
    """Where an entry is shown."""
    return f"{base_of(keeper)}/entry?entry={quote(address_of(kind, identity), safe='')}"


def _quoted(found: Found) -> str:
    return quote(found.address, safe="")


def _address(keeper: Member, found: Found) -> str:
    return address_in(keeper, found.kind.name, found.id)


def _day(known: str) -> date | None:
    try:
        return date.fromisoformat(known) if known else None
    except ValueError:
        return None


def _end_of(day: date) -> datetime:
    """The last moment of a day in Japan, as the book writes moments."""
    return datetime.combine(day, time.max, _JAPAN).astimezone(UTC).replace(tzinfo=None)


def shown_of(kind: Kind, values: Values, names: Mapping[tuple[str, str], str], currency: str) -> list[Shown]:
    """Every column that says something."""
    return [
        _one(column, values, names, currency)
        for column in kind.columns[1:]
        if values[column.name] is not None and values[column.name] != ""
    ]


def _one(column: Column, values: Values, names: Mapping[tuple[str, str], str], currency: str) -> Shown:
    value = values[column.name]
    if column.of:
        return Shown(column.label, same(names.get((column.of, value), value)), "", f"{column.of}:{value}")
    return Shown(column.label, said(column, value, currency), _as_written(column, values), "")


def _as_written(column: Column, values: Values) -> str:
    """What the source wrote, where that is not how it is shown."""
    if column.holds is not Holds.YEN:
        return ""
    text, unit = (values[name] for name in written(column.name))
    plain = (text or "").replace(",", "") == str(values[column.name])
    return "" if not text or (plain and unit == "円") else f"{text}" if text.endswith(unit or "") else f"{text} {unit}"


def _changes(found: Found, place: int, currency: str) -> list[tuple[Text, Text, Text]]:
    """What a version says otherwise than the one before it: the column, then and now."""
    version = found.versions[place]
    before = next((one for one in found.versions[place + 1 :] if not one.withdrawn), None)
    if before is None:
        return []
    return [
        (
            column.label,
            said(column, before.values[column.name], currency),
            said(column, version.values[column.name], currency),
        )
        for column in version.changed
    ]


def _main_columns(kind: Kind, rows: list[Values]) -> list[Column]:
    """The columns that tell most of the entries on this page: those with money, and the first of the others."""
    saying = [
        one for one in kind.columns[1:] if one.name not in _ASIDE and any(row[one.name] is not None for row in rows)
    ]
    if any(one.name == "award" for one in saying):
        saying = [one for one in saying if one.name != "programme"]
    money = [one for one in saying if one.holds is Holds.YEN][:_MOST_COLUMNS]
    others = [one for one in saying if one.holds is not Holds.YEN]
    return [*money, *others[: max(2, _MOST_COLUMNS - len(money))]]
