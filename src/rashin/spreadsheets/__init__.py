"""Rows as files that a spreadsheet opens as it should, and without harm."""

from rashin.spreadsheets.delimited import csv_rows
from rashin.spreadsheets.workbook import xlsx_rows, xlsx_sheets

__all__ = ["csv_rows", "xlsx_rows", "xlsx_sheets"]
