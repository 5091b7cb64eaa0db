from __future__ import annotations

import pytest
from sqlalchemy import select

from rashin.workspace.database import Database
from rashin.workspace.database.tables import Organisation
from rashin.workspace.listing import PER_PAGE, listed


@pytest.fixture
def many(database: Database) -> int:
    count = 2 * PER_PAGE + 1
    with database.system() as session:
        session.add_all(Organisation(id=f"org_{number:04}", name="組織") for number in range(count))
    return count


def ids(database: Database, page: int) -> list[str]:
    with database.system(reading=True) as session:
        return [one.id for (one,) in listed(session, select(Organisation).order_by(Organisation.id), page).rows]


def test_the_pages_together_are_the_list(database: Database, many: int) -> None:
    assert [one for page in (1, 2, 3) for one in ids(database, page)] == [f"org_{number:04}" for number in range(many)]


@pytest.mark.parametrize(("asked", "shown"), [(-1, 1), (0, 1), (1, 1), (3, 3), (4, 3), (10**18, 3)])
def test_a_page_that_is_not_there_is_the_nearest(database: Database, many: int, asked: int, shown: int) -> None:
    with database.system(reading=True) as session:
        listing = listed(session, select(Organisation), asked)
    assert (listing.page, listing.pages, listing.total) == (shown, 3, many)


def test_nothing_is_one_empty_page(database: Database) -> None:
    with database.system(reading=True) as session:
        listing = listed(session, select(Organisation), 1)
    assert (listing.rows, listing.total, listing.page, listing.pages) == ([], 0, 1, 1)
