"""Checkpoints, against real ones of public logs and witnesses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trust.log.test_keys import PETER, REMORA
from tests.trust.logs import LOG_KEY, ORIGIN, WITNESS_KEY, log_of

from rashin.errors import CheckpointUnreadable, RashinError, SignatureAbsent, SignatureWrong
from rashin.trust.log.checkpoint import Checkpoint, cosignature, open_checkpoint
from rashin.trust.log.keys import KeyType, SigningKey, VerifierKey

# A checkpoint that the public test log Arche issued in 2026, with a signature of another kind (RFC 6962) by the log, and
# cosignatures by four public witnesses, of which we know the key of one.
ARCHE = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""
ARCHES_KEY = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
OTHERS = [
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
]
OLD_TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"  # of tlog-checkpoint


def keys(*texts: str) -> list[VerifierKey]:
    return [VerifierKey.parse(text) for text in texts]


def test_a_real_checkpoint_and_its_witnesses_verify() -> None:
    opened = open_checkpoint(ARCHE, keys(ARCHES_KEY, REMORA, *OTHERS, PETER))
    assert opened.checkpoint.origin == "arche2025h1.staging.ct.transparency.dev"
    assert opened.checkpoint.size == 1_432_088_532
    assert [signed.key.name for signed in opened.witnesses] == [
        "transparency.dev/DEV:witness-little-garden",
        "witness1.smartit.nu/witness1",
        "remora.n621.de",
        "witness.stagemole.eu",
    ]
    assert {signed.time for signed in opened.witnesses} == {1_779_573_024}


def test_a_real_checkpoint_that_was_changed_does_not() -> None:
    for known in (keys(ARCHES_KEY), keys(REMORA)):
        with pytest.raises(SignatureWrong):
            open_checkpoint(ARCHE.replace("1432088532", "42"), known)
    with pytest.raises(SignatureAbsent):
        open_checkpoint(ARCHE, keys(REMORA, PETER))


def test_the_specifications_example_is_read_and_written_back() -> None:
    checkpoint = Checkpoint.parse(OLD_TEXT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.text == OLD_TEXT


def test_extension_lines_are_kept() -> None:
    checkpoint = Checkpoint.parse(f"{OLD_TEXT}one\ntwo\n")
    assert checkpoint.extensions == ("one", "two")
    assert checkpoint.text == f"{OLD_TEXT}one\ntwo\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        OLD_TEXT[:-1],
        OLD_TEXT + "\n",
        "\n" + OLD_TEXT.partition("\n")[2],
        *(
            OLD_TEXT.replace("20852163", size)
            for size in ("", "-1", "01", "+1", "1_0", "1.0", "٣", str(2**63), "9" * 99)
        ),
        OLD_TEXT.replace("2I=", "2J="),
        OLD_TEXT.replace("2I=", "2I"),
        OLD_TEXT.replace("CsUY", ""),
        OLD_TEXT.replace("CsUY", "CsUYCsUY"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointUnreadable):
        Checkpoint.parse(text)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_what_is_signed_opens_to_what_it_was(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert open_checkpoint(checkpoint.signed(LOG_KEY), [LOG_KEY.verifier]).checkpoint == checkpoint


def test_only_the_log_itself_can_sign_its_checkpoints() -> None:
    other = SigningKey.new("example.jp/other", KeyType.LOG)
    namesake = SigningKey.new(ORIGIN, KeyType.LOG)
    checkpoint = log_of(3).checkpoint()
    for forged in (checkpoint.signed(other), checkpoint.signed(namesake)):
        with pytest.raises(SignatureAbsent):
            open_checkpoint(forged, [LOG_KEY.verifier, WITNESS_KEY.verifier, other.verifier])


def test_a_witness_adds_a_line_to_what_the_log_signed() -> None:
    note = log_of(3).checkpoint().signed(LOG_KEY)
    line = cosignature(note, WITNESS_KEY, 1_700_000_000)
    opened = open_checkpoint(note + line, [LOG_KEY.verifier, WITNESS_KEY.verifier])
    assert [(signed.key.name, signed.time) for signed in opened.witnesses] == [(WITNESS_KEY.name, 1_700_000_000)]
    assert open_checkpoint(note + line, [LOG_KEY.verifier]).witnesses == ()


SIGNED = log_of(5).signed()


@given(at=st.integers(0, len(SIGNED) - 1), sign=st.characters())
def test_no_changed_checkpoint_opens(at: int, sign: str) -> None:
    """With both keys known, nothing in it may differ but what makes a signature that of somebody unknown."""
    changed = SIGNED[:at] + sign + SIGNED[at + 1 :]
    try:
        opened = open_checkpoint(changed, [LOG_KEY.verifier, WITNESS_KEY.verifier])
    except RashinError:
        return
    assert opened.checkpoint == log_of(5).checkpoint()
    assert changed == SIGNED or not opened.witnesses
