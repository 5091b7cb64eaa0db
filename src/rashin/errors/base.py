"""What every error of Rashin has: what is wrong, how to mend it, and the exit code and problem type it goes by."""

from __future__ import annotations

from typing import ClassVar

from rashin.language import Language, Text


class RashinError(Exception):
    """The base of every error Rashin raises on purpose; catch it to catch them all."""

    slug: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 422
    """The HTTP status it is answered with."""
    what: ClassVar[Text] = Text("処理を続けられません。", "This could not be done.")
    mend: ClassVar[Text] = Text("内容を確かめて、もう一度お試しください。", "Check the input and try again.")

    def __init__(self, *, column: str | None = None, row: int | None = None, **facts: object) -> None:
        """`column` and `row` say where; `facts` fill the message.

        Rows are counted as a spreadsheet shows them: the header is row 1, the first row of data row 2.
        """
        self.column = column
        self.row = row
        self.facts = {"column": column, "row": row, **facts}
        super().__init__(f"{self.message('ja')} / {self.message('en')}")

    @property
    def what_happened(self) -> Text:
        """What is wrong, and where."""
        return self.what.filled(**self.facts)

    @property
    def how_to_mend(self) -> Text:
        """What the reader should do about it."""
        return self.mend.filled(**self.facts)

    def message(self, language: Language) -> str:
        """What is wrong and how to mend it, in one line."""
        return f"{self.what_happened[language]} {self.how_to_mend[language]}"

    def as_problem(self) -> dict[str, object]:
        """The error as an RFC 9457 problem body."""
        return {
            "type": f"urn:rashin:problem:{self.slug}",
            "title": self.what_happened.en,
            "title_ja": self.what_happened.ja,
            "detail": self.how_to_mend.en,
            "detail_ja": self.how_to_mend.ja,
            **({"column": self.column} if self.column is not None else {}),
            **({"row": self.row} if self.row is not None else {}),
        }
