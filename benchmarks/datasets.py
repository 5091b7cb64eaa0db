"""The five public lending tables, each read the same way for every library.

The files lie outside the repository (`../shared/data/lending`, or `--data`, or `RASHIN_BENCH_DATA`); a README beside
each gives its source and licence. All columns but the target are inputs, protected ones too: this compares accuracy,
it does not propose a service.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

TARGET = "target"
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "lending"

NUMBERS_THAT_ARE_NAMES: dict[str, tuple[str, ...]] = {
    "south_german_credit": (
        "status", "credit_history", "purpose", "personal_status_sex", "other_debtors", "property",
        "other_installment_plans", "housing",
    ),
    "taiwan_default": ("SEX", "EDUCATION", "MARRIAGE"),
    "hmeq": (),
    "sba_case": ("NAICS", "FranchiseCode", "NewExist", "UrbanRural"),
    "hmda_boston": (),
}  # fmt: skip
"""Columns whose numbers are only names of categories, by the documentation of each set (`--codes categories`)."""

NAMES = tuple(NUMBERS_THAT_ARE_NAMES)


class DataAbsent(Exception):
    """The public tables are not where they were looked for."""


@dataclass(frozen=True)
class Dataset:
    """One table: `inputs` with text as pandas categories and everything else float64; `target` 0/1, 1 = adverse."""

    name: str
    inputs: pd.DataFrame
    target: NDArray[np.int64]

    @property
    def categories(self) -> list[str]:
        """Names of the category columns."""
        return [c for c in self.inputs if isinstance(self.inputs[c].dtype, pd.CategoricalDtype)]

    def first(self, rows: int | None) -> Dataset:
        """So many of its rows, drawn by a fixed seed; all of them for None."""
        if rows is None:
            return self
        drawn = np.random.default_rng(0).permutation(len(self.target))[:rows]
        return Dataset(self.name, self.inputs.iloc[drawn].reset_index(drop=True), self.target[drawn])

    def with_target(self) -> pd.DataFrame:
        """Inputs and target in one frame."""
        return self.inputs.assign(**{TARGET: self.target})


def folder(option: Path | None) -> Path:
    """Where the tables lie.

    Raises:
        DataAbsent: nowhere.
    """
    found = option or Path(os.environ.get("RASHIN_BENCH_DATA", DEFAULT_FOLDER))
    if not found.is_dir():
        raise DataAbsent(
            f"The public lending tables are not in {found}. Put them there (one folder per set: {', '.join(NAMES)}), "
            "or say where they are with --data FOLDER or RASHIN_BENCH_DATA."
        )
    return found


def load(name: str, where: Path, codes: str = "numbers") -> Dataset:
    """One set. `codes`: whether numbers that are only names stay `numbers`, as the file has them, or are `categories`.

    Raises:
        DataAbsent: its file is not there.
    """
    file = where / name / f"{name}.csv"
    if not file.is_file():
        raise DataAbsent(f"{file} is not there. Leave the set out with --sets, or put the file in place.")
    frame = pd.read_csv(file)
    target = frame.pop(TARGET).to_numpy(np.int64)
    named = NUMBERS_THAT_ARE_NAMES[name] if codes == "categories" else ()
    return Dataset(name, pd.DataFrame({c: _typed(frame[c], c in named) for c in frame}), target)


def _typed(column: pd.Series, is_name: bool) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) and not is_name:
        return column.astype(np.float64)
    return column.astype("category").cat.rename_categories(lambda level: f"{level:g}" if is_name else str(level))
