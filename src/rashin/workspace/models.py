"""Models in memory: the few that are used now, each read once, whoever asks."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from rashin.learning.models import Model, load
from rashin.workspace.files import Files

_MOST = 256
"""Models kept in memory. One takes 0.8 MB; to read it again takes as long as thirty decisions."""


class Models:
    """Models by the key of their file. A file never changes, so what was read stays right."""

    def __init__(self, files: Files) -> None:
        """Read models from these files."""
        self._files = files
        self._held: OrderedDict[str, Model] = OrderedDict()
        self._lock = Lock()

    def get(self, file_key: str) -> Model:
        """The model in a file.

        Raises:
            NotFound: there is no such file.
            UnusableModel: the file was damaged.
        """
        with self._lock:
            model = self._held.get(file_key)
            if model is not None:
                self._held.move_to_end(file_key)
                return model
        # Read outside the lock: two may read the same file at first, which costs less than all waiting for one.
        with self._files.local(file_key) as path:
            model = load(path)
        with self._lock:
            self._held[file_key] = model
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return model
