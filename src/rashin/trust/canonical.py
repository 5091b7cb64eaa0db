"""One spelling for each value, so that equal values have equal digests.

Canonical JSON is RFC 8785 (JCS) for strings, whole numbers, true, false, null, lists and objects. Fractions are refused:
JSON has many spellings of them, and what must be exact is a whole number of units or a string here.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any, NoReturn

from rashin.errors import NotCanonical
from rashin.language import Text, same

LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exact (RFC 7493, I-JSON)."""
DEEPEST = 64
"""Lists and objects inside one another."""

_FRACTION = Text("小数 {found}", "the fraction {found}")
_LARGE = Text("大きすぎる数", "too large a number")
_DEEP = Text("{most}段より深い入れ子", "nested more than {most} deep")
_HALF = Text("文字の半分", "half a character")
_TWICE = Text("2度ある名前「{name}」", "the name “{name}” twice")
_NAME = Text("文字列でない名前", "a name that is no string")
_SYNTAX = Text("JSON として読めません", "it is no JSON")

_write = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_write_sorted = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True).encode


def canonical(value: Any) -> bytes:
    """A value in its one spelling, UTF-8.

    Args:
        value: str, int within ±(2⁵³ − 1), bool, None, and lists, tuples and dictionaries of these, at most 64 deep.

    Raises:
        NotCanonical: anything else, or a string with half a surrogate pair in it.
    """
    plain = _checked([value], DEEPEST)
    try:
        return (_write_sorted(value) if plain else _write(_reordered(value))).encode()
    except UnicodeEncodeError:
        raise NotCanonical(where=_HALF) from None


def from_json(data: bytes) -> Any:
    """The value of a JSON text that has a canonical form; white space, order and escapes may be any.

    Raises:
        NotCanonical: it is no JSON, names something twice, or holds what `canonical` refuses.
    """
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_each_once, parse_float=_refuse_fraction, parse_constant=_refuse_fraction
        )
        canonical(value)
    except (ValueError, RecursionError):
        raise NotCanonical(where=_SYNTAX) from None
    return value


def to_base64(data: bytes) -> str:
    """Bytes as base64 (RFC 4648, section 4)."""
    return b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text in its one spelling: padded, no stray signs, unused bits nought.

    Raises:
        ValueError: it is none.
    """
    data = b64decode(text, validate=True)
    if to_base64(data) != text:
        raise ValueError("base64 with unused bits set")
    return data


def _checked(values: Iterable[Any], depth: int) -> bool:
    """Whether all names in the values are ASCII, so that their usual order is the right one; what may not be is refused."""
    plain = True
    for value in values:
        if isinstance(value, str):  # by far the most of them
            continue
        if isinstance(value, (dict, list, tuple)):
            if not depth:
                _refuse(_DEEP.filled(most=DEEPEST))
            if isinstance(value, dict):
                plain &= _are_ascii(value) & _checked(value.values(), depth - 1)
            else:
                plain &= _checked(value, depth - 1)
        elif isinstance(value, int):
            if not -LARGEST <= value <= LARGEST:
                _refuse(_LARGE)
        elif value is not None:
            _refuse(_FRACTION.filled(found=value) if isinstance(value, float) else same(type(value).__name__))
    return plain


def _are_ascii(names: Iterable[str]) -> bool:
    try:
        return "".join(names).isascii()
    except TypeError:
        _refuse(_NAME)


def _reordered(value: Any) -> Any:
    """The value with its names by their UTF-16 code units (RFC 8785, 3.2.3)."""
    if isinstance(value, dict):
        return {name: _reordered(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    return [_reordered(one) for one in value] if isinstance(value, (list, tuple)) else value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse(_TWICE.filled(name=name))
        found[name] = value
    return found


def _refuse_fraction(found: str) -> NoReturn:
    _refuse(_FRACTION.filled(found=found[:30]))


def _refuse(where: Text) -> NoReturn:
    raise NotCanonical(where=where)
