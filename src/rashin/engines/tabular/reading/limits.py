"""How much Rashin reads at most. Beyond these a file is a mistake or an attack, not a company's table."""

from __future__ import annotations

from rashin.settings import settings

MEGABYTE = 1_000_000

MOST_CELLS = 100_000_000
"""Rows times columns."""

MOST_SHEET_CELLS = 20_000_000
"""Rows times columns of a workbook's sheet, which its reader holds whole, blank cells too."""

MOST_UNPACKED_BYTES = 1 << 29
"""All parts of a workbook together, unpacked."""

MOST_RATIO = 200
"""Unpacked to packed size of one part of a workbook; spreadsheets stay under 50."""

RATIO_MATTERS_FROM_BYTES = 10_000_000
"""Small parts may be as repetitive as they like."""

MOST_PARTS = 10_000
"""Parts in one workbook."""

IMPLAUSIBLE = 1e18
"""A number of this size is not an amount of anything: beyond all yen there are, and beyond exact integers."""

FIRST_ROW = 2
"""The number of the first row of data, as a spreadsheet shows it below the header."""


def most_file_bytes() -> int:
    """A whole file."""
    return settings().max_file_mb * MEGABYTE


def most_line_bytes() -> int:
    """One line of a text file."""
    return settings().max_line_mb * MEGABYTE


def most_columns() -> int:
    """Columns of one table."""
    return settings().max_columns
