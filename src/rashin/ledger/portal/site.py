"""A release of the portal in the making: what its pages share, and how a page becomes two files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urlencode

from markupsafe import Markup

from rashin.charts import FULL, NARROW, WIDE, Chart
from rashin.charts.numbers import YEN, brief, percent, yen_full
from rashin.language import LANGUAGES, Language, Text
from rashin.ledger.book.kinds import METHODS, STAGES
from rashin.ledger.exports.about import About
from rashin.ledger.portal.addresses import link, place, up
from rashin.ledger.portal.origins import Origins

if TYPE_CHECKING:
    from jinja2 import Environment

    from rashin.ledger.exports.files import File
    from rashin.ledger.releases import Release
    from rashin.ledger.scopes.scope import Scope

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
    "true": Text("指標がない", "no indicator"),
    "false": Text("", ""),
}
"""How results are told in lists."""
_METHODS = {one.value: one.label for one in METHODS}
_STAGES = {one.value: one.label for one in STAGES}


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
    origins: Origins = field(default_factory=Origins)
    """What the book says of itself: where it is from, until when, and whether it is made up."""

    rooms: ClassVar = ROOMS
    small_rooms: ClassVar = SMALL_ROOMS
    states: ClassVar = STATES

    @cached_property
    def fields(self) -> Mapping[str, Text]:
        """The labels of the scope's fields."""
        return {one.code: one.label for one in self.scope.fields}

    def labels(self, language: Language) -> str:
        """What scripts write instead of codes, as JSON."""
        words = {**STATES, **self.fields}
        return json.dumps({code: text[language] for code, text in words.items()}, ensure_ascii=False)

    def method(self, code: str) -> Text:
        """How something was measured, as people call it."""
        return _METHODS[code]

    def stage(self, code: str) -> Text:
        """What an indicator measures, as people call it."""
        return _STAGES[code]

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
            environment(language)
            .get_template(page.template)
            .render(
                page.facts,
                page=page,
                site=self,
                at=at,
                to=lambda kind, identity="": at(place(kind, identity)),
                root=up(page.folder, language),
                here=page.folder,
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


@cache
def environment(language: Language) -> Environment:
    """The templates of the portal, with the words of one language already in their places."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    from jinja2.ext import Extension

    class Chosen(Extension):
        """Writes `{{ say("…", "…") }}` as the words themselves: a page says it dozens of times, and never otherwise."""

        def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
            return _SAID.sub(lambda found: found[1 if language == "ja" else 2], source)

    loader = ChoiceLoader([PackageLoader("rashin.ledger.portal"), PackageLoader("rashin.looks", "")])
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[Chosen],
    )
    made.filters |= {
        "yen": yen_full,
        "grouped": lambda number: f"{number:,}",
        "number": lambda value: "—" if value is None else brief(value),
        "percent": percent,
        "size": _size,
        "safely": Markup,
    }
    made.globals |= {
        "lang": language,
        "english": language == "en",
        "ja": _JA if language == "en" else "",
        "say": lambda ja, en: en if language == "en" else ja,
        "tell": lambda text: text[language],
        "brief": lambda amount: YEN.brief(amount)[language],
        "pair": Text,
        "drawn": lambda chart, note=None, small=False: _drawn(chart, language, note, small=small),
        "named": lambda text: _JA if language == "en" and _JAPANESE.search(text.en) else "",
        "bar": lambda amount, most: _BAR.format(f"{100 * amount / most if most > 0 and amount > 0 else 0:.1f}"),
    }
    return made


def _size(octets: int) -> str:
    """How large a file is."""
    return f"{octets / 1e6:,.1f} MB" if octets >= 1_000_000 else f"{max(round(octets / 1000), 1):,} kB"


_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_SAID = re.compile(r'\{\{ say\("([^"<&]*)",\s*"([^"<&]*)"\) \}\}')
_JA = Markup(' lang="ja"')
_BAR = Markup(
    '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{}" height="8"/></svg>'
)
"""How long an amount is beside others of its table."""


def _drawn(chart: Chart, language: Language, note: Text | None, *, small: bool) -> str:
    """A chart with its table; a small one in two sizes, for pages of which there are many."""
    sizes = {"wide": WIDE, "narrow": NARROW} if small else {"full": FULL, "wide": WIDE, "narrow": NARROW}
    template: Callable[..., str] = environment(language).get_template("chart.html.j2").render
    return template(chart=chart, note=note, sizes=sizes)
