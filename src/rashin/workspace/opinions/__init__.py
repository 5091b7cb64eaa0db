"""Opinions on what a programme publishes: sent by anybody, looked at before they are published, answered by a deadline."""

from rashin.workspace.opinions.answering import Verdict, accept, answer, find_opinion, followed, opinions, refuse
from rashin.workspace.opinions.form import FormMark, stamp_form
from rashin.workspace.opinions.sending import LEAST, MOST, MOST_LINKS, Written, is_open, receive
from rashin.workspace.opinions.waiting import Waiting, waiting

__all__ = [
    "LEAST",
    "MOST",
    "MOST_LINKS",
    "FormMark",
    "Verdict",
    "Waiting",
    "Written",
    "accept",
    "answer",
    "find_opinion",
    "followed",
    "is_open",
    "opinions",
    "receive",
    "refuse",
    "stamp_form",
    "waiting",
]
