"""Workers are killed while they learn, again and again: every model comes to be, once, and is put on record once."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import select
from tests.faults.office import company_in, jobs_of, neighbour_of, wait_for, worker
from tests.program import up
from tests.web.town import new_workspace
from tests.workspace.company import Company

from rashin.workspace.database.tables import Job, LearnedModel, Usage
from rashin.workspace.deployments import summary_of
from rashin.workspace.log import audit


class School:
    """Two companies, each of which waits for models."""

    def __init__(self, folder: Path, models: int) -> None:
        self.folder, self.workspace = folder, new_workspace(folder)
        one = company_in(self.workspace)
        self.companies = [one, neighbour_of(one)]
        self.jobs = [job for company in self.companies for job in self._ask(company, models // 2)]

    def _ask(self, company: Company, models: int) -> list[str]:
        table = company.checked()
        return [company.ask_to_learn(company.deployment(f"{number}"), table) for number in range(models)]

    def states(self) -> Counter[str]:
        return Counter(job.state for job in self._jobs())

    def is_over(self) -> bool:
        return not self.states().keys() & {"waiting", "running"}

    def _jobs(self) -> list[Job]:
        with self.workspace.database.system(reading=True) as session:
            found = jobs_of(session)
        return [found[job] for job in self.jobs]

    def has_moved_on(self, takings: int) -> bool:
        return self.takings() > takings or self.is_over()

    def takings(self) -> int:
        """How often a job was taken by a worker."""
        return sum(job.fence for job in self._jobs())

    def check_all_learned_once(self) -> None:
        """One model for each job; its leaf, its files and what it cost are there once as well."""
        assert self.states() == {"done": len(self.jobs)}, [job.error for job in self._jobs()]
        with self.workspace.database.snapshot() as session:
            models = list(session.scalars(select(LearnedModel)))
            used = sum(session.scalars(select(Usage.learning_seconds)))
            found = audit(session, self.companies[0].key.verifier)
        assert sorted(model.job_id or "" for model in models) == sorted(self.jobs)
        assert found.trouble == ()
        assert used == pytest.approx(sum(summary_of(model).seconds for model in models))
        for model in models:
            assert self.workspace.models.get(model.file_key).digest == model.digest


def kill_while_learning(school: School, times: int, within: float) -> int:
    """Kill so many workers, each within that time (seconds) of its beginning to learn; how many had not ended by then."""
    chance, killed = random.Random(times), 0  # noqa: S311 (moments, not secrets)
    for _ in range(times):
        before = school.takings()
        with worker("one", data=school.folder) as process:
            wait_for(partial(school.has_moved_on, before))
            sleep(chance.uniform(0, within))
            process.kill()
            process.wait()
        killed += school.takings() > before and not school.is_over()
    return killed


@pytest.mark.parametrize(
    ("kills", "within", "models"), [(1, 0.5, 2), pytest.param(50, 2.5, 16, marks=pytest.mark.heavy)]
)
def test_killed_while_learning_nothing_is_lost_and_nothing_is_doubled(
    tmp_path: Path, kills: int, within: float, models: int
) -> None:
    school = School(tmp_path / "data", models)
    killed = kill_while_learning(school, kills, within)
    with worker("one", data=school.folder):
        wait_for(school.is_over)
    school.check_all_learned_once()
    assert killed > kills / 2, "the work was over before the killing was"
    assert school.takings() > len(school.jobs)


@pytest.mark.heavy
def test_a_machine_that_starts_again_goes_on_with_its_own_work(tmp_path: Path) -> None:
    """At once, not only when it is found lost, which here would take an hour."""
    school = School(tmp_path / "data", models=2)
    patient: dict[str, str | Path] = {"data": school.folder, "worker_lost_seconds": "3600"}
    with up(**patient) as program:
        wait_for(lambda: school.takings() >= 2)
        program.process.kill()
    with up(**patient):
        wait_for(school.is_over)
    school.check_all_learned_once()
    assert school.takings() > 2
