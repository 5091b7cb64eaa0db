"""The sample as a book, and its first batch as the workbook that officers fill in.

「架空AI百億円事業」 is a programme of ten billion yen over the fiscal years 2023 to 2025, of a ministry that does not exist.
Amounts and results are drawn with a seed; who takes part, what is told of it, and every id are always the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rashin.errors import BookNotEmpty
from rashin.files import write_atomically
from rashin.language import Language
from rashin.ledger.book.book import Book
from rashin.ledger.book.columns import written
from rashin.ledger.book.draft import Draft, Source
from rashin.ledger.book.engine import connect, put
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.importing.template import template
from rashin.ledger.sample import corrections
from rashin.ledger.sample.accounts import accounts, budgets, executed
from rashin.ledger.sample.awards import Award, draw_calls
from rashin.ledger.sample.data import Row, Rows, joined
from rashin.ledger.sample.money import award_money
from rashin.ledger.sample.office import office_money
from rashin.ledger.sample.organisations import organisation_rows
from rashin.ledger.sample.results import award_results
from rashin.ledger.sample.told import told

SEED = 104
AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
"""When the third batch is recorded."""
_SOURCE = "架空AI百億円事業（見本）"
_FORMAT = "sample"


@dataclass(frozen=True, slots=True)
class _Said:
    """Who records a batch, why, and how long before the last one."""

    by: str
    why: str
    before: timedelta


_SAID = (
    _Said("架空AI室 経理担当（見本）", "2023〜2025年度の決算を終えたため", timedelta(days=157)),
    _Said(
        "架空AI室 経理担当（見本）",
        "2025年度の確定検査と公開後の意見で見つかった誤りの訂正（支払額2件、支払先1件、二重の記帳1件）、契約と目標の変更、"
        "遅れて届いた実績の追加",
        timedelta(days=73),
    ),
    _Said(
        "架空AI室 評価担当（見本）",
        "中止した採択の2回目の返納、監査による実績の訂正、外部評価の結果、意見とその答えの追加",
        timedelta(),
    ),
)


def sample_book(folder: str | Path, *, seed: int = SEED, at: datetime = AT) -> Book:
    """Make the sample book in three batches. The same seed and time give the same entries and the same digests.

    Args:
        folder: where to; it need not exist.
        seed: for amounts and results.
        at: when the third batch is recorded, in UTC unless it says otherwise; not before AT, since nothing is recorded
            before it happens. The others keep their distance.

    Raises:
        BookNotEmpty: there is a book in the folder already.
        ValueError: `at` is before AT.
        OSError: it cannot be written.
    """
    last = at if at.tzinfo else at.replace(tzinfo=UTC)
    if last < AT:
        raise ValueError(at)
    book = Book(folder)
    if book.batches():
        raise BookNotEmpty(path=folder)
    before: Rows = {}
    for rows, said in zip(sample_rows(seed), _SAID, strict=True):
        draft = _draft(_news(rows, before))
        try:
            book.add(draft, by=said.by, why=said.why, at=last - said.before)
        finally:
            draft.connection.close()
        before = rows
    return book


def sample_workbook(path: str | Path, *, seed: int = SEED, language: Language = "ja") -> None:
    """Write the first batch as Rashin's own workbook (XLSX), to learn from; importing it gives the same entries.

    Raises:
        OSError: it cannot be written.
    """
    write_atomically(path, b"".join(template(language, sample_rows(seed)[0])))


def sample_rows(seed: int = SEED) -> tuple[Rows, Rows, Rows]:
    """All that stands in the book after each of the three batches."""
    first, late, awards = _settled(_random(seed, "awards"))
    rows = joined(first, told(1))
    rows["budget"] = budgets(_random(seed, "budgets"), rows["payment"])
    corrections.mistaken(rows)
    states = [_stated(rows)]
    rows = joined(rows, late, told(2))
    corrections.second(rows, awards)
    states.append(_stated(rows))
    rows = joined(rows, told(3))
    corrections.third(rows, awards)
    return states[0], states[1], _stated(rows)


def _random(seed: int, about: str) -> Random:
    return Random(f"{seed} {about}")  # noqa: S311 - a sample is no secret


def _settled(random: Random) -> tuple[Rows, Rows, Sequence[Award]]:
    """What was known when the years were settled, and what came late."""
    calls = draw_calls(random)
    awards = [award for one in calls for award in one.awards]
    chosen: Rows = {
        "organisation": organisation_rows(),
        "call": [one.row for one in calls],
        "application": [row for one in calls for row in one.applications],
        "award": [award.row for award in awards],
    }
    known, late = award_results(random, awards)
    return joined(chosen, award_money(random, awards), office_money(random), known), late, awards


def _stated(rows: Rows) -> Rows:
    """The rows as they stand now, with what follows from the payments."""
    now = deepcopy(rows)
    executed(now)
    whole = joined(now, accounts(now["payment"]))
    return {kind: whole.get(kind, []) for kind in KINDS}


def _news(rows: Rows, before: Mapping[str, Sequence[Row]]) -> Rows:
    """What differs from before, with a withdrawal for each entry that is gone."""
    news: Rows = {}
    for kind, entries in rows.items():
        stood = {one["id"]: one for one in before.get(kind, ())}
        stands = {one["id"] for one in entries}
        changed = [one for one in entries if stood.get(one["id"]) != one]
        gone: list[Row] = [{"id": name, "withdrawn": True} for name in stood if name not in stands]
        news[kind] = changed + gone
    return {kind: entries for kind, entries in news.items() if entries}


def _draft(rows: Rows) -> Draft:
    """The rows as texts, which the book reads as what its columns hold; every amount as it was written, in yen."""
    connection = connect()
    for kind, entries in rows.items():
        names = list(dict.fromkeys(name for row in entries for name in row))
        columns = {name: [_text(row.get(name)) for row in entries] for name in names}
        for column in KINDS[kind].money:
            if column.name in columns:
                as_written, unit = written(column.name)
                columns[as_written] = columns[column.name]
                columns[unit] = [None if text is None else "円" for text in columns[column.name]]
        put(connection, kind, columns)
    return Draft(connection, _FORMAT, Source(_SOURCE), tuple(rows))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
