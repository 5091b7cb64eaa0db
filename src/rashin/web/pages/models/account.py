"""The sections of a model's account as pages show them: those of its report, without what only a shell can do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rashin.errors import NotFound
from rashin.language import Text
from rashin.report import document
from rashin.report.document import Block, Command, Prose, Section
from rashin.report.evidence import Reportable

_INSTEAD = {
    "price": Text(
        "比べる相手の方式が、この環境に入っていません。運営者が追加の部品（rashin[challengers]）を入れてから学習し直すと、"
        "同じ分け方で比べた結果が、ここに載ります。",
        "The methods to compare with are not installed here. Once the operator adds the extra part (rashin[challengers]) "
        "and you learn again, the comparison on the same cases will stand here.",
    ),
    "fairness": Text(
        "測るには、表の「列の扱いを直す」で、性別や年齢などの列を「守る属性」にして、学習し直してください。"
        "その列は判断には使わず、違いを測るためだけに使います。",
        "To measure them, set columns such as sex or age to “protected” under “Correct the columns”, then learn again. "
        "They are not used to decide, only to measure.",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some sections, which make a page of their own."""

    key: str
    label: Text
    sections: tuple[str, ...]


COSTS = "costs"
PARTS = (
    Part("good", Text("当たり方", "How good it is"), ("summary", "performance", "price")),
    Part(COSTS, Text("費用を試す", "Try costs"), ()),
    Part("people", Text("だれに不利か", "On whom it is worse"), ("fairness", "person")),
    Part("drivers", Text("何が動かすか", "What drives it"), ("drivers", "pairs")),
    Part("data", Text("もとの表", "The table behind it"), ("data", "verify")),
)
"""The report's sections, but for that of the costs, whose place is taken by costs that can be tried out."""


def part_of(key: str) -> Part:
    """The part of this name.

    Raises:
        NotFound: there is none.
    """
    for part in PARTS:
        if part.key == key:
            return part
    raise NotFound(what=key)


def sections(model: Reportable, part: Part) -> tuple[Section, ...]:
    """The sections of a part, in its order."""
    found = {section.key: section for section in document(model).sections}
    return tuple(_on_pages(found[key]) for key in part.sections)


def _on_pages(section: Section) -> Section:
    if not any(isinstance(block, Command) for block in section.blocks):
        return section
    kept: tuple[Block, ...] = (Prose(_INSTEAD[section.key]),)
    return replace(section, blocks=kept)
