"""A programme with an award in its book, and a company whose deployment the award paid for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.workspace.desk import Desk, anywhere, desk, model_file

from rashin.engines.contract import Outcome
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.workspace.access.people import belong
from rashin.workspace.access.roles import Role
from rashin.workspace.database.programme_tables import Measurement, Sharing
from rashin.workspace.database.tables import Organisation, Person, Review
from rashin.workspace.jobs import JobStatus
from rashin.workspace.measured import (
    Baseline,
    Known,
    agree,
    ask_to_collect,
    end,
    find_sharing,
    measurements_of,
    offer,
)
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.reviews import open_case, review

__all__ = ["anywhere", "desk", "model_file"]

BASELINE = Baseline(30.0, 20.0, 40.0, 3_000, 12.5, Known.TIMED)
AWARD = "A-1"


@dataclass
class Paid:
    """A programme P and a company whose deployment it paid for."""

    desk: Desk
    folder: Path
    programme: str
    officer: Person

    @property
    def book(self) -> Book:
        return own_book_of(self.folder, self.programme)

    def code(self, award: str = AWARD) -> str:
        with self.desk.company.database.tenant(self.programme) as session:
            return offer(session, self.programme, self.officer, self.book, award)

    def agree(self, code: str | None = None, *, all_past: bool = False, baseline: Baseline = BASELINE) -> Sharing:
        company, given = self.desk.company, code or self.code()
        with company.database.system() as session:
            whose = session.get_one(Organisation, company.id)
            return agree(session, whose, self.desk.deployment, self.desk.taro, given, baseline, all_past=all_past)

    def end(self, sharing: Sharing) -> None:
        with self.desk.company.database.system() as session:
            end(session, self.desk.company.id, sharing.id, self.desk.taro)

    def ask(self, sharing: Sharing) -> str:
        company = self.desk.company
        with company.database.tenant(company.id) as session:
            return ask_to_collect(session, company.jobs, find_sharing(session, sharing.id))

    def collect(self, sharing: Sharing) -> JobStatus:
        ended = self.desk.company.do(self.ask(sharing))
        assert ended.state == "done", ended.error
        return ended

    def collected(self, sharing: Sharing) -> list[Measurement]:
        return self.desk.reading(lambda session: measurements_of(session, sharing.id))

    def decide(self, count: int, seed: int = 1) -> list[str]:
        return [one.id for one in self.desk.decide(self.desk.cases(count, seed))]

    def look(self, decisions: list[str], *, overrule: int = 0, timed: bool = True) -> None:
        """A person looks at some decisions, and overrules the first so many of them."""
        for place, decision in enumerate(decisions):
            suggested = Outcome(self.desk.record(decision).outcome)
            other = Outcome.ADVERSE if suggested is Outcome.FAVOURABLE else Outcome.FAVOURABLE
            with self.desk.company.database.tenant(self.desk.company.id) as session:
                if timed:
                    open_case(session, decision, self.desk.hanako.id)
                log, by = self.desk.company.log, self.desk.hanako
                before = select(Review.id).where(Review.decision_id == decision).order_by(Review.log_index.desc())
                chosen, seen = other if place < overrule else suggested, session.scalars(before).first() or ""
                review(session, log, decision, by, chosen, "見た", seen=seen)

    def rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """What the programme's book says."""
        return self.book.open().execute(sql, list(values)).fetchall()


@pytest.fixture
def paid(desk: Desk, tmp_path: Path) -> Paid:
    return settle(desk, tmp_path)


@pytest.fixture
def paid_anywhere(anywhere: Desk, tmp_path: Path) -> Paid:
    """On SQLite, then on PostgreSQL."""
    return settle(anywhere, tmp_path)


def settle(desk: Desk, folder: Path) -> Paid:
    database = desk.company.database
    programme = desk.company.neighbour("org_programme")
    with database.system() as session:
        session.get_one(Organisation, programme).name = "星野県産業振興課"
        officer = Person(id="per_officer", email="officer@example.jp", name="星野 官")
        session.add(officer)
        session.flush()
        belong(session, programme, officer, (Role.OFFICER,))
    own_book_of(folder, programme).add(
        draft_of(
            {
                "organisation": [{"id": "o1", "title": "羅針信用組合"}],
                "programme": [{"id": "p1", "title": "AI導入支援", "fiscal_year": 2026}],
                "award": [
                    {"id": AWARD, "title": "審査の支援", "programme": "p1", "recipient": "o1", "amount": 9_000_000},
                    {"id": "A-2", "title": "別の採択", "programme": "p1", "recipient": "o1", "amount": 1_000_000},
                ],
            }
        ),
        by="星野県",
    )
    return Paid(desk, folder, programme, officer)
