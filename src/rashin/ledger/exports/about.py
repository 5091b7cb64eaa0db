"""What a release says of itself wherever it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rashin.language import Text


@dataclass(frozen=True, slots=True)
class Licence:
    """On what terms others may use it."""

    name: str
    """As SPDX writes it."""
    title: Text
    address: str


CC_BY = Licence(
    "CC-BY-4.0",
    Text("クリエイティブ・コモンズ 表示 4.0 国際", "Creative Commons Attribution 4.0 International"),
    "https://creativecommons.org/licenses/by/4.0/",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom the data were taken from, as their licence may ask to be said."""

    title: Text
    address: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """One release: what it is called, who publishes it, where it is, and on what terms."""

    title: Text
    publisher: Text
    address: str
    """Of the release's front page: absolute, and the same as long as the release stands."""
    release: str
    """Such as `2026-11`."""
    issued: date
    description: Text | None = None
    licence: Licence = CC_BY
    sources: tuple[Origin, ...] = ()
    """If none is given, the formats from which the book was imported are named."""
    ocid_prefix: str = ""
    """Of the publisher's processes in OCDS, such as `ocds-213czf`; the Open Contracting Partnership gives it."""

    def at(self, path: str) -> str:
        """The address of a file of the release."""
        return f"{self.address.rstrip('/')}/{path}"
