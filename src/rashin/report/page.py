"""From a model to one self-contained page: the document, both editions of it, and the file."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.files import write_atomically
from rashin.language import LANGUAGES, Text
from rashin.looks import blocks
from rashin.report.document import Report
from rashin.report.evidence import Reportable
from rashin.report.sections import all_sections
from rashin.report.words import file_name

if TYPE_CHECKING:
    from jinja2 import Environment

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Signs that HTML does not allow and that names in a table may hold all the same."""


def document(model: Reportable) -> Report:
    """What the report says, without looks."""
    card = model.card
    title = Text("{service}：モデルの報告書", "Model report: {service}").filled(service=card.service_label)
    subtitle = Text("{day} 作成 ・ 「{data}」から学習", "Made on {day}, learned from “{data}”")
    return Report(title, subtitle.filled(day=card.created, data=file_name(card)), all_sections(model))


def render(model: Reportable, path: str | Path | None = None) -> str:
    """The report as one HTML page in both languages; also written to `path` when given.

    The page needs nothing beside itself: no script, no font, no picture from elsewhere.

    Raises:
        OSError: the page cannot be written there.
    """
    style = blocks() + _template("report.css")
    template = _environment().get_template("report.html.j2")
    page = _UNPRINTABLE.sub("", template.render(report=document(model), languages=LANGUAGES, style=style))
    if path is not None:
        write_atomically(path, page)
    return page


def write(model: Reportable, path: str | Path) -> None:
    """Write the report: the whole of it, or nothing where writing fails.

    Raises:
        OSError: the page cannot be written there.
    """
    render(model, path)


def _template(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")


def _environment() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loader = ChoiceLoader([PackageLoader("rashin.report"), PackageLoader("rashin.looks", "")])
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.globals["say"] = Text
    return environment
