"""Nothing of another organisation comes out, whatever one asks for, and nothing of it is changed.

Every route is walked with the other's ids in every place, every form that our pages offer is sent with them, and every
kind of job is run with the other's arguments. What is asked for must be answered exactly as what does not exist; no body,
header, row or file of ours may hold anything that only the other has. A route, form field or kind of job that nobody
told this test about makes it fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import pytest
from httpx import Response
from sqlalchemy import select
from tests.web.browser import Browser, Running, running
from tests.web.isolation.conftest import MARK
from tests.web.isolation.neighbours import OWNED, Neighbours, book_files, canaries, rows_of, spellings, words_of
from tests.web.isolation.walking import (
    FILE,
    FORM,
    NAMES_IN_QUERIES,
    PLAIN_IN_QUERIES,
    ROUTES,
    WITH_FILES,
    Asking,
    askings,
    body,
    offered,
    queries,
)
from tests.web.office import Machine, cases
from tests.web.town import Someone, new_workspace, visit

from rashin.web import cookies
from rashin.web.api.pace import Pace
from rashin.web.app import create_app
from rashin.workspace.access.visits import form_mark
from rashin.workspace.database.tables import Job, Organisation
from rashin.workspace.jobs.running import Runner
from rashin.workspace.workspace import Workspace

Ids = Mapping[str, tuple[str, ...]]

REFUSED_WITHOUT_LOOKING = {
    # The model in use is looked up together with the deployment, so what is not there has no model either.
    "/api/v1/deployments/{deployment}/decisions": {HTTPStatus.CONFLICT},
    # Only the operator opens these, whoever they are about.
    "/operate/people/{person}": {HTTPStatus.FORBIDDEN},
    "/operate/people/{person}/password": {HTTPStatus.FORBIDDEN},
    "/operate/people/{person}/operator": {HTTPStatus.FORBIDDEN},
    "/operate/organisations/{organisation_id}": {HTTPStatus.FORBIDDEN},
    "/operate/organisations/{organisation_id}/invite": {HTTPStatus.FORBIDDEN},
    # Reviewing goes on to the next of a deployment: of what is not there, to the queue.
    "/o/{organisation}/reviews/next": {HTTPStatus.SEE_OTHER, HTTPStatus.NOT_FOUND},
    "/o/{organisation}/reviews/{decision}": {HTTPStatus.OK, HTTPStatus.NOT_FOUND},
    # Anybody may say of anything that they have an opinion about it; what is not in this book is only quoted.
    "/portal/{organisation}/opinions/send": {
        HTTPStatus.OK,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.NOT_FOUND,
    },
    # Lists are narrowed by these, and then there is nothing in them.
    "/api/v1/decisions": {HTTPStatus.OK},
    "/api/v1/models": {HTTPStatus.OK},
    "/api/v1/reviews": {HTTPStatus.OK},
    "/api/v1/outcomes": {HTTPStatus.OK},
    "/api/v1/alarms": {HTTPStatus.OK},
    "/api/v1/datasets": {HTTPStatus.OK},
    "/api/v1/deployments": {HTTPStatus.OK},
    "/api/v1/jobs": {HTTPStatus.OK},
    "/api/v1/reviews/waiting": {HTTPStatus.OK},
}
"""What is answered to another's id other than 404, and why."""


@dataclass
class Street:
    """Both organisations, with a browser and a program of ours."""

    neighbours: Neighbours
    workspace: Workspace
    run: Running
    machine: Machine
    secrets: frozenset[str]
    """All that only the other has."""
    head_of_a_page: set[str]
    """What of the other is told to whoever belongs there as well, wherever they are."""

    def browser(self, person: Someone) -> tuple[Browser, str]:
        """A browser in which somebody is signed in, and the mark of its forms."""
        browser, token = self.run.browser(), visit(self.workspace.database, person)
        browser.cookies.set(cookies.VISIT, token, domain="rashin.test")
        return browser, form_mark(token)

    def leaks(self, answer: Response, asked: tuple[str, ...] = ()) -> set[str]:
        """What of the other's stands in an answer, beside what was in the question."""
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.multi_items())
        told = f"{headers}\n{answer.content.decode(errors='replace')}"
        for word in asked:
            told = blanked(told, word, "")
        return {word for word in self.secrets if word in told}

    def their_rows(self) -> dict[str, list[dict[str, Any]]]:
        with self.workspace.database.system(reading=True) as session:
            return rows_of(session, self.neighbours.theirs.office.organisation)

    def their_files(self) -> dict[str, bytes]:
        theirs = self.neighbours.theirs.office.organisation
        return self._files(theirs) | book_files(self.workspace.data, theirs)

    def _files(self, organisation: str) -> dict[str, bytes]:
        files = self.workspace.files
        return {key: b"".join(files.read(key)) for key in files.keys() if key.startswith(f"{organisation}/")}  # noqa: SIM118 (no mapping)

    def kept_of_theirs(self) -> set[str]:
        """What of the other's stands in our rows and files."""
        ours = self.neighbours.ours.office.organisation
        with self.workspace.database.system(reading=True) as session:
            words = "\n".join(words_of(rows_of(session, ours)))
        kept = [*self._files(ours).values(), *book_files(self.workspace.data, ours).values()]
        files = b"\n".join(kept).decode(errors="replace")
        return {word for word in self.secrets if word in words or word in files}


@pytest.fixture(scope="module")
def street(neighbours: Neighbours) -> Iterator[Street]:
    workspace = new_workspace(neighbours.folder, neighbours.database_url)
    with workspace.database.system(reading=True) as session:
        sides = neighbours.ours.office.organisation, neighbours.theirs.office.organisation
        secrets = canaries(session, *sides) | {f"{MARK}の事業", f"{MARK}の検収書", f"{MARK}-支払"}
        head = {sides[1], session.get_one(Organisation, sides[1]).name}
    app = create_app(workspace)
    app.state.pace = Pace(per_minute=1_000_000)
    with running(app) as run:
        yield Street(neighbours, workspace, run, Machine(run, neighbours.ours.office.approver_key), secrets, head)
    workspace.close()


def made_up(word: str) -> str:
    """An id of the same form that nothing has."""
    return f"{word[:-12]}{'0' * 12}"


def blanked(told: str, word: str, instead: str) -> str:
    """What was told without a word, however it is written."""
    for spelt in sorted(spellings(word), key=len, reverse=True):
        told = told.replace(spelt, instead)
    return told


def without(answer: Response, words: tuple[str, ...]) -> str:
    told = answer.text
    for word in words:
        told = blanked(told, word, "·")
    return re.sub(r'name="(csrf|made)" value="[^"]*"', "", told)


def send(street: Street, browser: Browser, mark: str, asking: Asking) -> Response:
    """Ask as a program on the API, as a browser elsewhere."""
    more = dict(asking.more)
    if asking.path.startswith("/api/"):
        if asking.method == "POST":
            more = body(asking, cases(1)[0])
        return street.machine.client.request(asking.method, asking.address, **more)
    if asking.method == "POST":
        more = {"data": {**FORM, "csrf": mark, **more.get("data", {})}}
        if asking.path in WITH_FILES:
            more["files"] = FILE
    return browser.request(asking.method, asking.address, **more)


def test_the_other_has_something_in_every_table_and_it_is_looked_for(street: Street) -> None:
    rows = street.their_rows()
    assert [name for name, found in rows.items() if not found] == []
    assert len(street.secrets) > 200
    for table in OWNED:
        said = {word for row in rows[table.__tablename__] for word in words_of(row)}
        assert said & street.secrets, f"nothing to look for in {table.__tablename__}"
    assert any(MARK.encode() in content for content in street.their_files().values())


def test_what_each_query_names_is_known() -> None:
    known = {*NAMES_IN_QUERIES, *PLAIN_IN_QUERIES}
    assert {(route.path, name) for route in ROUTES for name in queries(route) if name not in known} == set()


def test_of_our_own_everything_opens_and_nothing_of_theirs_is_in_it(street: Street) -> None:
    ours, (browser, mark) = street.neighbours.ours.ids, street.browser(street.neighbours.town.approver)
    leaks, shut = [], []
    for route in ROUTES:
        for asking in askings(route, ours, ours):
            if asking.method != "GET":
                continue
            answer = send(street, browser, mark, asking)
            leaks += [(asking.address, word) for word in street.leaks(answer)]
            if answer.is_error and asking.path not in SHUT:
                shut.append((asking.address, answer.status_code))
    assert leaks == []
    assert shut == [], shut


PUBLIC = ("/portal/",)
"""What a programme publishes is for anybody."""
SHUT = {
    *REFUSED_WITHOUT_LOOKING,
    *("/operate", "/operate/people", "/operate/bills", "/operate/bills.csv", "/operate/organisations/new"),
    # These open with a token, or where there is something else at the other end.
    *(
        "/metrics",
        "/setup",
        "/join",
        "/password",
        "/sign-in/oidc",
        "/sign-in/oidc/back",
        "/portal/{organisation}/opinions/follow",
    ),
    # Files of what was published; there is none of that name.
    *("/o/{organisation}/programme/preview/{path:path}", "/o/{organisation}/programme/sample/site/{path:path}"),
    "/portal/{organisation}/{path:path}",
}
"""What does not open to an approver with what there is here."""


def test_what_is_theirs_is_answered_as_what_does_not_exist(street: Street) -> None:
    ours, theirs, town = street.neighbours.ours.ids, street.neighbours.theirs.ids, street.neighbours.town
    before, files = street.their_rows(), street.their_files()
    trouble: list[tuple[Any, ...]] = []
    asked = 0
    for person in (town.approver, town.between):
        browser, mark = street.browser(person)
        for route in ROUTES:
            if person is town.between and route.path.startswith(("/api/", "/operate")):
                continue
            for asking in askings(route, ours, theirs):
                # Whoever belongs to both may open theirs there, and anybody what is public; only under our address must
                # nothing be told.
                known = person is town.between or asking.path.startswith(PUBLIC)
                if not asking.named or (known and town.abroad in asking.named):
                    continue
                asked += 1
                trouble += compared(street, browser, mark, asking, person)
    assert trouble == [], "\n".join(map(str, trouble))
    assert asked > 250
    assert street.their_rows() == before
    assert street.their_files() == files
    assert street.kept_of_theirs() == set()


def compared(street: Street, browser: Browser, mark: str, asking: Asking, person: Someone) -> list[tuple[Any, ...]]:
    """What is wrong with the answer to one question."""
    address = asking.address
    for word in asking.named:
        address = address.replace(word, made_up(word)).replace(quote(word, safe=""), quote(made_up(word), safe=""))
    nothing = tuple(made_up(word) for word in asking.named)
    answer, other = send(street, browser, mark, asking), send(street, browser, mark, replace(asking, address=address))
    place = (person.name, asking.method, asking.address, answer.status_code)
    known = street.neighbours.town.between
    leaks = street.leaks(answer, asking.named)
    if person is known:  # who belongs to both is told in every head of a page where else they belong
        leaks -= street.head_of_a_page
    found: list[tuple[Any, ...]] = [(*place, word) for word in leaks]
    expected = REFUSED_WITHOUT_LOOKING.get(asking.path, {HTTPStatus.NOT_FOUND})
    if person is known:
        expected = expected | {HTTPStatus.FORBIDDEN}  # they only read at ours
    if answer.status_code not in expected:
        found.append((*place, "is answered otherwise than with", sorted(expected)))
    if (answer.status_code, without(answer, asking.named)) != (other.status_code, without(other, nothing)):
        found.append((*place, "differs from", other.status_code))
    return found


def test_what_our_forms_send_cannot_name_theirs(street: Street) -> None:
    """Every form on every page of ours, and each of its values that is an id of ours changed for one of theirs."""
    ours, theirs = street.neighbours.ours.ids, street.neighbours.theirs.ids
    other = {mine: theirs[name][0] for name, some in ours.items() for mine in some if name != "organisation"}
    browser, mark = street.browser(street.neighbours.town.approver)
    before, files = street.their_rows(), street.their_files()
    trouble, sent = [], set()
    for page in our_pages(street, browser, mark):
        for form in offered(page.text):
            for name, value in form.fields:
                if value not in other or (form.address, name) in sent:
                    continue
                sent.add((form.address, name))
                data = {**FORM, **dict(form.fields), "csrf": mark, name: other[value]}
                sending = "params" if form.method == "get" else "data"
                asked: dict[str, Any] = {sending: data}
                answer = browser.request(form.method, form.address, **asked)
                trouble += [(form.address, name, word) for word in street.leaks(answer, (other[value],))]
    assert trouble == []
    assert sent, "no form of ours names anything: the pages are not read rightly"
    assert street.their_rows() == before
    assert street.their_files() == files
    assert street.kept_of_theirs() == set()


def our_pages(street: Street, browser: Browser, mark: str) -> Iterator[Response]:
    ours = street.neighbours.ours.ids
    for route in ROUTES:
        for asking in askings(route, ours, ours):
            if asking.method == "GET" and asking.path.startswith("/o/"):
                answer = send(street, browser, mark, asking)
                if answer.headers.get("content-type", "").startswith("text/html"):
                    yield answer


NAMED_IN_BODIES: dict[str, Callable[[Ids], dict[str, Any]]] = {
    "/api/v1/deployments/{deployment}/learn": lambda ids: {"json": {"dataset": ids["dataset"][0]}},
    "/api/v1/deployments/{deployment}/outcomes": lambda ids: {
        "content": f"decision,outcome\n{ids['decision'][0]},adverse\n".encode(),
        "headers": {"content-type": "text/csv"},
    },
}
"""Bodies of the API in which something is named, beside what the address names."""


def test_what_is_sent_to_the_api_cannot_name_theirs(street: Street) -> None:
    ours, theirs = street.neighbours.ours.ids, street.neighbours.theirs.ids
    before = street.their_rows()
    for path, sent in NAMED_IN_BODIES.items():
        address = path.format(deployment=ours["deployment"][0])
        nothing = {name: tuple(map(made_up, some)) for name, some in theirs.items()}
        answer, other = (street.machine.client.post(address, **sent(ids)) for ids in (theirs, nothing))
        named = tuple(word for name in ("dataset", "decision") for word in theirs[name])
        assert street.leaks(answer, named) == set()
        unnamed = tuple(map(made_up, named))
        assert (answer.status_code, without(answer, named)) == (other.status_code, without(other, unnamed))
    assert street.their_rows() == before
    assert street.kept_of_theirs() == set()


def test_every_body_in_which_something_is_named_is_known(street: Street) -> None:
    """By the descriptions: what is named in a body has an id as its example."""
    schemas = street.machine.client.get("/api/v1/openapi.json").json()
    naming = set()
    for path, methods in schemas["paths"].items():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                form = schemas["components"]["schemas"].get(content["schema"].get("$ref", "").rpartition("/")[2], {})
                if re.search(r"\b[a-z]{3}_01k9", str(form) + str(content)):
                    naming.add(path)
    assert naming == set(NAMED_IN_BODIES)


def test_no_job_reaches_what_is_theirs(street: Street) -> None:
    """Every kind of job in our name with the arguments of one of theirs."""
    ours, theirs = (side.office.organisation for side in (street.neighbours.ours, street.neighbours.theirs))
    before, files = street.their_rows(), street.their_files()
    for kind in street.workspace.jobs.kinds:
        with street.workspace.database.system(reading=True) as session:
            chosen = select(Job).where(Job.organisation_id == theirs, Job.kind == kind)
            asked = session.scalars(chosen.order_by(Job.id.desc())).first()
        assert asked is not None, f"there is no job of kind {kind} here yet, see neighbours.py"
        with street.workspace.database.tenant(ours) as session:
            job = street.workspace.jobs.enqueue(session, ours, kind, asked.arguments, None)
        Runner(street.workspace.database, "wrk_test", street.workspace.jobs.kinds).run(ours, job)
        with street.workspace.database.system() as session:
            row = session.get_one(Job, job)
            assert row.state == "failed", kind
            known, told = str(asked.arguments), str(row.error) + str(row.stage)
            assert {word for word in street.secrets if word in told and word not in known} == set()
            session.delete(row)
    assert street.their_rows() == before
    assert street.their_files() == files
    assert street.kept_of_theirs() == set()
