"""Canonical JSON (RFC 8785) of what receipts hold, and base64 in its one spelling."""

from __future__ import annotations

import json
from base64 import b64encode
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.errors import NotCanonical
from rashin.language import LANGUAGES
from rashin.trust.canonical import DEEPEST, LARGEST, canonical, from_base64, from_json, to_base64

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=30,
)


def test_names_stand_in_the_order_of_the_rfc() -> None:
    """The example of RFC 8785, 3.2.3: by UTF-16 code units, where an emoji comes before U+FB33."""
    names = {
        "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\U0001f600": "Emoji: Grinning Face", "\x80": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
    }  # fmt: skip
    assert list(json.loads(canonical(names)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_strings_are_spelt_as_the_rfc_says() -> None:
    """The string of RFC 8785, 3.2.2, and the signs beyond it that must not be escaped."""
    assert canonical('\u20ac$\u000f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    assert canonical("\b\t\n\f\r\x00\x1f\x7f\u2028é漢𝄞</") == '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\u2028é漢𝄞</"'.encode()


def test_literals_and_structure() -> None:
    value = {"b": [True, False, None, 0, -1, LARGEST, -LARGEST], "a": {}, "B": []}
    assert canonical(value) == b'{"B":[],"a":{},"b":[true,false,null,0,-1,9007199254740991,-9007199254740991]}'


@given(VALUES)
def test_what_is_written_reads_back_and_has_one_spelling(value: Any) -> None:
    data = canonical(value)
    assert json.loads(data) == value
    assert from_json(data) == value
    assert from_json(json.dumps(value, indent=2).encode()) == value
    assert canonical(json.loads(json.dumps(value, ensure_ascii=True))) == data


@given(st.dictionaries(st.text(st.characters(codec="ascii")), st.none()))
def test_plain_names_stand_as_json_sorts_them(value: dict[str, Any]) -> None:
    assert list(json.loads(canonical(value))) == sorted(value)


@given(st.dictionaries(TEXTS, st.none()))
def test_all_names_stand_by_their_utf16_units(value: dict[str, Any]) -> None:
    assert list(json.loads(canonical(value))) == sorted(value, key=lambda name: name.encode("utf-16-be"))


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    ONE = 1


def test_enumerations_and_tuples_are_what_they_stand_for() -> None:
    assert canonical((Colour.RED, Size.ONE, {Colour.RED: ()})) == b'["red",1,{"red":[]}]'


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


REFUSED = {
    "fraction": 0.5,
    "whole fraction": 1.0,
    "no number": float("nan"),
    "infinite": float("inf"),
    "large": LARGEST + 1,
    "small": -LARGEST - 1,
    "name": {1: 2},
    "half": "\ud800",
    "half name": {"\udfff": 1},
    "bytes": b"x",
    "set": {1},
    "deep": nested(DEEPEST + 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_canonical_form_is_refused_wherever_it_stands(name: str) -> None:
    for value in (REFUSED[name], [REFUSED[name]], {"a": [{"b": REFUSED[name]}]}):
        with pytest.raises(NotCanonical) as refused:
            canonical(value)
        assert all("{" not in refused.value.message(language) for language in LANGUAGES)


def test_nesting_is_allowed_up_to_a_depth() -> None:
    assert from_json(canonical(nested(DEEPEST))) == nested(DEEPEST)


HOSTILE = {
    "twice": b'{"a":1,"a":1}',
    "twice by escape": b'{"a":1,"\\u0061":2}',
    "fraction": b"[1.0]",
    "exponent": b"1e2",
    "NaN": b"NaN",
    "Infinity": b"[-Infinity]",
    "large": b"9007199254740992",
    "long": b"1" * 5000,
    "half": b'"\\ud800"',
    "not UTF-8": b'"\xff"',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "mark": b"\xef\xbb\xbf{}",
    "control": b'"\x01"',
    "empty": b"",
    "cut": b'{"a":[1,2',
    "behind": b"{} {}",
    "deep": b"[" * 65 + b"]" * 65,
    "very deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "single quotes": b"{'a':1}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_is_refused_without_a_traceback(name: str) -> None:
    with pytest.raises(NotCanonical):
        from_json(HOSTILE[name])


@given(st.binary(max_size=60))
def test_any_bytes_are_either_read_or_refused(data: bytes) -> None:
    try:
        value = from_json(data)
    except NotCanonical:
        return
    assert from_json(canonical(value)) == value


@given(st.binary(max_size=40))
def test_base64_has_one_spelling(data: bytes) -> None:
    text = to_base64(data)
    assert text == b64encode(data).decode()
    assert from_base64(text) == data
    for other in (text + "=", text + "\n", " " + text, text[:-1] + "-" if text else "=", text.replace("=", "")):
        if other != text:
            with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the standard library
                from_base64(other)


@pytest.mark.parametrize("text", ["AB==", "AAB=", "A", "é", "AA", "AA=A", "===="])
def test_base64_with_stray_bits_or_signs_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the standard library
        from_base64(text)
