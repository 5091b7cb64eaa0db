"""An organisation sees and writes only what is its own, and on PostgreSQL the server itself sees to it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session, aliased

from rashin.workspace.database import Database
from rashin.workspace.database.connection import TENANT_ROLE, ForeignOrganisation
from rashin.workspace.database.tables import Base, Job, Organisation, Owned

OURS, THEIRS = "org_ours", "org_theirs"


def job(organisation_id: str, name: str) -> Job:
    return Job(id=name, organisation_id=organisation_id, kind="any", arguments={})


def fill(database: Database) -> None:
    with database.system() as session:
        session.add_all([Organisation(id=OURS, name="われわれ"), Organisation(id=THEIRS, name="よそ")])
        session.flush()
        session.add_all([job(OURS, "job_ours"), job(THEIRS, "job_theirs")])


@pytest.fixture
def filled(database: Database) -> Database:
    fill(database)
    return database


@pytest.fixture
def guarded(on_postgresql: Database) -> Database:
    fill(on_postgresql)
    return on_postgresql


def all_jobs(database: Database) -> dict[str, str]:
    with database.system(reading=True) as session:
        return {job.id: job.state for job in session.scalars(select(Job))}


def test_the_installation_itself_sees_every_organisation(filled: Database) -> None:
    assert set(all_jobs(filled)) == {"job_ours", "job_theirs"}


def test_statements_see_only_what_is_ones_own(filled: Database) -> None:
    other = aliased(Job)
    with filled.tenant(OURS, reading=True) as session:
        assert session.scalars(select(Job.id)).all() == ["job_ours"]
        assert session.scalars(select(other.id)).all() == ["job_ours"]
        assert session.scalar(select(func.count()).select_from(Job)) == 1
        assert session.scalars(select(Job.id).where(Job.id == "job_theirs")).all() == []
        assert session.get(Job, "job_theirs") is None
        assert session.get(Job, "job_theirs", with_for_update=True) is None
        assert session.get(Job, "job_ours") is not None


def test_statements_change_only_what_is_ones_own(filled: Database) -> None:
    with filled.tenant(OURS) as session:
        session.execute(update(Job).values(state="done"))
    assert all_jobs(filled) == {"job_ours": "done", "job_theirs": "waiting"}
    with filled.tenant(OURS) as session:
        session.execute(delete(Job))
    assert all_jobs(filled) == {"job_theirs": "waiting"}


def test_nothing_is_written_in_the_name_of_another(filled: Database) -> None:
    with pytest.raises(ForeignOrganisation), filled.tenant(OURS) as session:
        session.add(job(THEIRS, "job_smuggled"))
    with pytest.raises(ForeignOrganisation), filled.tenant(OURS) as session:
        session.get_one(Job, "job_ours").organisation_id = THEIRS
    assert set(all_jobs(filled)) == {"job_ours", "job_theirs"}


def test_a_transaction_leaves_no_trace_for_the_next(filled: Database) -> None:
    """Connections are used again: whose turn it was must end with the transaction."""
    for _ in range(3):
        with filled.tenant(THEIRS, reading=True) as session:
            assert session.scalars(select(Job.id)).all() == ["job_theirs"]
        with filled.tenant(OURS, reading=True) as session:
            assert session.scalars(select(Job.id)).all() == ["job_ours"]
        assert set(all_jobs(filled)) == {"job_ours", "job_theirs"}


def test_the_server_hides_the_rest_from_plain_sql(guarded: Database) -> None:
    with guarded.tenant(OURS) as session:
        assert session.scalars(text("SELECT id FROM jobs")).all() == ["job_ours"]
        session.execute(text("UPDATE jobs SET state = 'done'"))
        session.execute(text("DELETE FROM jobs WHERE id = 'job_theirs'"))
    assert all_jobs(guarded) == {"job_ours": "done", "job_theirs": "waiting"}


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE jobs SET organisation_id = 'org_theirs' WHERE id = 'job_ours'",
        (
            "INSERT INTO jobs (id, organisation_id, kind, arguments, state, fence, done, created_at)"
            " VALUES ('job_x', 'org_theirs', 'any', '{}', 'waiting', 0, 0, 0)"
        ),
        "SELECT * FROM people",
        "SELECT * FROM organisations",
        "SELECT * FROM setup",
        "SET LOCAL row_security = off; SELECT * FROM jobs",
        "ALTER TABLE jobs DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON jobs",
        "TRUNCATE jobs",
    ],
)
def test_the_server_refuses_what_is_not_ones_own(guarded: Database, forbidden: str) -> None:
    with pytest.raises(ProgrammingError), guarded.tenant(OURS) as session:
        session.execute(text(forbidden))
    assert all_jobs(guarded) == {"job_ours": "waiting", "job_theirs": "waiting"}


def test_a_tenant_that_says_not_who_it_is_sees_nothing(guarded: Database) -> None:
    with Session(guarded.engine) as session:
        session.execute(text(f"SET LOCAL ROLE {TENANT_ROLE}"))
        assert session.scalars(text("SELECT id FROM jobs")).all() == []


def test_every_table_is_guarded_by_the_server(guarded: Database) -> None:
    guards = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
    tenants = "SELECT tablename FROM pg_policies WHERE policyname = 'tenant'"
    with guarded.system(reading=True) as session:
        assert set(session.scalars(text(guards))) == set(Base.metadata.tables)
        owned = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)}
        assert set(session.scalars(text(tenants))) == owned
