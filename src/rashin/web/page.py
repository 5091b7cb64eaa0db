"""Pages: one environment for all templates, and what every template can say and show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.datastructures import URL

from rashin.errors import RashinError
from rashin.language import Language, Text
from rashin.web import cookies
from rashin.web.asking import language_of
from rashin.web.static_files import asset
from rashin.workspace.access.secrets import new_token

_JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the last has no address."""

    title: Text
    address: str | None = None


def page(
    request: Request,
    template: str,
    title: Text,
    *,
    status: int | None = None,
    crumbs: tuple[Crumb, ...] = (),
    wrong: RashinError | None = None,
    done: Text | None = None,
    address: str | None = None,
    language: Language | None = None,
    **facts: Any,
) -> HTMLResponse:
    """One page in the reader's language.

    Args:
        request: who asks, and in which language.
        template: a file under `pages/`, such as "data/check.html.j2".
        title: what the page is called, in its tab and as its heading.
        status: the HTTP status; unless said, that of what was wrong, if anything was.
        crumbs: the way to this page, without the page itself.
        wrong: what was wrong with the form that was sent, shown above it.
        done: what was just done, said above the rest.
        address: where the page can be opened, if that is not the address that was asked for; a page that answers
            a form needs it for its switch of language.
        language: the language of the page, where the address tells it.
        facts: what the template shows.
    """
    language = language or language_of(request)
    mark = _mark(request)
    body = (
        templates()
        .get_template(template)
        .render(
            request=request,
            lang=language,
            say=lambda ja, en: (ja, en)[language == "en"],
            tell=lambda text: text[language],
            moment=lambda at: said_moment(at, language),
            day=lambda at: said_day(at, language),
            title=title[language],
            crumbs=crumbs,
            wrong=wrong,
            done=done,
            address=address or request.url.path,
            guest=getattr(request.state, "guest", None),
            member=getattr(request.state, "member", None),
            csrf=mark,
            other_language=_in_other_language(request, address, language),
            **facts,
        )
    )
    response = HTMLResponse(body, status or (wrong.status if wrong else HTTPStatus.OK))
    # Who only reads gets no cookie.
    if mark in body and getattr(request.state, "guest", None) is None:
        cookies.put(request, response, cookies.FORM, mark)
    return response


def said_moment(at: datetime, language: Language) -> str:
    """A moment as people write it, in Japanese time."""
    time = f"{at.astimezone(_JAPAN):%H:%M}"
    return f"{said_day(at, language)} {time}" if language == "ja" else f"{said_day(at, language)}, {time} JST"


def said_day(at: datetime, language: Language) -> str:
    """The day of a moment as people write it, in Japanese time."""
    local = at.astimezone(_JAPAN)
    return f"{local.year}年{local.month}月{local.day}日" if language == "ja" else f"{local.day} {local:%b %Y}"


@cache
def templates() -> Environment:
    """Where templates come from: each feature's folder under `pages/`, the layout, and the report's blocks."""
    loader = ChoiceLoader(
        [PackageLoader("rashin.web", "pages"), PackageLoader("rashin.web", "layout"), PackageLoader("rashin.looks", "")]
    )
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["grouped"] = lambda number: f"{number:,}"
    # The report's blocks call it to choose between languages later; pages use their own, which chooses at once.
    environment.globals["say"] = Text
    environment.globals["asset"] = asset
    return environment


def _mark(request: Request) -> str:
    guest = getattr(request.state, "guest", None)
    return guest.csrf if guest else cookies.read(request, cookies.FORM) or new_token()


def _in_other_language(request: Request, address: str | None, language: Language) -> str:
    url = URL(address or f"{request.url.path}?{request.url.query}")
    return str(url.include_query_params(lang="ja" if language == "en" else "en"))
