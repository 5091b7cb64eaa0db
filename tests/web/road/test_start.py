"""Home, and choosing a service."""

from __future__ import annotations

import re

import pytest
from tests.web.conftest import BrowserOf
from tests.web.forms import send
from tests.web.road.walker import Walker, words
from tests.web.town import Town

from rashin.services import services
from rashin.workspace.database.tables import Price


def test_an_organisation_that_uses_nothing_is_told_where_to_begin(walker: Walker) -> None:
    page = walker.browser.get(walker.base)
    assert "まだ、どのサービスも使っていません" in page.text
    assert f'href="{walker.base}/services"' in page.text


def test_a_reader_is_not_offered_what_they_may_not_do(town: Town, browser_of: BrowserOf) -> None:
    reader = browser_of(town.reader)
    assert f'href="/o/{town.home}/services"' not in reader.get(f"/o/{town.home}").text.partition("<main")[2]
    assert "/services/lending" not in reader.get(f"/o/{town.home}/services").text
    assert reader.get(f"/o/{town.home}/services/lending").status_code == 403


def test_every_service_says_what_it_does_and_needs_and_what_was_measured(walker: Walker) -> None:
    said = words(walker.browser.get(f"{walker.base}/services").text)
    for service in services():
        assert service.label.ja in said
        assert service.purpose.ja in said
        assert service.needs.ja in said
        assert service.risk_reason.ja in said
    assert "この環境ではまだ測っていません" in said
    assert "まだ5組織に満たない" in said


def test_what_it_costs_is_told_once_the_operator_has_set_prices(walker: Walker) -> None:
    assert "税抜" not in walker.browser.get(f"{walker.base}/services").text
    with walker.workspace.database.system() as session:
        session.add(Price(from_month="2020-01", base=0, decision=550, learning_minute=1_000, gigabyte_month=0))
    said = words(walker.browser.get(f"{walker.base}/services").text)
    assert "判断 ¥5.5/件、学習の時間 ¥10/分（税抜）" in said


def test_how_long_learning_took_here_is_told_once_it_was_measured(walker: Walker) -> None:
    walker.walk()
    said = words(walker.browser.get(f"{walker.base}/services").text)
    assert "1回、表の大きさは中央値300件" in said
    assert "まだ5組織に満たない" in said


def test_a_service_is_started_under_a_name(walker: Walker) -> None:
    own = walker.start("本店の融資")
    page = walker.browser.get(walker.base)
    assert "本店の融資" in page.text
    assert "はじめに、過去の記録の表を入れます" in page.text
    assert f'href="{own}/data"' in page.text


@pytest.mark.parametrize("name", ["", "  ", "長" * 81])
def test_a_name_that_will_not_do_is_said_beside_the_form(walker: Walker, name: str) -> None:
    answer = send(walker.browser, f"{walker.base}/services/lending", {"name": name, "with": "own"})
    assert answer.status_code == 422
    assert "名前が空か、長すぎます" in answer.text


def test_a_service_can_be_started_with_the_sample(walker: Walker) -> None:
    answer = send(walker.browser, f"{walker.base}/services/lending", {"name": "試し", "with": "sample"})
    assert answer.status_code == 303
    walker.work()
    assert "この表から学習できます" in walker.browser.get(answer.headers["location"]).text


def test_a_service_that_does_not_exist_is_not_found(walker: Walker) -> None:
    assert walker.browser.get(f"{walker.base}/services/fortune-telling").status_code in (404, 422)


def test_home_shows_what_is_under_way_and_then_what_is_next(walker: Walker) -> None:
    own = walker.start()
    walker.upload(own)
    page = walker.browser.get(walker.base).text
    assert "表を確認しています" in page
    assert "/events" in page
    walker.work()
    assert f'href="{own}/learn"' in walker.browser.get(walker.base).text
    walker.ask_to_learn(own)
    assert "学習しています" in walker.browser.get(walker.base).text
    walker.work()
    assert "責任者が承認すると使えます" in walker.browser.get(walker.base).text


def test_a_deployment_can_be_renamed(walker: Walker) -> None:
    own = walker.start("古い名前")
    answer = send(walker.browser, own, {"name": "新しい名前"}, to=f"{own}/name")
    assert answer.status_code == 303
    assert "新しい名前" in walker.browser.get(own).text
    refused = send(walker.browser, own, {"name": " "}, to=f"{own}/name")
    assert refused.status_code == 422


def test_pages_speak_english_too(walker: Walker) -> None:
    own, model = walker.walk()
    for address in (
        walker.base,
        f"{walker.base}/services",
        own,
        f"{own}/data",
        f"{own}/learn",
        f"{own}/history",
        model,
    ):
        page = walker.browser.get(f"{address}?lang=en")
        assert page.status_code == 200
        assert '<html lang="en">' in page.text
        ours = page.text
        for own_word in ("本店の融資", "過去の融資.csv"):
            ours = ours.replace(own_word, "")
        assert re.findall("[ぁ-ん]+", ours) == []
