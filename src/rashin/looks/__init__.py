"""How documents and pages look: one set of tokens and blocks for the report, the workspace and the portal."""

from __future__ import annotations

from importlib.resources import files

from rashin.charts import style_sheet


def blocks() -> str:
    """The style sheet of everything that a document is made of, charts included; a page adds its own frame.

    The template `blocks.html.j2` of this package draws the same blocks.
    """
    return style_sheet() + _file("blocks.css")


def frame() -> str:
    """The style sheet of the frame of pages: masthead, navigation, forms, lists, buttons."""
    return _file("frame.css")


def icon() -> str:
    """Rashin's icon, as SVG."""
    return _file("icon.svg")


def _file(name: str) -> str:
    return files("rashin.looks").joinpath(name).read_text("utf-8")
