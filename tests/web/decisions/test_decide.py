"""Deciding by the form: dirty writing is taken, mistakes are said under their fields, a second click decides nothing more."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select
from tests.engines.tabular.loans import LATE, NEVER_BLANK, SALES
from tests.web.decisions.conftest import Counter, seen
from tests.web.forms import hidden, send

from rashin.workspace.database.tables import DecisionRecord, Organisation
from rashin.workspace.decisions.questions import sample_answers


def filled(counter: Counter, **changes: str) -> dict[str, str]:
    return {f"v:{name}": value for name, value in {**sample_answers(counter.desk.model), **changes}.items()}


def on_record(counter: Counter) -> int:
    return counter.desk.reading(lambda session: session.scalar(select(func.count()).select_from(DecisionRecord)) or 0)


def test_one_case_is_decided_and_its_page_follows(counter: Counter) -> None:
    answer = send(
        counter.worker, f"{counter.own}/decide", {**filled(counter, **{SALES: "３,０００万円"}), "reference": "K-1"}
    )
    assert answer.status_code == 303, answer.text
    page = seen(counter.worker.get(answer.headers["location"]))
    assert "案件 K-1" in page
    assert "判断を記録しました。" in page
    assert "30,000,000円" in page


def test_the_form_has_a_field_for_every_column_and_the_sample_fills_them(counter: Counter) -> None:
    empty = seen(counter.worker.get(f"{counter.own}/decide"))
    sample = seen(counter.worker.get(f"{counter.own}/decide?sample=0"))
    for name, value in sample_answers(counter.desk.model).items():
        assert f'name="v:{name}"' in empty
        assert f'value="{value}"' in sample or f"<option selected>{value}</option>" in sample
    assert (
        send(counter.worker, f"{counter.own}/decide?sample=0", filled(counter), to=f"{counter.own}/decide").status_code
        == 303
    )


def test_mistakes_are_said_under_their_fields_and_nothing_is_lost(counter: Counter) -> None:
    sent = {**filled(counter, **{SALES: "約3千万", NEVER_BLANK: ""}), "reference": "K-<7>"}
    page = seen(send(counter.worker, f"{counter.own}/decide", sent), 422)
    assert "直していただきたい欄が2つあります。" in page
    for name in (SALES, NEVER_BLANK):
        field = re.search(rf'<(?:input|select) id="(v\d+)" name="v:{name}"[^>]*>', page)
        assert field is not None
        assert 'aria-invalid="true"' in field[0]
        assert f'href="#{field[1]}"' in page, "the summary leads to the field"
        assert f'id="{field[1]}-error"' in page
    assert 'value="約3千万"' in page
    assert 'value="K-&lt;7&gt;"' in page
    assert on_record(counter) == 0


def test_a_blank_that_is_not_known_can_be_left_to_a_person(counter: Counter) -> None:
    answer = send(counter.worker, f"{counter.own}/decide", {**filled(counter, **{NEVER_BLANK: ""}), "blanks": "yes"})
    assert answer.status_code == 303
    record = counter.desk.record(answer.headers["location"].rpartition("/")[2].partition("?")[0])
    assert record.waiting


def test_the_same_form_sent_twice_decides_once(counter: Counter) -> None:
    address = f"{counter.own}/decide"
    form = {**hidden(counter.worker.get(address).text, address), **filled(counter), "reference": "K-1"}
    first, second = counter.worker.post(address, data=form), counter.worker.post(address, data=form)
    assert first.headers["location"] == second.headers["location"]
    assert on_record(counter) == 1
    changed = counter.worker.post(address, data={**form, f"v:{LATE}": "3"})
    assert changed.headers["location"] != first.headers["location"], "going back and changing it is another case"
    again = send(counter.worker, address, {**filled(counter), "reference": "K-1"})
    assert again.headers["location"] != first.headers["location"], "so is opening the form anew"


def test_beyond_what_is_allowed_it_is_said_and_nothing_is_lost(counter: Counter) -> None:
    with counter.workspace.database.system() as session:
        session.get_one(Organisation, counter.town.home).quotas = {"decisions_per_month": 0}
    page = seen(send(counter.worker, f"{counter.own}/decide", {**filled(counter), "reference": "K-77"}), 429)
    assert "K-77" in page


@pytest.mark.parametrize("place", ["decide", "decide/file"])
def test_without_an_approved_model_the_next_step_is_shown(counter: Counter, place: str) -> None:
    bare = counter.desk.company.deployment("まだ学んでいない")
    page = seen(counter.worker.get(f"{counter.base}/deployments/{bare}/{place}"), 409)
    assert f'href="{counter.base}/deployments/{bare}"' in page
    assert '<form method="post" action="/o/' not in page.replace("/sign-out", "")


def test_readers_look_and_do_not_decide(counter: Counter) -> None:
    assert counter.reader.get(f"{counter.own}/decide").status_code == 403
    assert counter.reader.get(f"{counter.own}/decide/file").status_code == 403
    assert counter.reader.get(f"{counter.own}/decisions").status_code == 200


def test_a_form_from_elsewhere_decides_nothing(counter: Counter) -> None:
    assert counter.worker.post(f"{counter.own}/decide", data=filled(counter)).status_code == 403
    assert on_record(counter) == 0


def test_a_field_with_half_a_character_harms_nobody(counter: Counter) -> None:
    sent = filled(counter, 業種="%ED%A0%80")
    assert send(counter.worker, f"{counter.own}/decide", sent).status_code == 303
