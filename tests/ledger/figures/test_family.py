"""Families of figures: each file says what it counts, and by what."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashin.errors import CheckUnreadable
from rashin.ledger.figures.family import Unit, families, read_families

HEAD = """/*
unit = "yen"
name.ja = "額"
name.en = "amount"
what.ja = "額です。"
what.en = "An amount."
by = {by}
*/
SELECT 'a' AS id, 1 AS value
"""


def test_every_family_counts_the_whole_and_says_what_it_does_not_count() -> None:
    for one in families():
        assert () in one.by, one.code
        assert one.what.ja.endswith("。"), one.code
        assert one.what.en.endswith("."), one.code


def test_money_is_in_yen_and_the_rest_is_counted() -> None:
    units = {one.code: one.unit for one in families()}
    assert units["paid"] is Unit.YEN
    assert units["programmes"] is Unit.COUNT


def test_a_file_can_be_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text(HEAD.format(by='[[], ["field"]]'), encoding="utf-8")
    (one,) = read_families(tmp_path)
    assert (one.code, one.by, one.distinct) == ("mine", ((), ("field",)), False)


@pytest.mark.parametrize("by", ['[["colour"]]', "3", '["field"]'])
def test_a_grouping_that_is_none_is_refused(tmp_path: Path, by: str) -> None:
    (tmp_path / "mine.sql").write_text(HEAD.format(by=by), encoding="utf-8")
    with pytest.raises(CheckUnreadable):
        read_families(tmp_path)
