"""A table is brought, checked and corrected; each check is on record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.learning.past import SEX, TARGET, past_loans
from tests.workspace.company import LENDING, Company, as_csv

from rashin.errors import NotFound, UploadTooLarge
from rashin.settings import settings
from rashin.workspace.database import Database
from rashin.workspace.database.tables import DataCheck, Dataset
from rashin.workspace.datasets import ColumnUse, Corrections, bring_sample, check_again, datasets, find
from rashin.workspace.log import audit

GIVEAWAY = "担当の点"


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Company:
    return Company.founded(database, tmp_path)


@pytest.fixture
def small(sqlite: Database, tmp_path: Path) -> Company:
    """On SQLite only, for what does not touch the database's own rules."""
    return Company.founded(sqlite, tmp_path)


def checks(company: Company) -> list[DataCheck]:
    with company.database.tenant(company.id, reading=True) as session:
        return list(session.scalars(select(DataCheck).order_by(DataCheck.log_index)))


def fates(company: Company, dataset: Dataset) -> dict[str, str]:
    return {column.name: column.fate for column in company.findings(dataset).columns}


def with_giveaway() -> dict[str, Any]:
    cells = past_loans()
    return {GIVEAWAY: [100 if outcome == "完済" else 3 for outcome in cells[TARGET]], **cells}


def test_a_table_is_understood_and_the_check_goes_on_record(company: Company) -> None:
    dataset = company.checked()
    found = company.findings(dataset)
    assert found.usable
    assert found.rows == 300
    assert found.target is not None
    assert (found.target.column, found.target.adverse_value) == (TARGET, "延滞")
    assert dict(found.outcomes)["延滞"] == found.target.adverse
    assert fates(company, dataset).items() >= {"年商": "input", SEX: "fairness", TARGET: "target"}.items()
    (check,) = checks(company)
    assert check.payload is not None
    payload = json.loads(check.payload)
    assert (payload["kind"], payload["dataset"]["sha256"], payload["usable"]) == ("data-check", dataset.sha256, True)
    assert payload["target"] == {"column": TARGET, "rows": 300, "adverse": found.target.adverse}


def test_every_check_has_its_leaf(company: Company) -> None:
    for _ in range(3):
        company.checked()
    with company.database.system(reading=True) as session:
        told = audit(session, company.key.verifier)
    assert told.agrees, told.trouble
    assert told.rows == 3


def test_what_cannot_be_read_is_told_in_words_and_goes_on_record(small: Company) -> None:
    dataset = small.checked(b"\x89PNG\r\n\x1a\n", name="写真.csv")
    found = small.findings(dataset)
    assert not found.usable
    (problem,) = found.of("refuse")
    assert problem.code == "content-mismatch"
    assert "写真.csv" in problem.what.ja
    assert json.loads(checks(small)[0].payload or b"")["usable"] is False


def test_the_name_of_a_format_we_do_not_read_is_its_owners(small: Company) -> None:
    (problem,) = small.findings(small.checked(b"a,b\n1,2\n", name="融資 2024.docx")).of("refuse")
    assert problem.code == "format-unknown"
    assert "融資 2024.docx" in problem.what.en


def test_a_table_without_an_outcome_waits_for_a_person_to_name_it(small: Company) -> None:
    cells = past_loans()
    cells["どうなったか"] = cells.pop(TARGET)
    found = small.findings(small.checked(as_csv(cells)))
    assert not found.usable
    assert found.taken is None
    assert {column.fate for column in found.columns} == {"unknown"}


def test_a_named_outcome_whose_bad_value_is_unclear_shows_both(small: Company) -> None:
    cells = past_loans()
    cells["どうなったか"] = ["あ" if outcome == "完済" else "い" for outcome in cells.pop(TARGET)]
    found = small.findings(small.checked(as_csv(cells), target="どうなったか"))
    assert [problem.code for problem in found.of("refuse")] == ["adverse-unclear"]
    assert {value for value, _ in found.outcomes} == {"あ", "い"}
    settled = small.findings(small.checked(as_csv(cells), target="どうなったか", bad="い"))
    assert settled.usable


def test_a_column_that_gives_the_answer_away_can_be_left_out(small: Company) -> None:
    content = as_csv(with_giveaway())
    refused = small.findings(small.checked(content))
    assert [(one.code, one.column) for one in refused.of("refuse")] == [("answer-given-away", GIVEAWAY)]
    mended = small.findings(small.checked(content, uses={GIVEAWAY: ColumnUse.DROPPED}))
    assert mended.usable
    assert mended.dropped == (GIVEAWAY,)
    assert GIVEAWAY not in {column.name for column in mended.columns}


def test_corrections_change_what_becomes_of_columns(small: Company) -> None:
    uses = {"業種": ColumnUse.PROTECTED, SEX: ColumnUse.ALLOWED}
    dataset = small.checked(uses=uses, group="取引先番号", time="申込日", monotone={"返済期間": "raises"})
    found = small.findings(dataset)
    assert found.usable
    expected = {"業種": "fairness", SEX: "input-and-fairness", "取引先番号": "left-out", "申込日": "left-out"}
    assert fates(small, dataset).items() >= expected.items()
    assert {c.name: c.monotone for c in found.columns}["返済期間"] == "raises"


def test_the_outcome_wins_over_another_use_of_its_column() -> None:
    declared = Corrections(uses={TARGET: ColumnUse.PROTECTED, SEX: ColumnUse.ALLOWED}).declared(LENDING, TARGET)
    assert (declared.protected, declared.allow) == ([], [SEX])


def test_allowing_what_the_service_does_not_know_protects_it_too() -> None:
    declared = Corrections(uses={"郵便番号": ColumnUse.ALLOWED}).declared(LENDING, TARGET)
    assert (declared.protected, declared.allow) == (["郵便番号"], ["郵便番号"])


def test_corrections_survive_the_way_through_the_database() -> None:
    wanted = Corrections(target="a", bad="1", uses={"b": ColumnUse.DROPPED}, monotone={"c": "raises"})
    assert Corrections.of(json.loads(json.dumps(wanted.as_json()))) == wanted


def test_a_check_that_was_overtaken_by_a_correction_changes_nothing(small: Company) -> None:
    dataset = small.bring()
    first = dataset.job_id
    with small.database.tenant(small.id) as session:
        dataset = session.get_one(Dataset, dataset.id)
        check_again(session, small.jobs, dataset, Corrections(uses={"業種": ColumnUse.DROPPED}), None)
    assert first is not None
    assert small.do(first).state == "done"
    assert small.dataset(dataset.id).report is None
    assert checks(small) == []
    assert dataset.job_id is not None
    small.do(dataset.job_id)
    assert small.findings(dataset).dropped == ("業種",)


def test_no_mend_speaks_of_a_command(small: Company) -> None:
    cells = past_loans()
    cells["どうなったか"] = ["あ" if outcome == "完済" else "い" for outcome in cells[TARGET]]
    tables = [
        small.checked(),
        small.checked(as_csv(cells), target="どうなったか"),
        small.checked(as_csv(with_giveaway())),
    ]
    problems = [one for table in tables for one in small.findings(table).problems]
    assert problems
    said = [text for one in problems for text in (one.what.ja, one.what.en, one.mend.ja, one.mend.en)]
    assert [text for text in said if "--" in text or "Python" in text] == []


def test_the_sample_is_brought_like_any_other_table(small: Company) -> None:
    means = small.database, small.files, small.jobs, small.id
    dataset = bring_sample(*means, service=LENDING, name="サンプル.csv", by=None)
    assert dataset.job_id is not None
    small.do(dataset.job_id)
    assert small.findings(dataset).usable


def test_too_large_a_table_is_refused_and_leaves_nothing(small: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHIN_UPLOAD_MB", "1")
    settings.cache_clear()
    with pytest.raises(UploadTooLarge):
        small.bring(b"x" * 1_000_001)
    assert list(small.files.keys()) == []
    with small.database.tenant(small.id, reading=True) as session:
        assert list(datasets(session, "lending")) == []


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", r"C:\表\融資.csv", "a" * 500 + ".csv", "なし"])
def test_no_name_leads_out_of_the_organisations_folder(small: Company, name: str) -> None:
    dataset = small.bring(name=name)
    assert dataset.file_key.startswith(f"{small.id}/datasets/dat_")
    assert len(dataset.name) <= 200
    assert "/" not in dataset.name
    assert "\\" not in dataset.name


def test_a_table_of_another_organisation_is_not_found(company: Company) -> None:
    dataset, other = company.bring(), company.neighbour("org_theirs")
    with company.database.tenant(other, reading=True) as session, pytest.raises(NotFound):
        find(session, dataset.id)
