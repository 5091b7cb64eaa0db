"""Fiscal years as Japanese tables write them: 令和5年度, R5, 2023年度, FY2023."""

from __future__ import annotations

import re

from rashin.notation.dates import ERAS
from rashin.notation.letters import compact

_ERA = re.compile(r"(令和|平成|昭和|R|H|S)\.?([0-9]{1,2}|元)(?:年度?)?(?:\([0-9]{4}(?:年度?)?\))?", re.IGNORECASE)
_WESTERN = re.compile(r"(?:FY)?((?:19|20)[0-9]{2})(?:年度?)?(?:\.0+)?", re.IGNORECASE)


def parsed(text: str) -> int | None:
    """The year that a cell states, by its April; None when it states none. Years in two digits are not guessed."""
    plain = compact(text)
    western = _WESTERN.fullmatch(plain)
    if western:
        return int(western[1])
    era = _ERA.fullmatch(plain)
    return ERAS[era[1].upper()] + (1 if era[2] == "元" else int(era[2])) if era else None
