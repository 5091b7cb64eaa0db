"""`rashin doctor`: whether everything is as it must be to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashin.cli.options import Json, Lang
from rashin.cli.running import screen_for
from rashin.errors import OperatingTrouble
from rashin.language import Text
from rashin.settings import settings

if TYPE_CHECKING:
    from rashin.workspace.doctor import Finding

_SIGNS = {
    "good": Text("○ {what}", "[ok] {what}"),
    "warning": Text("△ {what} {mend}", "[look] {what} {mend}"),
    "wrong": Text("× {what} {mend}", "[WRONG] {what} {mend}"),
}
_ALL_GOOD = Text("動かす準備ができています。", "Everything is as it must be to run.")
_WITH_WARNINGS = Text("動かせます。△ のところを見てください。", "It runs. See what is marked [look].")
_MEND = Text("× のところを直してから動かしてください。", "Mend what is marked [WRONG] before it runs.")


def doctor(*, lang: Lang = None, as_json: Json = False) -> int:
    """Examine the installation; the exit code is 0 unless something must be mended."""
    from rashin.workspace.doctor import State, examine

    screen = screen_for(lang, as_json)
    findings: list[Finding] = []
    for finding in examine(settings()):
        findings.append(finding)
        screen.item(_SIGNS[finding.state].filled(what=finding.what, mend=finding.mend or Text("", "")))
    states = {finding.state for finding in findings}
    screen.say()
    screen.say(_MEND if State.WRONG in states else _WITH_WARNINGS if State.WARNING in states else _ALL_GOOD)
    screen.answer({"runs": State.WRONG not in states, "findings": findings})
    return OperatingTrouble.exit_code if State.WRONG in states else 0
