"""Errors of the officer's desk: entries written by hand, evidence, and what is published."""

from __future__ import annotations

from collections.abc import Mapping

from rashin.errors.ledger import ImportProblem, LedgerTrouble
from rashin.language import Text


class EntryUnreadable(LedgerTrouble):
    """Fields of an entry cannot be taken as they were written, so nothing was entered."""

    slug = "entry-unreadable"
    what = Text(
        "記帳していません。直すところが{count}か所あります。",
        "Nothing was entered. What must be mended first: {count}.",
    )
    mend = Text(
        "印の付いた欄を直して、もう一度送ってください。帳簿は前のままです。",
        "Mend the marked fields and send it again. The book is as it was.",
    )

    def __init__(self, problems: Mapping[str, ImportProblem]) -> None:
        """`problems` by the name of the field."""
        self.problems = dict(problems)
        super().__init__(count=len(self.problems))

    def as_problem(self) -> dict[str, object]:
        """The error and each field to mend, as an RFC 9457 problem body."""
        fields = [{"field": name, **problem.as_fact()} for name, problem in self.problems.items()]
        return super().as_problem() | {"problems": fields}


class EntryUnchanged(LedgerTrouble):
    """A correction says what stands in the book already."""

    slug = "entry-unchanged"
    what = Text("前の記録と同じなので、記帳していません。", "It says what stands already, so nothing was entered.")
    mend = Text("直すところを書き換えてから送ってください。", "Change what is to be corrected, then send it.")


class EntryMoved(LedgerTrouble):
    """Somebody else corrected the entry while it was being written."""

    slug = "entry-moved"
    status = 409
    what = Text(
        "開いているあいだに、ほかの人がこの記録を直しました。",
        "While you had it open, somebody else corrected this entry.",
    )
    mend = Text(
        "いまの内容を確かめてから、もう一度直してください。", "Look at it as it stands now, then correct it again."
    )


class EntryWhyNeeded(LedgerTrouble):
    """A correction, a withdrawal or a publication despite errors has no reason."""

    slug = "entry-why-needed"
    what = Text("理由が書かれていません。", "No reason is given.")
    mend = Text(
        "理由を書いてください。帳簿に残り、公開されます。", "Write the reason. It stays in the book and is published."
    )


class BookEmpty(LedgerTrouble):
    """What is asked for needs a book, and nothing was entered yet."""

    slug = "book-empty"
    status = 409
    what = Text("帳簿にまだ何もありません。", "Nothing is in the book yet.")
    mend = Text("先に、最初のデータを取り込んでください。", "Import something first.")


class ArchiveUnsound(LedgerTrouble):
    """A ZIP that should hold the files of a format is no ZIP, or does not hold them."""

    slug = "archive-unsound"
    what = Text("「{path}」を ZIP として開けません。", "“{path}” cannot be opened as a ZIP.")
    mend = Text(
        "この形式のファイル（{parts}）を一つの ZIP にまとめて、もう一度入れてください。",
        "Put the files of this format ({parts}) into one ZIP and send it again.",
    )
