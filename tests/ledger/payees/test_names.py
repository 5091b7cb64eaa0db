"""Names of payees: one spelling for one body, and persons known for what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.ledger.payees.names import Payee, normalised, sort_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("㈱日立製作所", "株式会社 日立製作所"),
        ("（株）日立製作所", "株式会社日立製作所"),
        ("ＡＢＣ（株）", "abc株式会社"),
        ("(一社)全国LPガス協会", "一般社団法人全国ＬＰガス協会"),
        ("NPO法人みどり", "特定非営利活動法人みどり"),
        ("沖繩輪業", "沖縄輪業"),
        ("髙﨑商店", "高崎商店"),
        ("ｱｲｳｴｵ", "アイウエオ"),
        ("Mille―feuille", "Milleーfeuille"),
        ("(国)東京大学", "国立大学法人東京大学"),
    ],
)
def test_two_ways_to_write_one_name(one: str, other: str) -> None:
    assert normalised(one).full == normalised(other).full


@pytest.mark.parametrize(
    ("one", "other"),
    [("株式会社日立", "日立株式会社"), ("株式会社日立", "有限会社日立"), ("第1支部", "第2支部"), ("鹿島市", "鹿嶋市")],
)
def test_names_of_two_bodies_stay_apart(one: str, other: str) -> None:
    assert normalised(one).full != normalised(other).full


def test_a_name_without_its_form() -> None:
    name = normalised("(株)メディア・トラスト")
    assert (name.core, name.form) == ("メデイアトラスト", "株式会社-")
    assert normalised("メディアトラスト㈱").form == "-株式会社"
    assert (normalised("愛媛県今治市").core, normalised("愛媛県今治市").form) == ("今治市", "愛媛県-")
    assert (normalised("愛媛県").core, normalised("愛媛県").form) == ("愛媛県", "")


@given(st.text(max_size=40))
def test_the_one_spelling_is_that_of_itself(text: str) -> None:
    once = normalised(text).full
    assert normalised(once).full == normalised(normalised(once).full).full
    assert normalised(f" {text}\u3000").full == once


@pytest.mark.parametrize(
    "name",
    [
        "個人",
        "個人A",
        "個人Ａ",
        "個人 B",
        "A氏",
        "(A)出張者",
        "個人Aほか",
        "非常勤職員（Ａ）",
        "有識者1",
        "部外有識者a",
        "個人事業主A",
        "匿名",
    ],
)
def test_persons(name: str) -> None:
    assert sort_of(name) is Payee.PERSON


@pytest.mark.parametrize("name", ["その他", "ほか３社", "その他10者", "", "　", "合計"])
def test_several_that_are_not_told_apart(name: str) -> None:
    assert sort_of(name) is Payee.SEVERAL


@pytest.mark.parametrize(
    "name", ["個人情報保護協会", "医師会", "株式会社A", "委員会事務局", "日本医師会", "AB", "ほかほか亭"]
)
def test_bodies_whose_names_only_look_so(name: str) -> None:
    assert sort_of(name) is Payee.BODY
