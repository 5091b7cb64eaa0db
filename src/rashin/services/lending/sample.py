"""The packaged sample: invented loan applications of small Japanese businesses, written the way such tables are.

Full-width digits, commas, △ for losses, amounts now in yen and now in 千円, dates in 令和 and in the common era, several
spellings of one category, several signs for "unknown", blanks and rows entered twice. What is behind them is in
`rashin.services.lending.truth`. Nobody in it is real.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.services.lending.truth import Draws, Facts, applicants, outcomes

TARGET = "結果"
ADVERSE, FAVOURABLE = "延滞", "完済"

Cells = dict[str, list[str]]
_Style = Callable[[Any], str]

_BLANKS = ("", "", "不明", "－", "未記入", "N/A")
_BLANKS_AND_CODE = (*_BLANKS, "-999")

_WIDE = str.maketrans("0123456789,.-/", "０１２３４５６７８９，．－／")


def sample(rows: int = 2000, seed: int = 1) -> Cells:
    """Past loans with their outcome: column name → cells as written, the same for a seed on every machine.

    The truth behind `結果` (see `truth.true_log_odds`): the log-odds of 延滞 rise by 0.9 for each of up to four 過去の延滞回数 and
    by 1.4 with 税金の滞納; fall with 自己資本比率 (2.4 from lowest to highest), with 営業利益 (1.8) and with each doubling of 預金残高
    (0.4); fall by 1.6 over the first years of 業歴 and hardly later; rise with each doubling of 借入残高 (0.25) and of 申込額 (0.3);
    and differ by 業種, 資金使途 and 決算書の提出. Two pairs matter: over 84 months without 担保 (1.0), and a loss without 保証協会の保証
    (1.0). About 14% fall behind; the truth itself ranks with an AUC of about 0.86, a model learned from 2,000 rows with
    about 0.81.
    """
    draws = Draws(seed)
    facts = applicants(draws, rows)
    late = outcomes(draws, facts)
    cells = _application_cells(draws, facts, date(2021, 4, 1), days=1095)
    cells[TARGET] = [ADVERSE if fell_behind else FAVOURABLE for fell_behind in late]
    _enter_twice(draws, cells, times=rows // 400)
    return cells


def new_applications(rows: int = 12, seed: int = 7) -> Cells:
    """Applications that await a decision: the sample's columns without the outcome.

    With four rows or more, the second has a 業種 the sample never has, the third a 年商 beyond all others, and the fourth
    −999 for its 自己資本比率.
    """
    draws = Draws(seed)
    cells = _application_cells(draws, applicants(draws, rows), date(2024, 4, 1), days=60)
    if rows > 3:
        cells["業種"][1] = "宇宙関連業"
        cells["年商（千円）"][2] = "98,000,000,000"
        cells["自己資本比率（％）"][3] = "-999"
    return cells


def _application_cells(draws: Draws, facts: Facts, first: date, days: int) -> Cells:
    n = len(facts["業種"])
    applied = [first + timedelta(days=int(day)) for day in np.sort(np.floor(draws.uniform(n) * days))]

    def words(name: str, missing: float = 0.02) -> list[str]:
        return _written(draws, facts[name], _WORD_STYLES, missing, _BLANKS)

    def numbers(name: str, missing: float = 0.02, blanks: Sequence[str] = _BLANKS_AND_CODE) -> list[str]:
        return _written(draws, facts[name], _NUMBER_STYLES, missing, blanks)

    def thousands(name: str, blanks: Sequence[str] = _BLANKS_AND_CODE) -> list[str]:
        return _written(draws, facts[name] / 1000.0, _NUMBER_STYLES, 0.02, blanks)

    return {
        "申込番号": [f"K{day.year}-{number:05d}" for number, day in enumerate(applied, start=1)],
        "申込日": _written(draws, applied, _DATE_STYLES, 0.0, _BLANKS),
        "業種": words("業種"),
        "都道府県": words("都道府県"),
        "業歴（年）": numbers("業歴"),
        "従業員数（人）": numbers("従業員数"),
        "年商（千円）": thousands("年商"),
        # −999 is a loss one could really have, so nobody writes it for "unknown" here.
        "営業利益（千円）": thousands("営業利益", _BLANKS),
        "自己資本比率（％）": numbers("自己資本比率"),
        "借入残高（千円）": thousands("借入残高"),
        "申込額（千円）": thousands("申込額"),
        "返済期間（月）": numbers("返済期間", 0.0),
        "資金使途": words("資金使途"),
        "担保": words("担保"),
        "保証協会の保証": words("保証協会の保証", 0.0),
        "過去の延滞回数": numbers("過去の延滞回数", 0.03),
        "税金の滞納": words("税金の滞納", 0.03),
        "メインバンク": words("メインバンク"),
        "預金残高": _written(draws, facts["預金残高"], _YEN_STYLES, 0.05, _BLANKS_AND_CODE),
        "決算書の提出": words("決算書の提出", 0.0),
        "代表者の年齢": numbers("代表者の年齢", 0.01),
        "代表者の性別": words("代表者の性別", 0.01),
        "備考": _remarks(draws, applied),
    }


def _written(
    draws: Draws,
    values: Sequence[Any] | NDArray[Any],
    styles: Sequence[tuple[float, _Style]],
    missing: float,
    blanks: Sequence[str],
) -> list[str]:
    """Each value in a style drawn by share; a share of `missing`, and every NaN, as one of the `blanks`."""
    n = len(values)
    ends = np.cumsum([share for share, _ in styles])[:-1]
    style = np.searchsorted(ends, draws.uniform(n), side="right")
    absent = (draws.uniform(n) < missing) | np.fromiter(map(_is_unknown, values), bool, n)
    blank = np.floor(draws.uniform(n) * len(blanks)).astype(int)
    return [blanks[blank[row]] if absent[row] else styles[style[row]][1](value) for row, value in enumerate(values)]


def _is_unknown(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _plain(number: float) -> str:
    return f"{number:.10g}"


def _grouped(number: float) -> str:
    return f"{number:,.10g}"


def _accountant(number: float) -> str:
    return f"△{-number:,.10g}" if number < 0 else _grouped(number)


def _bracketed(number: float) -> str:
    return f"({-number:,.10g})" if number < 0 else _grouped(number)


_NUMBER_STYLES: tuple[tuple[float, _Style], ...] = (
    (0.40, _accountant),
    (0.30, _plain),
    (0.15, _grouped),
    (0.05, _bracketed),
    (0.05, lambda number: _plain(number).translate(_WIDE)),
    (0.03, lambda number: _accountant(number).translate(_WIDE)),
    (0.02, lambda number: f" {_grouped(number)} "),
)
_YEN_STYLES: tuple[tuple[float, _Style], ...] = (
    (0.50, _grouped),
    (0.20, _plain),
    (0.15, lambda yen: f"{yen / 1000:,.10g}千円"),
    (0.10, lambda yen: f"{_grouped(yen)}円"),
    (0.05, lambda yen: f"{yen / 1000:,.10g}千円".translate(_WIDE)),
)
_WORD_STYLES: tuple[tuple[float, _Style], ...] = (
    (0.92, str),
    (0.03, lambda word: f"{word} "),
    (0.02, lambda word: f"\u3000{word}"),
    (0.02, lambda word: str(word).translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})),
    (0.01, str.lower),
)
_DATE_STYLES: tuple[tuple[float, _Style], ...] = (
    (0.35, lambda day: f"{day.year}/{day.month}/{day.day}"),
    (0.20, date.isoformat),
    (0.25, lambda day: f"令和{day.year - 2018}年{day.month}月{day.day}日"),
    (0.12, lambda day: f"R{day.year - 2018}.{day.month}.{day.day}"),
    (0.08, lambda day: f"令和{day.year - 2018}年{day.month}月{day.day}日".translate(_WIDE)),
)

_OPENINGS = (
    "窓口で面談",
    "電話で確認",
    "訪問して面談",
    "税理士が同席",
    "商工会議所の紹介",
    "既存先からの紹介",
    "再度の来店",
)
_TOPICS = (
    "仕入先への支払いを早めたいとのこと",
    "厨房の入れ替えを考えている",
    "店舗の改装を来春に予定",
    "主な取引先は二社",
    "季節による売上の差が大きい",
    "後継ぎについては未定",
    "補助金も申請中",
    "車両を一台増やしたい",
    "資料は後日郵送",
)


def _remarks(draws: Draws, applied: Sequence[date]) -> list[str]:
    """Notes of the counter, which say nothing about the outcome."""
    n = len(applied)
    chosen = [np.floor(draws.uniform(n) * len(parts)).astype(int) for parts in (_OPENINGS, _TOPICS, _TOPICS[1:])]
    silent = draws.uniform(n) < 0.4
    return [
        ""
        if silent[row]
        else f"{day.month}/{day.day} {_OPENINGS[a]}。{_TOPICS[b]}。{_TOPICS[(b + c + 1) % len(_TOPICS)]}。"
        for row, (day, a, b, c) in enumerate(zip(applied, *chosen, strict=True))
    ]


def _enter_twice(draws: Draws, cells: Cells, times: int) -> None:
    """Overwrite some rows with the one before, as when an application is entered twice."""
    n = len(next(iter(cells.values())))
    for row in (1 + np.floor(draws.uniform(times) * (n - 1))).astype(int):
        for column in cells.values():
            column[row] = column[row - 1]
