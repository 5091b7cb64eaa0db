"""Asking for a model, watching it being learned, and cancelling."""

from __future__ import annotations

import json
from threading import Timer

import pytest
from tests.web.browser import Running
from tests.web.conftest import BrowserOf
from tests.web.forms import send
from tests.web.road.walker import COSTS, Walker, words
from tests.web.town import Town

from rashin.web.pages.jobs import routes
from rashin.workspace.database.tables import Dataset
from rashin.workspace.deployments import summary_of
from rashin.workspace.jobs import WorkerLoop


def events(answer_text: str) -> list[dict[str, object]]:
    found = [block.partition("data: ")[2] for block in answer_text.split("\n\n") if block.startswith("event: progress")]
    return [json.loads(one) for one in found]


def test_the_form_is_filled_in_with_the_costs_of_the_service(walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    page = walker.browser.get(f"{own}/learn").text
    assert 'value="3,500,000"' in page
    assert 'value="600,000"' in page


def test_without_a_table_learning_leads_to_bringing_one(walker: Walker) -> None:
    own = walker.start()
    answer = walker.browser.get(f"{own}/learn")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{own}/data")


def test_costs_are_read_as_people_write_them_and_shape_the_model(walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    model = walker.learn(own, adverse_accepted="９００万円", favourable_refused="1,000,000")
    costs = summary_of(walker.model(model)).costs
    assert (costs.adverse_accepted, costs.favourable_refused, costs.yen_per_minute) == (9_000_000, 1_000_000, 70)
    assert 'value="9,000,000"' in walker.browser.get(f"{own}/learn").text


@pytest.mark.parametrize("value", ["", "たくさん", "-5", "0", "1.5", "10兆"])
def test_a_cost_that_will_not_do_is_said_beside_its_field_and_nothing_is_lost(walker: Walker, value: str) -> None:
    own = walker.start()
    walker.bring(own)
    answer = send(walker.browser, f"{own}/learn", {**COSTS, "adverse_accepted": value, "favourable_refused": "123,456"})
    assert answer.status_code == 422
    assert 'id="adverse_accepted-error"' in answer.text
    assert 'value="123,456"' in answer.text


def test_an_error_rate_that_is_not_offered_is_refused(walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    assert send(walker.browser, f"{own}/learn", {**COSTS, "error_rate": "0.5"}).status_code == 422


def test_progress_is_shown_and_leads_to_the_model(walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    progress = walker.ask_to_learn(own)
    page = walker.browser.get(progress).text
    assert "学習しています" in page
    assert 'http-equiv="refresh"' in page
    assert "data-follow" in page
    walker.work()
    answer = walker.browser.get(progress)
    assert answer.status_code == 303
    assert "/models/mod_" in answer.headers["location"]


def test_a_real_worker_learns_while_the_events_tell_how_far_it_is(walker: Walker) -> None:
    own = walker.start()
    upload = walker.upload(own)
    with WorkerLoop(walker.workspace.jobs, poll_seconds=0.02):
        dataset = upload.headers["location"]
        check = walker.browser.get(dataset).text.partition('data-follow="')[2].partition('"')[0]
        assert events(walker.browser.get(check).text)[-1]["over"] is True
        job = walker.ask_to_learn(own).rpartition("/")[2]
        answer = walker.browser.get(f"{walker.base}/jobs/{job}/events?lang=en")
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer.text)
    assert told[-1]["over"] is True
    assert told[-1]["percent"] == "100%"
    done = [float(str(one["done"])) for one in told]
    assert done == sorted(done)
    assert walker.browser.get(f"{own}/learning/{job}").headers["location"].startswith(f"{own}/models/")


def test_a_line_on_which_nothing_happens_is_kept_alive(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_KEEP_ALIVE_SECONDS", 0.01)
    own = walker.start()
    walker.bring(own)
    job = walker.ask_to_learn(own).rpartition("/")[2]
    later = Timer(0.3, walker.workspace.jobs.cancel, (walker.town.home, job))
    later.start()
    answer = walker.browser.get(f"{walker.base}/jobs/{job}/events")
    later.join()
    assert ": still here" in answer.text
    assert [one["over"] for one in events(answer.text)] == [False, True]


def test_cancelling_asks_once_and_leads_back(walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    progress = walker.ask_to_learn(own)
    job = progress.rpartition("/")[2]
    cancel = f"{walker.base}/jobs/{job}/cancel"
    asked = send(walker.browser, progress, {}, to=cancel)
    assert asked.status_code == 200
    assert "中止しますか" in asked.text
    assert walker.workspace.jobs.status(walker.town.home, job).state == "waiting"
    done = send(walker.browser, progress, {"sure": "yes"}, to=cancel)
    assert done.status_code == 303
    assert "学習を中止しました" in walker.browser.get(done.headers["location"]).text
    assert "学習は中止されました" in walker.browser.get(progress).text
    assert "もう一度学習する" in walker.browser.get(walker.base).text


def test_nobody_is_led_off_our_pages_by_a_forged_way_back(walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    progress = walker.ask_to_learn(own)
    cancel = f"{walker.base}/jobs/{progress.rpartition('/')[2]}/cancel"
    answer = send(walker.browser, progress, {"sure": "yes", "back": "https://evil.example/"}, to=cancel)
    assert answer.headers["location"] == "/"


def test_what_goes_wrong_in_learning_is_shown_with_its_mend(walker: Walker) -> None:
    own = walker.start()
    address = walker.bring(own)
    progress = walker.ask_to_learn(own)
    with walker.workspace.database.tenant(walker.town.home, reading=True) as session:
        walker.workspace.files.delete(session.get_one(Dataset, address.rpartition("/")[2]).file_key)
    walker.work()
    said = words(walker.browser.get(progress).text)
    assert "見つかりません" in said
    assert "もう一度学習する" in said


def test_two_learnings_at_once_are_refused_in_words(walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    walker.ask_to_learn(own)
    again = send(walker.browser, f"{own}/learn", COSTS)
    assert again.status_code == 409
    assert "いま学習が進んでいます" in again.text


def test_other_organisations_see_nothing_of_a_job(walker: Walker, town: Town, browser_of: BrowserOf) -> None:
    own = walker.start()
    walker.bring(own)
    job = walker.ask_to_learn(own).rpartition("/")[2]
    stranger = browser_of(town.stranger)
    assert stranger.get(f"/o/{town.home}/jobs/{job}/events").status_code == 404
    assert stranger.get(f"/o/{town.abroad}/jobs/{job}/events").status_code == 404


def test_a_guest_gets_no_events(run: Running, walker: Walker) -> None:
    own = walker.start()
    walker.bring(own)
    job = walker.ask_to_learn(own).rpartition("/")[2]
    assert run.browser().get(f"{walker.base}/jobs/{job}/events").status_code == 303
