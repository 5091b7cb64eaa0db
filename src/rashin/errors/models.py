"""Errors of model files."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class UnusableModel(RashinError):
    """A model file that must not be used."""

    slug = "unusable-model"
    exit_code = 4


class ModelFileTruncated(UnusableModel):
    """The model file ends before its contents do."""

    slug = "model-file-truncated"
    what = Text("モデルのファイルが途中で切れています。", "The model file ends too early.")
    mend = Text("もう一度コピーするか、学習し直してください。", "Copy it again, or learn the model again.")


class ModelFileForeign(UnusableModel):
    """The file is not a Rashin model."""

    slug = "model-file-foreign"
    what = Text("羅針のモデルのファイルではありません。", "This is not a Rashin model file.")
    mend = Text(
        "`rashin learn` が書いた .rashin ファイルを指定してください。", "Give a .rashin file written by `rashin learn`."
    )


class ModelFileNewer(UnusableModel):
    """The model file was written by a newer Rashin than this one."""

    slug = "model-file-newer"
    what = Text(
        "モデルの形式は第{found}版ですが、この羅針が読めるのは第{known}版までです。",
        "The model has format version {found}; this Rashin reads up to version {known}.",
    )
    mend = Text("羅針を新しくしてください。", "Upgrade Rashin.")


class ModelDigestWrong(UnusableModel):
    """The model file was changed after it was written: its contents do not match its digest."""

    slug = "model-digest-wrong"
    what = Text("モデルのファイルが、書かれた後に変わっています。", "The model file was changed after it was written.")
    mend = Text(
        "元のファイルを使ってください。この中身では判断しません。",
        "Use the original file. Nothing is decided with these contents.",
    )


class ModelFileUnsound(UnusableModel):
    """The model file carries a right digest, but its tables do not fit together: it was not written by Rashin."""

    slug = "model-file-unsound"
    what = Text(
        "モデルのファイルの中身が、つじつまの合わないものになっています。",
        "The contents of the model file do not fit together.",
    )
    mend = Text(
        "羅針が書いたファイルを使ってください。この中身では判断しません。",
        "Use a file written by Rashin. Nothing is decided with these contents.",
    )
