from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.workspace.access.roles import Permission, Role, allowed, in_order

roles = st.lists(st.sampled_from(Role))


@given(roles)
def test_roles_allow_what_one_of_them_allows_and_nothing_else(held: list[Role]) -> None:
    assert allowed(held) == {permission for role in held for permission in role.permissions}


@given(roles, roles)
def test_another_role_never_takes_anything_away(held: list[Role], more: list[Role]) -> None:
    assert allowed(held) <= allowed([*held, *more])


@given(roles.filter(lambda held: Role.APPROVE not in held))
def test_nobody_approves_without_being_an_approver(held: list[Role]) -> None:
    assert Permission.APPROVE not in allowed(held)


@given(roles.filter(lambda held: set(held) <= {Role.READ}))
def test_a_reader_changes_nothing(held: list[Role]) -> None:
    assert allowed(held) <= {Permission.READ}


def test_nobody_without_a_role_may_do_anything() -> None:
    assert allowed([]) == frozenset()


def test_a_role_that_does_not_exist_is_no_role() -> None:
    with pytest.raises(ValueError, match="operate"):
        allowed(["operate"])


@given(st.lists(st.sampled_from(Role), min_size=1))
def test_roles_are_kept_once_each_and_in_one_order(held: list[Role]) -> None:
    assert in_order(held) == [role.value for role in Role if role in held]


@pytest.mark.parametrize("one", [*Role, *Permission])
def test_everything_that_is_offered_is_said_in_both_languages(one: Role | Permission) -> None:
    for text in (one.label, one.meaning):
        assert text.ja
        assert text.en.isascii()
