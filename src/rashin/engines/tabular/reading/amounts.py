"""Numbers as people write them: full-width, grouped, with △ or brackets, with 円 千円 億 %, each rule named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rashin.notation.letters import compact, folded

_SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "億": 10**8, "十億": 10**9, "百億": 10**10, "千億": 10**11, "兆": 10**12,
}  # fmt: skip
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = rf"(?:{_DIGITS}(?:\.[0-9]*)?|\.[0-9]+)"
_SCALE = r"(?:[十百千]?[万億兆]|[千百])"

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
"""What float() reads and nobody reads differently."""

_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_ONE = re.compile(rf"{_NUMBER}(?:[eE][+-]?[0-9]{{1,4}})?")
_SCALED = re.compile(rf"(?:{_NUMBER}{_SCALE})+(?:{_NUMBER})?")
_PART = re.compile(rf"({_NUMBER})({_SCALE})?")
_YEAR = re.compile(r"(1[89]|20|21)[0-9]{2}年度?")
_INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞)", re.IGNORECASE)
_SIGNED = re.compile(r"([-+△▲]?)(?:[¥\\]|JPY)?([-+△▲]?)(.*)")
_SUFFIX = re.compile(r"(円|JPY|%|パーセント|人|名|件|社|歳|才|回|台|個|点|倍|本|枚|[ヶか月カヵケ箇]月)$")
_HEADER = re.compile(r"(十億|千万|百万|億|万|千)円[)\]】]?$")
_HEADER_PERCENT = re.compile(r"(?:%|パーセント)[)\]】]?$")
_SIGNS = str.maketrans("−‐‑–ー\u2012", "------")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was understood, and the codes of the repairs it took."""

    value: float
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """The unit a column's name declares for cells that do not say otherwise."""

    scale: int = 1
    word: str = ""
    percent: bool = False


def header_unit(name: str) -> HeaderUnit:
    """The unit in a column's name, such as 年商（千円）; yen and as they stand when there is none."""
    plain = folded(name).replace(" ", "")
    found = _HEADER.search(plain)
    if found:
        return HeaderUnit(_SCALES[found[1]], found[1] + "円")
    return HeaderUnit(percent=_HEADER_PERCENT.search(plain) is not None)


def parsed(text: str, unit: HeaderUnit) -> Amount | None:
    """The number that a cell states, in yen, persons or as a plain ratio; None when it states none.

    Never guesses: `1.234,5`, `3千万くらい`, `約100` are no numbers.
    """
    if PLAIN.fullmatch(text):
        return _in_unit(text, unit)
    if len(text) > _LONGEST:
        return None
    if unit.scale == 1 and _GROUPED.fullmatch(text):
        return Amount(float(text.replace(",", "")) + 0.0, ("grouping",))
    plain = folded(text)
    width = ("width",) if plain != text.strip() else ()
    plain = compact(plain.translate(_SIGNS))
    if _INFINITE.fullmatch(plain):
        return Amount(float("-inf" if plain[0] == "-" else "inf"))
    amount = _signed(plain, unit)
    return Amount(amount.value, width + amount.repairs) if amount else None


def _in_unit(text: str, unit: HeaderUnit) -> Amount:
    if unit.scale == 1:
        return Amount(float(text) + 0.0)
    return Amount(float(Decimal(text) * unit.scale) + 0.0, ("header-unit",))


def _signed(text: str, unit: HeaderUnit) -> Amount | None:
    bracketed = text.startswith("(") and text.endswith(")")
    match = _SIGNED.fullmatch(text[1:-1] if bracketed else text)
    if match is None or (match[1] and match[2]) or (bracketed and (match[1] or match[2])):
        return None
    sign = match[1] or match[2]
    currency = ("currency",) if match.start(3) > match.start(0) + len(sign) else ()
    amount = _unsigned(match[3], unit)
    if amount is None:
        return None
    negative = ("negative",) if bracketed or sign in {"△", "▲"} else ()
    value = -amount.value if bracketed or sign in {"△", "▲", "-"} else amount.value
    return Amount(value + 0.0, negative + currency + amount.repairs)


def _unsigned(text: str, unit: HeaderUnit) -> Amount | None:
    if _YEAR.fullmatch(text):
        return Amount(float(text[:4]), ("counter",))
    suffix = _SUFFIX.search(text)
    body = text[: suffix.start()] if suffix else text
    word = suffix[1] if suffix else ""
    grouped = ("grouping",) if "," in body else ()
    if _ONE.fullmatch(body):
        return _whole(Decimal(body.replace(",", "")), word, unit, grouped)
    if _SCALED.fullmatch(body) and word not in {"%", "パーセント"}:
        total = sum(Decimal(n.replace(",", "")) * _SCALES.get(s, 1) for n, s in _PART.findall(body))
        return Amount(float(total), ("unit", *grouped))
    return None


def _whole(number: Decimal, word: str, unit: HeaderUnit, grouped: tuple[str, ...]) -> Amount:
    if word in {"%", "パーセント"}:
        return Amount(float(number if unit.percent else number.scaleb(-2)), ("percent", *grouped))
    if word in {"円", "JPY"}:
        return Amount(float(number), ("currency", *grouped))
    if word:
        return Amount(float(number), ("counter", *grouped))
    if unit.scale != 1:
        return Amount(float(number * unit.scale), ("header-unit", *grouped))
    return Amount(float(number), grouped)
