"""My Numbers and card numbers are known by their check digits and shown nowhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashin.engines.tabular import reading
from rashin.engines.tabular.reading.cells import shown
from rashin.engines.tabular.reading.privacy import is_card_number, is_my_number
from rashin.engines.tabular.table import Kind, Table

DIGITS = st.text("0123456789", min_size=11, max_size=11)


def my_number(body: str) -> str:
    """Eleven digits and the check digit of 総務省令第85号 第5条, written here on its own: Q runs 2…7, 2…6 from the right."""
    total = sum(int(p) * q for p, q in zip(reversed(body), [2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6], strict=True))
    return body + str(0 if total % 11 <= 1 else 11 - total % 11)


def card_number(body: str) -> str:
    """Fifteen digits and the digit that makes Luhn's sum a multiple of ten."""
    return next(
        body + last
        for last in "0123456789"
        if sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(body + last))) % 10
        == 0
    )


def randomly(seed: int, size: int) -> str:
    return "".join(map(str, np.random.default_rng(seed).integers(10, size=size)))


MINE = [my_number(randomly(seed, 11)) for seed in range(40)]
CARDS = [card_number("4" + randomly(seed, 14)) for seed in range(40)]


def read_column(name: str, cells: list[object]) -> Table:
    return reading.read({name: cells, "y": [n % 2 for n in range(len(cells))]})


def everything_said(table: Table) -> str:
    return repr(table) + repr([column.raw for column in table])


@given(DIGITS)
def test_the_check_digit_of_my_numbers(body: str) -> None:
    good = my_number(body)
    assert is_my_number(good)
    assert not any(is_my_number(body + other) for other in "0123456789" if other != good[-1])


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "5555555555554444",
        "378282246310005",
        "6011111111111117",
        "3530111333300000",
        "2223003122003222",
    ],
)
def test_published_test_cards(number: str) -> None:
    assert is_card_number(number)
    assert not is_card_number(number[:-1] + str((int(number[-1]) + 1) % 10))
    assert not is_card_number("9" + number[1:])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (MINE, "my-number"), ([f"{n[:4]}-{n[4:8]}-{n[8:]}" for n in MINE], "my-number"),
        ([n.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for n in MINE], "my-number"),
        ([int(n) for n in MINE], "my-number"), (CARDS, "card-number"), ([int(n) for n in CARDS], "card-number"),
        ([f"{n[:4]} {n[4:8]} {n[8:12]} {n[12:]}" for n in CARDS], "card-number"), (MINE[:15] + [""] * 25, "my-number"),
    ],
)  # fmt: skip
def test_a_column_of_them_is_masked_and_said(cells: list[object], code: str) -> None:
    table = read_column("番号", cells)
    assert table["番号"].kind is Kind.IDENTIFIER
    assert code in {problem.code for problem in table.problems}
    said = everything_said(table)
    for cell in cells:
        assert not cell or str(cell) not in said
    again = reading.retyped(table, {"番号": Kind.NUMBER})
    assert again["番号"].missing.all()
    for cell in cells:
        assert not cell or str(cell) not in everything_said(again)


def test_one_under_its_name_is_enough() -> None:
    table = read_column("マイナンバー", [MINE[0], "", "", ""])
    assert MINE[0] not in everything_said(table)


@pytest.mark.parametrize("seed", range(5))
def test_other_twelve_digit_numbers_are_left_alone(seed: int) -> None:
    wrong = [number[:-1] + str((int(number[-1]) + 1 + seed) % 10) for number in MINE]
    table = read_column("受付番号", [*wrong])
    assert "my-number" not in {problem.code for problem in table.problems}
    assert wrong[0] in table["受付番号"].levels


def test_a_stray_one_is_never_echoed_by_a_message() -> None:
    cells: list[object] = [*(str(n % 30) for n in range(60)), f"番号は{MINE[0]}", f"{CARDS[0]}?"]
    table = read_column("年商", cells)
    assert {problem.code for problem in table.problems} >= {"unreadable-number"}
    told = repr(table.problems) + repr(table.repairs)
    assert MINE[0] not in told
    assert CARDS[0] not in told


@given(st.text(max_size=30), st.sampled_from([*MINE, *CARDS]), st.text(max_size=30))
def test_what_is_shown_holds_no_such_number(before: str, number: str, after: str) -> None:
    assert number not in shown(f"{before}{number}{after}", longest=200)
