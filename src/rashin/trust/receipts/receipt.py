"""The receipt: a payload, its salt, its entry in the log, the way from there to the root, and the signed checkpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rashin.errors import CheckpointUnreadable, NotCanonical, NoteUnreadable, ReceiptUnreadable
from rashin.language import Text
from rashin.trust.canonical import from_base64, from_json, to_base64
from rashin.trust.log.checkpoint import Checkpoint
from rashin.trust.log.merkle import HASH_BYTES
from rashin.trust.log.note import Note
from rashin.trust.receipts.decisions import check_form
from rashin.trust.receipts.entries import SALT_BYTES, Committed, Entry, Kind, is_time

FORMAT = "rashin-receipt/1"
LARGEST_FILE = 4 * 2**20
"""Bytes."""

_MEMBERS = {"format", "payload", "salt", "entry", "index", "proof", "checkpoint"}

_LARGE = Text("ファイルが大きすぎます", "the file is too large")
_FORM = Text("「{name}」の形が違います", "“{name}” has another form")
_OTHER = Text("羅針の受領証（{format}）ではありません", "it is no receipt of Rashin’s ({format})")
_NAMES = Text("項目が足りないか、余分です", "members are missing, or there are others")
_INSIDE = Text("中身: {where}", "in it: {where}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose form is right. Whether it holds, `verify` says."""

    payload: Mapping[str, Any]
    salt: bytes
    entry: bytes
    index: int
    """Of the entry in the log, from 0."""
    proof: tuple[bytes, ...]
    checkpoint: str
    """A signed note."""

    @classmethod
    def of(cls, committed: Committed, index: int, proof: Sequence[bytes], checkpoint: str) -> Receipt:
        """The receipt of an entry of the log.

        Args:
            committed: from `commit`.
            index: of its leaf.
            proof: that the leaf is in the checkpoint's tree, from `merkle.inclusion_proof`.
            checkpoint: signed, from `Checkpoint.signed`.
        """
        return cls(from_json(committed.payload), committed.salt, committed.entry, index, tuple(proof), checkpoint)

    def to_json(self, *, compact: bool = False) -> str:
        """The receipt as a file for people and programs.

        Args:
            compact: on one line. Where receipts are made by the ten thousand, that takes a fifth of the time.
        """
        members = {
            "format": FORMAT,
            "payload": self.payload,
            "salt": to_base64(self.salt),
            "entry": to_base64(self.entry),
            "index": self.index,
            "proof": [to_base64(one) for one in self.proof],
            "checkpoint": self.checkpoint,
        }
        return json.dumps(members, ensure_ascii=False, indent=None if compact else 1) + "\n"

    @classmethod
    def from_json(cls, data: bytes) -> Receipt:
        """The receipt in a file, whose writer need not be trusted.

        Raises:
            ReceiptUnreadable: it has another form.
        """
        if len(data) > LARGEST_FILE:
            raise ReceiptUnreadable(where=_LARGE)
        try:
            found = from_json(data)
        except NotCanonical as trouble:
            raise ReceiptUnreadable(where=_INSIDE.filled(where=trouble.facts["where"])) from None
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise ReceiptUnreadable(where=_OTHER.filled(format=FORMAT))
        if set(found) != _MEMBERS:
            raise ReceiptUnreadable(where=_NAMES)
        receipt = cls(
            payload=_payload(found["payload"]),
            salt=_bytes("salt", found["salt"], SALT_BYTES),
            entry=_bytes("entry", found["entry"]),
            index=_index(found["index"]),
            proof=_proof(found["proof"]),
            checkpoint=_checkpoint(found["checkpoint"]),
        )
        Entry.parse(receipt.entry)
        return receipt


def _payload(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not is_time(value.get("at")) or value.get("kind") not in [*Kind]:
        raise _wrong("payload")
    if value["kind"] == Kind.DECISION:
        check_form(value)
    return value


def _index(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _wrong("index")
    return value


def _proof(value: Any) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise _wrong("proof")
    return tuple(_bytes("proof", one, HASH_BYTES) for one in value)


def _checkpoint(value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong("checkpoint")
    try:
        Checkpoint.parse(Note.parse(value).text)
    except (NoteUnreadable, CheckpointUnreadable) as trouble:
        raise ReceiptUnreadable(where=_INSIDE.filled(where=trouble.facts["where"])) from None
    return value


def _bytes(name: str, value: Any, length: int | None = None) -> bytes:
    try:
        data = from_base64(value)
    except (ValueError, TypeError):
        raise _wrong(name) from None
    if length is not None and len(data) != length:
        raise _wrong(name)
    return data


def _wrong(name: str) -> ReceiptUnreadable:
    return ReceiptUnreadable(where=_FORM.filled(name=name))
