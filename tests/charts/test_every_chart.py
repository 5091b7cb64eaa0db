"""What holds for every chart, whatever it shows."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from rashin.charts import FULL, NARROW, WIDE, Chart
from rashin.charts.svg import text_width
from rashin.language import LANGUAGES, Language

SVG = "{http://www.w3.org/2000/svg}"
EVERY_DRAWING = [(language, width) for language in LANGUAGES for width in (FULL, WIDE, NARROW)]


def parsed(chart: Chart, language: Language, width: int) -> ET.Element:
    return ET.fromstring(str(chart.draw(language, width)))  # noqa: S314 - our own drawing


@pytest.mark.parametrize(("language", "width"), EVERY_DRAWING)
def test_it_says_its_message_to_those_who_do_not_see_it(chart: Chart, language: Language, width: int) -> None:
    root = parsed(chart, language, width)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == ("group" if root.find(f".//{SVG}a") is not None else "img")
    assert title is not None
    assert description is not None
    assert title.text == chart.title[language]
    assert description.text == chart.description[language]
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize(("language", "width"), EVERY_DRAWING)
def test_words_from_data_stay_words(hostile: Chart, language: Language, width: int) -> None:
    root = parsed(hostile, language, width)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "text", "line", "rect", "circle", "path", "a", "g"),
    }


@pytest.mark.parametrize(("language", "width"), EVERY_DRAWING)
def test_no_word_runs_out_of_the_drawing(wordy: Chart, language: Language, width: int) -> None:
    root = parsed(wordy, language, width)
    drawn = float(root.get("width", 0))
    assert drawn <= width
    for element in root.iter(f"{SVG}text"):
        if not element.get("transform"):
            wide = text_width(element.text or "")
            before = {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
            left = float(element.get("x", 0)) - before
            assert -1 <= left <= drawn - wide + 1, element.text


def test_its_table_has_a_cell_for_every_column_in_both_languages(chart: Chart) -> None:
    table = chart.table()
    assert table.rows
    assert all(len(row) == len(table.heads) for row in table.rows)
    texts = [table.caption, *(head.label for head in table.heads), *(cell for row in table.rows for cell in row)]
    assert all(text.ja and text.en for text in texts)


@pytest.mark.parametrize(("language", "width"), EVERY_DRAWING)
def test_it_is_the_same_every_time_and_refers_to_nothing_outside(chart: Chart, language: Language, width: int) -> None:
    drawing = str(chart.draw(language, width))
    assert drawing == str(chart.draw(language, width))
    assert re.findall(r"https?://[^\"]*", drawing) == ["http://www.w3.org/2000/svg"]
    assert "url(" not in drawing
