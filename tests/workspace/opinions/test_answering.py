"""What was sent is published as it was, or with parts hidden, or refused with a reason; and answered, in the open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from rashin.errors import ChangeUnknown, NotFound, OpinionJudged, OpinionLength, OpinionReworded
from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.ledger.checks.checking import check
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.programme_tables import Opinion
from rashin.workspace.database.tables import Organisation, Person
from rashin.workspace.ids import new_id
from rashin.workspace.opinions import Verdict, accept, answer, find_opinion, opinions, refuse, waiting
from rashin.workspace.opinions.answering import HIDDEN, Signed, _is_said, is_overdue, verdict_of
from rashin.workspace.opinions.sending import REFUSED_KEPT, forget_refused
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.watch.reading import day_of

OURS, THEIRS = "org_ours", "org_theirs"
SAID = "山田太郎さんの報告は、表の数字と違います。"


class Desk:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.book: Book = own_book_of(folder, OURS)
        self.by = Signed("per_officer", "星野県")
        with database.system() as session:
            session.add_all([Organisation(id=OURS, name="星野県"), Organisation(id=THEIRS, name="よそ")])
            session.add(Person(id="per_officer", email="o@example.jp", name="星野 官"))
        entries: dict[str, list[dict[str, Any]]] = {
            "award": [{"id": "A-1", "title": "採択", "amount": 1}],
            "programme": [{"id": "p1", "title": "事業"}],
        }
        self.book.add(draft_of(entries), by="星野県")

    def came(self, said: str = SAID, organisation: str = OURS, due: str = "2099-01-01") -> str:
        identifier = new_id("opi")
        with self.database.system() as session:
            session.add(
                Opinion(
                    id=identifier,
                    organisation_id=organisation,
                    link_hash=identifier,
                    about="award:A-1",
                    said=said,
                    likeness="",
                    due=due,
                )
            )
        return identifier

    def do(self, change: Callable[..., Opinion], *given: Any) -> Opinion:
        with self.database.tenant(OURS) as session:
            return change(session, *given)

    def accepted(self, **more: Any) -> str:
        identifier = self.came(**more)
        self.do(accept, self.book, identifier, self.by, more.get("said", SAID))
        return identifier

    def rows(self) -> list[tuple[Any, ...]]:
        shown = "SELECT id, about, said, sent, due, answer, answered, led_to, recorded_by FROM opinion ORDER BY id"
        return self.book.open().execute(shown).fetchall()

    def reading(self, look: Callable[[Session], Any]) -> Any:
        with self.database.tenant(OURS, reading=True) as session:
            return look(session)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def test_an_accepted_opinion_is_in_the_book_without_anybodys_name(desk: Desk) -> None:
    identifier = desk.accepted()
    ((found, about, said, sent, due, answered, *_, by),) = desk.rows()
    assert (found, about, said, answered, by) == (identifier, "award:A-1", SAID, None, "星野県")
    assert (sent, str(due)) == (day_of(now()), "2099-01-01")
    assert check(desk.book.open()).blocking == ()


def test_parts_may_be_hidden_and_nothing_reworded(desk: Desk) -> None:
    identifier = desk.came()
    for wrong in ("表の数字と違います。", f"{HIDDEN}さんの報告は正しいです。", HIDDEN, "", SAID + "!"):
        with pytest.raises(OpinionReworded):
            desk.do(accept, desk.book, identifier, desk.by, wrong)
    assert desk.rows() == []
    desk.do(accept, desk.book, identifier, desk.by, SAID.replace("山田太郎", HIDDEN))
    assert desk.rows()[0][2] == f"{HIDDEN}さんの報告は、表の数字と違います。"


@given(st.text("ab あ", min_size=1, max_size=12), st.data())
def test_whatever_is_hidden_the_rest_is_recognised(said: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(said) - 1))
    end = data.draw(st.integers(begin + 1, len(said)))
    shown = said[:begin] + HIDDEN + said[end:]
    assert _is_said(shown, said) == bool((said[:begin] + said[end:]).strip())
    assert not _is_said(shown + "x", said)


@given(st.lists(st.text("ab", max_size=3), min_size=2, max_size=4), st.text("ab", max_size=8))
def test_hidden_parts_fit_exactly_where_a_pattern_would(kept: list[str], said: str) -> None:
    import re

    shown = HIDDEN.join(kept)
    fits = re.fullmatch(".+".join(map(re.escape, kept)), said, re.DOTALL) is not None
    assert _is_said(shown, said) == (fits and bool("".join(kept).strip()))


def test_what_is_refused_does_not_reach_the_book_and_has_a_reason(desk: Desk) -> None:
    identifier = desk.came()
    with pytest.raises(OpinionLength):
        desk.do(refuse, identifier, desk.by, " ")
    refused = desk.do(refuse, identifier, desk.by, "個人の情報だけなので公開しません。")
    assert (verdict_of(refused), desk.rows()) == (Verdict.REFUSED, [])
    for again in (
        lambda s: accept(s, desk.book, identifier, desk.by, SAID),
        lambda s: refuse(s, identifier, desk.by, "x"),
    ):
        with pytest.raises(OpinionJudged):
            desk.do(again)
    with pytest.raises(OpinionJudged):
        desk.do(answer, desk.book, identifier, desk.by, "答え")


def test_an_answer_corrects_the_entry_and_names_what_changed(desk: Desk) -> None:
    identifier = desk.accepted()
    with pytest.raises(OpinionLength):
        desk.do(answer, desk.book, identifier, desk.by, "")
    for unknown in ("payment:none", "award:A-9", "opinion", "2026-1", "robots:1"):
        with pytest.raises(ChangeUnknown):
            desk.do(answer, desk.book, identifier, desk.by, "直しました。", unknown)
    desk.do(answer, desk.book, identifier, desk.by, "直しました。", "award:A-1")
    ((found, _, said, _, _, words, answered, led_to, _),) = desk.rows()
    assert (found, said, words, answered, led_to) == (identifier, SAID, "直しました。", day_of(now()), "award:A-1")
    desk.do(answer, desk.book, identifier, desk.by, "もう一度直しました。", "2026-11")
    assert desk.rows()[0][5:8:2] == ("もう一度直しました。", "2026-11")
    assert desk.book.open().execute("SELECT count(*) FROM opinion_entries").fetchone() == (3,)
    assert check(desk.book.open()).blocking == ()


def test_what_is_past_its_day_is_told(desk: Desk) -> None:
    yesterday = (day_of(now()) - timedelta(days=1)).isoformat()
    late, read, unread = (
        desk.accepted(due=yesterday),
        desk.accepted(said="ほかの意見です。もう一つ。"),
        desk.came(due=yesterday),
    )
    found = check(desk.book.open(), on=day_of(now()))
    assert [one.check.code for one in found.rules if one.count] == ["R15"]
    stands = desk.reading(lambda s: {one.id: is_overdue(one) for (one,) in opinions(s, Verdict.ACCEPTED).rows})
    assert stands == {late: True, read: False}
    assert desk.reading(lambda s: (waiting(s, OURS).count, waiting(s, OURS).overdue)) == (1, 1)
    assert [one.id for (one,) in desk.reading(lambda s: opinions(s, Verdict.WAITING).rows)] == [unread]
    desk.do(answer, desk.book, late, desk.by, "遅くなりました。")
    assert desk.reading(lambda s: [is_overdue(one) for (one,) in opinions(s, Verdict.ANSWERED).rows]) == [False]


def test_where_the_program_stopped_in_between_the_book_has_it_once(desk: Desk) -> None:
    identifier = desk.accepted()
    with desk.database.system() as session:
        session.execute(update(Opinion).values(state="waiting", published=None))
    batches = desk.book.batches()
    desk.do(accept, desk.book, identifier, desk.by, SAID)
    assert desk.book.batches() == batches


def test_opinions_of_another_organisation_are_not_there(desk: Desk) -> None:
    theirs = desk.came(organisation=THEIRS)
    with pytest.raises(NotFound):
        desk.do(accept, desk.book, theirs, desk.by, SAID)
    with pytest.raises(NotFound):
        desk.do(refuse, theirs, desk.by, "x")
    assert desk.reading(lambda s: opinions(s, Verdict.WAITING).total) == 0


def test_the_words_of_what_was_refused_are_erased_after_a_while(desk: Desk) -> None:
    old, new, published = (
        desk.came(),
        desk.came("これも公開しない意見です。"),
        desk.accepted(said="公開した意見です。ここに。"),
    )
    for one in (old, new):
        desk.do(refuse, one, desk.by, "公開しません。")
    with desk.database.system() as session:
        session.execute(update(Opinion).where(Opinion.id == old).values(judged_at=now() - REFUSED_KEPT))
        session.execute(update(Opinion).where(Opinion.id == published).values(judged_at=now() - REFUSED_KEPT))
        forget_refused(session)
    kept = desk.reading(lambda s: {one: find_opinion(s, one).said for one in (old, new, published)})
    assert kept == {old: "", new: "これも公開しない意見です。", published: "公開した意見です。ここに。"}
