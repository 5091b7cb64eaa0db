"""Which kind a column is, judged by its cells and, where they leave doubt, by its name."""

from __future__ import annotations

import re
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from rashin.engines.tabular.reading.distinct import Distinct
from rashin.engines.tabular.reading.scales import are_yes_and_no, order_of
from rashin.engines.tabular.table import Kind, RawNumbers
from rashin.notation import dates

_MOSTLY = 0.9
"""Share of cells that must be numbers (or dates) for the rest to count as slips."""
_CODE_SHARE = 0.05
"""Share of cells with leading zeros from which digits are a code, not an amount."""
_NEAR_UNIQUE = 0.95
_LEAST_FOR_UNIQUE = 20
"""With fewer rows all categories may differ by chance."""
_LEAST_FOR_RUN = 30
_MOST_CATEGORIES = 1000
_MOST_ORDERED = 30
_FREE_TEXT_LENGTH = 40

_CODE_NAME = re.compile(r"(?:^|[_\s.-])(?:id|no|num|number|code|key|uuid)\.?$|番号|コード|識別|no\.?$", re.IGNORECASE)
_CAMEL_ID = re.compile(r"[a-z](?:ID|Id|No)$")
_PERSON_NAME = re.compile(
    r"氏名|名前|姓名|会社名|法人名|企業名|屋号|商号|代表者|電話|メール|住所|mail|phone|address|(?:^|[_\s-])name$",
    re.IGNORECASE,
)
_DATE_NAME = re.compile(r"日$|日付|年月日|生年月|date|(?:^|_)day$|ymd", re.IGNORECASE)
_CODE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9_/.#:-]{0,39}")
_LEADING_ZERO = re.compile(r"0[0-9]+")
_SOME_LEADING_ZERO = re.compile(r"(?:^|\n)0[0-9]")
_COMPACT_RANGE = (18_000_101, 22_001_231)


def kind_of(cells: Distinct) -> Kind:
    """The kind of a column of text cells."""
    numbers = cells.numbers
    readable = int(cells.counts[~np.isnan(numbers.values)].sum())
    failed = int(cells.counts[numbers.unreadable].sum())
    if readable and readable >= _MOSTLY * (readable + failed):
        return _kind_of_text(cells) if _is_digit_code(cells, readable) else _kind_of_numbers(cells, readable)
    known = np.flatnonzero(~cells.missing)
    if not len(known):
        return Kind.CATEGORY
    keys = {cells.keys[place] for place in known}
    if are_yes_and_no(keys):
        return Kind.BOOLEAN
    if _are_dates(cells, known):
        return Kind.DATE
    return Kind.ORDERED if len(keys) <= _MOST_ORDERED and order_of(keys) else _kind_of_text(cells)


def kind_of_numbers(name: str, raw: RawNumbers) -> Kind:
    """The kind of a column that came as numbers."""
    known = raw.values[~np.isnan(raw.values)]
    if _are_compact_dates(name, np.unique(known)):
        return Kind.DATE
    return Kind.IDENTIFIER if _are_numbered(name, known) else Kind.NUMBER


def _kind_of_numbers(cells: Distinct, readable: int) -> Kind:
    values = cells.numbers.values[~np.isnan(cells.numbers.values)]
    if not cells.numbers.repaired and _are_compact_dates(cells.name, values):
        return Kind.DATE
    if len(values) == readable and _are_numbered(cells.name, values):
        return Kind.IDENTIFIER
    near = readable >= _LEAST_FOR_UNIQUE and len(values) >= _NEAR_UNIQUE * readable
    return Kind.IDENTIFIER if near and _is_code_name(cells.name) and _are_whole(values) else Kind.NUMBER


def _kind_of_text(cells: Distinct) -> Kind:
    known = np.flatnonzero(~cells.missing)
    rows = int(cells.counts[known].sum())
    texts = [cells.levels[place] for place in known]
    distinct = len({cells.keys[place] for place in known})
    length = sum(len(text) * int(count) for text, count in zip(texts, cells.counts[known], strict=True)) / rows
    if rows < _LEAST_FOR_UNIQUE:
        return Kind.TEXT if length > _FREE_TEXT_LENGTH else Kind.CATEGORY
    if distinct <= rows / 2 and distinct <= _MOST_CATEGORIES and length <= _FREE_TEXT_LENGTH:
        return Kind.CATEGORY
    coded = sum(1 for text in texts if _CODE.fullmatch(text)) >= _MOSTLY * len(texts)
    return Kind.IDENTIFIER if coded or _PERSON_NAME.search(normalize("NFKC", cells.name)) else Kind.TEXT


def _is_digit_code(cells: Distinct, readable: int) -> bool:
    if not _SOME_LEADING_ZERO.search("\n".join(cells.levels)):
        return False
    zeros = np.fromiter((_LEADING_ZERO.fullmatch(text) is not None for text in cells.levels), bool, len(cells.levels))
    return int(cells.counts[zeros].sum()) >= _CODE_SHARE * readable


def _are_dates(cells: Distinct, known: NDArray[np.intp]) -> bool:
    sample = known[:50]
    if sum(dates.parsed(cells.levels[place]) is not None for place in sample) * 2 < len(sample):
        return False
    rows = sum(int(cells.counts[place]) for place in known if cells.days[place] is not None)
    return rows >= _MOSTLY * int(cells.counts[known].sum())


def _are_compact_dates(name: str, distinct: NDArray[np.float64]) -> bool:
    low, high = _COMPACT_RANGE
    if not len(distinct) or distinct.min() < low or distinct.max() > high or not _are_whole(distinct):
        return False
    named = _DATE_NAME.search(normalize("NFKC", name)) is not None
    return (named or len(distinct) >= 3) and all(dates.parsed(str(int(value))) for value in distinct)


def _are_numbered(name: str, values: NDArray[np.float64]) -> bool:
    """Whether all numbers differ and either run without a gap or stand under a name for identifiers."""
    if len(values) < _LEAST_FOR_UNIQUE or not _are_whole(values):
        return False
    distinct = len(np.unique(values))
    runs = distinct == len(values) >= _LEAST_FOR_RUN and values.max() - values.min() + 1 == len(values)
    return bool(runs) or (distinct >= _NEAR_UNIQUE * len(values) and _is_code_name(name))


def _is_code_name(name: str) -> bool:
    plain = normalize("NFKC", name).strip()
    return _CODE_NAME.search(plain) is not None or _CAMEL_ID.search(plain) is not None


def _are_whole(values: NDArray[np.float64]) -> bool:
    return bool(np.isfinite(values).all()) and bool((values == np.floor(values)).all())
