"""The few cookies that pages need, each as strict as its purpose allows."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request, Response

from rashin.language import Language

VISIT, FORM, OIDC = "rashin_visit", "rashin_form", "rashin_oidc"
LANGUAGE = "rashin_language"

_A_YEAR = timedelta(days=365)


def read(request: Request, name: str) -> str | None:
    """What a cookie of ours holds."""
    return request.cookies.get(_full(request, name))


def put(request: Request, response: Response, name: str, value: str, lasts: timedelta | None = None) -> None:
    """Set a cookie that no script can read; for as long as the browser is open unless said otherwise."""
    response.set_cookie(
        _full(request, name),
        value,
        max_age=None if lasts is None else int(lasts.total_seconds()),
        httponly=True,
        secure=_https(request),
        # Strict would sign people out whenever they follow a link from a mail.
        samesite="lax",
    )


def drop(request: Request, response: Response, name: str) -> None:
    """Make the browser forget a cookie."""
    response.delete_cookie(_full(request, name), secure=_https(request), httponly=True, samesite="lax")


def speaking(language: Language) -> str:
    """The header by which a browser remembers which language its reader chose."""
    return f"{LANGUAGE}={language}; Max-Age={int(_A_YEAR.total_seconds())}; Path=/; HttpOnly; SameSite=Lax"


def _full(request: Request, name: str) -> str:
    # With this prefix a browser takes the cookie only from this very host, over https (RFC 6265bis, 4.1.3.2).
    return f"__Host-{name}" if _https(request) else name


def _https(request: Request) -> bool:
    return request.url.scheme == "https"
