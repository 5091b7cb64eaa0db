from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from rashin.engines.tabular.reading import read
from rashin.engines.tabular.table import Table
from rashin.learning.samples import write_sample
from rashin.services import find
from rashin.services.lending.sample import TARGET, new_applications, sample
from rashin.services.lending.truth import INDUSTRIES, PAIRS, TERMS, Draws, applicants, outcomes, true_log_odds

NUMBERS = {
    "業歴（年）": "業歴",
    "従業員数（人）": "従業員数",
    "年商（千円）": "年商",
    "営業利益（千円）": "営業利益",
    "自己資本比率（％）": "自己資本比率",
    "借入残高（千円）": "借入残高",
    "申込額（千円）": "申込額",
    "返済期間（月）": "返済期間",
    "過去の延滞回数": "過去の延滞回数",
    "預金残高": "預金残高",
    "代表者の年齢": "代表者の年齢",
}
WORDS = (
    "業種",
    "都道府県",
    "資金使途",
    "担保",
    "保証協会の保証",
    "税金の滞納",
    "メインバンク",
    "決算書の提出",
    "代表者の性別",
)


@pytest.fixture(scope="module")
def cells() -> dict[str, list[str]]:
    return sample()


@pytest.fixture(scope="module")
def table(cells: dict[str, list[str]]) -> Table:
    return read(cells)


@pytest.fixture(scope="module")
def facts() -> dict[str, NDArray[Any]]:
    return applicants(Draws(1), 2000)


@pytest.fixture(scope="module")
def entered_once(cells: dict[str, list[str]]) -> NDArray[np.bool_]:
    numbers = cells["申込番号"]
    return np.array([row == 0 or numbers[row] != numbers[row - 1] for row in range(len(numbers))])


def test_the_file_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    write_sample(find("lending"), tmp_path / "loans.csv")
    digest = hashlib.sha256((tmp_path / "loans.csv").read_bytes()).hexdigest()
    assert digest == "cc20d83047e239b510e01a2d77e51751219e6d6482aaa8cb5f0b191cc1be0484"


def test_it_is_dirty_the_way_such_tables_are(cells: dict[str, list[str]]) -> None:
    written = {cell for column in cells.values() for cell in column}
    assert {"", "不明", "－", "-999", "未記入", "N/A"} <= written
    for sign in ("△", "，", "千円", "令和", "R3.", "(", "\u3000"):
        assert any(sign in cell for cell in written), sign
    assert any(cell != cell.strip() for cell in cells["業種"])
    assert "ＩＴサービス" in cells["業種"]
    assert {"地方銀行a", "地方銀行Ａ"} <= set(cells["メインバンク"])
    assert len(set(cells["申込番号"])) < len(cells["申込番号"])


@pytest.mark.parametrize("header", NUMBERS)
def test_reading_gives_back_the_numbers_behind(
    header: str, table: Table, facts: dict[str, NDArray[Any]], entered_once: NDArray[np.bool_]
) -> None:
    read_back, meant = table[header].values[entered_once], facts[NUMBERS[header]][entered_once]
    known = ~np.isnan(read_back)
    assert known.mean() > 0.8
    np.testing.assert_allclose(read_back[known], meant[known], rtol=1e-12)


@pytest.mark.parametrize("name", WORDS)
def test_reading_gives_back_the_words_behind(
    name: str, table: Table, facts: dict[str, NDArray[Any]], entered_once: NDArray[np.bool_]
) -> None:
    column = table[name]
    assert set(column.levels) == set(facts[name].tolist())
    known = entered_once & ~column.missing
    assert known.mean() > 0.9
    np.testing.assert_array_equal(np.array(column.levels)[column.values[known].astype(int)], facts[name][known])


def test_it_is_in_the_order_of_application(table: Table) -> None:
    assert (np.diff(table["申込日"].values) >= 0).all()


@pytest.mark.parametrize("seed", range(1, 6))
def test_how_often_it_falls_behind_and_how_well_the_truth_ranks(seed: int) -> None:
    draws = Draws(seed)
    facts = applicants(draws, 2000)
    late = outcomes(draws, facts)
    assert 0.11 < late.mean() < 0.17
    assert 0.82 < roc_auc_score(late, true_log_odds(facts)) < 0.89


def test_outcomes_follow_the_documented_truth() -> None:
    """With every documented curve as a column, an unpenalised fit weighs each of them with about one."""
    draws = Draws(11)
    facts = applicants(draws, 40_000)
    curves = [term(facts[name]) for name, term in TERMS.items()]
    curves += [pair(facts[a], facts[b]) for (a, b), pair in PAIRS.items()]
    fit = LogisticRegression(C=np.inf, max_iter=1000).fit(np.column_stack(curves), outcomes(draws, facts))
    np.testing.assert_allclose(fit.coef_[0], 1.0, atol=0.25)


def test_who_one_is_has_no_part_in_the_truth() -> None:
    used = {*TERMS, *(name for pair in PAIRS for name in pair)}
    assert not used & {"代表者の年齢", "代表者の性別"}
    assert used <= {*NUMBERS.values(), *WORDS}


def test_new_applications_hold_what_a_person_must_look_at(cells: dict[str, list[str]]) -> None:
    new = new_applications()
    assert TARGET not in new
    assert new["業種"][1] not in INDUSTRIES
    highest = float(np.nanmax(read(cells)["年商（千円）"].values))
    assert float(new["年商（千円）"][2].replace(",", "")) * 1000 > highest
    assert new["自己資本比率（％）"][3] == "-999"


@pytest.mark.parametrize("rows", [0, 1, 3, 10_000])
def test_any_number_of_rows(rows: int) -> None:
    for cells in (sample(rows=rows), new_applications(rows=rows)):
        assert {len(column) for column in cells.values()} == {rows}
