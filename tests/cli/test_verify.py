"""`rashin verify`: what is said of receipts that hold, that do not, and that are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.trust.logs import LOG_KEY, PUBLIC, Log, decision

from rashin.cli.layout import width
from rashin.language import LANGUAGES
from rashin.trust.receipts.entries import Kind

if TYPE_CHECKING:
    from tests.cli.conftest import Run

KEY, WITNESS = map(str, PUBLIC)
Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def save(name: str = "receipt.json", *, kind: Kind = Kind.DECISION, **changes: Any) -> Path:
        log = Log()
        log.add(b"one", b"two")
        members = json.loads(log.receipt(kind, decision()).to_json())
        members["payload"] |= changes
        path = tmp_path / name
        path.write_text(json.dumps(members), encoding="utf-8")
        return path

    return save


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_that_holds_is_told_with_every_check_and_its_limits(run: Run, save: Save, language: str) -> None:
    said = run("verify", save(), "--key", KEY, "--key", WITNESS, "--lang", language)
    assert said.code == 0, said.err
    assert said.err == ""
    assert said.out.count("○ " if language == "ja" else "[ok] ") == 10
    words = "".join(said.out.split())
    assert ("「見送る」とした判断" if language == "ja" else "decision“refuse”") in words
    assert "喜多方商会" in words
    assert ("判断が正しかったこと" if language == "ja" else "decisionwasright") in words
    assert max(map(width, said.lines)) <= 80


def test_a_receipt_that_was_changed_fails_and_says_where(run: Run, save: Save) -> None:
    said = run("verify", save(organisation="another"), "--key", KEY)
    assert said.code == 5
    assert said.out.count("× ") == 2, "the check, and the verdict"
    assert "× 内容が、記録された指紋（SHA-256）と一致しません" in said.out
    assert "そのままでは信じられません" in said.out


@pytest.mark.parametrize("kind", Kind)
def test_records_of_every_kind_are_told(run: Run, save: Save, kind: Kind) -> None:
    for language in LANGUAGES:
        said = run("verify", save(kind=kind), "--key", KEY, "--lang", language)
        assert said.code == 0
        assert "{" not in said.out


def test_for_a_program_every_check_has_its_name(run: Run, save: Save) -> None:
    facts = run("verify", save("a.json"), save("b.json", id="d-2"), "--key", KEY, "--json").facts
    assert facts["holds"] is False
    good, bad = facts["receipts"]
    assert (good["holds"], bad["holds"]) == (True, False)
    assert {check["name"]: check["holds"] for check in bad["checks"]} == {
        "format": True, "commitment": False, "entry": True, "inclusion": True, "origin": True, "signature": True,
        "sum": True, "outcome": True, "probability": True,
    }  # fmt: skip
    assert {"ja", "en"} == set(good["checks"][0]["what"])
    assert len(facts["limits"]) == 3


def test_of_several_receipts_each_is_told_and_one_that_fails_fails_all(run: Run, save: Save, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    said = run("verify", save("a.json"), broken, tmp_path / "none.json", save("b.json"), "--key", KEY)
    assert said.code == 5
    assert said.out.count("記録されたときのままです") == 2
    assert "受領証として読めません" in said.out
    assert "none.json」というファイルがありません" in said.out.replace("\n  ", "")
    facts = run("verify", broken, "--key", KEY, "--json").facts
    assert facts["receipts"][0]["problem"]["type"] == "urn:rashin:problem:receipt-unreadable"
    assert run("verify", save("a.json"), save("b.json"), "--key", KEY).code == 0


def test_keys_may_stand_in_a_file(run: Run, save: Save, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"{KEY}\n\n{WITNESS}\n", encoding="utf-8")
    said = run("verify", save(), "--key", keys, "--json")
    assert said.code == 0
    assert [check["name"] for check in said.facts["receipts"][0]["checks"]].count("witness") == 1


def test_the_key_of_another_log_proves_nothing(run: Run, save: Save) -> None:
    from rashin.trust.log.keys import KeyType, SigningKey

    assert run("verify", save(), "--key", str(SigningKey.new(LOG_KEY.name, KeyType.LOG).verifier)).code == 5
    assert run("verify", save(), "--key", str(SigningKey.new("example.jp/x", KeyType.LOG).verifier)).code == 5
    assert run("verify", save(), "--key", WITNESS).code == 5


def test_what_is_no_key_is_told_before_anything_is_verified(run: Run, save: Save, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("", encoding="utf-8")
    for key, code in {"a+b+c": 2, KEY[:-3]: 2, str(empty): 2, str(tmp_path / "none"): 3, str(tmp_path): 3}.items():
        wrong = run("verify", save(), "--key", key)
        assert (wrong.code, wrong.out) == (code, ""), key
        assert wrong.err.startswith("エラー:")


def test_a_key_is_needed(run: Run, save: Save) -> None:
    wrong = run("verify", save(), "--json")
    assert wrong.code == 2
    assert wrong.facts["type"] == "urn:rashin:problem:argument-missing"


def test_it_runs_as_a_process_without_the_engines(shell: Run, save: Save) -> None:
    said = shell("verify", save(), "--key", KEY)
    assert (said.code, said.err) == (0, "")
    assert shell("verify", save(id="x"), "--key", KEY).code == 5
