"""A bill's every yen follows from what was used and from the price of its month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from rashin.errors import MonthWrong, NotFound, PriceWrong
from rashin.workspace import bills as bills_module
from rashin.workspace import metering
from rashin.workspace.bills import all_bills, bill, billed, bills, months, price_list, set_prices
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Organisation, Price, Usage
from rashin.workspace.metering import month_of, seconds_to_next_month, use

OURS, THEIRS = "org_ours", "org_theirs"
FOUNDED = datetime(2026, 8, 31, 16, tzinfo=UTC)
"""Already September in Japan."""
PRICES = {"base": "10000", "decision": "0.5", "learning_minute": "30", "gigabyte_month": "1,200.25"}


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is November 2026."""
    today = datetime(2026, 11, 20, 3, tzinfo=UTC)
    for module in (bills_module, metering):
        monkeypatch.setattr(module, "now", lambda: today)


@pytest.fixture
def system(database: Database, november: None) -> Iterator[Session]:
    with database.system() as session:
        session.add(Organisation(id=OURS, name="羅針信用組合", created_at=FOUNDED))
        session.add(Organisation(id=THEIRS, name="隣町商工会", created_at=FOUNDED))
        session.flush()
        yield session


def test_an_organisation_has_bills_from_the_month_it_was_founded_in(system: Session) -> None:
    assert months(system, OURS) == ["2026-11", "2026-10", "2026-09"]
    with pytest.raises(NotFound):
        months(system, "org_of_nobody")
    with pytest.raises(NotFound):
        bill(system, OURS, "2026-08")


def test_without_prices_everything_is_free(system: Session) -> None:
    use(system, OURS, decisions=1_000_000)
    found = bill(system, OURS, "2026-11")
    assert (found.total, found.running) == (0, True)


def test_each_line_is_quantity_times_price_rounded_down(system: Session) -> None:
    set_prices(system, "2026-11", PRICES)
    use(system, OURS, decisions=1_001, learning_seconds=90.4, byte_days=30 * 1_500_000_000)
    found = bill(system, OURS, "2026-11")
    quantities = {line.kind.name: line.quantity for line in found.lines}
    assert quantities == {
        "base": 1,
        "decision": 1_001,
        "learning_minute": Fraction(3, 2),
        "gigabyte_month": Fraction(3, 2),
    }
    assert {line.kind.name: line.yen for line in found.lines} == {
        "base": 10_000,
        "decision": 500,
        "learning_minute": 45,
        "gigabyte_month": 1_800,
    }
    assert found.total == 12_345


def test_use_is_added_up_and_ones_own(system: Session) -> None:
    set_prices(system, "2026-11", PRICES)
    for _ in range(3):
        use(system, OURS, decisions=2)
    use(system, THEIRS, decisions=100)
    by_name = {organisation.id: found for organisation, found in all_bills(system, "2026-11")}
    assert by_name[OURS] == bill(system, OURS, "2026-11")
    assert by_name[OURS].lines[1].quantity == 6
    assert by_name[THEIRS].lines[1].quantity == 100
    listing = bills(system, "2026-11", "隣町")
    assert [organisation.id for organisation, _ in listing.rows] == [THEIRS]


def test_a_tenant_sees_its_own_bill(database: Database, november: None) -> None:
    with database.system() as session:
        session.add_all(Organisation(id=one, name=one, created_at=FOUNDED) for one in (OURS, THEIRS))
        session.flush()
        set_prices(session, "2026-11", PRICES)
        use(session, OURS, decisions=10)
        use(session, THEIRS, decisions=99)
    with database.tenant(OURS, reading=True) as session:
        assert bill(session, OURS, "2026-11").total == 10_005
        assert bill(session, THEIRS, "2026-11").lines[1].quantity == 0


def test_prices_change_from_a_month_on_and_never_backwards(system: Session) -> None:
    set_prices(system, "2026-11", PRICES)
    with pytest.raises(MonthWrong):
        set_prices(system, "2026-11", {**PRICES, "decision": "9"})
    set_prices(system, "2026-12", {**PRICES, "decision": "9"})
    set_prices(system, "2026-12", {**PRICES, "decision": "7"})
    assert [(one.from_month, one.decision) for one in price_list(system)] == [("2026-12", 700), ("2026-11", 50)]
    use(system, OURS, decisions=100)
    assert bill(system, OURS, "2026-11").lines[1].yen == 50
    assert bill(system, OURS, "2026-10").total == 0


@pytest.mark.parametrize("wrong", ["", "abc", "-1", "1.234", "1000000000", "١٢"])
def test_what_is_no_price_is_refused(system: Session, wrong: str) -> None:
    with pytest.raises(PriceWrong):
        set_prices(system, "2026-11", {**PRICES, "decision": wrong})


@pytest.mark.parametrize("wrong", ["", "2026-13", "2026-1", "now", "1999-12", "２０２６-11"])
def test_what_is_no_month_is_refused(system: Session, wrong: str) -> None:
    with pytest.raises(MonthWrong):
        set_prices(system, wrong, PRICES)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**16), st.integers(0, 10**8))
def test_a_bill_never_asks_more_than_what_it_computes(decisions: int, seconds: int, byte_days: int, sen: int) -> None:
    usage = Usage(decisions=decisions, learning_seconds=float(seconds), byte_days=byte_days)
    prices = Price(base=sen, decision=sen, learning_minute=sen, gigabyte_month=sen)
    found = billed("2026-02", usage, prices)
    for line in found.lines:
        exact = line.quantity * sen / 100
        assert line.yen <= exact < line.yen + 1
    assert found.total == sum(line.yen for line in found.lines)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_the_month_ends_when_the_next_begins_in_japan(at: datetime) -> None:
    moment = at.replace(tzinfo=UTC)
    left = timedelta(seconds=seconds_to_next_month(moment))
    assert timedelta(0) < left <= timedelta(days=31)
    assert month_of(moment + left) > month_of(moment)
    assert month_of(moment + left - timedelta(seconds=2)) == month_of(moment)
