"""The whole road in the browser: choose, bring, check, learn, look, approve, decide, review, write, watch.

In Japanese on a wide screen always; in both languages, on a phone, and without a script where minutes are given.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journeys.conftest import OpenPage, Reader
from tests.journeys.counter import (
    bring_outcomes,
    check_receipt,
    decide_many,
    decide_one,
    erase,
    find_again,
    review_one,
    see_rates,
    watch,
    write_letter,
)
from tests.journeys.road import approve, to_a_model
from tests.journeys.sites import Site

from rashin.learning.samples import write_new_cases, write_sample
from rashin.services import find

ALWAYS = Reader("ja", 1280)
WITH_TIME = [Reader("en", 1280), Reader("en", 360), Reader("ja", 360), Reader("ja", 360, script=False)]
READERS = [ALWAYS, *(pytest.param(reader, marks=pytest.mark.heavy) for reader in WITH_TIME)]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the packaged sample, dirty cells and all."""
    path = tmp_path_factory.mktemp("table") / "過去の融資.csv"
    write_sample(find("lending"), path, rows=300)
    return path


@pytest.fixture(scope="module")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("applications") / "今月の申込.csv"
    write_new_cases(find("lending"), path, rows=40)
    return path


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_the_whole_road(
    site: Site, open_page: OpenPage, table: Path, applications: Path, tmp_path: Path, reader: Reader
) -> None:
    worker, boss = open_page(reader), open_page(reader)
    model = to_a_model(worker, site, reader, table)
    own = approve(boss, site, reader, model)
    decision = decide_one(worker, reader, own)
    check_receipt(worker, reader, decision)
    decide_many(worker, reader, own, applications)
    reviewed = review_one(worker, boss, site, reader, own)
    see_rates(worker, site, reader, own)
    write_letter(worker, boss, reader, own, reviewed)
    bring_outcomes(worker, reader, own, tmp_path)
    erase(boss, reader, decision)
    find_again(worker, reader, own)
    watch(worker, reader, own)
