"""Keys of those who sign notes: Ed25519, written as C2SP signed-note writes them.

A key has a name, and a type that says what it signs: a log's notes (1), or a witness's cosignatures (4). The name and the
first four bytes of SHA-256(name ‖ newline ‖ type ‖ public key) tell signatures apart.
Source: https://c2sp.org/signed-note, https://c2sp.org/tlog-cosignature, RFC 8032
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rashin.errors import CannotWrite, FileLocked, FileMissing, KeyFileExists, KeyWrong
from rashin.language import Text
from rashin.trust.canonical import from_base64, to_base64

ID_BYTES = 4

_KEY_BYTES = 32
_LONGEST = 1000
_ID = re.compile(r"[0-9a-f]{8}")
_PRIVATE = "PRIVATE+KEY+"

_FORM = Text("形が違います", "it has another form")
_NAME = Text("名前に空白か + があります", "its name is empty, or holds a blank or a +")
_KIND = Text("Ed25519 の鍵ではありません", "it is no Ed25519 key")
_NUMBER = Text("番号が合いません", "its number does not match")
_NONE = Text("ファイルに鍵がありません", "its file holds none")


class KeyType(IntEnum):
    """What a key signs."""

    LOG = 1
    """The text of a note."""
    WITNESS = 4
    """A checkpoint, with the time at which it was found consistent: cosignature/v1."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key: `name+id+base64`."""

    name: str
    type: KeyType
    public: bytes

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise KeyWrong(where=_NAME)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """The key in a text.

        Raises:
            KeyWrong: it holds none that Rashin can use.
        """
        name, number, material = _taken_apart(text)
        key = cls(name, KeyType(material[0]), material[1:])
        if key.id.hex() != number:
            raise KeyWrong(where=_NUMBER)
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.type]) + self.public)}"

    @cached_property
    def id(self) -> bytes:
        """What signatures by this key begin with; 4 bytes."""
        return sha256(f"{self.name}\n".encode() + bytes([self.type]) + self.public).digest()[:ID_BYTES]

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the 64 bytes are this key's signature of the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A private key. It shows itself to nobody: write it with `write`, and read it with `read`."""

    name: str
    type: KeyType
    _seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise KeyWrong(where=_NAME)

    @classmethod
    def new(cls, name: str, kind: KeyType) -> SigningKey:
        """A new key.

        Raises:
            KeyWrong: the name is empty, or has a blank or a + in it.
        """
        return cls(name, kind, secrets.token_bytes(_KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """The private key in a text.

        Raises:
            KeyWrong: it holds none that Rashin can use.
        """
        if not text.startswith(_PRIVATE):
            raise KeyWrong(where=_FORM)
        name, number, material = _taken_apart(text.removeprefix(_PRIVATE))
        key = cls(name, KeyType(material[0]), material[1:])
        if key.verifier.id.hex() != number:
            raise KeyWrong(where=_NUMBER)
        return key

    @classmethod
    def read(cls, path: str | Path) -> SigningKey:
        """The private key in a file.

        Raises:
            KeyWrong: the file holds none.
            FileMissing: there is no such file.
            FileLocked: it cannot be opened.
        """
        return cls.parse("".join(lines_of(path)))

    def write(self, path: str | Path) -> None:
        """Write the key to a new file that its owner alone may read; it appears whole or not at all.

        Raises:
            KeyFileExists: there is a file of that name; it stays as it is.
            CannotWrite: the folder is missing, read-only or full.
        """
        try:
            handle, name = tempfile.mkstemp(dir=Path(path).parent, prefix=f".{Path(path).name}.")  # mode 0600
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(f"{self._written}\n")
                    file.flush()
                    os.fsync(file.fileno())
                Path(path).hardlink_to(name)
            finally:
                Path(name).unlink()
        except FileExistsError:
            raise KeyFileExists(path=path) from None
        except OSError:
            raise CannotWrite(path=path) from None

    @property
    def _written(self) -> str:
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{to_base64(bytes([self.type]) + self._seed)}"

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public key, to be given to everybody."""
        return VerifierKey(self.name, self.type, self._private.public_key().public_bytes_raw())

    @property
    def as_witness(self) -> SigningKey:
        """The same key for cosignatures, whatever it was written for."""
        return SigningKey(self.name, KeyType.WITNESS, self._seed)

    def signed(self, message: bytes) -> bytes:
        """The signature of a message; 64 bytes."""
        return self._private.sign(message)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._seed)


def is_name(name: str) -> bool:
    """Whether a key may be called so."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name))


def lines_of(path: str | Path) -> list[str]:
    """The lines of a file of keys that are not empty.

    Raises:
        FileMissing: there is no such file.
        FileLocked: it cannot be opened.
        KeyWrong: it is no text, or empty.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        raise FileMissing(path=path) from None
    except OSError:
        raise FileLocked(path=path) from None
    except ValueError:
        lines = []
    if not lines:
        raise KeyWrong(where=_NONE)
    return lines


def _taken_apart(text: str) -> tuple[str, str, bytes]:
    """Name, number, and type with key."""
    parts = text.split("+", 2)
    if len(parts) != 3 or len(text) > _LONGEST or not _ID.fullmatch(parts[1]):
        raise KeyWrong(where=_FORM)
    try:
        material = from_base64(parts[2])
    except ValueError:
        raise KeyWrong(where=_FORM) from None
    if len(material) != 1 + _KEY_BYTES or material[0] not in [*KeyType]:
        raise KeyWrong(where=_KIND)
    return parts[0], parts[1], material
