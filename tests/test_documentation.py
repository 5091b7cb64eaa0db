"""What a user can reach is documented: public names, commands and options, settings, errors; in both languages."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

import rashin
from rashin.language import LANGUAGES
from rashin.settings import Settings, meaning, variable

BOTH = ["{}.md", "{}.ja.md"]

# Pages that say everything twice on one page, and pages for engineers, which are in English.
IN_BOTH_LANGUAGES = {"README", "errors", "settings"}
FOR_ENGINEERS = {"architecture", "benchmarks", "ledger-agreement", "model-file"}


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    path = Path(__file__).parents[1] / "docs" / "reference.py"
    spec = importlib.util.spec_from_file_location("reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(checkout: Path, page: str) -> str:
    return (checkout / "docs" / page).read_text(encoding="utf-8")


def mentions(text: str, name: str) -> bool:
    """Whether the exact name stands in the text: `--out` is not mentioned by `--output`."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def test_a_longer_name_does_not_pass_for_a_shorter_one() -> None:
    assert mentions("give `--out FILE`", "--out")
    assert not mentions("give `--output` or `--no-out`", "--out")
    assert not mentions("`relearn` and `learned`", "learn")


@pytest.mark.parametrize("page", BOTH)
def test_every_public_name_is_documented(checkout: Path, page: str) -> None:
    text = read(checkout, page.format("api"))
    assert [name for name in rashin.__all__ if not mentions(text, name)] == []


def test_every_public_name_exists_and_says_what_it_is() -> None:
    names = [name for name in rashin.__all__ if not name.startswith("__")]
    assert [name for name in names if not getattr(rashin, name).__doc__] == []


def commands() -> Iterator[tuple[str, Any]]:
    from rashin.cli import app

    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        children = getattr(command, "commands", None)
        yield from ((f"{name} {child}", what) for child, what in children.items()) if children else ((name, command),)


@pytest.mark.parametrize("page", BOTH)
def test_every_command_has_a_heading_and_every_option_is_under_it(checkout: Path, page: str) -> None:
    sections = dict(re.findall(r"(?ms)^## `rashin ([\w -]+)`.*?$(.*?)(?=^## |\Z)", read(checkout, page.format("cli"))))
    names = [(command, name) for command, what in commands() for option in what.params for name in option.opts]
    assert set(sections) == {command for command, _ in commands()}
    undocumented = [
        f"rashin {command} {name}"
        for command, name in names
        if name.startswith("-") and name != "--help" and not mentions(sections[command], name)
    ]
    assert undocumented == []


def test_every_command_says_what_it_does() -> None:
    assert [name for name, command in commands() if not command.help] == []


def test_every_setting_has_its_meaning_in_both_languages() -> None:
    for name in Settings.model_fields:
        for language in LANGUAGES:
            assert meaning(name).what[language]
            assert meaning(name).values[language]


@pytest.mark.parametrize("page", ["settings.md", "errors.md", "ledger-rules.md", "ledger-rules.ja.md"])
def test_the_pages_made_from_the_code_are_up_to_date(checkout: Path, reference: ModuleType, page: str) -> None:
    assert read(checkout, page) == reference.PAGES[page](), "run `make docs`"


def test_every_setting_and_every_error_is_documented(checkout: Path, reference: ModuleType) -> None:
    assert [name for name in Settings.model_fields if not mentions(read(checkout, "settings.md"), variable(name))] == []
    errors = [error.__name__ for error in reference.errors()]
    assert [name for name in errors if not mentions(read(checkout, "errors.md"), name)] == []


def test_errors_live_in_one_file_and_are_told_apart(reference: ModuleType) -> None:
    for module in pkgutil.walk_packages(rashin.__path__, "rashin."):
        # Alembic runs its own files; they cannot be imported elsewhere, and define no errors.
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    ours = [error for error in reference.errors() if error.__module__.partition(".")[0] == "rashin"]
    assert [error for error in ours if not error.__module__.startswith("rashin.errors")] == []
    slugs = [error.slug for error in ours]
    assert sorted(slugs) == sorted(set(slugs))
    assert [error for error in ours if not error.__doc__ or error.__doc__ == error.__base__.__doc__] == []


def test_every_page_exists_in_both_languages(checkout: Path) -> None:
    names = {path.name.removesuffix(".md") for path in (checkout / "docs").glob("*.md")}
    english = {name for name in names if not name.endswith(".ja")}
    japanese = {name.removesuffix(".ja") for name in names if name.endswith(".ja")}
    assert english - IN_BOTH_LANGUAGES - FOR_ENGINEERS == japanese


def test_the_index_leads_to_every_page(checkout: Path) -> None:
    index = read(checkout, "README.md")
    pages = {path.name for path in (checkout / "docs").glob("*.md")} - {"README.md"}
    assert [page for page in sorted(pages) if f"({page})" not in index] == []


def test_links_lead_somewhere(checkout: Path) -> None:
    pages = [*checkout.glob("*.md"), *(checkout / "docs").rglob("*.md"), *(checkout / "benchmarks").rglob("*.md")]
    broken = [
        f"{page.relative_to(checkout)} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not target.startswith(("https:", "mailto:")) and not (page.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_the_first_page_is_short(checkout: Path, page: str) -> None:
    assert len((checkout / page).read_text(encoding="utf-8").splitlines()) < 200
