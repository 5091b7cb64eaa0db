from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.contract import Change, Monotone
from rashin.engines.tabular.reading import read
from rashin.engines.tabular.table import Column, Kind
from rashin.errors import (
    ColumnMissing,
    DeclarationForMissingColumn,
    DeclarationUnknown,
    DirectionOnCategory,
    NoUsableColumn,
)
from rashin.language import Text
from rashin.learning.roles import Roles, resolve_roles
from rashin.services import find
from rashin.services.contract import Use

LENDING = find("lending")
TARGET = "結果"


def column(name: str, kind: Kind = Kind.NUMBER, levels: Sequence[str] = ("a", "b", "c"), rows: int = 30) -> Column:
    if kind.is_coded:
        return Column(name, kind, (np.arange(rows) % len(levels)).astype(np.int32), tuple(levels))
    return Column(name, kind, np.arange(rows, dtype=np.float64))


def outcome() -> Column:
    return column(TARGET, Kind.CATEGORY, ("完済", "延滞"))


def roles_of(*columns: Column, **declared: object) -> Roles:
    return resolve_roles(LENDING, [*columns, outcome()], target=TARGET, **declared)  # type: ignore[arg-type]


def test_the_service_gives_words_units_directions_and_changes() -> None:
    role = roles_of(column("自己資本比率（％）")).inputs["自己資本比率（％）"]
    assert role.label == Text("自己資本比率", "equity ratio")
    assert role.unit == Text("%", "%")
    assert (role.monotone, role.change) == (Monotone.LOWERS, Change.UP)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("年商", "円"),
        ("年商（千円）", "円"),  # read as yen
        ("年商（税抜）", None),  # in brackets, but no unit we know
        ("sales", None),  # any currency
        ("sales (USD)", "ドル"),
        ("自己資本比率", None),  # 0.2 or 20
        ("返済期間（年）", "年"),
        ("返済期間（月）", "か月"),
        ("返済期間", None),  # months or years
        ("業歴", "年"),
        ("何かの数", None),
    ],
)
def test_a_unit_is_shown_only_where_it_cannot_mislead(header: str, unit: str | None) -> None:
    shown = roles_of(column(header)).inputs[header].unit
    assert (shown.ja if shown else None) == unit


def test_a_column_the_service_does_not_know_goes_by_its_header_and_is_presumed_changeable_aloud() -> None:
    roles = roles_of(column("店舗面積"), column("年商"))
    assert roles.inputs["店舗面積"].label == Text("店舗面積", "店舗面積")
    assert roles.inputs["店舗面積"].change is Change.EITHER
    (note,) = roles.notes
    assert "店舗面積" in note.ja
    assert "年商" not in note.ja
    assert roles_of(column("店舗面積"), change={"店舗面積": "never"}).notes == ()


def test_two_columns_of_one_meaning_are_told_apart() -> None:
    labels = {name: role.label.ja for name, role in roles_of(column("年商"), column("売上高")).inputs.items()}
    assert labels == {"年商": "年商（年商）", "売上高": "年商（売上高）"}


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        (column("代表者の年齢"), "守るべき"),
        (column("宗教", Kind.CATEGORY), "守るべき"),
        (column("申込番号"), "見分ける"),
        (column("何かの番号", Kind.IDENTIFIER), "見分ける"),
        (column("申込日", Kind.DATE), "日付"),
        (column("備考", Kind.TEXT), "文章"),
        (column("いつも同じ", Kind.CATEGORY, ("a",)), "同じ値"),
        (Column("空の列", Kind.NUMBER, np.full(30, np.nan)), "同じ値"),
        (column("回収額"), "回収額"),
        (column("MIS_Status", Kind.CATEGORY), "結果"),
    ],
    ids=lambda part: part.name if isinstance(part, Column) else part,
)
def test_what_is_left_out_has_its_reason(left_out: Column, why: str) -> None:
    roles = roles_of(column("年商"), left_out)
    assert list(roles.inputs) == ["年商"]
    assert why in roles.left_out[left_out.name].ja


def test_a_value_that_is_there_or_not_is_no_constant() -> None:
    values = np.where(np.arange(30) < 20, 1.0, np.nan)
    assert "認定" in roles_of(Column("認定", Kind.NUMBER, values)).inputs


def test_declared_protected_columns_join_those_of_the_service() -> None:
    roles = roles_of(column("年商"), column("年齢"), column("郵便区"), protected=["郵便区"])
    assert roles.protected == ("年齢", "郵便区")
    assert list(roles.inputs) == ["年商"]


def test_an_allowed_protected_column_is_an_input_is_measured_and_is_noted() -> None:
    roles = roles_of(column("年齢"), allow=["年齢"])
    assert list(roles.inputs) == ["年齢"]
    assert roles.protected == ("年齢",)
    assert "差別" in roles.notes[0].ja


def test_group_and_time_are_not_decided_by() -> None:
    roles = roles_of(column("年商"), column("支店", Kind.CATEGORY), column("年度"), group="支店", time="年度")
    assert list(roles.inputs) == ["年商"]
    assert "まとめる" in roles.left_out["支店"].ja
    assert "順序" in roles.left_out["年度"].ja


def test_the_target_may_bear_any_name() -> None:
    roles = resolve_roles(LENDING, [column("年商"), column("代位弁済"), column("年齢")], target="年齢")
    assert list(roles.inputs) == ["年商"]
    assert roles.uses["年齢"] is Use.TARGET
    assert roles.protected == ()


def test_a_declaration_wins_over_the_service() -> None:
    roles = roles_of(column("過去の延滞回数"), monotone={"過去の延滞回数": "free"}, change={"過去の延滞回数": "down"})
    role = roles.inputs["過去の延滞回数"]
    assert (role.monotone, role.change) == (Monotone.FREE, Change.DOWN)


@pytest.mark.parametrize(
    ("levels", "monotone", "change"),
    [
        (("無", "有"), Monotone.RAISES, Change.DOWN),
        (("有", "無"), Monotone.LOWERS, Change.UP),
        (("完納", "未納"), Monotone.FREE, Change.EITHER),
    ],
)
def test_a_presumed_direction_follows_what_yes_and_no_mean(
    levels: tuple[str, str], monotone: Monotone, change: Change
) -> None:
    role = roles_of(column("税金の滞納", Kind.BOOLEAN, levels)).inputs["税金の滞納"]
    assert (role.monotone, role.change) == (monotone, change)


def test_a_presumed_direction_is_dropped_where_values_have_no_sure_order() -> None:
    for kind in (Kind.CATEGORY, Kind.ORDERED):
        role = roles_of(column("評点", kind)).inputs["評点"]
        assert (role.monotone, role.change) == (Monotone.FREE, Change.NEVER)


def test_a_direction_can_be_declared_for_ordered_values() -> None:
    role = roles_of(column("格付", Kind.ORDERED), monotone={"格付": "raises"}).inputs["格付"]
    assert role.monotone is Monotone.RAISES


@pytest.mark.parametrize("declared", [{"monotone": {"業種": "raises"}}, {"change": {"業種": "up"}}])
def test_a_direction_for_a_category_is_refused(declared: dict[str, object]) -> None:
    with pytest.raises(DirectionOnCategory) as refused:
        roles_of(column("業種", Kind.CATEGORY, ("飲食業", "建設業")), **declared)
    assert refused.value.column == "業種"
    assert "飲食業" in refused.value.what_happened.ja


def test_free_and_never_need_no_order() -> None:
    role = roles_of(column("担保", Kind.CATEGORY), monotone={"担保": "free"}, change={"担保": "never"}).inputs["担保"]
    assert role.change is Change.NEVER


@pytest.mark.parametrize("what", ["monotone", "change"])
def test_a_declaration_for_a_column_that_is_not_there_is_refused(what: str) -> None:
    with pytest.raises(DeclarationForMissingColumn) as refused:
        roles_of(column("年商"), **{what: {"年収": "raises" if what == "monotone" else "up"}})
    assert "年商" in refused.value.how_to_mend.ja


@pytest.mark.parametrize(("what", "known"), [("monotone", "raises"), ("change", "never")])
def test_a_word_that_declares_nothing_is_refused_with_those_that_do(what: str, known: str) -> None:
    with pytest.raises(DeclarationUnknown) as refused:
        roles_of(column("年商"), **{what: {"年商": "rising"}})
    assert known in refused.value.how_to_mend.en


@pytest.mark.parametrize("named", ["protected", "allow", "group", "time"])
def test_a_named_column_that_is_not_there_is_refused(named: str) -> None:
    with pytest.raises(ColumnMissing):
        roles_of(column("年商"), **{named: "ない列" if named in {"group", "time"} else ["ない列"]})


def test_a_missing_target_is_refused() -> None:
    with pytest.raises(ColumnMissing):
        resolve_roles(LENDING, [column("年商")], target=TARGET)


def test_a_table_with_nothing_to_decide_by_is_refused_with_what_was_left_out() -> None:
    with pytest.raises(NoUsableColumn) as refused:
        roles_of(column("年齢"), column("回収額"))
    assert "年齢, 回収額" in refused.value.what_happened.ja


def test_a_declaration_without_effect_is_noted() -> None:
    roles = roles_of(column("年商"), column("年齢"), monotone={"年齢": "raises"})
    assert any("年齢" in note.ja for note in roles.notes)


NAMES = sorted({name for concept in LENDING.concepts for name in concept.names} | {"店舗面積", "x1"})


@st.composite
def tables(draw: st.DrawFn) -> list[Column]:
    names = draw(
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=12, unique=True).filter(lambda n: TARGET not in n)
    )
    return [column(name, draw(st.sampled_from(Kind))) for name in names]


@given(tables(), st.randoms(use_true_random=False))
def test_every_column_is_accounted_for_once_in_whatever_order(columns: list[Column], chance: object) -> None:
    columns = [column("店の数"), *columns, outcome()]
    roles = resolve_roles(LENDING, columns, target=TARGET)
    assert sorted([*roles.inputs, *roles.left_out, TARGET]) == sorted(c.name for c in columns)
    assert not set(roles.inputs) & set(roles.left_out)
    chance.shuffle(columns)  # type: ignore[attr-defined]
    shuffled = resolve_roles(LENDING, columns, target=TARGET)
    assert (shuffled.inputs, shuffled.left_out, shuffled.uses) == (roles.inputs, roles.left_out, roles.uses)


@pytest.mark.parametrize(
    ("data_set", "protected"),
    [
        ("hmda_boston", {"afam", "single", "hschool"}),
        ("hmeq", set()),
        ("sba_case", set()),
        ("south_german_credit", {"age", "foreign_worker", "personal_status_sex"}),
        ("taiwan_default", {"SEX", "AGE", "MARRIAGE", "EDUCATION"}),
    ],
)
def test_the_public_data_sets_are_known_by_their_own_headers(
    shared_data: Path, tmp_path: Path, data_set: str, protected: set[str]
) -> None:
    lines = (shared_data / "lending" / data_set / f"{data_set}.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "head.csv"
    file.write_text("\n".join(lines[:400]), encoding="utf-8")
    table = read(file)
    roles = resolve_roles(LENDING, list(table), target="target")
    assert set(roles.protected) == protected
    assert [name for name in roles.inputs if LENDING.concept_of(name) is None] == []
    assert len({role.label.ja for role in roles.inputs.values()}) == len(roles.inputs)
