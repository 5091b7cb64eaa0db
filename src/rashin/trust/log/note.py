"""Signed notes: a text, an empty line, and a line for each signature.

Source: https://c2sp.org/signed-note; cosignatures of witnesses: https://c2sp.org/tlog-cosignature
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rashin.errors import NoteUnreadable, SignatureWrong
from rashin.language import Text
from rashin.trust.canonical import from_base64, to_base64
from rashin.trust.log.keys import ID_BYTES, KeyType, SigningKey, VerifierKey, is_name

_LARGEST = 1_000_000
"""Characters, or bytes, of a note with its signatures."""
_MOST_SIGNATURES = 100
_TIME_BYTES = 8
_DASH = "— "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")

_LARGE = Text("長すぎます", "it is too long")
_SIGN = Text("使えない文字があります", "it holds a character that it must not")
_SPLIT = Text(
    "署名の前の空行がないか、改行で終わっていません", "no empty line before signatures, or no line break at its end"
)
_LINE = Text("署名の行の形が違います", "a signature line has another form")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose it claims to be, and its bytes."""

    name: str
    id: bytes
    data: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {to_base64(self.id + self.data)}\n"


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was verified."""

    key: VerifierKey
    time: int | None
    """When a witness gave it, in seconds since 1970; None for a log's."""


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends in a line break, with its signatures, not yet verified."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str | bytes) -> Note:
        """The parts of a signed note.

        Raises:
            NoteUnreadable: it is none.
        """
        if len(note) > _LARGEST:
            raise NoteUnreadable(where=_LARGE)
        text, gap, below = _clean(note).rpartition("\n\n")
        lines = below.split("\n")
        if not gap or lines.pop() or not lines or len(lines) > _MOST_SIGNATURES:
            raise NoteUnreadable(where=_SPLIT)
        return cls(f"{text}\n", tuple(map(_signature, lines)))

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def signed_by(self, keys: Iterable[VerifierKey]) -> tuple[Signed, ...]:
        """The signatures by keys that are known. Those by other keys say nothing, and are passed over.

        Raises:
            SignatureWrong: one claims to be by a known key and is not.
        """
        known = {(key.name, key.id): key for key in keys}
        claimed = ((known.get((one.name, one.id)), one.data) for one in self.signatures)
        return tuple(_verified(key, self.text, data) for key, data in claimed if key)


def sign_note(text: str, key: SigningKey) -> Signature:
    """A log's signature of a text, which ends in a line break."""
    return Signature(key.name, key.verifier.id, key.signed(text.encode()))


def cosign_note(text: str, key: SigningKey, time: int) -> Signature:
    """A witness's signature of a checkpoint's text, given at `time` (seconds since 1970)."""
    witness = key.as_witness
    data = time.to_bytes(_TIME_BYTES, "big") + witness.signed(_cosigned(text, time))
    return Signature(witness.name, witness.verifier.id, data)


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _verified(key: VerifierKey, text: str, data: bytes) -> Signed:
    if key.type is KeyType.WITNESS:
        time, data = int.from_bytes(data[:_TIME_BYTES], "big"), data[_TIME_BYTES:]
        holds = time < 1 << 63 and key.has_signed(_cosigned(text, time), data)
        signed = Signed(key, time)
    else:
        holds = key.has_signed(text.encode(), data)
        signed = Signed(key, None)
    if not holds:
        raise SignatureWrong(name=key.name)
    return signed


def _clean(note: str | bytes) -> str:
    """The note as text without signs that no note has."""
    try:
        text = note if isinstance(note, str) else note.decode()
    except UnicodeDecodeError:
        raise NoteUnreadable(where=_SIGN) from None
    if _CONTROL.search(text):
        raise NoteUnreadable(where=_SIGN)
    return text


def _signature(line: str) -> Signature:
    name, gap, base64 = line.removeprefix(_DASH).partition(" ")
    try:
        data = from_base64(base64)
    except ValueError:
        raise NoteUnreadable(where=_LINE) from None
    if not line.startswith(_DASH) or not gap or not is_name(name) or len(data) <= ID_BYTES:
        raise NoteUnreadable(where=_LINE)
    return Signature(name, data[:ID_BYTES], data[ID_BYTES:])
