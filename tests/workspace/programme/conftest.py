from __future__ import annotations

from pathlib import Path

import pytest
from tests.workspace.company import Company
from tests.workspace.programme.small import small_book

from rashin.ledger.book.book import Book
from rashin.workspace.database import Database


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book with a little of everything that the desk shows."""
    return small_book(tmp_path / "book")


@pytest.fixture
def company(sqlite: Database, tmp_path: Path) -> Company:
    """An organisation without anything."""
    return Company.founded(sqlite, tmp_path)
