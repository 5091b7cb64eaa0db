"""The main job once through, over real HTTP, as a company's people and programs do it: to see that an installation works.

The packaged sample is brought, checked and learned from, a second person signs, cases are decided, and the receipt of
one decision is verified.
"""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from http.client import HTTPException
from http.cookiejar import CookieJar
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from sqlalchemy import select

from rashin.errors import Interrupted, RehearsalFailed
from rashin.language import Text
from rashin.learning.samples import as_csv
from rashin.services import find as find_service
from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import verify
from rashin.workspace.access.keys import make_key
from rashin.workspace.access.roles import Permission
from rashin.workspace.database.tables import Person
from rashin.workspace.demonstration import APPROVER, DECIDER, SIGN_INS, SignIn, register
from rashin.workspace.log import audit
from rashin.workspace.workspace import Workspace

_SERVICE = "lending"
_ROWS, _CASES = 300, 12
_LONGEST_JOB_SECONDS = 600
_LONGEST_END_SECONDS = 10
_LOOK_EVERY_SECONDS = 0.2
_PASSWORD = "rehearsal-only"  # noqa: S105 (of people who exist in a temporary folder, for a minute)
_MARK = re.compile(r'name="csrf" value="([^"]+)"')

_READY = Text("動いていて、準備ができています", "It runs and is ready")
_SIGNED_IN = Text(
    "担当者がサインインし、会社のページを開きました", "A case worker signed in and opened the company’s page"
)
_CAME_IN = Text("サインインできました: {who}", "Signed in: {who}")
_READ = Text("公開ページを、サインインせずに開きました", "The published pages opened without signing in")
_CHECKED = Text("見本の表（{rows:,}行）を入れて確かめました", "The sample of {rows:,} rows was brought and checked")
_LEARNED = Text("表から学びました", "A model was learned")
_APPROVED = Text("もう一人が承認しました", "A second person approved it")
_DECIDED = Text(
    "{cases}件を判断しました（うち{handed}件は人が見ます）", "{cases} cases were decided, {handed} go to a person"
)
_VERIFIED = Text("受領証を、公開鍵で確かめました", "A receipt was verified with the public key")
_AUDITED = Text("データベースと透明性ログが合っています（{entries}件）", "Database and log agree ({entries} entries)")

Tell = Callable[[Text], None]
"""Told each step once it is done."""


class Rehearsal:
    """Does something once, beside the program that serves, and then ends it."""

    def __init__(self, play: Callable[[Tell], None], tell: Tell) -> None:
        """`play`: what is done, such as `rehearse`; `tell`: told each step of it."""
        self._play = play
        self._tell = tell
        self._steps: list[Text] = []
        self._trouble: BaseException | None = None
        self._thread = Thread(target=self._go, name="rashin-rehearsal", daemon=True)

    def start(self) -> None:
        """Begin, once requests are answered."""
        self._thread.start()

    def finish(self) -> list[Text]:
        """What was done, once the program has ended.

        Raises:
            RehearsalFailed: a step did not come out as it must.
            Interrupted: the program was ended from outside.
        """
        self._thread.join(_LONGEST_END_SECONDS)
        if self._trouble is not None:
            raise self._trouble
        if self._thread.is_alive() or not self._steps:
            raise Interrupted
        return self._steps

    def _go(self) -> None:
        try:
            self._play(self._note)
        except (OSError, HTTPException):
            self._trouble = Interrupted()
        except BaseException as trouble:  # noqa: BLE001 (it is raised again by `finish`)
            self._trouble = trouble
        os.kill(os.getpid(), signal.SIGTERM)

    def _note(self, step: Text) -> None:
        self._steps.append(step)
        self._tell(step)


def rehearse(workspace: Workspace, address: str, tell: Tell) -> None:
    """Go through the main job once.

    Args:
        workspace: empty and served at the address; its worker runs.
        address: such as `http://127.0.0.1:8000`.
        tell: told each step once it is done.

    Raises:
        RehearsalFailed: a step did not come out as it must.
    """
    organisation, *_ = register(workspace, _PASSWORD)
    browser = _Browser(address)
    browser.ready()
    tell(_READY)
    browser.sign_in(DECIDER, _PASSWORD)
    browser.open(f"/o/{organisation}")
    tell(_SIGNED_IN)
    worker = _Program(address, _key(workspace, organisation, DECIDER, Permission.READ, Permission.DECIDE))
    approver = _Program(address, _key(workspace, organisation, APPROVER, Permission.READ, Permission.APPROVE))
    decision = _decide(worker, _learn(worker, approver, tell), tell)
    _verify(workspace, worker, decision, tell)


def look_around(address: str, password: str, tell: Tell) -> None:
    """Sign in to the demonstration as each of its people, and open what they see first; then what a citizen sees.

    Args:
        address: such as `http://127.0.0.1:8000`.
        password: that of all of them.
        tell: told each step once it is done.

    Raises:
        RehearsalFailed: a page did not come.
    """
    _Browser(address).ready()
    tell(_READY)
    for one in SIGN_INS:
        browser = _Browser(address)
        browser.sign_in(one, password)
        browser.open("/")
        tell(_CAME_IN.filled(who=one.who))
    _Browser(address).open("/portal")
    tell(_READ)


def _learn(worker: _Program, approver: _Program, tell: Tell) -> str:
    """The deployment, its model learned and approved."""
    service = find_service(_SERVICE)
    table = as_csv(service.sample(rows=_ROWS, seed=1)).encode()
    dataset = worker.send(f"/datasets?{urlencode({'service': _SERVICE, 'name': 'sample.csv'})}", table, "text/csv")
    worker.wait(dataset["job"])
    tell(_CHECKED.filled(rows=_ROWS))
    deployment = worker.ask("POST", "/deployments", {"service": _SERVICE, "name": "試し"})["id"]
    job = worker.ask("POST", f"/deployments/{deployment}/learn", {"dataset": dataset["id"]})["id"]
    model = worker.wait(job)["result"]["model"]
    tell(_LEARNED)
    approver.ask("POST", f"/models/{model}/approval", {})
    tell(_APPROVED)
    return str(deployment)


def _decide(worker: _Program, deployment: str, tell: Tell) -> str:
    """One of several decisions."""
    cells = find_service(_SERVICE).new_cases(rows=_CASES, seed=7)
    made = [
        worker.ask("POST", f"/deployments/{deployment}/decisions", {"case": dict(zip(cells, row, strict=True))})
        for row in zip(*cells.values(), strict=True)
    ]
    tell(_DECIDED.filled(cases=len(made), handed=sum(one["decision"]["handed_over"] for one in made)))
    return str(made[0]["id"])


def _verify(workspace: Workspace, worker: _Program, decision: str, tell: Tell) -> None:
    receipt = Receipt.from_json(worker.fetch(f"/decisions/{decision}/receipt"))
    key = VerifierKey.parse(worker.ask("GET", "/log/key")["key"])
    if not verify(receipt, [key]).holds:
        raise RehearsalFailed(step=_VERIFIED)
    tell(_VERIFIED)
    with workspace.database.snapshot() as session:
        found = audit(session, key)
    if not found.agrees:
        raise RehearsalFailed(step=found.trouble[0])
    tell(_AUDITED.filled(entries=found.entries))


def _key(workspace: Workspace, organisation: str, who: SignIn, *scopes: Permission) -> str:
    with workspace.database.system() as session:
        person = session.scalars(select(Person).where(Person.email == who.email)).one()
        return make_key(session, organisation, person, "rehearsal", scopes)[1]


class _Browser:
    """Keeps its cookies, and follows where it is sent."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def ready(self) -> None:
        self.open("/healthz")
        self.open("/readyz")

    def sign_in(self, who: SignIn, password: str) -> None:
        mark = _MARK.search(self.open("/sign-in"))
        fields = {"csrf": mark[1] if mark else "", "next": "/", "email": who.email, "password": password}
        self.open("/sign-in", urlencode(fields).encode())

    def open(self, path: str, form: bytes | None = None) -> str:
        try:
            with self._opener.open(self._address + path, form) as answer:
                return str(answer.read().decode())
        except HTTPError as refused:
            raise RehearsalFailed(step=f"{path}: {refused.code}") from None


class _Program:
    """Speaks to the API with a key."""

    def __init__(self, address: str, key: str) -> None:
        self._root = f"{address}/api/v1"
        self._headers = {"authorization": f"Bearer {key}"}
        self._opener = build_opener()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        return json.loads(self._request(method, path, content, "application/json"))

    def send(self, path: str, content: bytes, kind: str) -> Any:
        return json.loads(self._request("POST", path, content, kind))

    def fetch(self, path: str) -> bytes:
        return self._request("GET", path, None, "application/json")

    def wait(self, job: str) -> Any:
        """The job once it is done."""
        end = monotonic() + _LONGEST_JOB_SECONDS
        while monotonic() < end:
            found = self.ask("GET", f"/jobs/{job}")
            if found["state"] == "done":
                return found
            if found["state"] not in ("waiting", "running"):
                raise RehearsalFailed(step=f"{found['kind']}: {found['state']}")
            sleep(_LOOK_EVERY_SECONDS)
        raise RehearsalFailed(step=f"{job}: > {_LONGEST_JOB_SECONDS} s")

    def _request(self, method: str, path: str, content: bytes | None, kind: str) -> bytes:
        headers = {**self._headers, "content-type": kind} if content is not None else self._headers
        # The address is our own, which listens on loopback.
        request = Request(self._root + path, content, headers, method=method)  # noqa: S310
        try:
            with self._opener.open(request) as answer:
                return bytes(answer.read())
        except HTTPError as refused:
            raise RehearsalFailed(step=f"{method} {path.partition('?')[0]}: {refused.code}") from None
