"""What belongs to a scope is all that hangs from its programmes and awards, and nothing else; no person is named in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from tests.ledger.exports.books import JCN, ROWS, Rows, opened

from rashin.ledger.book.kinds import KINDS
from rashin.ledger.exports.selection import select_scope

AI = ("ai", "ai/sub")


def selected(connection: DuckDBPyConnection, kind: str) -> set[str]:
    return {str(row[0]) for row in connection.execute(f'SELECT id FROM "selected_{kind}"').fetchall()}


def ids(kind: str) -> set[str]:
    return {str(row["id"]) for row in ROWS.get(kind, ())}


def test_everything_that_hangs_from_the_programmes_and_nothing_else(tmp_path: Path) -> None:
    connection = opened(tmp_path, scope=AI)
    select_scope(connection)
    left_out = {
        "organisation": {"unused", "elsewhere"},
        "programme": {"road"},
        "call": {"c9"},
        "award": {"a9"},
        "budget": {"b9"},
        "payment": {"y9"},
        "evidence": {"e9"},
        "criterion": {"r9"},
        "opinion": {"q9"},
    }
    for kind in KINDS:
        assert selected(connection, kind) == ids(kind) - left_out.get(kind, set()), kind


def test_all_is_all_but_what_nobody_names(tmp_path: Path) -> None:
    connection = opened(tmp_path)
    select_scope(connection)
    for kind in KINDS:
        assert ids(kind) - selected(connection, kind) == {"organisation": {"unused"}, "evidence": {"e9"}}.get(
            kind, set()
        )


def test_an_empty_scope_has_nothing_but_opinions_on_no_entry(tmp_path: Path) -> None:
    connection = opened(tmp_path, scope=[])
    select_scope(connection)
    assert {kind: selected(connection, kind) for kind in KINDS if selected(connection, kind)} == {"opinion": {"q3"}}


def test_an_award_brings_what_hangs_from_it_and_not_its_whole_programme(tmp_path: Path) -> None:
    connection = opened(tmp_path, scope=[])
    connection.execute("INSERT INTO scope_award VALUES ('a1', 'other')")
    select_scope(connection)
    assert selected(connection, "award") == {"a1"}
    assert selected(connection, "call") == {"c1"}
    assert selected(connection, "application") == set()
    assert selected(connection, "budget") == {"b2"}
    assert selected(connection, "payment") == {"y1", "y2", "y5"}
    assert selected(connection, "sub_award") == {"s1"}
    assert selected(connection, "observation") == {"o1"}
    assert selected(connection, "programme") == set()


def test_an_entry_belongs_where_its_award_does_whatever_programme_it_names(tmp_path: Path) -> None:
    moved: Rows = {**ROWS, "payment": [{"id": "z", "award": "a9", "programme": "ai", "amount": 1}]}
    connection = opened(tmp_path, moved, scope=AI)
    select_scope(connection)
    assert selected(connection, "payment") == set()


@pytest.mark.parametrize("name", ["羅針 花子", "羅針太郎氏"])
def test_a_person_is_never_named(tmp_path: Path, name: str) -> None:
    rows: Rows = {
        "organisation": [{"id": "h", "title": name, "body": "person", "corporate_number": JCN}],
        "programme": [{"id": "p", "title": "事業"}],
        "payment": [
            {
                "id": "1",
                "programme": "p",
                "payee": "h",
                "payee_name": name,
                "payee_number": "123456789012",
                "amount": 1,
            },
            {"id": "2", "programme": "p", "payee": "h", "payee_name": "委員B", "amount": 1},
            {"id": "3", "programme": "p", "payee_name": "羅針株式会社", "payee_number": JCN, "amount": 1},
        ],
    }
    connection = opened(tmp_path, rows)
    select_scope(connection)
    assert connection.execute("SELECT payee_name, payee_number FROM selected_payment ORDER BY id").fetchall() == [
        ("個人", None), ("委員B", None), ("羅針株式会社", JCN),
    ]  # fmt: skip
    assert connection.execute("SELECT title, corporate_number FROM selected_organisation").fetchall() == [
        ("個人", None)
    ]


def test_it_can_be_asked_again_for_another_scope(tmp_path: Path) -> None:
    connection = opened(tmp_path, scope=AI)
    select_scope(connection)
    connection.execute(
        "DELETE FROM scope_programme; DELETE FROM scope_award; INSERT INTO scope_programme VALUES ('road', 'other', '')"
    )
    select_scope(connection)
    assert selected(connection, "programme") == {"road"}
    assert selected(connection, "organisation") == {"m", "elsewhere"}
