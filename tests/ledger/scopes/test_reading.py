"""A scope's file is read whole, or refused with what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashin.errors import ScopeUnknown, ScopeUnreadable
from rashin.estimates import Estimate
from rashin.language import Text
from rashin.ledger.scopes.scope import Place, Sought, read_scope, scope, scopes

SOUND = """
code = "robots"
name = {ja = "ロボット", en = "Robots"}
question = {ja = "何に使ったか。", en = "What was it spent on?"}
rule = {ja = "名前にある。", en = "Its name says so."}
leaves = ["ロボット三原則"]

[takes.title]
words = ["ロボット"]

[takes.works]
words = ["ロボット"]
at_least = 0.5

[[field]]
code = "care"
label = {ja = "介護", en = "Care"}
means = {ja = "人を助ける。", en = "To help people."}
words = ["介護"]

[[example]]
title = "介護ロボット事業"
taken = true
field = "care"
why = {ja = "名前にある。", en = "Its name says so."}

[measured]
command = "x"
date = "2026-11-23"
sheets = 9
data = {ja = "九枚", en = "nine sheets"}

[measured.figures]
precision = {value = 0.9, low = 0.5, high = 1.0, n = 9}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND)
    read = read_scope(path)
    assert read == scope(str(path))
    assert (read.code, read.name, read.everything) == ("robots", Text("ロボット", "Robots"), False)
    assert read.sought == {Place.TITLE: Sought(("ロボット",)), Place.WORKS: Sought(("ロボット",), 0.5)}
    assert [one.code for one in read.fields] == ["care", "other"]
    assert read.measured
    assert read.measured.figures == {"precision": Estimate(0.9, 0.5, 1.0, 9)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "robots"', 'code = "Robots!"', "Robots!"),
        ('code = "robots"', "", "code"),
        ('rule = {ja = "名前にある。", en = "Its name says so."}', 'rule = {ja = "名前にある。"}', "rule"),
        ('[takes.title]\nwords = ["ロボット"]', "[takes.title]\nwords = []", "takes.title.words"),
        ('[takes.title]\nwords = ["ロボット"]', '[takes.title]\nwords = "ロボット"', "takes.title.words"),
        ("[takes.title]", "[takes.names]", "takes.names"),
        ("at_least = 0.5", "at_least = 5", "at_least"),
        ("at_least = 0.5", "", "at_least"),
        ('words = ["介護"]', 'wordz = ["介護"]', "field.wordz"),
        ('[[field]]\ncode = "care"', '[[field]]\ncode = "other"', "other"),
        ('field = "care"', 'field = "car"', "car"),
        ("taken = true", 'taken = "yes"', "taken"),
        ("sheets = 9", 'sheets = "nine"', "measured.sheets"),
        ('code = "robots"', 'code = "robots"\neverything = true', "everything"),
        ('code = "robots"', 'code = "robots"\nauthor = "x"', "author"),
        ('code = "robots"', 'code = "robots', "TOML"),
    ],
)
def test_what_is_wrong_is_named_with_how_to_mend_it(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SOUND
    with pytest.raises(ScopeUnreadable) as refused:
        read_scope(written(tmp_path, SOUND.replace(old, new, 1)))
    for text in (refused.value.what_happened, refused.value.how_to_mend):
        assert text.ja
        assert text.en
    assert "own.toml" in refused.value.what_happened.ja
    assert said in refused.value.message("en")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ScopeUnreadable, match=r"gone\.toml"):
        scope(str(tmp_path / "gone.toml"))


def test_an_unknown_code_names_the_known_ones() -> None:
    with pytest.raises(ScopeUnknown, match="ai, all"):
        scope("aii")


def test_those_that_come_with_rashin_say_what_the_method_page_needs() -> None:
    assert [one.code for one in scopes()] == ["ai", "all"]
    ai = scope("ai")
    assert {example.taken for example in ai.examples} == {True, False}
    assert ai.measured
    assert set(ai.measured.figures) == {"precision", "recall", "field", "held_out_precision", "held_out_recall"}
    assert ai.field("trust").label.ja == "信頼・説明・ガバナンス"
    assert ai.fields[-1].code == "other"
    assert scope("all").everything


def test_no_name_means_two_fields() -> None:
    names = [name for field in scope("ai").fields for name in set(field.names)]
    assert len(names) == len(set(names))
