"""A release of the portal in the making: what its pages share, and how a page becomes two files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urlencode

from rashin.charts import FULL, NARROW, WIDE, Chart
from rashin.charts.numbers import YEN, brief, percent, yen_full
from rashin.language import LANGUAGES, Language, Text
from rashin.ledger.portal.addresses import link, place, up
from rashin.ledger.book.kinds import METHODS
from rashin.ledger.exports.about import About

if TYPE_CHECKING:
    from rashin.ledger.exports.files import File
    from rashin.ledger.releases import Release
    from rashin.ledger.scopes.scope import Scope
    from jinja2 import Environment

ROOMS = (
    ("", Text("全体", "Overview")),
    ("programmes/", Text("事業", "Programmes")),
    ("organisations/", Text("支払先", "Recipients")),
    ("outcomes/", Text("成果", "Results")),
    ("not-reported/", Text("まだ報告のないもの", "Not reported")),
    ("check/", Text("数字を確かめる", "Check a number")),
)
"""Folders of the main pages, and what they are called."""
SMALL_ROOMS = (
    ("method/", Text("数え方と規則", "Method")),
    ("flags/", Text("目印", "Flags")),
    ("corrections/", Text("訂正", "Corrections")),
    ("opinions/", Text("意見", "Opinions")),
    ("releases/", Text("版と変更", "Releases")),
    ("data/", Text("データ", "Data")),
)
STATES = {
    "reached": Text("目標に届いた", "reached"),
    "not-reached": Text("届いていない", "not reached"),
    "no-target": Text("目標値なし", "no target"),
    "no-value": Text("実績値なし", "no value"),
    "true": Text("はい", "yes"),
    "false": Text("", ""),
}
"""How results are told in lists."""
_METHODS = {one.value: one.label for one in METHODS}


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page."""

    title: Text
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: where it lies, what it is called, and what its template shows."""

    folder: str
    template: str
    title: Text
    crumbs: tuple[Crumb, ...] = ()
    about: str = ""
    """What an opinion about this page is about: a kind and an id with a colon between them."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    print: str = ""
    """Digest of what it shows, where that is cheaper to have than the page."""


@dataclass(frozen=True)
class Site:
    """What every page of a release shares."""

    about: About
    release: str
    scope: Scope
    currency: str
    preview: bool = False
    opinions_to: str = ""
    """Where an opinion can be sent; what it is about is added."""

    as_received: str = ""
    """Why it is published although the rules found errors."""
    earlier: tuple[Release, ...] = ()
    """The releases before, the newest first."""
    files: tuple[File, ...] = ()
    """What can be downloaded."""

    rooms: ClassVar = ROOMS
    small_rooms: ClassVar = SMALL_ROOMS
    states: ClassVar = STATES

    @cached_property
    def fields(self) -> Mapping[str, Text]:
        """The labels of the scope's fields."""
        return {one.code: one.label for one in self.scope.fields}

    def labels(self, language: Language) -> str:
        """What scripts write instead of codes, as JSON."""
        words = STATES | self.fields
        return json.dumps({code: text[language] for code, text in words.items()}, ensure_ascii=False)

    def method(self, code: str) -> Text:
        """How something was measured, as people call it."""
        return _METHODS[code]

    def opinion_form(self, about: str, language: Language) -> str:
        """Where an opinion about something can be sent."""
        return f"{self.opinions_to}?{urlencode({'about': about, 'lang': language})}"

    def permalink(self, folder: str, language: Language) -> str:
        """Where a page stays as it is now, whatever is published later."""
        return self.about.at(("en/" if language == "en" else "") + quote(folder))

    def html(self, page: Page, language: Language) -> str:
        """The page in one language."""

        def at(folder: str) -> str:
            return link(folder, page.folder, language)

        return (
            environment()
            .get_template(page.template)
            .render(
                page.facts,
                page=page,
                site=self,
                lang=language,
                english=language == "en",
                say=lambda ja, en: en if language == "en" else ja,
                tell=lambda text: text[language],
                at=at,
                to=lambda kind, identity="": at(place(kind, identity)),
                root=up(page.folder, language),
                here=page.folder,
                brief=lambda amount: YEN.brief(amount)[language],
                drawn=lambda chart, note=None: _drawn(chart, language, note),
            )
        )

    def write(self, page: Page, out: Path) -> None:
        """The page in both languages as files below the folder of the release."""
        for language in LANGUAGES:
            folder = out / ("en" if language == "en" else "") / page.folder
            fresh(folder / "index.html", self.html(page, language))


def fresh(path: Path, content: str) -> None:
    """Write a file that may be shared with an earlier release: there it stays as it is."""
    os.makedirs(path.parent, exist_ok=True)  # noqa: PTH103 - thousands of times; pathlib takes longer
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108
    with open(path, "x", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
        file.write(content)


def _drawn(chart: Chart, language: Language, note: Text | None) -> str:
    template: Callable[..., str] = environment().get_template("chart.html.j2").render
    return template(chart=chart, lang=language, english=language == "en", note=note, full=FULL, wide=WIDE, narrow=NARROW)


@cache
def environment() -> Environment:
    """The templates of the portal."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = ChoiceLoader([PackageLoader("rashin.ledger.portal"), PackageLoader("rashin.looks", "")])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {
        "yen": yen_full,
        "grouped": lambda number: f"{number:,}",
        "number": lambda value: "—" if value is None else brief(value),
        "percent": percent,
        "safely": Markup,
    }
    # The blocks' template chooses between languages itself.
    made.globals["pair"] = Text
    return made
