"""Signed notes, against the examples of the specification and of the Go checksum database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.log.test_keys import ENOCH, EXAMPLE, PETER, PETERS_PRIVATE_KEY
from tests.trust.logs import LOG_KEY, WITNESS_KEY

from rashin.errors import NoteUnreadable, RashinError, SignatureWrong
from rashin.trust.log.keys import SigningKey, VerifierKey
from rashin.trust.log.note import Note, cosign_note, sign_note

# From golang.org/x/mod/sumdb/note (note_test.go) and c2sp.org/signed-note.
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
SPECIFIED = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
NOTE = f"{TEXT}\n{BY_PETER}"
KEYS = {"peter": VerifierKey.parse(PETER), "enoch": VerifierKey.parse(ENOCH), "example": VerifierKey.parse(EXAMPLE)}


def names(note: str, *keys: str) -> list[str]:
    return [signed.key.name for signed in Note.parse(note).signed_by([KEYS[key] for key in keys])]


def test_a_note_is_signed_byte_for_byte_as_published() -> None:
    key = SigningKey.parse(PETERS_PRIVATE_KEY)
    assert str(Note(TEXT, (sign_note(TEXT, key),))) == NOTE


def test_published_notes_verify() -> None:
    assert Note.parse(SPECIFIED).text == "This is an example message.\n"
    assert names(SPECIFIED, "example") == ["example.com/foo"]
    assert Note.parse(NOTE).text == TEXT
    assert names(NOTE, "peter") == ["PeterNeumann"]
    assert names(NOTE + BY_ENOCH, "peter", "enoch") == ["PeterNeumann", "EnochRoot"]


def test_signatures_by_unknown_keys_say_nothing() -> None:
    assert names(NOTE + BY_ENOCH, "peter") == ["PeterNeumann"]
    assert names(NOTE) == []
    forged = BY_ENOCH.replace("+vAF1", "+vAF2")
    assert names(NOTE + forged, "peter") == ["PeterNeumann"]


def test_a_wrong_signature_by_a_known_key_spoils_the_note() -> None:
    forged = BY_ENOCH.replace("+vAF1", "+vAF2")
    with pytest.raises(SignatureWrong):
        names(NOTE + forged, "peter", "enoch")
    with pytest.raises(SignatureWrong):
        names(NOTE.replace("cryptography", "cryptographY"), "peter")
    with pytest.raises(SignatureWrong):
        names(NOTE.replace(TEXT, TEXT + "\n"), "peter")


def test_a_key_is_known_by_name_and_number_together() -> None:
    assert names(NOTE.replace("PeterNeumann", "CarmenSandiego"), "peter") == []
    assert names(NOTE.replace("x08g", "xxxx"), "peter") == []


@pytest.mark.parametrize(
    "note",
    [
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}\n{BY_PETER}"[:-1],
        f"\x01{TEXT}\n{BY_PETER}",
        f"{TEXT}\r\n\r\n{BY_PETER}",
        f"\ud800{TEXT}\n{BY_PETER}",
        f"{TEXT}\n{BY_PETER}Unexpected line.\n",
        f"{TEXT}\n{BY_PETER.replace('PeterNeumann', 'Bad Name')}",
        f"{TEXT}\n{BY_PETER.replace('PeterNeumann', 'Bad+Name')}",
        f"{TEXT}\n{BY_PETER.replace('PeterNeumann', '')}",
        f"{TEXT}\n{BY_PETER.replace('— ', '- ')}",
        f"{TEXT}\n{BY_PETER.replace('x08g', 'x08g ')}",
        f"{TEXT}\n— PeterNeumann x08gow==\n",
        f"{TEXT}\n— PeterNeumann\n",
        f"{TEXT}\n{BY_PETER * 101}",
        f"{'x' * 1_000_000}\n\n{BY_PETER}",
        b"\xff" + NOTE.encode(),
        "",
        "\n",
        "\n\n",
    ],
)
def test_what_is_no_note_is_refused(note: str | bytes) -> None:
    with pytest.raises(NoteUnreadable):
        Note.parse(note)


def test_a_note_may_have_empty_lines_and_many_signatures() -> None:
    text = "one\n\ntwo\n"
    note = Note(text, (sign_note(text, LOG_KEY),) * 100)
    assert Note.parse(str(note)) == note
    assert Note.parse(str(note).encode()) == note
    assert len(note.signed_by([LOG_KEY.verifier])) == 100


def test_a_cosignature_is_for_its_time_and_its_text_alone() -> None:
    text = "example.jp/log\n1\nAAAA\n"
    cosigned = cosign_note(text, WITNESS_KEY, 1_700_000_000)
    (signed,) = Note(text, (cosigned,)).signed_by([WITNESS_KEY.verifier])
    assert signed.time == 1_700_000_000
    later = type(cosigned)(cosigned.name, cosigned.id, (1_700_000_001).to_bytes(8, "big") + cosigned.data[8:])
    cut = type(cosigned)(cosigned.name, cosigned.id, cosigned.data[:40])
    for note in (Note(text, (later,)), Note(text, (cut,)), Note(f"{text}more\n", (cosigned,))):
        with pytest.raises(SignatureWrong):
            note.signed_by([WITNESS_KEY.verifier])


def test_a_time_beyond_what_a_cosignature_may_have_is_refused() -> None:
    text, time = "example.jp/log\n1\nAAAA\n", 2**63
    with pytest.raises(SignatureWrong):
        Note(text, (cosign_note(text, WITNESS_KEY, time),)).signed_by([WITNESS_KEY.verifier])


def test_one_key_for_two_uses_is_two_keys() -> None:
    """The same secret and name for notes and for cosignatures: neither signature passes for the other."""
    text = "example.jp/log\n1\nAAAA\n"
    as_witness = LOG_KEY.as_witness
    assert as_witness.verifier.public == LOG_KEY.verifier.public
    assert as_witness.verifier.id != LOG_KEY.verifier.id
    assert Note(text, (cosign_note(text, LOG_KEY, 1),)).signed_by([LOG_KEY.verifier]) == ()
    assert Note(text, (sign_note(text, LOG_KEY),)).signed_by([as_witness.verifier]) == ()


@given(at=st.integers(0, len(NOTE) - 1), sign=st.characters())
def test_no_changed_note_is_still_signed(at: int, sign: str) -> None:
    changed = NOTE[:at] + sign + NOTE[at + 1 :]
    if changed == NOTE:
        return
    try:
        assert names(changed, "peter") == []
    except RashinError:
        return
