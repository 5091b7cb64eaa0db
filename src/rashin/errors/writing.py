"""Errors of writing results."""

from __future__ import annotations

from rashin.errors.requests import WrongRequest
from rashin.language import Text


class CannotWrite(WrongRequest):
    """A file cannot be written where it should be."""

    slug = "cannot-write"
    what = Text("「{path}」に書けません。", "“{path}” cannot be written.")
    mend = Text(
        "フォルダがあり、書く権限と空きがあることを確かめてください。",
        "Check that the folder exists, that you may write there, and that the disk is not full.",
    )


class OutputFormatUnknown(CannotWrite):
    """The name of the file to write does not say a format that Rashin writes."""

    slug = "output-format-unknown"
    what = Text("「{path}」の形式では書けません。", "“{path}” is not of a format that can be written.")
    mend = Text("名前の終わりを {known} のどれかにしてください。", "Let its name end in one of {known}.")


class OutputIsInput(CannotWrite):
    """The file to write is the one that is read, which would be lost."""

    slug = "output-is-input"
    what = Text("「{path}」は読むファイルなので、上書きしません。", "“{path}” is what is read; it is not overwritten.")
    mend = Text("--out に別の名前を指定してください。", "Give another name with --out.")


class EncodingTooSmall(CannotWrite):
    """The text holds a character that the chosen encoding does not have."""

    slug = "encoding-too-small"
    what = Text(
        "文字コード {encoding} にない文字「{sign}」があるため、書けません。",
        "The encoding {encoding} has no character “{sign}”, so nothing was written.",
    )
    mend = Text("--encoding utf-8 を指定してください。", "Use --encoding utf-8.")
