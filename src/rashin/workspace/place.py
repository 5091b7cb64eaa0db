"""Where an installation is: its folder, its database, its files, its log's key. Nothing is made by looking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from rashin.errors import CannotWrite, SettingWrong
from rashin.settings import Settings, meaning, variable
from rashin.workspace.database import Database
from rashin.workspace.files import Files, open_files
from rashin.workspace.programme.books import FOLDER

_FOLDER_OF_FILES, _DATABASE_FILE, _KEY_FILE, _BACKUPS = "files", "rashin.db", "log.key", "backups"


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one installation is kept."""

    data: Path
    database_url: str
    files_url: str | None
    key: Path
    """The file of the log's private key."""

    @property
    def backups(self) -> Path:
        """The folder for backups that are made by themselves."""
        return self.data / _BACKUPS

    @property
    def programmes(self) -> Path:
        """The folder for the programmes' books and what is published from them."""
        return self.data / FOLDER

    @property
    def local_files(self) -> Path:
        """The folder for files, unless they are kept elsewhere."""
        return self.data / _FOLDER_OF_FILES

    def make(self) -> None:
        """Make the folder where it is missing; nobody else may look into it.

        Raises:
            CannotWrite: it cannot be made.
        """
        try:
            self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            raise CannotWrite(path=self.data) from None

    def database(self) -> Database:
        """The database; nothing is opened yet.

        Raises:
            SettingWrong: its address is none.
        """
        try:
            return Database(self.database_url)
        except (ArgumentError, ImportError):
            # The address holds a password, so it is not shown.
            raise SettingWrong(
                variable=variable("database_url"), value="…", values=meaning("database_url").values
            ) from None

    def files(self) -> Files:
        """The files.

        Raises:
            SettingWrong: their address is none.
            ExtraMissing: what their storage needs is not installed.
        """
        return open_files(self.files_url, self.local_files)


def place_of(settings: Settings) -> Place:
    """Where the settings say that everything is."""
    data = settings.data.expanduser()
    return Place(
        data=data,
        database_url=settings.database_url or f"sqlite:///{data / _DATABASE_FILE}",
        files_url=settings.files_url,
        key=(settings.log_key or data / _KEY_FILE).expanduser(),
    )


def in_folder(settings: Settings, data: Path) -> Settings:
    """These settings, but for an installation of its own in a folder."""
    return settings.model_copy(update={"data": data, "database_url": None, "files_url": None, "log_key": None})
