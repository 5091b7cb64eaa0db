"""Which programmes and awards of a book are in a scope, and in which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import draft_of
from rashin.ledger.scopes.installing import install
from rashin.ledger.scopes.scope import read_scope, scope

Rows = Mapping[str, Sequence[Mapping[str, str | int | float | bool | None]]]
Programmes = dict[str, tuple[str, str, str]]


def put(folder: Path, rows: Rows, code: str = "ai") -> tuple[Programmes, dict[str, str]]:
    """The programmes with field, words and place, and the awards with their field."""
    book = Book(folder / "book")
    book.add(draft_of(rows), by="test")
    with book.open() as connection:
        install(connection, scope(code))
        programmes = connection.execute("SELECT programme, field, why, place FROM scope_programme").fetchall()
        awards = connection.execute("SELECT award, field FROM scope_award").fetchall()
        assert len(programmes) == len({one[0] for one in programmes})
        assert len(awards) == len(dict(awards))
    return {one[0]: (one[1], one[2], one[3]) for one in programmes}, dict(awards)


def titled(**titles: str) -> Rows:
    return {"programme": [{"id": name, "title": title} for name, title in titles.items()]}


def test_a_title_is_enough_in_whatever_letters(tmp_path: Path) -> None:
    programmes, _ = put(
        tmp_path,
        titled(
            a="ＡＩチップの開発",
            b="AIDS対策",
            c="鳥インフルエンザ（ＡＩ）の調査",
            d="AI・ﾛﾎﾞｯﾄの実証",
            e="生成AIモデルの透明性",
        ),
    )
    assert programmes == {
        "a": ("chips", "AI", "title"),
        "d": ("robotics", "AI", "title"),
        "e": ("trust", "AI", "title"),
    }


def test_a_purpose_is_enough_if_it_does_something_with_ai(tmp_path: Path) -> None:
    rows: Rows = {
        "programme": [
            {"id": "a", "title": "窓口の改善", "goal": "根拠を示す生成AIで、待ち時間を減らす"},
            {"id": "b", "title": "回線の整備", "goal": "AIの普及で増える通信に備える"},
        ]
    }
    assert put(tmp_path, rows)[0] == {"a": ("administration", "AIで", "purpose")}


def test_half_of_the_indicators_is_enough_and_less_is_not(tmp_path: Path) -> None:
    def indicators(programme: str, *goals: str) -> list[Mapping[str, str]]:
        return [
            {"id": f"{programme}{n}", "programme": programme, "title": "数", "goal": goal}
            for n, goal in enumerate(goals)
        ]

    rows = {
        **titled(a="甲", b="乙", c="丙"),
        "indicator": [
            *indicators("a", "AIの導入", "研修"),
            *indicators("b", "AIの導入", "研修", "広報"),
            *indicators("c", "AI・IoT等を活用したまちづくり"),
        ],
    }
    assert put(tmp_path, rows)[0] == {"a": ("other", "AI", "indicators")}


def test_half_of_the_yen_paid_directly_is_enough_and_less_is_not(tmp_path: Path) -> None:
    def paid(programme: str, of: str, work: str, amount: int, **more: str | int) -> Mapping[str, str | int]:
        return {"id": programme + of, "programme": programme, "work": work, "amount": amount, **more}

    rows: Rows = {
        **titled(a="甲", b="乙", c="丙", d="丁"),
        "payment": [
            paid("a", "1", "機械学習と深層学習の調査", 50),
            paid("a", "2", "印刷", 50),
            paid("b", "1", "AIの調査", 49),
            paid("b", "2", "印刷", 51),
            paid("c", "1", "AIの調査", 90, move="refund"),
            paid("c", "2", "印刷", 10),
            paid("d", "1", "事務", 60, tier=1),
            paid("d", "2", "AIの調査", 60, tier=2),
        ],
    }
    assert put(tmp_path, rows)[0] == {"a": ("other", "機械学習、深層学習", "works")}


def test_nothing_paid_is_not_half(tmp_path: Path) -> None:
    rows: Rows = {**titled(a="甲"), "payment": [{"id": "p", "programme": "a", "work": "AIの調査", "amount": 0}]}
    assert put(tmp_path, rows) == ({}, {})


def test_what_hangs_on_an_award_counts_for_its_programme(tmp_path: Path) -> None:
    rows: Rows = {
        **titled(a="甲"),
        "call": [{"id": "k", "title": "公募", "programme": "a"}],
        "award": [{"id": "w", "title": "学習", "call": "k", "amount": 1}],
        "payment": [{"id": "p", "award": "w", "work": "AIの開発", "amount": 1}],
    }
    assert put(tmp_path, rows) == ({"a": ("other", "AI", "works")}, {"w": "other"})


def test_parts_of_a_programme_are_in_it_to_any_depth(tmp_path: Path) -> None:
    rows: Rows = {
        "programme": [
            {"id": "top", "title": "AIと医療"},
            {"id": "part", "title": "甲", "part_of": "top"},
            {"id": "small", "title": "半導体", "part_of": "part"},
            {"id": "own", "title": "AIと港湾", "part_of": "top"},
            {"id": "round", "title": "乙", "part_of": "round"},
        ]
    }
    assert put(tmp_path, rows)[0] == {
        "top": ("health", "AI", "title"),
        "part": ("health", "AI", "part"),
        "small": ("chips", "AI", "part"),
        "own": ("mobility", "AI", "title"),
    }


def test_a_field_that_the_officer_gave_stands_if_the_scope_has_it(tmp_path: Path) -> None:
    rows: Rows = {
        "programme": [
            {"id": "a", "title": "AIと医療", "field": "ロボット"},
            {"id": "b", "title": "AIと医療", "field": " Robotics"},
            {"id": "c", "title": "AIと医療", "field": "半導体・省エネ"},
            {"id": "d", "title": "AIと医療", "field": "その他"},
            {"id": "e", "title": "AIと医療", "field": "占い"},
        ],
        "award": [
            {"id": "w1", "title": "甲", "programme": "a", "amount": 1},
            {"id": "w2", "title": "言語モデル", "programme": "e", "amount": 1},
            {"id": "w3", "title": "言語モデル", "programme": "a", "field": "health", "amount": 1},
            {"id": "w4", "title": "AIの研究", "amount": 1},
            {"id": "w5", "title": "橋の研究", "amount": 1},
            {"id": "w6", "title": "言語モデル", "programme": "a", "amount": 1},
        ],
    }
    programmes, awards = put(tmp_path, rows)
    fields = {name: field for name, (field, _, _) in programmes.items()}
    assert fields == {"a": "robotics", "b": "robotics", "c": "chips", "d": "other", "e": "health"}
    assert awards == {"w1": "robotics", "w2": "generative", "w3": "health", "w4": "research", "w6": "robotics"}


def test_the_ministry_tells_the_field_where_the_title_does_not(tmp_path: Path) -> None:
    rows: Rows = {
        "organisation": [{"id": "o", "title": "農林水産省"}],
        "programme": [
            {"id": "a", "title": "AIの利用", "funder": "o"},
            {"id": "b", "title": "AIの研究", "bureau": "医政局 感染症対策課"},
            {"id": "c", "title": "AIの研究"},
        ],
    }
    assert {name: one[0] for name, one in put(tmp_path, rows)[0].items()} == {
        "a": "agriculture",
        "b": "health",
        "c": "research",
    }


def test_the_scope_of_everything_takes_everything_and_replaces_another(tmp_path: Path) -> None:
    rows: Rows = {
        **titled(a="AIチップ", b="橋"),
        "award": [{"id": "w", "title": "橋", "programme": "b", "amount": 1}, {"id": "x", "title": "堤", "amount": 1}],
    }
    book = Book(tmp_path / "book")
    book.add(draft_of(rows), by="test")
    with book.open() as connection:
        for code in ("ai", "all"):
            install(connection, scope(code))
        assert connection.execute("SELECT programme, field, why, place FROM scope_programme ORDER BY 1").fetchall() == [
            ("a", "other", "", "all"),
            ("b", "other", "", "all"),
        ]
        assert connection.execute("SELECT award, field FROM scope_award ORDER BY 1").fetchall() == [
            ("w", "other"),
            ("x", "other"),
        ]


def test_words_of_ones_own_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'code = "own"\nname = {ja = "x", en = "x"}\nquestion = {ja = "x", en = "x"}\nrule = {ja = "x", en = "x"}\n'
        "leaves = [\"(旧)'x'\"]\n[takes.title]\nwords = [\"'C++'\", \"a|b\", '\\d']\n",
        encoding="utf-8",
    )
    book = Book(tmp_path / "book")
    titles = titled(a="'Ｃ＋＋'の講座", b="a｜b", c="a", d="５", e=r"\d", f="（旧）'x' a")
    book.add(draft_of(titles), by="test")
    with book.open() as connection:
        install(connection, read_scope(path))
        taken = connection.execute("SELECT programme, why FROM scope_programme ORDER BY 1").fetchall()
    assert taken == [("a", "'C++'"), ("b", "a|b"), ("e", r"\d")]


def test_nothing_is_left_behind_but_the_two_tables(tmp_path: Path) -> None:
    book = Book(tmp_path / "book")
    book.add(draft_of(titled(a="AI")), by="test")
    with book.open() as connection:
        install(connection, scope("ai"))
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    assert sorted(tables) == [("scope_award",), ("scope_programme",)]
