"""How much room an organisation's files take, and may take."""

from __future__ import annotations

from collections.abc import Iterable

from rashin.errors import StorageQuotaReached, UploadTooLarge
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Organisation
from rashin.workspace.files import Files, Stored

MEGABYTE = 1_000_000


def stored_bytes(files: Files, organisation_id: str) -> int:
    """How many bytes of files an organisation has; all its keys begin with its id."""
    return files.bytes_below(organisation_id)


def put_within_quota(
    database: Database, files: Files, organisation_id: str, key: str, chunks: Iterable[bytes], *, at_most: int
) -> Stored:
    """Store a file that somebody brings, unless it is larger than what the operator leaves the organisation.

    Raises:
        StorageQuotaReached: it does not fit into the organisation's room.
        UploadTooLarge: it has more than `at_most` bytes.
        StorageFull: there is no room at all.
    """
    allowed = _allowed(database, organisation_id)
    if allowed is None:
        return files.put(key, chunks, at_most=at_most)
    room = max(allowed * MEGABYTE - stored_bytes(files, organisation_id), 0)
    try:
        return files.put(key, chunks, at_most=min(at_most, room))
    except UploadTooLarge:
        if room >= at_most:
            raise
        raise StorageQuotaReached(most=allowed) from None


def _allowed(database: Database, organisation_id: str) -> int | None:
    with database.system(reading=True) as session:
        allowed: int | None = session.get_one(Organisation, organisation_id).quotas.get("storage_mb")
    return allowed
