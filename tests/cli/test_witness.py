"""`rashin witness`: growth and its cosignature, and each way in which a log can cheat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.trust.logs import LOG_KEY, PUBLIC, Log, log_of

from rashin.cli.layout import width
from rashin.language import LANGUAGES
from rashin.trust.log.checkpoint import open_checkpoint
from rashin.trust.log.keys import SigningKey, VerifierKey

if TYPE_CHECKING:
    from tests.cli.conftest import Run

KEY = str(PUBLIC[0])


def note(folder: Path, log: Log, name: str) -> Path:
    path = folder / name
    path.write_text(log.checkpoint().signed(LOG_KEY), encoding="utf-8")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return note(tmp_path, log_of(300), "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return note(tmp_path, log_of(700), "new")


@pytest.fixture
def tiles(tmp_path: Path) -> Path:
    log_of(700).write(tmp_path / "log")
    return tmp_path / "log"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_log_that_grew_is_told(run: Run, old: Path, new: Path, tiles: Path, language: str) -> None:
    said = run("witness", old, new, "--key", KEY, "--tiles", tiles, "--lang", language)
    assert (said.code, said.err) == (0, "")
    assert "300" in said.out
    assert "700" in said.out
    assert max(map(width, said.lines)) <= 80


def test_the_same_checkpoint_twice_needs_no_tiles(run: Run, new: Path) -> None:
    assert run("witness", new, new, "--key", KEY).code == 0
    assert run("witness", new, new, "--key", KEY, "--json").facts == {
        "origin": "example.jp/log", "old": 700, "new": 700, "consistent": True, "cosignature": None, "key": None,
    }  # fmt: skip


def test_growth_needs_tiles(run: Run, old: Path, new: Path) -> None:
    wrong = run("witness", old, new, "--key", KEY, "--json")
    assert wrong.code == 2
    assert wrong.facts["type"] == "urn:rashin:problem:argument-missing"
    assert "--tiles" in wrong.err


def other(*entries: bytes) -> Log:
    log = Log()
    log.add(*entries)
    return log


def test_each_way_to_cheat_has_its_name(run: Run, tmp_path: Path, old: Path, new: Path, tiles: Path) -> None:
    rewritten = other(*(b"%d" % n for n in range(299, -1, -1)))
    forked = note(tmp_path, rewritten, "forked")
    stranger = tmp_path / "stranger"
    stranger.write_text(new.read_text(encoding="utf-8").replace("\n700\n", "\n701\n"), encoding="utf-8")
    unsigned = tmp_path / "unsigned"
    unsigned.write_text(log_of(700).checkpoint().text, encoding="utf-8")
    for slug, words in {
        "log-shrunk": (new, old),
        "log-forked": (old, forked),
        "log-rewritten": (forked, new, "--tiles", tiles),
        "tile-missing": (old, new, "--tiles", tmp_path),
        "signature-wrong": (old, stranger, "--tiles", tiles),
        "note-unreadable": (old, unsigned, "--tiles", tiles),
    }.items():
        wrong = run("witness", *words, "--key", KEY, "--json", "--sign-with", tmp_path / "w.key", "--name", "a/w")
        assert wrong.facts["type"] == f"urn:rashin:problem:{slug}"
        assert wrong.code == 5
    assert not (tmp_path / "w.key").exists()


def test_a_log_whose_key_was_not_given_is_not_believed(run: Run, new: Path) -> None:
    wrong = run("witness", new, new, "--key", str(PUBLIC[1]), "--json")
    assert wrong.facts["type"] == "urn:rashin:problem:signature-absent"
    assert wrong.code == 5


def test_files_that_are_no_checkpoints_are_told(run: Run, tmp_path: Path, new: Path) -> None:
    for name, content, code in (("noise", b"\xff\xfe", 5), ("long", b"x" * 2_000_000, 5), ("none", None, 3)):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        wrong = run("witness", path, new, "--key", KEY)
        assert (wrong.code, wrong.out) == (code, ""), name


def test_a_witness_signs_what_grew_with_a_key_made_the_first_time(
    run: Run, tmp_path: Path, old: Path, new: Path, tiles: Path
) -> None:
    path = tmp_path / "witness.key"
    sign = ("--sign-with", path, "--name", "example.org/w")
    first = run("witness", old, old, "--key", KEY, *sign, "--json").facts
    second = run("witness", old, new, "--key", KEY, "--tiles", tiles, *sign[:2], "--json").facts
    assert first["key"] == second["key"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(SigningKey.read(path).verifier) == first["key"]
    cosigned = new.read_text(encoding="utf-8") + second["cosignature"]
    opened = open_checkpoint(cosigned, [PUBLIC[0], VerifierKey.parse(first["key"])])
    assert [signed.key.name for signed in opened.witnesses] == ["example.org/w"]
    said = run("witness", new, new, "--key", KEY, *sign)
    assert said.code == 0
    assert first["key"] in said.out.split("\n")
    assert any(line.startswith("— example.org/w ") for line in said.out.split("\n"))


def test_a_key_that_is_not_there_is_made_only_when_it_is_given_a_name(run: Run, tmp_path: Path, new: Path) -> None:
    wrong = run("witness", new, new, "--key", KEY, "--sign-with", tmp_path / "typo.key")
    assert wrong.code == 3
    assert "typo.key" in wrong.unbroken
    bad = run("witness", new, new, "--key", KEY, "--sign-with", tmp_path / "w.key", "--name", "my witness")
    assert bad.code == 2
    assert {path.name for path in tmp_path.iterdir()} == {"new"}
