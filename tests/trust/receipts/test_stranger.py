"""The stranger's verifier (docs/verify.py) and Rashin's own give the same verdict, and neither accepts a forged receipt."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.trust.logs import PUBLIC, Log, decision, noise
from tests.trust.receipts.test_decisions import WRONG
from tests.trust.receipts.test_receipt import HOSTILE

from rashin.errors import ReceiptUnreadable
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.entries import Kind
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify

VERIFIER = Path(__file__).parents[3] / "docs" / "verify.py"
KEYS = [str(key) for key in PUBLIC]
Verdict = list[tuple[str, bool]]


@pytest.fixture(scope="module")
def stranger() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_for_strangers", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(data: bytes) -> Verdict:
    try:
        receipt = Receipt.from_json(data)
    except ReceiptUnreadable:
        return [("format", False)]
    return [(check.name, check.holds) for check in verify(receipt, PUBLIC).checks]


@cache
def receipts() -> list[dict[str, Any]]:
    """Receipts of every kind, at several places of several trees, as their members."""
    found, log = [], Log()
    for size in (0, 1, 2, 6, 30, 250, 300):
        log.add(*(noise(n) for n in range(size)))
        found.append(log.receipt(Kind.DECISION, decision(handed_over=bool(size % 2))))
    found += [log.receipt(kind, {"kept": ["x", {"y": None}], "n": 7}) for kind in Kind if kind is not Kind.DECISION]
    return [json.loads(receipt.to_json()) for receipt in found]


def test_both_accept_true_receipts(stranger: ModuleType) -> None:
    for members in receipts():
        data = json.dumps(members).encode()
        assert all(holds for _, holds in ours(data))
        assert stranger.verify(data, KEYS) == ours(data)


def test_both_accept_the_example_of_the_page_with_the_key_that_it_gives(stranger: ModuleType, checkout: Path) -> None:
    data = (checkout / "docs" / "example-receipt.json").read_bytes()
    for page in ("receipts.md", "receipts.ja.md"):
        text = (checkout / "docs" / page).read_text(encoding="utf-8")
        (key,) = re.findall(r"`(example\.jp/log\+\S+)`", text)
        verdict = stranger.verify(data, [key])
        assert all(holds for _, holds in verdict)
        verified = verify(Receipt.from_json(data), [VerifierKey.parse(key)])
        assert [(check.name, check.holds) for check in verified.checks] == verdict
        assert json.loads(data)["checkpoint"] in text
        assert b64decode(json.loads(data)["entry"]).decode() in text
        named = re.findall(r"(?m)^\| `(\w+)` \|", text)
        assert {name for name, _ in [*verdict, ("witness", True)]} - {"format"} <= {*named}


@pytest.mark.parametrize("name", HOSTILE)
def test_both_refuse_hostile_files(stranger: ModuleType, name: str) -> None:
    assert stranger.verify(HOSTILE[name], KEYS) == ours(HOSTILE[name]) == [("format", False)]


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_both_refuse_decisions_of_another_form(stranger: ModuleType, changes: dict[str, Any]) -> None:
    data = json.dumps({**receipts()[0], "payload": {**receipts()[0]["payload"], **decision(**changes)}}).encode()
    assert stranger.verify(data, KEYS) == ours(data) == [("format", False)]


@pytest.mark.parametrize(
    "changes", [{"score": 5}, {"outcome": "favourable"}, {"probability": "0.5"}, {"reasons": []}, {"threshold": 2**40}]
)
def test_both_find_what_does_not_follow(stranger: ModuleType, changes: dict[str, Any]) -> None:
    data = Log().receipt(Kind.DECISION, decision(**changes)).to_json().encode()
    assert stranger.verify(data, KEYS) == ours(data)
    assert not all(holds for _, holds in ours(data))


Place = tuple[Any, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """The way to every value in it."""
    yield at
    for name in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[name], (*at, name))


def at_place(value: Any, place: Place) -> Any:
    for name in place:
        value = value[name]
    return value


def put(members: dict[str, Any], place: Place, new: Any) -> dict[str, Any]:
    """The members with something else at a place."""
    copy: dict[str, Any] = json.loads(json.dumps(members))
    if place:
        at_place(copy, place[:-1])[place[-1]] = new
    return copy


def flipped(value: Any, chance: random.Random) -> Any:
    """One bit of what a base64 text stands for, or one sign of another text, is another."""
    if not isinstance(value, str) or not value:
        return "A"
    try:
        data = bytearray(b64decode(value, validate=True))
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return b64encode(data).decode()
    except (ValueError, IndexError):
        at = chance.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]


def stepped(value: Any, chance: random.Random) -> Any:
    step = chance.choice([-1, 1, 2, 1 << chance.randrange(40)])
    return value + step if isinstance(value, int) else [*value, *value[:1]] if isinstance(value, list) else None


def swapped(_: Any, chance: random.Random) -> Any:
    """Something from anywhere in another receipt."""
    other = chance.choice(receipts())
    return at_place(other, chance.choice([*places(other)]))


def odd(_: Any, chance: random.Random) -> Any:
    return chance.choice([None, True, False, 0, -1, 1.5, "", "é", [], {}, [[]], 2**53, "\ud800", {"ja": "", "en": ""}])


CHANGES: list[Callable[[Any, random.Random], Any]] = [flipped, stepped, swapped, odd]


def changed(members: dict[str, Any], chance: random.Random) -> bytes:
    """The receipt with one value changed, or one byte of its text."""
    kind = chance.randrange(len(CHANGES) + 2)
    if kind < len(CHANGES):
        place = chance.choice([*places(members)])
        return json.dumps(put(members, place, CHANGES[kind](at_place(members, place), chance))).encode()
    text = bytearray(json.dumps(members, ensure_ascii=bool(kind % 2)).encode())
    at = chance.randrange(len(text))
    text[at : at + chance.randrange(3)] = chance.choice([b"", b"0", b"A", b" ", b"{", b"\xff", bytes([text[at] ^ 1])])
    return bytes(text)


def means(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


@pytest.mark.parametrize("seed", range(15))
def test_of_thousands_of_changed_receipts_none_is_accepted_and_the_verdicts_agree(
    stranger: ModuleType, seed: int
) -> None:
    chance, refused = random.Random(seed), 0  # noqa: S311 - it must come out the same each time
    for n in range(300):
        members = receipts()[n % len(receipts())]
        data = changed(members, chance)
        verdict = ours(data)
        assert stranger.verify(data, KEYS) == verdict, data
        if means(data) != members:
            assert not all(holds for _, holds in verdict), data
            refused += 1
    assert refused > 200


def test_a_stranger_runs_it_as_its_first_lines_say(tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipts()[0]), encoding="utf-8")

    def run(*words: str | Path) -> tuple[int, str]:
        command = [sys.executable, "-I", str(VERIFIER), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout

    code, said = run(path, *KEYS)
    assert code == 0
    assert said.splitlines()[-1].startswith("The receipt holds.")
    path.write_text(json.dumps(put(receipts()[0], ("payload", "organisation"), "another")), encoding="utf-8")
    code, said = run(path, *KEYS)
    assert code == 1
    assert "FAILS  commitment" in said
    assert run(path, "no key")[0] == 2
    assert run(tmp_path / "none.json", *KEYS)[0] == 1
    assert run(path)[0] == 1


@pytest.mark.parametrize(
    "text", ["", "a+b", "a+b+c", KEYS[0][:-4], KEYS[0] + "\n", KEYS[0].replace("+", "+x", 1), "é++"]
)
def test_it_refuses_keys_that_are_none(stranger: ModuleType, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the stranger is told so in words
        stranger.verify(b"{}", [text])


def test_it_stands_alone() -> None:
    """It imports the standard library and `cryptography`, and nothing of Rashin's."""
    source = VERIFIER.read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }
    assert imported - {"cryptography"} <= sys.stdlib_module_names | {"__future__"}
