"""Verifying a receipt, offline: what was checked, what came of it, and what it does not prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rashin.errors import SignatureWrong
from rashin.language import Text
from rashin.trust.canonical import canonical
from rashin.trust.log.checkpoint import Checkpoint
from rashin.trust.log.keys import KeyType, VerifierKey
from rashin.trust.log.merkle import leaf_hash, verify_inclusion
from rashin.trust.log.note import Note, Signed
from rashin.trust.receipts.decisions import adds_up, follows_from_score, probability_fits
from rashin.trust.receipts.entries import Entry, Kind, commitment
from rashin.trust.receipts.receipt import Receipt

_Said = tuple[Text, Text]
"""What is said when a check holds, and when it does not."""

_FORMAT: _Said = (
    Text("受領証の形は、決まりのとおりです。", "The receipt has the form it should have."),
    Text("受領証の形が、決まりと違います。", "The receipt does not have the form it should have."),
)
_COMMITMENT: _Said = (
    Text("内容は、記録された指紋（SHA-256）と一致します。", "The contents match the fingerprint (SHA-256) recorded."),
    Text(
        "内容が、記録された指紋（SHA-256）と一致しません。書き換えられています。",
        "The contents do not match the fingerprint (SHA-256) recorded: they were changed.",
    ),
)
_ENTRY: _Said = (
    Text("内容の種類と時刻は、記録のとおりです。", "Kind and time of the contents are those of the record."),
    Text("内容の種類か時刻が、記録と違います。", "Kind or time of the contents are not those of the record."),
)
_INCLUSION: _Said = (
    Text(
        "記録は、{size:,}件のログの{place:,}件目にあります。", "The record is number {place:,} of the log’s {size:,}."
    ),
    Text(
        "記録が、{size:,}件のログの{place:,}件目にあることを示せません。",
        "That the record is number {place:,} of the log’s {size:,} is not shown.",
    ),
)
_ORIGIN: _Said = (
    Text("ログ「{origin}」の鍵が渡されています。", "A key of the log “{origin}” was given."),
    Text(
        "渡された鍵の中に、ログ「{origin}」のものがありません。", "None of the keys given is one of the log “{origin}”."
    ),
)
_SIGNATURE: _Said = (
    Text("ログの署名は、渡された鍵のものです。", "The log’s signature is by a key given."),
    Text("ログの署名が、渡された鍵のものではありません。", "The log’s signature is not by a key given."),
)
_WITNESS: _Said = (
    Text("証人「{witness}」が、{time}に確認しています。", "The witness “{witness}” confirmed the log at {time}."),
    Text(
        "証人「{witness}」の署名がないか、合いません。", "The witness “{witness}” did not sign, or it does not match."
    ),
)
_SUM: _Said = (
    Text(
        "{reasons}個の理由を足すと、ちょうど判断の点になります。", "The {reasons} reasons add up exactly to the score."
    ),
    Text("{reasons}個の理由を足しても、判断の点になりません。", "The {reasons} reasons do not add up to the score."),
)
_OUTCOME: _Said = (
    Text("結果は、点が線の上か下かで決まるとおりです。", "The outcome is that of the score’s side of the line."),
    Text(
        "結果が、点が線の上か下かで決まるものと違います。", "The outcome is not that of the score’s side of the line."
    ),
)
_PROBABILITY: _Said = (
    Text("見込みは、点から計算したとおりです。", "The probability is that of the score."),
    Text("見込みが、点から計算したものと違います。", "The probability is not that of the score."),
)

UNCHANGED_ONLY = Text(
    "これは、この時から書き換えられていないことの証明です。判断が正しかったことや、元のデータが本当だったことの証明ではありません。",
    "This proves that nothing was changed since. It does not prove that the decision was right, or the data true.",
)
KEY_IS_YOURS = Text(
    "鍵が本当にそのログのものかは、受領証とは別の道（ログの持ち主の公式サイトなど）で確かめてください。",
    "That the key is really the log’s must be known from elsewhere than the receipt, such as the site of its owner.",
)
NO_WITNESS = Text(
    "証人の鍵が渡されていないので、ログの持ち主が相手によって違う記録を見せていないかは、確かめていません。",
    "No witness’s key was given, so that the log shows the same records to everybody was not checked.",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked, and what came of it in words."""

    name: str
    what: Text
    holds: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of verifying a receipt."""

    checks: tuple[Check, ...]
    limits: tuple[Text, ...]
    """What it does not prove."""

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        return all(check.holds for check in self.checks)


def verify(receipt: Receipt, keys: Sequence[VerifierKey]) -> Verified:
    """Check everything about a receipt.

    Args:
        receipt: of the right form, from `Receipt.from_json`.
        keys: of the log, and of those witnesses who must have signed.
    """
    note = Note.parse(receipt.checkpoint)
    tree = Checkpoint.parse(note.text)
    witnesses = [key for key in keys if key.type is KeyType.WITNESS]
    logs = [key for key in keys if key.type is KeyType.LOG]
    checks = (
        *_recorded(receipt, tree),
        *_signed(note, tree.origin, logs),
        *(_witnessed(note, key) for key in witnesses),
        *_decided(receipt),
    )
    return Verified(checks, (UNCHANGED_ONLY, KEY_IS_YOURS) if witnesses else (UNCHANGED_ONLY, KEY_IS_YOURS, NO_WITNESS))


def _recorded(receipt: Receipt, tree: Checkpoint) -> Iterator[Check]:
    """That the payload is what the entry commits to, and the entry in the tree."""
    entry, payload = Entry.parse(receipt.entry), receipt.payload
    yield _check("format", _FORMAT, holds=True)
    yield _check("commitment", _COMMITMENT, commitment(receipt.salt, canonical(payload)) == entry.commitment)
    yield _check("entry", _ENTRY, (payload["kind"], payload["at"]) == (entry.kind, entry.at))
    included = verify_inclusion(leaf_hash(receipt.entry), receipt.index, tree.size, receipt.proof, tree.root)
    yield _check("inclusion", _INCLUSION, included, size=tree.size, place=receipt.index + 1)


def _signed(note: Note, origin: str, logs: Sequence[VerifierKey]) -> Iterator[Check]:
    """That the tree is the one its log has signed."""
    own = [key for key in logs if key.name == origin]
    yield _check("origin", _ORIGIN, bool(own), origin=origin)
    yield _check("signature", _SIGNATURE, any(one.key in own for one in _signatures(note, logs)))


def _witnessed(note: Note, key: VerifierKey) -> Check:
    signed = _signatures(note, [key])
    return _check("witness", _WITNESS, bool(signed), witness=key.name, time=_said(signed[0].time) if signed else "")


def _signatures(note: Note, keys: Sequence[VerifierKey]) -> tuple[Signed, ...]:
    """The signatures by these keys; none if any that claims to be by one of them is not."""
    try:
        return note.signed_by(keys)
    except SignatureWrong:
        return ()


def _decided(receipt: Receipt) -> Iterator[Check]:
    """That a decision follows from its own numbers."""
    if receipt.payload["kind"] != Kind.DECISION:
        return
    told = receipt.payload["decision"]
    yield _check("sum", _SUM, adds_up(told), reasons=len(told["reasons"]))
    yield _check("outcome", _OUTCOME, follows_from_score(told))
    yield _check("probability", _PROBABILITY, probability_fits(told))


def _check(name: str, said: _Said, holds: bool, **facts: object) -> Check:
    return Check(name, said[not holds].filled(**facts), holds)


def _said(time: int | None) -> str:
    """A time as people read it, in UTC; a time beyond the calendar as its seconds."""
    try:
        return f"{datetime.fromtimestamp(time or 0, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return f"{time} s"
