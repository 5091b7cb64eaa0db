"""Nothing that opens a door is kept: whoever reads the disk cannot sign in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.workspace.access.conftest import PASSWORD

from rashin.errors import SignInFailed
from rashin.workspace.access.invitations import invite, join
from rashin.workspace.access.keys import make_key
from rashin.workspace.access.passwords import change_password, choose_password, password_link
from rashin.workspace.access.people import Newcomer, set_up, setup_link_token
from rashin.workspace.access.roles import Permission, Role
from rashin.workspace.access.visits import form_mark, sign_in
from rashin.workspace.database import Database, migrate

NEW, NEWEST, WRONG = "鎌倉の大仏もたいへん大きい", "牛久の大仏はさらに大きい", "東大寺の大仏のことです"


def test_no_token_and_no_password_is_on_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/rashin.db")
    migrate(database)
    with database.system() as session:
        setup = setup_link_token(session) or ""
        first = Newcomer("佐藤 運子", "sato@example.jp", PASSWORD)
        operator, organisation = set_up(session, setup, first, "羅針信用組合")
        used = invite(session, organisation.id, operator, "田中", [Role.DECIDE])
        unused = invite(session, organisation.id, operator, "鈴木", [Role.READ])
        tanaka = join(session, used, Newcomer("田中", "tanaka@example.jp", PASSWORD))
        key = make_key(session, organisation.id, operator, "融資システム", list(Permission))[1]
        forgotten, open_link = password_link(session, tanaka.id), password_link(session, operator.id)
        by_link = choose_password(session, forgotten, NEW)
    visit = sign_in(database, "tanaka@example.jp", NEW, "192.0.2.1")
    changed = change_password(database, tanaka, NEW, NEWEST, "192.0.2.1")
    with pytest.raises(SignInFailed):
        sign_in(database, "tanaka@example.jp", WRONG, "192.0.2.1")
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"sato@example.jp" in kept, "this is not the database"
    secret = {setup, used, unused, key, forgotten, open_link, by_link.token, visit.token, changed.token}
    secret |= {key.split("_", 2)[2], form_mark(visit.token), PASSWORD, NEW, NEWEST, WRONG}
    assert [one for one in secret if one.encode() in kept] == []
    database.close()
