from __future__ import annotations

from tests.workspace.desk import anywhere, desk, model_file

__all__ = ["anywhere", "desk", "model_file"]
