"""Importing as a job: a bad file changes nothing and every problem of it is told; the same file counts once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from tests.workspace.company import Company

from rashin.errors import LedgerFormatUnknown
from rashin.ledger.book.book import Book
from rashin.ledger.importing import judgit
from rashin.workspace.jobs import JobStatus
from rashin.workspace.programme.books import book_of
from rashin.workspace.programme.importing import IMPORT, Wish, ask_to_import, import_kind

GOOD = "番号,事業,金額\np1,,1200千円\np2,,5\n".encode()


def ask(company: Company, content: bytes, name: str = "支払.csv", code: str = "workbook") -> str:
    means = company.database, company.files, company.jobs, company.id
    return ask_to_import(*means, Wish(code, name, "山本", "月次"), [content], None)


def brought(company: Company, content: bytes, name: str = "支払.csv", code: str = "workbook") -> JobStatus:
    return company.do(ask(company, content, name, code))


def book(company: Company) -> Book:
    return book_of(company.files._folder.parent, company.id)


def problems(ended: JobStatus) -> list[tuple[Any, Any]]:
    assert ended.error is not None
    return [(one["row"], one["column"]) for one in ended.error["problems"]]


def test_a_good_file_is_a_batch_with_who_when_and_why(company: Company) -> None:
    ended = brought(company, GOOD)
    assert ended.state == "done", ended.error
    (batch,) = book(company).batches()
    assert (batch.recorded_by, batch.why, batch.source_name) == ("山本", "月次", "支払.csv")
    assert ended.result == {"batch": 1, "again": False, "rows": {"payment": 2}}
    assert list(company.files.keys()) == []


def test_a_bad_file_changes_nothing_and_says_all_that_is_wrong(company: Company) -> None:
    brought(company, GOOD)
    ended = brought(company, "番号,金額\np8,たくさん\n,5\np9,5\np9,6\n".encode())
    assert ended.state == "failed"
    assert problems(ended) == [(2, "金額"), (3, "番号"), (5, "番号")]
    assert len(book(company).batches()) == 1
    assert list(company.files.keys()) == []


def test_the_same_file_twice_counts_once_and_says_so(company: Company) -> None:
    brought(company, GOOD)
    ended = brought(company, GOOD)
    assert ended.result == {"batch": 1, "again": True, "rows": {"payment": 2}}
    assert len(book(company).batches()) == 1


def test_an_unknown_format_is_not_even_kept(company: Company) -> None:
    with pytest.raises(LedgerFormatUnknown):
        ask(company, GOOD, code="lotus123")
    assert list(company.files.keys()) == []


def test_a_worker_that_dies_after_the_book_was_written_repeats_nothing(company: Company, tmp_path: Path) -> None:
    job = ask(company, GOOD)
    run = import_kind(tmp_path, company.files).run

    class Dying:
        """Stands for the worker that goes on with the job and dies where it would put on record what it did."""

        def __init__(self, arguments: dict[str, Any]) -> None:
            self.arguments, self.organisation_id = arguments, company.id

        def own(self, key: str) -> str:
            return key

        def report(self, *_: object) -> None: ...

        def effect(self, *_: object) -> None:
            raise SystemExit

    with pytest.raises(SystemExit):
        run(Dying(company.job(job).arguments))  # type: ignore[arg-type]
    assert len(book(company).batches()) == 1
    ended = company.do(job)
    assert ended.result == {"batch": 1, "again": False, "rows": {"payment": 2}}
    assert len(book(company).batches()) == 1


@pytest.mark.parametrize("name", ["../../支払.csv", "..", "/etc/支払.csv", "支払.csv\0.txt", "あ" * 300 + "支払.csv"])
def test_no_name_of_a_file_leads_anywhere(company: Company, name: str, tmp_path: Path) -> None:
    before = set(tmp_path.parent.rglob("*"))
    ended = brought(company, GOOD, name)
    assert ended.is_over
    outside = set(tmp_path.parent.rglob("*")) - before
    assert all(path.is_relative_to(tmp_path) for path in outside)


def test_the_files_of_a_folder_come_in_one_zip(company: Company) -> None:
    held = io.BytesIO()
    with ZipFile(held, "w") as archive:
        for part in judgit.FORMAT.parts:
            archive.writestr(f"data/{part}", "x\n1\n")
        archive.writestr("../outside.csv", "x\n1\n")
    ended = brought(company, held.getvalue(), "review.zip", "judgit")
    assert ended.error is not None
    assert not ended.error["type"].endswith("ledger-format-foreign"), "its files were not found in the ZIP"
    assert not ended.error["type"].endswith("job-broken")
    broken = brought(company, b"no zip", "review.zip", "judgit")
    assert broken.error is not None
    assert broken.error["type"].endswith("archive-unsound")


def test_there_is_one_kind_of_job_for_it(company: Company) -> None:
    assert company.jobs.kinds[IMPORT].label.ja == "帳簿への取り込み"
