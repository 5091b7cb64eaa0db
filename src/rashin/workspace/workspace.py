"""The workspace as one thing: where everything is kept, the log, the jobs, and the models in use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rashin.errors import KeyFileExists
from rashin.settings import Settings
from rashin.trust.log.keys import KeyType, SigningKey
from rashin.workspace.daily import Daily
from rashin.workspace.database import Database
from rashin.workspace.files import Files
from rashin.workspace.ids import new_id
from rashin.workspace.jobs import Jobs
from rashin.workspace.kinds import kinds
from rashin.workspace.log import Log
from rashin.workspace.models import Models
from rashin.workspace.place import place_of
from rashin.workspace.programme.shelf import Shelf


@dataclass(frozen=True)
class Workspace:
    """What every page and every job works with."""

    data: Path
    """The folder of this installation: database, files and keys, unless they are kept elsewhere."""
    key: Path
    """The file of the log's private key."""
    database: Database
    files: Files
    log: Log
    jobs: Jobs
    models: Models
    shelf: Shelf
    """The programmes' books that were opened lately."""

    def close(self) -> None:
        """Close every connection."""
        self.database.close()


def open_workspace(settings: Settings) -> Workspace:
    """The workspace that the settings speak of, its folder and its log's key made where they are missing.

    The tables are not touched: see `migrate`.

    Raises:
        CannotWrite: the folder cannot be made, or the key cannot be written in it.
        SettingWrong, ExtraMissing: see `Place`.
    """
    place = place_of(settings)
    place.make()
    database, files = place.database(), place.files()
    log, models = Log(_key(place.key)), Models(files)
    jobs = Jobs(database, kinds(files, log, models, place.data))
    jobs.daily = Daily(database, files, jobs)
    return Workspace(place.data, place.key, database, files, log, jobs, models, Shelf())


def _key(path: Path) -> SigningKey:
    if not path.exists():
        # Two may begin at once; the key that was written first is that of both.
        with suppress(KeyFileExists):
            # The name is the log's for ever, so it must not be that of a machine, which may change.
            SigningKey.new(f"rashin.log/{new_id('log')}", KeyType.LOG).write(path)
    return SigningKey.read(path)
