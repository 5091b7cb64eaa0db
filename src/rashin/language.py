"""Two languages, side by side: every text exists in Japanese and in English, or the type checker objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages.

    A pair kept in one place cannot lose half of itself, which is why there is no message catalogue.
    """

    ja: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.ja if language == "ja" else self.en

    def filled(self, **facts: object) -> Text:
        """This text with its `{placeholders}` filled; a `Text` among the facts is filled in its own language."""

        def fill(language: Language) -> str:
            words = {name: fact[language] if isinstance(fact, Text) else fact for name, fact in facts.items()}
            return self[language].format(**words)

        return Text(fill("ja"), fill("en"))


def same(word: str) -> Text:
    """A name that is written alike in both languages, such as a column's own header."""
    return Text(word, word)


def listed(names: Sequence[str], most: int = 3) -> Text:
    """So many names, and how many there are besides."""
    shown, rest = names[:most], len(names) - most
    ja, en = "、".join(shown), ", ".join(shown)
    return Text(f"{ja} ほか{rest}", f"{en} and {rest} more") if rest > 0 else Text(ja, en)
