"""One chart of every kind, as a page would make it, and one of every kind at its limits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rashin.charts import (
    YEN,
    Bar,
    Bars,
    Chart,
    CostCurve,
    Day,
    Days,
    Dot,
    Dots,
    Flow,
    Goal,
    Goals,
    HeatMap,
    Hundred,
    Line,
    Node,
    Panel,
    Part,
    Reliability,
    Said,
    Sankey,
    Share,
    Shares,
    SmallMultiples,
    Step,
    Stretch,
    TermCurve,
    Trend,
    Waterfall,
    Year,
    Years,
    Zone,
    Zones,
    counted,
)
from rashin.language import Text, same

TITLE = Text("年商が大きいほど、見込みが下がります", "The larger the sales, the lower the risk")
SAID = Text("左端で+10点、右端で−10点です。", "+10 points at the left, −10 at the right.")
HARM = same("<script>alert(\"x\")</script>\x07 & 'y'")
LONG = same("とても長い名前の列" * 8)


def lines() -> tuple[Line, ...]:
    yen = (600_000_000.0, 390_000_000.0, 365_000_000.0, 480_000_000.0, 717_500_000.0)
    return tuple(Line(n / 4, 300 * n, 1200 - 300 * n, 0, cost) for n, cost in enumerate(yen))


def money(name: Text) -> dict[str, Chart]:
    """Charts of money and results, with links, at their limits too."""
    nodes = (
        Node("m", name, 0, link=name),
        Node("n", same("総務省"), 0),
        Node("p", name, 1, link=name, main=True),
        Node("q", same("B"), 1),
        Node("r", name, 2),
        Node("s", same("そのほか 12者"), 2, rest=True),
    )
    flows = (
        Flow("m", "p", 9.3e9, main=True),
        Flow("m", "q", 4e6),
        Flow("n", "q", 1.2e9),
        Flow("p", "r", 8.1e9),
        Flow("q", "s", 1.1e9),
        Flow("q", "r", 0),
    )
    years = tuple(Year(2014 + n, 8.5e13 + n * 1e12, doubt=3e14 if n == 6 else 0.0, main=n == 6) for n in range(9))
    goals = (
        Goal(name, same("%"), 61, 90, 84.2, 80.1, 87.5, note=name, link=name),
        Goal(name, name, 32, 20, 17.5, falling=True),
        Goal(same("C"), same("件"), None, 300, None),
        Goal(same("D"), same("件"), None, 0, 5, falling=True),
        Goal(same("E"), same("件"), 3, None, 2.5),
        Goal(same("F"), same("件"), 10, 20, 9_000),
        Goal(same("G"), same(""), None, None, None),
    )
    panels = (
        Panel(name, years, link=name),
        Panel(same("B"), years[:3]),
        Panel(name, (Year(2015, None),)),
        Panel(name, ()),
    )
    columns = (name, Text("事業", "Project"), name)
    ranked = (Bar(name, 2.25e10, link=name), Bar(same("B"), 1.8e7), Bar(same("C"), 0.0))
    met = Share.counted(name, 431, 1200, key=True), Share.counted(same("B"), 349, 1200)
    return {
        "sankey": Sankey(TITLE, SAID, columns, nodes, flows),
        "sankey of nothing": Sankey(TITLE, SAID, columns, nodes, flows[-1:]),
        "years": Years(TITLE, SAID, name, years, name),
        "years of nothing": Years(
            TITLE, SAID, name, (Year(2020, 0), Year(2021, None)), unit=counted(Text("件", "cases"))
        ),
        "small multiples": SmallMultiples(TITLE, SAID, name, name, panels),
        "goals": Goals(TITLE, SAID, name, goals),
        "one goal": Goals(TITLE, SAID, name, goals[:1]),
        "ranked": Bars(TITLE, SAID, name, name, ranked, unit=YEN),
        "parts": Shares(TITLE, SAID, (*met, Share.counted(name, 420, 1200, nothing=True)), name=name),
        "parts of nothing": Shares(TITLE, SAID, (Share.counted(name, 0, 0, key=True),)),
    }


def charts(name: Text = SAID) -> dict[str, Chart]:
    """Every kind; `name` stands wherever a name out of somebody's data may stand."""
    steps = tuple(Step(n * 10.0, n * 10.0 + 10, 10 - 4.0 * n, 8 - 4.0 * n, 12 - 4.0 * n, 50 + n) for n in range(6))
    blank = Step(0, 0, 3.0, 1.0, 5.0, 12)
    rows = (
        Dot(name, 0.6, 0.5, 0.7, 120),
        Dot(same("B"), 0.4, 0.1, 0.9, 9, small=True),
        Dot(same("C"), None, None, None, 0),
    )
    points = tuple(Said(n / 10, n / 10, n / 10 - 0.05, n / 10 + 0.05, 100) for n in range(1, 6))
    labels = (name, same("1,230万〜\u200b2,007万"), same("C"))
    grid = ((9.4, -2.0, 0.0), (-12.0, 3.0, 0.4), (1.0, -1.0, 0.0))
    ends = Text("全件「見送り」", "all refused"), Text("全件「融資」", "all accepted")
    first = date(2026, 10, 1)
    days = tuple(Day(first + timedelta(n), n % 7 * 100, n % 7 * 10) for n in range(45))
    weeks = tuple(
        Stretch(first + timedelta(7 * n), first + timedelta(7 * n + 6), 0.1, 0.05, 0.2 + 0.1 * n, 50 * n, small=n == 1)
        for n in range(6)
    )
    return money(name) | {
        "curve": TermCurve(TITLE, SAID, name, Text("円", "yen"), steps, (-20, 20), blank),
        "dots": Dots(TITLE, SAID, name, name, rows, reference=(0.5, Text("目標 50%", "aim 50%"))),
        "bars": Bars(TITLE, SAID, name, name, (Bar(name, 18.1, 16.0, 20.0), Bar(same("B"), 9.05, other=True))),
        "hundred": Hundred(TITLE, SAID, name, Text("そのほか", "the others"), 0.62, 0.56, 0.68, 300),
        "heat map": HeatMap(TITLE, SAID, name, name, labels, labels, grid),
        "reliability": Reliability(TITLE, SAID, name, name, points),
        "cost": CostCurve(TITLE, SAID, name, lines(), lines()[2], name, name, ends),
        "waterfall": Waterfall(
            TITLE, SAID, name, name, 0.17, 0.41, (Part(name, name, 32), Part(same("B"), same("x"), -8)), (14, name)
        ),
        "days": Days(TITLE, SAID, name, name, days),
        "one day": Days(TITLE, SAID, name, name, days[:1]),
        "trend": Trend(TITLE, SAID, name, name, weeks, (0.12, name)),
        "shares": Shares(
            TITLE,
            SAID,
            (
                Share(name, 0.6, 0.55, 0.65, 180, key=True),
                Share(same("B"), 0.38, 0.33, 0.43, 114, person=True),
                Share(name, 0.02, 0.01, 0.04, 6),
            ),
        ),
        "zones": Zones(
            TITLE, SAID, name, (Zone(name, 0, 0.06), Zone(same("B"), 0.06, 0.3, person=True), Zone(name, 0.3, 1))
        ),
    }


@pytest.fixture(params=list(charts()))
def chart(request: pytest.FixtureRequest) -> Chart:
    return charts()[request.param]


@pytest.fixture(params=list(charts()))
def hostile(request: pytest.FixtureRequest) -> Chart:
    return charts(HARM)[request.param]


@pytest.fixture(
    params=[(kind, name) for kind in charts() for name in (SAID, LONG)], ids=lambda p: f"{p[0]}-{len(p[1].ja)}"
)
def wordy(request: pytest.FixtureRequest) -> Chart:
    kind, name = request.param
    return charts(name)[kind]
