"""Files that organisations bring and jobs make: written once, never changed, under names of ours."""

from rashin.workspace.files.contract import Files, Stored
from rashin.workspace.files.local import LocalFiles
from rashin.workspace.files.opening import open_files

__all__ = ["Files", "LocalFiles", "Stored", "open_files"]
