"""Where the money went: flows between the blocks of two to four columns, each as wide as its amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from rashin.charts.contract import DataTable, Head
from rashin.charts.numbers import YEN, Unit
from rashin.charts.sankey_layout import Block, Link, arranged, stood
from rashin.charts.svg import FULL, TEXT, Canvas, Svg, on_two_lines, text_width, wrapped
from rashin.language import Language, Text, same

NOTHING = Text("金額のある流れはありません", "There is no flow with an amount")
_ROOMY, _HEAD, _GAP, _PAD = 560, 28, 10, 8
"""From where on all columns stand side by side; a panel's head; between blocks; beside words, px."""
_NEAR, _FAR, _PART = 64, 360, 0.085
"""Between columns, px; and as a part of the width."""
_WORDS, _NARROWEST, _WIDEST = 18, 88, 288
"""Height of a line of words, and how wide a block is, px."""
_PER_BLOCK, _LOWEST, _HIGHEST = 56, 96, 320
"""Height of all the money: so much for each block of the fullest column, px."""


@dataclass(frozen=True, slots=True)
class Node:
    """One block: somebody or something that money comes from or goes to."""

    key: str
    label: Text
    column: int
    link: Text | None = None
    """Its page's address in each language."""
    main: bool = False
    """The message is about it."""
    rest: bool = False
    """Many small ones put together: gray, below all others."""


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount from a node to one of the next column, by their keys."""

    source: str
    target: str
    amount: float
    main: bool = False
    """The message is about it: drawn dark."""


@dataclass(frozen=True, slots=True)
class Sankey:
    """Flows over columns. Where less flows out of a node than into it, the rest of its bar stays bare."""

    title: Text
    description: Text
    columns: tuple[Text, ...]
    """What the nodes of each column are; at least two."""
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    """Amounts are nought or more; what is nought is only in the table."""
    unit: Unit = YEN

    def __post_init__(self) -> None:
        """A flow that passes over a column would be lost where two columns are drawn at a time.

        Raises:
            ValueError: a flow does not go to the next column.
        """
        column = {node.key: node.column for node in self.nodes}
        stray = next((flow for flow in self.flows if column[flow.target] != column[flow.source] + 1), None)
        if stray:
            raise ValueError(f"a flow goes from a column to the next one: {stray.source} → {stray.target}")

    def draw(self, language: Language, width: int = FULL) -> Svg:
        """The drawing: all columns where there is room, else two at a time, one pair below the other."""
        canvas, drawn = Canvas(width), self._drawn()
        if not drawn:
            canvas.text("tick", 0, TEXT, NOTHING[language])
            return canvas.svg(2 * TEXT, self.title[language], self.description[language])
        numbers = range(len(self.columns))
        panels = [tuple(numbers)] if width >= _ROOMY else list(pairwise(numbers))
        amounts = _amounts(drawn)
        scale = self._scale(amounts)
        top = 0.0
        for panel in panels:
            part = _Panel(self, panel, drawn, amounts, scale, language, width)
            top += part.draw(canvas, top) + (2 * _HEAD if panel is not panels[-1] else 0)
        return canvas.svg(top + 4, self.title[language], self.description[language])

    def table(self) -> DataTable:
        """Every flow, then every node with its amount."""
        heads = (
            Head(Text("どこから", "From"), number=False),
            Head(Text("どこへ", "To"), number=False),
            Head(Text(f"金額（{self.unit.name.ja}）", f"Amount ({self.unit.name.en})")),
        )
        names = {node.key: node.label for node in self.nodes}
        flows = [
            (names[flow.source], names[flow.target], same(self.unit.full(flow.amount)))
            for flow in sorted(self.flows, key=lambda flow: -flow.amount)
        ]
        amounts = _amounts(self.flows)
        totals = [
            (node.label, Text("（計）", "(total)"), same(self.unit.full(amounts.get(node.key, 0))))
            for node in self.nodes
        ]
        return DataTable(self.title, heads, (*flows, *totals))

    def _drawn(self) -> list[Flow]:
        return [flow for flow in self.flows if flow.amount > 0]

    def _scale(self, amounts: dict[str, float]) -> float:
        """How many px one unit takes, the same for all panels."""
        count, total = [0] * len(self.columns), [0.0] * len(self.columns)
        for node in self.nodes:
            if node.key in amounts:
                count[node.column] += 1
                total[node.column] += amounts[node.key]
        return min(max(_PER_BLOCK * max(count), _LOWEST), _HIGHEST) / max(total)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a block: in its bar where they fit, else below it."""

    lines: tuple[str, ...]
    inside: bool

    @property
    def height(self) -> float:
        return _WORDS * len(self.lines) + _PAD


class _Panel:
    """Some columns next to each other, laid out and drawn."""

    def __init__(
        self,
        chart: Sankey,
        columns: Sequence[int],
        flows: Sequence[Flow],
        amounts: dict[str, float],
        scale: float,
        language: Language,
        width: int,
    ) -> None:
        self._chart, self._columns, self._language, self._scale = chart, columns, language, scale
        self._nodes = [node for node in chart.nodes if node.column in columns and node.key in amounts]
        self._amounts = [amounts[node.key] for node in self._nodes]
        place = {node.key: number for number, node in enumerate(self._nodes)}
        self._flows = [flow for flow in flows if flow.source in place and flow.target in place]
        self._links = [Link(place[flow.source], place[flow.target], flow.amount) for flow in self._flows]
        self._lefts, self._widths = self._across(width)
        self._said = [self._words(node, amount) for node, amount in zip(self._nodes, self._amounts, strict=True)]
        self._blocks = [self._block(number) for number in range(len(self._nodes))]
        self._order = arranged(self._blocks, self._links)
        self._tops, self._height = stood(self._order, self._blocks, self._links, _GAP)

    def draw(self, canvas: Canvas, top: float) -> float:
        """Put it on the canvas; how tall it is, px."""
        for at, column in enumerate(self._columns):
            name = self._chart.columns[column][self._language]
            canvas.text("tick", self._lefts[at], top + TEXT, wrapped(name, self._widths[at], 1)[0])
        self._ribbons(canvas, top + _HEAD)
        for number in chain.from_iterable(self._order):
            self._node(canvas, number, top + _HEAD)
        return _HEAD + self._height

    def _across(self, width: int) -> tuple[list[float], list[float]]:
        """Left and width of each column: what the narrow ones leave goes to the wide ones."""
        count = len(self._columns)
        naturals = [self._natural(column) for column in self._columns]
        spare, widths = width - 1 - max(_NEAR, width * _PART) * (count - 1), [0.0] * count
        for left, at in enumerate(sorted(range(count), key=naturals.__getitem__)):
            widths[at] = min(naturals[at], spare / (count - left))
            spare -= widths[at]
        between = min((width - 1 - sum(widths)) / (count - 1), _FAR)
        return [0.5 + sum(widths[:at]) + between * at for at in range(count)], widths

    def _natural(self, column: int) -> float:
        """How wide a column would be, had it the room."""
        both = zip(self._nodes, self._amounts, strict=True)
        return min(max([_NARROWEST, *(self._name_width(n, a) for n, a in both if n.column == column)]), _WIDEST)

    def _name_width(self, node: Node, amount: float) -> float:
        said = self._chart.unit.brief(amount)[self._language]
        return max(text_width(node.label[self._language]), text_width(said)) + 2 * _PAD

    def _words(self, node: Node, amount: float) -> _Words:
        wide = self._widths[self._columns.index(node.column)]
        room = wide - 2 * _PAD
        said, name = self._chart.unit.brief(amount)[self._language], node.label[self._language]
        words = _Words((*on_two_lines(name, room), said), inside=True)
        if words.height <= amount * self._scale:
            return words
        brief = _Words((*wrapped(name, room, 1), said), inside=True)
        if brief.height <= amount * self._scale:
            return brief
        return _Words((*on_two_lines(name, wide), said), inside=False)

    def _block(self, number: int) -> Block:
        node, words, thick = self._nodes[number], self._said[number], self._amounts[number] * self._scale
        tall = thick if words.inside else thick + words.height
        return Block(self._columns.index(node.column), thick, tall, node.rest)

    def _node(self, canvas: Canvas, number: int, top: float) -> None:
        node, block, words = self._nodes[number], self._blocks[number], self._said[number]
        x, wide, y = self._lefts[block.column], self._widths[block.column], top + self._tops[number]
        look = "main" if node.main else "rest" if node.rest else ""
        amount = self._chart.unit.brief(self._amounts[number])[self._language]
        address = node.link[self._language] if node.link else None
        with canvas.named(f"{node.label[self._language]} {amount}", address, (x, y, wide, block.tall)):
            canvas.rect(f"node {look}".rstrip(), x, y, wide, block.thick)
            ink = " turned" if words.inside and node.main else ""
            start = y + (block.thick - words.height) / 2 + _PAD / 2 if words.inside else y + block.thick + _PAD / 2
            for at, line in enumerate(words.lines):
                weight = "strong" if at == len(words.lines) - 1 else "label"
                canvas.text(f"{weight}{ink}", x + (_PAD if words.inside else 0), start + _WORDS * at + TEXT, line)

    def _ribbons(self, canvas: Canvas, top: float) -> None:
        """Light flows first, so that the dark ones lie upon them."""
        starts, ends = self._attached()
        for number in sorted(range(len(self._flows)), key=lambda n: self._flows[n].main):
            flow, link = self._flows[number], self._links[number]
            source, target = self._blocks[link.source].column, self._blocks[link.target].column
            left, right = self._lefts[source] + self._widths[source], self._lefts[target]
            d = _band(left, top + starts[number], right, top + ends[number], flow.amount * self._scale)
            canvas.shape("path", "ribbon main" if flow.main else "ribbon", self._told(number), d=d)

    def _told(self, number: int) -> str:
        link = self._links[number]
        source, target = (self._nodes[at].label[self._language] for at in (link.source, link.target))
        return f"{source} → {target} {self._chart.unit.brief(self._flows[number].amount)[self._language]}"

    def _attached(self) -> tuple[list[float], list[float]]:
        """Where each flow leaves its source and reaches its target, px from the panel's top: none crosses at a bar."""
        starts, ends = [0.0] * len(self._links), [0.0] * len(self._links)
        left, reached = list(self._tops), list(self._tops)
        numbers = range(len(self._links))
        for number in sorted(numbers, key=lambda n: self._tops[self._links[n].target]):
            starts[number] = left[self._links[number].source]
            left[self._links[number].source] += self._links[number].weight * self._scale
        for number in sorted(numbers, key=lambda n: self._tops[self._links[n].source]):
            ends[number] = reached[self._links[number].target]
            reached[self._links[number].target] += self._links[number].weight * self._scale
        return starts, ends


def _amounts(flows: Sequence[Flow]) -> dict[str, float]:
    """What each node stands for: what flows into it or out of it, whichever is more."""
    into: dict[str, float] = {}
    out: dict[str, float] = {}
    for flow in flows:
        out[flow.source] = out.get(flow.source, 0.0) + flow.amount
        into[flow.target] = into.get(flow.target, 0.0) + flow.amount
    return {key: max(into.get(key, 0.0), out.get(key, 0.0)) for key in into | out}


def _band(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    """A path from (x1, y1) to (x2, y2), equally thick all along."""
    middle = (x1 + x2) / 2
    there = f"M{x1:.1f} {y1:.2f}C{middle:.1f} {y1:.2f} {middle:.1f} {y2:.2f} {x2:.1f} {y2:.2f}"
    back = f"C{middle:.1f} {y2 + thick:.2f} {middle:.1f} {y1 + thick:.2f} {x1:.1f} {y1 + thick:.2f}"
    return f"{there}V{y2 + thick:.2f}{back}Z"
