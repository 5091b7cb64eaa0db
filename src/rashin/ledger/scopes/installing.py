"""A scope put to a book: which programmes and awards are in it, each with its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from rashin.ledger.book.engine import literal
from rashin.ledger.scopes.scope import Field, Place, Scope
from rashin.ledger.scopes.words import exact, loose, plain, plain_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOTHING = "NULL::VARCHAR"


def install(connection: DuckDBPyConnection, scope: Scope) -> None:
    """Make the temporary tables of a scope, replacing those of another.

    - `scope_programme`: `programme`, `field`, `why` (the words it was taken for), `place` (where they stand, a `Place`); one row
      for each programme in the scope.
    - `scope_award`: `award`, `field`; one row for each award in it.

    A field is the code of one of the scope's and never NULL: `other`, if nothing fits.

    Args:
        connection: holds a book's tables, as `Book.open` gives it. Temporary macros are added to it.
        scope: what is asked.
    """
    for macro in _macros(scope):
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
    connection.execute(files("rashin.ledger.scopes").joinpath("install.sql").read_text(encoding="utf-8"))


def _macros(scope: Scope) -> Iterator[str]:
    """What install.sql knows of the scope."""
    every = sorted({word for sought in scope.sought.values() for word in sought.words})
    cut = f"regexp_replace({plain_sql('written')}, {literal(exact(scope.leaves))}, ' ', 'g')"
    yield f"scope_may_name(written) AS {_finds('written', loose(every)) if every else 'false'}"
    yield f"scope_plain(written) AS {cut if scope.leaves else plain_sql('written')}"
    yield f"scope_words(place, clean) AS {_choice('place', _words_of(scope), '[]::VARCHAR[]')}"
    yield f"scope_at_least(place) AS {_choice('place', _shares(scope), '0')}"
    yield f"scope_place_order(place) AS list_position({[place.value for place in Place]}, place)"
    yield f"scope_is_everything() AS {str(scope.everything).lower()}"
    fields, last = ([one for one in scope.fields if one.last is late] for late in (False, True))
    yield f"scope_field_in(clean) AS {_sort(fields, lambda one: one.words)}"
    yield f"scope_field_of(clean) AS {_sort(fields, lambda one: one.bodies)}"
    yield f"scope_field_at_last(clean) AS {_sort(last, lambda one: one.words)}"
    given = f"lower(trim({plain_sql('given')}))"
    yield f"scope_field_given(given) AS {_choice(given, _given(scope), _NOTHING)}"


def _finds(text: str, pattern: str) -> str:
    return f"coalesce(regexp_matches({text}, {literal(pattern)}), false)"


def _words_of(scope: Scope) -> Iterator[tuple[str, str]]:
    """For each place a list of the words that the text has."""
    for place, sought in scope.sought.items():
        found = (f"CASE WHEN {_finds('clean', exact([word]))} THEN {literal(plain(word))} END" for word in sought.words)
        yield literal(place.value), f"list_filter([{', '.join(found)}], lambda word : word IS NOT NULL)"


def _shares(scope: Scope) -> Iterator[tuple[str, str]]:
    for place, sought in scope.sought.items():
        yield literal(place.value), repr(sought.at_least)


def _given(scope: Scope) -> Iterator[tuple[str, str]]:
    """What an officer may write for a field."""
    for field in scope.fields:
        for name in dict.fromkeys(plain(name).strip().lower() for name in field.names):
            yield literal(name), literal(field.code)


def _choice(of: str, ways: Iterable[tuple[str, str]], otherwise: str) -> str:
    whens = " ".join(f"WHEN {value} THEN {result}" for value, result in ways)
    return f"CASE {of} {whens} ELSE {otherwise} END" if whens else otherwise


def _sort(fields: Iterable[Field], words: Callable[[Field], tuple[str, ...]]) -> str:
    """The first field one of whose words the text has."""
    whens = " ".join(
        f"WHEN {_finds('clean', exact(words(field)))} THEN {literal(field.code)}" for field in fields if words(field)
    )
    return f"CASE {whens} ELSE {_NOTHING} END" if whens else _NOTHING
