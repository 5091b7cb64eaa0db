"""The form of the columns: what it asks of each, a page at a time, and what its answers correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from rashin.errors import FieldsWrong
from rashin.language import Text
from rashin.web.asking import Fields
from rashin.workspace.datasets import ColumnUse, Corrections, Findings
from rashin.workspace.listing import PER_PAGE, Listing

Row = TypeVar("Row")
Word = TypeVar("Word", bound=str)

USES = {
    ColumnUse.PROTECTED: Text("守る属性にする", "protected"),
    ColumnUse.ALLOWED: Text("守る属性だが判断にも使う", "protected, yet used"),
    ColumnUse.DROPPED: Text("使わない", "not used"),
}
MONOTONE = {
    "raises": Text("大きいほど上がる", "raises the risk"),
    "lowers": Text("大きいほど下がる", "lowers the risk"),
    "free": Text("決めない", "none"),
}
CHANGE = {
    "either": Text("増減どちらも", "either way"),
    "up": Text("増やすだけ", "up only"),
    "down": Text("減らすだけ", "down only"),
    "never": Text("変えられない", "never"),
}
FATES = {
    "target": Text("結果", "outcome"),
    "input": Text("判断に使う", "used to decide"),
    "fairness": Text("違いを見るだけ", "groups compared"),
    "input-and-fairness": Text("判断に使い、違いも見る", "used, and compared"),
    "left-out": Text("使わない", "not used"),
    "unknown": Text("—", "—"),
}


def paged(rows: Sequence[Row], number: int) -> Listing[Row]:
    """One page of a list that is here already."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(number, 1), pages)
    return Listing(list(rows[(number - 1) * PER_PAGE : number * PER_PAGE]), len(rows), number)


def names_of(found: Findings) -> list[str]:
    """Every column of the file as it was brought, but for the outcome."""
    return [*(column.name for column in found.columns if column.name != found.taken), *found.dropped]


def corrected(fields: Fields, before: Corrections, found: Findings) -> Corrections:
    """What the form says; columns on other pages of it stay as they were.

    Raises:
        FieldsWrong: it names a column or a choice that the form does not offer.
    """
    known = {*names_of(found), found.taken or "", ""}
    target, group, time = (_one_of(fields, name, known) or None for name in ("target", "group", "time"))
    shown = {place: _one_of(fields, f"name-{place}", known) for place in range(PER_PAGE) if f"name-{place}" in fields}
    uses = {name: ColumnUse(word) for name, word in _chosen(fields, "use", shown, USES).items()}
    others = set(known) - set(shown.values())
    return replace(
        before,
        target=target,
        # The values offered were those of the outcome column as it was.
        bad=fields.get("bad") or None if target == found.taken else None,
        group=group,
        time=time,
        uses={name: use for name, use in before.uses.items() if name in others} | uses,
        monotone=_kept(before.monotone, others) | _chosen(fields, "monotone", shown, MONOTONE),
        change=_kept(before.change, others) | _chosen(fields, "change", shown, CHANGE),
    )


def _kept(before: Mapping[str, str], others: set[str]) -> dict[str, str]:
    return {name: word for name, word in before.items() if name in others}


def _chosen(fields: Fields, kind: str, shown: Mapping[int, str], offered: Mapping[Word, Text]) -> dict[str, str]:
    """Column → the word chosen for it, where one was."""
    found = {name: _one_of(fields, f"{kind}-{place}", {*offered, ""}) for place, name in shown.items()}
    return {name: word for name, word in found.items() if word}


def _one_of(fields: Fields, name: str, offered: set[str]) -> str:
    value = fields.get(name, "")
    if value not in offered:
        raise FieldsWrong(fields=name)
    return str(value)
