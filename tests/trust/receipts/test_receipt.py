"""Receipts as files: what is written reads back, and hostile files are refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.logs import Log, decision

from rashin.errors import ReceiptUnreadable
from rashin.language import LANGUAGES
from rashin.trust.receipts.entries import Kind
from rashin.trust.receipts.receipt import LARGEST_FILE, Receipt


def made() -> Receipt:
    log = Log()
    log.add(b"one", b"two")
    return log.receipt(Kind.DECISION, decision())


RECEIPT = made()
MEMBERS: dict[str, Any] = json.loads(RECEIPT.to_json())


def file(**changes: Any) -> bytes:
    return json.dumps({**MEMBERS, **changes}).encode()


def test_what_is_written_reads_back() -> None:
    assert Receipt.from_json(RECEIPT.to_json().encode()) == RECEIPT
    assert Receipt.from_json(file()) == RECEIPT
    assert set(MEMBERS) == {"format", "payload", "salt", "entry", "index", "proof", "checkpoint"}


def test_japanese_stands_in_it_as_it_is_read() -> None:
    assert "見送る" in RECEIPT.to_json()


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DECISION])
def test_records_of_other_kinds_may_say_anything(kind: Kind) -> None:
    receipt = Log().receipt(kind, {"anything": [1, {"at": None}], "decision": "none"})
    assert Receipt.from_json(receipt.to_json().encode()) == receipt


def nested(depth: int) -> str:
    return '{"a":' * depth + "0" + "}" * depth


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"<html>",
    "no object": b"[]",
    "a number": b"7",
    "a text": b'"rashin-receipt/1"',
    "not text": b"\xff\xfe\x00",
    "too large": b" " * LARGEST_FILE + b"{}",
    "too deep": json.dumps({**MEMBERS, "payload": "X"}).replace('"X"', nested(100)).encode(),
    "far too deep": json.dumps({**MEMBERS, "payload": "X"}).replace('"X"', nested(100_000)).encode(),
    "twice": file()[:-1] + b',"index":0}',
    "twice inside": file().replace(b'"kind":', b'"kind":"decision","kind":'),
    "a fraction": file(index=0.0),
    "a large number": file(index=2**60),
    "another format": file(format="rashin-receipt/2"),
    "no format": json.dumps({name: MEMBERS[name] for name in MEMBERS if name != "format"}).encode(),
    "a member too many": file(note="believe me"),
    "a member too few": json.dumps({name: MEMBERS[name] for name in MEMBERS if name != "salt"}).encode(),
    "payload a list": file(payload=[MEMBERS["payload"]]),
    "payload null": file(payload=None),
    "payload of another kind": file(payload={**MEMBERS["payload"], "kind": "opinion"}),
    "payload without time": file(payload={**MEMBERS["payload"], "at": "yesterday"}),
    "decision missing": file(payload={**MEMBERS["payload"], "decision": None}),
    "half a character": file(payload={**MEMBERS["payload"], "reference": "\ud800"}),
    "salt short": file(salt="AAAA"),
    "salt a number": file(salt=5),
    "salt with stray bits": file(salt="A" * 42 + "B="),
    "salt a list": file(salt=["A" * 43 + "="]),
    "salt not ASCII": file(salt="あ" * 44),
    "entry no entry": file(entry="AAAA"),
    "entry null": file(entry=None),
    "index negative": file(index=-1),
    "index true": file(index=True),
    "index a text": file(index="2"),
    "proof a text": file(proof="AAAA"),
    "proof of numbers": file(proof=[1, 2]),
    "proof of short hashes": file(proof=["AAAA"]),
    "proof null": file(proof=None),
    "checkpoint a number": file(checkpoint=5),
    "checkpoint null": file(checkpoint=None),
    "checkpoint bytes": file(checkpoint=[]),
    "checkpoint empty": file(checkpoint=""),
    "checkpoint without signature": file(checkpoint="a\n1\n\n"),
    "checkpoint no checkpoint": file(checkpoint=MEMBERS["checkpoint"].replace("\n3\n", "\nthree\n")),
    "checkpoint long": file(checkpoint="x" * 2_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name: str) -> None:
    with pytest.raises(ReceiptUnreadable) as refused:
        Receipt.from_json(HOSTILE[name])
    for language in LANGUAGES:
        assert "{" not in refused.value.message(language)


@given(st.binary(max_size=100) | st.text(alphabet='{}[]":,0e-\\u tfn', max_size=40).map(str.encode))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(ReceiptUnreadable):
        Receipt.from_json(data)
