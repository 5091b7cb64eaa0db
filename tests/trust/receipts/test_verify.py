"""What verifying says: of true receipts, of each way to forge one, and of what it does not prove."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.trust.logs import LOG_KEY, NOW, PUBLIC, WITNESS_KEY, Log, decision, noise

from rashin.language import LANGUAGES
from rashin.trust.canonical import canonical
from rashin.trust.log.checkpoint import Checkpoint, cosignature
from rashin.trust.log.keys import KeyType, SigningKey, VerifierKey
from rashin.trust.log.merkle import inclusion_proof
from rashin.trust.receipts.entries import Kind, commit
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import KEY_IS_YOURS, NO_WITNESS, UNCHANGED_ONLY, verify

RECORDED = ["format", "commitment", "entry", "inclusion", "origin", "signature"]
DECIDED = ["sum", "outcome", "probability"]


def failing(receipt: Receipt, keys: list[VerifierKey] | None = None) -> list[str]:
    return [check.name for check in verify(receipt, PUBLIC if keys is None else keys).checks if not check.holds]


def made(size: int = 20) -> Receipt:
    log = Log()
    log.add(*(b"%d" % n for n in range(size)))
    return log.receipt(Kind.DECISION, decision())


RECEIPT = made()


def test_a_true_receipt_holds_and_says_what_was_checked() -> None:
    verified = verify(RECEIPT, PUBLIC)
    assert verified.holds
    assert [check.name for check in verified.checks] == [*RECORDED, "witness", *DECIDED]
    for check in verified.checks:
        assert all("{" not in check.what[language] for language in LANGUAGES)
    said = [check.what.ja for check in verified.checks]
    assert "記録は、21件のログの21件目にあります。" in said
    assert "証人「example.org/witness」が、2026-11-23 10:00 UTCに確認しています。" in said


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DECISION])
def test_records_of_other_kinds_hold_without_the_checks_of_decisions(kind: Kind) -> None:
    verified = verify(Log().receipt(kind, {"anything": 1}), PUBLIC[:1])
    assert verified.holds
    assert [check.name for check in verified.checks] == RECORDED


def test_a_receipt_holds_wherever_its_entry_stands_and_however_the_log_grew() -> None:
    log, kept = Log(), []
    for _ in range(40):
        committed = commit(Kind.MODEL, NOW, {})
        kept.append((len(log.entries), committed))
        log.add(committed.entry)
        for index, one in kept:
            size = len(log.entries)
            receipt = Receipt.of(one, index, inclusion_proof(log.nodes(), index, size), log.signed())
            assert verify(receipt, PUBLIC).holds


def test_a_changed_payload_is_found() -> None:
    for name, value in {"organisation": "別の組織", "reference": "", "more": 1}.items():
        assert failing(replace(RECEIPT, payload={**RECEIPT.payload, name: value})) == ["commitment"]
    assert failing(replace(RECEIPT, salt=noise())) == ["commitment"]


def test_a_payload_of_another_time_or_kind_than_its_entry_is_found() -> None:
    """Even where whoever keeps the log made it so."""
    log = Log()
    payload = {**decision(), "kind": "decision", "at": "2026-11-23T10:00:00.000Z"}
    told = commit(Kind.REVIEW, NOW, {})
    honest = commit(Kind.DECISION, NOW, decision())
    entry = canonical(
        {"at": "2026-11-23T10:00:00.123Z", "commitment": _committed(honest.salt, payload), "kind": "model"}
    )
    log.add(told.entry, entry)
    receipt = Receipt(payload, honest.salt, entry, 1, tuple(inclusion_proof(log.nodes(), 1, 2)), log.signed())
    assert failing(receipt) == ["entry"]


def _committed(salt: bytes, payload: dict[str, object]) -> str:
    from rashin.trust.canonical import to_base64
    from rashin.trust.receipts.entries import commitment

    return to_base64(commitment(salt, canonical(payload)))


def test_an_entry_that_is_not_in_the_tree_is_found() -> None:
    assert failing(replace(RECEIPT, index=RECEIPT.index - 1)) == ["inclusion"]
    assert failing(replace(RECEIPT, index=RECEIPT.index + 1)) == ["inclusion"]
    assert failing(replace(RECEIPT, proof=RECEIPT.proof[:-1])) == ["inclusion"]
    assert failing(replace(RECEIPT, proof=(*RECEIPT.proof, noise()))) == ["inclusion"]
    assert failing(replace(RECEIPT, proof=(noise(),) * 100)) == ["inclusion"]
    assert failing(replace(RECEIPT, checkpoint=made(30).checkpoint)) == ["inclusion"]
    assert failing(replace(RECEIPT, entry=commit(Kind.DECISION, NOW, decision()).entry)) == ["commitment", "inclusion"]


def test_a_tree_of_ones_own_is_found_by_its_signature() -> None:
    """The whole of it forged, and consistent, by somebody without the log's key."""
    log, own = Log(), SigningKey.new(LOG_KEY.name, KeyType.LOG)
    receipt = log.receipt(Kind.DECISION, decision())
    forged = replace(receipt, checkpoint=log.checkpoint().signed(own))
    assert failing(forged) == ["signature", "witness"]
    elsewhere = Checkpoint("example.jp/elsewhere", log.frontier.size, log.frontier.root)
    other = SigningKey.new("example.jp/elsewhere", KeyType.LOG)
    assert failing(replace(receipt, checkpoint=elsewhere.signed(other))) == ["origin", "signature", "witness"]
    assert failing(replace(receipt, checkpoint=elsewhere.signed(LOG_KEY))) == ["origin", "signature", "witness"]
    assert failing(replace(receipt, checkpoint=elsewhere.signed(other)), [*PUBLIC, other.verifier]) == ["witness"]


def test_without_the_logs_key_nothing_is_proven() -> None:
    assert failing(RECEIPT, []) == ["origin", "signature"]
    assert failing(RECEIPT, [WITNESS_KEY.verifier]) == ["origin", "signature"]


def test_a_witness_whose_key_is_given_must_have_signed() -> None:
    other = SigningKey.new("example.org/other", KeyType.WITNESS).verifier
    assert failing(RECEIPT, [*PUBLIC, other]) == ["witness"]
    alone = replace(RECEIPT, checkpoint=_without_witness(RECEIPT.checkpoint))
    assert failing(alone, PUBLIC[:1]) == []
    assert failing(alone) == ["witness"]


def _without_witness(note: str) -> str:
    return "".join(line for line in note.splitlines(keepends=True) if WITNESS_KEY.name not in line)


def test_one_of_several_keys_of_a_log_is_enough() -> None:
    later = SigningKey.new(LOG_KEY.name, KeyType.LOG).verifier
    assert failing(RECEIPT, [later, *PUBLIC]) == []


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"score": 2**33 + 1}, ["sum"]),
        ({"outcome": "favourable"}, ["outcome"]),
        ({"threshold": 2**33}, ["outcome"]),
        ({"probability": "0.731060"}, ["probability"]),
        ({"reasons": []}, ["sum"]),
    ],
)
def test_a_decision_that_does_not_follow_from_its_numbers_is_found(changes: dict[str, object], name: list[str]) -> None:
    """Even where whoever keeps the log recorded it so."""
    log = Log()
    assert failing(log.receipt(Kind.DECISION, decision(**changes))) == name


def test_what_it_does_not_prove_is_said() -> None:
    assert verify(RECEIPT, PUBLIC).limits == (UNCHANGED_ONLY, KEY_IS_YOURS)
    assert verify(RECEIPT, PUBLIC[:1]).limits == (UNCHANGED_ONLY, KEY_IS_YOURS, NO_WITNESS)


@pytest.mark.parametrize("time", [0, 253_402_300_800, 2**63 - 1])
def test_a_witness_may_have_signed_at_any_time(time: int) -> None:
    log = Log()
    receipt = log.receipt(Kind.MODEL, {})
    note = log.checkpoint().signed(LOG_KEY)
    verified = verify(replace(receipt, checkpoint=note + cosignature(note, WITNESS_KEY, time)), PUBLIC)
    assert verified.holds
    if time == 0:
        assert f"{datetime.fromtimestamp(0, UTC):%Y-%m-%d}" in verified.checks[-1].what.en
