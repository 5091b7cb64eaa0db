"""Where each page of the portal lies: a folder of its own, named after what it is about, the same in every release."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from rashin.language import Language, Text

_OTHER = re.compile(r"[\x00-\x20　/\\:*?\"<>|#%&{}~'^`+=,;@$!\[\]()]+")
"""What has a meaning of its own in an address or on some file system. `placing.sql` holds the same."""
_LONGEST = 60

FOLDERS = {
    "programme": "programme",
    "ministry": "ministry",
    "field": "field",
    "call": "call",
    "award": "award",
    "payee": "organisation",
    "organisation": "organisation",
    "indicator": "outcome",
    "scope": "",
}
"""The folder of the pages about each kind of thing; a payee is an organisation."""


@lru_cache(1 << 16)
def slug(identity: str) -> str:
    """An id as the name of a folder; where it had to be changed, so many digits of its digest keep it apart."""
    plain = _OTHER.sub("-", identity).strip("-.")[:_LONGEST]
    return plain if plain == identity else f"{plain}-{sha256(identity.encode()).hexdigest()[:8]}"


def place(kind: str, identity: str = "") -> str:
    """The folder of a page within a release: `programme/p-1/`; that of the front page is empty."""
    folder = FOLDERS[kind]
    return f"{folder}/{slug(identity)}/" if folder else ""


_quoted = lru_cache(1 << 16)(quote)


def link(folder: str, here: str, language: Language) -> str:
    """From one page to another, as a relative address that works on any host and under any path."""
    return up(here, language) + ("en/" if language == "en" else "") + _quoted(folder) or "./"


def up(here: str, language: Language) -> str:
    """From a page up to the folder of the release."""
    return "../" * (here.count("/") + (language == "en"))


def both(kind: str, identity: str, here: str) -> Text:
    """From one page to another in each language."""
    folder = place(kind, identity)
    return Text(link(folder, here, "ja"), link(folder, here, "en"))
