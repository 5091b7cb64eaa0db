"""The invented world behind the packaged sample: who applies, and what truly makes repayment fall behind.

The log-odds of 延滞 are the sum of `TERMS` (one curve for each input), `PAIRS` (two interactions), an intercept, and what
no table holds (a normal disturbance of standard deviation 0.3). The age and the sex of the representative have no part
in the truth, but they go with 業種 and 業歴, as they do in life. 都道府県, メインバンク and 従業員数 have no part either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Words = NDArray[np.str_]
Facts = Mapping[str, NDArray[Any]]
"""Column name → clean values in yen, years, months and per cent; shape (rows,)."""

INDUSTRIES = {
    "小売業": 0.20,
    "飲食業": 0.17,
    "建設業": 0.17,
    "製造業": 0.14,
    "サービス業": 0.13,
    "運輸業": 0.07,
    "美容業": 0.07,
    "ITサービス": 0.05,
}
PREFECTURES = {
    "東京都": 0.3,
    "大阪府": 0.2,
    "愛知県": 0.15,
    "福岡県": 0.12,
    "北海道": 0.1,
    "宮城県": 0.08,
    "高知県": 0.05,
}
PURPOSES = {"運転資金": 0.56, "設備資金": 0.31, "借換": 0.13}
COLLATERAL = {"なし": 0.72, "不動産": 0.2, "売掛債権": 0.08}
BANKS = {"地方銀行A": 0.35, "信用金庫B": 0.3, "都市銀行C": 0.2, "信用組合D": 0.15}
STATEMENTS = {"なし": 0.06, "1期分": 0.12, "2期分": 0.17, "3期分": 0.65}

_INDUSTRY = {"飲食業": 0.45, "建設業": 0.2, "美容業": 0.15, "製造業": -0.25, "ITサービス": -0.3}
_PURPOSE = {"運転資金": 0.1, "設備資金": -0.25, "借換": 0.45, "創業": 0.2}
_STATEMENT = {"なし": 0.5, "1期分": 0.25, "2期分": 0.0, "3期分": -0.25}

INTERCEPT = -3.35
DISTURBANCE = 0.3


def _by_word(effects: Mapping[str, float]) -> Callable[[Words], Numbers]:
    return lambda words: np.array([effects.get(word, 0.0) for word in words.tolist()], dtype=np.float64)


def _doublings(yen: Numbers, around: float) -> Numbers:
    """How many times `yen` doubles `around`, within two either way."""
    return np.clip(np.log2(np.maximum(yen, 1.0) / around), -2.0, 2.0)


TERMS: Mapping[str, Callable[[Any], Numbers]] = {
    "過去の延滞回数": lambda times: 0.9 * np.minimum(times, 4.0),
    "税金の滞納": _by_word({"有": 1.4}),
    "自己資本比率": lambda percent: np.where(np.isnan(percent), 0.0, -1.2 * np.tanh((percent - 15.0) / 25.0)),
    "営業利益": lambda yen: np.where(np.isnan(yen), 0.0, -0.9 * np.tanh(yen / 4e6)),
    "業歴": lambda years: 1.6 * np.exp(-years / 5.0),
    "借入残高": lambda yen: 0.25 * _doublings(yen, 15e6),
    "申込額": lambda yen: 0.3 * _doublings(yen, 8e6),
    "預金残高": lambda yen: -0.4 * _doublings(yen, 4e6),
    "業種": _by_word(_INDUSTRY),
    "資金使途": _by_word(_PURPOSE),
    "決算書の提出": _by_word(_STATEMENT),
}
"""Column → its effect on the log-odds of 延滞. 自己資本比率 and 営業利益 are unknown, and without effect, where no
statements were handed in."""

PAIRS: Mapping[tuple[str, str], Callable[[Any, Any], Numbers]] = {
    ("担保", "返済期間"): lambda kind, months: 1.0 * ((kind == "なし") & (months > 84)),
    ("保証協会の保証", "営業利益"): lambda guarantee, yen: 1.0 * ((guarantee == "無") & (yen < 0)),
}
"""Pair of columns → what they add together: a long loan without collateral, a loss without a guarantee."""


def true_log_odds(facts: Facts) -> Numbers:
    """Log-odds of 延滞 before the disturbance; shape (rows,)."""
    alone = sum((term(facts[name]) for name, term in TERMS.items()), start=np.full(len(facts["業種"]), INTERCEPT))
    together = (pair(facts[a], facts[b]) for (a, b), pair in PAIRS.items())
    return np.asarray(sum(together, start=alone))


class Draws:
    """Random numbers that are the same with every NumPy: only the raw stream of PCG64 is promised never to change."""

    def __init__(self, seed: int) -> None:
        self._stream = np.random.PCG64(seed)

    def uniform(self, n: int) -> Numbers:
        """Between 0 (included) and 1 (not); shape (n,)."""
        bits = np.asarray(self._stream.random_raw(n), dtype=np.uint64) >> np.uint64(11)
        return bits.astype(np.float64) * 2.0**-53

    def normal(self, n: int) -> Numbers:
        """Mean 0, standard deviation 1, as the sum of twelve uniforms (Irwin-Hall); shape (n,)."""
        return np.asarray(self.uniform(12 * n).reshape(n, 12).sum(axis=1) - 6.0, dtype=np.float64)

    def pick(self, shares: Mapping[str, float], n: int) -> Words:
        """Words by their shares, which sum to 1; shape (n,)."""
        ends = np.cumsum(list(shares.values()))[:-1]
        words = np.array(list(shares))
        return np.asarray(words[np.searchsorted(ends, self.uniform(n), side="right")])

    def counts(self, shares: tuple[float, ...], n: int) -> Numbers:
        """0, 1, 2, … by their shares; shape (n,)."""
        return np.searchsorted(np.cumsum(shares)[:-1], self.uniform(n), side="right").astype(np.float64)


def applicants(draws: Draws, rows: int) -> dict[str, NDArray[Any]]:
    """The facts of so many invented applications; see `Facts`."""
    firm = _firms(draws, rows)
    return {**firm, **_accounts(draws, firm), **_requests(draws, firm), **_people(draws, firm)}


def _firms(draws: Draws, n: int) -> dict[str, NDArray[Any]]:
    years = np.floor(60.0 * draws.uniform(n) ** 1.7)
    sales = 1e6 * np.exp(3.1 + 0.9 * draws.normal(n) + 0.012 * years)
    return {
        "業種": draws.pick(INDUSTRIES, n),
        "都道府県": draws.pick(PREFECTURES, n),
        "業歴": years,
        "従業員数": np.floor(1.0 + sales / 1.3e7 * np.exp(0.5 * draws.normal(n))),
        "年商": _rounded(sales, 1e5),
        "メインバンク": draws.pick(BANKS, n),
        "決算書の提出": _at_most(years, draws.pick(STATEMENTS, n)),
    }


def _at_most(years: Numbers, handed_in: Words) -> Words:
    """No more statements than years in business."""
    names = list(STATEMENTS)
    return np.array([names[min(int(old), names.index(name))] for old, name in zip(years, handed_in, strict=True)])


def _accounts(draws: Draws, firm: Facts) -> dict[str, NDArray[Any]]:
    n, sales = len(firm["業種"]), firm["年商"]
    closed = firm["決算書の提出"] == "なし"
    health = draws.normal(n)
    profit = sales * (0.03 + 0.06 * health + 0.04 * draws.normal(n))
    ratio = 18.0 + 22.0 * (0.5 * health + 0.87 * draws.normal(n)) + 0.2 * firm["業歴"]
    return {
        "営業利益": np.where(closed, np.nan, _rounded(profit, 1e4)),
        "自己資本比率": np.where(closed, np.nan, np.round(np.clip(ratio, -60.0, 95.0), 1)),
        "借入残高": _rounded(sales * 0.45 * np.exp(0.8 * draws.normal(n)), 1e5),
        "預金残高": _rounded(sales * 0.13 * np.exp(0.8 * draws.normal(n) + 0.3 * health), 1e4),
        "過去の延滞回数": draws.counts((0.8, 0.12, 0.05, 0.02, 0.01), n),
        "税金の滞納": draws.pick({"無": 0.92, "有": 0.08}, n),
    }


def _requests(draws: Draws, firm: Facts) -> dict[str, NDArray[Any]]:
    n = len(firm["業種"])
    months = np.array([12.0, 24.0, 36.0, 48.0, 60.0, 72.0, 84.0, 96.0, 120.0])
    return {
        "申込額": _rounded(np.clip(firm["年商"] * 0.25 * np.exp(0.7 * draws.normal(n)), 5e5, 8e7), 5e5),
        "返済期間": months[draws.counts((0.06, 0.09, 0.14, 0.1, 0.24, 0.08, 0.13, 0.06, 0.1), n).astype(int)],
        "資金使途": np.where((firm["業歴"] < 2) & (draws.uniform(n) < 0.6), "創業", draws.pick(PURPOSES, n)),
        "担保": draws.pick(COLLATERAL, n),
        "保証協会の保証": draws.pick({"有": 0.62, "無": 0.38}, n),
    }


def _people(draws: Draws, firm: Facts) -> dict[str, NDArray[Any]]:
    n, years = len(firm["業種"]), firm["業歴"]
    age = np.clip(np.floor(34.0 + 0.5 * years + 11.0 * draws.uniform(n) + 4.0 * draws.normal(n)), 22.0, 84.0)
    women = 0.12 + 0.3 * (firm["業種"] == "美容業") + 0.12 * (firm["業種"] == "飲食業") + 0.1 * (years < 5)
    return {"代表者の年齢": age, "代表者の性別": np.where(draws.uniform(n) < women, "女", "男")}


def _rounded(yen: Numbers, to: float) -> Numbers:
    return np.round(yen / to) * to


def outcomes(draws: Draws, facts: Facts) -> NDArray[np.bool_]:
    """Who fell behind; shape (rows,)."""
    n = len(facts["業種"])
    log_odds = true_log_odds(facts) + DISTURBANCE * draws.normal(n)
    return np.asarray(draws.uniform(n) < 1.0 / (1.0 + np.exp(-log_odds)))
