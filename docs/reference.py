"""Writes the pages that are made from the code: docs/settings.md and docs/errors.md (`make docs`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rashin.errors import RashinError
from rashin.settings import Settings, meaning, variable

DOCS = Path(__file__).parent


SETTINGS = """\
# 設定 / Settings

設定は環境変数で行います。どれも指定しなくて構いません。
使えない値や、名前の違う `RASHIN_…` は、何も始めずに終了コード2で断ります。

Settings are environment variables. None needs to be set.
A value that cannot be used, or a `RASHIN_…` that is no setting, is refused with exit code 2 before anything starts.
"""

ERRORS = """\
# エラー / Errors

どのエラーも、何が起きたか、どこか、どう直すかを言います。`{…}` には実際の名前や値が入ります。
Python では `rashin.errors` にあり、すべて `RashinError` を継ぎます。
JSON では、種別が `type` に `urn:rashin:problem:種別` として入ります。

Every error says what happened, where, and how to mend it; `{…}` stands for the actual name or value.
In Python they are in `rashin.errors`, and all inherit from `RashinError`.
In JSON the type stands in `type`, as `urn:rashin:problem:<type>`.
"""


def settings_page() -> str:
    """Every setting, in both languages."""
    return SETTINGS + "".join(f"{line}\n" for name in Settings.model_fields for line in _setting(name))


def _setting(name: str) -> Iterator[str]:
    note = meaning(name)
    default = Settings.model_fields[name].default
    yield from ("", f"## `{variable(name)}`", "")
    yield f"- {note.what.ja} 使える値: {note.values.ja}。"
    yield f"- {note.what.en} Values: {note.values.en}."
    yield f"- 初期値 / Default: {'なし / none' if default is None else f'`{default}`'}"


def errors_page() -> str:
    """Every error, in both languages, a family at a time."""
    return ERRORS + "".join(f"{line}\n" for error in errors() for line in _error(error))


def errors(base: type[RashinError] = RashinError) -> Iterator[type[RashinError]]:
    """The error and all that inherit from it, parents before children."""
    yield base
    for error in base.__subclasses__():
        yield from errors(error)


def _error(error: type[RashinError]) -> Iterator[str]:
    is_family = RashinError in (error, *error.__bases__)
    yield from ("", f"{'##' if is_family else '###'} `{error.__name__}`", "", (error.__doc__ or "").strip(), "")
    yield f"- 種別 / type: `{error.slug}`"
    yield f"- 終了コード / exit code: {error.exit_code}"
    yield f"- {error.what.ja} {error.mend.ja}"
    yield f"- {error.what.en} {error.mend.en}"


PAGES = {"settings.md": settings_page, "errors.md": errors_page}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name}")
