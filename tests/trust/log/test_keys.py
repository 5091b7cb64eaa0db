"""Keys as C2SP signed-note and the Go checksum database write them, and private keys as files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.trust.logs import LOG_KEY, SEED_OF_LOG

from rashin.errors import CannotWrite, FileMissing, KeyFileExists, KeyWrong
from rashin.trust.log.keys import KeyType, SigningKey, VerifierKey, lines_of

# From golang.org/x/mod/sumdb/note (note_test.go), c2sp.org/signed-note, github.com/transparency-dev/formats
# (note_cosigv1_test.go).
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_PRIVATE_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
WITH_PLUS = "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"
REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"


@pytest.mark.parametrize("text", [PETER, ENOCH, EXAMPLE, WITH_PLUS, REMORA])
def test_published_keys_are_read_and_written_back(text: str) -> None:
    key = VerifierKey.parse(text)
    assert str(key) == text
    assert key.name == text.split("+", maxsplit=1)[0]
    assert key.id.hex() == text.split("+")[1]
    assert key.type is (KeyType.WITNESS if text == REMORA else KeyType.LOG)


def mangled(text: str) -> list[str]:
    """Every part of the text but the whole, and the text with each sign made the next."""
    parts = [text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    nexts = [text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :] for at in range(len(text))]
    return [one for one in [*parts, *nexts] if one != text]


def test_no_mangled_key_is_read() -> None:
    """As the Go package's own tests mangle them."""
    for text in mangled(PETER):
        with pytest.raises(KeyWrong):
            VerifierKey.parse(text)
    for text in mangled(PETERS_PRIVATE_KEY):
        with pytest.raises(KeyWrong):
            SigningKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # another length, its own number
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # another algorithm, its own number
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("PeterNeumann", "Peter\u3000Neumann"),
        PETER + "\n",
        "x" * 100_000 + PETER,
        "",
        "++",
        "rekor.sigstore.dev+12345678+AwEB",
        "rekor.sigstore.dev+12345678+",
    ],
)
def test_other_texts_are_no_keys(text: str) -> None:
    with pytest.raises(KeyWrong):
        VerifierKey.parse(text)


def test_a_published_private_key_has_the_published_public_key() -> None:
    assert str(SigningKey.parse(PETERS_PRIVATE_KEY).verifier) == PETER


def test_keys_sign_as_the_rfc_says() -> None:
    """RFC 8032, 7.1, the first test: the signature of nothing."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = SigningKey("x", KeyType.LOG, seed)
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert key.verifier.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.signed(b"") == signature
    assert key.verifier.has_signed(b"", signature)
    assert not key.verifier.has_signed(b"x", signature)
    assert not key.verifier.has_signed(b"", signature[:-1])
    assert not key.verifier.has_signed(b"", b"")


@pytest.mark.parametrize("name", ["", "a+b", "a b", "a\u3000b", "a\nb"])
def test_a_key_may_not_be_called_just_anything(name: str) -> None:
    with pytest.raises(KeyWrong):
        SigningKey.new(name, KeyType.LOG)
    with pytest.raises(KeyWrong):
        VerifierKey(name, KeyType.LOG, bytes(32))


def test_new_keys_differ() -> None:
    assert SigningKey.new("x", KeyType.LOG).verifier != SigningKey.new("x", KeyType.LOG).verifier


def test_a_private_key_does_not_show_itself() -> None:
    assert SEED_OF_LOG.hex() not in repr(LOG_KEY)
    assert repr(SEED_OF_LOG)[5:-5] not in f"{LOG_KEY!r} {LOG_KEY!s} {LOG_KEY}"


def test_a_private_key_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    old = os.umask(0)
    try:
        LOG_KEY.write(path)
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
    assert SigningKey.read(path) == LOG_KEY
    assert [one.name for one in tmp_path.iterdir()] == ["log.key"]


def test_a_private_key_is_written_in_the_form_that_other_tools_read(tmp_path: Path) -> None:
    SigningKey.parse(PETERS_PRIVATE_KEY).write(tmp_path / "key")
    assert (tmp_path / "key").read_text(encoding="utf-8") == PETERS_PRIVATE_KEY + "\n"


def test_a_private_key_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    path.write_text("the old key", encoding="utf-8")
    with pytest.raises(KeyFileExists):
        LOG_KEY.write(path)
    assert path.read_text(encoding="utf-8") == "the old key"
    assert [one.name for one in tmp_path.iterdir()] == ["log.key"]


def test_a_key_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        LOG_KEY.write(tmp_path / "none" / "log.key")
    with pytest.raises(FileMissing):
        SigningKey.read(tmp_path / "none.key")
    (tmp_path / "empty").write_bytes(b"\n \n")
    (tmp_path / "noise").write_bytes(b"\xff\xfe")
    for name in ("empty", "noise"):
        with pytest.raises(KeyWrong):
            lines_of(tmp_path / name)


def test_a_public_key_is_not_taken_for_a_private_one() -> None:
    with pytest.raises(KeyWrong):
        SigningKey.parse(PETER)
    with pytest.raises(KeyWrong):
        VerifierKey.parse(PETERS_PRIVATE_KEY)
