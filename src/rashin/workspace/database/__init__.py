"""Where the workspace keeps what it must not lose."""

from rashin.workspace.database import programme_tables  # noqa: F401 (so that its tables are known wherever any is)
from rashin.workspace.database.connection import Database
from rashin.workspace.database.migrating import check_newest, migrate, newest, revision

__all__ = ["Database", "check_newest", "migrate", "newest", "revision"]
