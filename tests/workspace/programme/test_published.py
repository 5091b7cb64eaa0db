"""What is published of a book is found again, and audited."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.workspace.programme.small import small_book
from tests.workspace.programme.standing import WHOSE, Standing

from rashin.errors import NotFound
from rashin.ledger.book.draft import draft_of
from rashin.ledger.releases import newest
from rashin.workspace.programme.auditing import audit_books
from rashin.workspace.programme.books import FOLDER, own_book_of, own_site_of, try_sample
from rashin.workspace.programme.portals import portals, site_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("standing")
    standing = Standing(data)
    small_book(standing.book.folder)
    standing.publish()
    return data


@pytest.fixture
def standing(made: Path, tmp_path: Path) -> Standing:
    shutil.copytree(made, tmp_path / "data")
    return Standing(tmp_path / "data")


def test_only_what_an_organisation_published_of_its_own_is_a_portal(standing: Standing) -> None:
    try_sample(standing.data, "org_2")
    shutil.copytree(standing.site, standing.folder / "org_2" / "sample" / "site")
    shutil.copytree(standing.site, standing.folder / "org_3" / "preview")
    small_book(own_book_of(standing.data, "org_4").folder)
    (found,) = portals(standing.data)
    assert (found.organisation, found.title.ja, found.release.name) == (WHOSE, "AI事業", standing.latest.name)
    assert site_of(standing.data, WHOSE) == standing.site
    for other in ("org_2", "org_3", "org_4", "none", "..", f"../{FOLDER}/{WHOSE}", f"{WHOSE}/", "", WHOSE + "\0"):
        with pytest.raises(NotFound):
            site_of(standing.data, other)
    assert portals(standing.data / "none") == ()


def test_one_that_cannot_be_read_does_not_hide_the_others(standing: Standing) -> None:
    shutil.copytree(standing.site, own_site_of(standing.data, "org_2"))
    (newest(own_site_of(standing.data, "org_2")) / "data" / "site.json").write_text("{}")  # type: ignore[operator]
    assert [one.organisation for one in portals(standing.data)] == [WHOSE]


def test_the_log_and_every_receipt_are_audited(standing: Standing) -> None:
    found = audit_books(standing.folder, receipts=True)
    assert found.sound
    assert found.entries == found.receipts == len(list(standing.latest.rglob("receipt.json"))) > 0
    assert audit_books(standing.folder, receipts=False).receipts == 0
    standing.book.add(draft_of({"programme": [{"id": "h", "title": "もう一つの事業"}]}), by="山本")
    standing.publish()
    later = audit_books(standing.folder, receipts=True)
    assert later.sound
    assert later.entries > later.receipts >= found.receipts


def spoilt(path: Path) -> None:
    """Change the last byte of a file."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def edited(path: Path) -> None:
    """Change a number that a receipt states."""
    content = path.read_text("utf-8")
    path.unlink()
    path.write_text(content.replace('"value":', '"value":1', 1), "utf-8")


SPOILING: dict[str, Callable[[Standing], object]] = {
    "an entry of the log": lambda at: spoilt(next((at.book.folder / "log" / "tile" / "entries").rglob("*.p/*"))),
    "a tile of the log": lambda at: spoilt(next((at.book.folder / "log" / "tile" / "0").rglob("*.p/*"))),
    "a tile that is gone": lambda at: shutil.rmtree(at.book.folder / "log" / "tile" / "0"),
    "the signature": lambda at: spoilt(at.book.folder / "log" / "checkpoint"),
    "the key": lambda at: (at.book.folder / "log" / "signing.key").unlink(),
    "a receipt": lambda at: edited(at.latest / "receipt.json"),
    "a receipt that is none": lambda at: (at.latest / "receipt.json").write_text("{}"),
    "every receipt": lambda at: [path.rename(path.with_name("none")) for path in at.latest.rglob("receipt.json")],
    "the release": lambda at: (at.latest / "data" / "release.json").unlink(),
    "a batch": lambda at: spoilt(next(at.book.folder.glob("batches/*/award.parquet"))),
}


@pytest.mark.parametrize("what", SPOILING)
def test_whatever_was_changed_is_told(standing: Standing, what: str) -> None:
    SPOILING[what](standing)
    found = audit_books(standing.folder, receipts=True)
    assert not found.sound
    (trouble,) = found.trouble
    assert WHOSE in trouble.what.ja


def test_the_log_that_is_shown_must_be_the_books(standing: Standing, tmp_path: Path) -> None:
    other = Standing(tmp_path / "other")
    small_book(other.book.folder)
    other.publish()
    shutil.copytree(other.site / "log", standing.site / "log", dirs_exist_ok=True)
    assert not audit_books(standing.folder, receipts=True).sound
