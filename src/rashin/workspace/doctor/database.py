"""Looking at the database: is it there and up to date, does it lose nothing, does it keep organisations apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from rashin.errors import DatabaseBehind, RashinError
from rashin.language import Text
from rashin.workspace.clock import now
from rashin.workspace.database import Database, check_newest
from rashin.workspace.database.connection import SYSTEM_ROLE, TENANT_ROLE
from rashin.workspace.database.tables import Base, Owned
from rashin.workspace.doctor.findings import Finding, State, good, of, warning, wrong
from rashin.workspace.gauges import waited_longest, workers_heard_of
from rashin.workspace.place import Place

_CLOCKS_DIFFER = timedelta(seconds=5)
_LONG = timedelta(minutes=1)
_SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

_REACHED = Text("データベース {where} が使えて、新しい形です。", "The database {where} answers and is up to date.")
_SQLITE_SOUND = Text(
    "SQLite は、電源が落ちても失わない設定で、壊れていません。", "SQLite is set to lose nothing, and sound."
)
_SQLITE_SET = Text(
    "SQLite の {name} が {found} です（{wanted} のはずです）。",
    "SQLite’s {name} is {found}, and should be {wanted}.",
)
_OWN_DISK = Text(
    "データのフォルダーを、ネットワーク越しでない、この機械のディスクに置いてください。",
    "Keep the data folder on a disk of this machine, not on one across the network.",
)
_DAMAGED = Text("SQLite のファイルが壊れています（{found}）。", "SQLite’s file is damaged ({found}).")
_RESTORE = Text("羅針を止めて、バックアップから戻してください。", "Stop Rashin and restore a backup.")
_APART = Text(
    "PostgreSQL が、会社どうしのデータを分けています（行単位のセキュリティ）。",
    "PostgreSQL keeps organisations apart (row-level security).",
)
_ALL_POWERFUL = Text(
    "データベースの利用者 {user} は、行単位のセキュリティを越えられます。",
    "The database user {user} can reach past row-level security.",
)
_PLAIN_USER = Text(
    "SUPERUSER と BYPASSRLS のない利用者でつないでください: ALTER ROLE {user} NOSUPERUSER NOBYPASSRLS",
    "Connect as a user without SUPERUSER and BYPASSRLS: ALTER ROLE {user} NOSUPERUSER NOBYPASSRLS",
)
_UNGUARDED = Text(
    "行単位のセキュリティが外れている表があります: {tables}", "Tables without row-level security: {tables}"
)
_GUARD = Text(
    "だれかが設定を変えています。バックアップを取り、空のデータベースに戻すと、元の設定になります。",
    "Somebody changed it. Save a backup and restore it into an empty database, which sets it right.",
)
_NO_ROLES = Text(
    "データベースの役割 {roles} がないか、使えません。", "The database roles {roles} are missing or cannot be used."
)
_GRANT = Text(
    "データベースの管理者として、役割を作り、利用者 {user} に与えてください: CREATE ROLE … NOLOGIN; GRANT … TO {user}",
    "As the database’s administrator make the roles and grant them to {user}: CREATE ROLE … NOLOGIN; GRANT … TO {user}",
)
_CLOCK = Text("時計は、データベースの時計と合っています。", "The clock agrees with the database’s.")
_CLOCK_OFF = Text(
    "時計が、データベースの時計と{seconds:.0f}秒ずれています。",
    "The clock differs from the database’s by {seconds:.0f} seconds.",
)
_SET_CLOCK = Text("時刻合わせ（NTP）を有効にしてください。", "Turn on time synchronisation (NTP).")
_WORKERS = Text("作業をするプロセスが {count} 個動いています。", "{count} processes are doing jobs.")
_NO_JOBS = Text("いま動いている羅針はありません。待っている作業もありません。", "No Rashin runs now, and no job waits.")
_NOBODY = Text(
    "作業が{seconds:,.0f}秒待っていますが、作業をするプロセスがありません。",
    "A job has waited for {seconds:,.0f} seconds, and no process does jobs.",
)
_START = Text("`rashin up` か `rashin worker` を始めてください。", "Start `rashin up` or `rashin worker`.")


def examine(place: Place) -> Iterator[Finding]:
    """What there is to say about the database."""
    try:
        database = place.database()
    except RashinError as trouble:
        yield of("database", trouble)
        return
    with closing(database):
        yield from _examined(database)


def _examined(database: Database) -> Iterator[Finding]:
    try:
        check_newest(database)
    except DatabaseBehind as trouble:
        # Nobody has begun yet: `rashin up` makes the tables by itself.
        yield of("database", trouble, State.WARNING)
        return
    except RashinError as trouble:
        yield of("database", trouble)
        return
    yield good("database", _REACHED.filled(where=make_url(database.url).render_as_string()))
    missing = _missing_roles(database) if database.is_postgresql else None
    if missing is not None:
        yield missing
        return
    yield from _postgresql(database) if database.is_postgresql else _sqlite(database)
    yield from _work(database)


def _sqlite(database: Database) -> Iterator[Finding]:
    with database.system(reading=True) as session:
        found = {name: session.scalar(text(f"PRAGMA {name}")) for name in _SQLITE}
        damage = session.scalar(text("PRAGMA quick_check(1)"))
    off = [(name, found[name], wanted) for name, wanted in _SQLITE.items() if found[name] != wanted]
    for name, value, wanted in off:
        yield wrong("sqlite", _SQLITE_SET.filled(name=name, found=value, wanted=wanted), _OWN_DISK)
    if damage != "ok":
        yield wrong("sqlite", _DAMAGED.filled(found=damage), _RESTORE)
    elif not off:
        yield good("sqlite", _SQLITE_SOUND)


def _missing_roles(database: Database) -> Finding | None:
    with database.engine.connect() as connection:
        user = connection.scalar(text("SELECT current_user"))
        may_be = text("SELECT rolname FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')")
        missing = {TENANT_ROLE, SYSTEM_ROLE} - set(connection.scalars(may_be))
    if not missing:
        return None
    return wrong("roles", _NO_ROLES.filled(roles=", ".join(sorted(missing))), _GRANT.filled(user=user))


def _postgresql(database: Database) -> Iterator[Finding]:
    with database.engine.connect() as connection:
        user = connection.scalar(text("SELECT current_user"))
        powerful = connection.scalar(text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
    unguarded = _unguarded(database)
    if powerful:
        yield warning("roles", _ALL_POWERFUL.filled(user=user), _PLAIN_USER.filled(user=user))
    if unguarded:
        yield wrong("apart", _UNGUARDED.filled(tables=", ".join(unguarded)), _GUARD)
    elif not powerful:
        yield good("apart", _APART)
    yield _clock(database)


def _unguarded(database: Database) -> list[str]:
    guarded = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    tenants = text("SELECT tablename FROM pg_policies WHERE policyname = 'tenant'")
    owned = {one.local_table.name for one in Base.registry.mappers if issubclass(one.class_, Owned)}  # type: ignore[attr-defined]
    with database.system(reading=True) as session:
        without = set(Base.metadata.tables) - set(session.scalars(guarded))
        without |= owned - set(session.scalars(tenants))
    return sorted(without)


def _clock(database: Database) -> Finding:
    with database.system(reading=True) as session:
        theirs = session.scalar(text("SELECT extract(epoch FROM clock_timestamp())"))
    off = abs(now() - datetime.fromtimestamp(float(theirs or 0), UTC))
    if off > _CLOCKS_DIFFER:
        return warning("clock", _CLOCK_OFF.filled(seconds=off.total_seconds()), _SET_CLOCK)
    return good("clock", _CLOCK)


def _work(database: Database) -> Iterator[Finding]:
    with database.system(reading=True) as session:
        workers, waited = len(workers_heard_of(session)), _waited(session)
    if workers:
        yield good("workers", _WORKERS.filled(count=workers))
    elif waited > _LONG:
        yield warning("workers", _NOBODY.filled(seconds=waited.total_seconds()), _START)
    else:
        yield good("workers", _NO_JOBS)


def _waited(session: Session) -> timedelta:
    return timedelta(seconds=waited_longest(session))
