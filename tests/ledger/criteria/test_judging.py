"""Criteria are judged by what the book can show: a claim without evidence is none, and money of two kinds stays apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.checks.books import book_of

from rashin.ledger.criteria.catalogue import catalogue
from rashin.ledger.criteria.judging import Finding, Judged, judge
from rashin.ledger.sample.sample import sample_book

ON = date(2026, 11, 23)
ENDED, LATER = date(2026, 3, 31), date(2027, 3, 31)
Row = dict[str, Any]


def criterion(standard: str | None, target: float | None = None, programme: str = "p") -> Row:
    return {"id": "c", "title": "基準", "programme": programme, "standard": standard, "target": target}


def judged(rows: dict[str, list[Row]], programme: str | None = None) -> Judged:
    (one,) = judge(book_of(rows), programme, on=ON)
    return one


def private(
    value: float,
    *,
    award: str = "w",
    unit: str = "百万円",
    method: str = "audited",
    evidence: str | None = None,
    year: int = 2025,
) -> dict[str, list[Row]]:
    """A value of private money of an award."""
    name = f"{award}-{year}-{method}"
    goal = {"id": f"k-{award}", "title": "民間資金の投入額", "award": award, "unit": unit}
    seen = {"indicator": goal["id"], "fiscal_year": year, "value": value, "method": method, "evidence": evidence}
    return {"indicator": [goal], "observation": [{"id": name, **seen}]}


def awarded(**more: Any) -> Row:
    return {"id": "w", "title": "採択", "programme": "p", "amount": 10, "ends": ENDED, **more}


def said(finding: str, *, evidence: str | None = None, evaluated: date = ENDED, name: str = "e") -> Row:
    return {"id": name, "criterion": "c", "finding": finding, "evidence": evidence, "evaluated": evaluated}


PROOF = {"id": "f", "title": "報告書", "address": "https://example.org/f"}


@pytest.mark.parametrize(
    ("finding", "evidence", "answer"),
    [
        ("met", "f", Finding.MET), ("met", None, Finding.NO_EVIDENCE), ("met", "empty", Finding.NO_EVIDENCE),
        ("met", "nowhere", Finding.NO_EVIDENCE), ("not-met", None, Finding.NOT_MET), ("no-evidence", "f", Finding.NO_EVIDENCE),
    ],
)  # fmt: skip
def test_met_without_evidence_that_can_be_looked_at_is_no_evidence(
    finding: str, evidence: str | None, answer: Finding
) -> None:
    one = judged(
        {
            "criterion": [criterion("relevance")],
            "evaluation": [said(finding, evidence=evidence)],
            "evidence": [PROOF, {"id": "empty", "title": "空", "address": " "}],
        }
    )
    assert one.finding is answer
    assert one.said == finding
    assert one.figure is None
    assert one.standard is catalogue()["relevance"]


def test_a_criterion_that_nobody_evaluated_has_no_evidence() -> None:
    one = judged({"criterion": [criterion("この事業が独自に定めた基準")]})
    assert (one.finding, one.said, one.standard) == (Finding.NO_EVIDENCE, None, None)
    assert one.written == "この事業が独自に定めた基準"


def test_the_newest_evaluation_counts_but_none_of_a_later_day() -> None:
    evaluations = [
        said("met", evidence="f", evaluated=date(2025, 3, 1), name="e1"),
        said("not-met", evaluated=date(2026, 3, 1), name="e2"),
        said("met", evidence="f", evaluated=LATER, name="e3"),
    ]
    one = judged({"criterion": [criterion("impact")], "evaluation": evaluations, "evidence": [PROOF]})
    assert (one.finding, one.evaluation, one.evaluated) == (Finding.NOT_MET, "e2", date(2026, 3, 1))


def test_leverage_is_verified_private_money_over_what_was_paid_with_its_parts() -> None:
    rows = {
        "programme": [{"id": "p", "title": "全体"}, {"id": "q", "title": "部分", "part_of": "p"}],
        "criterion": [criterion("leverage", 0.5)],
        "award": [awarded(programme="q")],
        "payment": [
            {"id": "1", "programme": "q", "amount": 50_000_000},
            {"id": "2", "award": "w", "amount": 20_000_000, "move": "refund"},
            {"id": "3", "programme": "q", "amount": 99_000_000, "tier": 2},
            {"id": "4", "programme": "elsewhere", "amount": 99_000_000},
        ],
        **private(15.0),
    }
    one = judged(rows)
    assert one.figure is not None
    assert (one.figure.numerator, one.figure.denominator, one.figure.value) == (15_000_000, 30_000_000, 0.5)
    assert one.finding is Finding.MET
    assert "15,000,000" in one.why.ja
    assert "30,000,000" in one.why.en


@pytest.mark.parametrize(
    "seen",
    [
        private(15.0, method="self-reported"),
        private(15.0, method="survey", evidence="empty"),
        private(15.0, unit="％"),
        private(15.0, award="elsewhere"),
    ],
    ids=["self-reported", "empty evidence", "no yen", "another programme"],
)
def test_private_money_that_was_not_verified_does_not_count(seen: dict[str, list[Row]]) -> None:
    rows = {
        "criterion": [criterion("leverage", 0.1)],
        "award": [awarded(private_money=15_000_000), awarded(id="elsewhere", programme="r")],
        "payment": [{"id": "1", "award": "w", "amount": 10_000_000}],
        "evidence": [{"id": "empty", "title": "空"}],
        **seen,
    }
    one = judged(rows)
    assert (one.finding, one.figure) == (Finding.NO_EVIDENCE, None)


def test_an_older_audit_does_not_stand_for_a_newer_claim() -> None:
    first, second = private(15.0, year=2024), private(40.0, year=2025, method="self-reported")
    rows = {
        "criterion": [criterion("leverage", 0.1)],
        "award": [awarded()],
        "payment": [{"id": "1", "award": "w", "amount": 10_000_000}],
        "indicator": first["indicator"],
        "observation": first["observation"] + second["observation"],
    }
    assert judged(rows).finding is Finding.NO_EVIDENCE


def test_readiness_counts_the_awards_that_ended_and_were_seen_to_reach_it() -> None:
    levels = {"a": (7, 7.0), "b": (6, 7.0), "c": (6, 5.0), "d": (6, None), "open": (6, 6.0)}
    rows: dict[str, list[Row]] = {
        "criterion": [criterion("trl", 0.5)],
        "award": [
            awarded(id=name, trl_start=3, trl_end=promised, ends=LATER if name == "open" else ENDED)
            for name, (promised, _) in levels.items()
        ],
        "indicator": [{"id": name, "title": "技術成熟度", "unit": "TRL", "award": name} for name in levels],
        "observation": [
            {"id": name, "indicator": name, "fiscal_year": 2025, "value": level, "method": "audited"}
            for name, (_, level) in levels.items()
            if level
        ],
    }
    one = judged(rows)
    assert one.figure is not None
    assert (one.figure.numerator, one.figure.denominator, one.figure.shown) == (2, 4, 3)
    assert one.figure.low is not None
    assert one.figure.high is not None
    assert one.figure.low < 0.5 < one.figure.high
    assert one.finding is Finding.MET


@pytest.mark.parametrize(
    ("target", "answer"),
    [(0.4, Finding.MET), (0.41, Finding.NOT_MET), (0.9, Finding.NOT_MET), (None, Finding.NO_EVIDENCE)],
)
def test_additionality_is_met_when_even_the_lowest_estimate_reaches_it(target: float | None, answer: Finding) -> None:
    estimates = [("r1", 0.6, "f"), ("r2", 0.2, "f"), ("r3", 0.95, None), ("r4", None, "f")]
    rows: dict[str, list[Row]] = {
        "criterion": [criterion("additionality", target)],
        "evidence": [PROOF],
        "social_return": [
            {
                "id": name,
                "title": "還元",
                "programme": "p",
                "low": 1,
                "high": 2,
                "deadweight": deadweight,
                "evidence": proof,
            }
            for name, deadweight, proof in estimates
        ],
    }
    one = judged(rows)
    assert one.finding is answer
    assert one.figure is not None
    assert (one.figure.value, one.figure.low, one.figure.high, one.figure.shown) == (None, 0.4, 0.8, 2)


def test_the_book_decides_over_an_evaluation_that_says_otherwise_and_both_are_told() -> None:
    rows = {
        "criterion": [criterion("leverage", 2.0)],
        "award": [awarded()],
        "payment": [{"id": "1", "award": "w", "amount": 10_000_000}],
        "evidence": [PROOF],
        "evaluation": [said("met", evidence="f")],
        **private(15.0),
    }
    one = judged(rows)
    assert (one.finding, one.said, one.evidence) == (Finding.NOT_MET, Finding.MET, "f")


def test_only_what_the_programme_itself_declares_is_asked_for() -> None:
    rows = {"criterion": [criterion("relevance"), criterion("impact", programme="q") | {"id": "d"}]}
    assert judged(rows, "q").criterion == "d"
    assert judge(book_of(rows), "nobody") == ()
    assert [one.criterion for one in judge(book_of(rows))] == ["c", "d"]


def test_a_book_without_criteria_has_nothing_to_judge() -> None:
    assert judge(book_of({}), on=ON) == ()


@settings(max_examples=40)
@given(
    target=st.floats(0, 3),
    paid=st.integers(0, 10**9),
    amounts=st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=4),
)
def test_leverage_is_exact_and_rests_on_verified_money_alone(
    target: float, paid: int, amounts: list[tuple[int, bool]]
) -> None:
    seen = [
        private(float(value), award=f"w{place}", method="audited" if verified else "self-reported")
        for place, (value, verified) in enumerate(amounts)
    ]
    rows = {
        "criterion": [criterion("leverage", target)],
        "award": [awarded(id=f"w{place}") for place in range(len(amounts))] or [awarded()],
        "payment": [{"id": "1", "programme": "p", "amount": paid}],
        "indicator": [row for one in seen for row in one["indicator"]],
        "observation": [row for one in seen for row in one["observation"]],
    }
    one = judged({kind: entries for kind, entries in rows.items() if entries})
    verified = [value * 1_000_000 for value, audited in amounts if audited]
    if not verified or not paid:
        assert (one.finding, one.figure) == (Finding.NO_EVIDENCE, None)
        return
    assert one.figure is not None
    assert (one.figure.numerator, one.figure.denominator) == (sum(verified), paid)
    assert (one.finding is Finding.MET) == (sum(verified) / paid >= target)


@settings(max_examples=40)
@given(
    standard=st.sampled_from([*catalogue(), "独自の基準"]),
    target=st.none() | st.floats(0, 1),
    finding=st.none() | st.sampled_from(list(Finding)),
)
def test_nothing_is_met_in_a_book_without_evidence(
    standard: str, target: float | None, finding: Finding | None
) -> None:
    rows = {
        "criterion": [criterion(standard, target)],
        "award": [awarded(private_money=10**9, trl_start=1, trl_end=2)],
        "payment": [{"id": "1", "award": "w", "amount": 1}],
        "social_return": [{"id": "r", "title": "還元", "programme": "p", "low": 1, "high": 2, "deadweight": 0.0}],
        "evaluation": [said(finding)] if finding else [said("met", evaluated=LATER)],
    }
    assert judged(rows).finding is not Finding.MET


def test_the_sample_has_every_answer(tmp_path: Path) -> None:
    with sample_book(tmp_path).open() as connection:
        answers = judge(connection, on=ON)
        whole = judge(connection, "ai100", on=ON)
    assert {one.finding for one in answers} == set(Finding)
    assert [one.standard.code for one in whole if one.standard] == list(catalogue())
    efficiency = next(one for one in whole if one.criterion == "criterion-efficiency")
    assert (efficiency.said, efficiency.finding) == (Finding.MET, Finding.NO_EVIDENCE)
    assert next(one for one in answers if one.criterion == "criterion-trust-own").standard is None
