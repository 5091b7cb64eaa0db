"""`rashin ledger`: import, log and template, as an officer types them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from rashin.cli.layout import width
from rashin.language import LANGUAGES
from rashin.ledger.book.book import Book

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "帳簿"


@pytest.fixture
def payments(tmp_path: Path) -> Path:
    path = tmp_path / "支払.csv"
    path.write_text("番号,金額（千円）,支払先の名称\np1,12,㈱あ\np2,3,個人A\n", "utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_import_twice_and_log(run: Run, book: Path, payments: Path, language: str) -> None:
    given = (
        "ledger",
        "import",
        "workbook",
        payments,
        "--book",
        book,
        "--why",
        "4月分",
        "--by",
        "担当",
        "--lang",
        language,
    )
    first = run(*given)
    assert first.code == 0
    assert max(map(width, first.lines)) <= 80
    again = run(*given, "--json")
    assert (again.facts["again"], again.facts["number"]) == (True, 1)
    log = run("ledger", "log", "--book", book, "--lang", language)
    assert log.code == 0
    assert "4月分" in log.out
    assert "担当" in log.out
    facts = run("ledger", "log", "--book", book, "--json").facts["batches"]
    assert [(one["number"], one["rows"], one["why"]) for one in facts] == [
        (1, {"payment": 2, "organisation": 2}, "4月分")
    ]
    assert facts[0]["digest"] == Book(book).batches()[0].digest


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_file_tells_each_place_and_changes_nothing(run: Run, book: Path, payments: Path, language: str) -> None:
    payments.write_text("番号,金額\np1,1.5\np2,abc\n", "utf-8")
    said = run("ledger", "import", "workbook", payments, "--book", book, "--lang", language)
    assert said.code == 3
    for place in ("2", "3", "金額", "1.5", "abc"):
        assert place in said.out
    assert "支払.csv" in said.err
    assert Book(book).batches() == ()
    facts = run("ledger", "import", "workbook", payments, "--book", book, "--json").facts
    assert [(one["sheet"], one["row"], one["column"]) for one in facts["problems"]] == [
        ("支払", 2, "金額"), ("支払", 3, "金額"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_filled_and_imported(run: Run, book: Path, tmp_path: Path, language: str) -> None:
    out = tmp_path / "ひな形.xlsx"
    said = run("ledger", "template", out, "--lang", language)
    assert said.code == 0
    filled = openpyxl.load_workbook(out)
    page = filled[filled.sheetnames[2]]
    page["A2"], page["B2"] = "事業1", "名前"
    filled.save(out)
    done = run("ledger", "import", "workbook", out, "--book", book, "--json")
    assert done.facts["rows"] == {"programme": 1}


def test_what_is_asked_for_wrongly(run: Run, book: Path, payments: Path, tmp_path: Path) -> None:
    assert run("ledger", "import", "excel", payments, "--book", book).code == 2
    assert run("ledger", "import", "judgit", payments, "--book", book).code == 3
    assert run("ledger", "import", "workbook", tmp_path / "nowhere.xlsx", "--book", book).code == 3
    assert run("ledger", "log", "--book", book).code == 3
    assert run("ledger", "template", tmp_path / "no" / "t.xlsx").code == 2
    assert run("ledger", "publsh").code == 2
