"""What the organisations of an installation have published, for anybody to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rashin.errors import NotFound
from rashin.language import Text
from rashin.ledger.releases import Release, newest, read_release
from rashin.workspace.programme.books import FOLDER, own_site_of

_ID = re.compile(r"[0-9A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Portal:
    """One organisation's published site."""

    organisation: str
    title: Text
    publisher: Text
    release: Release
    """The latest."""


def site_of(data: Path, organisation_id: str) -> Path:
    """The folder of an organisation's published site; that of a sample is no such site.

    Raises:
        NotFound: it has published nothing, or there is no such organisation; it is not said which.
    """
    if not _ID.fullmatch(organisation_id):
        raise NotFound(what=organisation_id)
    site = own_site_of(data, organisation_id)
    if newest(site) is None:
        raise NotFound(what=organisation_id)
    return site


def portals(data: Path) -> tuple[Portal, ...]:
    """Every published site, in the order of their titles. One that cannot be read is left out; `rashin audit` names it."""
    found = (_portal(folder.name, newest(own_site_of(data, folder.name))) for folder in (data / FOLDER).glob("*"))
    return tuple(sorted(filter(None, found), key=lambda one: (one.title.ja, one.organisation)))


def _portal(organisation_id: str, release: Path | None) -> Portal | None:
    # Imported here: the command line need not know how pages are drawn.
    from rashin.ledger.portal.carried import read_site

    if release is None:
        return None
    try:
        about = read_site(release).about
        return Portal(organisation_id, about.title, about.publisher, read_release(release))
    except (OSError, ValueError, KeyError, TypeError):
        return None
