"""A question put to a book: one SQL file, headed by a comment that says in TOML what it asks and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from rashin.errors import CheckUnreadable
from rashin.language import LANGUAGES, Text
from rashin.ledger.headed import read_headed

_LEDGER = Path(__file__).parents[1]
RULES = _LEDGER / "rules"
FLAGS = _LEDGER / "flags"
MACROS = RULES / "macros.sql"

_Word = TypeVar("_Word", bound=StrEnum)

_CODE = re.compile(r"[A-Z][0-9]{2}")


class Severity(StrEnum):
    """What follows from a finding."""

    ERROR = "error"
    """Nothing is published until it is mended."""
    WARNING = "warning"
    """It is published, and shown beside what it concerns."""


class Theme(StrEnum):
    """What a rule is about."""

    IDENTITY = "identity"
    MONEY = "money"
    DUPLICATES = "duplicates"
    TIME = "time"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Example:
    """A tiny book: rows per kind, and what is to be found in it."""

    rows: Mapping[str, Sequence[Mapping[str, object]]]
    found: tuple[str, ...] = ()
    """What is found, each as `kind:id`; nothing in a passing example."""


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often a flag is raised in real data, so that a reader knows what is common."""

    data: Text
    found: int | None = None
    of: int | None = None
    missing: Text | None = None
    """Why it cannot be counted there, if it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What rules and flags have in common."""

    code: str
    slug: str
    name: Text
    why: Text
    mend: Text
    """What to do about one finding; its facts stand in braces."""
    facts: Mapping[str, Text]
    """What each further column of the answer means."""
    query: str
    """Gives `kind`, `id` and the facts of each finding."""
    passing: tuple[Example, ...]
    failing: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Check):
    """What must hold in a book."""

    theme: Theme
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Check):
    """What deserves a second look. It is no accusation: `why` names innocent explanations too."""

    formula: Text
    worked: Text
    """The formula on numbers that a reader can follow by hand."""
    population: str
    """A query that counts what could have been flagged."""
    base_rates: tuple[BaseRate, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the codes.

    Raises:
        CheckUnreadable: a file is not of this form.
    """
    return tuple(read_rule(path) for path in _files(RULES))


@cache
def flags() -> tuple[Flag, ...]:
    """Every red flag, in the order of the codes.

    Raises:
        CheckUnreadable: a file is not of this form.
    """
    return tuple(read_flag(path) for path in _files(FLAGS))


def read_rule(path: Path) -> Rule:
    """The rule in a file.

    Raises:
        CheckUnreadable: the file is not of this form.
    """
    matter = _Matter(path)
    return Rule(
        **matter.common(),
        theme=matter.word("theme", Theme),
        severity=matter.word("severity", Severity),
        **matter.nothing_else(),
    )


def read_flag(path: Path) -> Flag:
    """The red flag in a file.

    Raises:
        CheckUnreadable: the file is not of this form.
    """
    matter = _Matter(path)
    return Flag(
        **matter.common(),
        formula=matter.text("formula"),
        worked=matter.text("worked"),
        population=matter.string("population"),
        base_rates=matter.base_rates(),
        **matter.nothing_else(),
    )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*.sql")) if path != MACROS)


class _Matter:
    """The front matter of one file, taken key by key until none is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left, self._query = read_headed(path)

    def common(self) -> dict[str, Any]:
        code, _, slug = self._path.stem.partition("-")
        if self.string("code") != code or not _CODE.fullmatch(code):
            raise self._wrong("the file name does not begin with the code, a letter and two digits")
        texts = {key: self.text(key) for key in ("name", "why", "mend")}
        examples = {key: self._examples(key) for key in ("passing", "failing")}
        if not all(example.found for example in examples["failing"]):
            raise self._wrong("a failing example does not say what is found")
        return {"code": code, "slug": slug, "facts": self._facts(), "query": self._query, **texts, **examples}

    def string(self, key: str) -> str:
        return str(self._take(key, str))

    def word(self, key: str, words: type[_Word]) -> _Word:
        given = self.string(key)
        if given not in list(words):
            raise self._wrong(f"{key} = {given}")
        return words(given)

    def text(self, key: str) -> Text:
        return self._pair(key, self._take(key, dict))

    def base_rates(self) -> tuple[BaseRate, ...]:
        return tuple(self._base_rate(dict(one)) for one in self._take("base_rate", list))

    def nothing_else(self) -> dict[str, Any]:
        """No further arguments, if no key is left."""
        if self._left:
            raise self._wrong("unknown: " + ", ".join(self._left))
        return {}

    def _base_rate(self, one: dict[str, Any]) -> BaseRate:
        texts = {key: self._pair(key, one.pop(key)) for key in ("data", "missing") if key in one}
        counts = {key: one.pop(key) for key in ("found", "of") if key in one}
        if one or "data" not in texts or ("missing" in texts) is (len(counts) == 2):
            raise self._wrong("base_rate: data and either found and of, or missing")
        return BaseRate(texts["data"], counts.get("found"), counts.get("of"), texts.get("missing"))

    def _facts(self) -> dict[str, Text]:
        return {name: self._pair(name, pair) for name, pair in self._take("facts", dict).items()}

    def _examples(self, key: str) -> tuple[Example, ...]:
        given = [dict(one) for one in self._take(key, list)]
        return tuple(Example(found=tuple(one.pop("found", ())), rows=one) for one in given)

    def _take(self, key: str, kind: type) -> Any:
        if not isinstance(self._left.get(key), kind) or not self._left[key]:
            raise self._wrong(f"missing: {key}")
        return self._left.pop(key)

    def _pair(self, key: str, given: object) -> Text:
        if not isinstance(given, dict) or set(given) != set(LANGUAGES) or not all(given.values()):
            raise self._wrong(f"{key}: ja, en")
        return Text(**given)

    def _wrong(self, found: str) -> CheckUnreadable:
        return CheckUnreadable(file=self._path.name, found=found)
