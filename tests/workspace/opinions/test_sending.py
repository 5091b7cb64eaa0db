"""Anybody may send an opinion; nothing says who it was, and floods run into limits."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from rashin.errors import OpinionAgain, OpinionFormStale, OpinionLength, OpinionLinks, OpinionsTooMany
from rashin.ledger.book.draft import draft_of
from rashin.settings import Settings
from rashin.workspace.clock import now
from rashin.workspace.database import Database
from rashin.workspace.database.programme_tables import Opinion, Sending
from rashin.workspace.database.tables import Organisation
from rashin.workspace.opinions import FormMark, Written, followed, is_open, receive, stamp_form, waiting
from rashin.workspace.opinions import form as forms
from rashin.workspace.opinions.days import due_on
from rashin.workspace.opinions.sending import KEPT, MOST_OF_ALL, MOST_OF_ONE, PORTAL, about_of, forget_sendings, plain
from rashin.workspace.programme.books import own_book_of, own_site_of

OURS = "org_ours"
PLACE = "192.0.2.7"


class Box:
    """Where opinions are put, at a time of the test's own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.numbers = iter(range(10_000))

    def mark(self, age: timedelta = timedelta(minutes=1)) -> FormMark:
        with self.database.system() as session, pytest.MonkeyPatch.context() as patch:
            patch.setattr(forms, "now", lambda: now() - age)
            return stamp_form(session, OURS)

    def send(self, said: str = "", *, place: str = PLACE, mark: FormMark | None = None, trap: str = "") -> str:
        said = said or f"表の数字が、別の資料と違っています。その{next(self.numbers)}。"
        written = Written("award:A-1", said, mark or self.mark(), trap)
        with self.database.system() as session:
            return receive(session, OURS, written, place, Settings())

    def opinions(self) -> list[Opinion]:
        with self.database.system(reading=True) as session:
            return list(session.scalars(select(Opinion).order_by(Opinion.id)))


@pytest.fixture
def box(database: Database) -> Box:
    with database.system() as session:
        session.add(Organisation(id=OURS, name="星野県"))
    return Box(database)


def test_an_opinion_is_kept_until_somebody_looks(box: Box) -> None:
    token = box.send("  支払の合計が、\r\n年報と違います。 ")
    (kept,) = box.opinions()
    assert (kept.said, kept.about, kept.state) == ("支払の合計が、\n年報と違います。", "award:A-1", "waiting")
    assert date.fromisoformat(kept.due) - date.fromisoformat(str(kept.sent_at.date())) >= timedelta(days=30)
    with box.database.system(reading=True) as session:
        assert followed(session, OURS, token).id == kept.id
        assert (waiting(session, OURS).count, waiting(session, OURS).overdue) == (1, 0)


def test_nothing_says_who_it_was(box: Box) -> None:
    token = box.send(place="203.0.113.99")
    with box.database.snapshot() as session:
        rows = [
            str(getattr(row, column.key))
            for table in (Opinion, Sending)
            for row in session.scalars(select(table))
            for column in table.__table__.columns
        ]
    assert not [word for word in rows if "203.0.113.99" in word or token in word]


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("短い", OpinionLength),
        ("長" * 2_001, OpinionLength),
        ("\u202e" * 30, OpinionLength),
        ("https://a.example http://b.example www.c.example を見て", OpinionLinks),
    ],
)
def test_what_nobody_can_use_is_refused(box: Box, said: str, trouble: type[Exception]) -> None:
    with pytest.raises(trouble):
        box.send(said)
    assert box.opinions() == []


def test_two_links_are_taken(box: Box) -> None:
    box.send("https://a.example と https://b.example を見てください。")
    assert len(box.opinions()) == 1


def test_the_same_words_are_taken_once(box: Box) -> None:
    box.send("この数字は、去年の資料と違っています。")
    with pytest.raises(OpinionAgain):
        box.send("この数字は 去年の資料と、違っています！", place="198.51.100.1")
    assert len(box.opinions()) == 1


@pytest.mark.parametrize("age", [timedelta(seconds=1), timedelta(hours=25)])
def test_a_form_that_comes_back_at_once_or_far_too_late_is_refused(box: Box, age: timedelta) -> None:
    with pytest.raises(OpinionFormStale):
        box.send(mark=box.mark(age))


@pytest.mark.parametrize("mark", ["", "x", "1.2", "１.00", "99999999999999999999.00"])
def test_a_forged_form_is_refused(box: Box, mark: str) -> None:
    with pytest.raises(OpinionFormStale):
        box.send(mark=FormMark(mark))


def test_a_form_of_another_programme_is_refused(box: Box) -> None:
    with box.database.system() as session:
        other = stamp_form(session, "org_other")
    with pytest.raises(OpinionFormStale):
        box.send(mark=other)


def test_whoever_fills_in_what_is_not_seen_is_no_person(box: Box) -> None:
    with pytest.raises(OpinionFormStale):
        box.send(trap="https://buy.example")


def test_a_form_shown_again_keeps_its_time_and_a_bad_one_gets_another(box: Box) -> None:
    good, old = box.mark(), box.mark(timedelta(days=2))
    with box.database.system() as session:
        assert stamp_form(session, OURS, good) == good
        assert stamp_form(session, OURS, old) != old
        assert stamp_form(session, OURS, FormMark("forged")) != FormMark("forged")


def test_one_place_is_limited_and_another_is_not(box: Box) -> None:
    for _ in range(MOST_OF_ONE):
        box.send(place="2001:db8::1")
    with pytest.raises(OpinionsTooMany) as told:
        box.send(place="2001:db8::ffff")  # the same customer
    assert 1 <= int(str(told.value.facts["hours"])) <= 24
    box.send(place="2001:db8:1::1")


def test_all_together_are_limited(box: Box) -> None:
    for number in range(MOST_OF_ALL):
        box.send(place=f"192.0.{number}.1")
    with pytest.raises(OpinionsTooMany):
        box.send(place="198.51.100.9")


def test_after_a_day_nobody_knows_who_sent_and_one_may_send_again(box: Box) -> None:
    for _ in range(MOST_OF_ONE):
        box.send()
    with box.database.system() as session:
        session.execute(update(Sending).values(at=now() - KEPT))
        forget_sendings(session)
        assert session.scalars(select(Sending)).all() == []
    box.send()


def test_only_whoever_published_takes_opinions(tmp_path: Path) -> None:
    own_book_of(tmp_path, OURS).add(draft_of({"programme": [{"id": "p", "title": "事業"}]}), by="星野県")
    assert not is_open(tmp_path, OURS)
    (own_site_of(tmp_path, OURS) / "2026-11").mkdir(parents=True)
    assert is_open(tmp_path, OURS)
    assert not is_open(tmp_path, "../org_ours")


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_working_days_leave_out_saturdays_and_sundays(sent: date, days: int) -> None:
    due = due_on(sent, Settings(opinion_working_days=days))
    passed = [sent + timedelta(days=n) for n in range(1, (due - sent).days + 1)]
    assert sum(day.weekday() < 5 for day in passed) == days
    assert due.weekday() < 5
    assert due_on(sent, Settings()) == sent + timedelta(days=30)


@given(st.text(max_size=400))
def test_what_an_opinion_is_about_is_one_line_or_the_whole(about: str) -> None:
    found = about_of(about)
    assert found == PORTAL or (found.isprintable() and len(found) <= 300 and "://" not in found)
    assert about_of(found) == found


@given(st.text(max_size=300))
def test_words_are_kept_without_signs_that_cannot_be_seen(said: str) -> None:
    kept = plain(said)
    assert plain(kept) == kept
    assert not [
        sign for sign in kept if sign not in "\t\n" and (ord(sign) < 32 or sign in "\u202a\u202e\u2066\u2069\x7f")
    ]
