"""An installation where one organisation publishes the packaged sample, in two releases, and another publishes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.web.browser import Browser, Running, running
from tests.web.office import work
from tests.web.officer import book_with_award
from tests.web.town import Town, new_workspace, settle

from rashin.language import Text, same
from rashin.ledger.book.draft import draft_of
from rashin.ledger.releases import LOG
from rashin.ledger.sample.sample import sample_book
from rashin.web.app import create_app
from rashin.workspace.programme.books import own_book_of, own_site_of
from rashin.workspace.programme.publishing import Wanted, ask_to_publish
from rashin.workspace.workspace import Workspace

CANARY = "zq7Unpublished"
TITLE = Text("架空AI百億円事業の台帳", "Ledger of a fictional programme")


@dataclass(frozen=True)
class Published:
    """What stands there."""

    data: Path
    town: Town
    first_checkpoint: bytes
    """Of the book's log, after the first of the two releases."""

    @property
    def site(self) -> Path:
        """The folder of what the first organisation published."""
        return own_site_of(self.data, self.town.home)

    @property
    def releases(self) -> list[str]:
        return sorted(path.name for path in self.site.iterdir() if path.name.startswith("20"))

    @property
    def latest(self) -> Path:
        return self.site / self.releases[-1]

    @property
    def base(self) -> str:
        """Where it is served."""
        return f"/portal/{self.town.home}"


def publish(workspace: Workspace, organisation: str, *, preview: bool = False) -> None:
    """Publish the organisation's book as an officer does, with the errors that there may be shown."""
    address = f"http://rashin.test/portal/{organisation}"
    wanted = Wanted("all", TITLE, same("架空省"), address, "星野 官", "試しのため", preview)
    with workspace.database.tenant(organisation) as session:
        job = ask_to_publish(session, workspace.jobs, organisation, wanted, None)
    work(workspace)
    ended = workspace.jobs.status(organisation, job)
    assert ended.state == "done", ended.error


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    data = tmp_path_factory.mktemp("published") / "data"
    workspace = new_workspace(data)
    town = settle(workspace)
    book = sample_book(own_book_of(data, town.home).folder)
    publish(workspace, town.home)
    checkpoint = (own_site_of(data, town.home) / LOG / "checkpoint").read_bytes()
    book.add(draft_of({"programme": [{"id": "new", "title": "あとから加えた事業"}]}), by="星野 官", why="追加")
    publish(workspace, town.home)
    book_with_award(workspace, town.abroad, CANARY)
    publish(workspace, town.abroad, preview=True)
    workspace.close()
    return Published(data, town, checkpoint)


@pytest.fixture(scope="module")
def street(published: Published) -> Iterator[Running]:
    """The application over it, started."""
    workspace = new_workspace(published.data)
    with running(create_app(workspace)) as run:
        yield run
    workspace.close()


@pytest.fixture
def citizen(street: Running) -> Browser:
    """A browser in which nobody is signed in."""
    return street.browser()
