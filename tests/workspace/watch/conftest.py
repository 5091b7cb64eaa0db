from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from tests.engines.tabular.loans import SMALL
from tests.learning.past import past_loans
from tests.workspace.company import Company

from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.errors import RashinError
from rashin.learning import learn as learning
from rashin.trust.receipts.entries import Kind, commit
from rashin.workspace.access.roles import Role
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import DecisionRecord, LearnedModel, Person, Review, TrueOutcome
from rashin.workspace.decisions import Decided, Wanted, decide
from rashin.workspace.deployments import approve
from rashin.workspace.ids import new_id
from rashin.workspace.watch import Watched, watched

Case = dict[str, Any]
Changed = Callable[[Case], Case]


@dataclass
class Working:
    """A company with a model in use."""

    company: Company
    deployment: str
    model: LearnedModel
    person: Person

    def decide(self, count: int, *, seed: int = 1, changed: Changed = dict, days_ago: int = 0) -> list[str]:
        """Decide on cases drawn as those learned from were, each changed in some way; the decisions' ids."""
        cells = past_loans(count, seed)
        cases = [changed({name: values[row] for name, values in cells.items()}) for row in range(count)]
        wanted = Wanted(self.company.id, self.deployment, cases, [f"R{row}" for row in range(count)])
        with self.company.database.system() as session:
            (made,) = decide(session, self.company.log, self.company.models, [wanted])
        assert not isinstance(made, RashinError), made
        return self._long_ago(made, days_ago)

    def _long_ago(self, made: list[Decided], days: int) -> list[str]:
        ids = [one.id for one in made]
        if days:
            with self.company.database.system() as session:
                then = now() - timedelta(days=days)
                session.execute(update(DecisionRecord).where(DecisionRecord.id.in_(ids)).values(at=then))
        return ids

    def became(self, decisions: list[str], outcome: str) -> None:
        """What became of some decided cases."""
        self._seal(TrueOutcome, Kind.OUTCOME, [{"decision_id": one, "outcome": outcome} for one in decisions])

    def looked(self, decisions: list[str], *, overruled: int, seconds: float) -> None:
        """A person looked at some decisions, and overruled the first so many of them."""
        who = {"person_id": self.person.id, "outcome": "favourable"}
        looks = [
            {"decision_id": decision, "overruled": place < overruled, "seconds": seconds + place, **who}
            for place, decision in enumerate(decisions)
        ]
        self._seal(Review, Kind.REVIEW, looks)

    def _seal(self, table: Any, kind: Kind, rows: list[Case]) -> None:
        company, whose = self.company, {"organisation_id": self.company.id, "deployment_id": self.deployment}
        made = [commit(kind, now(), {"decision": row["decision_id"]}) for row in rows]
        with company.database.tenant(company.id) as session:
            first = company.log.append(session, made)
            for place, (row, one) in enumerate(zip(rows, made, strict=True)):
                proof = {"payload": one.payload, "salt": one.salt, "log_index": first + place}
                session.add(table(id=new_id("row"), **whose, **row, **proof))

    def watched(self, days: int = 30) -> Watched:
        company = self.company
        with company.database.tenant(company.id, reading=True) as session:
            return watched(session, company.models, company.files, self.deployment, days)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real trainer with few cycles, so that learning takes a moment."""
    monkeypatch.setattr(learning, "learn_additive", partial(learn_additive, options=SMALL))
    monkeypatch.setattr(learning, "_REPEATS", ())


def set_to_work(database: Database, folder: Path) -> Working:
    company = Company.founded(database, folder)
    deployment, person = company.deployment(), company.person("花子", Role.APPROVE)
    model = company.learned(deployment, company.checked())
    with company.database.tenant(company.id) as session:
        approve(session, company.log, company.models, model.id, person)
    return Working(company, deployment, model, person)


@pytest.fixture
def working(sqlite: Database, tmp_path: Path) -> Working:
    return set_to_work(sqlite, tmp_path)


@pytest.fixture
def anywhere(database: Database, tmp_path: Path) -> Working:
    """On SQLite, then on PostgreSQL."""
    return set_to_work(database, tmp_path)
