"""Deciding for many askers at once: whoever comes while one group is being written joins the next.

Writing to a disk so that it stays takes about as long for a hundred decisions as for one, so a group shares it. Each
asker is answered only once the group is written.
"""

from __future__ import annotations

from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic

from sqlalchemy.exc import IntegrityError

from rashin.errors import RashinError, Stopping
from rashin.workspace.database import Database
from rashin.workspace.database.transient import is_transient
from rashin.workspace.decisions.deciding import Decided, decide
from rashin.workspace.decisions.making import Wanted
from rashin.workspace.log import Log
from rashin.workspace.models import Models

_MOST = 256
"""Cases decided in one transaction; more would make the first ones wait."""
_LINGER_SECONDS = 0.002
"""How long a group waits at most until it has as many askers as the one before: those just answered often ask again,
and a transaction costs as much as five decisions. Whoever asks alone waits for nobody (PostgreSQL: commit_siblings)."""

_Asked = tuple[Wanted, "Future[list[Decided]]"]


class Recorder:
    """Decides, one group after another, in a thread of its own."""

    def __init__(self, database: Database, log: Log, models: Models) -> None:
        self._database = database
        self._log = log
        self._models = models
        self._asked: SimpleQueue[_Asked | None] = SimpleQueue()
        self._thread = Thread(target=self._go_on, name="rashin-recorder", daemon=True)
        self._lately = 1
        """Askers in the group before."""
        self._open = True
        self._opening = Lock()

    def start(self) -> None:
        """Begin to decide."""
        self._thread.start()

    def stop(self) -> None:
        """Decide what was asked for already, then end."""
        with self._opening:
            self._open = False
            self._asked.put(None)
        self._thread.join()

    def decide(self, wanted: Wanted) -> Future[list[Decided]]:
        """The decisions, once they are on record; the future raises what is wrong with the cases.

        Raises:
            Stopping: it was stopped.
        """
        answer: Future[list[Decided]] = Future()
        with self._opening:
            if not self._open:
                raise Stopping
            self._asked.put((wanted, answer))
        return answer

    def _go_on(self) -> None:
        going = True
        while going:
            group, going = self._next_group()
            if group:
                self._answer(group)

    def _next_group(self) -> tuple[list[_Asked], bool]:
        group: list[_Asked] = []
        cases, going = 0, True
        asked = self._asked.get()
        until = monotonic() + _LINGER_SECONDS
        try:
            while asked is not None:
                # Whoever went away meanwhile is left out; who is taken in can no longer go.
                if asked[1].set_running_or_notify_cancel():
                    group.append(asked)
                    cases += len(asked[0].cases)
                if cases >= _MOST:
                    break
                asked = self._following(until if len(group) < self._lately else 0.0)
            else:
                going = False
        except Empty:
            pass
        self._lately = len(group)
        return group, going

    def _following(self, until: float) -> _Asked | None:
        """Who asked next, by then at the latest.

        Raises:
            Empty: nobody did.
        """
        wait = until - monotonic()
        return self._asked.get(timeout=wait) if wait > 0 else self._asked.get_nowait()

    def _answer(self, group: list[_Asked], *, again: bool = True) -> None:
        try:
            with self._database.system() as session:
                found = decide(session, self._log, self._models, [wanted for wanted, _ in group])
        except BaseException as trouble:  # noqa: BLE001 (whatever it is, somebody waits to hear of it)
            self._mend(group, trouble, again=again)
            return
        for (_, answer), decisions in zip(group, found, strict=True):
            if isinstance(decisions, RashinError):
                answer.set_exception(decisions)
            else:
                answer.set_result(decisions)

    def _mend(self, group: list[_Asked], trouble: BaseException, *, again: bool) -> None:
        """One asker must not spoil it for the others; and what another process was quicker at is there by now."""
        if len(group) > 1:
            for one in group:
                self._answer([one])
        elif again and (isinstance(trouble, IntegrityError) or is_transient(trouble)):
            self._answer(group, again=False)
        else:
            group[0][1].set_exception(trouble)
