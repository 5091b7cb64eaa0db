"""Where a command's answer goes: words for a reader, or JSON for a program, on stdout; all else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from math import isfinite
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

from rashin.cli.layout import folded, printable
from rashin.language import Language, Text

_WIDEST = 100
"""Beyond this lines are hard to follow, however wide the terminal."""

_NEXT = Text("次に打つコマンド", "What to type next")


@dataclass(frozen=True, slots=True)
class Screen:
    """One command's way to its reader."""

    language: Language
    as_json: bool

    @property
    def width(self) -> int:
        """Places in a line."""
        return max(min(get_terminal_size((80, 24)).columns, _WIDEST), 40)

    def say(self, text: Text | str = "", *, indent: str = "") -> None:
        """A paragraph of the answer; nothing in JSON."""
        if not self.as_json:
            self.show(folded(self.read(text), self.width, indent=indent))

    def show(self, lines: str) -> None:
        """Lines of the answer that are laid out already; nothing in JSON."""
        if not self.as_json:
            sys.stdout.write(printable(lines) + "\n")

    def title(self, text: Text | str) -> None:
        """What the next lines are about."""
        self.say()
        self.say(f"■ {self.read(text)}")

    def item(self, text: Text | str) -> None:
        """One point of a list, its further lines below its first word."""
        if not self.as_json:
            lines = folded(self.read(text), self.width, indent="    ")
            self.show(f"  - {lines[4:]}")

    def commands(self, *lines: str) -> None:
        """What to type next."""
        self.title(_NEXT)
        self.show("\n".join(f"    {line}" for line in lines))

    def answer(self, facts: object) -> None:
        """The whole answer for a program; nothing for a reader."""
        if self.as_json:
            ascii_only = sys.stdout.encoding.lower() not in ("utf-8", "utf8")
            sys.stdout.write(json.dumps(plain(facts), ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n")

    def note(self, text: Text | str) -> None:
        """Something beside the answer, on stderr."""
        sys.stderr.write(folded(printable(self.read(text)), self.width) + "\n")

    def read(self, text: Text | str) -> str:
        """A text in the reader's language."""
        return text if isinstance(text, str) else text[self.language]


def plain(fact: Any) -> Any:
    """Anything the API gives, as JSON holds it: both languages of a text, `null` for a number that is none."""
    if isinstance(fact, Enum):
        return fact.value
    if isinstance(fact, float):
        return fact if isfinite(fact) else None
    if is_dataclass(fact) and not isinstance(fact, type):
        return {field.name: plain(getattr(fact, field.name)) for field in fields(fact)}
    if isinstance(fact, Mapping):
        return {str(key): plain(value) for key, value in fact.items()}
    if isinstance(fact, (list, tuple)):
        return [plain(value) for value in fact]
    if isinstance(fact, Path):
        return str(fact)
    return fact.tolist() if hasattr(fact, "tolist") else fact
