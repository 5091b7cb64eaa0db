"""Errors of cases given one by one, as JSON objects, rather than as the rows of a table."""

from __future__ import annotations

from rashin.errors.tables import ColumnMissing
from rashin.errors.unreadable import CellNested
from rashin.language import Text


class CaseIncomplete(ColumnMissing):
    """A case lacks a value that the model decides by."""

    slug = "case-incomplete"
    what = Text("{case}件目に「{column}」がありません。", "Case {case} has no “{column}”.")
    mend = Text(
        "この名前の値を加えてください。分からなければ null とします。いまある名前: {present}",
        "Add a value of this name, or null where it is unknown. Names present: {present}",
    )


class CaseNested(CellNested):
    """A value of a case is a list or an object."""

    slug = "case-nested"
    what = Text(
        "{case}件目の「{column}」が、一つの値ではなく、リストか入れ子のデータです。",
        "“{column}” of case {case} is a list or nested data instead of a single value.",
    )
    mend = Text("数か文字か true・false・null を一つ入れてください。", "Give one number, string, true, false or null.")
