"""Rebuilding: a stranger computes every figure again, and finds whatever was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import duckdb
import pytest
from tests.ledger.publishing.conftest import NOW, asked, small_book

from rashin.errors import KeyWrong, SiteUnreadable
from rashin.ledger.portal.addresses import place
from rashin.ledger.publishing.publish import publish
from rashin.ledger.publishing.rebuild import rebuild
from rashin.trust.log.keys import KeyType, SigningKey


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    publish(small_book(folder / "book"), folder / "site", asked(), at=NOW)
    return folder / "site"


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    # Files of a release are shared with `latest`; what a test changes in one must not change in the other.
    return Path(copytree(published, tmp_path / "copy"))


def rewritten(path: Path, query: str) -> None:
    """A Parquet file as a query over its rows (`old`) makes it."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE old AS SELECT * FROM '{path}'")
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def test_what_is_published_is_what_the_data_give(site: Path) -> None:
    found = rebuild(site)
    assert found.holds
    assert found.equal == found.figures > 0
    assert found.receipts == 8
    assert not found.strange_queries


def test_one_release_can_be_named(site: Path) -> None:
    assert rebuild(site / "2026-11").holds


def change_a_figure(release: Path) -> None:
    rewritten(
        release / "data/figures.parquet",
        "SELECT * REPLACE (value + 1 AS value) FROM old WHERE family = 'paid' UNION ALL SELECT * FROM old WHERE family <> 'paid'",
    )


def drop_a_figure(release: Path) -> None:
    rewritten(release / "data/figures.parquet", "SELECT * FROM old WHERE NOT (family = 'paid' AND owner = 'scope')")


def change_a_payment(release: Path) -> None:
    rewritten(
        release / "data/payment.parquet",
        "SELECT * REPLACE (CASE WHEN id = '支払0' THEN amount + 1 ELSE amount END AS amount) FROM old",
    )


def swap_two_amounts(release: Path) -> None:
    """The sums stay; only the digests tell."""
    swapped = "CASE id WHEN '支払0' THEN 3000 WHEN '支払2' THEN 1000 ELSE amount END"
    rewritten(release / "data/payment.parquet", f"SELECT * REPLACE ({swapped} AS amount) FROM old")


def drop_a_payment(release: Path) -> None:
    rewritten(release / "data/payment.parquet", "SELECT * FROM old WHERE id <> '支払3'")


def move_a_programme_to_another_field(release: Path) -> None:
    rewritten(release / "data/scope_programme.parquet", "SELECT * REPLACE ('robotics' AS field) FROM old")


def change_a_query(release: Path) -> None:
    path = release / "data/queries/paid.sql"
    path.write_text(
        path.read_text("utf-8").replace(
            "SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value",
            "SELECT id, award, call, programme, ministry, field, fiscal_year, payee, value + 1 AS value",
        ),
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    "change",
    [
        change_a_figure,
        drop_a_figure,
        change_a_payment,
        swap_two_amounts,
        drop_a_payment,
        move_a_programme_to_another_field,
        change_a_query,
    ],
)
def test_every_change_is_found(site: Path, change: Callable[[Path], None]) -> None:
    change(site / "latest")
    found = rebuild(site)
    assert not found.holds
    assert found.differences or found.unsound


def test_a_changed_query_is_named(site: Path) -> None:
    change_a_query(site / "latest")
    assert rebuild(site).strange_queries == ("paid",)


@pytest.mark.parametrize("member", ["value", "rows", "figure"])
def test_a_changed_receipt_is_found(site: Path, member: str) -> None:
    path = site / "latest" / place("programme", "い") / "receipt.json"
    receipt = json.loads(path.read_bytes())
    one = receipt["payload"]["figures"][0]
    one[member] = "paid!" if member == "figure" else one[member] + 1
    path.write_text(json.dumps(receipt), encoding="utf-8")
    found = rebuild(site)
    assert found.equal == found.figures
    assert found.unsound == (f"{place('programme', 'い')}receipt.json",)


def test_a_key_from_elsewhere_decides(site: Path) -> None:
    other = SigningKey.new("example.jp/portal/log", KeyType.LOG).verifier
    found = rebuild(site, str(other))
    assert found.unsound_count == found.receipts
    with pytest.raises(KeyWrong):
        rebuild(site, "no key")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT content AS id, 1 AS value FROM read_text('{secret}')",
        "SELECT 'a' AS id, 1 AS value FROM (SELECT * FROM read_csv('{secret}'))",
        "SELECT 'a' AS id, 1 AS value FROM glob('/*')",
    ],
)
def test_a_query_of_a_strangers_site_reaches_no_file(site: Path, tmp_path: Path, query: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    head = '/*\nunit = "count"\nname = {ja = "a", en = "a"}\nwhat = {ja = "a", en = "a"}\nby = [[]]\n*/\n'
    (site / "latest/data/queries/paid.sql").write_text(head + query.format(secret=secret), encoding="utf-8")
    with pytest.raises(SiteUnreadable):
        rebuild(site)


@pytest.mark.parametrize(
    "gone", ["data/figures.parquet", "data/release.json", "data/batches.json", "data/queries/counted.sql"]
)
def test_a_release_that_lacks_a_part_is_refused(site: Path, gone: str) -> None:
    (site / "latest" / gone).unlink()
    with pytest.raises(SiteUnreadable):
        rebuild(site)


def test_any_other_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteUnreadable):
        rebuild(tmp_path)
