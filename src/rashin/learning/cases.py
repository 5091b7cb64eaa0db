"""The labelled rows of a checked table, ready to learn from and to be scored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import FeatureRole
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.encoding import encode
from rashin.engines.tabular.reading import LabelledTarget
from rashin.engines.tabular.reasons import Reference, by_feature
from rashin.engines.tabular.scoring import FlatTables
from rashin.engines.tabular.table import Column, Table
from rashin.learning.check import Declared
from rashin.learning.roles import Roles
from rashin.trust.bands import bands

_MOST_GROUPS = 12
"""A protected number with more distinct values than this is looked at in bands."""


@dataclass(frozen=True)
class Cases:
    """Rows that have an outcome."""

    columns: tuple[Column, ...]
    roles: Mapping[str, FeatureRole]
    adverse: NDArray[np.uint8]
    """1 = adverse; (rows,)."""
    groups: NDArray[np.int32] | NDArray[np.float64] | None
    time: NDArray[np.float64] | None
    protected: Mapping[str, Sequence[str | None]]
    """Protected column → the group of each row."""

    @classmethod
    def of(cls, table: Table, target: LabelledTarget, roles: Roles, declared: Declared) -> Cases:
        """The rows of the table that have an outcome."""
        kept = np.flatnonzero(target.rows)
        columns = {column.name: column.taken(kept) for column in table}
        group, time = declared.group, declared.time
        return cls(
            columns=tuple(columns.values()),
            roles=roles.inputs,
            adverse=target.adverse,
            groups=None if group is None else columns[group].values,
            time=None if time is None else np.asarray(columns[time].values, dtype=np.float64),
            protected={name: groups_of(columns[name]) for name in roles.protected},
        )

    def __len__(self) -> int:
        return len(self.adverse)

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that are decided by."""
        return tuple(column for column in self.columns if column.name in self.roles)

    def scores(self, additive: Additive, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Log-odds that a model gives to some rows; (rows,)."""
        return FlatTables.of(additive).scores(encode(additive.features, self._table(rows)).bins)

    def reference(self, additive: Additive, whom: str) -> Reference:
        """The reference that a model's reasons compare with: "all" rows, or the "accepted" ones, that turned out well."""
        rows = np.arange(len(self)) if whom == "all" else np.flatnonzero(self.adverse == 0)
        _, contributions = FlatTables.of(additive).contributions(encode(additive.features, self._table(rows)).bins)
        return Reference.of(by_feature(additive, contributions))

    def matrix(self) -> tuple[NDArray[np.float64], list[int]]:
        """The inputs as numbers (rows, inputs), NaN = missing, and which of them hold codes of categories."""
        coded = [place for place, column in enumerate(self.inputs) if column.kind.is_coded]
        return np.column_stack([np.asarray(column.values, dtype=np.float64) for column in self.inputs]), coded

    def digest(self) -> str:
        """SHA-256 of the rows as understood: names, kinds, values and outcomes."""
        whole = hashlib.sha256()
        for column in self.columns:
            whole.update("\0".join((column.name, column.kind.value, *column.levels)).encode())
            whole.update(np.ascontiguousarray(column.values).tobytes())
        whole.update(self.adverse.tobytes())
        return whole.hexdigest()

    def _table(self, rows: NDArray[np.intp]) -> Table:
        return Table({column.name: column.taken(rows) for column in self.inputs}, len(rows))


def groups_of(column: Column) -> list[str | None]:
    """The group of each row: the category as it stands, or a band of numbers."""
    if column.kind.is_coded:
        return [column.levels[code] if code >= 0 else None for code in column.values.astype(int)]
    values = np.asarray(column.values, dtype=np.float64)
    if len(np.unique(values[~np.isnan(values)])) > _MOST_GROUPS:
        return bands(values)
    return [None if np.isnan(value) else f"{value:g}" for value in values]
