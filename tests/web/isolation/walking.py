"""Every way in: each route with every id that it takes, and the forms that our own pages offer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain, combinations, product
from typing import Any
from urllib.parse import urlencode

from fastapi.routing import APIRoute
from tests.learning.past import past_loans
from tests.workspace.company import as_csv

from rashin.web import api, health, static_files
from rashin.web.pages import ROUTERS

ROUTES = [
    route
    for router in (static_files.router, health.router, *ROUTERS, *api.ROUTERS)
    for route in router.routes
    if isinstance(route, APIRoute)
]
NOBODYS = {
    "service": "lending",
    "month": "2026-11",
    "name": "style.css",
    "path": "tile/entries/000.p/5",
}
"""Parameters of addresses that name nothing of anybody, and what they are filled with."""
NAMES_IN_QUERIES = {
    "before": "model",
    "after": "model",
    "deployment": "deployment",
    "batch": "batch",
    "cursor": "decision",
    "but": "decision",
    "entry": "entry",
    "about": "entry",
    "evidence": "evidence",
}
"""Parameters of queries that name something, and what."""
PLAIN_IN_QUERIES = {
    *("page", "at", "days", "done", "sample", "q", "next", "part", "token", "state", "code", "error", "limit", "since"),
    *(
        "kind",
        "seen",
        "invitation",
        "until",
        "reference",
        "service",
        "name",
        "month",
        "back",
        "lang",
        "handed_over",
        "words",
        "purpose",
        "rule",
        "what",
        "known",
        "sort",
        "format",
        "why",
    ),
    *("adverse_accepted", "favourable_refused", "review_minutes", "yen_per_minute"),
}
"""Parameters of queries that name nothing of anybody."""
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
CSV, LINES = {"content-type": "text/csv"}, {"content-type": "application/x-ndjson"}


@dataclass(frozen=True)
class Asking:
    """One request."""

    method: str
    path: str
    """The route's template."""
    address: str
    named: tuple[str, ...]
    """What of the other organisation it names."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What is sent."""


def askings(
    route: APIRoute, ours: Mapping[str, Sequence[str]], theirs: Mapping[str, Sequence[str]]
) -> Iterator[Asking]:
    """A route with ids of theirs in each subset of its places, and ids of ours in the others."""
    places = [name for name in _PLACE.findall(route.path) if name not in NOBODYS]
    queried = {name: NAMES_IN_QUERIES[name] for name in queries(route) if name in NAMES_IN_QUERIES}
    kinds = {**{name: name for name in places}, **queried}
    unknown = [name for name in kinds.values() if name not in ours]
    assert not unknown, f"{route.path}: nobody said yet what {unknown} is, see neighbours.py"
    for foreign in subsets(list(kinds)):
        choices = [(theirs if name in foreign else ours)[kind] for name, kind in kinds.items()]
        for chosen in product(*choices):
            filled = dict(zip(kinds, chosen, strict=True))
            address = _filled(route.path, {**NOBODYS, **filled})
            query = {name: filled[name] for name in queried}
            named = tuple(filled[name] for name in foreign)
            for method in sorted(route.methods or ()):
                yield Asking(method, route.path, f"{address}?{urlencode(query)}" if query else address, named)


def _filled(path: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: values[found[1]], path)


def queries(route: APIRoute) -> list[str]:
    """The parameters of a route's query, those of its dependencies included."""
    waiting, found = [route.dependant], []
    while waiting:
        one = waiting.pop()
        waiting += one.dependencies
        found += [parameter.alias for parameter in one.query_params]
    return found


def subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every subset, the empty one first."""
    return chain.from_iterable(combinations(names, count) for count in range(len(names) + 1))


def body(asking: Asking, case: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent to a route of the API; whoever adds a route with a body says here what is sent to it."""
    bodies: dict[str, dict[str, Any]] = {
        "/api/v1/deployments": {"json": {"service": "lending", "name": "x"}},
        "/api/v1/deployments/{deployment}/decisions": {"json": {"case": case}},
        "/api/v1/deployments/{deployment}/decisions/stream": {"json": {"case": case}, "headers": LINES},
        "/api/v1/deployments/{deployment}/learn": {"json": {"dataset": "dat_none"}},
        "/api/v1/deployments/{deployment}/closing": {"json": {"why": "x"}},
        "/api/v1/deployments/{deployment}/reopening": {"json": {"why": "x"}},
        "/api/v1/deployments/{deployment}/outcomes": {"content": b"decision,outcome\n", "headers": CSV},
        "/api/v1/datasets": {"content": as_csv(past_loans(5)), "params": {"service": "lending"}, "headers": CSV},
        "/api/v1/datasets/{dataset}/roles": {"json": {"uses": {}}},
        "/api/v1/jobs/{job}/cancel": {},
        "/api/v1/models/{model}/approval": {"json": {}},
        "/api/v1/decisions/{decision}/erasure": {"json": {"why": "x"}},
        "/api/v1/decisions/{decision}/reviews": {"json": {"outcome": "adverse", "reason": "x"}},
        "/api/v1/alarms/{alarm}/seen": {},
        "/api/v1/programme/imports": {"content": b"x", "params": {"format": "workbook"}, "headers": CSV},
        "/api/v1/programme/entries": {"json": {"kind": "payment"}},
        "/api/v1/programme/releases": {"json": {}},
    }
    return bodies[asking.path]


FORM = {
    "sure": "yes",
    "name": "x",
    "why": "x",
    "outcome": "adverse",
    "reason": "x",
    "roles": "read",
    "permissions": "read",
    "scopes": "read",
    "with": "own",
    "language": "ja",
    "email": "x@example.jp",
    "target": "結果",
    "adverse_accepted": "1",
    "favourable_refused": "1",
    "review_minutes": "1",
    "yen_per_minute": "1",
    "error_rate": "0.1",
    "back": "/",
}
"""What is filled into any form: enough that each comes as far as looking up what it is about."""
WITH_FILES = {
    "/o/{organisation}/deployments/{deployment}/data",
    "/o/{organisation}/deployments/{deployment}/decide/file",
}
WITH_FILES |= {"/o/{organisation}/deployments/{deployment}/outcomes", "/log/receipt"}
WITH_FILES |= {"/o/{organisation}/programme/import", "/o/{organisation}/programme/evidence"}
FILE = {"file": ("a.csv", as_csv(past_loans(5))), "receipt": ("r.json", b"{}")}


@dataclass
class Offered:
    """A form that a page offers."""

    address: str
    method: str
    fields: list[tuple[str, str]]


class _Forms(HTMLParser):
    """Every form with every value that it may send: hidden, chosen, ticked, picked."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Offered] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Offered(said.get("action", ""), said.get("method", "get"), []))
        elif tag == "select":
            self._select = said.get("name", "")
        elif self.found and tag == "option":
            self.found[-1].fields.append((self._select, said.get("value", "")))
        elif self.found and tag in ("input", "button") and "name" in said:
            self.found[-1].fields.append((said["name"], said.get("value", "")))


def offered(page: str) -> list[Offered]:
    """The forms of a page."""
    parser = _Forms()
    parser.feed(page)
    return parser.found
