from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.engines.tabular.additive_models import Card
from tests.engines.tabular.loans import GRADE, INPUTS, LATE, MONTHS, SALES, SECURED, TRADE, Cells, Loans, changed, first

from rashin.engines.tabular.encoding import Encoded
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.reading import read
from rashin.engines.tabular.table import Column, Kind
from rashin.errors import ColumnMissing

Model = AdditiveModel[Card]
ROW = 4


@pytest.fixture(scope="module")
def cells(new: Loans) -> Cells:
    return first(new.cells, 40)


def same_bins(a: Encoded, b: Encoded) -> bool:
    return np.array_equal(a.bins, b.bins) and np.array_equal(a.doubts, b.doubts)


def test_rows_learned_from_fall_into_the_bins_they_were_counted_in(model: Model, past: Loans) -> None:
    encoded = model.encode(past.cells)
    for feature, bins in zip(model.additive.features, encoded.bins, strict=True):
        np.testing.assert_array_equal(np.bincount(bins, minlength=feature.bins), feature.counts)
    assert not encoded.doubts.any()


@pytest.mark.parametrize(
    ("column", "cell", "code", "said"),
    [
        (TRADE, "宇宙業", "unseen", "「業種」の「宇宙業」は、学習した表にない区分です。"),
        (GRADE, "最高", "unseen", "「格付」の「最高」は、学習した表にない区分です。"),
        (SECURED, "たぶん", "unseen", "「担保」の「たぶん」は、学習した表にない区分です。"),
        (LATE, 9, "out-of-range", "「延滞回数」の9回は、学習した範囲（0回〜4回）の外です。"),
        (MONTHS, 6, "out-of-range", "「返済期間」の6か月は、学習した範囲（12か月〜120か月）の外です。"),
        (SALES, 10**14, "out-of-range", "「年商」の100,000,000,000,000円は、学習した範囲"),
        (LATE, -999, "unreadable", "「延滞回数」の値が、欠損の符号か、読めない書き方です。"),
        (LATE, "-999", "unreadable", "「延滞回数」の値が、欠損の符号か、読めない書き方です。"),
        (SALES, "約3千万", "unreadable", "「年商」の値が、欠損の符号か、読めない書き方です。"),
        (SALES, float("inf"), "unreadable", "「年商」の値が、欠損の符号か、読めない書き方です。"),
        (LATE, None, "newly-missing", "「延滞回数」が空です。学習した表では、必ず埋まっていました。"),
        (TRADE, "", "newly-missing", "「業種」が空です。学習した表では、必ず埋まっていました。"),
        (TRADE, "不明", "newly-missing", "「業種」が空です。学習した表では、必ず埋まっていました。"),
    ],
)
def test_a_doubtful_cell_has_its_own_flag_and_no_other_row_is_touched(
    model: Model, cells: Cells, column: str, cell: object, code: str, said: str
) -> None:
    before, after = model.decide(cells), model.decide(changed(cells, ROW, **{column: cell}))
    (flag,) = after[ROW].flags
    assert (flag.code, flag.feature) == (code, column)
    assert flag.what.ja.startswith(said)
    assert flag.what in after[ROW].why_handed_over
    assert after.handed_over[ROW]
    others = np.arange(len(after)) != ROW
    np.testing.assert_array_equal(after.score[others], before.score[others])
    np.testing.assert_array_equal(after.handed_over[others], before.handed_over[others])
    np.testing.assert_array_equal(after.encoded.doubts[:, others], before.encoded.doubts[:, others])


@pytest.mark.parametrize(("column", "cell"), [(SALES, None), (SALES, "-"), (GRADE, ""), (GRADE, "不明")])
def test_a_blank_that_learning_knew_passes(model: Model, cells: Cells, column: str, cell: object) -> None:
    assert model.decide(changed(cells, ROW, **{column: cell}))[ROW].flags == ()


def test_two_doubtful_cells_are_two_flags(model: Model, cells: Cells) -> None:
    decision = model.decide(changed(cells, ROW, **{TRADE: "宇宙業", LATE: 9}))[ROW]
    assert [(flag.feature, flag.code) for flag in decision.flags] == [(LATE, "out-of-range"), (TRADE, "unseen")]


def test_the_edges_of_the_range_are_inside(model: Model, cells: Cells) -> None:
    for late in (0, 4):
        assert model.decide(changed(cells, ROW, **{LATE: late}))[ROW].flags == ()


@pytest.mark.parametrize("name", INPUTS)
def test_a_missing_column_is_named(model: Model, cells: Cells, name: str) -> None:
    with pytest.raises(ColumnMissing) as trouble:
        model.decide({other: values for other, values in cells.items() if other != name})
    assert trouble.value.column == name


def test_other_columns_and_the_order_of_columns_do_not_matter(model: Model, cells: Cells) -> None:
    shuffled: Cells = {"備考": ["…"] * 40, **dict(reversed(cells.items())), "年商の前年": [float("nan")] * 40}
    assert same_bins(model.encode(shuffled), model.encode(cells))


def test_spellings_are_read_as_the_level_that_was_learned(model: Model, cells: Cells) -> None:
    for written in ("it", " ＩＴ ", "ＩＴ"):
        encoded = model.encode(changed(cells, ROW, **{TRADE: written}))
        assert encoded.bins[INPUTS.index(TRADE), ROW] == 1 + model.additive.features[2].levels.index("IT")
        assert not encoded.doubts[:, ROW].any()


def as_csv(cells: Cells, folder: Path) -> Path:
    path = folder / "new.csv"
    with path.open("w", encoding="cp932", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(cells)
        writer.writerows(zip(*(["" if v is None else v for v in values] for values in cells.values()), strict=True))
    return path


def as_parquet(cells: Cells, folder: Path) -> Path:
    pl.DataFrame(cells).write_parquet(folder / "new.parquet")
    return folder / "new.parquet"


def as_floats(cells: Cells) -> Cells:
    return {**cells, LATE: [float(late) for late in cells[LATE]], MONTHS: np.array(cells[MONTHS], dtype=np.float32)}  # type: ignore[dict-item]


def as_text(cells: Cells) -> Cells:
    return {
        name: [None if v is None else f"{v:,}" if isinstance(v, int) else v for v in c] for name, c in cells.items()
    }


SHAPES: dict[str, Callable[[Cells, Path], Any]] = {
    "table": lambda cells, _: read(cells),
    "pandas": lambda cells, _: pd.DataFrame(cells),
    "pandas, nullable": lambda cells, _: pd.DataFrame(cells).convert_dtypes(),
    "pandas, categories": lambda cells, _: pd.DataFrame(cells).astype({TRADE: "category", GRADE: "category"}),
    "polars": lambda cells, _: pl.DataFrame(cells),
    "arrow": lambda cells, _: pa.table(cells),
    "floats": lambda cells, _: as_floats(cells),
    "text": lambda cells, _: as_text(cells),
    "yes and no": lambda cells, _: {**cells, SECURED: [has == "あり" for has in cells[SECURED]]},
    "csv": as_csv,
    "parquet": as_parquet,
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_shape_the_data_come_in_changes_nothing(
    model: Model, cells: Cells, tmp_path: Path, shape: Callable[[Cells, Path], Any]
) -> None:
    assert same_bins(model.encode(shape(cells, tmp_path)), model.encode(cells))


def test_a_row_is_encoded_alike_alone_and_among_others(model: Model, new: Loans) -> None:
    whole = model.encode(new.cells)
    for row in range(0, 300, 23):
        alone = model.encode({name: [values[row]] for name, values in new.cells.items()})
        np.testing.assert_array_equal(alone.bins[:, 0], whole.bins[:, row])
        np.testing.assert_array_equal(alone.doubts[:, 0], whole.doubts[:, row])


def test_a_category_too_rare_for_a_bin_is_flagged_without_saying_that_it_was_never_seen(past: Loans) -> None:
    trades = [f"業種{row}" for row in range(300)] + [f"業種{row % 200}" for row in range(300)]
    model = replace(past, cells={**past.cells, TRADE: trades}).model
    new = first(past.cells, 3)
    (often, rare, never) = model.decide({**new, TRADE: ["業種1", "業種299", "業種999"]})
    assert often.flags == ()
    for decision, trade in ((rare, "業種299"), (never, "業種999")):
        assert [flag.what.ja for flag in decision.flags] == [
            f"「業種」の「{trade}」は、学習した表にないか、ごくまれにしかない区分です。"
        ]


def test_a_table_typed_elsewhere_is_matched_by_its_words(model: Model, cells: Cells) -> None:
    """Without its raw cells a column cannot be read again, so its levels are matched as they are."""
    table = read(cells)
    typed = replace(table, columns={name: replace(column, raw=None) for name, column in table.columns.items()})
    assert same_bins(model.encode(typed), model.encode(cells))
    codes, levels = np.array([1, 0, -1], np.int32), ("宇宙業", "IT")
    three = {name: column.taken(np.arange(3)) for name, column in table.columns.items()}
    encoded = model.encode(
        replace(table, columns={**three, TRADE: Column(TRADE, Kind.CATEGORY, codes, levels)}, rows=3)
    )
    at = INPUTS.index(TRADE)
    place = 1 + model.additive.features[at].levels.index("IT")
    assert encoded.bins[at].tolist() == [place, model.additive.features[at].unseen_bin, 0]
    assert encoded.flags(1)[0].what.ja.startswith("「業種」の「宇宙業」は")
