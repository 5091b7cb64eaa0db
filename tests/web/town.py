"""A small town for tests of pages: an organisation with its people, another one that is none of their business."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rashin.settings import Settings
from rashin.workspace.access.people import Newcomer, belong, found, new_person, set_up, setup_link_token
from rashin.workspace.access.roles import Role
from rashin.workspace.access.visits import begin
from rashin.workspace.database import Database, migrate
from rashin.workspace.database.tables import Person
from rashin.workspace.workspace import Workspace, open_workspace

PASSWORD = "奈良の大仏はたいへん大きい"  # noqa: S105 (of nobody)


def new_workspace(folder: Path, database_url: str | None = None) -> Workspace:
    """A workspace in a folder, with its tables and nothing in them. The one place where tests make one."""
    workspace = open_workspace(Settings(data=folder, database_url=database_url))
    migrate(workspace.database)
    return workspace


@dataclass(frozen=True)
class Someone:
    """A person, as a test needs to know them."""

    id: str
    email: str
    name: str


@dataclass(frozen=True)
class Town:
    """Who is there. Everybody's password is `PASSWORD`."""

    home: str
    """The organisation, 羅針信用組合."""
    reader: Someone
    worker: Someone
    """May decide."""
    approver: Someone
    operator: Someone
    """Operates the installation, and is an approver at home as well, as whoever sets it up is."""
    between: Someone
    """Reads at home, approves abroad."""
    abroad: str
    """Another organisation, 隣町商工会."""
    stranger: Someone
    """Its approver."""


def settle(workspace: Workspace) -> Town:
    """Make the town, as people would: somebody sets up, others are let in."""
    with workspace.database.system() as session:
        token = setup_link_token(session)
        assert token is not None
        first = Newcomer("佐藤 運子", "sato@example.jp", PASSWORD)
        operator, home = set_up(session, token, first, "羅針信用組合")
        abroad = found(session, "隣町商工会")

        def somebody(name: str, email: str, *places: tuple[str, Role]) -> Someone:
            person = new_person(session, Newcomer(name, email, PASSWORD))
            for organisation, role in places:
                belong(session, organisation, person, (role,))
            return Someone(person.id, person.email, person.name)

        return Town(
            home=home.id,
            reader=somebody("伊藤 見", "ito@example.jp", (home.id, Role.READ)),
            worker=somebody("田中 務", "tanaka@example.jp", (home.id, Role.DECIDE)),
            approver=somebody("鈴木 認", "suzuki@example.jp", (home.id, Role.APPROVE)),
            operator=Someone(operator.id, operator.email, operator.name),
            between=somebody("高橋 渡", "takahashi@example.jp", (home.id, Role.READ), (abroad.id, Role.APPROVE)),
            abroad=abroad.id,
            stranger=somebody("渡辺 隣", "watanabe@example.com", (abroad.id, Role.APPROVE)),
        )


def visit(database: Database, person: Someone) -> str:
    """The token of a visit that has just begun, without the slow password."""
    with database.system() as session:
        return begin(session, session.get_one(Person, person.id)).token
