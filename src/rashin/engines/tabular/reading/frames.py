"""Tables that are already in memory: pandas, Polars and Arrow frames through narwhals, and plain dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rashin.engines.tabular.reading.raw_table import RawTable, headers, raw_column, raw_table
from rashin.engines.tabular.table import RawNumbers, RawText
from rashin.errors import CellNested, SourceUnknown


def read_mapping(columns: Mapping[Any, Any]) -> RawTable:
    """A dictionary of column name → values (list, tuple or one-dimensional array).

    Raises:
        SourceUnknown: a column is not a sequence of values.
    """
    names = headers(list(columns))
    return raw_table(
        {name: raw_column(name, _listed(values)) for name, values in zip(names, columns.values(), strict=True)}, "dict"
    )


def _listed(values: Any) -> list[Any]:
    if isinstance(values, np.ndarray) and values.ndim == 1:
        return list(values.tolist())
    if isinstance(values, Sequence) and not isinstance(values, str):
        return list(values)
    raise SourceUnknown(found=type(values).__name__)


def read_frame(frame: Any) -> RawTable:
    """A frame of any library that narwhals knows; numeric columns stay numbers.

    Raises:
        SourceUnknown: narwhals does not know it, or it is lazy.
        HeadersDuplicate: two of its columns share a name.
    """
    import narwhals as nw
    from narwhals.exceptions import DuplicateError

    _check_names(frame)
    try:
        table = nw.from_native(frame, eager_only=True)
        names = headers(table.columns)
    except (TypeError, DuplicateError):
        raise SourceUnknown(found=type(frame).__name__) from None
    series = (table.get_column(name) for name in table.columns)
    return raw_table(
        {name: _raw(name, column) for name, column in zip(names, series, strict=True)},
        type(frame).__module__.split(".")[0],
    )


def _check_names(frame: Any) -> None:
    """Names are checked before narwhals sees them, for it refuses duplicates in words of its own."""
    import narwhals as nw

    if nw.dependencies.is_pandas_like_dataframe(frame):
        headers(list(frame.columns))
    elif nw.dependencies.is_pyarrow_table(frame):
        headers(frame.column_names)


def _raw(name: str, series: Any) -> RawText | RawNumbers:
    import narwhals as nw

    kind = series.dtype
    if kind.is_numeric():
        return _numbers(name, series)
    if kind.is_nested() or kind == nw.Binary:
        raise CellNested(column=name)
    return raw_column(name, series.to_list())


def _numbers(name: str, series: Any) -> RawText | RawNumbers:
    import narwhals as nw

    if series.dtype.is_integer() and len(series) and abs(int(series.max() or 0)) > 2**53:
        return raw_column(name, series.to_list())
    if not series.null_count():
        return RawNumbers(np.asarray(series.to_numpy(), np.float64))
    known = ~np.asarray(series.is_null().to_numpy(), bool)
    values = np.full(len(series), np.nan)
    values[known] = series.drop_nulls().cast(nw.Float64).to_numpy()
    return RawNumbers(values)
