"""Everything of an installation in one file, and back again, on this machine or another."""

from rashin.workspace.backup.restoring import Restored, restore
from rashin.workspace.backup.saving import Saved, save, save_before_migrating

__all__ = ["Restored", "Saved", "restore", "save", "save_before_migrating"]
