"""Errors of tables that were read, but from which nothing honest can be learned."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class UnusableTable(RashinError):
    """A table that was read, but from which nothing honest can be learned."""

    slug = "unusable-table"
    exit_code = 3


class ColumnMissing(UnusableTable):
    """A column that the model or the command needs is not in the table."""

    slug = "column-missing"
    what = Text("「{column}」の列がありません。", "The column “{column}” is missing.")
    mend = Text(
        "この名前の列を表に加えてください。いまある列: {present}",
        "Add a column of this name to the table. Columns present: {present}",
    )


class NoUsableColumn(UnusableTable):
    """After setting aside what must not or cannot be used, no column is left to learn from."""

    slug = "no-usable-column"
    what = Text(
        "判断の材料にできる列が一つも残りません。外した列: {left_out}",
        "No column is left to decide by. Left out: {left_out}",
    )
    mend = Text(
        "申込の時点で分かる数や区分（年商、業歴など）の列を加えてください。",
        "Add columns of numbers or categories known at the time of application, such as sales or years in business.",
    )


class TooFewToValidate(UnusableTable):
    """One of the two outcomes came too seldom to learn from one part of the rows and check on another."""

    slug = "too-few-to-validate"
    what = Text(
        "少ない方の結果が{fewest}件しかなく、学習用と確かめ用に分けられません。",
        "The rarer outcome has only {fewest} usable cases: too few to learn from one part and check on another.",
    )
    mend = Text(
        "結果の分かった行を増やし、どちらの結果も{needed}件以上にしてください。",
        "Add rows with known outcomes until each outcome has at least {needed}.",
    )


class TooFewGroups(UnusableTable):
    """The groups that must stay together cannot be dealt into parts that each leave both outcomes to learn from."""

    slug = "too-few-groups"
    what = Text(
        "まとまりの数が{groups}で足りないか、結果が一部のまとまりに偏っていて、{folds}つに分けて確かめられません。",
        "The {groups} groups are too few, or an outcome sits in too few of them, to check in {folds} parts.",
    )
    mend = Text(
        "まとまりの列（--group）が正しいか確かめてください。正しければ、その指定を外すか、まとまりを増やしてください。",
        "Check that the group column (--group) is the right one; if it is, leave it out or add more groups.",
    )


class TooFewTimes(UnusableTable):
    """The times do not let earlier rows with both outcomes stand before later ones."""

    slug = "too-few-times"
    what = Text(
        "異なる日時の数が{times}で足りないか、早い時期に片方の結果しかなく、時間の順に確かめられません。",
        "The {times} different times are too few, or the early ones have one outcome only, to check in order of time.",
    )
    mend = Text(
        "日時の列（--time）が正しいか確かめてください。正しければ、その指定を外すか、期間の長い表を使ってください。",
        "Check that the time column (--time) is the right one; if it is, leave it out or use a longer period.",
    )


class NumberNotFinite(UnusableTable):
    """A number is infinite or so large that it cannot be meant."""

    slug = "number-not-finite"
    what = Text(
        "{row}行目の「{column}」が「{value}」で、大きすぎる数です。",
        "Row {row} of “{column}” is “{value}”, which is too large a number.",
    )
    mend = Text(
        "正しい数に直すか、分からなければ空欄にしてください。", "Correct it, or leave the cell blank if unknown."
    )


class RowsIdentical(UnusableTable):
    """All rows say the same, so that nothing can be told apart."""

    slug = "rows-identical"
    what = Text("{rows}行すべてが同じ内容です。", "All {rows} rows are the same.")
    mend = Text("一件ごとに違う値がある表を使ってください。", "Use a table in which cases differ.")


class TargetNotBinary(UnusableTable):
    """The outcome column has more than two values."""

    slug = "target-not-binary"
    what = Text(
        "結果の列「{column}」に{found}種類の値があります（{values}）。",
        "The outcome column “{column}” has {found} different values ({values}).",
    )
    mend = Text(
        "良い・悪いの2種類にまとめてください。途中の案件は空欄にします。",
        "Merge them into two, good and bad. Leave cases still open blank.",
    )


class TargetOneClass(UnusableTable):
    """The outcome column has only one value, or none."""

    slug = "target-one-class"
    what = Text(
        "結果の列「{column}」が1種類の値（{values}）しかありません。",
        "The outcome column “{column}” has only one value ({values}).",
    )
    mend = Text(
        "良い結果と悪い結果の両方を含む表を使ってください。", "Use a table that has both good and bad outcomes."
    )


class LabelledTooFew(UnusableTable):
    """Too few rows say how the case turned out."""

    slug = "labelled-too-few"
    what = Text(
        "結果の列「{column}」が入っている行が{found}行しかありません（最低 {least} 行）。",
        "Only {found} rows have an outcome in “{column}” (at least {least} are needed).",
    )
    mend = Text("結果の分かっている案件を増やしてください。", "Add cases whose outcome is known.")


class AnswerGivenAway(UnusableTable):
    """One column alone tells the outcome, so it must have been written after it."""

    slug = "answer-given-away"
    what = Text(
        "「{column}」の列だけで結果がほぼ分かります（AUC {auc}、{n}行）。結果の後に書かれた列と思われます。",
        "The column “{column}” alone almost tells the outcome (AUC {auc}, {n} rows). "
        "It was probably written after the outcome.",
    )
    mend = Text(
        "判断する時点で分かっている列だけにし、この列は表から外してください。",
        "Keep only columns known when deciding, and remove this one.",
    )


class KnownAfterwards(UnusableTable):
    """A column's name says that it is known only after the decision."""

    slug = "known-afterwards"
    what = Text(
        "「{column}」は、判断した後でなければ分からない列です。", "“{column}” is known only after the decision."
    )
    mend = Text(
        "判断する時点で分かっている列だけにし、この列は表から外してください。",
        "Keep only columns known when deciding, and remove this one.",
    )
