from __future__ import annotations

from tests.web.watch.conftest import furnished, office, own, town

__all__ = ["furnished", "office", "own", "town"]
