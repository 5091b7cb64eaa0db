"""Errors of the ledger: files that cannot be taken into the book, and books that do not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashin.errors.base import RashinError
from rashin.language import Text


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One thing that keeps a file from being imported."""

    what: Text
    mend: Text
    row: int | None = None
    """As a spreadsheet shows it; for JSON the line, or the place of the entry in its list."""
    column: str | None = None
    sheet: str | None = None

    @property
    def where(self) -> Text:
        """The sheet, the row and the column, as far as there are any."""
        sheet = Text(f"シート「{self.sheet}」", f"sheet “{self.sheet}”") if self.sheet else None
        row = Text(f"{self.row}行目", f"row {self.row}") if self.row else None
        column = Text(f"「{self.column}」", f"“{self.column}”") if self.column else None
        parts = [part for part in (sheet, row, column) if part]
        return Text(" ".join(part.ja for part in parts), ", ".join(part.en for part in parts))

    def as_fact(self) -> dict[str, object]:
        """The problem for a program."""
        what, mend = ({"ja": text.ja, "en": text.en} for text in (self.what, self.mend))
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "what": what, "mend": mend}


class LedgerTrouble(RashinError):
    """Something about the ledger that must be mended first."""

    slug = "ledger-trouble"
    exit_code = 3


class ImportRefused(LedgerTrouble):
    """A file has entries that cannot be taken as they stand, so nothing of it was imported."""

    slug = "import-refused"
    what = Text(
        "「{path}」は取り込みませんでした。直すところが{found}あります。",
        "“{path}” was not imported. What must be mended first: {found}.",
    )
    mend = Text(
        "ひとつずつ直して、もう一度取り込んでください。帳簿は前のままです。",
        "Mend them and import the file again. The book is as it was.",
    )

    def __init__(self, path: str, problems: Sequence[ImportProblem], *, more: bool = False) -> None:
        """`problems` are those found; `more` says that the search was stopped before the end."""
        self.problems = tuple(problems)
        count = len(self.problems)
        found = Text(f"{count}か所以上", f"{count} or more") if more else Text(f"{count}か所", f"{count}")
        super().__init__(path=path, found=found)

    def as_problem(self) -> dict[str, object]:
        """The error and each thing to mend, as an RFC 9457 problem body."""
        return super().as_problem() | {"problems": [problem.as_fact() for problem in self.problems]}


class LedgerFormatUnknown(LedgerTrouble):
    """No format of that name can be imported."""

    slug = "ledger-format-unknown"
    exit_code = 2
    what = Text("「{name}」という形式はありません。", "There is no format “{name}”.")
    mend = Text("次のどれかを指定してください: {known}", "Give one of: {known}")


class LedgerFormatForeign(LedgerTrouble):
    """What was given is not in the format that was named."""

    slug = "ledger-format-foreign"
    what = Text("「{path}」は、{format}の形式ではありません。", "“{path}” is not in the format of {format}.")
    mend = Text("この形式には次のものが要ります: {needs}", "This format needs: {needs}")


class CurrencyDiffers(LedgerTrouble):
    """The file is in another currency than the book; amounts of two currencies are never put together."""

    slug = "currency-differs"
    what = Text(
        "「{path}」の通貨は{found}ですが、この帳簿は{expected}です。",
        "“{path}” is in {found}, but this book is in {expected}.",
    )
    mend = Text(
        "換算はしません。{found}の帳簿を別のフォルダーに作って取り込んでください。",
        "Nothing is converted. Import it into a book of its own, in another folder.",
    )


class BookMissing(LedgerTrouble):
    """There is no book in that folder."""

    slug = "book-missing"
    what = Text("「{path}」に帳簿がありません。", "There is no book in “{path}”.")
    mend = Text(
        "場所を確かめるか、`rashin ledger import` で最初のデータを取り込んでください。",
        "Check the folder, or import something first with `rashin ledger import`.",
    )


class BookNotEmpty(LedgerTrouble):
    """The sample is not put into a book that holds something already."""

    slug = "book-not-empty"
    what = Text("「{path}」には、すでに帳簿があります。", "There is a book in “{path}” already.")
    mend = Text("まだ帳簿のないフォルダーを選んでください。", "Choose a folder without a book.")


class BookDamaged(LedgerTrouble):
    """A batch of the book was changed, or is not there any more."""

    slug = "book-damaged"
    exit_code = 5
    what = Text(
        "帳簿の{batch}回目の記帳が、書かれたときのままではありません。",
        "Batch {batch} of the book is not as it was written.",
    )
    mend = Text(
        "バックアップから戻してください。手で直すと、公開した数字の証明が成り立たなくなります。",
        "Bring it back from a backup. If it is mended by hand, the proofs of published figures no longer hold.",
    )


class BookClockBehind(LedgerTrouble):
    """A batch would be recorded before one that stands in the book already."""

    slug = "book-clock-behind"
    what = Text(
        "記帳の日時（{at}）が、最後の記帳（{last}）より前です。",
        "The time of recording ({at}) is before that of the last batch ({last}).",
    )
    mend = Text(
        "この機械の時計を合わせて、もう一度お試しください。", "Set the clock of this machine right and try again."
    )


class EntriesUnsound(LedgerTrouble):
    """Entries for the book have no id, share one, or take back what was never entered."""

    slug = "entries-unsound"
    what = Text(
        "「{kind}」に、{trouble}記録があります（{ids}）。", "There are entries of “{kind}” that {trouble} ({ids})."
    )
    mend = Text(
        "ひとつの記録にひとつの番号を付け、取り消すのは帳簿にある番号だけにしてください。",
        "Give every entry an id of its own, and take back only ids that stand in the book.",
    )


class SiteUnreadable(LedgerTrouble):
    """A folder is no published site, or it lacks a part that every release has."""

    slug = "site-unreadable"
    what = Text("「{path}」は、公開した版として読めません。", "“{path}” cannot be read as a published release.")
    mend = Text(
        "`rashin ledger publish` が書いたフォルダーか、その中の版（2026-11 など）を指してください。写しなら、すべてのファイルがあるかを確かめてください。",
        "Name a folder that `rashin ledger publish` wrote, or a release in it such as 2026-11. Of a copy, check that every file is there.",
    )


class SiteDiffers(LedgerTrouble):
    """Figures that were published are not what the release's own data give, or a receipt does not hold."""

    slug = "site-differs"
    exit_code = 7
    what = Text(
        "公開された数字 {figures:,}個のうち、{different:,}個がデータから計算した値と違い、受領証 {unsound:,}件が合いません。",
        "Of {figures:,} published figures {different:,} are not what the data give, and {unsound:,} receipts do not hold.",
    )
    mend = Text(
        "上に挙げた頁を、公開した人に知らせてください。公開した人なら、版を作り直してください。",
        "Tell whoever published it of the pages named above. If that is you, publish a further release.",
    )
