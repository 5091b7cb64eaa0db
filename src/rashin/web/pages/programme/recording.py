"""Recording what happened by form: payments, refunds, results, outputs, evaluations, evidence, or any other entry."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from rashin.errors import EntryUnreadable, NotFound, RashinError
from rashin.language import Text
from rashin.ledger.book.draft import Entry
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.settings import settings
from rashin.web.asking import Form, Here, Keeper, Member, refuse_strangers, refuse_unmarked
from rashin.web.downloads import saved_as
from rashin.web.page import Crumb
from rashin.web.pages.programme.desk import LONGEST_WHY, at_desk, base_of, currency_of, desk_page
from rashin.web.pages.programme.entries import address_in, shown_of
from rashin.web.pages.programme.forms import Filled, labels_of, unit_label
from rashin.web.uploading import Upload, take
from rashin.web.visiting import see
from rashin.workspace.programme.entries import Found, find, kind_named, named
from rashin.workspace.programme.evidence import evidence_file, keep_evidence, plain_name
from rashin.workspace.programme.shelf import last_batch
from rashin.workspace.programme.writing import Signed, enter, read, units_of
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme")

_TITLE = Text("記録", "Record")
_EVIDENCE = Text("裏付けを保管する", "Keep evidence")
_MOST_FACTS = 7
_FIRST_MONTH = 4
"""Of a Japanese fiscal year."""


@dataclass(frozen=True, slots=True)
class What:
    """One thing that can be recorded: the entry that it becomes, and what its form asks for."""

    name: str
    title: Text
    said: Text
    kind: str
    columns: tuple[str, ...] = ()
    """All of the kind, if none are named."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    day: str = ""
    """The column with the day; where no fiscal year is written, it is that of this day."""
    labels: Mapping[str, Text] = field(default_factory=dict)


WHATS = (
    What(
        "payment",
        Text("支払を記録する", "Record a payment"),
        Text("いつ、誰に、いくら払ったか。", "When, to whom and how much was paid."),
        "payment",
        (
            *("award", "programme", "paid", "amount", "payee", "payee_name", "payee_number", "commitment"),
            *("fiscal_year", "tier", "work"),
        ),
        {"move": "payment"},
        "paid",
    ),
    What(
        "refund",
        Text("返納を記録する", "Record a refund"),
        Text(
            "払ったお金が戻ってきたとき。支払から差し引かず、別に記します。",
            "Money that came back. It stands beside the payments.",
        ),
        "payment",
        ("award", "programme", "paid", "amount", "payee", "payee_name", "payee_number", "fiscal_year", "work"),
        {"move": "refund"},
        "paid",
        {"paid": Text("返納日", "Paid back"), "payee": Text("返納した組織", "Paid back by")},
    ),
    What(
        "result",
        Text("実績を記録する", "Record a result"),
        Text(
            "約束した指標がどうなったか。測り方と件数を添えます。",
            "What became of an indicator, how it was measured and on how many.",
        ),
        "observation",
        ("indicator", "observed", "value", "method", "low", "high", "sample_size", "evidence", "fiscal_year"),
        {},
        "observed",
    ),
    What(
        "output",
        Text("産出を記録する", "Record an output"),
        Text("納められたもの。", "What was delivered."),
        "output",
        ("title", "award", "programme", "delivered", "evidence"),
    ),
    What(
        "finding",
        Text("評価の結果を記録する", "Record an evaluation"),
        Text(
            "基準を満たしたか、満たさないか、裏付けがないか。",
            "Whether a criterion is met, not met, or without evidence.",
        ),
        "evaluation",
        ("criterion", "finding", "evaluated", "by", "note", "evidence"),
    ),
)
_NEW = Text("新しい記録：{kind}", "A new entry: {kind}")
_ANY = Text("すべての欄を書けます。", "All its fields can be filled in.")
_ASIDE = ("evidence",)
"""Kinds that have a page of their own."""


@router.get("/record")
def show(request: Request, here: Here, keeper: Keeper, what: str = "", about: str = "") -> Response:
    """What can be recorded, or the form of one of it."""
    beside = None
    if about:
        with here.shelf.reading(at_desk(here, keeper).book) as connection:
            beside = find(connection, about)
    if what:
        return _form(request, here, keeper, _what(what), beside)
    return desk_page(
        request,
        here,
        keeper,
        "record.html.j2",
        _TITLE,
        "/record",
        whats=WHATS,
        kinds=[kind for kind in KINDS.values() if kind.name not in _ASIDE],
    )


@router.post("/record")
def do_record(request: Request, here: Here, keeper: Keeper, fields: Form) -> Response:
    """Enter what was recorded."""
    what, book = _what(fields.text("what")), at_desk(here, keeper).book
    kind, sent = KINDS[what.kind], {name: value for name, value in fields.items() if isinstance(value, str)}
    try:
        entry = _read(here, keeper, kind, {**sent, **what.fixed})
        signed = Signed(keeper.person.name, sent.get("why", "")[:LONGEST_WHY].strip())
        identity, _ = enter(book, kind, _with_year(what, entry), signed)
    except EntryUnreadable as wrong:
        return _form(request, here, keeper, what, None, sent, wrong)
    return see(f"{address_in(keeper, kind.name, identity)}&done=entered")


@router.get("/evidence")
def show_evidence(request: Request, here: Here, keeper: Keeper) -> Response:
    """Where a file is kept as evidence."""
    return _evidence(request, here, keeper)


@router.post("/evidence")
async def do_evidence(request: Request, here: Here, keeper: Keeper) -> Response:
    """Keep a file, and enter what it is."""
    refuse_strangers(request)
    sent: dict[str, str] = {}
    kind = KINDS["evidence"]

    def check(fields: dict[str, str]) -> None:
        refuse_unmarked(request, keeper.guest, fields.get("csrf", ""))
        sent.update(fields)
        read(None, kind, {**fields, "title": fields.get("title", "").strip() or "—"})

    def keep(upload: Upload) -> str:
        digest = keep_evidence(here.database, here.files, keeper.id, upload.chunks)
        titled = {**sent, "title": sent.get("title", "").strip() or plain_name(upload.file_name), "digest": digest}
        signed = Signed(keeper.person.name, sent.get("why", "")[:LONGEST_WHY].strip())
        return enter(at_desk(here, keeper).book, kind, read(None, kind, titled), signed)[0]

    try:
        identity = await take(request, check, keep)
    except RashinError as wrong:
        return await run_in_threadpool(_evidence, request, here, keeper, sent, wrong)
    return see(f"{address_in(keeper, kind.name, identity)}&done=entered")


@router.get("/evidence/file")
def show_file(here: Here, keeper: Keeper, evidence: str) -> Response:
    """The file that is kept as evidence."""
    kind, _ = named(evidence)
    if kind.name != "evidence":
        raise NotFound(what=evidence)
    with here.shelf.reading(at_desk(here, keeper).book) as connection:
        found = find(connection, evidence)
    pieces = evidence_file(here.files, keeper.id, found.last_said.values["digest"])
    # Whatever it is, a browser must not open it as a page of ours.
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=saved_as(found.title))


def _what(name: str) -> What:
    for one in WHATS:
        if one.name == name:
            return one
    kind = kind_named(name)
    return What(kind.name, _NEW.filled(kind=kind.label), _ANY, kind.name)


def _read(here: Workspace, keeper: Member, kind: Kind, sent: Mapping[str, str]) -> Entry:
    book = at_desk(here, keeper).book
    if last_batch(book) is None:
        return read(None, kind, sent)
    with here.shelf.reading(book) as connection:
        return read(connection, kind, sent, currency_of(book))


def _with_year(what: What, entry: Entry) -> Entry:
    """The entry with the fiscal year of its day, where none is written."""
    day = entry.get(what.day)
    if not isinstance(day, str) or entry.get("fiscal_year") is not None:
        return entry
    paid = date.fromisoformat(day)
    return {**entry, "fiscal_year": paid.year - (paid.month < _FIRST_MONTH)}


def _form(
    request: Request,
    here: Workspace,
    keeper: Member,
    what: What,
    beside: Found | None,
    sent: Mapping[str, str] | None = None,
    wrong: EntryUnreadable | None = None,
) -> Response:
    book, kind = at_desk(here, keeper).book, KINDS[what.kind]
    filled = Filled.sent(sent, wrong) if sent is not None else Filled(_begun(kind, beside), {})
    known = last_batch(book) is not None
    with here.shelf.reading(book) if known else nullcontext() as connection:
        fields = filled.fields(connection, kind, units_of(book), what.columns, what.labels)
    return desk_page(
        request,
        here,
        keeper,
        "form.html.j2",
        what.title,
        "/record",
        crumbs=(Crumb(_TITLE, f"{base_of(keeper)}/record"),),
        status=wrong.status if wrong else None,
        address=f"{base_of(keeper)}/record?what={what.name}",
        what=what,
        beside=beside,
        facts=_facts(beside, currency_of(book)),
        fields=fields,
        problems=filled.problems,
        labels=labels_of(kind, what.labels),
        unit_label=unit_label,
        why=(sent or {}).get("why", ""),
        year_follows=bool(what.day),
    )


def _begun(kind: Kind, beside: Found | None) -> dict[str, str]:
    """What the fields begin with: the entry that the new one belongs to, and its programme."""
    if beside is None:
        return {}
    values = {column.name: beside.id for column in kind.columns[1:] if column.of == beside.kind.name}
    also = beside.last_said.values.get("programme")
    if also and any(column.name == "programme" for column in kind.columns):
        values.setdefault("programme", str(also))
    return values


def _facts(beside: Found | None, currency: str) -> list[tuple[Text, Text]]:
    """What the entry that the new one belongs to says of itself."""
    if beside is None:
        return []
    shown = shown_of(beside.kind, beside.last_said.values, {}, currency)
    return [(one.label, one.value) for one in shown if not one.to][:_MOST_FACTS]


def _evidence(
    request: Request,
    here: Workspace,
    keeper: Member,
    sent: Mapping[str, Any] | None = None,
    wrong: RashinError | None = None,
) -> Response:
    kind = KINDS["evidence"]
    filled = Filled.sent(sent or {}, wrong)
    return desk_page(
        request,
        here,
        keeper,
        "evidence.html.j2",
        _EVIDENCE,
        "/record",
        crumbs=(Crumb(_TITLE, f"{base_of(keeper)}/record"),),
        wrong=None if filled.problems else wrong,
        status=wrong.status if wrong else None,
        address=f"{base_of(keeper)}/evidence",
        fields=filled.fields(None, kind, ("円",), ("title", "dated", "address", "licence")),
        problems=filled.problems,
        labels=labels_of(kind),
        unit_label=unit_label,
        why=(sent or {}).get("why", ""),
        most_mb=settings().upload_mb,
    )
