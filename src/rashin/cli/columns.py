"""How columns and repairs of a table are told: kind, values, blanks, and what becomes of each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rashin.language import Language, Text, listed, same

if TYPE_CHECKING:
    from rashin.engines.tabular.table import Repair
    from rashin.learning.check import Checked
    from rashin.learning.roles import Roles

HEADS = (
    Text("列", "Column"),
    Text("種類", "Kind"),
    Text("値", "Values"),
    Text("値なし", "Blank"),
    Text("使い方", "Use"),
)
BLANKS = 3
"""The column of counts, which stands at the right."""

_OUTCOME = Text("結果", "outcome")
_INPUT = Text("材料", "input")
_PROTECTED = Text("公平さの確認", "fairness only")
_BOTH = Text("材料と公平さ", "input, fairness")
_NOT = Text("使わない", "not used")
_REPAIR = Text("{what}{cells}か所（{columns}）。{example}", "{what} {cells} cells ({columns}).{example}")
_EXAMPLE = Text(" 例: {before} → {after}", " Example: {before} → {after}")
_NOTHING = Text("値なし", "no value")


def lines_of(checked: Checked, language: Language) -> list[list[str]]:
    """A line for each column: name, kind, values, blanks, use."""
    from rashin.report.columns import KINDS, values_of

    return [
        [
            column.name,
            KINDS[column.kind][language],
            values_of(column)[language],
            f"{int(column.missing.sum()):,}",
            use_of(column.name, checked)[language],
        ]
        for column in checked.table
    ]


def use_of(name: str, checked: Checked) -> Text:
    """What becomes of a column; blank while the outcome is not known."""
    roles = checked.roles
    if roles is None:
        return same("")
    if name in roles.inputs:
        return _BOTH if name in roles.protected else _INPUT
    if name in roles.protected:
        return _PROTECTED
    return _NOT if name in roles.left_out else _OUTCOME


def left_out(roles: Roles) -> Iterator[tuple[Text, list[str]]]:
    """Why columns are not decided by, each reason with all its columns."""
    by_reason: dict[Text, list[str]] = {}
    for name, why in roles.left_out.items():
        by_reason.setdefault(why, []).append(name)
    yield from by_reason.items()


def repairs(done: Sequence[Repair]) -> Iterator[Text]:
    """What was repaired, each sort with its cells, its columns and an example, the commonest first."""
    sorts: dict[Text, list[Repair]] = {}
    for one in done:
        sorts.setdefault(one.what, []).append(one)
    for what, ones in sorted(sorts.items(), key=lambda sort: -sum(one.cells for one in sort[1])):
        example = next((pair for one in ones for pair in one.examples), None)
        yield _REPAIR.filled(
            what=what,
            columns=listed([one.column for one in ones]),
            cells=f"{sum(one.cells for one in ones):,}",
            example=_EXAMPLE.filled(before=example[0], after=example[1] or _NOTHING) if example else same(""),
        )
