"""From a yen to a decision: what a company agreed to share, and nothing else, reaches the book of who paid."""

from __future__ import annotations

import json
import runpy
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from tests.workspace.measured.conftest import AWARD, BASELINE, Paid

from rashin.errors import AwardUnknown, LinkedAlready, LinkEnded, LinkOver, NotFound
from rashin.ledger.book.draft import draft_of
from rashin.ledger.checks.checking import check
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.clock import now
from rashin.workspace.daily import Daily
from rashin.workspace.database.programme_tables import LinkOffer, Sharing
from rashin.workspace.database.tables import DecisionRecord, Job, Organisation
from rashin.workspace.jobs import Work
from rashin.workspace.measured import agree, ask_monthly, collecting, count, end_offer, offers
from rashin.workspace.measured.entering import enter
from rashin.workspace.programme.evidence import evidence_file


def receipt_in_book(paid: Paid, evidence: str) -> bytes:
    """The file that an evidence entry points to."""
    ((digest,),) = paid.rows("SELECT digest FROM evidence WHERE id = ?", evidence)
    file = b"".join(evidence_file(paid.desk.company.files, paid.programme, digest))
    assert digest == f"sha256:{sha256(file).hexdigest()}"
    return file


def test_what_was_measured_stands_in_the_book_with_a_receipt(paid_anywhere: Paid, checkout: Path) -> None:
    sharing = paid_anywhere.agree()
    decisions = paid_anywhere.decide(40)
    paid_anywhere.look(decisions[:12], overrule=2)
    ended = paid_anywhere.collect(sharing)
    (made,) = paid_anywhere.collected(sharing)
    assert ended.result == {"measurement": made.id, "decisions": 40}
    file = receipt_in_book(paid_anywhere, made.id)
    receipt = Receipt.from_json(file)
    assert verify(receipt, [paid_anywhere.desk.company.key.verifier]).holds
    alone = runpy.run_path(str(checkout / "docs" / "verify.py"))
    verdict = alone["verify"](file, [str(paid_anywhere.desk.company.key.verifier)])
    assert verdict
    assert all(holds for _, holds in verdict)
    counts = paid_anywhere.desk.reading(
        lambda session: count(session, paid_anywhere.desk.deployment, made.from_index, made.to_index)
    )
    assert receipt.payload["counts"] == counts.as_json()
    assert receipt.payload["log"] == {"from": made.from_index, "to": made.to_index}
    told = {one["name"]: one for one in receipt.payload["figures"]}
    rows = paid_anywhere.rows("SELECT indicator, value, low, high, sample_size, method, evidence FROM observation")
    assert {row[0] for row in rows} == {f"{sharing.offer_id}-{name}" for name in told}
    for indicator, value, low, high, n, method, evidence in rows:
        one = told[indicator.removeprefix(f"{sharing.offer_id}-")]
        ends = [None if one[end] is None else float(one[end]) for end in ("low", "high")]
        assert (value, [low, high], n) == (float(one["value"]), ends, one["n"])
        assert (method, evidence) == (one["method"], made.id)
        assert method == ("modelled" if indicator.endswith("energy") else "measured")
    stands = paid_anywhere.rows("SELECT award, organisation, service, uses FROM deployment")
    assert stands == [(AWARD, "o1", "lending", 40)]
    assert told["agreement"]["n"] == 12
    assert float(told["agreement"]["value"]) == pytest.approx(100 * 10 / 12, abs=0.01)


def test_what_flows_breaks_no_rule_of_the_book(paid: Paid) -> None:
    sharing = paid.agree(all_past=True)
    paid.decide(30)
    paid.collect(sharing)
    report = check(paid.book.open())
    assert [answer.check.code for answer in report.blocking] == []


def test_nothing_of_a_case_and_nobodys_name_flows(paid: Paid) -> None:
    sharing = paid.agree()
    decisions = paid.decide(20)
    paid.look(decisions[:10])
    paid.collect(sharing)
    (made,) = paid.collected(sharing)
    folder = paid.book.folder
    shown = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()) + receipt_in_book(paid, made.id)
    private = [*decisions, "K-1", paid.desk.hanako.name, paid.desk.taro.name, paid.desk.hanako.id, paid.desk.taro.id]
    private += [str(value) for case in paid.desk.cases(20) for value in case.values() if isinstance(value, str)]
    assert [word for word in private if len(word) > 2 and word.encode() in shown] == []


def test_collections_never_count_a_decision_twice(paid: Paid) -> None:
    sharing = paid.agree()
    paid.decide(15)
    paid.collect(sharing)
    paid.decide(9, seed=2)
    assert paid.collect(sharing).result == {"too_few": 9}
    assert len(paid.collected(sharing)) == 1
    paid.decide(2, seed=3)
    paid.collect(sharing)
    newer, older = paid.collected(sharing)
    assert (older.decisions, newer.decisions) == (15, 11)
    assert older.to_index == newer.from_index
    assert paid.rows("SELECT uses FROM deployment") == [(26,)]
    assert paid.rows("SELECT count(*) FROM deployment_entries") == [(2,)]


def test_decisions_before_the_consent_count_only_where_it_says_so(paid: Paid) -> None:
    paid.decide(12)
    sharing = paid.agree()
    assert paid.collect(sharing).result == {"too_few": 0}
    paid.end(sharing)
    again = paid.agree(all_past=True)
    assert paid.collect(again).result["decisions"] == 12  # type: ignore[index]


def test_a_new_link_does_not_count_again_what_flowed_by_the_old_one(paid: Paid) -> None:
    first = paid.agree()
    paid.decide(15)
    paid.collect(first)
    paid.decide(10, seed=2)
    paid.end(first)
    again = paid.agree(paid.code("A-2"), all_past=True)
    assert paid.collect(again).result["decisions"] == 10  # type: ignore[index]
    assert paid.rows("SELECT award, uses FROM deployment ORDER BY award") == [(AWARD, 15), ("A-2", 10)]


def test_few_decisions_leave_no_trace_with_the_programme(paid: Paid) -> None:
    before = sorted(path.name for path in paid.book.folder.rglob("*"))
    sharing = paid.agree()
    paid.decide(9)
    assert paid.collect(sharing).result == {"too_few": 9}
    assert sorted(path.name for path in paid.book.folder.rglob("*")) == before
    assert paid.collected(sharing) == []


def test_after_the_end_nothing_flows_and_what_flowed_stays(paid_anywhere: Paid) -> None:
    sharing = paid_anywhere.agree()
    paid_anywhere.decide(20)
    paid_anywhere.collect(sharing)
    stands = paid_anywhere.rows("SELECT * FROM observation ORDER BY id")
    paid_anywhere.decide(20, seed=2)
    waiting = paid_anywhere.ask(sharing)
    paid_anywhere.end(sharing)
    assert paid_anywhere.desk.company.do(waiting).result == {"ended": True}
    with pytest.raises(LinkEnded):
        paid_anywhere.ask(sharing)
    with paid_anywhere.desk.company.database.system() as session:
        session.execute(update(Sharing).values(asked_month="2000-01"))
        ask_monthly(session, paid_anywhere.desk.company.jobs)
        assert session.scalars(select(Job).where(Job.kind == "measure", Job.state == "waiting")).all() == []
    assert paid_anywhere.rows("SELECT * FROM observation ORDER BY id") == stands
    assert len(paid_anywhere.collected(sharing)) == 1


def test_the_end_holds_even_between_counting_and_entering(paid: Paid, monkeypatch: pytest.MonkeyPatch) -> None:
    sharing = paid.agree()
    paid.decide(20)
    job, real = paid.ask(sharing), Work.reading

    def ended_meanwhile(work: Work) -> AbstractContextManager[Session]:
        paid.end(sharing)
        return real(work)

    monkeypatch.setattr(Work, "reading", ended_meanwhile)
    assert paid.desk.company.do(job).result == {"ended": True}
    assert paid.rows("SELECT count(*) FROM observation") == [(0,)]


def test_the_programme_may_end_it_as_well(paid_anywhere: Paid) -> None:
    sharing = paid_anywhere.agree()
    paid_anywhere.decide(20)
    with paid_anywhere.desk.company.database.system() as session:
        with pytest.raises(NotFound):
            end_offer(session, paid_anywhere.desk.company.id, sharing.offer_id)
        end_offer(session, paid_anywhere.programme, sharing.offer_id)
    with pytest.raises(LinkEnded):
        paid_anywhere.ask(sharing)


def test_what_an_officer_set_stays_as_it_is(paid: Paid) -> None:
    sharing = paid.agree()
    paid.decide(20)
    paid.collect(sharing)
    chosen = f"{sharing.offer_id}-hand-over"
    ((title, unit),) = paid.rows("SELECT title, unit FROM indicator WHERE id = ?", chosen)
    changed = {"id": chosen, "title": title, "unit": unit, "target": 20.0, "direction": "down"}
    paid.book.add(draft_of({"indicator": [changed]}), by="星野県", why="目標を決めた")
    paid.decide(20, seed=2)
    paid.collect(sharing)
    assert paid.rows("SELECT target FROM indicator WHERE id = ?", chosen) == [(20.0,)]
    assert paid.rows("SELECT count(*) FROM observation WHERE indicator = ?", chosen) == [(2,)]


def test_a_worker_that_dies_in_between_enters_the_same_receipt_once(
    paid_anywhere: Paid, monkeypatch: pytest.MonkeyPatch
) -> None:
    sharing = paid_anywhere.agree()
    paid_anywhere.decide(20)
    job, real = paid_anywhere.ask(sharing), enter

    def dies(*given: object) -> None:
        real(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(collecting, "enter", dies)
    with pytest.raises(KeyboardInterrupt):
        paid_anywhere.desk.company.do(job)
    batches = paid_anywhere.book.batches()
    monkeypatch.setattr(collecting, "enter", real)
    assert paid_anywhere.desk.company.do(job).state == "done"
    assert paid_anywhere.book.batches() == batches
    assert len(paid_anywhere.collected(sharing)) == 1


def test_a_code_works_once_and_only_while_it_is_offered(paid_anywhere: Paid) -> None:
    with pytest.raises(LinkOver):
        paid_anywhere.agree("no such code")
    code = paid_anywhere.code()
    sharing = paid_anywhere.agree(code)
    with pytest.raises(LinkOver):
        paid_anywhere.agree(code)
    with pytest.raises(LinkedAlready):
        paid_anywhere.agree(paid_anywhere.code("A-2"))
    database = paid_anywhere.desk.company.database
    with database.system() as session:
        first = offers(session, paid_anywhere.programme)[-1]
        assert (first.award, first.taken_by, first.taken_at is not None) == (AWARD, "羅針信用組合", True)
    late = paid_anywhere.code()
    with database.system() as session:
        session.execute(update(LinkOffer).where(LinkOffer.taken_at.is_(None)).values(expires_at=now()))
    paid_anywhere.end(sharing)
    with pytest.raises(LinkOver):
        paid_anywhere.agree(late)
    with pytest.raises(AwardUnknown):
        paid_anywhere.code("A-9")


def test_neither_sees_the_rows_of_the_other(paid_anywhere: Paid) -> None:
    sharing = paid_anywhere.agree()
    paid_anywhere.decide(20)
    paid_anywhere.collect(sharing)
    database = paid_anywhere.desk.company.database
    with database.tenant(paid_anywhere.programme, reading=True) as session:
        assert session.scalars(select(DecisionRecord)).all() == []
        assert session.scalars(select(Sharing)).all() == []
        assert len(offers(session, paid_anywhere.programme)) > 0
    with database.tenant(paid_anywhere.desk.company.id, reading=True) as session:
        assert offers(session, paid_anywhere.programme) == []
        assert session.get(LinkOffer, sharing.offer_id) is None


def test_a_deployment_of_another_organisation_cannot_be_linked(paid_anywhere: Paid) -> None:
    database, code = paid_anywhere.desk.company.database, paid_anywhere.code()
    with database.system(reading=True) as session:
        whose = session.get_one(Organisation, paid_anywhere.programme)
    with pytest.raises(NotFound), database.system() as session:
        agree(session, whose, paid_anywhere.desk.deployment, paid_anywhere.officer, code, BASELINE, all_past=True)


def test_once_a_month_it_is_asked_for_by_itself(paid_anywhere: Paid) -> None:
    company = paid_anywhere.desk.company
    sharing = paid_anywhere.agree()
    paid_anywhere.decide(20)
    Daily(company.database, company.files, company.jobs)()
    asked = select(Job).where(Job.kind == "measure")
    with company.database.system() as session:
        assert session.scalars(asked).all() == []  # it was agreed to this month
        session.execute(update(Sharing).values(asked_month="2000-01"))
        ask_monthly(session, company.jobs)
        ask_monthly(session, company.jobs)
        (job,) = session.scalars(asked).all()
    assert company.do(job.id).result == {"measurement": paid_anywhere.collected(sharing)[0].id, "decisions": 20}


def test_the_log_holds_every_measurement(paid: Paid) -> None:
    sharing = paid.agree()
    paid.decide(20)
    paid.collect(sharing)
    paid.desk.check_log()
    (made,) = paid.collected(sharing)
    assert json.loads(made.payload or b"")["award"] == AWARD
