"""One cell as text: cleaned of what cannot be seen, compared without case, space and width, shown without secrets."""

from __future__ import annotations

import re
import unicodedata

from rashin.engines.tabular.reading.privacy import holds_secret
from rashin.notation.letters import SPACES, folded, trimmed, visible

_WHOLE = re.compile(r"(-?[0-9]+)\.0+")
_DIGIT_RUN = re.compile(r"\d(?:[ _-]*\d){11,}")
_MOST_LOOKED_AT = 2000
_DASHES = frozenset("-‐‑‒–—―−ー─_*./?")

_MISSING = """
n/a #n/a na nan nat <na> null #null! nil none #value! #ref! #div/0! #name? #num! unknown missing (null) (blank)
不明 不詳 未記入 未入力 未回答 無回答 未記載 記入なし 記載なし 回答なし 入力なし データなし 欠測 欠損 空欄
該当なし 該当無し 未定 未詳 未登録 未設定
"""
MISSING_WORDS = frozenset(_MISSING.split())
"""Words that say a cell has no value, as `key` writes them."""

AMBIGUOUS_MISSING = frozenset({"none", "nil", "該当なし", "該当無し", "未定"})
"""Words that say so among numbers and dates, but are a value of their own among categories."""


def key(text: str) -> str:
    """What two spellings of one category share: the text without case, space, width and a needless `.0`."""
    plain = SPACES.sub("", folded(text).casefold())
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
    whole = _WHOLE.fullmatch(plain)
    return whole[1] if whole else plain


def is_missing(text: str, *, category: bool = False) -> bool:
    """Whether a cell says that it has no value; among categories some words, such as `none`, are values."""
    plain = key(text)
    if not plain or (len(plain) <= 4 and _DASHES.issuperset(plain)):
        return True
    return plain in MISSING_WORDS and not (category and plain in AMBIGUOUS_MISSING)


def shown(text: str, longest: int = 30) -> str:
    """The cell as a message may show it: short, and never with a My Number or a card number in it."""
    plain = _DIGIT_RUN.sub(_masked, trimmed(unicodedata.normalize("NFKC", visible(text[:_MOST_LOOKED_AT]))))
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def as_written(text: str, longest: int = 30) -> str:
    """The cell as it stands, full width and all, unless something in it must not be shown."""
    looked_at = text[:_MOST_LOOKED_AT]
    plain = unicodedata.normalize("NFKC", visible(looked_at))
    if _DIGIT_RUN.sub(_masked, plain) != plain:
        return shown(text, longest)
    original = trimmed(visible(looked_at))
    return original if len(original) <= longest else original[: longest - 1] + "…"


def _masked(run: re.Match[str]) -> str:
    """Stars for a run of digits in which such a number may stand, also where others stand beside it."""
    digits = "".join(character for character in run[0] if character.isdecimal())
    return "*" * len(digits) if holds_secret(digits) else run[0]
