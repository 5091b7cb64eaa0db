"""A published site over HTTP: its files as they lie, and its lists filtered by words.

Nothing is changed on the way, so that what is served and what any other host serves are the same bytes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from math import inf
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from rashin.errors import NotFound
from rashin.language import Language
from rashin.ledger.releases import LATEST, is_release, newest
from rashin.trust.log.tiles import tile_at
from rashin.web.asking import language_of
from rashin.web.site_lists import Wanted, wanted

METHODS = ["GET", "HEAD"]
"""How a site is read."""
_KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "sql": "text/plain; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
"""Media types by the ending of a name. Source: IANA, Media Types."""
_CHECKPOINT = "log/checkpoint"
_OTHER = "application/octet-stream"
_FOR_EVER = "public, max-age=31536000, immutable"
_SHORTLY = "public, max-age=60"
_NEVER = "no-store"
_KEYS = ".key"
_INDEX = "index.html"
_ENGLISH = "en/"


@dataclass(frozen=True, slots=True)
class Place:
    """A site, and where it is served."""

    folder: Path
    base: str
    """The address that it is served under, without its last stroke."""
    public: bool
    """Whether anybody may read it, and keep it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A path of a site: the folder of the release or of the site itself, and what is asked for in it."""

    folder: Path
    within: str
    """The folder as it is called in the address: `2026-11/`, `latest/`, or nothing for the site itself."""
    path: str

    @property
    def stays(self) -> bool:
        """Whether it is the same for ever."""
        named = is_release(self.within.rstrip("/"))
        return named or (self.path.startswith("log/") and tile_at(self.path.removeprefix("log/")) is not None)

    @property
    def kind(self) -> str:
        """The media type."""
        plain = not self.within and self.path == _CHECKPOINT
        return _KINDS["txt"] if plain else _KINDS.get(self.path.rpartition(".")[2], _OTHER)


def answer(request: Request, place: Place, path: str) -> Response:
    """What a site has at a path; its latest release, in the reader's language, where none is named.

    Raises:
        NotFound: it has nothing there.
    """
    if not path:
        return _to_latest(request, place)
    asked = _asked(place.folder, path)
    found = _stat(asked)
    if found is not None and S_ISDIR(found.st_mode):
        if not path.endswith("/"):
            return _to(request, f"{place.base}/{quote(path)}/")
        if asked.within and (list_wanted := wanted(request, asked.folder, asked.path)):
            return _list(request, place, asked, list_wanted)
        asked = Asked(asked.folder, asked.within, f"{asked.path}{_INDEX}")
        found = _stat(asked)
    if found is None or not S_ISREG(found.st_mode) or asked.path.endswith("/"):
        raise NotFound(what=path)
    return _file(request, place, asked, found)


def language_of_path(path: str) -> Language | None:
    """The language of the page at a path of a site; None where it does not tell."""
    release, _, inside = path.partition("/")
    return "en" if (release == LATEST or is_release(release)) and inside.startswith(_ENGLISH) else None


def _to_latest(request: Request, place: Place) -> Response:
    if newest(place.folder) is None:
        raise NotFound(what=place.base)
    language = _ENGLISH if language_of(request) == "en" else ""
    response = RedirectResponse(f"{place.base}/{LATEST}/{language}", HTTPStatus.FOUND)
    response.headers["vary"] = "accept-language, cookie"
    return response


def _to(request: Request, address: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{address}{query}", HTTPStatus.PERMANENT_REDIRECT)


def _asked(site: Path, path: str) -> Asked:
    """Where a path of a site leads.

    Raises:
        NotFound: nowhere that could be published.
    """
    parts = path.split("/")
    if not all(_is_published(part) for part in parts[:-1]) or not (parts[-1] == "" or _is_published(parts[-1])):
        raise NotFound(what=path)
    site, (release, _, inside) = site.resolve(), path.partition("/")
    # While a release is put in its place, the folder that is called the latest holds pages of two.
    latest = newest(site) if release == LATEST else None
    if latest is not None:
        return Asked(latest, f"{release}/", inside)
    return Asked(site / release, f"{release}/", inside) if is_release(release) else Asked(site, "", path)


def _is_published(part: str) -> bool:
    """Whether one step of a path can lead to something published: what is hidden, or a key that signs, never is."""
    return (
        bool(part) and not part.startswith(".") and not part.endswith(_KEYS) and "\\" not in part and "\0" not in part
    )


def _stat(asked: Asked) -> os.stat_result | None:
    """The file or folder; None where there is none, or it is reached by a link."""
    try:
        path = asked.folder / asked.path
        return path.stat() if path.resolve() == path else None
    except (OSError, ValueError):
        return None


def _file(request: Request, place: Place, asked: Asked, found: os.stat_result) -> Response:
    headers = {"cache-control": _NEVER}
    if place.public:
        # Anybody's program may read what is published, from whatever site it came.
        headers = {"cache-control": _FOR_EVER if asked.stays else _SHORTLY, "access-control-allow-origin": "*"}
    headers["etag"] = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    headers["last-modified"] = formatdate(found.st_mtime, usegmt=True)
    if _is_known(request, headers["etag"], found.st_mtime):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    path = asked.folder / asked.path
    if asked.within:
        return FileResponse(path, headers=headers, media_type=asked.kind, stat_result=found)
    # What lies beside the releases may be replaced while it is sent, so it is read at once.
    return _whole(request, path.read_bytes(), asked.kind, headers)


def _list(request: Request, place: Place, asked: Asked, one: Wanted) -> Response:
    if one.lies is not None:
        return RedirectResponse(f"{place.base}/{asked.within}{one.lies}", HTTPStatus.FOUND)
    headers = {"cache-control": _SHORTLY if place.public else _NEVER, "etag": one.mark}
    if _is_known(request, one.mark):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return _whole(request, one.html().encode(), _KINDS["html"], headers)


def _whole(request: Request, content: bytes, kind: str, headers: dict[str, str]) -> Response:
    body = b"" if request.method == "HEAD" else content
    return Response(body, media_type=kind, headers={**headers, "content-length": str(len(content))})


def _is_known(request: Request, etag: str, modified: float = inf) -> bool:
    """Whether whoever asks has it already (RFC 9110, 13.1.2 and 13.1.3)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return bool({etag, "*"} & {one.strip().removeprefix("W/") for one in tags.split(",")})
    try:
        return modified // 1 <= parsedate_to_datetime(request.headers["if-modified-since"]).timestamp()
    except (KeyError, ValueError, TypeError, OverflowError):
        return False
