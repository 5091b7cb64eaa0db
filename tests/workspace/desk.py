"""A company whose model is in use, and the people who decide and review with it.

The model is learned once for the whole run; every desk gets a copy of its file and real rows about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy.orm import Session
from tests.engines.tabular.loans import SMALL
from tests.learning.past import TARGET, past_loans
from tests.workspace.company import LENDING, Company

import rashin
from rashin.engines.contract import Outcome
from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.engines.tabular.persistence import to_bytes
from rashin.errors import RashinError
from rashin.learning import learn as learning
from rashin.learning.models import Model
from rashin.trust.receipts.entries import Kind
from rashin.trust.receipts.receipt import Receipt
from rashin.workspace.access.roles import Role
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Dataset, DecisionRecord, Deployment, LearnedModel, Person
from rashin.workspace.decisions import Decided, Wanted, decide
from rashin.workspace.decisions.account import Account, account
from rashin.workspace.deployments import approve, summary_of
from rashin.workspace.deployments.summary import Summary
from rashin.workspace.ids import new_id
from rashin.workspace.log import LogReader, audit

Case = dict[str, Any]
EVEN = rashin.Costs(adverse_accepted=1_000_000, favourable_refused=1_000_000, review_minutes=30, yen_per_minute=70)
"""So that cases of every kind occur: either outcome, handed over or not."""
Found = TypeVar("Found")


@contextmanager
def quickly() -> Iterator[None]:
    """The real trainer with few cycles, so that learning takes a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "learn_additive", partial(learn_additive, options=SMALL))
        patch.setattr(learning, "_REPEATS", ())
        yield


@pytest.fixture(scope="session")
def model_file() -> bytes:
    """A small model of past loans."""
    with quickly():
        model = rashin.learn("lending", rashin.read(past_loans()), target=TARGET, costs=EVEN, error_rate=0.2)
    return to_bytes(model)[0]


@dataclass
class Desk:
    company: Company
    deployment: str
    row: LearnedModel
    hanako: Person
    """Decides."""
    jiro: Person
    """Decides too."""
    taro: Person
    """Approves."""

    @property
    def model(self) -> Model:
        return self.company.models.get(self.row.file_key)

    def cases(self, count: int, seed: int = 1) -> list[Case]:
        """Cases drawn as those learned from were, only with what is decided by."""
        cells, names = past_loans(count, seed), [feature.name for feature in self.model.additive.features]
        return [{name: cells[name][row] for name in names} for row in range(count)]

    def wanted(self, cases: Sequence[Mapping[str, Any]], **more: Any) -> Wanted:
        references = more.pop("references", [f"K-{place}" for place in range(1, len(cases) + 1)])
        return Wanted(self.company.id, self.deployment, cases, references, **more)

    def decide(self, cases: Sequence[Mapping[str, Any]], **more: Any) -> list[Decided]:
        (made,) = self.answers([self.wanted(cases, **more)])
        assert not isinstance(made, RashinError), made
        return made

    def answers(self, wanted: Sequence[Wanted]) -> list[list[Decided] | RashinError]:
        with self.company.database.system() as session:
            return decide(session, self.company.log, self.company.models, wanted)

    def one(self, *, handed_over: bool, outcome: Outcome = Outcome.FAVOURABLE) -> str:
        """A decision of this kind; its id."""
        cases = self.cases(300)
        found = self.model.decide_cases(cases)
        places = [
            place
            for place in range(len(cases))
            if found.handed_over[place] == handed_over and found.outcome_of(place) is outcome
        ]
        assert places, "the model is too sure, or not sure enough, for this test"
        return self.decide([cases[places[0]]])[0].id

    def unusual(self) -> str:
        """A decision on a case with a value that learning never saw; its id."""
        case = next(case for case in self.cases(5) if isinstance(case["業種"], str))
        return self.decide([{**case, "業種": "宇宙関連業"}])[0].id

    def record(self, decision_id: str) -> DecisionRecord:
        return self.reading(lambda session: session.get_one(DecisionRecord, decision_id))

    def receipt(self, decision_id: str) -> Receipt:
        """The receipt of a decision as it is handed out, read again by whoever gets it."""
        with self.company.database.tenant(self.company.id, reading=True) as session:
            written = LogReader(session).receipt(session.get_one(DecisionRecord, decision_id)).to_json()
        return Receipt.from_json(written.encode())

    def account(self, decision_id: str) -> Account:
        return self.reading(lambda session: account(session, self.company.models, decision_id))

    def reading(self, look: Callable[[Session], Found]) -> Found:
        with self.company.database.tenant(self.company.id, reading=True) as session:
            return look(session)

    def writing(self, do: Callable[[Session], Found]) -> Found:
        with self.company.database.tenant(self.company.id) as session:
            return do(session)

    def check_log(self) -> None:
        """Database and log agree to the last leaf."""
        with self.company.database.system(reading=True) as session:
            found = audit(session, self.company.key.verifier)
        assert found.agrees, found.trouble


def furnish(database: Database, folder: Path, model_file: bytes) -> Desk:
    """A desk in an empty database."""
    company = Company.founded(database, folder)
    hanako, jiro = company.person("花子", Role.DECIDE), company.person("次郎", Role.DECIDE)
    taro = company.person("太郎", Role.APPROVE)
    deployment = company.deployment()
    row = put_model(company, deployment, model_file)
    with company.database.tenant(company.id) as session:
        approve(session, company.log, company.models, row.id, taro)
    return Desk(company, deployment, row, hanako, jiro, taro)


def put_model(company: Company, deployment: str, model_file: bytes) -> LearnedModel:
    """A learned model's rows and file."""
    identifier, dataset = new_id("mod"), new_id("dat")
    key = company.files.put(f"{company.id}/models/{identifier}.rashin", [model_file]).key
    model, at = company.models.get(key), now()
    with company.database.tenant(company.id) as session:
        session.add(
            Dataset(
                id=dataset,
                organisation_id=company.id,
                service=LENDING.name,
                name="過去の融資.csv",
                file_key="",
                size=0,
                sha256="",
            )
        )
        session.flush()
        payload = {"id": identifier, "organisation": company.id, "deployment": deployment, "model_digest": model.digest}
        sealing = company.log.seal(session, Kind.MODEL, at, payload)
        row = LearnedModel(
            id=identifier,
            organisation_id=company.id,
            deployment_id=deployment,
            dataset_id=dataset,
            digest=model.digest,
            file_key=key,
            summary=Summary.of(model, dropped=(), seconds=1.0, against=None).as_json(),
            created_at=at,
            payload=sealing.payload,
            salt=sealing.salt,
            log_index=sealing.log_index,
        )
        session.add(row)
    assert summary_of(row).rows == model.card.rows
    return row


def contact(desk: Desk, **words: str) -> None:
    """What letters say of the organisation."""
    with desk.company.database.tenant(desk.company.id) as session:
        session.get_one(Deployment, desk.deployment).contact = words


@pytest.fixture
def desk(sqlite: Database, tmp_path: Path, model_file: bytes) -> Desk:
    return furnish(sqlite, tmp_path, model_file)


@pytest.fixture
def anywhere(database: Database, tmp_path: Path, model_file: bytes) -> Desk:
    """On SQLite, then on PostgreSQL."""
    return furnish(database, tmp_path, model_file)
