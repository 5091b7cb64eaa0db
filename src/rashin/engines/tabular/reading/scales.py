"""Words that mean yes and no, and scales of words whose order everybody knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rashin.engines.tabular.reading.cells import key

_PAIRS = (
    "はい いいえ", "有 無", "あり なし", "有り 無し", "有る 無い", "○ ×", "〇 ×", "◯ ×", "○ ✕", "〇 ✕", "◯ ✕", "○ x", "〇 x",
    "◯ x", "yes no", "y n", "true false", "t f", "on off", "済 未", "済み 未", "可 否", "該当 非該当", "該当する 該当しない",
    "する しない", "している していない", "ある ない", "持っている 持っていない",
)  # fmt: skip
_OPPOSITES = tuple((key(pair.split()[0]), key(pair.split()[1])) for pair in _PAIRS)
_TRUE = {yes for yes, _ in _OPPOSITES}
_FALSE = {no for _, no in _OPPOSITES}

_SCALES = tuple(
    tuple(key(word) for word in scale.split())
    for scale in (
        "極低 低 やや低 中 やや高 高 極高", "低い やや低い 普通 やや高い 高い", "低い 中くらい 高い", "極小 小 中 大 特大", "小さい 普通 大きい",
        "少 中 多", "少ない 普通 多い", "下 中 上", "下 中下 中 中上 上", "弱 中 強", "軽 中 重", "軽度 中等度 重度", "短 中 長", "短期 中期 長期",
        "悪 可 良 優", "不可 可 良 優 秀", "悪い やや悪い 普通 やや良い 良い", "不良 普通 良好", "不十分 普通 十分", "初級 中級 上級", "新人 中堅 ベテラン",
        "低リスク 中リスク 高リスク", "中卒 高卒 短大卒 大卒 院卒", "小規模 中規模 大規模",
        "very_low low medium high very_high", "verylow low medium high veryhigh", "low mid high", "low moderate high", "low normal high",
        "tiny small medium large huge", "xs s m l xl xxl", "very_poor poor fair good very_good excellent",
        "verypoor poor fair good verygood excellent", "bad fair good", "bad average good", "poor average good", "weak moderate strong",
        "never rarely sometimes often always", "none low medium high", "none mild moderate severe", "short medium long",
        "beginner intermediate advanced", "junior mid senior", "first second third fourth fifth",
        "d c b a s", "d- d d+ c- c c+ cc- cc cc+ ccc- ccc ccc+ b- b b+ bb- bb bb+ bbb- bbb bbb+ a- a a+ aa- aa aa+ aaa",
    )
)  # fmt: skip
_LETTERS = tuple("abcdefghij")
_NUMBERED = re.compile(r"([0-9]+)(?:[:)、].*[^0-9.:].*|(?:[._-]|番:?)[^0-9.].*)")
_BANDED = re.compile(r"[<~]?([0-9]+)(?:代|級|等級?|位|期|以上|未満|以下|\+|[~-][0-9]+)[^0-9]?")
_LONGEST = 40
_LEAST_LETTERS = 3


def truth(text: str) -> bool | None:
    """Whether a word means yes or no, or neither."""
    plain = key(text)
    return True if plain in _TRUE else False if plain in _FALSE else None


def are_yes_and_no(keys: Collection[str]) -> bool:
    """Whether a column's keys all mean yes or no, with both words of at least one pair among them."""
    return (_TRUE | _FALSE).issuperset(keys) and any(yes in keys and no in keys for yes, no in _OPPOSITES)


def said(text: str) -> bool | None:
    """Like `truth`, for a column known to hold yes and no: 1 and 0 count as well."""
    return {"1": True, "0": False}.get(key(text), truth(text))


def order_of(keys: Collection[str]) -> tuple[str, ...] | None:
    """The keys of a column from lowest to highest, when they are a scale everybody orders alike; else None.

    Letters are grades only from three up (A, B, C …; A first, which is how grades are listed).
    """
    if len(keys) < 2:
        return None
    return _listed(keys) or _lettered(keys) or _numbered(keys, _NUMBERED) or _numbered(keys, _BANDED)


def _listed(keys: Collection[str]) -> tuple[str, ...] | None:
    for scale in _SCALES:
        if set(scale).issuperset(keys) and not (set(_LETTERS).issuperset(keys)):
            return tuple(word for word in scale if word in keys)
    return None


def _lettered(keys: Collection[str]) -> tuple[str, ...] | None:
    if len(keys) < _LEAST_LETTERS or "a" not in keys or not set(_LETTERS).issuperset(keys):
        return None
    return tuple(sorted(keys)) if max(keys) <= _LETTERS[len(keys)] else None


def _numbered(keys: Collection[str], pattern: re.Pattern[str]) -> tuple[str, ...] | None:
    matches: Sequence[re.Match[str] | None] = [pattern.fullmatch(word[:_LONGEST]) for word in keys]
    numbers = [int(match[1]) for match in matches if match]
    if len(numbers) < len(keys) or len(set(numbers)) < len(numbers):
        return None
    return tuple(word for _, word in sorted(zip(numbers, keys, strict=True)))
