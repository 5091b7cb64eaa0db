"""Publishing at the desk: errors stand in the way, a preview is for officers alone, a release for everybody."""

from __future__ import annotations

import pytest
from tests.web.conftest import BrowserOf
from tests.web.forms import hidden
from tests.web.office import work
from tests.web.programme.officer import Officer, words

from rashin.ledger.book.book import Book
from rashin.ledger.book.draft import Entry, draft_of
from rashin.workspace.database.tables import Effect, Job
from rashin.workspace.programme.books import desk_of
from rashin.workspace.programme.publishing import published

NAMES = {"title_ja": "AI事業", "title_en": "AI programme", "publisher_ja": "羅針省", "publisher_en": "Ministry"}
SOUND: dict[str, list[Entry]] = {
    "organisation": [{"id": "o1", "title": "架空大学"}],
    "programme": [{"id": "g", "title": "AI事業", "fiscal_year": 2025}],
    "award": [{"id": "w1", "title": "審査のAI", "programme": "g", "recipient": "o1", "amount": 3_000_000}],
    "payment": [{"id": "p1", "award": "w1", "programme": "g", "fiscal_year": 2025, "payee": "o1", "amount": 2_000_000}],
}
WRONG: dict[str, list[Entry]] = {
    "payment": [{"id": "p2", "award": "w1", "programme": "g", "fiscal_year": 2025, "payee": "o1", "amount": 9_000_000}]
}


@pytest.fixture
def ready(officer: Officer) -> Officer:
    """An officer before a book in which nothing is wrong."""
    officer.book.add(draft_of(SOUND), by="山本")
    return officer


def asked(officer: Officer, **filled: str) -> str:
    """The page of a publication once it is done."""
    answer = officer.sent("/publish", {**NAMES, "scope": "all", **filled})
    assert answer.status_code == 303, words(answer.text)
    work(officer.workspace)
    return officer.opened(answer.headers["location"].removeprefix(officer.base))


def releases(officer: Officer) -> list[str]:
    return [one.name for one in published(desk_of(officer.workspace.data, officer.town.home))]


def test_a_preview_is_seen_by_officers_alone_and_leaves_no_release(ready: Officer, browser_of: BrowserOf) -> None:
    page = asked(ready, step="preview")
    assert "下見ができました" in words(page)
    assert f"{ready.base}/preview/latest/" in page
    assert ready.browser.get(f"{ready.base}/preview/").headers["location"] == f"{ready.base}/preview/latest/"
    front = ready.browser.get(f"{ready.base}/preview/latest/")
    assert "public" not in front.headers["cache-control"]
    assert "公開前の下見" in front.text
    assert (front.status_code, "AI事業" in front.text) == (200, True)
    for other in (ready.town.approver, ready.town.stranger):
        for path in ("", "latest/", "latest/data/payment.csv"):
            assert browser_of(other).get(f"{ready.base}/preview/{path}").status_code in (403, 404)
    assert ready.browser.get(f"/portal/{ready.town.home}/latest/").status_code == 404
    for outside in ("../../../log.key", "%2e%2e/%2e%2e/rashin.db", "/etc/passwd"):
        assert ready.browser.get(f"{ready.base}/preview/{outside}").status_code == 404
    assert releases(ready) == []


def test_a_release_is_listed_and_what_was_filled_in_is_kept(ready: Officer) -> None:
    page = asked(ready, step="publish")
    (name,) = releases(ready)
    assert f"{name} を公開しました" in words(page)
    assert f"/portal/{ready.town.home}/latest/" in page
    again = ready.opened("/publish")
    assert 'value="AI programme"' in again
    assert "帳簿は変わっていません" in words(again)
    assert "いまの版" in words(again)


def test_a_preview_tells_what_would_move(ready: Officer) -> None:
    asked(ready, step="publish")
    (before,) = releases(ready)
    ready.book.add(draft_of({"payment": [{**SOUND["payment"][0], "amount": 1_500_000}]}), by="山本", why="誤り")
    asked(ready, step="preview")
    moved = ready.browser.get(f"{ready.base}/preview/latest/releases/").text
    assert "1,500,000" in moved
    assert f'href="../../{before}/"' in moved
    assert ready.browser.get(f"{ready.base}/preview/{before}/").status_code == 200
    assert ready.browser.get(f"{ready.base}/preview/latest/programmes/?q=AI").status_code == 200
    assert releases(ready) == [before]
    assert "1,500,000" not in ready.browser.get(f"/portal/{ready.town.home}/latest/").text


def test_errors_stand_in_the_way_until_a_reason_is_given(ready: Officer) -> None:
    ready.book.add(draft_of(WRONG), by="山本")
    said = words(ready.opened("/publish"))
    assert "公開の前に直すところが" in said
    refused = ready.sent("/publish", {**NAMES, "scope": "all", "step": "publish", "why": " "})
    assert (refused.status_code, "理由が書かれていません" in refused.text) == (422, True)
    assert 'value="AI programme"' in refused.text
    asked(ready, step="publish", why="他機関の資料をそのまま示すため")
    (release,) = published(desk_of(ready.workspace.data, ready.town.home))
    assert release.errors > 0
    assert release.why_as_received == "他機関の資料をそのまま示すため"
    assert "他機関の資料をそのまま示すため" in words(ready.opened("/publish"))


def test_what_is_missing_is_asked_for_and_nothing_is_lost(ready: Officer) -> None:
    refused = ready.sent("/publish", {**NAMES, "title_en": "", "scope": "all", "step": "publish"})
    assert refused.status_code == 422
    assert 'href="#title_en"' in refused.text
    assert 'value="羅針省"' in refused.text


def test_a_job_that_is_begun_again_publishes_nothing_twice(ready: Officer) -> None:
    page = ready.browser.get(f"{ready.base}/publish").text
    data = {**hidden(page, f"{ready.base}/publish"), **NAMES, "scope": "all", "step": "publish"}
    job = ready.browser.post(f"{ready.base}/publish", data=data).headers["location"].rpartition("/")[2]
    work(ready.workspace)
    with ready.workspace.database.tenant(ready.town.home) as session:
        row = session.get_one(Job, job)
        row.state, row.result, row.finished_at = "waiting", None, None
        session.add(Effect(job_id=job, name="before", organisation_id=ready.town.home, result={"names": []}))
    work(ready.workspace)
    assert len(releases(ready)) == 1


def test_a_publication_is_cancelled_and_nothing_is_published(ready: Officer) -> None:
    where = ready.sent("/publish", {**NAMES, "scope": "all", "step": "publish"}).headers["location"]
    place = where.removeprefix(ready.base)
    asked = ready.sent(place, {}, f"{place}/cancel")
    sure = {**hidden(asked.text, f"{where}/cancel"), "sure": "yes"}
    assert "何も公開していません" in words(ready.followed(ready.browser.post(f"{where}/cancel", data=sure)))
    work(ready.workspace)
    assert releases(ready) == []


def test_the_sample_is_published_to_officers_alone(officer: Officer, browser_of: BrowserOf) -> None:
    folder = officer.workspace.data / "programmes" / officer.town.home
    Book(folder / "sample" / "book").add(draft_of(SOUND), by="見本")
    page = asked(officer, step="publish")
    own = f"{officer.base}/sample/site/latest/"
    assert own in page
    assert officer.browser.get(own).status_code == 200
    assert browser_of(officer.town.reader).get(own).status_code == 403
    assert not (folder / "site").exists()
