"""Faults planted in a clean book: nearly all are found, and next to nothing else is."""

from __future__ import annotations

from itertools import cycle, islice
from random import Random

import pytest
from tests.ledger.checks.faults import FAULTS, Fault, spoilt
from tests.ledger.checks.generated import ON, book_of_clusters, clean

from rashin.ledger.checks import checking
from rashin.ledger.checks.rule import rules


def planted_and_found(
    faults: list[Fault], clean_ones: int, seed: int
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Each as (programme, code): what was planted, and what was found."""
    rng = Random(seed)  # noqa: S311 - not for secrets
    programmes = [clean(n, rng) for n in range(len(faults) + clean_ones)]
    for n, fault in enumerate(faults):
        programmes[n] = spoilt(programmes[n], fault, rng)
    report = checking.check(book_of_clusters(programmes), [rule.code for rule in rules()], on=ON, most=1_000_000)
    found = {
        (finding.id.partition(":")[0], answer.check.code) for answer in report.rules for finding in answer.findings
    }
    return {(f"P{n:05}", fault.code) for n, fault in enumerate(faults)}, found


def judge(faults: list[Fault], clean_ones: int, seed: int) -> tuple[float, float, list[tuple[str, str]]]:
    """The share of planted faults that was found, the share of what was found that is false, and all that went wrong."""
    planted, found = planted_and_found(faults, clean_ones, seed)
    rightly = planted | {(f"P{n:05}", code) for n, fault in enumerate(faults) for code in fault.also}
    missed, false = planted - found, found - rightly
    return 1 - len(missed) / len(planted), len(false) / max(len(found), 1), sorted(missed | false)


def test_every_rule_has_a_fault() -> None:
    assert {fault.code for fault in FAULTS} == {rule.code for rule in rules()}


def test_one_of_each_fault_is_found_and_nothing_else_is() -> None:
    found, false, wrong = judge(list(FAULTS), clean_ones=50, seed=20261123)
    assert (found, false) == (1.0, 0.0), wrong


@pytest.mark.heavy
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_1000_faults_99_percent_are_found_and_1_percent_of_what_is_found_is_false(seed: int) -> None:
    shuffled = Random(seed).sample(FAULTS, len(FAULTS))  # noqa: S311 - not for secrets
    found, false, wrong = judge(list(islice(cycle(shuffled), 1000)), clean_ones=1000, seed=seed)
    print(f"seed {seed}: {found:.2%} found, {false:.2%} false: {wrong}")  # noqa: T201 - the figures are the point
    assert found >= 0.99, wrong
    assert false <= 0.01, wrong
