"""The demonstration: an operator, two companies and the office of a programme with their people, and everything that was
done there. All of it is invented.

What is shown was made by the same functions as anybody's: the packaged sample was brought, checked and learned from, a
second person signed, cases were decided, most of those handed over were reviewed; the office's book was published.
Nothing is drawn by hand.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from time import sleep

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.engines.contract import Outcome
from rashin.errors import JobTrouble
from rashin.language import Text
from rashin.learning.samples import as_csv
from rashin.services import find as find_service
from rashin.settings import Settings
from rashin.workspace import batches, datasets, deployments, outcomes
from rashin.workspace.access.people import Newcomer, belong, found, new_person
from rashin.workspace.access.roles import Role
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import DecisionRecord, Json, Person, Setup
from rashin.workspace.jobs.running import Runner
from rashin.workspace.letters.contact import Contact
from rashin.workspace.place import in_folder, place_of
from rashin.workspace.programme.books import own_book_of
from rashin.workspace.programme.publishing import Wanted, ask_to_publish
from rashin.workspace.reviews import open_case, queue, review, waiting_in
from rashin.workspace.starting import open_ready
from rashin.workspace.workspace import Workspace

_SERVICE, _SCOPE = "lending", "ai"
_DONE = "demonstration"
_FOLDER, _PASSWORD_FILE = "demonstration", "password"
_PAST_ROWS, _OTHERS_ROWS = 2_000, 400
_CASES = 300
_LEFT_WAITING = 9
"""Cases that wait for whoever looks at the demonstration."""
_EVERY_NTH_OVERRULED = 8
_LOOK_EVERY_SECONDS = 0.2

_PEOPLE = Text("人と会社を登録しています", "Registering people and companies")
_BRINGING = Text("見本の表を入れて確かめています", "Bringing the sample and checking it")
_DECIDING = Text("申込を判断しています", "Deciding on applications")
_REVIEWING = Text("人が見直しています", "People are reviewing")
_BOOK = Text("架空の百億円事業の帳簿を作っています", "Making the book of a fictional programme")

Tell = Callable[[Text, float | None], None]
"""Told what is being done, and how much of it is done where that is known."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody whom the reader may be."""

    email: str
    who: Text


OPERATOR = SignIn("sato@chamber.example", Text("佐藤 運子（運営）", "Sato, operator"))
DECIDER = SignIn("tanaka@minato.example", Text("田中 務（みなと信用組合、担当）", "Tanaka, case worker of Minato"))
APPROVER = SignIn("suzuki@minato.example", Text("鈴木 認（みなと信用組合、責任者）", "Suzuki, approver of Minato"))
OTHER = SignIn("yamada@aoba.example", Text("山田 始（あおばリース、責任者）", "Yamada, approver of Aoba"))
OFFICER = SignIn(
    "hoshino@ai-office.example", Text("星野 官（架空AI室、事業担当官）", "Hoshino, officer of the AI office")
)
SIGN_INS = (DECIDER, APPROVER, OTHER, OFFICER, OPERATOR)

_MINATO, _AOBA, _OFFICE = "みなと信用組合", "あおばリース", "架空AI室"
_BOOK_CALLED = Text("架空AI百億円事業の台帳（見本）", "Ledger of a fictional AI programme (sample)")
_PUBLISHER = Text("架空AI室（見本）", "Fictional AI office (sample)")
_CONTACT = Contact(
    responsible="融資部長 鈴木 認",
    office="みなと信用組合 融資部",
    telephone="03-0000-0000",
    email="loans@minato.example",
    hours="平日 9時から17時",
)
_WHY_OVERRULED = {
    Outcome.FAVOURABLE: (
        "決算書の注記で、特別損失が一度きりのものと確かめたため。",
        "面談で、主な取引先との契約が来期も続くと確かめたため。",
        "担保の評価額が、申込のあとに上がったため。",
    ),
    Outcome.ADVERSE: (
        "面談で、主な取引先との契約が今期で終わると分かったため。",
        "申込のあとに、他行からの借入れが増えていたため。",
        "資金の使いみちを裏づける見積書を、出していただけなかったため。",
    ),
}


def _new_password() -> str:
    """A password for all the people of one demonstration; nobody else can know it."""
    return f"demo-{secrets.randbelow(10_000):04}-{secrets.randbelow(10_000):04}"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A demonstration that was made to its end."""

    workspace: Workspace
    password: str
    """Of all its people."""


def open_demonstration(settings: Settings, tell: Tell, address: str) -> Demonstration:
    """The demonstration in its own folder below that of the settings, made where it is missing or was cut short.

    Args:
        settings: whose folder is taken.
        tell: told what is being done while it is made.
        address: at which it is served first, such as `http://127.0.0.1:8000`; what is published is cited with it.

    Raises:
        CannotWrite: the folder cannot be made.
        JobTrouble: a job could not be done.
    """
    data = settings.data.expanduser() / _FOLDER
    chosen = in_folder(settings, data)
    kept = data / _PASSWORD_FILE
    if kept.exists():
        workspace = open_ready(chosen)
        if _is_complete(workspace):
            return Demonstration(workspace, kept.read_text(encoding="utf-8"))
        workspace.close()
        shutil.rmtree(data)
    place_of(chosen).make()
    password = _new_password()
    # First of all, for by this file a demonstration that was cut short is known to be one.
    kept.touch(mode=0o600)
    kept.write_text(password, encoding="utf-8")
    workspace = open_ready(chosen)
    demonstrate(workspace, password, tell, address)
    return Demonstration(workspace, password)


def waiting_for_a_person(workspace: Workspace) -> int:
    """How many cases of the demonstration wait to be reviewed."""
    with workspace.database.system(reading=True) as session:
        return waiting_in(session)


def _is_complete(workspace: Workspace) -> bool:
    with workspace.database.system(reading=True) as session:
        return session.get(Setup, _DONE) is not None


def register(workspace: Workspace, password: str) -> tuple[str, str, str]:
    """The people and the organisations alone; the ids of the two companies and of the office."""
    with workspace.database.system() as session:
        minato, aoba, office = (found(session, name).id for name in (_MINATO, _AOBA, _OFFICE))
        _person(session, OPERATOR, password).operator = True
        belong(session, minato, _person(session, DECIDER, password), (Role.DECIDE,))
        belong(session, minato, _person(session, APPROVER, password), (Role.DECIDE, Role.APPROVE))
        belong(session, aoba, _person(session, OTHER, password), (Role.DECIDE, Role.APPROVE))
        belong(session, office, _person(session, OFFICER, password), (Role.OFFICER,))
    return minato, aoba, office


def demonstrate(workspace: Workspace, password: str, tell: Tell, address: str = "http://127.0.0.1:8000") -> None:
    """Make the demonstration in an empty installation; takes as long as learning and publishing do.

    Raises:
        JobTrouble: a job could not be done.
    """
    tell(_PEOPLE, None)
    minato, aoba, office = register(workspace, password)
    _publish(workspace, office, address, tell)
    company = _Company(workspace, minato, tell)
    company.learn()
    became = company.decide()
    company.review()
    company.know_outcomes(became)
    _Company(workspace, aoba, tell).bring(_OTHERS_ROWS, seed=5)
    with workspace.database.system() as session:
        session.add(Setup(name=_DONE, value="yes"))


def _person(session: Session, who: SignIn, password: str) -> Person:
    return new_person(session, Newcomer(who.who.ja.partition("（")[0], who.email, password))


def _publish(workspace: Workspace, office: str, address: str, tell: Tell) -> None:
    """Keep the sample as the office's own book, and publish it."""
    # Imported here: whoever runs no demonstration needs no sample.
    from rashin.ledger.sample.sample import sample_book

    tell(_BOOK, None)
    sample_book(own_book_of(workspace.data, office).folder)
    by = OFFICER.who.ja.partition("（")[0]
    wanted = Wanted(_SCOPE, _BOOK_CALLED, _PUBLISHER, f"{address}/portal/{office}", by)
    with workspace.database.tenant(office) as session:
        job = ask_to_publish(session, workspace.jobs, office, wanted, _who(session, OFFICER).id)
    _do(workspace, office, job, tell)


class _Company:
    """What one company does."""

    def __init__(self, workspace: Workspace, organisation_id: str, tell: Tell) -> None:
        self._workspace = workspace
        self._id = organisation_id
        self._tell = tell
        self._service = find_service(_SERVICE)
        self._deployment = ""

    def bring(self, rows: int, seed: int) -> str:
        """Bring a table of past cases, and have it checked; its id."""
        self._tell(_BRINGING, None)
        brought = datasets.bring(
            self._workspace.database,
            self._workspace.files,
            self._workspace.jobs,
            self._id,
            service=self._service,
            name="過去の融資.csv",
            chunks=[as_csv(self._service.sample(rows=rows, seed=seed)).encode()],
            by=None,
        )
        self._do(brought.job_id)
        return brought.id

    def learn(self) -> None:
        """Learn from the packaged sample; a second person signs."""
        brought = self.bring(_PAST_ROWS, seed=1)
        with self._in_one_step() as session:
            deployment = deployments.start(session, self._id, self._service, "事業者向け融資の審査", None)
            _CONTACT.keep(deployment)
            self._deployment = deployment.id
            plans, asks = deployments.Plans.of(deployment), _who(session, DECIDER)
            dataset = datasets.find(session, brought)
            job = deployments.ask_to_learn(session, self._workspace.jobs, deployment, dataset, plans, asks.id)
        learned = self._do(job)
        with self._in_one_step() as session:
            deployments.find(session, self._deployment, to_change=True)
            signs = _who(session, APPROVER)
            deployments.approve(session, self._workspace.log, self._workspace.models, learned["model"], signs)

    def decide(self) -> Mapping[str, str]:
        """Decide on a file of new cases; what became of each of them later, by reference."""
        self._tell(_DECIDING, None)
        cells = self._service.sample(rows=_CASES, seed=11)
        became = cells.pop(self._service.sample_target)
        references = cells[next(iter(cells))]
        with self._workspace.database.tenant(self._id, reading=True) as session:
            deployment = deployments.find(session, self._deployment)
        batch = batches.bring(
            self._workspace.database,
            self._workspace.files,
            self._workspace.jobs,
            deployment,
            name="今月の申込.csv",
            chunks=[as_csv(cells).encode()],
            by=None,
        )
        self._do(batch.job_id)
        return dict(zip(references, became, strict=True))

    def review(self) -> None:
        """Review what was handed over, but for a few."""
        self._tell(_REVIEWING, None)
        nth = cycle(range(_EVERY_NTH_OVERRULED))
        why = {outcome: cycle(reasons) for outcome, reasons in _WHY_OVERRULED.items()}
        with self._workspace.database.tenant(self._id, reading=True) as session:
            most = waiting_in(session) - _LEFT_WAITING
        for _ in range(most):
            with self._in_one_step() as session:
                by, record = _who(session, DECIDER), queue(session).rows[0].record
                open_case(session, record.id, by.id)
                overrule = next(nth) == 0
                outcome = _other(record) if overrule else Outcome(record.outcome)
                review(session, self._workspace.log, record.id, by, outcome, next(why[outcome]) if overrule else "")

    def know_outcomes(self, became: Mapping[str, str]) -> None:
        """Put on record what became of the first half of the cases."""
        lines = [outcomes.Line(number, "", *known) for number, known in enumerate(became.items(), start=2)]
        with self._in_one_step() as session:
            deployment = deployments.find(session, self._deployment)
            outcomes.record(session, self._workspace.log, deployment, lines[: len(lines) // 2])

    @contextmanager
    def _in_one_step(self) -> Iterator[Session]:
        with self._workspace.database.tenant(self._id) as session:
            yield session

    def _do(self, job_id: str | None) -> Json:
        return _do(self._workspace, self._id, job_id or "", self._tell)


def _do(workspace: Workspace, organisation_id: str, job_id: str, tell: Tell) -> Json:
    """Do a job here and now, telling how far it is; its result."""
    runner, jobs = Runner(workspace.database, "demonstration", workspace.jobs.kinds), workspace.jobs
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(runner.run, organisation_id, job_id)
        while not running.done():
            now = jobs.status(organisation_id, job_id)
            if now.stage is not None:
                tell(now.stage, now.done)
            sleep(_LOOK_EVERY_SECONDS)
        running.result()
    ended = jobs.status(organisation_id, job_id)
    if ended.state != "done":
        raise JobTrouble
    return ended.result or {}


def _who(session: Session, who: SignIn) -> Person:
    with as_system(session):
        return session.scalars(select(Person).where(Person.email == who.email)).one()


def _other(record: DecisionRecord) -> Outcome:
    return Outcome.FAVOURABLE if record.outcome == Outcome.ADVERSE else Outcome.ADVERSE
