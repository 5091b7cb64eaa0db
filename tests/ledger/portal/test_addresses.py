"""Where pages lie: the same in Python, in SQL and in a link."""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import unquote

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import example, given
from hypothesis import strategies as st

from rashin.language import LANGUAGES
from rashin.ledger.book.engine import connect
from rashin.ledger.portal.addresses import link, place, slug

IDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=90)


@pytest.fixture(scope="module")
def connection() -> DuckDBPyConnection:
    made = connect()
    text = files("rashin.ledger.portal").joinpath("placing.sql").read_text(encoding="utf-8")
    for macro in (part for part in text.split(";\n") if "MACRO" in part):
        made.execute(macro)
    return made


@given(IDS)
@example("../../etc/passwd")
@example("省　庁/2015 新28-0014")
@example("-.--")
@example("あ" * 61)
@example("𠮷野家" * 20)
@example("e\u0301" * 40)
@example("a\r\nb\tc")
def test_python_and_sql_give_the_same_folder(connection: DuckDBPyConnection, identity: str) -> None:
    ((found,),) = connection.execute("SELECT slug(?)", [identity]).fetchall()
    assert found == slug(identity)


@given(IDS)
def test_a_folder_is_one_plain_name(identity: str) -> None:
    name = slug(identity)
    assert name not in {"", ".", ".."}
    assert not set(name) & set('/\\:*?"<>|#%& ')
    assert len(name) <= 70


@given(IDS, IDS)
def test_ids_that_differ_lie_apart(one: str, other: str) -> None:
    assert (slug(one) == slug(other)) == (one == other)


@given(IDS, st.sampled_from(LANGUAGES))
def test_a_link_leads_from_any_page_to_any_other(identity: str, language: str) -> None:
    here, there = place("award", identity), place("programme", identity)
    assert language in LANGUAGES
    address = link(there, here, "en" if language == "en" else "ja")
    base = (f"en/{here}" if language == "en" else here).split("/")[:-1]
    steps = unquote(address).split("/")
    ups = steps.count("..")
    assert "/".join([*base[: len(base) - ups], *steps[ups:]]) == (f"en/{there}" if language == "en" else there)
