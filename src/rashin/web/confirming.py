"""Asking once before what cannot be undone: in a dialog, or on a page where no script runs."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from rashin.language import Text
from rashin.web.asking import Fields
from rashin.web.page import page

_NO = Text("やめる", "Cancel")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something is done."""

    title: Text
    """The question itself."""
    consequence: Text
    """What will be different afterwards."""
    yes: Text
    """The verb of the button that does it."""
    no: Text = _NO
    """The verb of the one that does not."""

    def filled(self, **facts: object) -> Question:
        """This question with its `{placeholders}` filled."""
        return Question(*(text.filled(**facts) for text in (self.title, self.consequence, self.yes, self.no)))


def unless_sure(request: Request, fields: Fields, question: Question, back: str) -> Response | None:
    """The page that asks; None once the answer is yes, as the dialog of `parts.ask` says at once.

    `back` is the address of the page where the reader came from.
    """
    if fields.get("sure") == "yes":
        return None
    sent = {name: value for name, value in fields.items() if name != "csrf" and isinstance(value, str)}
    return page(request, "confirm.html.j2", question.title, address=back, question=question, sent=sent, back=back)
