"""Which rows are learned from and which are held out: stratified, with groups kept whole, or in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.errors import TooFewGroups, TooFewTimes, TooFewToValidate
from rashin.estimates import Bools, Floats, Rows

Split = tuple[Rows, Rows]
"""Row numbers to learn from, row numbers held out; both sorted."""

FEWEST_PER_OUTCOME = 2
"""Cases of each outcome that every training part must hold."""

Labels = NDArray[Any] | Sequence[Any]
"""One label a row; missing is None, NaN, or a negative number in an array of integers (`Column.values`)."""


def folds(
    y: NDArray[Any],
    *,
    folds: int = 5,
    repeats: int = 1,
    groups: Labels | None = None,
    time: NDArray[Any] | None = None,
    seed: int,
) -> list[Split]:
    """The splits of a cross-validation; the same for the same arguments.

    Without `time`, each repeat deals every row into exactly one of the test parts, each outcome as evenly as can be.
    With `time`, the window grows: part k is learned from all rows before it, and rows of one time stay together; there
    is one order only, so `repeats` is not used, there may be fewer than `folds` parts, and rows without a time are
    left out. With `groups`, no group is on both sides of a split.

    Args:
        y: 0/1 or boolean, shape (rows,), 1 = adverse.
        folds: test parts in one repeat, at least 2.
        repeats: how often everything is dealt anew.
        groups: one label a row; a row without a label is a group of its own.
        time: numbers, shape (rows,); NaN = unknown.
        seed: decides the dealing.

    Raises:
        TooFewToValidate: an outcome is too rare for every training part to hold two cases of it.
        TooFewGroups: the groups cannot be dealt so.
        TooFewTimes: the times cannot be cut so.
    """
    adverse = np.asarray(y).astype(bool)
    codes = None if groups is None else group_codes(groups)
    if not _both_outcomes(adverse, np.arange(len(adverse))):
        raise _too_few(adverse, folds)
    if time is not None:
        return _by_time(adverse, np.asarray(time, dtype=np.float64), codes, folds)
    rng = np.random.default_rng(seed)
    splits = [split for _ in range(repeats) for split in _dealt_once(adverse, codes, folds, rng)]
    if all(len(test) and _both_outcomes(adverse, train) for train, test in splits):
        return splits
    if codes is None:
        raise _too_few(adverse, folds)
    raise TooFewGroups(groups=int(codes.max()) + 1, folds=folds)


def group_codes(labels: Labels) -> Rows:
    """Dense codes, shape (rows,), that are equal where the labels are; a row without a label gets one of its own."""
    array = np.asarray(labels)
    missing = _missing(array)
    codes = np.empty(len(array), dtype=np.intp)
    present = array[~missing]
    codes[~missing] = np.unique(present.astype(str) if present.dtype == object else present, return_inverse=True)[1]
    codes[missing] = codes[~missing].max(initial=-1) + 1 + np.arange(int(missing.sum()))
    return codes


def _missing(array: NDArray[Any]) -> Bools:
    if array.dtype.kind == "i":
        return np.asarray(array < 0)
    if array.dtype.kind == "f":
        return np.asarray(np.isnan(array))
    return np.array([label is None or label != label for label in array.tolist()], dtype=bool)  # noqa: PLR0124 (NaN)


def _too_few(adverse: Bools, folds: int) -> TooFewToValidate:
    count = int(adverse.sum())
    return TooFewToValidate(fewest=min(count, len(adverse) - count), needed=max(2 * folds, 10))


def _both_outcomes(adverse: Bools, rows: Rows) -> bool:
    count = int(adverse[rows].sum())
    return min(count, len(rows) - count) >= FEWEST_PER_OUTCOME


def _dealt_once(adverse: Bools, codes: Rows | None, folds: int, rng: np.random.Generator) -> Iterator[Split]:
    part = _stratified(adverse, folds, rng) if codes is None else _grouped(adverse, codes, folds, rng)
    for k in range(folds):
        yield np.flatnonzero(part != k), np.flatnonzero(part == k)


def _stratified(adverse: Bools, folds: int, rng: np.random.Generator) -> Rows:
    """Each outcome's rows in random order, dealt round and round; the second outcome goes on where the first ended."""
    order = np.concatenate([rng.permutation(np.flatnonzero(adverse)), rng.permutation(np.flatnonzero(~adverse))])
    part = np.empty(len(adverse), dtype=np.intp)
    part[order] = np.arange(len(order)) % folds
    return part


def _grouped(adverse: Bools, codes: Rows, folds: int, rng: np.random.Generator) -> Rows:
    """Groups from the largest down, each to the part that has least yet of what the group brings."""
    counts = np.stack([np.bincount(codes, adverse), np.bincount(codes, ~adverse)], axis=1)
    shares: list[list[float]] = (counts / counts.sum(axis=0)).tolist()
    order = rng.permutation(len(shares))
    order = order[np.argsort(-counts.sum(axis=1)[order], kind="stable")]
    held = [[0.0, 0.0] for _ in range(folds)]
    part = np.empty(len(shares), dtype=np.intp)
    for group in order.tolist():
        bad, good = shares[group]
        k = min(range(folds), key=lambda k: held[k][0] * bad + held[k][1] * good)
        held[k][0] += bad
        held[k][1] += good
        part[group] = k
    return part[codes]


def _by_time(adverse: Bools, time: Floats, codes: Rows | None, folds: int) -> list[Split]:
    splits = [
        split
        for train, test in _windows(time, folds)
        if len(test) and _both_outcomes(adverse, (split := _without_shared_groups(train, test, codes))[0])
    ]
    held_out = np.concatenate([test for _, test in splits]) if splits else np.empty(0, dtype=np.intp)
    if not any(0 < adverse[test].sum() < len(test) for _, test in splits) or not _both_outcomes(adverse, held_out):
        raise TooFewTimes(times=len(np.unique(time[~np.isnan(time)])))
    return splits


def _windows(time: Floats, folds: int) -> Iterable[Split]:
    """The known times cut into folds + 1 runs of about equal numbers; each run but the first is tested on."""
    known = np.sort(time[~np.isnan(time)])
    if not len(known):
        return
    starts = np.unique(known[np.arange(1, folds + 1) * len(known) // (folds + 1)])
    ends = np.append(starts[1:], np.inf)
    for start, end in zip(starts, ends, strict=True):
        yield np.flatnonzero(time < start), np.flatnonzero((time >= start) & (time < end))


def _without_shared_groups(train: Rows, test: Rows, codes: Rows | None) -> Split:
    return (train, test) if codes is None else (train[~np.isin(codes[train], codes[test])], test)
