"""What is done before an installation serves: its tables are brought up to date, and its log's key is seen to be the one."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from rashin.errors import LogKeyForeign
from rashin.settings import Settings
from rashin.workspace.backup import Saved, save_before_migrating
from rashin.workspace.database import Database, check_newest, migrate, newest, revision
from rashin.workspace.database.tables import Setup
from rashin.workspace.place import Place, place_of
from rashin.workspace.workspace import Workspace, open_workspace

_KEY = "log_key"
_log = logging.getLogger("rashin.workspace")
_UNLESS_THERE = text("INSERT INTO setup (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")


@dataclass(frozen=True, slots=True)
class BroughtUp:
    """What it took to bring the tables up to date."""

    before: str | None
    """The revision they had; None where there were none."""
    now: str
    saved: Saved | None
    """The backup made before; None where there was nothing to change, or nothing to lose."""


def bring_up_to_date(database: Database, place: Place) -> BroughtUp:
    """Bring the tables up to date, with a backup of them before.

    Raises:
        DatabaseUnreachable, DatabaseNewer, DatabaseInUse: see `migrate`.
        CannotWrite, StorageFull: the backup cannot be written.
    """
    before = revision(database)
    saved = save_before_migrating(database, place.backups)
    if saved is not None:
        _log.info("saved the database before the update", extra={"facts": {"path": str(saved.path)}})
    migrate(database)
    return BroughtUp(before, newest(), saved)


def known_key(session: Session) -> str | None:
    """The public key that this installation's log is signed with; None before it was first started."""
    kept = session.get(Setup, _KEY)
    return kept.value if kept else None


def claim_log(workspace: Workspace) -> None:
    """See that this process signs the log with the key that it has always been signed with.

    Several machines on one database need one key: two would make a log that nobody can verify.

    Raises:
        LogKeyForeign: the log is signed with another key.
        DatabaseUnreachable, DatabaseBehind, DatabaseNewer: the tables are not there, or not up to date.
    """
    check_newest(workspace.database)
    with workspace.database.system() as session:
        # Of several that begin at once, the first to write it decides.
        session.execute(_UNLESS_THERE, {"name": _KEY, "value": workspace.log.key})
        known = session.get_one(Setup, _KEY, populate_existing=True).value
    if known != workspace.log.key:
        raise LogKeyForeign(path=workspace.key)


def open_ready(settings: Settings) -> Workspace:
    """The workspace that the settings speak of, up to date and ready to serve.

    Raises:
        CannotWrite, StorageFull: its folder cannot be made, or the backup before an update not be written.
        SettingWrong, ExtraMissing: a setting is wrong, or needs what is not installed.
        DatabaseUnreachable, DatabaseNewer, DatabaseInUse: see `migrate`.
        LogKeyForeign: the log is signed with another key.
    """
    workspace = open_workspace(settings)
    bring_up_to_date(workspace.database, place_of(settings))
    claim_log(workspace)
    return workspace
