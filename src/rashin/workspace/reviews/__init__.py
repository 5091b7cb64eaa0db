"""Reviews: what people make of decisions, above all of those that were handed over to them."""

from rashin.workspace.reviews.asking import ask_for_review
from rashin.workspace.reviews.opening import Opened, open_case
from rashin.workspace.reviews.queue import Queue, Waiting, next_case, queue, waiting_in
from rashin.workspace.reviews.rates import Rates, rates
from rashin.workspace.reviews.reviewing import review

__all__ = [
    "Opened",
    "Queue",
    "Rates",
    "Waiting",
    "ask_for_review",
    "next_case",
    "open_case",
    "queue",
    "rates",
    "review",
    "waiting_in",
]
