"""What a scope's file says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rashin.estimates import Estimate
from rashin.language import Text
from rashin.ledger.scopes.given import Given
from rashin.ledger.scopes.scope import Example, Field, Measured, Place, Scope, Sought

_CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
_SHARED = (Place.INDICATORS, Place.WORKS)
"""Places that hold many texts, of which a share is asked for."""
_PLACES = (Place.TITLE, Place.PURPOSE, *_SHARED)
_OTHER = Field("other", Text("その他", "Other"), Text("どの分野にも当てはまらないもの。", "Whatever fits no field."))


def read(path: Path) -> Scope:
    """The scope in a file.

    Raises:
        ScopeUnreadable: it is not there, is no TOML, or does not say what a scope must.
    """
    given = Given.in_file(path)
    found = Scope(
        code=_code(given),
        name=given.pair("name"),
        question=given.pair("question"),
        rule=given.pair("rule"),
        sought=dict(_sought(given)),
        leaves=given.words("leaves"),
        fields=(*map(_field, given.tables("field")), _OTHER),
        examples=tuple(map(_example, given.tables("example"))),
        measured=_measured(given.table("measured")) if "measured" in given else None,
    )
    given.end()
    _check_fields(given, found)
    return found


def _sought(given: Given) -> Iterator[tuple[Place, Sought]]:
    everything = given.yes("everything", unless=False)
    if everything is ("takes" in given):
        raise given.wrong(
            Text("何を含めるかが一つに決まりません。", "It does not say in one way what is taken."),
            Text(
                "everything = true か、[takes.title] などの表のどちらか一つを書いてください。",
                "Write either everything = true or tables such as [takes.title].",
            ),
        )
    if not everything:
        yield from _places(given.table("takes"))


def _places(takes: Given) -> Iterator[tuple[Place, Sought]]:
    if not any(place in takes for place in _PLACES):
        takes.table(_PLACES[0])
    for place in _PLACES:
        if place in takes:
            one = takes.table(place)
            yield place, Sought(one.words("words", needed=True), _share(one) if place in _SHARED else 0.0)
            one.end()
    takes.end(_PLACES)


def _share(given: Given) -> float:
    share = given.number("at_least")
    if not 0 < share <= 1:
        raise given.wrong(
            Text(f"at_least = {share} は割合になりません。", f"at_least = {share} is no share."),
            Text(
                "0より大きく1までの数にしてください。半分なら 0.5 です。",
                "Write more than 0 and up to 1; a half is 0.5.",
            ),
        )
    return share


def _field(given: Given) -> Field:
    field = Field(
        code=_code(given),
        label=given.pair("label"),
        means=given.pair("means"),
        words=given.words("words"),
        bodies=given.words("bodies"),
        also=given.words("also"),
        last=given.yes("last", unless=False),
    )
    given.end()
    return field


def _example(given: Given) -> Example:
    field = given.string("field") if "field" in given else None
    example = Example(given.string("title"), given.yes("taken"), given.pair("why"), field)
    given.end()
    return example


def _measured(given: Given) -> Measured:
    figures = given.table("figures")
    measured = Measured(
        data=given.pair("data"),
        command=given.string("command"),
        date=given.string("date"),
        sheets=int(given.number("sheets")),
        note=given.pair("note") if "note" in given else None,
        figures={name: _estimate(figures.table(name)) for name in figures},
    )
    given.end()
    return measured


def _estimate(given: Given) -> Estimate:
    value, low, high, n = (given.number(key) for key in ("value", "low", "high", "n"))
    given.end()
    return Estimate(value, low, high, int(n))


def _code(given: Given) -> str:
    code = given.string("code")
    if not _CODE.fullmatch(code):
        raise given.wrong(
            Text(f"「{code}」は符号に使えません。", f"“{code}” cannot be a code."),
            Text(
                "小文字の英字で始め、英字・数字・ハイフンで32字までにしてください。",
                "Begin with a–z, then up to 31 of a–z, 0–9 and hyphens.",
            ),
        )
    return code


def _check_fields(given: Given, found: Scope) -> None:
    codes = [one.code for one in found.fields]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise given.wrong(
            Text(f"分野「{twice}」が二つあります。", f"There are two fields “{twice}”."),
            Text(
                "一つにしてください。other は書かなくても入ります。", "Keep one; other is there without being written."
            ),
        )
    unknown = next((one.field for one in found.examples if one.field not in (None, *codes)), None)
    if unknown:
        raise given.wrong(
            Text(f"例の分野「{unknown}」がありません。", f"An example names the unknown field “{unknown}”."),
            Text("次のどれかにしてください: " + "、".join(codes), "Write one of: " + ", ".join(codes)),
        )
