"""Looking at a model, trying other costs, approving, comparing, and the receipts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden, send
from tests.web.road.walker import Walker, query, words
from tests.web.town import Town

from rashin.report.evidence import fallen
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.web.pages.models.account import PARTS
from rashin.workspace.access.people import change_roles, members
from rashin.workspace.access.roles import Role
from rashin.workspace.deployments import summary_of

OTHER_COSTS = {
    "adverse_accepted": "9,000,000",
    "favourable_refused": "600,000",
    "review_minutes": "30",
    "yen_per_minute": "70",
}
SHELL = re.compile(r"--[a-z]|rashin learn|pip install|FILE\.rashin")


def test_every_part_of_the_account_is_shown_and_none_speaks_of_a_shell(walker: Walker) -> None:
    _, model = walker.walk()
    for part in PARTS:
        for language in ("ja", "en"):
            page = walker.browser.get(f"{model}?part={part.key}&lang={language}")
            assert page.status_code == 200
            assert SHELL.findall(words(page.text)) == []
            assert "<svg" in page.text or part.key == "data"
    assert walker.browser.get(f"{model}?part=nothing").status_code == 404


def test_groups_that_were_not_declared_are_said_to_be_unmeasured_in_the_words_of_pages(walker: Walker) -> None:
    own = walker.start()
    address = walker.bring(own)
    form = hidden(walker.browser.get(f"{address}/columns").text, f"{address}/columns")
    place = next(key.removeprefix("name-") for key, name in form.items() if name == "代表者の性別")
    send(walker.browser, f"{address}/columns", {"target": "結果", "bad": "延滞", f"use-{place}": "dropped"})
    walker.work()
    said = words(walker.browser.get(f"{walker.learn(own)}?part=people").text)
    assert "「守る属性」にして、学習し直してください" in said
    assert SHELL.findall(said) == []


def test_the_figures_are_those_of_the_model(walker: Walker) -> None:
    _, model = walker.walk()
    row = walker.model(model)
    card = walker.workspace.models.get(row.file_key).card
    fell = fallen(card)
    assert fell is not None
    assert f"およそ{round(100 * fell.caught.value)}件" in walker.browser.get(model).text


def test_other_costs_move_the_line_and_need_learning_again(walker: Walker) -> None:
    _, model = walker.walk()
    as_learned = walker.browser.get(f"{model}?part=costs").text
    assert "このモデルを学んだときの費用です" in as_learned
    assert "14.6%" in as_learned
    page = walker.browser.get(query(model, {"part": "costs", **OTHER_COSTS})).text
    assert "6.2%" in page
    assert "学び直しが要ります" in page
    fragment = walker.browser.get(query(f"{model}/costs", OTHER_COSTS)).text
    assert "<html" not in fragment
    assert "6.2%" in fragment


@pytest.mark.parametrize("value", ["", "x", "-1"])
def test_costs_that_will_not_do_are_told_so_and_the_models_own_shown(walker: Walker, value: str) -> None:
    _, model = walker.walk()
    page = walker.browser.get(query(model, {"part": "costs", **OTHER_COSTS, "adverse_accepted": value}))
    assert page.status_code == 200
    assert "数として使えません" in page.text
    assert "14.6%" in page.text


def test_learning_again_with_other_costs_takes_one_click(walker: Walker) -> None:
    own, model = walker.walk()
    page = query(model, {"part": "costs", **OTHER_COSTS})
    answer = send(walker.browser, page, {}, to=f"{model}/relearn")
    assert answer.status_code == 303
    walker.work()
    new = walker.browser.get(answer.headers["location"]).headers["location"]
    assert summary_of(walker.model(new)).costs.adverse_accepted == 9_000_000
    assert walker.model(new).digest != walker.model(model).digest
    assert own in new


def test_a_case_worker_cannot_approve(walker: Walker) -> None:
    _, model = walker.walk()
    assert walker.browser.get(f"{model}/approve").status_code == 403
    assert "責任者の承認が要ります" in walker.browser.get(model).text


def test_a_second_person_approves_and_it_is_on_record(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    own, model = walker.walk()
    boss = browser_of(town.approver)
    page = boss.get(f"{model}/approve").text
    row = walker.model(model)
    assert row.digest in page
    assert "田中 務" in page
    assert "why_alone" not in page
    answer = send(boss, f"{model}/approve", {})
    assert answer.status_code == 303
    assert "承認しました" in boss.get(answer.headers["location"]).text
    assert "使用中" in boss.get(walker.base).text
    said = words(boss.get(f"{own}/history").text)
    assert "鈴木 認" in said
    assert row.digest in said
    again = boss.get(f"{model}/approve").text
    assert "すでに使われています" in again


def test_whoever_asked_cannot_approve_while_there_is_another(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    walker.browser = browser_of(town.approver)
    _, model = walker.walk()
    page = walker.browser.get(f"{model}/approve").text
    assert "学習を頼んだ本人は、そのモデルを承認できません" in page
    assert "佐藤 運子" in page
    assert f'action="{model}/approve"' not in page
    other = browser_of(town.operator)
    assert send(other, f"{model}/approve", {}).status_code == 303


def test_an_approver_all_alone_writes_why(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    alone = browser_of(town.stranger)
    abroad = Walker(walker.workspace, replace(town, home=town.abroad), alone)
    with abroad.workspace.database.system() as session:
        for person, membership in members(session, town.abroad).rows:
            if person.id == town.between.id:
                change_roles(session, town.abroad, membership.id, [Role.READ])
    own, model = abroad.walk()
    refused = send(alone, f"{model}/approve", {"why_alone": " "})
    assert refused.status_code == 422
    assert "一人で承認する理由が書かれていません" in refused.text
    assert send(alone, f"{model}/approve", {"why_alone": "責任者は私だけです"}).status_code == 303
    assert "責任者は私だけです" in alone.get(f"{own}/history").text


def test_receipts_can_be_saved_and_verified(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    own, model = walker.walk()
    boss = browser_of(town.approver)
    send(boss, f"{model}/approve", {})
    pages = [boss.get(f"{own}/history").text, boss.get(model).text]
    dataset = walker.model(model).dataset_id
    pages.append(boss.get(f"{own}/data/{dataset}").text)
    addresses = {found for page in pages for found in re.findall(r'href="(/o/[^"]*/receipts/[^"]*)"', page)}
    assert {address.rpartition("/")[2][:3] for address in addresses} == {"app", "mod", "chk"}
    for address in addresses:
        answer = boss.get(address)
        assert answer.headers["content-disposition"].endswith('.receipt.json"')
        receipt = Receipt.from_json(answer.content)
        assert verify(receipt, [VerifierKey.parse(walker.workspace.log.key)]).holds


def test_two_models_are_compared_before_one_takes_the_others_place(
    walker: Walker, town: Town, browser_of: BrowserOf
) -> None:
    own, first = walker.walk()
    boss = browser_of(town.approver)
    send(boss, f"{first}/approve", {})
    second = walker.learn(own, adverse_accepted="900万")
    page = boss.get(second).text
    address = re.search(r'href="([^"]*/compare\?[^"]*)"', page)
    assert address is not None
    compared = boss.get(address[1].replace("&amp;", "&"))
    said = words(compared.text)
    assert "300件を両方で判断すると" in said
    assert "¥9,000,000" in said
    assert f'href="{second}/approve"' in compared.text
    send(boss, f"{second}/approve", {})
    history = words(boss.get(f"{own}/history").text)
    assert history.count("鈴木 認") == 2
    assert "使用中" in words(boss.get(own).text)


def test_while_something_new_is_prepared_the_model_in_use_stays_at_hand(
    walker: Walker, town: Town, browser_of: BrowserOf
) -> None:
    own, model = walker.walk()
    send(browser_of(town.approver), f"{model}/approve", {})
    walker.bring(own, b"%PDF-1.7 nothing")
    for page in (walker.base, own):
        text = walker.browser.get(page).text
        assert "表に直すところがあります" in text
        assert f'href="{own}/decide"' in text


def test_an_older_model_can_be_taken_back_into_use(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    own, first = walker.walk()
    boss = browser_of(town.approver)
    second = walker.learn(own, adverse_accepted="900万")
    for model in (first, second, first):
        assert send(boss, f"{model}/approve", {}).status_code == 303
    assert words(boss.get(f"{own}/history").text).count("鈴木 認") == 3
    assert "承認されたモデルで判断できます" in boss.get(own).text


def test_nothing_of_it_is_seen_from_another_organisation(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    own, model = walker.walk()
    dataset = walker.model(model).dataset_id
    stranger = browser_of(town.stranger)
    tails = [
        "",
        "/data",
        f"/data/{dataset}",
        f"/data/{dataset}/columns",
        "/learn",
        "/history",
        f"/models/{model.rpartition('/')[2]}",
        f"/models/{model.rpartition('/')[2]}/costs",
        f"/models/{model.rpartition('/')[2]}/approve",
        f"/compare?before={model.rpartition('/')[2]}&after={model.rpartition('/')[2]}",
    ]
    deployment = own.rpartition("/")[2]
    for home in (town.home, town.abroad):
        for tail in tails:
            answer = stranger.get(f"/o/{home}/deployments/{deployment}{tail}")
            assert answer.status_code == 404, (home, tail)
            assert "過去の融資" not in answer.text
        assert stranger.get(f"/o/{home}/receipts/{model.rpartition('/')[2]}").status_code == 404


def test_a_model_is_found_only_under_its_own_deployment(walker: Walker) -> None:
    _, model = walker.walk()
    other = walker.start("別の導入")
    name = model.rpartition("/")[2]
    for tail in (f"/models/{name}", f"/models/{name}/costs", f"/compare?before={name}&after={name}"):
        assert walker.browser.get(f"{other}{tail}").status_code == 404
