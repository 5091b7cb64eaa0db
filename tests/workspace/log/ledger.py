"""An installation whose log grows: decisions of one deployment, and rows of every other kind that has a leaf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from rashin.trust.log.keys import KeyType, SigningKey
from rashin.trust.receipts.entries import Kind
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.tables import (
    Approval,
    DataCheck,
    Dataset,
    DecisionRecord,
    Deployment,
    Erasure,
    LearnedModel,
    Organisation,
    Person,
    Review,
    TrueOutcome,
)
from rashin.workspace.ids import new_id
from rashin.workspace.log import Log, audit
from rashin.workspace.log.audit import Audited

KEY = SigningKey("example.jp/log", KeyType.LOG, bytes(range(32)))
ORGANISATION, PERSON, DEPLOYMENT, DATASET, MODEL = "org_1", "per_1", "dep_1", "dat_1", "mod_1"
OWN = {"organisation_id": ORGANISATION}
DIGEST = "ab" * 32
WHY = "本人の求めにより"


class Ledger:
    """Rows with their leaves. The first two leaves are those of a data check and of a model, the third an approval."""

    def __init__(self, database: Database, *, founded: bool = False) -> None:
        self.database = database
        self.log = Log(KEY)
        if not founded:
            self._found()

    def decide(self, count: int = 1) -> list[str]:
        """So many decisions, each in a transaction of its own."""
        names = []
        for _ in range(count):
            with self.database.system() as session:
                names.append(self.decide_in(session))
        return names

    def decide_in(self, session: Session) -> str:
        """One decision in somebody else's transaction."""
        return self._record(
            session,
            DecisionRecord,
            Kind.DECISION,
            {"reference": "案件-7", "decision": {"outcome": "adverse", "handed_over": False}, "deployment": DEPLOYMENT},
            deployment_id=DEPLOYMENT,
            model_id=MODEL,
            reference="案件-7",
            outcome="adverse",
            probability=0.75,
            handed_over=False,
            waiting=False,
            case=b'{"a": 1}',
            bins=b"\x01\x02",
        )

    def of_every_kind(self) -> None:
        """A decision with a review and an outcome, and another that was erased."""
        kept, gone = self.decide(2)
        with self.database.system() as session:
            about = {"decision_id": kept, "deployment_id": DEPLOYMENT, "outcome": "adverse"}
            told = {"decision": kept, "deployment": DEPLOYMENT, "outcome": "adverse"}
            review = {**told, "overruled": False, "reviewer": {"id": PERSON}}
            self._record(session, Review, Kind.REVIEW, review, **about, person_id=PERSON, overruled=False, seconds=1.0)
            self._record(session, TrueOutcome, Kind.OUTCOME, told, **about)
        self.erase(gone)

    def erase(self, decision: str) -> None:
        """Erase a decision as it is done: the contents go, that it was done is on record."""
        with self.database.system() as session:
            row = session.get_one(DecisionRecord, decision)
            row.payload = row.salt = row.case = None
            told = {"decision": decision, "erased_by": {"id": PERSON}, "why": WHY}
            self._record(session, Erasure, Kind.ERASURE, told, decision_id=decision, person_id=PERSON, why=WHY)

    def audit(self) -> Audited:
        with self.database.snapshot() as session:
            return audit(session, KEY.verifier)

    def run(self, statement: str, **values: Any) -> None:
        """What somebody with access to the database does behind the program's back."""
        with self.database.system() as session:
            session.execute(text(statement), values)

    def _found(self) -> None:
        with self.database.system() as session:
            session.add_all(
                [
                    Organisation(id=ORGANISATION, name="羅針信用組合"),
                    Person(id=PERSON, email="a@example.jp", name="青木"),
                ]
            )
            session.flush()
            session.add(Dataset(**OWN, id=DATASET, service="lending", name="表", file_key="f", size=1, sha256=DIGEST))
            session.add(Deployment(**OWN, id=DEPLOYMENT, service="lending", name="融資"))
            session.flush()
            self._record(session, DataCheck, Kind.DATA_CHECK, {"dataset": {"id": DATASET}}, dataset_id=DATASET)
            self._model(session)

    def _model(self, session: Session) -> None:
        learned = {"deployment": DEPLOYMENT, "model_digest": DIGEST}
        self._record(
            session,
            LearnedModel,
            Kind.MODEL,
            learned,
            id=MODEL,
            deployment_id=DEPLOYMENT,
            dataset_id=DATASET,
            digest=DIGEST,
            file_key="m",
            summary={"any": None},
        )
        self._record(
            session,
            Approval,
            Kind.APPROVAL,
            {**learned, "model": MODEL, "approved_by": {"id": PERSON}, "why_alone": "一人の会社"},
            deployment_id=DEPLOYMENT,
            model_id=MODEL,
            digest=DIGEST,
            approved_by=PERSON,
            why_alone="一人の会社",
        )

    def _record(self, session: Session, table: type[Any], kind: Kind, told: Mapping[str, Any], **columns: Any) -> str:
        identifier, at = columns.pop("id", new_id(kind[:3])), now()
        sealing = self.log.seal(session, kind, at, {**told, "id": identifier, "organisation": ORGANISATION})
        when = "created_at" if table is LearnedModel else "at"
        sealed = {"payload": sealing.payload, "salt": sealing.salt, "log_index": sealing.log_index}
        session.add(table(**OWN, **columns, **sealed, **{when: at}, id=identifier))
        session.flush()
        return identifier
