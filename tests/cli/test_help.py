"""What commands say of themselves, and of command lines that are not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import typer

from rashin.cli import app
from rashin.cli.layout import width
from rashin.cli.options import text_of
from rashin.language import LANGUAGES, Language

if TYPE_CHECKING:
    from tests.cli.conftest import Run

GROUP: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = {
    " ".join(words): command
    for name, one in GROUP.commands.items()
    for words, command in (
        [((name, child), what) for child, what in one.commands.items()]
        if hasattr(one, "commands")
        else [((name,), one)]
    )
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_of_everything_that_can_be_given(run: Run, command: str, language: Language) -> None:
    said = run(*command.split(), "--lang", language, "--help")
    assert said.code == 0
    assert max(map(width, said.out.splitlines())) <= 80
    for one in COMMANDS[command].params:
        assert (one.opts[0] if one.param_type_name == "option" else one.metavar) in said.out
        assert "".join(text_of(one.help)[language].split()) in "".join(said.out.split())


def test_every_option_is_explained_in_both_languages() -> None:
    texts = {f"{name} {one.name}": text_of(one.help) for name, command in COMMANDS.items() for one in command.params}
    assert {name: text for name, text in texts.items() if not text.ja or not text.en or text.ja == text.en} == {}


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_without_a_command_all_of_them_are_told(run: Run, words: list[str]) -> None:
    said = run(*words)
    assert said.code == 0
    assert [name for name in GROUP.commands if name not in said.out] == []


def test_the_language_of_help_is_that_of_the_settings(run: Run) -> None:
    assert "Usage:" in run("check", "--help", env={"RASHIN_LANGUAGE": "en"}).out
    assert "使い方:" in run("check", "--help", env={"RASHIN_LANGUAGE": "ja"}).out


def test_the_version_is_told(run: Run) -> None:
    from rashin import __version__

    assert run("--version").out == f"rashin {__version__}\n"


WRONG = {
    "command-unknown": ["chekc", "lending", "x.csv"],
    "option-unknown": ["check", "lending", "x.csv", "--traget", "a"],
    "option-without-value": ["check", "lending", "x.csv", "--target"],
    "option-wrong": ["sample", "lending", "--out", "x.csv", "--rows", "many"],
    "argument-missing": ["learn", "lending", "x.csv", "--out", "x.rashin"],
    "argument-unexpected": ["check", "lending", "my", "loans.csv"],
    "service-unknown": ["check", "lendin", "x.csv"],
}


@pytest.mark.parametrize("slug", WRONG)
def test_a_command_line_that_is_not_understood_gives_its_own_error(run: Run, slug: str) -> None:
    command, *words = WRONG[slug]
    wrong = run(command, "--json", *words)
    assert wrong.code == 2
    assert wrong.facts["type"] == f"urn:rashin:problem:{slug}"
    assert {"title", "title_ja", "detail", "detail_ja"} <= set(wrong.facts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", WRONG)
def test_the_error_stands_on_stderr_in_the_readers_language(run: Run, slug: str, language: str) -> None:
    wrong = run(*WRONG[slug][:1], "--lang", language, *WRONG[slug][1:])
    assert wrong.out == ""
    assert wrong.err.startswith("Error: " if language == "en" else "エラー: ")
    assert len(wrong.err.splitlines()) < 10


@pytest.mark.parametrize("value", ["0", "-5", "1.5", "nan", "2000001"])
def test_a_number_out_of_bounds_is_refused_with_the_bounds(run: Run, value: str) -> None:
    wrong = run("sample", "lending", "--out", "x.csv", f"--rows={value}")
    assert wrong.code == 2
    assert "1から1,000,000までの整数" in wrong.err


def test_a_wrong_setting_is_refused_before_anything_starts(run: Run) -> None:
    wrong = run("services", env={"RASHIN_LANGUAG": "en"})
    assert wrong.code == 2
    assert "RASHIN_LANGUAG" in wrong.err
    assert wrong.out == ""
