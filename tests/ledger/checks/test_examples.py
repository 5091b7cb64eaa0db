"""One contract for every rule and every red flag: its file says what it asks, and its own examples hold."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter

import pytest
from tests.ledger.checks.books import book_of

from rashin.ledger.book.columns import Holds
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.checks import checking
from rashin.ledger.checks.rule import Check, Example, Theme, flags, rules

ON = date(2026, 1, 1)
CHECKS: tuple[Check, ...] = (*rules(), *flags())
EXAMPLES = [
    pytest.param(one, example, id=f"{one.code}-{sort}-{number}")
    for one in CHECKS
    for sort, examples in (("passing", one.passing), ("failing", one.failing))
    for number, example in enumerate(examples, start=1)
]
ACCUSING = re.compile(
    "不正|違法|犯罪|癒着|談合|横領|水増し|疑惑|fraud|illegal|crime|corrupt|collusi|embezzl|cheat", re.IGNORECASE
)

each = pytest.mark.parametrize("asked", CHECKS, ids=lambda one: one.code)


def found_in(example: Example, asked: Check) -> set[str]:
    report = checking.check(book_of(example.rows), [asked.code], on=ON)
    (answer,) = report.answers
    assert answer.count == len(answer.findings)
    return {f"{finding.kind}:{finding.id}" for finding in answer.findings}


@pytest.mark.parametrize(("asked", "example"), EXAMPLES)
def test_an_example_gives_what_it_says(asked: Check, example: Example) -> None:
    assert found_in(example, asked) == set(example.found)


@each
def test_examples_use_columns_of_the_book_only(asked: Check) -> None:
    for example in (*asked.passing, *asked.failing):
        for kind, rows in example.rows.items():
            known = {column.name for column in KINDS[kind].columns}
            beside = {f"{column.name}_{end}" for column in KINDS[kind].money for end in ("written", "unit")}
            for row in rows:
                assert set(row) <= known | beside | {"recorded", "batch", "withdrawn"}


@each
def test_the_answer_has_the_facts_that_the_file_explains_and_the_mend_uses_only_those(asked: Check) -> None:
    report = checking.check(book_of(asked.failing[0].rows), [asked.code], on=ON)
    finding = report.answers[0].findings[0]
    assert set(finding.facts) == set(asked.facts)
    for text in (asked.mend.ja, asked.mend.en):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= set(asked.facts)
    assert "{" not in finding.mend.ja + finding.mend.en


@each
def test_texts_are_in_their_language_and_end(asked: Check) -> None:
    for text in (asked.why, asked.mend):
        assert re.search("[ぁ-ん]", text.ja)
        assert not re.search("[ぁ-ん]", text.en)
        assert text.ja.endswith("。")
        assert text.en.endswith(".")


def test_codes_are_unique_and_there_are_as_many_rules_as_promised() -> None:
    codes = [one.code for one in CHECKS]
    assert len(set(codes)) == len(codes)
    assert len({one.slug for one in CHECKS}) == len(CHECKS)
    assert len(rules()) >= 30
    assert len(flags()) >= 10
    assert {one.theme for one in rules()} == set(Theme)


def test_an_empty_book_passes_every_rule() -> None:
    report = checking.check(book_of({}), on=ON)
    assert [one.check.code for one in report.answers if one.count] == []


def test_the_rules_on_columns_cover_every_column_of_the_book() -> None:
    """So that a new column of the book is not forgotten in them."""
    query = {one.code: one.query for one in rules()}
    for kind in KINDS.values():
        for column in kind.columns:
            line = rf"SELECT '{kind.name}'[^\n]*'{column.name}'"
            for code, concerned in (
                ("I06", bool(column.of)),
                ("I07", column.required),
                ("I08", bool(column.choices)),
                ("M20", column.holds is Holds.YEN),
                ("M21", column.holds is Holds.YEN),
            ):
                assert bool(re.search(line, query[code])) is concerned, (code, kind.name, column.name)


@pytest.mark.parametrize("flag", flags(), ids=lambda one: one.code)
def test_a_red_flag_accuses_nobody_and_says_how_common_it_is(flag: Check) -> None:
    for text in (flag.name, flag.why, flag.mend):
        assert not ACCUSING.search(text.ja + text.en)
