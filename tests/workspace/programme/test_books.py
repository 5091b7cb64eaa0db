from __future__ import annotations

from pathlib import Path

from tests.workspace.programme.small import small_book

from rashin.workspace.programme.auditing import audit_books
from rashin.workspace.programme.books import FOLDER, book_of, desk_of, put_sample_away, try_sample


def test_the_sample_never_comes_into_the_real_book(tmp_path: Path) -> None:
    real = small_book(book_of(tmp_path, "org_1").folder)
    digest = real.batches()[-1].digest
    assert not desk_of(tmp_path, "org_1").is_sample
    sample = try_sample(tmp_path, "org_1")
    assert desk_of(tmp_path, "org_1") == sample
    assert len(sample.book.batches()) > 1
    assert try_sample(tmp_path, "org_1").book.batches() == sample.book.batches()
    assert not desk_of(tmp_path, "org_2").is_sample
    put_sample_away(tmp_path, "org_1")
    assert [one.digest for one in book_of(tmp_path, "org_1").batches()] == [digest]


def test_every_book_is_compared_with_its_digests(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    assert audit_books(folder, receipts=True).books == 0
    books = [small_book(book_of(tmp_path, organisation).folder) for organisation in ("org_1", "org_2")]
    try_sample(tmp_path, "org_2")
    found = audit_books(folder, receipts=True)
    assert (found.books, found.sound) == (3, True)
    assert found.batches > 3
    (path,) = books[0].folder.glob("batches/*/award.parquet")
    path.write_bytes(path.read_bytes() + b"x")
    found = audit_books(folder, receipts=True)
    (trouble,) = found.trouble
    assert "org_1" in trouble.what.ja
    assert not found.sound
