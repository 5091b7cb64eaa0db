"""Charts as inline SVG, one message each, with the table behind it. No script, no library, legible in print and gray."""

from importlib.resources import files

from rashin.charts.bars import Bar, Bars
from rashin.charts.contract import Chart, DataTable, Head
from rashin.charts.cost import CostCurve, Line
from rashin.charts.curve import Step, TermCurve
from rashin.charts.days import Day, Days
from rashin.charts.dots import Dot, Dots
from rashin.charts.goals import Goal, Goals
from rashin.charts.heat import HeatMap
from rashin.charts.hundred import Hundred
from rashin.charts.numbers import YEN, Unit, counted
from rashin.charts.reliability import Reliability, Said
from rashin.charts.sankey import Flow, Node, Sankey
from rashin.charts.shares import Share, Shares
from rashin.charts.small_multiples import Panel, SmallMultiples
from rashin.charts.svg import FULL, NARROW, WIDE, Svg
from rashin.charts.trend import Stretch, Trend
from rashin.charts.waterfall import Part, Waterfall
from rashin.charts.years import Year, Years
from rashin.charts.zones import Zone, Zones

__all__ = [
    "FULL",
    "NARROW",
    "WIDE",
    "YEN",
    "Bar",
    "Bars",
    "Chart",
    "CostCurve",
    "DataTable",
    "Day",
    "Days",
    "Dot",
    "Dots",
    "Flow",
    "Goal",
    "Goals",
    "Head",
    "HeatMap",
    "Hundred",
    "Line",
    "Node",
    "Panel",
    "Part",
    "Reliability",
    "Said",
    "Sankey",
    "Share",
    "Shares",
    "SmallMultiples",
    "Step",
    "Stretch",
    "Svg",
    "TermCurve",
    "Trend",
    "Unit",
    "Waterfall",
    "Year",
    "Years",
    "Zone",
    "Zones",
    "counted",
    "style_sheet",
]


def style_sheet() -> str:
    """The looks of all charts; a page that shows charts includes it once."""
    return files(__name__).joinpath("charts.css").read_text("utf-8")
