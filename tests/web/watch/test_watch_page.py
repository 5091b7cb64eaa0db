"""The page that watches a deployment: what needs a look first, every figure with what it rests on, and the way on."""

from __future__ import annotations

import re

import pytest
from tests.engines.tabular.loans import LATE, SALES
from tests.web.conftest import BrowserOf
from tests.web.forms import send
from tests.web.office import Office, quickly, work
from tests.web.road.walker import words
from tests.web.town import Town
from tests.workspace.watch.conftest import Working
from tests.workspace.watch.test_watching import look, poorer

from rashin.services import find as find_service
from rashin.settings import settings
from rashin.workspace.bills import set_prices
from rashin.workspace.clock import now
from rashin.workspace.deployments import close, start
from rashin.workspace.metering import month_of
from rashin.workspace.workspace import Workspace

PRICES = {"base": "10000", "decision": "0.5", "learning_minute": "30", "gigabyte_month": "100"}


def sections(page: str) -> dict[str, str]:
    """What each section of the page says, by its id."""
    found = re.findall(r'<section id="(\w+)"(.*?)</section>', page, flags=re.DOTALL)
    return {key: words(f"<main {rest}") for key, rest in found}


def test_before_the_first_decision_it_says_what_will_be_there_and_what_to_do(
    browser_of: BrowserOf, workspace: Workspace, town: Town, office: Office
) -> None:
    with workspace.database.tenant(town.home) as session:
        fresh = start(session, town.home, find_service("lending"), "支店", None).id
    browser = browser_of(town.worker)
    address = f"/o/{town.home}/deployments/{fresh}"
    for language, said in (("ja", "まだ判断がありません。"), ("en", "Nothing was decided yet.")):
        page = browser.get(f"{address}/watch?lang={language}").text
        assert said in words(page)
        assert f'href="{address}/data"' in page
        assert "<section" not in page


def test_with_few_cases_it_says_so_and_draws_no_conclusion(browser_of: BrowserOf, town: Town, own: str) -> None:
    page = browser_of(town.reader).get(f"{own}/watch").text
    said = sections(page)
    assert "まだ言えません。いま40件で、100件になると出します。" in said["inputs"]
    assert "この30日に40件を判断し" in said["pace"]
    assert "いま、確かめることはありません。" in words(page)
    assert "<form" not in page.partition("<main")[2]


def test_what_moved_is_told_first_and_can_be_noted_as_seen_to(
    browser_of: BrowserOf, town: Town, working: Working, own: str
) -> None:
    working.decide(300, changed=poorer)
    raised = (look(working).result or {})["new_alarms"]
    browser = browser_of(town.worker)
    page = browser.get(f"{own}/watch").text
    assert f"確かめることが{raised}件あります。" in words(page)
    assert f"「{SALES}」の値の分かれ方が" in words(page)
    assert "6項目のうち2" in words(page)
    assert page.index("確かめることが") < page.index('class="watching"')
    said = sections(page)["inputs"]
    assert SALES in said
    assert LATE in said
    assert "340" in said  # cases now
    assert "300" in said  # and at learning
    assert "< 0.001" in said.replace("&lt;", "<")
    form = re.search(r'action="(/o/\w+/alarms/\w+/seen)"', page)
    assert form
    done = send(browser, f"{own}/watch", {}, to=form[1])
    assert done.headers["location"] == f"{own}/watch?done=seen"
    after = browser.get(done.headers["location"]).text
    assert f"確かめることが{raised - 1}件あります。" in words(after)
    assert form[1] not in after
    for other in (town.reader, town.stranger):
        looked = browser_of(other)
        assert looked.post(form[1]).status_code in {403, 404}


def test_every_drawing_has_words_and_a_table(browser_of: BrowserOf, town: Town, working: Working, own: str) -> None:
    working.became(working.decide(200, changed=poorer, days_ago=3)[:150], "adverse")
    working.looked(working.decide(40)[:30], overruled=10, seconds=120)
    for language in ("ja", "en"):
        page = browser_of(town.reader).get(f"{own}/watch?lang={language}").text
        figures = re.findall(r"<figure>.*?</figure>", page, flags=re.DOTALL)
        assert len(figures) == 4
        for figure in figures:
            assert "<figcaption>" in figure
            assert "<table>" in figure
            assert all(label.strip() for label in re.findall(r'<svg[^>]*aria-label(?:ledby)?="([^"]*)"', figure))
        assert not re.search(r"[{}]", "".join(sections(page).values()))


def test_days_looked_back_can_be_chosen(browser_of: BrowserOf, town: Town, working: Working, own: str) -> None:
    working.decide(50, days_ago=20)
    browser = browser_of(town.reader)
    said = {days: sections(browser.get(f"{own}/watch?days={days}").text)["pace"] for days in (7, 30, 90, 365, 1, 9999)}
    assert "この7日に40件" in said[7]
    assert "この30日に90件" in said[30]
    assert "この365日に90件" in said[365]
    assert said[1] == said[9999] == said[30]  # what is not offered is what is usual
    assert browser.get(f"{own}/watch?days=x").status_code == 422


def test_cost_and_energy_follow_from_prices_and_the_setting(
    browser_of: BrowserOf, workspace: Workspace, town: Town, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.database.system() as session:
        set_prices(session, month_of(now()), PRICES)
    energy = []
    for watts in ("10", "40"):
        monkeypatch.setenv("RASHIN_WATTS_PER_CORE", watts)
        settings.cache_clear()
        said = sections(browser_of(town.reader).get(f"{own}/watch").text)["cost"]
        assert "¥0.5" in said
        assert f"{watts} W" in said.replace("\u00a0", " ")
        energy.append(float(re.search(r"100万件でおよそ([\d.]+)", said)[1]))  # type: ignore[index]
    settings.cache_clear()
    assert energy[1] == pytest.approx(4 * energy[0], abs=0.05)


def test_one_click_learns_again_and_the_new_model_is_compared_before_it_is_used(
    browser_of: BrowserOf, workspace: Workspace, town: Town, office: Office, own: str
) -> None:
    browser = browser_of(town.worker)
    assert "/compare?" not in browser.get(f"{own}/watch").text
    asked = send(browser, f"{own}/watch", {}, to=f"{own}/learn-again")
    assert asked.headers["location"].startswith(f"{own}/learning/job_")
    twice = send(browser, f"{own}/watch", {}, to=f"{own}/learn-again")
    assert (twice.status_code, "いま学習が進んでいます" in twice.text) == (409, True)
    with quickly():
        work(workspace)
    newer = browser.get(asked.headers["location"]).headers["location"].rpartition("/")[2]
    link = re.search(r'href="([^"]*/compare\?[^"]*)"', browser.get(f"{own}/watch").text)
    assert link
    address = link[1].replace("&amp;", "&")
    assert address == f"{own}/compare?before={office.model}&after={newer}"
    approver = browser_of(town.approver)
    assert f"{own}/models/{newer}/approve" in approver.get(address).text
    send(approver, f"{own}/models/{newer}/approve", {})
    assert "/compare?" not in browser.get(f"{own}/watch").text


def test_of_a_closed_deployment_nothing_is_learned_again(
    browser_of: BrowserOf, town: Town, working: Working, own: str
) -> None:
    company = working.company
    with company.database.tenant(company.id) as session:
        close(session, company.log, working.deployment, working.person, "終了")
    page = browser_of(town.worker).get(f"{own}/watch").text
    assert "この導入は終了しています。" in words(page)
    assert "learn-again" not in page
    assert "この30日に40件" in sections(page)["pace"]
