"""What goes into the log: a commitment that tells nothing, in one spelling."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from tests.trust.logs import NOW

from rashin.errors import ArgumentWrong, NotCanonical, ReceiptUnreadable
from rashin.trust.canonical import canonical
from rashin.trust.receipts.entries import Entry, Kind, commit, is_time


@pytest.mark.parametrize("kind", Kind)
def test_an_entry_is_spelt_as_the_format_says(kind: Kind) -> None:
    committed = commit(kind, NOW, {"b": 1, "a": "é"})
    digest = sha256(committed.salt + committed.payload).digest()
    assert committed.payload == f'{{"a":"é","at":"2026-11-23T10:00:00.123Z","b":1,"kind":"{kind}"}}'.encode()
    assert json.loads(committed.entry) == {
        "at": "2026-11-23T10:00:00.123Z",
        "commitment": json.loads(committed.entry)["commitment"],
        "kind": kind,
    }
    assert committed.entry.startswith(b'{"at":"2026-11-23T10:00:00.123Z","commitment":"')
    assert b64decode(json.loads(committed.entry)["commitment"]) == digest
    assert Entry.parse(committed.entry) == Entry(kind, "2026-11-23T10:00:00.123Z", digest)


def test_the_kinds_are_those_of_the_format() -> None:
    kinds = [
        "decision",
        "review",
        "approval",
        "model",
        "data-check",
        "erasure",
        "outcome",
        "closing",
        "figure",
        "measurement",
    ]
    assert [*Kind] == kinds


def test_equal_payloads_leave_different_leaves() -> None:
    """Otherwise whoever reads the log could try out what a payload says."""
    entries = {commit(Kind.REVIEW, NOW, {"who": "A"}).entry for _ in range(20)}
    salts = {commit(Kind.REVIEW, NOW, {"who": "A"}).salt for _ in range(20)}
    assert len(entries) == len(salts) == 20
    assert {len(salt) for salt in salts} == {32}


def test_a_time_of_any_zone_is_told_in_utc() -> None:
    japan = datetime(2026, 11, 23, 19, 0, 0, 999_999, timezone(timedelta(hours=9)))
    assert Entry.parse(commit(Kind.MODEL, japan, {}).entry).at == "2026-11-23T10:00:00.999Z"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ArgumentWrong):
        commit(Kind.MODEL, datetime(2026, 11, 23), {})


def test_kind_and_time_stand_in_the_payload_whatever_it_said() -> None:
    payload = json.loads(commit(Kind.MODEL, NOW, {"kind": "decision", "at": "never"}).payload)
    assert payload == {"kind": "model", "at": "2026-11-23T10:00:00.123Z"}


def test_a_payload_without_a_canonical_form_is_refused() -> None:
    with pytest.raises(NotCanonical):
        commit(Kind.DECISION, NOW, {"probability": 0.5})


GOOD = {"at": "2026-11-23T10:00:00.123Z", "commitment": "A" * 43 + "=", "kind": "model"}


def test_a_good_entry_is_read() -> None:
    assert Entry.parse(canonical(GOOD)).commitment == bytes(32)


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(GOOD).encode(),
        canonical(GOOD) + b"\n",
        canonical({**GOOD, "more": 1}),
        canonical({name: GOOD[name] for name in ("at", "kind")}),
        canonical({**GOOD, "kind": "opinion"}),
        canonical({**GOOD, "kind": ["model"]}),
        canonical({**GOOD, "at": "2026-11-23T10:00:00Z"}),
        canonical({**GOOD, "at": 5}),
        canonical({**GOOD, "commitment": "A" * 44}),
        canonical({**GOOD, "commitment": "AAAA"}),
        canonical({**GOOD, "commitment": None}),
        canonical([GOOD]),
        b"",
        b"null",
        b"\xff",
    ],
)
def test_other_leaves_are_no_entries(data: bytes) -> None:
    with pytest.raises(ReceiptUnreadable):
        Entry.parse(data)


@pytest.mark.parametrize(
    "text", ["2026-11-23", "2026-11-23T10:00:00.123+09:00", "٢٠٢٦-11-23T10:00:00.123Z", "2026-11-23T10:00:00.123Z\n", 5]
)
def test_times_have_one_form(text: object) -> None:
    assert not is_time(text)
