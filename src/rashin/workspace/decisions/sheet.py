"""Decisions as the rows of a spreadsheet, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from rashin.engines.tabular.decisions import TabularDecisions
from rashin.language import Language, Text
from rashin.services.contract import Service
from rashin.workspace.database import Database
from rashin.workspace.database.tables import DecisionRecord, LearnedModel
from rashin.workspace.decisions.deciding import cases_of
from rashin.workspace.decisions.searching import Wish, each
from rashin.workspace.decisions.standing import standings
from rashin.workspace.decisions.told import Told
from rashin.workspace.models import Models

_REASONS = 4
_JAPAN = ZoneInfo("Asia/Tokyo")
_UNUSUAL = Text("見慣れない値があるため、人が判断します。", "There is an unusual value, so a person decides.")
HEADS = (
    Text("行", "row"),
    Text("案件番号", "case_number"),
    Text("判断した日時", "decided_at"),
    Text("過去の件からの見立て", "suggested"),
    Text("いまの結果", "outcome"),
    Text("見込み", "probability"),
    Text("人が判断", "handed_over"),
    Text("人が判断する訳", "why_handed_over"),
    *(Text(f"理由{n}", f"reason_{n}") for n in range(1, _REASONS + 1)),
    Text("変われば通る条件", "what_would_change_it"),
    Text("受領証の番号", "receipt_number"),
    Text("判断の番号", "decision_id"),
    Text("モデル", "model"),
)


def sheet(
    database: Database, models: Models, organisation_id: str, service: Service, wish: Wish, language: Language
) -> Iterator[Sequence[object]]:
    """All decisions that fit a wish as rows of cells, the heads first."""
    yield [head[language] for head in HEADS]
    for records in each(database, organisation_id, wish):
        with database.tenant(organisation_id, reading=True) as session:
            standing = standings(session, records, service)
            chosen = select(LearnedModel).where(LearnedModel.id.in_({one.model_id for one in records}))
            learned = {one.id: one for one in session.scalars(chosen)}
        changes = _changes(models, learned, records)
        for one in records:
            yield _row(one, learned[one.model_id].digest, standing[one.id], changes.get(one.id), language)


def _changes(
    models: Models, learned: Mapping[str, LearnedModel], records: Sequence[DecisionRecord]
) -> Mapping[str, Text]:
    """What would change each decision that was not erased; the cases of one model are read together."""
    found: dict[str, Text] = {}
    for model_id, row in learned.items():
        mine = [one for one in records if one.model_id == model_id and one.case is not None]
        decisions = models.get(row.file_key).decide_cases([cases_of(one.case or b"") for one in mine])
        found |= {one.id: _change(decisions, place) for place, one in enumerate(mine)}
    return found


def _change(decisions: TabularDecisions, place: int) -> Text:
    return _UNUSUAL if decisions.flagged[place] else decisions.model.said_change(decisions.encoded, place)


def _row(record: DecisionRecord, digest: str, standing: Text, change: Text | None, language: Language) -> list[object]:
    told = None if record.payload is None else Told.of(record.payload)
    reasons = [one.sentence[language] for one in told.reasons[:_REASONS]] if told else []
    return [
        "" if record.row is None else record.row,
        record.reference,
        _moment(record.at),
        told.words[language] if told else "",
        standing[language],
        round(told.probability, 4) if told else "",
        int(record.handed_over),
        " ".join(why[language] for why in told.why_handed_over) if told else "",
        *reasons,
        *[""] * (_REASONS - len(reasons)),
        change[language] if change else "",
        record.log_index,
        record.id,
        digest,
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(_JAPAN):%Y-%m-%d %H:%M:%S}"
