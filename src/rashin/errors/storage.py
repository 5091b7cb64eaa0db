"""Errors of keeping things: files, the database, the log."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class StorageFull(RashinError):
    """There is no room left where files or the database are kept. Nothing half-written stays."""

    slug = "storage-full"
    status = 507
    what = Text("保存する場所がいっぱいです。", "There is no room left to store this.")
    mend = Text(
        "空きを作ってから、もう一度お試しください。途中まで書いたものは残っていません。",
        "Make room, then try again. Nothing half-written was left.",
    )


class StorageAway(RashinError):
    """The storage for files (RASHIN_FILES_URL) does not answer, or refuses. The log of the program says more."""

    slug = "storage-away"
    status = 503
    what = Text("ファイルの置き場所につながりません（{found}）。", "The storage for files cannot be reached ({found}).")
    mend = Text(
        "しばらくしてから、もう一度お試しください。続くときは、運営者が `rashin doctor` で確かめてください。",
        "Try again in a while. If it goes on, the operator finds out why with `rashin doctor`.",
    )


class DatabaseSilent(RashinError):
    """The database does not answer just now: it is restarting, or too busy. What was asked may be asked again."""

    slug = "database-silent"
    status = 503
    what = Text("いまはデータベースが応答しません。", "The database does not answer just now.")
    mend = Text(
        "少し待って、もう一度お試しください。続くときは、運営者が `rashin doctor` で確かめてください。",
        "Try again in a moment. If it goes on, the operator finds out why with `rashin doctor`.",
    )


class UploadTooLarge(RashinError):
    """The file is larger than this installation takes."""

    slug = "upload-too-large"
    status = 413
    what = Text("ファイルが大きすぎます（上限 {most}）。", "The file is too large (at most {most}).")
    mend = Text(
        "期間を分けるなどして小さくするか、運営者に上限（RASHIN_UPLOAD_MB）を上げてもらってください。",
        "Split it, by period for example, or ask the operator to raise RASHIN_UPLOAD_MB.",
    )


class StorageQuotaReached(RashinError):
    """The organisation's files take as much room as the operator allows. Nothing half-written stays."""

    slug = "storage-quota-reached"
    status = 507
    what = Text(
        "この組織が保存できる上限（{most:,} MB）を超えます。",
        "This would go beyond what this organisation may store ({most:,} MB).",
    )
    mend = Text(
        "運営者に上限を上げてもらうか、小さなファイルにしてください。", "Ask the operator, or use a smaller file."
    )


class Erased(RashinError):
    """What is asked for was erased; the log still proves that it was there."""

    slug = "erased"
    status = 410
    what = Text("この記録の中身は消去されています。", "The contents of this record were erased.")
    mend = Text(
        "記録があったことは透明性ログで確かめられます。中身は戻せません。",
        "The log still proves that it existed. Its contents cannot be brought back.",
    )
