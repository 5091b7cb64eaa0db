"""A letter on paper: a tagged PDF (PDF/UA-1, ISO 14289-1) in one language, set with Typst."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from zoneinfo import ZoneInfo

from rashin.errors import ContactMissing, ExtraMissing, FontMissing, LetterTooEarly
from rashin.language import Language, Text
from rashin.workspace.letters import words
from rashin.workspace.letters.letter import Letter

_JAPAN = ZoneInfo("Asia/Tokyo")
_FONTS = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "BIZ UDPGothic",
    "IPAexGothic",
    "IPAGothic",
    "Hiragino Sans",
    "Yu Gothic",
    "Noto Serif CJK JP",
    "MS Gothic",
)
"""With Japanese letters, the best first."""


def pdf(letter: Letter, language: Language, to: str = "") -> bytes:
    """The letter as a PDF.

    Args:
        letter: what it says.
        language: which half of it.
        to: whom it is addressed to; kept nowhere.

    Raises:
        LetterTooEarly: nobody has decided yet.
        ContactMissing: it would not say how to reach a person.
        ExtraMissing: Typst is not installed.
        FontMissing: no font on this machine has Japanese letters.
    """
    if letter.draft:
        raise LetterTooEarly
    if not letter.contact.reaches_somebody:
        raise ContactMissing
    font = japanese_font()
    said = {**_said(letter, language, to), "font": font, "lang": language}
    with as_file(files(__package__) / "letter.typ") as template:
        return _typst().compile(  # type: ignore[no-any-return]
            template, sys_inputs={"letter": json.dumps(said, ensure_ascii=False)}, pdf_standards="ua-1"
        )


@cache
def japanese_font() -> str:
    """The best font of this machine that has Japanese letters.

    Raises:
        ExtraMissing: Typst is not installed.
        FontMissing: there is none.
    """
    families = set(_typst().Fonts().families())
    found = next((name for name in _FONTS if name in families), None)
    if found is None:
        raise FontMissing
    return found


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise ExtraMissing(extra="pdf") from None
    return typst


def _said(letter: Letter, language: Language, to: str) -> dict[str, Any]:
    """Everything that the template shows, in one language."""

    def table(heads: tuple[Text, ...], rows: Iterator[tuple[Text, ...]]) -> dict[str, Any]:
        cells = [[_capital(label[language]), *(one[language] for one in rest)] for label, *rest in rows]
        return {"heads": [one[language] for one in heads], "rows": cells}

    return {
        **{name: text[language] for name, text in _HEADINGS.items()},
        "title": letter.title[language],
        "to": words.TO.filled(name=to)[language] if to else "",
        "date": day(letter.at, language),
        "organisation": letter.organisation,
        "responsible_name": letter.contact.responsible,
        "reference": words.REFERENCE.filled(reference=letter.reference)[language] if letter.reference else "",
        "greeting": letter.greeting[language],
        "outcome": letter.outcome[language],
        "reasons_lead": letter.reasons_lead[language],
        "reasons": table(
            (words.ITEM, words.DECLARED, words.USUAL), ((one.label, one.value, one.usual) for one in letter.reasons)
        ),
        "persons_reason": letter.persons_reason,
        "changes_lead": letter.changes_lead[language] if letter.changes_lead else "",
        "changes": table(
            (words.ITEM, words.BEFORE, words.AFTER), ((one.label, one.before, one.after) for one in letter.changes)
        ),
        "changes_rest": letter.changes_rest[language] if letter.changes_rest else "",
        "responsible": letter.responsible[language],
        "rights": [
            {"title": one.title[language], "texts": [text[language] for text in one.texts]} for one in letter.rights
        ],
        "contact": contact_lines(letter, language),
        "record": [text[language] for text in letter.record],
        "values": table((words.ITEM, words.DECLARED), iter(letter.values)),
    }


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


_HEADINGS = {
    "reasons_head": words.REASONS_HEAD,
    "persons_reason_head": words.PERSONS_REASON,
    "changes_head": words.CHANGES_HEAD,
    "responsible_head": words.RESPONSIBLE_HEAD,
    "contact_head": words.CONTACT_HEAD,
    "record_head": words.RECORD_HEAD,
    "values_head": words.VALUES_HEAD,
    "values_lead": words.VALUES_LEAD,
}


def contact_lines(letter: Letter, language: Language) -> list[list[str]]:
    """What is known of the contact, each with its name."""
    known = ((said[language], getattr(letter.contact, name)) for name, said in words.OFFICE.items())
    return [[name, value] for name, value in known if value]


def day(at: datetime, language: Language) -> str:
    """A day as letters are dated."""
    local = at.astimezone(_JAPAN)
    return f"{local.year}年{local.month}月{local.day}日" if language == "ja" else f"{local.day} {local:%B %Y}"
