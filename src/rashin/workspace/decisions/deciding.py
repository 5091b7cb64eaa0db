"""Decisions on record: decided, metered, and kept with their leaves, all in one transaction."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from rashin.errors import DeploymentClosed, Erased, KeyReused, NotApproved, RashinError
from rashin.workspace.database.tables import Approval, DecisionRecord, Deployment, LearnedModel
from rashin.workspace.decisions.making import InUse, Made, Wanted, make
from rashin.workspace.log import Log
from rashin.workspace.metering import Allowance, use
from rashin.workspace.models import Models
from rashin.workspace.once import answered, remember


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, on record."""

    id: str
    log_index: int
    payload: bytes
    """Canonical JSON: what the receipt shows."""

    @property
    def answer(self) -> bytes:
        """The payload with where to find its proof, as JSON."""
        return b'%s,"log_index":%d,"receipt":"/api/v1/decisions/%s/receipt"}' % (
            self.payload[:-1],
            self.log_index,
            self.id.encode(),
        )


def decide(session: Session, log: Log, models: Models, wanted: Sequence[Wanted]) -> list[list[Decided] | RashinError]:
    """Decide on cases of any organisations in one transaction; what fails does not keep the others.

    Args:
        session: a transaction of the system; nothing is decided until it is committed.
        log: where each decision gets its leaf.
        models: where models are read.
        wanted: what each asker wants.

    Returns:
        For each asker the decisions in the order of the cases, or what is wrong.
    """
    group = _Group(session, wanted)
    group.look_back()
    group.ask_leave()
    group.decide(models)
    group.meter()
    return group.answered(log)


def cases_of(kept: bytes) -> dict[str, Any]:
    """The values of a case as they were kept."""
    values: dict[str, Any] = json.loads(kept)
    return values


# Put together once: that takes longer than running them.
_INSERT = cast("Table", DecisionRecord.__table__).insert()
_IN_USE = (
    select(
        Approval.organisation_id, Approval.deployment_id, LearnedModel.id, LearnedModel.file_key, Deployment.closed_at
    )
    .join(LearnedModel, LearnedModel.id == Approval.model_id)
    .join(Deployment, Deployment.id == Approval.deployment_id)
    .where(
        Approval.log_index.in_(
            select(func.max(Approval.log_index))
            .where(Approval.deployment_id.in_(bindparam("deployments", expanding=True)))
            .group_by(Approval.deployment_id)
        )
    )
)


class _Group:
    """What is decided together. Each step settles some askers; the rest go on to the next."""

    def __init__(self, session: Session, wanted: Sequence[Wanted]) -> None:
        self._session = session
        self._wanted = wanted
        self._settled: dict[int, list[str] | RashinError] = {}
        """By place: the names of the decisions, or what is wrong."""
        self._same_as: dict[int, int] = {}
        """Who asked for the very same as somebody before, in this group."""
        self._made: list[Made] = []

    def look_back(self) -> None:
        """Settle who asked for the same before."""
        firsts: dict[tuple[str, str], int] = {}
        for place, one in self._open():
            if one.once is None:
                continue
            first = firsts.setdefault((one.organisation_id, one.once.key), place)
            if first != place:
                if self._wanted[first].once == one.once:
                    self._same_as[place] = first
                else:
                    self._settled[place] = KeyReused(key=one.once.key)
                continue
            with self._settling(place):
                before = answered(self._session, one.organisation_id, one.once)
                if before is not None:
                    self._settled[place] = before

    def ask_leave(self) -> None:
        """Settle who would go beyond what the operator allows."""
        allowance = Allowance.of(self._session, {one.organisation_id for _, one in self._open()})
        for place, one in self._open():
            with self._settling(place):
                allowance.take(one.organisation_id, len(one.cases))

    def decide(self, models: Models) -> None:
        """Settle everybody else."""
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, one in self._open():
            places[one.organisation_id, one.deployment_id].append(place)
        in_use = self._in_use(models, [deployment for _, deployment in places])
        for deployment, mine in places.items():
            found = in_use.get(deployment, NotApproved())
            if isinstance(found, RashinError):
                self._settled.update(dict.fromkeys(mine, found))
                continue
            for place, answer in zip(mine, make([self._wanted[place] for place in mine], found), strict=True):
                self._settle(place, answer)

    def meter(self) -> None:
        """Note what each organisation used."""
        decisions: Counter[str] = Counter()
        seconds: defaultdict[str, float] = defaultdict(float)
        for one in self._made:
            decisions[one.row["organisation_id"]] += 1
            seconds[one.row["organisation_id"]] += one.row["seconds"]
        for organisation, count in decisions.items():
            use(self._session, organisation, decisions=count, processor_seconds=seconds[organisation])

    def answered(self, log: Log) -> list[list[Decided] | RashinError]:
        """Keep what was made; the answers in order."""
        kept = self._keep(log)
        settled = (self._settled[self._same_as.get(place, place)] for place in range(len(self._wanted)))
        return [answer if isinstance(answer, RashinError) else self._given(answer, kept) for answer in settled]

    def _open(self) -> list[tuple[int, Wanted]]:
        done = self._settled.keys() | self._same_as.keys()
        return [(place, one) for place, one in enumerate(self._wanted) if place not in done]

    @contextmanager
    def _settling(self, place: int) -> Iterator[None]:
        try:
            yield
        except RashinError as wrong:
            self._settled[place] = wrong

    def _in_use(self, models: Models, deployments: Sequence[str]) -> dict[tuple[str, str], InUse | DeploymentClosed]:
        """The model approved last for each deployment, unless that is closed, as this transaction sees it."""
        rows = self._session.execute(_IN_USE, {"deployments": list(deployments)})
        return {
            (whose, deployment): InUse(model, models.get(key)) if closed_at is None else DeploymentClosed()
            for whose, deployment, model, key, closed_at in rows
        }

    def _settle(self, place: int, answer: list[Made] | RashinError) -> None:
        if isinstance(answer, RashinError):
            self._settled[place] = answer
            return
        one, ids = self._wanted[place], [made.row["id"] for made in answer]
        if one.once is not None:
            remember(self._session, one.organisation_id, one.once, ids)
        self._made += answer
        self._settled[place] = ids

    def _keep(self, log: Log) -> dict[str, Decided]:
        if not self._made:
            return {}
        first = log.append(self._session, [one.committed for one in self._made])
        rows = [{**one.row, "log_index": first + place} for place, one in enumerate(self._made)]
        self._session.execute(_INSERT, rows)
        return {row["id"]: Decided(row["id"], row["log_index"], row["payload"]) for row in rows}

    def _given(self, ids: Sequence[str], kept: dict[str, Decided]) -> list[Decided] | RashinError:
        """The decisions of these names: those just made, or made when the same was asked before."""
        older = [identifier for identifier in ids if identifier not in kept]
        if older:
            rows = self._session.scalars(select(DecisionRecord).where(DecisionRecord.id.in_(older)))
            before = {row.id: Decided(row.id, row.log_index, row.payload) for row in rows if row.payload is not None}
            if len(before) < len(older):
                return Erased()
            kept = {**kept, **before}
        return [kept[identifier] for identifier in ids]
