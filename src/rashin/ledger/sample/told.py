"""What is told one by one: the programme, its deployments, goals, returns, criteria, evaluations and opinions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from rashin.language import Language
from rashin.ledger.criteria.catalogue import standard_of
from rashin.ledger.sample.accounts import ceilings
from rashin.ledger.sample.awards import NOTE
from rashin.ledger.sample.data import FIELDS, OFFICE, PROGRAMME, Row, Rows, joined, part, stories, themes
from rashin.ledger.sample.results import evidence, value_of

_FUNDER = "org-ministry-of-examples"
_LANGUAGE: Language = "ja"
_JUDGE = "架空AI百億円事業 外部評価委員会（見本）"
_MEASURED = date(2026, 5, 20)
_DUE = date(2026, 3, 31)
_REPORTS = {"中間評価報告書（見本）": date(2025, 6, 20), "事後評価報告書（見本）": date(2026, 10, 30)}


def told(batch: int) -> Rows:
    """What first appears in that batch."""
    rows = joined(
        {kind: list(_entered(kind, batch)) for kind in ("social_return", "evaluation", "opinion")},
        {"evidence": list(_proofs(batch))},
    )
    return joined({"programme": _programmes()}, _deployments(), _goals(), _criteria(), rows) if batch == 1 else rows


def _programmes() -> list[Row]:
    facts, limits = stories(), ceilings()
    whole = _programme(PROGRAMME, facts["programme"], sum(limits.values()))
    del whole["part_of"]
    whole["bureau"] = facts["programme"]["bureau"]
    parts = [_programme(part(field), themes()[field], limits[part(field)]) for field in FIELDS]
    return [whole, *parts, _programme(OFFICE, facts["office"], limits[OFFICE])]


def _programme(identity: str, facts: Mapping[str, Any], ceiling: int) -> Row:
    return {
        "id": identity,
        "title": facts["title"],
        "part_of": PROGRAMME,
        "funder": _FUNDER,
        "field": facts.get("field"),
        "goal": facts["goal"],
        "note": facts.get("note", NOTE),
        "account": "一般会計",
        "carried_out_by": "補助・委託",
        "starts": "2023-04-01",
        "ends": "2027-03-31",
        "start_year": 2023,
        "end_year": 2026,
        "ceiling": ceiling,
    }


def _deployments() -> Rows:
    rows: Rows = {"deployment": []}
    for one in stories()["deployment"]:
        names = ("id", "title", "award", "organisation", "service", "uses")
        rows["deployment"].append({name: one[name] for name in names} | {"started": one["started"].isoformat()})
        if "reviewed" in one:
            rows = joined(rows, _measured(one))
    return rows


def _measured(one: Mapping[str, Any]) -> Rows:
    """What the service measures by itself: how often people who looked again agreed, and how often it handed over."""
    judged = round(100 * one["judged"], 1)
    return joined(
        _service_goal(one, "reviewed", "見直しで正しいと確かめた判断の割合", round(judged - 6, 1), judged),
        _service_goal(one, "handed-over", "人に引き継いだ判断の割合", 100.0, 25.0),
    )


def _service_goal(one: Mapping[str, Any], what: str, title: str, baseline: float, target: float) -> Rows:
    identity = f"{one['id'].replace('deployment', 'indicator', 1)}-{what}"
    cases, hits = one[what.replace("-", "_")]
    value = round(100 * hits / cases, 1)
    goal: Row = {
        "id": identity,
        "title": f"{one['title']}：{title}",
        "award": one["award"],
        "stage": "outcome",
        "unit": "％",
        "baseline": baseline,
        "direction": "up" if target > baseline else "down",
        "target": target,
        "due": _DUE.isoformat(),
        "version": 1,
        "set_on": one["started"].isoformat(),
    }
    return {"indicator": [goal], "observation": [value_of(identity, 2025, _MEASURED, value, "measured", cases, "％")]}


def _goals() -> Rows:
    rows: Rows = {"indicator": [], "observation": [], "outcome": [], "evidence": []}
    for one in stories()["goal"]:
        rows["indicator"].append(_goal(one))
        for year, value, method, sample in one["values"]:
            observed = date(year + 1, 5, 22)
            rows["observation"].append(value_of(one["id"], year, observed, value, method, sample, one["unit"]))
        if "finding" in one:
            rows = joined(rows, _finding(one))
    return rows


def _goal(one: Mapping[str, Any]) -> Row:
    direction = "up" if one["target"] > one.get("baseline", 0.0) else "down"
    shared = {name: one.get(name) for name in ("id", "title", "unit", "baseline", "target")}
    about = {"programme": part(one["part"]), "stage": "outcome", "direction": direction}
    return {**shared, **about, "due": one["due"].isoformat(), "version": 1, "set_on": "2023-04-01"}


def _finding(one: Mapping[str, Any]) -> Rows:
    proof = evidence(one["id"].replace("indicator", "evidence", 1), f"実績の資料「{one['title']}」", date(2026, 5, 22))
    proven = not one.get("unproven")
    outcome: Row = {
        "id": one["id"].replace("indicator", "outcome", 1),
        "title": one["title"],
        "programme": part(one["part"]),
        "indicator": one["id"],
        "finding": one["finding"],
        "note": one["note"],
        "evidence": proof["id"] if proven else None,
    }
    return {"outcome": [outcome], "evidence": [proof] * proven}


def _criteria() -> Rows:
    return {"criterion": [_criterion(one) for one in stories()["criterion"]]}


def _criterion(one: Mapping[str, Any]) -> Row:
    meant = standard_of(one["standard"])
    suffix = [*([one["part"]] if "part" in one else []), meant.code if meant else "own"]
    return {
        "id": "-".join(["criterion", *suffix]),
        "title": meant.name[_LANGUAGE] if meant else one["title"],
        "programme": part(one.get("part", "")),
        "standard": one["standard"],
        "needs": meant.needs[_LANGUAGE] if meant else one["needs"],
        "target": one.get("target"),
    }


def _entered(kind: str, batch: int) -> Iterator[Row]:
    places = {"social_return": _return, "evaluation": _evaluation, "opinion": _opinion}
    yield from (places[kind](one) for one in stories()[kind] if one.get("entered", 1) == batch)


def _return(one: Mapping[str, Any]) -> Row:
    names = ("id", "title", "award", "low", "high", "attribution", "deadweight", "method", "sample_size")
    place = {"programme": part(one["part"])} if "part" in one else {}
    return {**{name: one.get(name) for name in names}, **place, "evidence": f"evidence-{one['id']}"}


def _evaluation(one: Mapping[str, Any]) -> Row:
    proof = _report_id(one["evidence"]) if "evidence" in one else None
    identity = one["criterion"].replace("criterion", "evaluation", 1)
    about = {"evaluated": one["evaluated"].isoformat(), "by": _JUDGE, "note": one["note"], "evidence": proof}
    return {"id": identity, "criterion": one["criterion"], "finding": one["finding"], **about}


def _opinion(one: Mapping[str, Any]) -> Row:
    days = {name: one[name].isoformat() for name in ("sent", "due", "answered") if name in one}
    return {name: one.get(name) for name in ("id", "about", "said", "answer", "led_to")} | days


def _proofs(batch: int) -> Iterator[Row]:
    """The evidence of social returns, and the evaluators' reports as they appear."""
    for one in stories()["social_return"]:
        if one.get("entered", 1) == batch:
            title = f"試算の手順と元の数字「{one['title']}」"
            yield evidence(f"evidence-{one['id']}", title, one["dated"] - timedelta(days=3))
    appears = {one["evidence"]: one.get("entered", 1) for one in stories()["evaluation"] if "evidence" in one}
    yield from (evidence(_report_id(one), one, _REPORTS[one]) for one, first in appears.items() if first == batch)


def _report_id(title: str) -> str:
    return f"evidence-evaluation-{_REPORTS[title].year}"
