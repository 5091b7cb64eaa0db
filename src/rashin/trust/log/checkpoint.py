"""Checkpoints: what a log commits to, signed. Its name (origin), how many leaves it has, and their root.

Source: https://c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rashin.errors import CheckpointUnreadable, SignatureAbsent
from rashin.language import Text
from rashin.trust.canonical import from_base64, to_base64
from rashin.trust.log.keys import KeyType, SigningKey, VerifierKey
from rashin.trust.log.merkle import HASH_BYTES
from rashin.trust.log.note import Note, Signed, cosign_note, sign_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")

_LINES = Text("3行以上の空でない行が要ります", "it needs three lines or more, none empty")
_COUNT = Text("2行目が件数ではありません", "its second line is no number of entries")
_ROOT = Text("3行目がハッシュではありません", "its third line is no hash")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log at one size."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    """Further lines, of which Rashin writes none."""

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint in a note's text.

        Raises:
            CheckpointUnreadable: it is none.
        """
        lines = text.split("\n")
        if lines.pop() or len(lines) < 3 or not all(lines):
            raise CheckpointUnreadable(where=_LINES)
        origin, size, root, *extensions = lines
        if not _SIZE.fullmatch(size) or int(size) >= 1 << 63:
            raise CheckpointUnreadable(where=_COUNT)
        return cls(origin, int(size), _hash(root), tuple(extensions))

    @property
    def text(self) -> str:
        """What is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, to_base64(self.root), *self.extensions))

    def signed(self, key: SigningKey) -> str:
        """The checkpoint as a note signed by the log's key, whose name is the origin."""
        return str(Note(self.text, (sign_note(self.text, key),)))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint that its log has signed, and the witnesses who have."""

    checkpoint: Checkpoint
    witnesses: tuple[Signed, ...]


def open_checkpoint(note: str | bytes, keys: Iterable[VerifierKey]) -> SignedCheckpoint:
    """The checkpoint in a signed note.

    Args:
        note: as the log gives it.
        keys: of the log, by the name of its origin, and of those witnesses whose word counts.

    Raises:
        NoteUnreadable, CheckpointUnreadable: it is no checkpoint.
        SignatureWrong: a signature by a key that was given does not match.
        SignatureAbsent: the log did not sign it with a key that was given.
    """
    parsed = Note.parse(note)
    checkpoint = Checkpoint.parse(parsed.text)
    signed = parsed.signed_by(keys)
    if not any(one.key.type is KeyType.LOG and one.key.name == checkpoint.origin for one in signed):
        raise SignatureAbsent(origin=checkpoint.origin)
    return SignedCheckpoint(checkpoint, tuple(one for one in signed if one.key.type is KeyType.WITNESS))


def cosignature(note: str | bytes, key: SigningKey, time: int) -> str:
    """The line that a witness adds to a signed checkpoint, having found it consistent at `time` (seconds since 1970)."""
    return str(cosign_note(Note.parse(note).text, key, time))


def _hash(line: str) -> bytes:
    try:
        root = from_base64(line)
    except ValueError:
        root = b""
    if len(root) != HASH_BYTES:
        raise CheckpointUnreadable(where=_ROOT)
    return root
