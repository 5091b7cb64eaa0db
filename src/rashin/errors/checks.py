"""Errors of checking a book: a rule that does not exist, and a book that may not be published yet."""

from __future__ import annotations

from rashin.errors.ledger import LedgerTrouble
from rashin.language import Text


class CheckUnreadable(LedgerTrouble):
    """The file of a rule or of a red flag is not of the form that they have."""

    slug = "check-unreadable"
    exit_code = 1
    what = Text("規則のファイル「{file}」を読めません（{found}）。", "The rule in “{file}” cannot be read ({found}).")
    mend = Text(
        "先頭の /* */ の中の書き方を、ほかの規則のファイルに合わせてください。",
        "Write the /* */ at its head like that of the other rules.",
    )


class CheckUnknown(LedgerTrouble):
    """No rule or red flag has that code."""

    slug = "check-unknown"
    exit_code = 2
    what = Text("「{code}」という規則はありません。", "There is no rule “{code}”.")
    mend = Text("次のどれかを指定してください: {known}", "Give one of: {known}")


class BookBlocked(LedgerTrouble):
    """The book has errors that must be mended before anything of it is published."""

    slug = "book-blocked"
    exit_code = 7
    what = Text(
        "公開の前に直すところが、帳簿に{count:,}か所あります（{codes}）。",
        "The book has {count:,} errors that block publication ({codes}).",
    )
    mend = Text(
        "`rashin ledger check` で一つずつ見て、直した記録を取り込んでください。",
        "Look at each with `rashin ledger check`, and import corrected entries.",
    )
