"""Errors of a company's road: data, models, decisions, reviews."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class NotApproved(RashinError):
    """No model of this deployment has been approved yet, so nothing may be decided by it."""

    slug = "not-approved"
    status = 409
    what = Text("この導入では、まだどのモデルも承認されていません。", "No model of this deployment is approved yet.")
    mend = Text(
        "データから学び、責任者がモデルを承認すると、判断できるようになります。",
        "Learn from data, and have an approver sign for the model.",
    )


class KeyReused(RashinError):
    """An Idempotency-Key came back with another request than the first time."""

    slug = "idempotency-key-reused"
    status = 422
    what = Text(
        "Idempotency-Key「{key}」は、別の内容のリクエストに使われています。",
        "The Idempotency-Key “{key}” was used for another request.",
    )
    mend = Text("リクエストごとに新しい値にしてください。", "Use a new value for each request.")
