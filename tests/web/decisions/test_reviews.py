"""The queue and the one-at-a-time page: decide, go on to the next, hear of others, never lose what was written."""

from __future__ import annotations

import re

from tests.web.decisions.conftest import Counter, seen
from tests.web.forms import hidden, send
from tests.web.road.walker import words

from rashin.workspace.database.tables import DecisionRecord


def waiting(counter: Counter, count: int) -> list[str]:
    case = next(case for case in counter.desk.cases(5) if isinstance(case["業種"], str))
    return [one.id for one in counter.desk.decide([{**case, "業種": f"新しい業種{n}"} for n in range(count)])]


def address(counter: Counter, decision: str) -> str:
    return f"{counter.base}/reviews/{decision}"


def test_with_nothing_waiting_the_queue_says_so(counter: Counter) -> None:
    assert "見直しを待つ判断はありません。" in seen(counter.worker.get(f"{counter.base}/reviews"))
    assert counter.worker.get(f"{counter.base}/reviews/next").headers["location"].startswith(f"{counter.base}/reviews?")


def test_the_queue_shows_why_and_leads_to_the_oldest(counter: Counter) -> None:
    first, second = waiting(counter, 2)
    page = seen(counter.worker.get(f"{counter.base}/reviews"))
    assert page.index(first) < page.index(second)
    assert "新しい業種0" in page
    assert counter.worker.get(f"{counter.base}/reviews/next").headers["location"] == address(counter, first)
    looking = seen(counter.reader.get(f"{counter.base}/reviews"))
    assert "reviews/next" not in looking
    assert counter.page(first) in looking
    assert counter.reader.get(address(counter, first)).status_code == 403


def test_deciding_leads_on_to_the_next_until_nothing_is_left(counter: Counter) -> None:
    first, second = waiting(counter, 2)
    chosen = {"outcome": "adverse", "reason": "書類の不足", "then": "next"}
    answer = send(counter.worker, address(counter, first), chosen)
    assert answer.headers["location"].startswith(address(counter, second))
    page = seen(counter.worker.get(answer.headers["location"]))
    assert "前の件を記録しました。" in page
    assert "決めて、次の件へ" not in page, "there is no next one"
    answer = send(counter.worker, address(counter, second), chosen)
    assert "見直しを待つ判断は、もうありません。" in seen(counter.worker.get(answer.headers["location"]))
    assert {counter.desk.record(one).standing for one in (first, second)} == {"adverse"}
    assert all((one.last and one.last.review.seconds) is not None for one in map(counter.desk.account, (first, second)))


def test_whoever_was_decided_about_may_ask_for_a_person(counter: Counter) -> None:
    decision = counter.desk.one(handed_over=False)
    page = counter.page(decision)
    assert "見直しの列に入れる" not in seen(counter.reader.get(page))
    assert send(counter.worker, page, {}, to=f"{page}/ask").headers["location"] == f"{page}?done=asked"
    after = seen(counter.worker.get(f"{page}?done=asked"))
    assert "見直しの列に入れました。" in after
    assert "本人の求めにより、見直しを待っています。" in after
    assert "見直しの列に入れる" not in after, "it is there already"
    assert "本人が見直しを求めています。" in seen(counter.worker.get(f"{counter.base}/reviews"))
    assert "本人が見直しを求めています。" in seen(counter.worker.get(address(counter, decision)))
    send(counter.worker, address(counter, decision), {"outcome": "favourable"})
    assert "見直しを待っています" not in seen(counter.worker.get(page))


def test_neither_outcome_is_chosen_beforehand(counter: Counter) -> None:
    (decision,) = waiting(counter, 1)
    page = seen(counter.worker.get(address(counter, decision)))
    assert "checked" not in page
    refused = seen(send(counter.worker, address(counter, decision), {"reason": "書きかけの理由"}), 422)
    assert "結果が選ばれていません" in refused
    assert "書きかけの理由" in refused
    assert counter.desk.record(decision).waiting


def test_overruling_without_a_reason_is_asked_about_and_the_choice_is_kept(counter: Counter) -> None:
    (decision,) = waiting(counter, 1)
    suggested = counter.desk.record(decision).outcome
    other = "adverse" if suggested == "favourable" else "favourable"
    refused = seen(send(counter.worker, address(counter, decision), {"outcome": other, "reason": ""}), 422)
    assert re.search(rf'value="{other}" required checked', refused)
    assert 'aria-invalid="true"' in refused
    assert 'href="#reason"' in refused
    answer = send(counter.worker, address(counter, decision), {"outcome": other, "reason": "書類の不足"})
    assert answer.headers["location"] == f"{counter.page(decision)}?done=reviewed"


def test_the_second_to_open_a_case_is_told(counter: Counter) -> None:
    first, second = waiting(counter, 2)
    boss = counter.browser_of(counter.town.operator)
    assert "開いています" not in words(seen(boss.get(address(counter, first))))
    page = words(seen(counter.worker.get(address(counter, first))))
    assert "佐藤 運子さんも" in page
    onward = f"{counter.base}/reviews/next?but={first}"
    assert counter.worker.get(onward).headers["location"] == address(counter, second)


def test_who_was_slower_keeps_what_they_wrote_and_may_decide_all_the_same(counter: Counter) -> None:
    (decision,) = waiting(counter, 1)
    boss, page = counter.browser_of(counter.town.operator), address(counter, decision)
    mine = hidden(counter.worker.get(page).text, page)
    send(boss, page, {"outcome": "adverse", "reason": "担保の不足"})
    late = counter.worker.post(page, data={**mine, "outcome": "favourable", "reason": "よい会社です"})
    refused = seen(late, 409)
    assert "佐藤 運子さんが「見送る」と決めました" in refused
    assert "よい会社です" in refused
    assert "担保の不足" in refused
    again = counter.worker.post(page, data={**hidden(refused, page), "outcome": "favourable", "reason": "よい会社です"})
    assert again.status_code == 303
    assert [one.who for one in counter.desk.account(decision).reviews] == ["田中 務", "佐藤 運子"]
    assert counter.desk.record(decision).standing == "favourable"


def test_one_deployment_stays_one_deployment(counter: Counter) -> None:
    first, second = waiting(counter, 2)
    only = f"?deployment={counter.desk.deployment}"
    assert "すべての導入を見る" in seen(counter.worker.get(f"{counter.base}/reviews{only}"))
    onward = counter.worker.get(f"{counter.base}/reviews/next{only}").headers["location"]
    assert onward == f"{address(counter, first)}{only}"
    answer = send(counter.worker, onward, {"outcome": "adverse", "reason": "書類", "then": "next"})
    assert answer.headers["location"].startswith(f"{address(counter, second)}{only}")
    assert counter.worker.get(f"{counter.base}/reviews?deployment=dep_unknown").status_code == 404


def test_rates_are_shown_with_their_sample(counter: Counter) -> None:
    for decision in waiting(counter, 3):
        send(counter.worker, address(counter, decision), {"outcome": "adverse", "reason": "書類の不足"})
    page = words(seen(counter.reader.get(f"{counter.base}/reviews")))
    assert "見直し3件のうち" in page
    assert "95%区間" in page
    assert "3件の真ん中" in page


def test_a_neighbour_reviews_nothing(counter: Counter) -> None:
    (decision,) = waiting(counter, 1)
    mark = hidden(counter.stranger.get("/account").text, "/account")
    for base in (counter.base, f"/o/{counter.town.abroad}"):
        sent = {**mark, "outcome": "adverse", "reason": "よそから"}
        assert counter.stranger.post(f"{base}/reviews/{decision}", data=sent).status_code == 404
    assert counter.desk.reading(lambda session: session.get_one(DecisionRecord, decision)).waiting
    assert "新しい業種" not in counter.stranger.get(f"/o/{counter.town.abroad}/reviews").text
