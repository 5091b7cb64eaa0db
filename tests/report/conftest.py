"""A model with nothing learned in it: known curves, loans drawn from them, and the real parts that measure."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from rashin.engines.certainty import hand_over, measure_certainty
from rashin.engines.contract import Costs, FeatureRole, Monotone, Wording
from rashin.engines.tabular.additive import FIXED_POINT, Additive, Feature, Term
from rashin.engines.tabular.table import Kind, Repair
from rashin.engines.validation import Challenger, Estimate, PairChoice, proportion
from rashin.engines.validation.assembly import validate
from rashin.engines.validation.held_out import HeldOut
from rashin.language import Text, same
from rashin.learning.card import ModelCard
from rashin.trust.fairness import Fairness, measure

Floats = NDArray[np.float64]

COSTS = Costs(adverse_accepted=3_500_000, favourable_refused=600_000, review_minutes=30, yen_per_minute=70)
YEN, YEARS, PEOPLE = Text("円", "yen"), Text("年", "years"), Text("人", "people")


@dataclass(frozen=True)
class SimulatedModel:
    additive: Additive
    card: ModelCard
    digest: str


@dataclass(frozen=True)
class Drawn:
    """One column of simulated loans: its feature, the bin of every loan, and what each bin does."""

    feature: Feature
    bins: NDArray[np.intp]
    effect: Floats

    @property
    def scores(self) -> Floats:
        return np.asarray(self.effect[self.bins])


def number(
    name: str,
    values: Floats,
    curve: Callable[[Floats], Floats],
    *,
    unit: Text | None = None,
    en: str = "",
    monotone: Monotone = Monotone.FREE,
    kind: Kind = Kind.NUMBER,
    blanks: float = 0.0,
) -> Drawn:
    known = ~np.isnan(values)
    distinct = np.unique(values[known])
    middles = (distinct[1:] + distinct[:-1]) / 2
    places = np.searchsorted(middles, np.quantile(values[known], np.linspace(0, 1, 65)[1:-1]))
    edges = np.unique(middles[np.clip(places, 0, len(middles) - 1)])
    bins = np.where(known, 1 + np.searchsorted(edges, np.nan_to_num(values), side="right"), 0)
    low, high = float(values[known].min()), float(values[known].max())
    middles = (np.r_[low, edges] + np.r_[edges, high]) / 2
    effect = np.r_[blanks, curve(middles), 0.0]
    coarse = np.r_[0, 1 + np.arange(len(middles)) * 24 // len(middles), 25].astype(np.uint8)
    role = FeatureRole(Text(name, en or name), unit, monotone)
    counts = np.bincount(bins, minlength=len(effect))
    quartiles = np.quantile(values[known], [0.25, 0.5, 0.75])
    return Drawn(Feature(name, kind, role, edges, (), coarse, low, high, counts, quartiles), bins, effect)


def category(
    name: str, codes: NDArray[np.intp], effects: dict[str, float], *, en: str = "", kind: Kind = Kind.CATEGORY
) -> Drawn:
    effect = np.r_[0.0, list(effects.values()), 0.0]
    counts = np.bincount(codes + 1, minlength=len(effect))
    coarse = np.arange(len(effect), dtype=np.uint8)
    role = FeatureRole(Text(name, en or name))
    none: Floats = np.array([])
    return Drawn(Feature(name, kind, role, none, tuple(effects), coarse, 0.0, 0.0, counts, none), codes + 1, effect)


def loans(rng: np.random.Generator, rows: int) -> list[Drawn]:
    sales = np.exp(rng.normal(17.2, 0.9, rows)).round(-4)
    debt = np.clip(rng.gamma(1.6, 0.35, rows), 0, 4).round(2)
    debt[rng.random(rows) < 0.06] = np.nan
    years = np.clip(rng.gamma(2.0, 7.0, rows), 0, 80).round()
    months = rng.integers(17_900, 20_400, rows).astype(float)
    staff = np.clip(rng.gamma(1.2, 8.0, rows), 0, 120).round()
    return [
        number(
            "借入残高÷年商",
            debt,
            lambda x: 1.5 * np.tanh(1.6 * (x - 0.6)),
            en="debt to sales",
            monotone=Monotone.RAISES,
            blanks=0.5,
        ),
        category(
            "税金の滞納",
            rng.choice(2, rows, p=[0.88, 0.12]),
            {"いいえ": -0.12, "はい": 1.15},
            en="tax arrears",
            kind=Kind.BOOLEAN,
        ),
        number(
            "年商", sales, lambda x: -0.55 * (np.log(x) - 17.2), unit=YEN, en="annual sales", monotone=Monotone.LOWERS
        ),
        number("業歴", years, lambda x: 0.9 * np.exp(-x / 6) - 0.2, unit=YEARS, en="years in business"),
        category(
            "格付",
            rng.choice(5, rows, p=[0.1, 0.3, 0.35, 0.2, 0.05]),
            {"A": -0.8, "B": -0.4, "C": 0.05, "D": 0.5, "E": 1.0},
            en="grade",
            kind=Kind.ORDERED,
        ),
        category(
            "資金使途",
            rng.choice(5, rows, p=[0.45, 0.25, 0.15, 0.12, 0.03]),
            {
                "運転資金": 0.02,
                "設備資金": -0.3,
                "借換": 0.4,
                "開業資金": 0.35,
                "その他（季節資金・賞与資金など）": 0.1,
            },
            en="purpose of loan",
        ),
        number("申込日", months, lambda x: 0.1 * np.sin((x - 17_900) / 400), en="date of application", kind=Kind.DATE),
        number("従業員数", staff, lambda x: 0.0 * x, unit=PEOPLE, en="staff"),
    ]


def additive(rng: np.random.Generator, columns: list[Drawn], pairs: list[tuple[int, int]]) -> Additive:
    terms = []
    for place, drawn in enumerate(columns):
        errors = np.asarray(0.35 / np.sqrt(1 + drawn.feature.counts / 4))
        values = drawn.effect + rng.normal(0, errors / 5)
        terms.append(Term((place,), np.round(values / FIXED_POINT).astype(np.int64), errors))
    for a, b in pairs:
        shape = columns[a].feature.coarse_bins, columns[b].feature.coarse_bins
        slope = np.outer(np.linspace(-1, 1, shape[0]), np.linspace(-0.5, 0.5, shape[1]))
        values = slope + rng.normal(0, 0.03, shape)
        terms.append(Term((a, b), np.round(values / FIXED_POINT).astype(np.int64), np.full(shape, 0.06)))
    return Additive(round(-1.9 / FIXED_POINT), tuple(drawn.feature for drawn in columns), tuple(terms))


def simulated(rows: int = 1200, seed: int = 7) -> SimulatedModel:
    rng = np.random.default_rng(seed)
    columns = loans(rng, rows)
    log_odds = np.sum([drawn.scores for drawn in columns], axis=0) - 1.9
    adverse = rng.random(rows) < 1 / (1 + np.exp(-log_odds))
    held = HeldOut.at_once(adverse, log_odds + rng.normal(0, 0.35, rows))
    probability = held.per_row.probability
    sex = rng.choice(np.array(["女性", "男性", None], dtype=object), rows, p=[0.38, 0.6, 0.02]).tolist()
    region = rng.choice(np.array(["都市部", "地方", "離島"], dtype=object), rows, p=[0.6, 0.385, 0.015]).tolist()
    protected = {"代表者の性別": sex, "所在地": region}
    certainty = measure_certainty(adverse, probability, error_rate=0.1, protected=protected)
    handed = hand_over(probability, probability > COSTS.threshold, certainty)
    rival = validate(HeldOut.at_once(adverse, log_odds + rng.normal(0, 0.3, rows)), COSTS, folds=5)
    own = validate(held, COSTS, folds=5, repeats=2)
    lead = rival.auc.value - own.auc.value
    challengers = tuple(
        Challenger(
            name, rival.auc, rival.log_loss, rival.brier, Estimate(lead + by, lead + by - 0.01, lead + by + 0.01, rows)
        )
        for name, by in (("LightGBM", 0.0), ("CatBoost", 0.002))
    )
    choices = tuple(
        PairChoice(n, Estimate(own.log_loss.value + by, own.log_loss.low + by, own.log_loss.high + by, rows), n == 1)
        for n, by in ((0, 0.004), (1, 0.0), (3, 0.003))
    )
    card = ModelCard(
        service="lending",
        service_label=Text("融資の審査", "lending decisions"),
        purpose=Text(
            "過去の融資の表から、新しい申込の返済が滞る見込みを見積もり、その理由をすべて示します。融資するかどうかは人が決めます。",
            "From a table of past loans, estimates the chance that a new application falls behind on repayment, and "
            "gives every reason. A person decides whether to lend.",
        ),
        risk_class="high",
        risk_reason=Text(
            "個人の返済能力の評価は、EUのAI法（規則(EU) 2024/1689）附属書III第5項(b)で高リスクとされています。",
            "Evaluating the creditworthiness of natural persons is listed as high-risk in the EU AI Act (Regulation (EU) "
            "2024/1689), Annex III, point 5(b).",
        ),
        wording=Wording(
            favourable=Text("融資の候補", "candidate for a loan"),
            adverse=Text("見送りの候補", "candidate for refusal"),
            person=Text("人が判断", "for a person to decide"),
            risk=Text("返済が滞る見込み", "chance that repayment falls behind"),
        ),
        costs=COSTS,
        created="2026-11-23",
        rashin_version="0.1.0",
        data_name="loans.csv",
        data_digest="sha256:" + "4f1c9a07" * 8,
        rows=rows,
        adverse=int(adverse.sum()),
        target="返済結果",
        adverse_value="延滞",
        left_out={
            "顧客番号": Text(
                "一件ごとに違う番号なので、判断には使えません。", "It differs in every row: an identifier."
            ),
            "代表者の性別": Text(
                "守るべき属性なので、違いを測るためだけに使いました。",
                "A protected attribute: only used to measure differences.",
            ),
            "所在地": Text(
                "守るべき属性なので、違いを測るためだけに使いました。",
                "A protected attribute: only used to measure differences.",
            ),
        },
        notes=(
            Text(
                "見込みは、この表と同じ種類の申込みについてのものです。",
                "The chances are for cases like those in this table.",
            ),
        ),
        protected=tuple(protected),
        reference="all",
        seed=7,
        validation=replace(own, challengers=challengers, pair_choices=choices),
        certainty=certainty,
        fairness=measure(probability <= COSTS.threshold, adverse, probability, protected),
        repairs=(
            Repair(
                "年商",
                "unit",
                Text("「千円」「百万円」をかけて円にそろえました。", "Thousands and millions of yen were written out."),
                212,
                (("12,500千円", "12500000"), ("３０百万円", "30000000")),
            ),
            Repair(
                "業歴",
                "width",
                Text("全角の数字を半角にしました。", "Full-width digits were made plain."),
                48,
                (("１２", "12"),),
            ),
        ),
        problems=(
            (None, "near-duplicates", Text("ほとんど同じ行が6組あります。", "There are 6 pairs of nearly equal rows.")),
            ("従業員数", "drift", Text("時期によって平均が変わっています。", "Its average changes over time.")),
        ),
        hand_over_share=proportion(handed),
    )
    return SimulatedModel(additive(rng, columns, [(0, 2), (3, 5)]), card, "sha256:" + "9be02d51" * 8)


@pytest.fixture(scope="session")
def model() -> SimulatedModel:
    """A lending model as a company would have it."""
    return simulated()


@pytest.fixture(scope="session")
def bare(model: SimulatedModel) -> SimulatedModel:
    """The same with nothing optional: no pairs, no groups, no challengers, no repairs, nothing left out."""
    mains = tuple(term for term in model.additive.terms if len(term.features) == 1)
    card = replace(
        model.card,
        left_out={},
        notes=(),
        protected=(),
        repairs=(),
        problems=(),
        fairness=Fairness((), (), ()),
        validation=replace(model.card.validation, challengers=(), pair_choices=(), cost_curve=(), reliability=()),
        certainty=replace(model.card.certainty, coverage=()),
    )
    return SimulatedModel(replace(model.additive, terms=mains), card, model.digest)


@pytest.fixture(scope="session")
def in_ascii(model: SimulatedModel) -> SimulatedModel:
    """The same model of a table without a Japanese word in it."""
    features = tuple(
        replace(f, name=f.role.label.en, levels=tuple(f"level {n}" for n in range(len(f.levels))))
        for f in model.additive.features
    )
    fairness = model.card.fairness
    groups = tuple(replace(group, attribute="region", group="north") for group in fairness.groups)
    gaps = tuple(replace(gap, attribute="region", lowest_group="a", highest_group="b") for gap in fairness.gaps)
    covered = tuple(replace(g, attribute="region", group="north") for g in model.card.certainty.coverage)
    card = replace(
        model.card,
        target="outcome",
        adverse_value="late",
        left_out={"number": model.card.left_out["顧客番号"]},
        repairs=tuple(replace(repair, column="sales", examples=(("12k", "12000"),)) for repair in model.card.repairs),
        problems=tuple(("staff", code, what) for _, code, what in model.card.problems),
        fairness=Fairness(groups, gaps, ("region",)),
        certainty=replace(model.card.certainty, coverage=covered, notes=()),
    )
    return SimulatedModel(replace(model.additive, features=features), card, model.digest)


@pytest.fixture(scope="session")
def hostile(model: SimulatedModel) -> SimulatedModel:
    """The same model of a table whose names mean harm."""
    harm = "<script>alert('x')</script>\x07\ud800 & \"quoted\""
    features = tuple(
        replace(f, name=harm, role=replace(f.role, label=same(harm)), levels=tuple(harm + level for level in f.levels))
        for f in model.additive.features
    )
    card = replace(
        model.card,
        data_name=harm,
        target=harm,
        adverse_value=harm,
        left_out={harm: same(harm)},
        problems=((harm, harm, same(harm)),),
        repairs=(Repair(harm, harm, same(harm), 1, ((harm, harm),)),),
    )
    return SimulatedModel(replace(model.additive, features=features), card, model.digest)


if __name__ == "__main__":
    from rashin.report import write

    write(simulated(), sys.argv[1])
