"""What came of each award: outputs, goals with their values, findings, and the evidence of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from math import sqrt
from random import Random

from rashin.estimates import NORMAL_95, wilson
from rashin.ledger.sample.awards import STOPPED, Award
from rashin.ledger.sample.data import Row, Rows, fiscal_year, joined, part

AFTER = date(2026, 6, 12)
"""The first batch is recorded on this day; what was observed later comes with the second."""
_METHODS = ("audited", "audited", "audited", "survey", "survey", "survey", "modelled", "self-reported")
_METHODS_OF_COUNTS = ("audited", "audited", "self-reported")
_COUNTED = frozenset(["件", "社", "人", "校", "台", "本", "個", "か所", "製品", "学級"])
"""Units of which there are only whole ones."""
_PRIVATE = "民間資金の投入額"
_READINESS = "技術成熟度（TRL）"
PUBLISHED = "https://example.org/ai100/"
"""Where evidence of the sample would be. The name is kept free for examples (RFC 2606)."""


def evidence(identity: str, title: str, dated: date | None) -> Row:
    """Evidence; its digest is that of its title, since there is no file."""
    return {
        "id": identity,
        "title": title,
        "digest": sha256(title.encode()).hexdigest(),
        "address": f"{PUBLISHED}{identity}.pdf",
        "dated": dated.isoformat() if dated else None,
        "licence": "CC BY 4.0",
    }


def award_results(random: Random, awards: Sequence[Award]) -> tuple[Rows, Rows]:
    """What was known of every award when the first batch was recorded, and what came late."""
    first: Rows = {kind: [] for kind in ("output", "indicator", "observation", "outcome", "evidence")}
    late: Rows = {"observation": [], "outcome": [], "evidence": []}
    for award in awards:
        own, later = _of_one(random, award)
        first, late = joined(first, own, _side_goals(random, award)), joined(late, later)
    return first, late


def value_of(award_or_goal: str, year: int, observed: date, value: float, method: str, sample: int, unit: str) -> Row:
    """One value with its interval, where a sample has one."""
    low, high = _interval(value, sample, unit) if sample else (None, None)
    return {
        "id": f"{award_or_goal.replace('indicator', 'observation', 1)}-{year}",
        "indicator": award_or_goal,
        "fiscal_year": year,
        "observed": observed.isoformat(),
        "value": value,
        "method": method,
        "sample_size": sample or None,
        "low": low,
        "high": high,
    }


def _interval(value: float, sample: int, unit: str) -> tuple[float, float]:
    """Of a percentage the score interval; of anything else one whose spread is half the value."""
    if unit == "％":
        low, high = wilson(value / 100, sample)
        return min(value, round(100 * low, 1)), max(value, round(100 * high, 1))
    reach = NORMAL_95 * 0.5 * value / sqrt(sample)
    return round(max(0.0, value - reach), 2), round(value + reach, 2)


def _of_one(random: Random, award: Award) -> tuple[Rows, Rows]:
    end = award.theme.get("end") or random.choices(["met", "missed", "silent", "pending"], [52, 24, 11, 13])[0]
    due = _due(random, award, end)
    goal = _goal(award, due)
    rows: Rows = {"indicator": [goal]}
    late: Rows = {}
    if end == "failed":
        return joined(rows, _failure(award)), late
    if end != "nothing":
        rows = joined(rows, _report(award))
    if end in {"met", "missed", "pending", "lowered"}:
        values = list(_values(random, award, end, due))
        rows["observation"] = [one for one in values if str(one["observed"]) <= AFTER.isoformat()]
        late["observation"] = [one for one in values if str(one["observed"]) > AFTER.isoformat()]
        if end in {"met", "missed"}:
            where = late if late["observation"] else rows
            where.update(_finding(random, award, end, str(values[-1]["method"]), where))
    elif award.theme.get("winner") == "org-maboroshi-foods":
        rows["outcome"] = [_outcome(award, "no-evidence", "検査のラインの更新が遅れ、一度も使われていません。", None)]
    return rows, late


def _due(random: Random, award: Award, end: str) -> date:
    if end in {"pending", "lowered"}:
        return date(2027, 3, 31)
    waits = end == "met" and award.ends.year == 2026 and "end" not in award.theme
    return date(2026, 9, 30) if waits and random.random() < 0.2 else award.ends


def _goal(award: Award, due: date) -> Row:
    theme = award.theme
    return {
        "id": award.named("indicator"),
        "title": theme["what"],
        "programme": part(award.field),
        "award": award.id,
        "stage": "outcome",
        "goal": theme["goal"],
        "unit": theme["unit"],
        "baseline": theme["from"],
        "direction": "up" if theme["to"] > theme["from"] else "down",
        "target": theme["to"],
        "due": due.isoformat(),
        "version": 1,
        "set_on": award.agreed.isoformat(),
    }


def _values(random: Random, award: Award, end: str, due: date) -> Iterator[Row]:
    """A value for each year, on the way from the baseline to where it ended."""
    theme = award.theme
    method = theme.get("method") or random.choice(_METHODS_OF_COUNTS if theme["unit"] in _COUNTED else _METHODS)
    sample = random.randint(40, 900) if method in {"survey", "modelled", "measured"} else 0
    reached = random.uniform(1.03, 1.2) if end == "met" else random.uniform(0.45, 0.88)
    waits = due == date(2026, 9, 30)
    years = list(range(fiscal_year(award.agreed), fiscal_year(award.ends) + 1)) + [2026] * waits
    for place, year in enumerate(years, start=1):
        share = reached * (place / len(years)) ** 0.8
        value = _shown(theme["from"] + (theme["to"] - theme["from"]) * share, theme["unit"])
        observed = date(2026, 8, random.randint(3, 21)) if year == 2026 else date(year + 1, 5, random.randint(7, 28))
        yield value_of(award.named("indicator"), year, observed, value, method, sample, theme["unit"])


def _shown(value: float, unit: str) -> float:
    value = max(0.0, min(value, 99.8) if unit == "％" else value)
    return float(round(value)) if unit in _COUNTED and value >= 5 else round(value, 2 if value < 3 else 1)


def _report(award: Award) -> Rows:
    delivered = award.ends + timedelta(days=20)
    title = f"成果報告書「{award.theme['title']}」"
    proof = evidence(award.named("evidence", "report"), title, delivered)
    output = {
        "id": award.named("output"),
        "title": title,
        "programme": part(award.field),
        "award": award.id,
        "delivered": delivered.isoformat(),
        "evidence": proof["id"],
    }
    return {"output": [output], "evidence": [proof]}


def _finding(random: Random, award: Award, end: str, method: str, where: Rows) -> Rows:
    """Whether the goal was reached. What is only declared is said to be without evidence, but for some who forgot that."""
    if end == "missed":
        note = "目標に届きませんでした。報告書に理由と次の手が書かれています。"
        return {"outcome": [_outcome(award, "not-met", note, award.named("evidence", "report"))]}
    if method == "self-reported":
        finding = "met" if random.random() < 0.6 else "no-evidence"
        return {"outcome": [_outcome(award, finding, "採択先の申告による値です。", None)]}
    title = f"測定の記録「{award.theme['what']}」"
    proof = evidence(award.named("evidence", "measurement"), title, award.ends + timedelta(days=40))
    outcome = _outcome(award, "met", "期日の値が目標に届きました。", str(proof["id"]))
    return {"outcome": [outcome], "evidence": [*where.get("evidence", []), proof]}


def _outcome(award: Award, finding: str, note: str, proof: str | None) -> Row:
    return {
        "id": award.named("outcome"),
        "title": award.theme["goal"],
        "programme": part(award.field),
        "award": award.id,
        "indicator": award.named("indicator"),
        "finding": finding,
        "note": note,
        "evidence": proof,
    }


def _failure(award: Award) -> Rows:
    proof = evidence(award.named("evidence", "review"), "中間審査の議事要旨（中止の判断）", STOPPED)
    note = (
        "雨天の傾斜地で転倒を防げず、期間内の解決は難しいと判断して中止しました。残額と機器の代金の返納を求めています。"
    )
    goal = award.named("indicator")
    tried = value_of(goal, 2024, STOPPED, 83.0, "audited", 0, str(award.theme["unit"]))
    return {
        "outcome": [_outcome(award, "not-met", note, str(proof["id"]))],
        "evidence": [proof],
        "observation": [tried | {"evidence": proof["id"]}],
    }


def _side_goals(random: Random, award: Award) -> Rows:
    """Money that the recipient promised to bring itself, and how far the technology is to come."""
    rows: Rows = {}
    pledged, ready = award.row.get("private_money"), award.row.get("trl_end")
    observed = award.ends + timedelta(days=45)
    if award.theme.get("end") in {"failed", "nothing"}:
        return rows
    if pledged and random.random() < 0.6:
        target = float(pledged) / 1_000_000
        value = round(target * random.uniform(0.6, 1.15), 1)
        rows = joined(rows, _side(random, award, "private", _PRIVATE, "百万円", 0.0, target, value, observed))
    if ready and random.random() < 0.75:
        value = float(ready) - random.choice([0, 0, 1])
        start = float(award.row["trl_start"] or 0)
        rows = joined(rows, _side(random, award, "trl", _READINESS, "TRL", start, float(ready), value, observed))
    return rows


def _side(
    random: Random,
    award: Award,
    suffix: str,
    title: str,
    unit: str,
    baseline: float,
    target: float,
    value: float,
    observed: date,
) -> Rows:
    goal: Row = {
        "id": award.named("indicator", suffix),
        "title": title,
        "programme": part(award.field),
        "award": award.id,
        "stage": "output",
        "unit": unit,
        "baseline": baseline,
        "direction": "up",
        "target": target,
        "due": award.ends.isoformat(),
        "version": 1,
        "set_on": award.agreed.isoformat(),
    }
    proven = random.random() < 0.86
    method = "audited" if proven else "self-reported"
    year = fiscal_year(award.ends)
    seen = value_of(str(goal["id"]), year, observed, value, method, 0, unit)
    if not proven:
        return {"indicator": [goal], "observation": [seen]}
    proof = evidence(award.named("evidence", suffix), f"{title}の確認書「{award.theme['title']}」", observed)
    return {"indicator": [goal], "observation": [seen | {"evidence": proof["id"]}], "evidence": [proof]}
