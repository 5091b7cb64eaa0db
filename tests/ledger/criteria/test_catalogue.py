"""The catalogue of criteria: each asks something, in both languages, and officers reach it by the names they write."""

from __future__ import annotations

import pytest

from rashin.language import LANGUAGES
from rashin.ledger.criteria.catalogue import catalogue, standard_of

SIX = ("relevance", "coherence", "effectiveness", "efficiency", "impact", "sustainability")


def test_the_six_of_the_dac_come_first_and_three_are_worked_out() -> None:
    assert tuple(catalogue())[:6] == SIX
    assert {code for code, one in catalogue().items() if one.computed} == {"leverage", "additionality", "trl"}


def test_everything_is_said_in_both_languages() -> None:
    for one in catalogue().values():
        for text in (one.name, one.question, one.needs, one.source):
            assert all(text[language].strip() for language in LANGUAGES)
            assert text.ja != text.en


@pytest.mark.parametrize("written", ["leverage", " Leverage ", "民間資金の呼び込み", "LEVERAGE"])
def test_an_officer_may_write_the_code_or_either_name(written: str) -> None:
    assert standard_of(written) is catalogue()["leverage"]


@pytest.mark.parametrize("written", [None, "", "この事業の基準", "relevance and coherence"])
def test_anything_else_is_a_criterion_of_the_programmes_own(written: str | None) -> None:
    assert standard_of(written) is None


def test_no_name_means_two_criteria() -> None:
    names = [one.name[language] for one in catalogue().values() for language in LANGUAGES]
    assert len(names) == len(set(names))
