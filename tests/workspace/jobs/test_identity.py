"""A worker that begins again is the same one; two at once never are."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashin.workspace.jobs import Identity, identity


def test_whoever_begins_again_has_the_name_of_before(tmp_path: Path) -> None:
    first = Identity(tmp_path)
    first.release()
    again = Identity(tmp_path)
    assert again.id == first.id
    again.release()


def test_two_at_once_have_two_names_and_the_kept_one_stays(tmp_path: Path) -> None:
    first, second = Identity(tmp_path), Identity(tmp_path)
    assert first.id != second.id
    for one in (first, second):
        one.release()
    again = Identity(tmp_path)
    assert again.id == first.id
    again.release()


def test_a_copied_machine_takes_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Identity(tmp_path)
    here.release()
    monkeypatch.setattr(identity, "node", lambda: "copy")
    copied = Identity(tmp_path)
    copied.release()
    assert copied.id != here.id
    again = Identity(tmp_path)
    assert again.id == copied.id
    again.release()


@pytest.mark.parametrize("content", ["", "\n", "wrk_1\n"])
def test_whatever_lies_there_a_name_is_found(tmp_path: Path, content: str) -> None:
    (tmp_path / "worker").write_text(content)
    found = Identity(tmp_path)
    found.release()
    assert found.id.startswith("wrk_")
    assert (tmp_path / "worker").read_text().startswith(f"{found.id} ")


def test_where_nothing_can_be_kept_there_is_a_name_all_the_same(tmp_path: Path) -> None:
    found = Identity(tmp_path / "missing")
    assert found.id.startswith("wrk_")
    found.release()
