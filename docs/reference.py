"""Writes the pages that are made from the code: settings, errors, and the rules of the ledger (`make docs`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rashin.errors import RashinError
from rashin.language import Language, Text
from rashin.ledger.checks.rule import Check, Flag, Rule, Severity, Theme, flags, rules
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


LEDGER = Text(
    """\
# 帳簿の規則と目印

[English](ledger-rules.md)

`rashin ledger check` が帳簿に尋ねることのすべてです。どれも `src/rashin/ledger/rules/` か `flags/` の SQL ファイル1つで、
このページはそのファイルから作られます。扱いが「直す」の規則に当たるものがある間は、公開できません。
「確かめる」は、当たったまま公開でき、件数も公開されます。目印は規則とは別で、見直すきっかけです。誤りとは限りません。
""",
    """\
# Rules and flags of the ledger

[日本語](ledger-rules.ja.md)

All that `rashin ledger check` asks of a book. Each is one SQL file in `src/rashin/ledger/rules/` or `flags/`, and this page is
made from these files. While an error is found, nothing is published. Warnings are published with their counts. Red flags are
apart from rules: a reason to look again, and not an error.
""",
)
THEMES = {
    Theme.IDENTITY: Text("誰か", "Identity"),
    Theme.MONEY: Text("お金", "Money"),
    Theme.DUPLICATES: Text("重なり", "Duplicates"),
    Theme.TIME: Text("時期", "Time"),
    Theme.RESULTS: Text("結果", "Results"),
}
SEVERITIES = {Severity.ERROR: Text("直す", "error"), Severity.WARNING: Text("確かめる", "warning")}
FLAGS = Text("目印", "Red flags")
FACT = re.compile(r"\{(\w+)[^}]*\}")
WHY = Text("なぜ", "Why")
MEND = Text("どうする", "What to do")
FORMULA = Text("式", "Formula")
WORKED = Text("例", "Example")
RATE = Text("{data}では、{of:,}のうち{found:,}（{share:.1%}）", "{data}: {found:,} of {of:,} ({share:.1%})")
NO_RATE = Text("{data}では数えられません。{missing}", "{data}: cannot be counted. {missing}")
BASE = Text("ふだんの割合", "Base rate")


def ledger_page(language: Language) -> str:
    """Every rule by theme, then every red flag."""
    lines = [LEDGER[language].rstrip("\n")]
    for theme, title in THEMES.items():
        lines += ["", f"## {title[language]}"]
        for rule in rules():
            if rule.theme is theme:
                lines += _rule(rule, language)
    lines += ["", f"## {FLAGS[language]}"]
    for flag in flags():
        lines += _flag(flag, language)
    return "\n".join(lines) + "\n"


def _rule(rule: Rule, language: Language) -> Iterator[str]:
    yield from ("", f"### `{rule.code}` {rule.name[language]} ({SEVERITIES[rule.severity][language]})", "")
    yield from _why_and_mend(rule, language)


def _flag(flag: Flag, language: Language) -> Iterator[str]:
    yield from ("", f"### `{flag.code}` {flag.name[language]}", "")
    yield f"- {FORMULA[language]}: {flag.formula[language]}"
    yield f"- {WORKED[language]}: {flag.worked[language]}"
    yield from _why_and_mend(flag, language)
    for rate in flag.base_rates:
        facts = {"data": rate.data, "missing": rate.missing or "", "found": rate.found, "of": rate.of}
        shown = (
            RATE.filled(**facts, share=rate.found / rate.of)
            if rate.found is not None and rate.of
            else NO_RATE.filled(**facts)
        )
        yield f"- {BASE[language]}: {shown[language]}"


def _why_and_mend(asked: Check, language: Language) -> Iterator[str]:
    yield f"- {WHY[language]}: {asked.why[language]}"
    # Where a finding has its facts, the page has what they mean.
    mend = FACT.sub(lambda fact: f"〔{asked.facts[fact[1]][language]}〕", asked.mend[language])
    yield f"- {MEND[language]}: {mend}"


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "errors.md": errors_page,
    "ledger-rules.md": partial(ledger_page, "en"),
    "ledger-rules.ja.md": partial(ledger_page, "ja"),
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name}")
