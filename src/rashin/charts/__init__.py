"""Charts as inline SVG, one message each, with the table behind it. No script, no library, legible in print and gray."""

from importlib.resources import files

from rashin.charts.bars import Bar, Bars
from rashin.charts.contract import Chart, DataTable, Head
from rashin.charts.cost import CostCurve, Line
from rashin.charts.curve import Step, TermCurve
from rashin.charts.days import Day, Days
from rashin.charts.dots import Dot, Dots
from rashin.charts.heat import HeatMap
from rashin.charts.hundred import Hundred
from rashin.charts.reliability import Reliability, Said
from rashin.charts.shares import Share, Shares
from rashin.charts.svg import NARROW, WIDE, Svg
from rashin.charts.trend import Stretch, Trend
from rashin.charts.waterfall import Part, Waterfall
from rashin.charts.zones import Zone, Zones

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "Bars",
    "Chart",
    "CostCurve",
    "DataTable",
    "Day",
    "Days",
    "Dot",
    "Dots",
    "Head",
    "HeatMap",
    "Hundred",
    "Line",
    "Part",
    "Reliability",
    "Said",
    "Share",
    "Shares",
    "Step",
    "Stretch",
    "Svg",
    "TermCurve",
    "Trend",
    "Waterfall",
    "Zone",
    "Zones",
    "style_sheet",
]


def style_sheet() -> str:
    """The looks of all charts; a page that shows charts includes it once."""
    return files(__name__).joinpath("charts.css").read_text("utf-8")
