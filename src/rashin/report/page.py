"""From a model to one self-contained page: the document, both editions of it, and the file."""

from __future__ import annotations

import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.charts import style_sheet
from rashin.language import LANGUAGES, Text
from rashin.report.document import Report
from rashin.report.evidence import Reportable
from rashin.report.sections import all_sections

if TYPE_CHECKING:
    from jinja2 import Environment


def document(model: Reportable) -> Report:
    """What the report says, without looks."""
    card = model.card
    title = Text("{service}：モデルの報告書", "Model report: {service}").filled(service=card.service_label)
    subtitle = Text("{day} 作成 ・ 「{data}」から学習", "Made on {day}, learned from “{data}”")
    return Report(title, subtitle.filled(day=card.created, data=card.data_name), all_sections(model))


def render(model: Reportable, path: str | Path | None = None) -> str:
    """The report as one HTML page in both languages; also written to `path` when given.

    The page needs nothing beside itself: no script, no font, no picture from elsewhere.

    Raises:
        OSError: the page cannot be written there.
    """
    style = style_sheet() + files(__package__).joinpath("templates/report.css").read_text("utf-8")
    template = _environment().get_template("report.html.j2")
    page = template.render(report=document(model), languages=LANGUAGES, style=style)
    if path is not None:
        _replace(Path(path), page)
    return page


def write(model: Reportable, path: str | Path) -> None:
    """Write the report: the whole of it, or nothing where writing fails.

    Raises:
        OSError: the page cannot be written there.
    """
    render(model, path)


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(loader=PackageLoader("rashin.report"), autoescape=True, undefined=StrictUndefined)
    environment.globals["say"] = Text
    return environment


def _replace(path: Path, page: str) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
