"""What each chart of money and results must get right of its own."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.charts import (
    FULL,
    NARROW,
    WIDE,
    YEN,
    Bar,
    Bars,
    Chart,
    Flow,
    Goal,
    Goals,
    Node,
    Panel,
    Sankey,
    Share,
    Shares,
    SmallMultiples,
    Year,
    Years,
    counted,
)
from rashin.charts.numbers import yen_full
from rashin.charts.sankey_layout import Block, Link, arranged, crossings, stood
from rashin.charts.svg import text_width
from rashin.language import LANGUAGES, Text, same

SVG = "{http://www.w3.org/2000/svg}"
NAME = same("x")
WIDTHS = (FULL, WIDE, NARROW)

names = st.text("国立研究開発法人・エネルギーa bcM%、（）", min_size=1, max_size=40).filter(str.strip).map(same)
yen = st.integers(0, 10**15)


@st.composite
def flowing(draw: st.DrawFn) -> Sankey:
    """Two to four columns, some of it unknown further on."""
    counts = draw(st.lists(st.integers(1, 7), min_size=2, max_size=4))
    nodes = [
        Node(f"{at}.{n}", draw(names), at, link=draw(st.none() | names), main=draw(st.booleans()), rest=n == 6)
        for at, count in enumerate(counts)
        for n in range(count)
    ]
    flows = [
        Flow(f"{at}.{a}", f"{at + 1}.{b}", draw(yen), main=draw(st.booleans()))
        for at, (left, right) in enumerate(pairwise(counts))
        for a in range(left)
        for b in range(right)
        if draw(st.booleans())
    ]
    return Sankey(NAME, NAME, tuple(draw(names) for _ in counts), tuple(nodes), tuple(flows))


goals = st.builds(
    Goal,
    names,
    st.sampled_from([same("件"), same("%"), Text("百万円", "million yen")]),
    baseline=st.none() | st.floats(-100, 1000),
    target=st.none() | st.floats(-100, 1000),
    actual=st.none() | st.floats(-100, 1000),
    falling=st.booleans(),
    note=st.none() | names,
    link=st.none() | names,
)
years = st.lists(st.tuples(st.none() | yen, st.just(0) | yen, st.booleans()), min_size=1, max_size=14).map(
    lambda found: tuple(Year(2010 + n, value, float(doubt), main) for n, (value, doubt, main) in enumerate(found))
)
whole = st.lists(st.tuples(names, st.integers(0, 2000)), min_size=1, max_size=5).map(
    lambda parts: Shares(
        NAME,
        NAME,
        tuple(Share.counted(name, n, sum(m for _, m in parts), nothing=n % 2 == 0) for name, n in parts),
    )
)
money: st.SearchStrategy[Chart] = st.one_of(
    flowing(),
    st.builds(Years, st.just(NAME), st.just(NAME), names, years, st.none() | names),
    st.builds(
        SmallMultiples,
        st.just(NAME),
        st.just(NAME),
        st.just(NAME),
        names,
        st.lists(st.builds(Panel, names, years, st.none() | names), min_size=1, max_size=7).map(tuple),
    ),
    st.builds(Goals, st.just(NAME), st.just(NAME), st.just(NAME), st.lists(goals, min_size=1, max_size=6).map(tuple)),
    st.builds(
        Bars,
        st.just(NAME),
        st.just(NAME),
        st.just(NAME),
        names,
        st.lists(st.builds(Bar, names, yen.map(float), link=st.none() | names), min_size=1, max_size=9).map(tuple),
        unit=st.just(YEN),
    ),
    whole,
)


def elements(chart: Chart, width: int, tag: str, look: str = "") -> list[ET.Element]:
    root = ET.fromstring(str(chart.draw("ja", width)))  # noqa: S314 - our own
    return [one for one in root.iter(SVG + tag) if (one.get("class") or "").startswith(look)]


def number(one: ET.Element, *keys: str) -> list[float]:
    return [float(one.get(key, 0)) for key in keys]


def ribbon(one: ET.Element) -> tuple[tuple[float, float], tuple[float, float], float]:
    """Where a ribbon starts and ends, and how thick it is at either end, px."""
    x1, y1, x2, y2 = (
        float(v) for v in re.findall(r"^M(\S+) ([\d.]+)C\S+ \S+ \S+ \S+ (\S+) ([\d.]+)V", one.get("d", ""))[0]
    )
    low, start = (float(v) for v in re.findall(r"V([\d.]+)C.* ([\d.]+)Z$", one.get("d", ""))[0])
    assert abs((low - y2) - (start - y1)) < 0.03
    return (x1, y1), (x2, y2), low - y2


@given(money, st.sampled_from(LANGUAGES), st.sampled_from(WIDTHS))
def test_no_label_lies_on_another_and_nothing_outside(chart: Chart, language: str, width: int) -> None:
    drawing = chart.draw("ja" if language == "ja" else "en", width)
    root = ET.fromstring(str(drawing))  # noqa: S314 - our own
    boxes = []
    for one in root.iter(SVG + "text"):
        words, (x, y) = one.text or "", number(one, "x", "y")
        wide = text_width(words)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[one.get("text-anchor", "start")]
        assert -0.1 <= left <= drawing.width - wide + 0.1
        assert 10 <= y <= drawing.height
        boxes.append((left, y, wide, words))
    for (a, y, wide, first), (b, v, broad, second) in combinations(boxes, 2):
        assert abs(y - v) >= 14 or a + wide <= b + 0.1 or b + broad <= a + 0.1, (first, second)
    for one in root.iter(SVG + "rect"):
        x, y, wide, tall = number(one, "x", "y", "width", "height")
        assert -0.1 <= x <= x + wide <= drawing.width + 0.1
        assert -0.1 <= y <= y + tall <= drawing.height + 0.1


@given(flowing(), st.sampled_from((FULL, WIDE)))
def test_ribbons_are_as_wide_as_their_amounts_and_fill_their_nodes(chart: Sankey, width: int) -> None:
    bars = [number(one, "x", "y", "width", "height") for one in elements(chart, width, "rect", "node")]
    ribbons = [ribbon(one) for one in elements(chart, width, "path", "ribbon")]
    amounts = sorted(flow.amount for flow in chart.flows if flow.amount)
    assert len(ribbons) == len(amounts)
    for thick, amount in zip(sorted(thick for *_, thick in ribbons), amounts, strict=True):
        largest = max(amounts)
        assert abs(thick - amount / largest * max(t for *_, t in ribbons)) < 0.03
    for x, y, wide, tall in bars:
        into = sorted((v, t) for _, (u, v), t in ribbons if abs(u - x) < 0.2 and y - 0.1 <= v <= y + tall + 0.1)
        out = sorted((v, t) for (u, v), _, t in ribbons if abs(u - x - wide) < 0.2 and y - 0.1 <= v <= y + tall + 0.1)
        for side in (into, out):
            assert all(v + t <= w + 0.15 for (v, t), (w, _) in pairwise(side))
        most = max(sum(t for _, t in into), sum(t for _, t in out))
        assert abs(most - tall) < 0.1 + 0.03 * len(ribbons)


blocks = st.lists(
    st.tuples(st.integers(0, 3), st.floats(0.1, 90), st.floats(0, 60), st.booleans()), min_size=1, max_size=24
).map(lambda found: [Block(at, thick, thick + words, last) for at, thick, words, last in found])


@given(blocks, st.data())
def test_the_order_crosses_no_more_than_the_one_by_size_and_keeps_the_rest_last(
    found: list[Block], data: st.DataObject
) -> None:
    pairs = [(a, b) for a, one in enumerate(found) for b, other in enumerate(found) if other.column == one.column + 1]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=40)) if pairs else []
    links = [Link(a, b, 1.0) for a, b in chosen]
    order = arranged(found, links)
    by_size = [sorted(column, key=lambda n: (found[n].last, -found[n].thick)) for column in order]
    assert sorted(n for column in order for n in column) == list(range(len(found)))
    assert crossings(order, links) <= crossings(by_size, links)
    assert all([found[n].last for n in column] == sorted(found[n].last for n in column) for column in order)
    tops, height = stood(order, found, links, 10)
    for column in order:
        assert all(tops[b] >= tops[a] + found[a].tall + 10 - 1e-6 for a, b in pairwise(column))
        assert all(-1e-6 <= tops[n] <= height - found[n].tall + 1e-6 for n in column)


def test_flows_that_need_not_cross_do_not() -> None:
    found = [Block(at, thick, thick) for at in (0, 1) for thick in (30, 20, 10)]
    links = [Link(0, 5, 1), Link(1, 4, 1), Link(2, 3, 1)]
    found += [Block(2, 5, 5)]
    assert crossings(arranged(found, links), links) == 0


@given(years, st.sampled_from(WIDTHS))
def test_years_are_drawn_from_nought_with_what_is_in_doubt_on_top(found: tuple[Year, ...], width: int) -> None:
    chart = Years(NAME, NAME, NAME, found, Text("疑い", "suspected"))
    (base,) = elements(chart, width, "line", "axis")
    stands = base.get("y1") == base.get("y2")
    keys = ("y", "height") if stands else ("x", "width")
    bars = [number(one, *keys) for one in elements(chart, width, "rect", "bar") if "doubt" not in one.get("class", "")]
    hollow = [number(one, *keys) for one in elements(chart, width, "rect", "bar doubt")][1:]
    assert len(bars) == len(found)
    assert len(hollow) == len([one for one in found if one.doubt])
    assert all(
        abs((at + long if stands else at) - number(base, "y1" if stands else "x1")[0]) < 0.2 for at, long in bars
    )
    longs = [long for _, long in bars] + [long for _, long in hollow]
    amounts = [one.value or 0 for one in found] + [one.doubt for one in found if one.doubt]
    if max(amounts) and max(longs):
        most = max(amounts)
        assert all(abs(long / max(longs) - amount / most) < 0.03 for long, amount in zip(longs, amounts, strict=True))


def test_a_year_without_a_record_says_so_and_nought_is_a_value() -> None:
    chart = Years(NAME, NAME, NAME, (Year(2020, 0), Year(2021, None)))
    said = [one.text for one in elements(chart, WIDE, "text")]
    assert "0円" in said
    assert "値なし" in said
    assert [row[1].en for row in chart.table().rows] == ["¥0", "no value"]


def test_totals_with_and_without_what_is_in_doubt_are_in_the_table() -> None:
    chart = Years(NAME, NAME, NAME, (Year(2020, 116, doubt=324.0),), Text("疑い", "suspected"))
    assert [cell.ja for cell in chart.table().rows[0]] == ["2020", "¥116", "¥324", "¥440"]


@given(st.lists(goals, min_size=1, max_size=8).map(tuple), st.sampled_from(WIDTHS))
def test_what_reached_its_target_stands_at_it_or_to_its_right(found: tuple[Goal, ...], width: int) -> None:
    chart = Goals(NAME, NAME, NAME, found)
    aims = elements(chart, width, "line", "aim")
    assert len(aims) == len([goal for goal in found if goal.target is not None])
    assert len({one.get("x1") for one in aims}) <= 1
    filled = elements(chart, width, "circle", "point") + elements(chart, width, "path", "point")
    short = [one for one in filled if "short" in one.get("class", "")]
    assert len(short) == len([goal for goal in found if goal.met is False])
    assert len(filled) - len(short) == len([goal for goal in found if goal.met])
    for one in elements(chart, width, "circle", "point"):
        (x,), (aim,) = number(one, "cx"), number(aims[0], "x1")
        assert x <= aim + 0.1 if "short" in one.get("class", "") else x >= aim - 0.1
    assert len(elements(chart, width, "circle", "missing")) == len(
        [goal for goal in found if goal.actual is None and goal.target is not None]
    )


def test_a_missing_result_is_an_empty_place_in_words_and_in_the_table() -> None:
    chart = Goals(NAME, NAME, NAME, (Goal(NAME, same("件"), None, 300, None),))
    assert "値なし" in [one.text for one in elements(chart, NARROW, "text")]
    assert chart.table().rows[0][3].en == "no value"


def test_less_is_better_turns_the_way_round() -> None:
    fewer = Goal(NAME, same("分"), 32, 20, 17.5, falling=True)
    assert fewer.met
    assert [fewer.way(value) for value in (32, 20, 14)] == pytest.approx([0, 1, 1.5])


@given(whole, st.sampled_from(WIDTHS))
def test_parts_fill_the_whole_bar(chart: Shares, width: int) -> None:
    parts = [number(one, "x", "width") for one in elements(chart, width, "rect") if one.get("height") == "56"]
    assert abs(sum(wide for _, wide in parts) - (width - 4)) < 1
    assert not any(part.value for part in chart.parts) or all(
        abs(x + wide - next_x) < 0.2 for (x, wide), (next_x, _) in pairwise(parts)
    )


@given(st.lists(years, min_size=2, max_size=6), st.sampled_from(WIDTHS))
def test_small_multiples_stand_on_one_scale(found: list[tuple[Year, ...]], width: int) -> None:
    panels = tuple(Panel(NAME, one) for one in found)
    chart = SmallMultiples(NAME, NAME, NAME, NAME, panels, unit=counted(Text("件", "cases")))
    tall = [number(one, "height")[0] for one in elements(chart, width, "rect", "bar")]
    amounts = [one.value or 0 for panel in panels for one in panel.years]
    most = max(amounts)
    if most:
        assert all(abs(px - 64 * amount / most) <= 1.1 for px, amount in zip(tall, amounts, strict=True))


@given(flowing())
def test_the_table_of_flows_holds_every_flow_and_every_node(chart: Sankey) -> None:
    cells = [row[2].ja for row in chart.table().rows]
    assert len(cells) == len(chart.flows) + len(chart.nodes)
    assert sorted(cells[: len(chart.flows)]) == sorted(yen_full(flow.amount) for flow in chart.flows)


def test_a_flow_that_passes_over_a_column_is_refused() -> None:
    nodes = tuple(Node(str(at), NAME, at) for at in range(3))
    with pytest.raises(ValueError, match="0 → 2"):
        Sankey(NAME, NAME, (NAME,) * 3, nodes, (Flow("0", "2", 1),))


@given(money)
def test_links_are_links_and_all_have_names(chart: Chart) -> None:
    links = elements(chart, WIDE, "a")
    assert all(one.get("href") is not None for one in links)
    assert all((one.findtext(SVG + "title") or "").strip() for one in links)
    if isinstance(chart, Goals):
        assert len(links) == len([goal for goal in chart.goals if goal.link])


def test_a_link_leads_to_the_page_of_its_language() -> None:
    chart = Bars(NAME, NAME, NAME, NAME, (Bar(NAME, 1, link=Text("a/?x=1&y", "en/a/")),))
    assert 'href="a/?x=1&amp;y"' in str(chart.draw("ja", WIDE))
    assert 'href="en/a/"' in str(chart.draw("en", WIDE))
