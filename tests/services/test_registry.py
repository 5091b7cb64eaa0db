from __future__ import annotations

import pytest

from rashin.errors import ServiceUnknown
from rashin.services import find, services
from rashin.services.contract import plain_name


def test_services_come_by_name() -> None:
    names = [service.name for service in services()]
    assert "lending" in names
    assert names == sorted(names)


def test_an_unknown_service_is_refused_with_those_there_are() -> None:
    with pytest.raises(ServiceUnknown) as refused:
        find("lendign")
    assert "lendign" in refused.value.what_happened.ja
    assert "lending" in refused.value.how_to_mend.ja


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("年商（千円）", "年商"),
        ("年商 [百万円]", "年商"),
        ("代表者の年齢（歳）", "代表者 年齢"),
        ("Ｌｏａｎ＿Ａｍｏｕｎｔ", "loan amount"),
        ("ChgOff-Date", "chgoff_date"),
        ("【任意】宗教", "宗教"),
    ],
)
def test_spellings_of_one_column_are_alike(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_a_name_all_in_brackets_keeps_its_words() -> None:
    assert plain_name("（年商）") != plain_name("（業歴）")
