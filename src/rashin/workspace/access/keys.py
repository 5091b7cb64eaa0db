"""API keys: what machines sign in with."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rashin.errors import NotFound, RolesMissing
from rashin.workspace.access.people import plain_name
from rashin.workspace.access.roles import Permission, in_order
from rashin.workspace.access.secrets import new_token, token_hash
from rashin.workspace.clock import now
from rashin.workspace.database.tables import ApiKey, Person
from rashin.workspace.ids import new_id

_MARK = "rashin"
"""Keys begin with it, so that scanners for leaked secrets know them."""
_USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whom a key speaks for."""

    key_id: str
    organisation_id: str
    scopes: frozenset[Permission]
    use_due: bool = False
    """Whether its use is to be noted again."""


def make_key(
    session: Session, organisation_id: str, by: Person, name: str, scopes: Sequence[Permission]
) -> tuple[ApiKey, str]:
    """A new key, and its plain text, which is shown once and kept nowhere.

    Raises:
        NameUnusable: the name is empty or too long.
        RolesMissing: it could do nothing.
    """
    if not scopes:
        raise RolesMissing(field="scopes")
    shown = secrets.token_hex(4)
    plain = f"{_MARK}_{shown}_{new_token()}"
    key = ApiKey(
        id=new_id("key"),
        organisation_id=organisation_id,
        name=plain_name(name, "name"),
        prefix=f"{_MARK}_{shown}",
        key_hash=token_hash(plain),
        scopes=in_order(scopes),
        created_by=by.id,
    )
    session.add(key)
    session.flush()
    return key, plain


def holder_of(session: Session, plain: str) -> KeyHolder | None:
    """Whom a key speaks for; None where it is not ours or was revoked. Nothing is written, see `note_use`."""
    if not plain.startswith(f"{_MARK}_"):
        return None
    key = session.scalar(select(ApiKey).where(ApiKey.key_hash == token_hash(plain)))
    if key is None or key.revoked_at is not None:
        return None
    due = key.last_used_at is None or key.last_used_at < now() - _USE_NOTED_EVERY
    return KeyHolder(key.id, key.organisation_id, frozenset(map(Permission, key.scopes)), due)


def note_use(session: Session, key_id: str) -> None:
    """Note that a key was used just now."""
    session.get_one(ApiKey, key_id).last_used_at = now()


def keys(session: Session, organisation_id: str) -> list[tuple[ApiKey, Person]]:
    """The keys of an organisation that still open something, the newest first, and who made each."""
    chosen = (
        select(ApiKey, Person)
        .join(Person, Person.id == ApiKey.created_by)
        .where(ApiKey.organisation_id == organisation_id, ApiKey.revoked_at.is_(None))
        .order_by(ApiKey.id.desc())
    )
    return [(key, by) for key, by in session.execute(chosen)]


def revoke(session: Session, organisation_id: str, key_id: str) -> None:
    """Make a key useless, at once and for good.

    Raises:
        NotFound: no such key of this organisation.
    """
    key = session.get(ApiKey, key_id)
    if key is None or key.organisation_id != organisation_id:
        raise NotFound(what=key_id)
    key.revoked_at = key.revoked_at or now()
