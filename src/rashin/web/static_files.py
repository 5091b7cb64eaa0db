"""Style sheet, script and icon: small, kept by browsers, and named by what they hold."""

from __future__ import annotations

from functools import cache
from hashlib import blake2s
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

from rashin.errors import NotFound
from rashin.looks import blocks, frame, icon

_KINDS = {"style.css": "text/css", "rashin.js": "text/javascript", "icon.svg": "image/svg+xml"}
_FOR_A_YEAR = {"cache-control": "public, max-age=31536000, immutable"}

router = APIRouter(include_in_schema=False)


@router.get("/static/{name}")
def static(name: str) -> Response:
    """One of the few files that pages share.

    Raises:
        NotFound: there is no such file.
    """
    if name not in _KINDS:
        raise NotFound(what=name)
    return Response(_content(name), media_type=_KINDS[name], headers=_FOR_A_YEAR)


@cache
def asset(name: str) -> str:
    """The address of a shared file under /static; it changes when the file does."""
    return f"{name}?v={blake2s(_content(name).encode(), digest_size=6).hexdigest()}"


@cache
def _content(name: str) -> str:
    if name == "style.css":
        return blocks() + frame() + _file("road.css") + _file("cases.css") + _file("watch.css") + _file("programme.css")
    return icon() if name == "icon.svg" else _file(name)


def _file(name: str) -> str:
    return files("rashin.web").joinpath("static", name).read_text("utf-8")
