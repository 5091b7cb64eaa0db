"""Invented loans with a known truth, as a user would hand them in, and a model learned from them in a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.engines.tabular.additive_models import Card

from rashin.engines.certainty import Certainty
from rashin.engines.contract import Change, FeatureRole, Monotone, Wording
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.encoding import encode
from rashin.engines.tabular.learning.options import LearningOptions
from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.reading import read
from rashin.engines.tabular.reasons import Reference, by_feature, logistic
from rashin.engines.tabular.scoring import FlatTables
from rashin.language import Text, same

Cells = dict[str, list[Any]]

SMALL = LearningOptions(most_cycles=60, pairs_per_feature=(1,))
"""Enough to learn what there is in a few hundred rows, in a tenth of a second."""

SALES, LATE, TRADE, SECURED, GRADE, MONTHS = INPUTS = ("年商", "延滞回数", "業種", "担保", "格付", "返済期間")
NEVER_BLANK = LATE
"""An input that was always filled in when the model was learned; `SALES` and `GRADE` were not."""

ROLES = {
    SALES: FeatureRole(Text("年商", "sales"), Text("円", "yen"), Monotone.LOWERS, Change.UP),
    LATE: FeatureRole(Text("延滞回数", "late payments"), Text("回", "times"), Monotone.RAISES, Change.NEVER),
    TRADE: FeatureRole(Text("業種", "trade")),
    SECURED: FeatureRole(Text("担保", "collateral"), None, Monotone.LOWERS),
    GRADE: FeatureRole(Text("格付", "grade"), None, Monotone.LOWERS),
    MONTHS: FeatureRole(Text("返済期間", "repayment period"), Text("か月", "months")),
}
WORDING = Wording(
    Text("融資", "lend"), Text("見送り", "refuse"), Text("人が判断", "for a person"), Text("滞る見込み", "risk")
)


@dataclass(frozen=True)
class Loans:
    """Cells as written, and who fell behind; adverse (rows,)."""

    cells: Cells
    adverse: NDArray[np.uint8]

    @property
    def model(self) -> AdditiveModel[Card]:
        """Learned from these loans; a third of the cases is too close to call."""
        table = read(self.cells)
        additive = learn_additive(tuple(table), ROLES, self.adverse, options=SMALL).additive
        scores, contributions = FlatTables.of(additive).contributions(encode(additive.features, self.cells).bins)
        reference = Reference.of(by_feature(additive, contributions))
        favourable_to, threshold, adverse_from = np.quantile(logistic(scores), [0.75, 0.6, 0.4]).tolist()
        certainty = Certainty(0.1, adverse_from, favourable_to, ())
        return AdditiveModel(additive, reference, Card("lending", WORDING, threshold, certainty))


def loans(rows: int = 600, seed: int = 0) -> Loans:
    """So many loans; the same for a seed."""
    random = np.random.default_rng(seed)
    sales = np.round(np.exp(random.normal(17, 1, rows)), -4)
    late = random.choice(5, rows, p=[0.5, 0.2, 0.15, 0.1, 0.05])
    trade = random.choice(["小売業", "飲食業", "建設業", "IT"], rows)
    secured = random.random(rows) < 0.4
    grade = random.choice(3, rows)
    months = random.choice([12, 24, 36, 60, 84, 120], rows)
    log_odds = (
        -0.7 * (np.log(sales) - 17)
        + 0.6 * late
        + 0.5 * (trade == "飲食業")
        - 0.4 * grade
        + (months > 60) * ~secured
        - 0.9
    )
    adverse = (random.random(rows) < 1 / (1 + np.exp(-log_odds))).astype(np.uint8)
    return Loans(
        {
            SALES: _with_gaps(random, [int(value) for value in sales], 0.05),
            LATE: late.tolist(),
            TRADE: trade.tolist(),
            SECURED: ["あり" if has else "なし" for has in secured],
            GRADE: _with_gaps(random, [("低", "中", "高")[level] for level in grade], 0.1),
            MONTHS: months.tolist(),
        },
        adverse,
    )


def some(cells: Cells, rows: Any) -> Cells:
    """Those rows, in that order."""
    return {name: [values[row] for row in rows] for name, values in cells.items()}


def first(cells: Cells, count: int) -> Cells:
    """The first rows."""
    return some(cells, range(count))


def changed(cells: Cells, row: int, **new: Any) -> Cells:
    """The same but for some cells of one row."""
    return {
        name: [new.get(name, value) if place == row else value for place, value in enumerate(values)]
        for name, values in cells.items()
    }


def role(monotone: Monotone = Monotone.FREE) -> FeatureRole:
    """A role without words."""
    return FeatureRole(same("x"), monotone=monotone)


def terms_of(additive: Additive) -> list[tuple[str, ...]]:
    """The names of each term's features."""
    return [tuple(additive.features[f].name for f in term.features) for term in additive.terms]


def _with_gaps(random: np.random.Generator, values: list[Any], share: float) -> list[Any]:
    return [None if gap else value for value, gap in zip(values, random.random(len(values)) < share, strict=True)]
