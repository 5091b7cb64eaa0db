"""What a scope is: a question that is asked of every book alike, with the rule that answers it and how good the rule is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from rashin.errors import ScopeUnknown
from rashin.estimates import Estimate
from rashin.language import Text

_PACKAGED = Path(__file__).parent


class Place(StrEnum):
    """Where in the book a programme's words are sought, in the order in which they tell."""

    TITLE = "title"
    PURPOSE = "purpose"
    INDICATORS = "indicators"
    WORKS = "works"
    PART = "part"
    """Nowhere of its own: it is part of a programme that was taken."""
    ALL = "all"
    """Nowhere: every programme is taken."""

    @property
    def label(self) -> Text:
        """The place as a reader calls it."""
        return _LABELS[self]


_LABELS = {
    Place.TITLE: Text("事業名", "name of the programme"),
    Place.PURPOSE: Text("目的", "purpose"),
    Place.INDICATORS: Text("指標とその目標", "indicators and their goals"),
    Place.WORKS: Text("支払の業務内容", "works paid for"),
    Place.PART: Text("上の事業", "programme that it is part of"),
    Place.ALL: Text("すべての事業", "every programme"),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought in one place."""

    words: tuple[str, ...]
    at_least: float = 0.0
    """The share of the indicators, or of the yen paid, that must name one of the words; any at all, if 0."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a scope. Fields stand in the order in which they are tried."""

    code: str
    label: Text
    means: Text
    words: tuple[str, ...] = ()
    """Sought in the title, then in purpose, indicators and works."""
    bodies: tuple[str, ...] = ()
    """Parts of the names of ministries and bureaus whose programmes belong here when the title says nothing."""
    also: tuple[str, ...] = ()
    """Other names by which officers may give the field in a book."""
    last: bool = False
    """Only where no other field fits."""

    @property
    def names(self) -> tuple[str, ...]:
        """Whatever in a book means this field."""
        return (self.code, self.label.ja, self.label.en, *self.also)


@dataclass(frozen=True, slots=True)
class Example:
    """A real programme, and what becomes of it."""

    title: str
    taken: bool
    why: Text
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """How good the rule is, counted on a sample that was labelled by reading it."""

    data: Text
    command: str
    date: str
    sheets: int
    """How many were labelled."""
    note: Text | None
    """What a reader must know to judge the figures."""
    figures: Mapping[str, Estimate]
    """`precision`, `recall` and `field` on the whole sample; behind `held_out_` on the half that the rule was made without."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A saved question."""

    code: str
    name: Text
    question: Text
    rule: Text
    """The rule in plain words, as it is published."""
    sought: Mapping[Place, Sought]
    """Empty for a scope that takes everything."""
    leaves: tuple[str, ...]
    """Phrases that do not count, although they hold a word that is sought."""
    fields: tuple[Field, ...]
    """The last is always `other`."""
    examples: tuple[Example, ...]
    measured: Measured | None

    @property
    def everything(self) -> bool:
        """Whether every programme is in it."""
        return not self.sought

    def field(self, code: str) -> Field:
        """The field of that code.

        Raises:
            KeyError: it has none.
        """
        return {one.code: one for one in self.fields}[code]


def read_scope(path: str | Path) -> Scope:
    """The scope in a file of one's own.

    Raises:
        ScopeUnreadable: it is not there, is no TOML, or does not say what a scope must; the error says what and how to mend it.
    """
    from rashin.ledger.scopes.reading import read

    return read(Path(path))


@cache
def scopes() -> tuple[Scope, ...]:
    """The scopes that come with Rashin, in the order of their codes."""
    return tuple(read_scope(path) for path in sorted(_PACKAGED.glob("*.toml")))


def scope(code: str) -> Scope:
    """The scope of that code, or the one in a file, if a path that ends in `.toml` is given.

    Raises:
        ScopeUnknown: none has that code.
        ScopeUnreadable: see `read_scope`.
    """
    if code.endswith(".toml"):
        return read_scope(code)
    known = {one.code: one for one in scopes()}
    if code not in known:
        raise ScopeUnknown(code=code, known=", ".join(known))
    return known[code]
