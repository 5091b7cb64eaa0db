from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rashin.cli.layout import width
from rashin.language import LANGUAGES
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Entry, draft_of
from rashin.ledger.checks.rule import flags, rules

if TYPE_CHECKING:
    from tests.cli.conftest import Run

CLEAN: dict[str, list[Entry]] = {
    "programme": [{"id": "a", "title": "事業"}],
    "organisation": [{"id": "o", "title": "架空商事", "body": "company", "corporate_number": "7000012050002"}],
    "budget": [{"id": "b", "programme": "a", "fiscal_year": 2024, "initial": 90, "total": 90, "executed": 80}],
    "payment": [{"id": "p", "programme": "a", "fiscal_year": 2024, "payee": "o", "amount": 80}],
}
UNSOUND: dict[str, list[Entry]] = {
    **CLEAN,
    "payment": [
        {"id": "p1", "programme": "a", "fiscal_year": 2024, "payee": "o", "amount": 80_000_000},
        {"id": "p2", "programme": "a", "fiscal_year": 2024, "payee": "nobody", "amount": -5},
    ],
}


def book_of(folder: Path, entries: dict[str, list[Entry]]) -> Path:
    Book(folder).add(draft_of(entries), by="test")
    return folder


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of(tmp_path_factory.mktemp("clean") / "book", CLEAN)


@pytest.fixture(scope="module")
def unsound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of(tmp_path_factory.mktemp("unsound") / "book", UNSOUND)


def test_a_clean_book_may_be_published(run: Run, clean: Path) -> None:
    said = run("ledger", "check", "--book", clean, "--lang", "ja")
    assert said.code == 0
    assert "公開を止める誤りはありません" in said.out


def test_errors_block_publication_and_say_how_to_mend_them(run: Run, unsound: Path) -> None:
    said = run("ledger", "check", "--book", unsound, "--lang", "en")
    assert said.code == 7
    assert "Check amount and unit against the vouchers." in " ".join(said.out.split())
    assert "must be mended before publication" in said.out


def test_json_has_every_rule_with_its_count(run: Run, unsound: Path) -> None:
    said = run("ledger", "check", "--book", unsound, "--json")
    assert said.code == 7
    by_code = {one["code"]: one for one in said.facts["rules"]}
    assert list(by_code) == [rule.code for rule in rules()]
    assert [one["code"] for one in said.facts["flags"]] == [flag.code for flag in flags()]
    assert {code: one["count"] for code, one in by_code.items() if one["count"]} == {"I06": 1, "M01": 1, "M17": 1}
    assert by_code["M01"]["severity"] == "error"
    (finding,) = by_code["M01"]["findings"]
    assert (finding["kind"], finding["id"], finding["facts"]["amount"]) == ("payment", "p1", 80_000_000)
    assert set(finding["mend"]) == set(LANGUAGES)
    assert said.facts["blocks"] is True


def test_one_rule_alone_is_asked(run: Run, unsound: Path) -> None:
    facts = run("ledger", "check", "--book", unsound, "--only", "M17", "--json").facts
    assert [one["code"] for one in facts["rules"]] == ["M17"]
    assert facts["flags"] == []


def test_a_rule_that_does_not_exist_and_a_book_that_does_not(run: Run, clean: Path, tmp_path: Path) -> None:
    assert run("ledger", "check", "--book", clean, "--only", "Z99", "--json").facts["type"].endswith(":check-unknown")
    assert run("ledger", "check", "--book", tmp_path / "none", "--json").facts["type"].endswith(":book-missing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_no_wider_than_the_terminal(run: Run, unsound: Path, language: str) -> None:
    assert max(map(width, run("ledger", "check", "--book", unsound, "--lang", language).lines)) <= 80
