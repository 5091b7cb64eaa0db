"""Criteria that a programme may declare, with the question that each asks and the evidence it needs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rashin.language import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Standard:
    """One criterion of the catalogue."""

    code: str
    name: Text
    question: Text
    needs: Text
    """The evidence it takes."""
    source: Text
    computed: bool = False
    """Whether it is worked out from the book; the others are judged by people, with evidence."""


@cache
def catalogue() -> Mapping[str, Standard]:
    """Every criterion by its code."""
    packaged = files("rashin.ledger.criteria").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {code: _standard(code, facts) for code, facts in tomllib.loads(packaged).items()}


def standard_of(written: str | None) -> Standard | None:
    """The criterion that an officer means by a code or a name in either language; None for one of the programme's own."""
    meant = (written or "").strip().casefold()
    for one in catalogue().values():
        if meant in {one.code, *(one.name[language].casefold() for language in LANGUAGES)}:
            return one
    return None


def _standard(code: str, facts: Mapping[str, Any]) -> Standard:
    name, question, needs, source = (Text(**facts[text]) for text in ("name", "question", "needs", "source"))
    return Standard(code, name, question, needs, source, facts.get("computed", False))
