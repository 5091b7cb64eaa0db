from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from rashin.errors import PasswordWeak
from rashin.workspace.access.secrets import derived, new_token, password_fits, password_hash, token_hash

GOOD = "correct horse battery"


def test_only_the_password_itself_fits() -> None:
    kept = password_hash(GOOD)
    assert password_fits(GOOD, kept)
    assert not password_fits(GOOD + " ", kept)
    assert not password_fits("", kept)
    assert not password_fits(GOOD, "not a hash")


def test_a_hash_is_argon2id_with_the_documented_cost_and_salt_of_its_own() -> None:
    first, second = password_hash(GOOD), password_hash(GOOD)
    assert first != second
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_typed_in_another_way_of_composing_fits() -> None:
    typed = "ガンダーラ123ぱぴぷ"
    assert password_fits(unicodedata.normalize("NFD", typed), password_hash(unicodedata.normalize("NFC", typed)))


@pytest.mark.parametrize("weak", ["", "short", "123456789", "aaaaaaaaaaaaaaaa", "abababababab", "x" * 1_001])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(PasswordWeak):
        password_hash(weak)


def test_where_there_is_nobody_a_password_is_looked_at_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the time it takes does not tell who is registered."""
    looked_at = []
    verify = PasswordHasher.verify

    def watched(hasher: PasswordHasher, kept: str, password: str) -> bool:
        looked_at.append(kept.split("$")[1:4])
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    assert not password_fits(GOOD, None)
    assert not password_fits("wrong wrong", password_hash(GOOD))
    assert len(looked_at) == 2
    assert looked_at[0] == looked_at[1]


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert min(map(len, tokens)) >= 43  # 256 bits in base 64


@given(st.text(), st.text(), st.text())
def test_what_is_derived_depends_on_the_token_and_on_the_purpose(token: str, other: str, purpose: str) -> None:
    made = derived(token, purpose)
    assert made == derived(token, purpose)
    assert made != token_hash(token)
    assert (made == derived(other, purpose)) == (token == other)
    assert made != derived(token, purpose + "2")
