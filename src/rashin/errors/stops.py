"""What stops a command."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class Interrupted(RashinError):
    """The user stopped it."""

    slug = "interrupted"
    exit_code = 130
    what = Text("中断しました。", "Interrupted.")
    mend = Text(
        "書きかけのファイルは残っていません。もう一度始めるには、同じコマンドを打ってください。",
        "No half-written file is left. Type the same command to start again.",
    )


class Unexpected(RashinError):
    """Something went wrong that Rashin did not foresee: a defect."""

    slug = "unexpected"
    status = 500
    what = Text("思わぬ不具合で止まりました（{found}）。", "It stopped at an unforeseen defect ({found}).")
    mend = Text(
        "打ったコマンドと上の記録を、羅針の開発者に知らせてください。表の中身は送らないでください。",
        "Please tell the developers of Rashin the command and the record above. Do not send the table.",
    )
