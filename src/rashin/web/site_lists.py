"""The lists of a published site, filtered by words and sorted as a reader asks."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Request

from rashin.language import Language
from rashin.version import __version__

if TYPE_CHECKING:
    from rashin.ledger.portal.listing import Listing

WORDS, SORT, PAGE = "q", "sort", "page"
"""What may be asked of a list: words that its rows must hold, a column, a page."""
_MOST_DIGITS = 6
_ENGLISH = "en/"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of a list."""

    release: Path
    listing: Listing
    language: Language
    words: str
    sort: str
    page: int

    @property
    def lies(self) -> str | None:
        """The folder in which it lies already: without words, each order of a list does. The first page, where this one does not."""
        from rashin.ledger.portal.listing import address

        if self.words:
            return None
        ways = [address(self.listing, self.sort, number) for number in (self.page, 1)]
        found = next((one for one in ways if (self.release / one).is_dir()), self.listing.folder)
        return f"{_ENGLISH if self.language == 'en' else ''}{quote(found)}"

    @property
    def mark(self) -> str:
        """What tells one answer from another."""
        said = (__version__, self.release.name, self.listing.folder, self.language, self.words, self.sort, self.page)
        return f'"{blake2s(repr(said).encode(), digest_size=12).hexdigest()}"'

    def html(self) -> str:
        """The page."""
        from rashin.ledger.portal.carried import read_site
        from rashin.ledger.portal.finding import find

        site = read_site(self.release)
        page = find(
            self.release, self.listing, site, self.language, sought=self.words, sort=self.sort, number=self.page
        )
        return site.html(page, self.language)


def wanted(request: Request, release: Path, path: str) -> Wanted | None:
    """What is asked of the list at a path of a release; None if there is no list, or nothing is asked of it.

    Args:
        request: with the words, the column and the page in its query.
        release: the folder of the release.
        path: within it.
    """
    # Imported here: whoever serves no portal need not know how its pages are drawn.
    from rashin.ledger.portal.pages.lists import listings

    asked = request.query_params
    if not {WORDS, SORT, PAGE} & asked.keys():
        return None
    language: Language = "en" if path.startswith(_ENGLISH) else "ja"
    listing = next((one for one in listings() if one.folder == path.removeprefix(_ENGLISH)), None)
    if listing is None:
        return None
    sort, page = asked.get(SORT, ""), asked.get(PAGE, "")
    return Wanted(
        release,
        listing,
        language,
        asked.get(WORDS, "").strip(),
        sort if sort in listing.sorts else listing.sorts[0],
        max(int(page), 1) if page.isdecimal() and len(page) <= _MOST_DIGITS else 1,
    )
