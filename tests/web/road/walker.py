"""Somebody who walks a company's road through its pages, with the jobs done as soon as they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from httpx import Response
from sqlalchemy import select
from tests.learning.past import past_loans
from tests.web.browser import Browser
from tests.web.forms import hidden, send
from tests.web.town import Town
from tests.workspace.company import as_csv

from rashin.workspace.database.tables import Job, LearnedModel
from rashin.workspace.jobs.running import Runner
from rashin.workspace.workspace import Workspace

COSTS = {
    "adverse_accepted": "350万",
    "favourable_refused": "600,000",
    "review_minutes": "30",
    "yen_per_minute": "７０",
    "error_rate": "0.1",
}


@dataclass
class Walker:
    workspace: Workspace
    town: Town
    browser: Browser

    @property
    def base(self) -> str:
        return f"/o/{self.town.home}"

    def start(self, name: str = "本店の融資") -> str:
        """A new deployment; the address of its pages."""
        answer = send(self.browser, f"{self.base}/services/lending", {"name": name, "with": "own"})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].removesuffix("/data")

    def upload(self, own: str, content: bytes | None = None, name: str = "過去の融資.csv") -> Response:
        """Send a table as the form does."""
        page = self.browser.get(f"{own}/data")
        sent = as_csv(past_loans()) if content is None else content
        return self.browser.post(f"{own}/data", data=hidden(page.text, f"{own}/data"), files={"file": (name, sent)})

    def bring(self, own: str, content: bytes | None = None) -> str:
        """A checked table; the address of its check."""
        answer = self.upload(own, content)
        assert answer.status_code == 303, answer.text
        self.work()
        return answer.headers["location"]

    def ask_to_learn(self, own: str, **costs: str) -> str:
        """The address of the progress."""
        answer = send(self.browser, f"{own}/learn", {**COSTS, **costs})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def learn(self, own: str, **costs: str) -> str:
        """A model; its address."""
        progress = self.ask_to_learn(own, **costs)
        self.work()
        answer = self.browser.get(progress)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def walk(self) -> tuple[str, str]:
        """The whole way to a model: the addresses of the deployment and of the model."""
        own = self.start()
        self.bring(own)
        return own, self.learn(own)

    def work(self) -> None:
        """Do every job that waits, as a worker would."""
        with self.workspace.database.system(reading=True) as session:
            waiting = session.scalars(select(Job).where(Job.state == "waiting").order_by(Job.id)).all()
        for job in waiting:
            Runner(self.workspace.database, "wrk_test", self.workspace.jobs.kinds).run(job.organisation_id, job.id)

    def model(self, address: str) -> LearnedModel:
        """The row of a model by the address of its page."""
        with self.workspace.database.tenant(self.town.home, reading=True) as session:
            return session.get_one(LearnedModel, address.rpartition("/")[2])


def words(page: str) -> str:
    """What a page says, without its marks."""
    body = re.sub(r"<(style|script|svg)\b.*?</\1>", "", page.partition("<main")[2], flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def query(address: str, values: Mapping[str, str]) -> str:
    """An address with a query."""
    return f"{address}?{urlencode(values)}"
