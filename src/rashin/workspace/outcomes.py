"""What became of decided cases: read from a file, matched to decisions, and put on record, a leaf each."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rashin.engines.contract import Outcome
from rashin.errors import (
    OutcomeAmbiguous,
    OutcomeContradicts,
    OutcomesTooMany,
    OutcomesUnreadable,
    OutcomeUnknown,
    OutcomeUnmatched,
    RashinError,
)
from rashin.language import Text
from rashin.services import find as find_service
from rashin.trust.receipts.entries import Kind, commit
from rashin.workspace.clock import now
from rashin.workspace.database.tables import (
    Dataset,
    DecisionRecord,
    Deployment,
    LearnedModel,
    TrueOutcome,
)
from rashin.workspace.datasets import findings_of
from rashin.workspace.ids import new_id
from rashin.workspace.log import Log

MOST = 5_000
"""Lines that are recorded at once: all of them in one transaction, or none."""
_AT_ONCE = 500
_COLUMNS = ("decision", "reference", "outcome")
_JSON = Text("{line}行目がJSONではありません", "line {line} is no JSON object")
_NO_COLUMN = Text("「{column}」の列がありません", "there is no column “{column}”")
_NOT_CSV = Text("CSVの引用符が閉じていないか、形が違います", "a quotation mark of the CSV is not closed, or it is none")
_NOT_UTF8 = Text("文字がUTF-8ではありません", "it is not UTF-8")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file."""

    number: int
    """As a spreadsheet counts, or as lines are counted."""
    decision: str
    """The decision's id, or empty."""
    reference: str
    """The organisation's own label of the case, or empty."""
    outcome: str
    """As it is written."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not recorded, and why."""

    number: int
    why: RashinError


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a file."""

    new: tuple[TrueOutcome, ...]
    known: int
    """Lines that say what was on record already."""
    refused: tuple[Refused, ...]


def from_csv(content: bytes) -> list[Line]:
    """The lines of a CSV file with its columns `decision` or `reference`, and `outcome`.

    Raises:
        OutcomesUnreadable: it is none.
        OutcomesTooMany: it has more lines than are taken at once.
    """
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
        _need_columns(names)
        rows = [dict(zip(names, row.values(), strict=False)) for row in _few(reader)]
    except UnicodeDecodeError:
        raise OutcomesUnreadable(where=_NOT_UTF8) from None
    except csv.Error:
        raise OutcomesUnreadable(where=_NOT_CSV) from None
    lines = (_line(number, row) for number, row in enumerate(rows, start=2))
    # Whoever fills in a list leaves blank what is not known yet.
    return [line for line in lines if line.outcome]


def from_json_lines(content: bytes) -> list[Line]:
    """The lines of a file of JSON objects with members `decision` or `reference`, and `outcome`.

    Raises:
        OutcomesUnreadable: a line is none.
        OutcomesTooMany: it has more lines than are taken at once.
    """
    found = []
    for number, written in enumerate(_few(content.splitlines()), start=1):
        if written.strip():
            found.append(_line(number, _object(number, written)))
    return found


def record(session: Session, log: Log, deployment: Deployment, lines: Sequence[Line]) -> Recorded:
    """Put on record what became of cases of a deployment; lines that cannot be matched are refused, not guessed.

    Args:
        session: a transaction of the organisation; all is recorded when it is committed.
        log: where each outcome gets its leaf.
        deployment: whose decisions these are about.
        lines: at most `MOST`.
    """
    words = words_of(session, deployment)
    matcher = _Matcher(session, deployment, lines)
    new: dict[str, Outcome] = {}
    known, refused = 0, []
    for line in lines:
        try:
            outcome = _outcome(line, words)
            decision = matcher.decision_of(line)
            before = new.get(decision) or matcher.known.get(decision)
            if before is not None and before != outcome:
                raise OutcomeContradicts(known=before)
            if before is None:
                new[decision] = outcome
            else:
                known += 1
        except RashinError as why:
            refused.append(Refused(line.number, why))
    return Recorded(_kept(session, log, deployment, new), known, tuple(refused))


def words_of(session: Session, deployment: Deployment) -> dict[str, Outcome]:
    """How outcomes may be written: favourable and adverse, or as the tables did that the deployment learned from."""
    words = {str(outcome): outcome for outcome in Outcome}
    used = select(LearnedModel.dataset_id).where(LearnedModel.deployment_id == deployment.id).distinct()
    for dataset in session.scalars(select(Dataset).where(Dataset.id.in_(used))):
        found = findings_of(dataset)
        if found is not None and found.target is not None:
            words[found.target.adverse_value.casefold()] = Outcome.ADVERSE
            words[found.target.favourable_value.casefold()] = Outcome.FAVOURABLE
    return {word.casefold(): Outcome.ADVERSE for word in find_service(deployment.service).adverse_values} | words


class _Matcher:
    """Which decision each line is about, looked up for all lines together."""

    def __init__(self, session: Session, deployment: Deployment, lines: Sequence[Line]) -> None:
        self._session = session
        self._deployment = deployment
        by_id = self._find(DecisionRecord.id, {line.decision for line in lines if line.decision})
        by_reference = self._find(DecisionRecord.reference, {line.reference for line in lines if line.reference})
        self._ids = {row for row, _ in by_id}
        self._references: dict[str, list[str]] = defaultdict(list)
        for row, reference in by_reference:
            self._references[reference].append(row)
        self.known = self._known([*self._ids, *(row for row, _ in by_reference)])

    def decision_of(self, line: Line) -> str:
        """The id of the decision.

        Raises:
            OutcomeUnmatched: there is none.
            OutcomeAmbiguous: there are several of that reference.
        """
        if line.decision:
            if line.decision not in self._ids:
                raise OutcomeUnmatched(case=line.decision[:60])
            return line.decision
        found = self._references.get(line.reference, []) if line.reference else []
        if not found:
            raise OutcomeUnmatched(case=line.reference[:60])
        if len(found) > 1:
            raise OutcomeAmbiguous(case=line.reference[:60], count=len(found))
        return found[0]

    def _find(self, by: InstrumentedAttribute[str], wanted: set[str]) -> list[tuple[str, str]]:
        chosen = select(DecisionRecord.id, DecisionRecord.reference).where(
            DecisionRecord.deployment_id == self._deployment.id, DecisionRecord.payload.is_not(None)
        )
        return [
            (row.id, row.reference)
            for some in _by_hundreds(sorted(wanted))
            for row in self._session.execute(chosen.where(by.in_(some)))
        ]

    def _known(self, decisions: Iterable[str]) -> dict[str, Outcome]:
        chosen = select(TrueOutcome.decision_id, TrueOutcome.outcome)
        return {
            row.decision_id: Outcome(row.outcome)
            for some in _by_hundreds(sorted(set(decisions)))
            for row in self._session.execute(chosen.where(TrueOutcome.decision_id.in_(some)))
        }


def _kept(session: Session, log: Log, deployment: Deployment, new: Mapping[str, Outcome]) -> tuple[TrueOutcome, ...]:
    if not new:
        return ()
    at, ids = now(), {decision: new_id("out") for decision in new}
    committed = [
        commit(
            Kind.OUTCOME,
            at,
            {
                "id": ids[decision],
                "organisation": deployment.organisation_id,
                "deployment": deployment.id,
                "decision": decision,
                "outcome": str(outcome),
            },
        )
        for decision, outcome in new.items()
    ]
    first = log.append(session, committed)
    rows = tuple(
        TrueOutcome(
            id=ids[decision],
            organisation_id=deployment.organisation_id,
            decision_id=decision,
            deployment_id=deployment.id,
            outcome=str(outcome),
            at=at,
            payload=one.payload,
            salt=one.salt,
            log_index=first + place,
        )
        for place, ((decision, outcome), one) in enumerate(zip(new.items(), committed, strict=True))
    )
    session.add_all(rows)
    session.flush()
    return rows


def _outcome(line: Line, words: Mapping[str, Outcome]) -> Outcome:
    found = words.get(line.outcome.casefold())
    if found is None:
        raise OutcomeUnknown(value=line.outcome[:40], words=", ".join(words))
    return found


def _need_columns(names: Sequence[str]) -> None:
    if "outcome" not in names:
        raise OutcomesUnreadable(where=_NO_COLUMN.filled(column="outcome"))
    if not {"decision", "reference"} & set(names):
        raise OutcomesUnreadable(where=_NO_COLUMN.filled(column="decision"))


def _object(number: int, written: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(written)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise OutcomesUnreadable(where=_JSON.filled(line=number))
    return found


def _line(number: int, row: Mapping[str, Any]) -> Line:
    decision, reference, outcome = (_plain(row.get(name)) for name in _COLUMNS)
    return Line(number, decision, reference, outcome)


def _plain(cell: object) -> str:
    return str(cell).replace("\0", "\ufffd").strip() if isinstance(cell, str | int) else ""


def _few(rows: Iterable[Any]) -> Iterator[Any]:
    for count, row in enumerate(rows):
        if count >= MOST:
            raise OutcomesTooMany(most=MOST)
        yield row


def _by_hundreds(wanted: Sequence[str]) -> Iterator[Sequence[str]]:
    return (wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE))
