"""Publishing: whole or not at all, immutable, and only what changed is drawn anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

import duckdb
import pytest
from tests.ledger.publishing.conftest import NOW, START, asked

from rashin.errors import BookBlocked, BookMissing
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Entry, draft_of
from rashin.ledger.portal import drawing
from rashin.ledger.portal.addresses import place
from rashin.ledger.publishing.publish import publish
from rashin.ledger.releases import releases
from rashin.ledger.scopes.scope import scope
from rashin.trust.log.checkpoint import open_checkpoint
from rashin.trust.log.keys import VerifierKey
from rashin.trust.log.merkle import consistency_proof, verify_consistency
from rashin.trust.log.sources import tiles_from
from rashin.trust.log.tiles import TileNodes
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify

LATER = NOW + timedelta(days=1)
NEXT_MONTH = NOW + timedelta(days=30)


def correct(book: Book, name: str, amount: int, why: str = "桁の誤り", day: int = 200) -> None:
    book.add(
        draft_of(
            {
                "payment": [
                    {
                        "id": name,
                        "programme": "い",
                        "amount": amount,
                        "payee": "社0",
                        "payee_name": "架空社0",
                        "paid": "2025-06-01",
                        "fiscal_year": 2025,
                        "tier": 1,
                    }
                ]
            }
        ),
        by="担当",
        why=why,
        at=START + timedelta(days=day),
    )


def contents(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


def figures(folder: Path) -> Iterator[dict[str, object]]:
    yield from json.loads((folder / "data/figures.json").read_bytes())


def total(folder: Path, family: str) -> object:
    whole = (one for one in figures(folder) if one["owner"] == "scope" and one["fiscal_year"] is None)
    return next(one["value"] for one in whole if one["family"] == family)


def test_a_release_holds_pages_data_and_receipts_in_both_languages(book: Book, tmp_path: Path) -> None:
    release = publish(book, tmp_path / "site", asked(), at=NOW)
    folder = tmp_path / "site" / release.name
    assert release.name == "2026-11"
    for page in ("", "programmes/", place("programme", "い"), place("payee", "社1"), "method/", "check/"):
        for language in ("", "en/"):
            assert (folder / language / page / "index.html").is_file(), page
    assert total(folder, "paid") == 21000
    assert contents(folder) == contents(tmp_path / "site" / "latest")


def test_every_receipt_verifies_against_the_sites_own_log(book: Book, tmp_path: Path) -> None:
    publish(book, tmp_path / "site", asked(), at=NOW)
    key = VerifierKey.parse((tmp_path / "site/log/key.txt").read_text().strip())
    found = list((tmp_path / "site/latest").rglob("receipt.json"))
    assert len(found) == 8, "front, two programmes, three payees, one ministry and one field"
    for path in found:
        assert verify(Receipt.from_json(path.read_bytes()), [key]).holds


def test_a_correction_moves_its_figures_alone_and_says_why(book: Book, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(book, site, asked(), at=NOW)
    before = contents(site / "2026-11")
    correct(book, "支払0", 900)
    second = publish(book, site, asked(), at=NEXT_MONTH)
    assert second.name == "2026-12"
    assert contents(site / "2026-11") == before, "what was published stays as it was"
    assert total(site / "2026-12", "paid") == 20900
    changes = json.loads((site / "2026-12/data/changes.json").read_bytes())
    assert {one["programme"] for one in changes} == {None, "い"}
    assert {one["payee"] for one in changes} == {None, "社0"}
    assert all("000002" in one["batches"] for one in changes)
    untouched, touched = place("programme", "ろ"), place("programme", "い")
    for file in ("index.html", "receipt.json"):
        assert (site / "2026-12" / untouched / file).samefile(site / "2026-11" / untouched / file)
        assert not (site / "2026-12" / touched / file).samefile(site / "2026-11" / touched / file)
    assert "桁の誤り" in (site / "2026-12/releases/index.html").read_text("utf-8")


def test_the_log_of_the_second_release_only_grew(book: Book, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(book, site, asked(), at=NOW)
    old = (site / "log/checkpoint").read_bytes()
    correct(book, "支払0", 900)
    publish(book, site, asked(), at=NEXT_MONTH)
    keys = [VerifierKey.parse((site / "log/key.txt").read_text().strip())]
    first, second = (open_checkpoint(note, keys).checkpoint for note in (old, (site / "log/checkpoint").read_bytes()))
    assert second.size > first.size
    nodes = TileNodes(second.size, tiles_from(str(site / "log")))
    proof = consistency_proof(nodes, first.size, second.size)
    assert verify_consistency(first.size, second.size, proof, first.root, second.root)


def test_what_was_withdrawn_is_gone_from_the_next_release_and_stays_in_the_last(book: Book, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(book, site, asked(), at=NOW)
    gone: dict[str, list[Entry]] = {
        "payment": [{"id": f"支払{n}", "withdrawn": True} for n in (2, 5)],
        "organisation": [{"id": "社2", "withdrawn": True}],
    }
    book.add(draft_of(gone), by="担当", why="重複", at=START + timedelta(days=9))
    publish(book, site, asked(), at=LATER)
    page = place("payee", "社2")
    assert not (site / "latest" / page).exists()
    assert not (site / "latest/en" / page).exists()
    assert (site / "2026-11" / page / "index.html").is_file()
    told = (site / "latest/corrections/index.html").read_text("utf-8")
    assert "重複" in told
    assert "架空社2" not in told, "a name that was taken back, perhaps a person's, is not told again"


def test_a_name_that_was_masked_is_nowhere_in_the_release(book: Book, tmp_path: Path) -> None:
    """Not even where corrections tell what stood there before."""
    site, named, secret = tmp_path / "site", "見本花子氏", "見本花子"
    paid: Entry = {"id": "謝金", "programme": "い", "amount": 500, "payee_name": named, "tier": 1, "paid": "2025-06-01"}
    book.add(draft_of({"payment": [paid]}), by="担当", at=START + timedelta(days=1))
    masked = {**paid, "payee_name": "個人A"}
    book.add(draft_of({"payment": [masked]}), by="担当", why="名前を伏せた", at=START + timedelta(days=2))
    publish(book, site, asked(), at=NOW)
    assert "名前を伏せた" in (site / "latest/corrections/index.html").read_text("utf-8")
    texts = (path for path in (site / "latest").rglob("*") if path.suffix in (".html", ".json", ".csv", ".jsonld"))
    assert not [path for path in texts if secret in path.read_text("utf-8")]
    with duckdb.connect() as connection:
        for path in (site / "latest/data").glob("*.parquet"):
            rows = connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            assert secret not in repr(rows)


def test_a_small_correction_is_published_as_a_publication_from_nothing_would_be(book: Book, tmp_path: Path) -> None:
    """What is kept between two publications saves time and changes nothing."""
    site = tmp_path / "site"
    ai = replace(asked(), scope=scope("ai"))
    publish(book, site, ai, at=NOW)
    correct(book, "支払0", 900)
    new: dict[str, list[Entry]] = {
        "organisation": [{"id": "社9", "title": "架空社9", "country": "XX"}],
        "programme": [
            {"id": "は", "title": "はのAI事業", "funder": "省"},
            {"id": "に", "title": "道路", "funder": "省"},
        ],
        "payment": [{"id": f"新{one}", "programme": one, "amount": 5, "payee": "社9", "tier": 1} for one in "はに"],
    }
    publish(book, site, ai, at=LATER)
    book.add(draft_of(new), by="担当", at=START + timedelta(days=210))
    publish(book, site, ai, at=NEXT_MONTH)
    rmtree(book.folder / "slices")
    publish(book, tmp_path / "anew", ai, at=NEXT_MONTH)
    assert list(figures(site / "2026-12")) == list(figures(tmp_path / "anew/2026-12"))
    assert total(site / "2026-12", "programmes") == 3
    assert total(site / "2026-12", "paid") == 20905


def test_releases_of_one_month_are_numbered(book: Book, tmp_path: Path) -> None:
    site = tmp_path / "site"
    names = [publish(book, site, asked(), at=NOW + timedelta(hours=n)).name for n in range(3)]
    assert names == ["2026-11", "2026-11-2", "2026-11-3"]
    assert [one.name for one in releases(site)] == names


def test_publishing_again_without_a_change_draws_no_page_about_one_thing(book: Book, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(book, site, asked(), at=NOW)
    publish(book, site, asked(), at=LATER)
    for page in (place("programme", "い"), place("payee", "社0"), "programmes/"):
        assert (site / "latest" / page / "index.html").samefile(site / "2026-11" / page / "index.html")


def test_errors_block_unless_it_is_said_why_not(book: Book, tmp_path: Path) -> None:
    site = tmp_path / "site"
    book.add(
        draft_of({"payment": [{"id": "負", "programme": "い", "amount": -5}]}), by="担当", at=START + timedelta(days=1)
    )
    with pytest.raises(BookBlocked):
        publish(book, site, asked(), at=NOW)
    assert not list(site.glob("20*"))
    release = publish(book, site, asked("受け取ったまま見せるため"), at=NOW)
    assert release.errors
    assert "受け取ったまま見せるため" in (site / "latest/method/index.html").read_text("utf-8")


def test_a_preview_records_nothing(book: Book, tmp_path: Path) -> None:
    publish(book, tmp_path / "site", asked(preview=True), at=NOW)
    assert not (book.folder / "log").exists()
    assert not (tmp_path / "site/log").exists()
    assert "公開前の下見" in (tmp_path / "site/latest/index.html").read_text("utf-8")


def test_the_private_key_is_not_published(book: Book, tmp_path: Path) -> None:
    publish(book, tmp_path / "site", asked(), at=NOW)
    secret = next((book.folder / "log").glob("*.key")).read_bytes()
    assert secret.startswith(b"PRIVATE")
    assert not [path for path in (tmp_path / "site").rglob("*") if path.is_file() and secret[:60] in path.read_bytes()]


def test_what_fails_half_way_leaves_the_site_as_it_was(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    publish(book, site, asked(), at=NOW)
    before = {path: text for path, text in contents(site).items() if not path.startswith("log/")}
    correct(book, "支払0", 900)

    def broken(*_: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "draw", broken)
        with pytest.raises(OSError, match="no space"):
            publish(book, site, asked(), at=LATER)
    assert {path: text for path, text in contents(site).items() if not path.startswith("log/")} == before
    assert publish(book, site, asked(), at=LATER).name == "2026-11-2"
    assert total(site / "latest", "paid") == 20900


def test_a_folder_without_a_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookMissing):
        publish(Book(tmp_path / "none"), tmp_path / "site", asked(), at=NOW)


def test_what_comes_into_the_book_meanwhile_is_of_the_next_release(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release names the batches that it was made from, and the next one finds what it did not know."""
    site, draw = tmp_path / "site", drawing.draw
    ai = replace(asked(), scope=scope("ai"))

    def interrupted(*arguments: Any) -> drawing.Drawn:
        correct(book, "支払0", 900)
        return draw(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "draw", interrupted)
        first = publish(book, site, ai, at=NOW)
    assert first.batches == len(json.loads((site / "latest/data/batches.json").read_bytes())) == 1
    assert total(site / "2026-11", "paid") == 21000
    second = publish(book, site, ai, at=NEXT_MONTH)
    assert (second.batches, total(site / "2026-12", "paid")) == (2, 20900)
    assert all(one["batches"] for one in json.loads((site / "2026-12/data/changes.json").read_bytes()))
