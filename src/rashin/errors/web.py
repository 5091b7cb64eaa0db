"""Errors of requests over HTTP."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class FieldsWrong(RashinError):
    """A request lacks a field, or a field has a form that it cannot have."""

    slug = "fields-wrong"
    status = 422
    what = Text("リクエストの内容が正しくありません（{fields}）。", "The request is not as it should be ({fields}).")
    mend = Text("APIの説明（/api/docs）のとおりに送ってください。", "Send it as /api/docs describes.")


class MethodUnknown(RashinError):
    """The address exists, but not for this HTTP method."""

    slug = "method-unknown"
    status = 405
    what = Text("このアドレスでは {method} を使えません。", "This address does not take {method}.")
    mend = Text("APIの説明（/api/docs）を確かめてください。", "See /api/docs.")
