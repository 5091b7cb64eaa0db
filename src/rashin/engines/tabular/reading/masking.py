"""Columns of My Numbers and card numbers: masked before anything else looks at them."""

from __future__ import annotations

import re

import numpy as np

from rashin.engines.tabular.reading.columns import Typed
from rashin.engines.tabular.reading.distinct import Distinct, as_text
from rashin.engines.tabular.reading.privacy import MASK, Secret, secret_in
from rashin.engines.tabular.reading.repairs import Tally
from rashin.engines.tabular.table import Column, Kind, Problem, RawNumbers, RawText, Severity
from rashin.language import Text

_SHORTEST = 12
_LONG_RUN = re.compile(r"\d(?:[ -]?\d){11}")
_LEAST_LONG_NUMBER = 10.0**11

_WHAT = {
    Secret.MY_NUMBER: Text(
        "「{column}」の列にマイナンバーとみられる番号が入っています。読まずに伏せました。",
        "The column “{column}” seems to hold My Numbers. They were masked, unread.",
    ),
    Secret.CARD: Text(
        "「{column}」の列にカード番号とみられる番号が入っています。読まずに伏せました。",
        "The column “{column}” seems to hold payment-card numbers. They were masked, unread.",
    ),
}
_MEND = Text(
    "この列を元のファイルからも消してください。判断には要りません。",
    "Remove this column from the original file too. No decision needs it.",
)


def masked(name: str, raw: RawText | RawNumbers) -> Typed | None:
    """The column with every cell masked if it holds My Numbers or card numbers, else None."""
    if not _may_hold_secrets(raw):
        return None
    text = as_text(raw)
    cells = Distinct(name, text)
    secret = secret_in(name, cells.levels, cells.counts)
    if secret is None:
        return None
    blank = np.append(cells.missing, True)[text.codes]
    hidden = RawText(np.where(blank, -1, 0).astype(np.int32), (MASK,))
    tally = Tally(name)
    tally.add("masked", int((~blank).sum()))
    problem = Problem(secret.value, Severity.WARN, _WHAT[secret].filled(column=name), _MEND, name)
    column = Column(name, Kind.IDENTIFIER, hidden.codes, hidden.levels, raw=hidden)
    return Typed(column, tally.repairs(), (problem,))


def _may_hold_secrets(raw: RawText | RawNumbers) -> bool:
    if isinstance(raw, RawNumbers):
        return bool(np.nanmax(np.abs(raw.values), initial=0.0) >= _LEAST_LONG_NUMBER)
    return max(map(len, raw.levels), default=0) >= _SHORTEST and _LONG_RUN.search("\n".join(raw.levels)) is not None
