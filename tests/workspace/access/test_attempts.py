from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.workspace.access.conftest import PASSWORD, NewPerson, grow_older

from rashin.errors import EmailUnusable, SignInFailed, TooManyAttempts
from rashin.workspace.access.attempts import MOST_OF_MANY, MOST_OF_ONE, WINDOW, note_attempt
from rashin.workspace.access.visits import sign_in
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Attempt

HERE, THERE = "192.0.2.1", "198.51.100.7"
MAIL = "suzuki@example.jp"

Attempting = Callable[..., int]


@pytest.fixture
def attempting(database: Database) -> Attempting:
    """Count attempts until they are refused or there were enough; how many were let through."""

    def attempt(times: int, email: str = MAIL, place: str = HERE) -> int:
        for done in range(times):
            try:
                with database.system() as session:
                    note_attempt(session, email.format(done), place.format(done))
            except TooManyAttempts:
                return done
        return times

    return attempt


def test_one_address_from_one_place_may_fail_ten_times(attempting: Attempting) -> None:
    assert attempting(100) == MOST_OF_ONE
    assert attempting(1) == 0
    assert attempting(1, place=THERE) == 1
    assert attempting(1, "tanaka@example.jp") == 1


def test_one_address_from_everywhere_may_fail_fifty_times(attempting: Attempting) -> None:
    assert attempting(100, place="192.0.2.{}") == MOST_OF_MANY


def test_one_place_may_fail_fifty_times(attempting: Attempting) -> None:
    assert attempting(100, "somebody{}@example.jp") == MOST_OF_MANY


def test_a_customer_of_ipv6_is_one_place(attempting: Attempting) -> None:
    assert attempting(100, place="2001:db8:1:2:{:x}::1") == MOST_OF_ONE
    assert attempting(1, place="2001:db8:1:3::1") == 1


def test_they_are_forgotten_after_a_while(database: Database, attempting: Attempting) -> None:
    attempting(MOST_OF_ONE)
    grow_older(database, Attempt, WINDOW)
    assert attempting(1) == 1
    with database.system() as session:
        assert len(session.scalars(select(Attempt)).all()) == 3


def test_it_is_said_how_long_to_wait(database: Database, attempting: Attempting) -> None:
    attempting(MOST_OF_ONE)
    grow_older(database, Attempt, timedelta(minutes=10))
    with pytest.raises(TooManyAttempts, match="about 5 minutes"), database.system() as session:
        note_attempt(session, MAIL, HERE)


def test_neither_name_nor_place_is_kept(database: Database, attempting: Attempting) -> None:
    attempting(1)
    with database.system() as session:
        kept = " ".join(session.scalars(select(Attempt.who)))
    assert MAIL not in kept
    assert HERE not in kept


def test_whoever_signs_in_starts_afresh(database: Database, somebody: NewPerson, attempting: Attempting) -> None:
    somebody("suzuki")
    assert attempting(MOST_OF_ONE - 1) == MOST_OF_ONE - 1
    sign_in(database, MAIL, PASSWORD, HERE)
    assert attempting(100) == MOST_OF_ONE


def test_even_the_right_password_is_refused_after_too_many_wrong_ones(
    database: Database, somebody: NewPerson, attempting: Attempting
) -> None:
    somebody("suzuki")
    attempting(MOST_OF_ONE)
    with pytest.raises(TooManyAttempts):
        sign_in(database, MAIL, PASSWORD, HERE)
    assert sign_in(database, MAIL, PASSWORD, THERE).person.email == MAIL


def test_writing_the_address_in_another_way_is_no_new_beginning(database: Database, attempting: Attempting) -> None:
    attempting(MOST_OF_ONE)
    for same in ("SUZUKI@example.jp", " suzuki@EXAMPLE.jp ", "ｓｕｚｕｋｉ＠ｅｘａｍｐｌｅ．ｊｐ"):
        with pytest.raises(TooManyAttempts):
            sign_in(database, same, "wrong wrong", HERE)


def test_who_is_not_here_fails_like_who_is(database: Database, somebody: NewPerson) -> None:
    somebody("suzuki")
    for email in (MAIL, "nobody@example.jp"):
        with pytest.raises(SignInFailed) as trouble:
            sign_in(database, email, "wrong wrong", HERE)
        assert trouble.value.facts == SignInFailed().facts
    with pytest.raises(EmailUnusable):
        sign_in(database, "suzuki", PASSWORD, HERE)


def test_many_at_once_get_no_more_guesses(database: Database, somebody: NewPerson) -> None:
    somebody("suzuki")

    def guess(number: int) -> type[Exception]:
        try:
            sign_in(database, MAIL, f"wrong wrong {number}", HERE)
        except (SignInFailed, TooManyAttempts) as trouble:
            return type(trouble)
        raise AssertionError("a wrong password was taken")

    with ThreadPoolExecutor(8) as crowd:
        ends = list(crowd.map(guess, range(3 * MOST_OF_ONE)))
    assert ends.count(SignInFailed) == MOST_OF_ONE
    assert ends.count(TooManyAttempts) == 2 * MOST_OF_ONE
