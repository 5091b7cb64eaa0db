"""Which organisation an API key speaks for."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import monotonic
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotAllowed, SignInNeeded
from rashin.web.api.pace import Pace
from rashin.web.asking import NEEDED
from rashin.workspace.access.keys import KeyHolder, holder_of, note_use
from rashin.workspace.access.roles import Permission, allowed
from rashin.workspace.access.secrets import token_hash
from rashin.workspace.database import Database
from rashin.workspace.database.connection import as_system
from rashin.workspace.database.tables import ApiKey, Membership, Person

_TRUSTED_SECONDS = 2.0
"""How long a key is taken as valid without asking again, so how long a revoked one may still work."""
_MOST = 10_000


class Keys:
    """Holders of keys seen lately, by the hash of the key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: OrderedDict[str, tuple[float, KeyHolder]] = OrderedDict()
        self._lock = Lock()
        self._noting = ThreadPoolExecutor(1, "rashin-keys")

    def close(self) -> None:
        """End once all uses are noted."""
        self._noting.shutdown()

    def holder(self, plain: str) -> KeyHolder:
        """Whom a key speaks for.

        Raises:
            SignInNeeded: it is not valid.
        """
        mark = token_hash(plain)
        with self._lock:
            until, holder = self._seen.get(mark, (0.0, None))
        if holder is not None and until > monotonic():
            return holder
        with self._database.system(reading=True) as session:
            found = holder_of(session, plain)
        if found is None:
            raise SignInNeeded
        if found.use_due:
            # Whoever writes waits for others who do. This may be called on the event loop, where nobody may wait.
            self._noting.submit(self._note, found.key_id)
        with self._lock:
            self._seen[mark] = (monotonic() + _TRUSTED_SECONDS, found)
            while len(self._seen) > _MOST:
                self._seen.popitem(last=False)
        return found

    def _note(self, key_id: str) -> None:
        with self._database.system() as session:
            note_use(session, key_id)


def caller(request: Request, permission: Permission) -> KeyHolder:
    """The holder of the key that a request carries.

    Raises:
        SignInNeeded: it carries none, or one that is not valid.
        TooManyRequests: the key asks too often.
        NotAllowed: the key may not do this.
    """
    scheme, _, plain = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not plain:
        raise SignInNeeded
    keys: Keys = request.app.state.keys
    holder = keys.holder(plain.strip())
    pace: Pace = request.app.state.pace
    pace.take(holder.key_id)
    if permission not in holder.scopes:
        raise NotAllowed(needed=NEEDED[permission])
    return holder


def acting(session: Session, holder: KeyHolder, permission: Permission) -> Person:
    """The person in whose name a key signs: who made it.

    Raises:
        NotAllowed: they themselves may not do this, or no more.
    """
    chosen = (
        select(Person, Membership)
        .join(ApiKey, ApiKey.created_by == Person.id)
        .outerjoin(
            Membership, (Membership.person_id == Person.id) & (Membership.organisation_id == holder.organisation_id)
        )
        .where(ApiKey.id == holder.key_id)
    )
    with as_system(session):
        found = session.execute(chosen).one()
    if found.Membership is None or permission not in allowed(found.Membership.roles):
        raise NotAllowed(needed=NEEDED[permission])
    person: Person = found.Person
    return person


def maker(session: Session, holder: KeyHolder) -> str:
    """The id of the person who made a key, to be noted as who asked for something."""
    return session.get_one(ApiKey, holder.key_id).created_by


def _reading(request: Request) -> KeyHolder:
    return caller(request, Permission.READ)


def _deciding(request: Request) -> KeyHolder:
    return caller(request, Permission.DECIDE)


def _approving(request: Request) -> KeyHolder:
    return caller(request, Permission.APPROVE)


def _keeping(request: Request) -> KeyHolder:
    return caller(request, Permission.KEEP)


ReadKey = Annotated[KeyHolder, Depends(_reading)]
DecideKey = Annotated[KeyHolder, Depends(_deciding)]
ApproveKey = Annotated[KeyHolder, Depends(_approving)]
KeepKey = Annotated[KeyHolder, Depends(_keeping)]
