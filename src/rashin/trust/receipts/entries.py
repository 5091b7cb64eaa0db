"""What goes into the log: a commitment to each payload, from which nothing about the payload can be learned.

The salt makes it so: without it nobody can try out guesses, and once payload and salt are erased, the leaf that stays is
noise. `docs/receipts.md` tells the format.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from rashin.errors import ArgumentWrong, NotCanonical, ReceiptUnreadable
from rashin.language import Text
from rashin.trust.canonical import canonical, from_base64, from_json, to_base64

SALT_BYTES = 32

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_DIGEST_BYTES = 32

_ENTRY = Text("記録の行（entry）の形が違います", "its entry has another form")
_ZONED = Text("時差の付いた日時", "a time with its zone")


class Kind(StrEnum):
    """What an entry is about."""

    DECISION = "decision"
    REVIEW = "review"
    APPROVAL = "approval"
    MODEL = "model"
    DATA_CHECK = "data-check"
    ERASURE = "erasure"
    OUTCOME = "outcome"
    CLOSING = "closing"
    FIGURE = "figure"
    MEASUREMENT = "measurement"

    @property
    def label(self) -> Text:
        """The kind as people call it."""
        return _LABELS[self]


_LABELS = {
    Kind.DECISION: Text("判断", "decision"),
    Kind.REVIEW: Text("見直し", "review"),
    Kind.APPROVAL: Text("承認", "approval"),
    Kind.MODEL: Text("モデル", "model"),
    Kind.DATA_CHECK: Text("データの確認", "data check"),
    Kind.ERASURE: Text("消去", "erasure"),
    Kind.OUTCOME: Text("その後の結果", "outcome"),
    Kind.CLOSING: Text("導入の終了・再開", "closing or reopening"),
    Kind.FIGURE: Text("数字", "figure"),
    Kind.MEASUREMENT: Text("導入の測定", "measurement of a deployment"),
}


@dataclass(frozen=True, slots=True)
class Committed:
    """A payload made ready for the log: the leaf, and what must be kept to prove it later."""

    entry: bytes
    """The leaf, as it goes into the log."""
    salt: bytes
    payload: bytes
    """Canonical JSON."""


def commit(kind: Kind, at: datetime, payload: Mapping[str, Any]) -> Committed:
    """Commit to a payload.

    Args:
        kind: of the payload; written into it as `kind`.
        at: with its time zone; written into the payload as `at`, in UTC and milliseconds.
        payload: what `canonical` takes.

    Raises:
        NotCanonical: the payload holds something that has no canonical form.
        ArgumentWrong: the time has no zone.
    """
    return _committed(kind, _written(at), payload, secrets.token_bytes(SALT_BYTES))


def _committed(kind: Kind, at: str, payload: Mapping[str, Any], salt: bytes) -> Committed:
    data = canonical({**payload, "kind": kind, "at": at})
    entry = {"at": at, "commitment": to_base64(commitment(salt, data)), "kind": kind}
    return Committed(canonical(entry), salt, data)


def commitment(salt: bytes, payload: bytes) -> bytes:
    """SHA-256 of salt and canonical payload; 32 bytes."""
    return sha256(salt + payload).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf of the log, read."""

    kind: Kind
    at: str
    commitment: bytes

    @classmethod
    def parse(cls, data: bytes) -> Entry:
        """The entry in a leaf.

        Raises:
            ReceiptUnreadable: the leaf has another form, or not this very spelling of it.
        """
        try:
            found = from_json(data)
            entry = cls(Kind(found["kind"]), found["at"], from_base64(found["commitment"]))
        except (NotCanonical, ValueError, TypeError, KeyError):
            raise ReceiptUnreadable(where=_ENTRY) from None
        if (
            len(found) != 3
            or canonical(found) != data
            or len(entry.commitment) != _DIGEST_BYTES
            or not is_time(entry.at)
        ):
            raise ReceiptUnreadable(where=_ENTRY)
        return entry


def is_time(text: object) -> bool:
    """Whether it is a time as entries write it: `2026-11-23T10:00:00.123Z`."""
    return isinstance(text, str) and _TIME.fullmatch(text) is not None


def _written(at: datetime) -> str:
    if at.tzinfo is None:
        raise ArgumentWrong(name="at", value=at, values=_ZONED)
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
