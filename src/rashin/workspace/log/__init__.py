"""The transparency log as this installation keeps it: in the database, in the same transaction as what it records."""

from rashin.workspace.log.audit import audit, check_since
from rashin.workspace.log.log import Log, Sealing
from rashin.workspace.log.reading import LogReader

__all__ = ["Log", "LogReader", "Sealing", "audit", "check_since"]
