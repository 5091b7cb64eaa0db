"""The transcript that a newcomer follows is what the commands answer."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

PAGES = ("first-steps.md", "first-steps.ja.md")

# What differs from day to day: the date of learning, and digests, which cover that date.
CHANGING = ((re.compile(r"\b\d{4}-\d{2}-\d{2}\b"), "DATE"), (re.compile(r"\b[0-9a-f]{12,64}\b"), "DIGEST"))


@pytest.fixture(scope="module")
def transcripts() -> ModuleType:
    path = Path(__file__).parents[1] / "docs" / "transcripts.py"
    spec = importlib.util.spec_from_file_location("transcripts", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(checkout: Path, page: str) -> str:
    return (checkout / "docs" / page).read_text(encoding="utf-8")


def without_changing(text: str) -> list[str]:
    """The text without what changes, and as words: a digest may end a line earlier or later."""
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text.split()


@pytest.mark.heavy
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_answer_what_the_page_shows(
    checkout: Path, transcripts: ModuleType, shared_data: Path, tmp_path: Path, page: str
) -> None:
    shown = read(checkout, page)
    answered = transcripts.answered(shown, tmp_path)
    assert without_changing(answered) == without_changing(shown), "run `make docs`"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_types_what_make_tour_types(checkout: Path, transcripts: ModuleType, page: str) -> None:
    makefile = (checkout / "Makefile").read_text(encoding="utf-8")
    recipe = [line.replace("$(OUT)", "out") for line in re.findall(r"^\t\$\(RASHIN\) (.*)$", makefile, re.MULTILINE)]
    typed = [line.removeprefix("rashin ") for line in transcripts.commands(read(checkout, page)) if "out/" in line]
    assert recipe
    assert typed == recipe


def test_both_pages_type_the_same(checkout: Path, transcripts: ModuleType) -> None:
    english, japanese = (
        [line for line in transcripts.commands(read(checkout, page)) if line.startswith("rashin ")] for page in PAGES
    )
    assert english == japanese


def test_a_changed_answer_would_be_noticed(transcripts: ModuleType, tmp_path: Path) -> None:
    page = "```console\n$ rashin --version\nrashin 0.0\n$ make nothing\nas written\n```\n"
    answered = transcripts.answered(page, tmp_path)
    assert "rashin 0.0" not in answered
    assert answered.endswith("$ make nothing\nas written\n```\n")
