from __future__ import annotations

# The databases are those of the workspace's own tests.
from tests.workspace.conftest import (  # noqa: F401
    migrated_file,
    migrated_template,
    on_postgresql,
    postgresql,
    postgresql_url,
    s3_server,
    sqlite,
)
from tests.workspace.desk import model_file  # noqa: F401
