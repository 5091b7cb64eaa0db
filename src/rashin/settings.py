"""The RASHIN_* settings: read from the environment when first asked for, each documented in both languages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rashin.errors import SettingUnknown, SettingWrong
from rashin.language import Language, Text

PREFIX = "RASHIN_"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a setting does, and the values it takes; both stand in docs/settings.md and in the error."""

    what: Text
    values: Text


def _whole(low: int, high: int) -> Text:
    return Text(f"{low:,}から{high:,}までの整数", f"a whole number from {low:,} to {high:,}")


class Settings(BaseSettings):
    """Every setting with its default; `RASHIN_` and the name in capitals is its environment variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    cache_dir: Annotated[
        Path | None,
        Meaning(
            Text(
                "計算の準備を一度だけで済ませるための作業フォルダー。指定がなければ、プログラムと同じ場所に置き、"
                "そこに書けないときは利用者のキャッシュ用フォルダーに置きます。",
                "The folder where compiled code is kept, so that it is made only once. Unless set, it lies beside the "
                "program, or in the user's cache folder where that cannot be written.",
            ),
            Text("書き込めるフォルダーの場所", "the path of a folder that can be written"),
        ),
    ] = None
    threads: Annotated[
        int,
        Field(ge=1, le=64),
        Meaning(
            Text(
                "同時に使う計算の数。結果は変わらず、速さだけが変わります。",
                "How many cores are used at once. Results stay the same; only the speed changes.",
            ),
            _whole(1, 64),
        ),
    ] = 2
    max_file_mb: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        Meaning(
            Text("読むファイルの大きさの上限（MB）。", "The largest file that is read, in MB."),
            _whole(1, 1_000_000),
        ),
    ] = 1_000
    max_columns: Annotated[
        int,
        Field(ge=2, le=100_000),
        Meaning(
            Text("読む表の列の数の上限。", "The most columns a table may have."),
            _whole(2, 100_000),
        ),
    ] = 10_000
    max_line_mb: Annotated[
        int,
        Field(ge=1, le=1_000),
        Meaning(
            Text("読む表の1行の長さの上限（MB）。", "The longest line of a table, in MB."),
            _whole(1, 1_000),
        ),
    ] = 10
    language: Annotated[
        Literal["auto", "ja", "en"],
        Meaning(
            Text(
                "画面の言葉。auto なら、環境の言語（LC_ALL、LC_MESSAGES、LANG の順に見ます）が日本語か無指定のときに"
                "日本語、それ以外のときに英語です。",
                "The language on screen. With auto it is Japanese where the locale (LC_ALL, else LC_MESSAGES, else "
                "LANG) is Japanese or names no language, and English elsewhere.",
            ),
            Text("auto、ja、en のどれか", "auto, ja or en"),
        ),
    ] = "auto"


@cache
def settings() -> Settings:
    """The settings in force, read once.

    Raises:
        SettingUnknown: a RASHIN_* variable that is no setting is set, perhaps a misspelt one.
        SettingWrong: a setting has a value that it cannot take.
    """
    _refuse_unknown()
    try:
        return Settings()
    except ValidationError as trouble:
        name = str(trouble.errors()[0]["loc"][0])
        value = trouble.errors()[0]["input"]
        raise SettingWrong(variable=variable(name), value=value, values=meaning(name).values) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def meaning(name: str) -> Meaning:
    """What a setting does, in both languages."""
    return next(note for note in Settings.model_fields[name].metadata if isinstance(note, Meaning))


def language() -> Language:
    """The language to speak: the one that is set, or that of the locale."""
    chosen = settings().language
    return _language_of_locale() if chosen == "auto" else chosen


def _language_of_locale() -> Language:
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    says_nothing = locale == "" or locale.partition(".")[0] in ("C", "POSIX")
    return "ja" if says_nothing or locale.startswith("ja") else "en"


def _refuse_unknown() -> None:
    known = [variable(name) for name in Settings.model_fields]
    for name in os.environ:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingUnknown(variable=name, known=", ".join(known))
