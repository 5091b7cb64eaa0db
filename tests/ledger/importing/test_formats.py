"""Every format: real files come in whole, a second time does nothing, and a bad file changes nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rashin.errors import FileMissing, ImportRefused, LedgerFormatForeign, LedgerFormatUnknown
from rashin.ledger.book.book import Book
from rashin.ledger.importing.importing import FORMATS, import_into

PROJECTS = "sheet,sheet_year,project_no,project_name,ministry,bureau,division,start_year,end_year,account,method,policies\n2015/甲省/0001,2015,0001,事業A,甲省,局,課,2013,,一般会計,直接実施,\n"
BUDGETS = "sheet,fiscal_year,initial,supplementary,carried_in,carried_out,reserve,total,executed\n2015/甲省/0001,2014,13.8,0.0,0.0,-1.5,0.0,12.3,1e-06\n"
PAYMENTS = (
    "sheet,fiscal_year,group,seq,payee,corporate_number,amount_mjpy,work\n"
    "2015/甲省/0001,2014,A,1,（株）あ,,1.0055999999999998,印刷\n"
    "2015/甲省/0001,2014,A,1,（株）あ,7000012050002,2,印刷\n"
    "2015/甲省/0001,2014,B,1,個人A,,0.02,出席\n"
    "2015/甲省/0001,2014,B,2,その他,,8e-05,\n"
    "2015/甲省/0001,2014,C,1,い,1234567890123,-3.5,\n"
)
OUTCOMES = (
    "sheet,kind,ix,goal,indicator,unit,target,target_year,fiscal_year,actual,planned\n"
    "2015/甲省/0001,outcome,0,増やす,件数,件,100.0,2016.0,2014,50.0,\n"
    "2015/甲省/0001,outcome,1,守る,水準,,前年度を上回る,,2014,,\n"
).replace("2016.0", "2016")


def judgit(folder: Path, **changed: str) -> Path:
    made = folder / "judgit"
    made.mkdir()
    for name, text in {
        "projects": PROJECTS,
        "budgets": BUDGETS,
        "payments": PAYMENTS,
        "outcomes": OUTCOMES,
        **changed,
    }.items():
        with gzip.open(made / f"{name}.csv.gz", "wt", encoding="utf-8") as file:
            file.write(text)
    return made


def take(folder: Path, code: str, path: Path) -> Book:
    book = Book(folder / "book")
    assert not import_into(book, code, path, by="担当").again
    assert import_into(book, code, path, by="担当").again
    assert len(book.batches()) == 1
    return book


def asked(book: Book, query: str) -> list[tuple[Any, ...]]:
    with book.open() as connection:
        return [tuple(row) for row in connection.execute(query).fetchall()]


def refused(folder: Path, code: str, path: Path) -> list[tuple[str | None, int | None, str | None]]:
    book = Book(folder / "book")
    with pytest.raises(ImportRefused) as found:
        import_into(book, code, path, by="担当")
    assert book.batches() == ()
    return [(problem.sheet, problem.row, problem.column) for problem in found.value.problems]


def test_judgit_in_small(tmp_path: Path) -> None:
    book = take(tmp_path, "judgit", judgit(tmp_path))
    sheet = "2015/甲省/0001"
    assert asked(
        book, "SELECT id, payee, amount, amount_written, amount_unit, block, tier FROM payment ORDER BY source_row"
    ) == [
        (f"{sheet}:A1", "name:株式会社あ", 1_005_600, "1.0055999999999998", "百万円", "A", None),
        (f"{sheet}:A1#2", "jp:7000012050002", 2_000_000, "2", "百万円", "A", None),
        (f"{sheet}:B1", "person", 20_000, "0.02", "百万円", "B", None),
        (f"{sheet}:B2", None, 80, "8e-05", "百万円", "B", None),
        (f"{sheet}:C1", "name:い", -3_500_000, "-3.5", "百万円", "C", None),
    ]
    assert asked(book, "SELECT initial, carried_out, executed, executed_written FROM budget") == [
        (13_800_000, -1_500_000, 1, "1e-06")
    ]
    assert asked(book, "SELECT id, target, due_year, goal FROM indicator ORDER BY id") == [
        (f"{sheet}:outcome0", 100.0, 2016, "増やす"),
        (f"{sheet}:outcome1", None, None, "守る 目標値: 前年度を上回る"),
    ]
    assert asked(book, "SELECT indicator, fiscal_year, value, method FROM observation ORDER BY id") == [
        (f"{sheet}:outcome0", 2014, 50.0, "self-reported"), (f"{sheet}:outcome1", 2014, None, None),
    ]  # fmt: skip
    assert asked(book, "SELECT id, title, funder, fiscal_year FROM programme") == [
        (sheet, "事業A", "ministry:甲省", 2015)
    ]
    assert asked(book, "SELECT id, title, body FROM organisation ORDER BY id") == [
        ("jp:7000012050002", "（株）あ", "company"), ("ministry:甲省", "甲省", "ministry"),
        ("name:い", "い", None), ("name:株式会社あ", "（株）あ", "company"), ("person", "個人", "person"),
    ]  # fmt: skip


def test_judgit_tells_every_bad_cell(tmp_path: Path) -> None:
    bad = PAYMENTS.replace("0.02", "二万").replace("2014,C", "去年,C")
    assert refused(tmp_path, "judgit", judgit(tmp_path, payments=bad, budgets=BUDGETS.replace("13.8", "x"))) == [
        ("budgets.csv.gz", 2, "initial"), ("payments.csv.gz", 4, "amount_mjpy"), ("payments.csv.gz", 6, "fiscal_year"),
    ]  # fmt: skip


def test_judgit_needs_its_files_and_columns(tmp_path: Path) -> None:
    made = judgit(tmp_path, payments=PAYMENTS.replace("amount_mjpy", "amount"))
    assert refused(tmp_path, "judgit", made) == [("payments.csv.gz", 1, "amount_mjpy")]
    (made / "budgets.csv.gz").unlink()
    assert refused(tmp_path, "judgit", made) == [("budgets.csv.gz", None, None)]


def test_judgit_notices_a_broken_archive(tmp_path: Path) -> None:
    made = judgit(tmp_path)
    (made / "payments.csv.gz").write_bytes(gzip.compress(PAYMENTS.encode())[:-40])
    assert [sheet for sheet, _, _ in refused(tmp_path, "judgit", made)] == ["payments.csv.gz"]


def written(folder: Path, content: Any, name: str = "data.json") -> Path:
    (folder / name).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder / name


def grant(**changed: Any) -> dict[str, Any]:
    return {
        "id": "g1", "title": "T", "description": "D", "currency": "GBP", "amountAwarded": 1000.1, "awardDate": "2020-04-28",
        "recipientOrganization": [{"id": "GB-CHC-1", "name": "R"}], "fundingOrganization": [{"id": "GB-CHC-2", "name": "F"}],
    } | changed  # fmt: skip


def test_pounds_stay_pounds(tmp_path: Path) -> None:
    grants = [
        grant(),
        grant(id="g2", amountAwarded=5, amountDisbursed=2.5),
        grant(id="g3", recipientIndividual={"id": "x"}),
    ]
    book = take(tmp_path, "360giving", written(tmp_path, {"grants": grants}))
    assert book.currency == "GBP"
    assert asked(book, "SELECT id, amount, amount_written, amount_unit, recipient FROM award ORDER BY id") == [
        ("g1", 100_010, "1000.1", "GBP", "GB-CHC-1"), ("g2", 500, "5", "GBP", "GB-CHC-1"), ("g3", 100_010, "1000.1", "GBP", "person"),
    ]  # fmt: skip
    assert asked(book, "SELECT id, award, amount FROM payment") == [("g2/disbursed", "g2", 250)]


def test_yen_are_whole_and_japanese_numbers_known(tmp_path: Path) -> None:
    yen = grant(
        currency="JPY", amountAwarded=1000, recipientOrganization=[{"id": "JP-JCN-7000012050002", "name": "甲"}]
    )
    book = take(tmp_path, "360giving", written(tmp_path, {"grants": [yen]}))
    assert asked(book, "SELECT amount, amount_unit, recipient FROM award") == [(1000, "円", "jp:7000012050002")]
    assert refused(
        tmp_path / "other", "360giving", written(tmp_path, {"grants": [yen | {"amountAwarded": 0.5}]}, "half.json")
    ) == [(None, 1, "amountAwarded")]


def test_360giving_tells_every_bad_grant(tmp_path: Path) -> None:
    grants = [
        grant(),
        grant(id="g2", currency="USD"),
        grant(id="g1"),
        grant(id="g4", amountAwarded="many"),
        grant(id="g5", awardDate="05/06/2014"),
        grant(id="g6", currency=None),
        grant(id="g7", amountAwarded=1.001),
        {"title": "nothing"},
    ]
    assert refused(tmp_path, "360giving", written(tmp_path, {"grants": grants})) == [
        (None, 2, "amountAwarded"), (None, 3, "id"), (None, 4, "amountAwarded"), (None, 5, "awardDate"), (None, 6, "currency"),
        (None, 6, "amountAwarded"), (None, 7, "amountAwarded"), (None, 8, "id"), (None, 8, "currency"), (None, 8, "amountAwarded"),
    ]  # fmt: skip


def test_days_come_first_only_where_the_file_shows_it(tmp_path: Path) -> None:
    grants = [grant(awardDate="05/06/2014"), grant(id="g2", awardDate="25/12/2014")]
    book = take(tmp_path, "360giving", written(tmp_path, {"grants": grants}))
    assert asked(book, "SELECT CAST(decided AS VARCHAR) FROM award ORDER BY id") == [("2014-06-05",), ("2014-12-25",)]


@pytest.mark.parametrize("code", ["360giving", "ocds"])
def test_broken_json_says_its_line(tmp_path: Path, code: str) -> None:
    path = written(tmp_path, '{"grants": [],\n "releases": [\n {"ocid": }]}')
    assert refused(tmp_path, code, path) == [(None, 3, None)]


RELEASE = {
    "ocid": "o1", "id": "r1", "date": "2020-01-01", "buyer": {"id": "JP-JCN-2000012010019", "name": "府"},
    "tender": {"title": "調達", "value": {"amount": 900, "currency": "JPY"}, "numberOfTenderers": 2,
               "tenderPeriod": {"startDate": "2020-01-05T00:00:00Z", "endDate": "2020-02-05"}},
    "bids": {"details": [{"id": "b1", "date": "2020-02-01", "tenderers": [{"id": "s1", "name": "甲"}], "value": {"amount": 800, "currency": "JPY"}}]},
    "awards": [{"id": "a1", "date": "2020-03-01", "suppliers": [{"id": "s1", "name": "甲"}], "value": {"amount": 800, "currency": "JPY"}},
               {"id": "a2", "status": "cancelled", "value": {"amount": 1, "currency": "JPY"}}],
    "contracts": [{"id": "c1", "awardID": "a1", "dateSigned": "2020-04-01", "value": {"amount": 800, "currency": "JPY"},
                   "implementation": {"transactions": [{"id": "t1", "date": "2020-05-01", "payee": {"id": "s1", "name": "甲"},
                                                        "value": {"amount": 300, "currency": "JPY"}}]}}],
}  # fmt: skip

SHAPES: dict[str, Callable[[Path], Path]] = {
    "package": lambda folder: written(folder, {"releases": [RELEASE]}),
    "release": lambda folder: written(folder, RELEASE),
    "records": lambda folder: written(folder, {"records": [{"ocid": "o1", "compiledRelease": RELEASE}]}),
    "records with releases": lambda folder: written(folder, {"records": [{"ocid": "o1", "releases": [RELEASE]}]}),
    "lines": lambda folder: written(folder, json.dumps(RELEASE) + "\n", "data.jsonl"),
    "lines of packages": lambda folder: written(folder, json.dumps({"releases": [RELEASE]}) + "\n", "data.jsonl"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_ocds_in_every_shape(tmp_path: Path, shape: str) -> None:
    book = take(tmp_path, "ocds", SHAPES[shape](tmp_path))
    assert asked(book, "SELECT id, ceiling, CAST(opened AS VARCHAR), programme FROM call") == [
        ("o1", 900, "2020-01-05", "ocds:JP-JCN-2000012010019")
    ]
    assert asked(book, "SELECT id, call, applicant, amount FROM application") == [("o1/bid/b1", "o1", "s1", 800)]
    assert asked(book, "SELECT id, recipient, amount FROM award") == [("o1/award/a1", "s1", 800)]
    assert asked(book, "SELECT id, award, payee, amount, bidders FROM commitment") == [
        ("o1/contract/c1", "o1/award/a1", "s1", 800, 2)
    ]
    assert asked(book, "SELECT commitment, payee, amount FROM payment") == [("o1/contract/c1", "s1", 300)]
    assert ("jp:2000012010019", "2000012010019") in asked(book, "SELECT id, corporate_number FROM organisation")


def test_the_newest_release_of_a_part_counts(tmp_path: Path) -> None:
    newer = {"ocid": "o1", "date": "2021-01-01", "awards": [{"id": "a1", "value": {"amount": 5, "currency": "JPY"}}]}
    book = take(tmp_path, "ocds", written(tmp_path, {"releases": [newer, RELEASE]}))
    assert asked(book, "SELECT id, amount FROM award") == [("o1/award/a1", 5)]


def test_ocds_tells_what_is_wrong(tmp_path: Path) -> None:
    bad = RELEASE | {"ocid": None, "tender": {"value": {"amount": 1}, "tenderPeriod": {"startDate": "soon"}}}
    found = refused(tmp_path, "ocds", written(tmp_path, {"releases": [bad], "text": '"ocid"'}))
    assert found == [(None, 1, "ocid"), (None, 1, "tender/tenderPeriod/startDate"), (None, 1, "tender/value")]


def test_a_format_is_asked_for_by_its_code(tmp_path: Path) -> None:
    with pytest.raises(LedgerFormatUnknown):
        import_into(Book(tmp_path), "excel", tmp_path, by="x")
    for code in FORMATS:
        with pytest.raises(FileMissing):
            import_into(Book(tmp_path), code, tmp_path / "nowhere", by="x")
        with pytest.raises(LedgerFormatForeign):
            import_into(Book(tmp_path), code, written(tmp_path, "hello", "hello.txt"), by="x")


def test_all_of_judgit(shared_data: Path, tmp_path: Path) -> None:
    book = take(tmp_path, "judgit", shared_data / "ledger" / "jp_gyosei_review_judgit")
    rows = {
        "organisation": 95_304,
        "programme": 47_597,
        "budget": 237_985,
        "payment": 699_361,
        "indicator": 109_371,
        "observation": 328_113,
    }
    assert {kind: count for kind, count in book.batches()[0].rows.items() if kind != "organisation"} == {
        kind: count for kind, count in rows.items() if kind != "organisation"
    }
    with book.open() as connection:
        total = connection.execute("SELECT sum(amount) // 100_000_000_000 FROM payment").fetchall()
        dangling = connection.execute(
            "SELECT count(*) FROM payment WHERE payee NOT IN (SELECT id FROM organisation)"
        ).fetchall()
    assert total == [(14_319,)]
    assert dangling == [(0,)]


def test_all_of_marumie(shared_data: Path, tmp_path: Path) -> None:
    book = take(tmp_path, "marumie", shared_data / "ledger" / "jp_rs2025_marumie")
    counted = (
        "SELECT (SELECT count(*) FROM programme), (SELECT count(*) FROM payment) + (SELECT count(*) FROM sub_award)"
    )
    assert asked(book, counted) == [(5_794, 70_385)]
    sums = "SELECT count(*) FROM budget WHERE total <> initial + supplementary + carried_in + reserve"
    assert asked(book, sums)[0][0] < 10


@pytest.mark.parametrize(
    "name", ["a002400000KeYdsAAF", "a002400000OiDBQAA3", "a002400000nO46WAAS", "awefw001p00000zgyHZAAY"]
)
def test_real_grants(shared_data: Path, tmp_path: Path, name: str) -> None:
    path = shared_data / "ledger" / "uk_360giving_grants" / f"{name}.json"
    grants = json.loads(path.read_text("utf-8"))["grants"]
    book = take(tmp_path, "360giving", path)
    pence = sum(round(grant["amountAwarded"] * 100) for grant in grants)
    assert asked(book, "SELECT count(*), sum(amount) FROM award") == [(len(grants), pence)]
