"""`rashin ledger sample`, as somebody types it who wants to see what a book is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rashin.cli.layout import width
from rashin.language import LANGUAGES
from rashin.ledger.book.book import Book

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_made_says_that_it_is_invented_and_passes_the_check(
    run: Run, tmp_path: Path, language: str
) -> None:
    folder = tmp_path / "見本"
    made = run("ledger", "sample", "--book", folder, "--lang", language)
    assert made.code == 0
    assert {"ja": "作りもの", "en": "invented"}[language] in made.out
    assert max(map(width, made.lines)) <= 80
    checked = run("ledger", "check", "--book", folder, "--lang", language)
    assert checked.code == 0
    assert "R01" in checked.out


def test_the_workbook_goes_into_a_book_of_its_own(run: Run, tmp_path: Path) -> None:
    workbook, folder = tmp_path / "手本.xlsx", tmp_path / "book"
    facts = run("ledger", "sample", "--book", folder, "--workbook", workbook, "--seed", "5", "--json").facts
    assert facts["digests"] == [one.digest for one in Book(folder).batches()]
    taken = run("ledger", "import", "workbook", workbook, "--book", tmp_path / "own", "--json").facts
    assert taken["rows"] == dict(Book(folder).batches()[0].rows)


def test_a_book_that_stands_is_left_alone(run: Run, tmp_path: Path) -> None:
    first = run("ledger", "sample", "--book", tmp_path / "book", "--json").facts
    again = run("ledger", "sample", "--book", tmp_path / "book")
    assert again.code != 0
    assert "book" in again.unbroken
    assert [one.digest for one in Book(tmp_path / "book").batches()] == first["digests"]
