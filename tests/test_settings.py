from __future__ import annotations

import ast
from pathlib import Path

import pytest

import rashin
from rashin.errors import SettingUnknown, SettingWrong
from rashin.settings import Settings, language, meaning, settings, variable

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def test_a_setting_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RASHIN_THREADS", "1")
    monkeypatch.setenv("RASHIN_CACHE_DIR", str(tmp_path))
    assert settings().threads == 1
    assert settings().cache_dir == tmp_path


def test_an_empty_variable_leaves_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHIN_MAX_COLUMNS", "")
    assert settings().max_columns == Settings.model_fields["max_columns"].default


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RASHIN_THREADS", "0"),
        ("RASHIN_THREADS", "two"),
        ("RASHIN_MAX_FILE_MB", "-1"),
        ("RASHIN_MAX_COLUMNS", "1e9"),
        ("RASHIN_MAX_LINE_MB", "inf"),
        ("RASHIN_LANGUAGE", "fr"),
    ],
)
def test_a_wrong_value_says_which_and_what_it_may_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingWrong) as trouble:
        settings()
    allowed = meaning(name.removeprefix("RASHIN_").lower()).values
    for tongue in ("ja", "en"):
        said = trouble.value.message(tongue)
        assert name in said
        assert value in said
        assert allowed[tongue] in said
    assert trouble.value.exit_code == 2


def test_a_misspelt_setting_is_refused_and_the_real_ones_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHIN_THREAD", "1")
    with pytest.raises(SettingUnknown, match="RASHIN_THREADS") as trouble:
        settings()
    assert trouble.value.exit_code == 2


def test_every_default_is_a_value_that_may_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = Settings().model_dump(exclude_none=True)
    for name, value in defaults.items():
        monkeypatch.setenv(variable(name), str(value))
    assert settings().model_dump(exclude_none=True) == defaults


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [
        ({}, "ja"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "C.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ca_ES.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP"}, "ja"),
    ],
)
def test_the_language_is_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], spoken: str
) -> None:
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken


def test_a_language_that_is_set_is_spoken_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setenv("RASHIN_LANGUAGE", "en")
    assert language() == "en"


def test_every_setting_is_heeded_somewhere() -> None:
    """A setting that changes nothing is worse than none."""
    sources = [path.read_text(encoding="utf-8") for path in Path(rashin.__file__).parent.rglob("*.py")]
    read = {node.attr for text in sources for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    assert set(Settings.model_fields) <= read
