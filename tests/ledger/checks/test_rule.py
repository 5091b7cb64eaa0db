from __future__ import annotations

from pathlib import Path

import pytest

from rashin.errors import CheckUnreadable
from rashin.ledger.checks.rule import RULES, Rule, Severity, Theme, read_flag, read_rule

SOUND = """/*
code = "M99"
theme = "money"
severity = "warning"
name.ja = "名前"
name.en = "Name"
why.ja = "なぜです。"
why.en = "Why."
mend.ja = "{amount}を直します。"
mend.en = "Mend {amount}."
facts.amount = {ja = "金額", en = "amount"}

[[passing]]
payment = [{id = "p", amount = 1}]

[[failing]]
found = ["payment:p"]
payment = [{id = "p", amount = 2}]
*/
SELECT 'payment' AS kind, id, amount FROM payment WHERE amount = 2;
"""


def written(folder: Path, text: str, name: str = "M99-two.sql") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    rule = read_rule(written(tmp_path, SOUND))
    assert isinstance(rule, Rule)
    assert (rule.code, rule.slug, rule.theme, rule.severity) == ("M99", "two", Theme.MONEY, Severity.WARNING)
    assert rule.query.startswith("SELECT")
    assert not rule.query.endswith(";")
    assert rule.failing[0].found == ("payment:p",)
    assert "found" not in rule.failing[0].rows


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('why.en = "Why."\n', "", "why"),
        ('name.ja = "名前"\n', "", "name"),
        ('mend.en = "Mend {amount}."', 'mend.en = ""', "mend"),
        ('severity = "warning"', 'severity = "grave"', "grave"),
        ('theme = "money"', 'theme = "weather"', "weather"),
        ('theme = "money"', 'theme = "money"\nauthor = "x"', "author"),
        ('code = "M99"', 'code = "M98"', "code"),
        ('found = ["payment:p"]\n', "", "found"),
        ('[[passing]]\npayment = [{id = "p", amount = 1}]\n', "", "passing"),
        ('facts.amount = {ja = "金額", en = "amount"}', 'facts.amount = {ja = "金額"}', "amount"),
        ('name.en = "Name"', 'name.en = "Name', "Illegal"),
        ("/*\n", "", "front matter"),
    ],
)
def test_a_file_that_lacks_or_adds_something_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SOUND
    with pytest.raises(CheckUnreadable, match=said) as refused:
        read_rule(written(tmp_path, SOUND.replace(old, new)))
    assert "M99-two.sql" in str(refused.value)


def test_a_flag_needs_its_formula_and_its_base_rate(tmp_path: Path) -> None:
    with pytest.raises(CheckUnreadable, match="formula"):
        read_flag(written(tmp_path, SOUND.replace('theme = "money"\nseverity = "warning"\n', "")))


def test_every_file_of_the_folder_is_a_rule_but_for_the_macros() -> None:
    names = {path.name for path in RULES.iterdir()}
    assert names - {f"{one.stem}.sql" for one in RULES.glob("[A-Z][0-9][0-9]-*.sql")} == {"macros.sql"}
