"""The form for one case asks for what the model needs, understands dirty writing, and says what it does not understand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.loans import LATE, NEVER_BLANK, SALES, TRADE
from tests.learning.past import TARGET
from tests.workspace.desk import Desk, quickly

import rashin
from rashin.errors import AnswerMissing, AnswerTooLong, NumberUnreadable
from rashin.language import LANGUAGES, Text
from rashin.learning.models import Model
from rashin.services import find
from rashin.workspace.decisions.questions import NONE_OF_THESE, answered, questions, sample_answers


def written(desk: Desk, **changes: str) -> dict[str, str]:
    return {**sample_answers(desk.model), **changes}


def test_every_column_of_the_model_is_asked_for_once(desk: Desk) -> None:
    asked = questions(desk.model)
    assert [one.name for one in asked] == [feature.name for feature in desk.model.additive.features]
    by_name = {one.name: one for one in asked}
    assert by_name[SALES].unit == Text("円", "yen")
    assert by_name[SALES].usual is not None
    assert by_name[TRADE].choices
    assert not by_name[NEVER_BLANK].may_be_blank
    assert by_name[SALES].may_be_blank


def test_the_sample_can_be_decided_as_it_is(desk: Desk) -> None:
    found = answered(desk.model, sample_answers(desk.model))
    assert found.wrong == {}
    assert desk.decide([found.case])


@pytest.mark.parametrize("cell", ["３,０００万円", "30000000", "¥30,000,000", " 3千万円 "])
def test_amounts_are_read_however_they_are_written(desk: Desk, cell: str) -> None:
    found = answered(desk.model, written(desk, **{SALES: cell}))
    assert found.wrong == {}
    (decision,) = desk.model.decide_cases([found.case])
    assert next(one.value for one in decision.reasons if one.feature == SALES).ja == "30,000,000円"


def test_what_cannot_be_read_is_said_under_its_field(desk: Desk) -> None:
    found = answered(desk.model, written(desk, **{SALES: "約3千万", LATE: "二三回"}))
    assert {name: type(error) for name, error in found.wrong.items()} == {
        SALES: NumberUnreadable,
        LATE: NumberUnreadable,
    }
    assert "約3千万" in found.wrong[SALES].what_happened.ja
    assert found.case[SALES] == "約3千万", "nothing is lost"


def test_a_blank_where_there_never_was_one_is_asked_about_once(desk: Desk) -> None:
    found = answered(desk.model, written(desk, **{NEVER_BLANK: " ", SALES: ""}))
    assert {name: type(error) for name, error in found.wrong.items()} == {NEVER_BLANK: AnswerMissing}
    allowed = answered(desk.model, written(desk, **{NEVER_BLANK: " ", SALES: ""}), blanks=True)
    assert allowed.wrong == {}
    (decision,) = desk.model.decide_cases([allowed.case])
    assert decision.handed_over, "then a person decides"


def test_a_value_outside_all_choices_goes_to_a_person(desk: Desk) -> None:
    for language in LANGUAGES:
        found = answered(desk.model, written(desk, **{TRADE: NONE_OF_THESE[language]}))
        assert found.wrong == {}
        (decision,) = desk.model.decide_cases([found.case])
        assert decision.handed_over


def test_a_field_full_of_text_is_refused(desk: Desk) -> None:
    found = answered(desk.model, written(desk, **{TRADE: "あ" * 201}))
    assert {name: type(error) for name, error in found.wrong.items()} == {TRADE: AnswerTooLong}


@given(
    st.dictionaries(
        st.sampled_from(["年商", "延滞回数", "業種", "担保", "格付", "返済期間", "よけいな列"]), st.text(max_size=30)
    )
)
def test_whatever_is_written_is_kept_and_either_decided_or_refused_in_words(
    model: Model, cells: dict[str, str]
) -> None:
    found = answered(model, cells, blanks=True)
    assert all(found.case[name] in (cells[name].strip(), None) for name in found.case.keys() & cells.keys())
    assert "よけいな列" not in found.case
    for error in found.wrong.values():
        assert error.what_happened.ja
        assert error.how_to_mend.en
    model.decide_cases([found.case])


@pytest.fixture(scope="module")
def model(model_file: bytes, tmp_path_factory: pytest.TempPathFactory) -> Model:
    path = tmp_path_factory.mktemp("model") / "loan.rashin"
    path.write_bytes(model_file)
    return rashin.load(path)


def test_units_are_those_the_columns_are_written_in() -> None:
    """A plain 3,000 under 年商（千円） is three million yen, so the form must not call it yen."""
    cells = find("lending").sample(rows=400, seed=1)
    table = rashin.read({name: cells[name] for name in ("年商（千円）", "業歴（年）", "自己資本比率（％）", "結果")})
    with quickly():
        small = rashin.learn("lending", table, target=TARGET)
    asked = {one.name: one for one in questions(small)}
    assert asked["年商（千円）"].unit == Text("千円", "thousand yen")
    assert asked["自己資本比率（％）"].unit == Text("%", "%")
    usual = asked["年商（千円）"].usual
    assert usual is not None
    assert usual.ja.endswith("千円")
    sales = sample_answers(small)["年商（千円）"]
    (decision,) = small.decide_cases([{**sample_answers(small), "年商（千円）": "3000"}])
    assert next(one.value for one in decision.reasons if one.feature == "年商（千円）").ja == "3,000,000円"
    assert sales
