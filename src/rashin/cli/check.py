"""`rashin check`: a table as it was understood, before anything is learned from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.cli.columns import BLANKS, HEADS, left_out, lines_of, repairs
from rashin.cli.layout import table
from rashin.cli.options import Allow, Bad, Group, Json, Lang, Protected, ServiceName, TableFile, TargetIfKnown, Time
from rashin.cli.paths import shell
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.errors import ColumnMissing, RashinError
from rashin.language import Text, listed

if TYPE_CHECKING:
    from rashin.engines.tabular.table import Table
    from rashin.learning.check import Checked
    from rashin.services.contract import Service

_READ = Text(
    "「{file}」を読みました。{rows:,}行、{columns:,}列です。", "Read “{file}”: {rows:,} rows and {columns:,} columns."
)
_TAKEN = Text(
    "結果の列は「{column}」と見ました。違うときは --target で指定してください。",
    "“{column}” is taken for the outcome. If it is another column, name it with --target.",
)
_OUTCOME = Text(
    "結果が分かっているのは{rows:,}行、うち悪い結果（{bad}）は{adverse:,}行です。",
    "{rows:,} rows have an outcome, {adverse:,} of them the bad one ({bad}).",
)
_UNDERSTOOD = Text("列をこう読みました", "Columns as understood")
_LEFT_OUT = Text("判断の材料にしない列", "Columns not decided by")
_WHY = Text("{names}: {why}", "{names}: {why}")
_REPAIRED = Text("直して読んだところ（{cells:,}か所）", "Repaired on reading ({cells:,} cells)")
_PROBLEMS = Text("知っておいてほしいこと", "What you should know")
_SEVERITY = {
    "refuse": Text("【直す】", "[mend] "),
    "warn": Text("【確かめる】", "[check] "),
    "note": Text("【参考】", "[note] "),
}
_USABLE = Text("この表から学べます。", "This table can be learned from.")
_UNUSABLE = Text(
    "このままでは学べません。【直す】と書いたところを直してください。",
    "It cannot be learned from as it is. Mend what is marked [mend].",
)
_NO_TARGET = Text(
    "結果の列が分からないので、学べるかどうかは確かめていません。--target で指定してください。",
    "Which column holds the outcome is not known, so whether it can be learned from was not checked. Name it with "
    "--target.",
)


def check(
    service: ServiceName,
    file: TableFile,
    *,
    target: TargetIfKnown = None,
    bad: Bad = None,
    protected: Protected = None,
    allow: Allow = None,
    group: Group = None,
    time: Time = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Show a table as a service understands it; the exit code is that of the worst problem."""
    import rashin
    from rashin.services import find

    screen, found = screen_for(lang, as_json), find(service)
    read = rashin.read(file)
    outcome = target or _outcome(found, read)
    declared: dict[str, Any] = {"protected": protected or (), "allow": allow or (), "group": group, "time": time}
    checked = _checked(service, read, {"target": outcome, "bad": bad, **declared})
    following = shell(*_following(service, file, {"target": outcome or "COL", "bad": bad, **declared}))
    screen.say(_READ.filled(file=file, rows=read.rows, columns=len(read.columns)))
    _say_columns(screen, checked)
    _say_repairs(screen, checked)
    _say_problems(screen, checked)
    _say_verdict(screen, checked, None if target else outcome)
    if checked.usable:
        screen.commands(following)
    screen.answer({"file": file, **_facts(checked), "next": following})
    return max((problem.error.exit_code for problem in checked.problems if problem.error), default=0)


def _checked(service: str, read: Table, declared: Mapping[str, Any]) -> Checked:
    """The check; where the outcome itself cannot be used, the table alone with that as its first problem."""
    import rashin
    from rashin.engines.tabular.table import Problem

    try:
        return rashin.check(service, read, **declared)
    except ColumnMissing:
        raise
    except RashinError as error:
        alone = rashin.check(service, read)
        return replace(alone, problems=(Problem.refusal(error), *alone.problems))


def _outcome(service: Service, read: Table) -> str | None:
    """The one column that the service knows to hold outcomes."""
    from rashin.services.contract import Use

    known = [name for name in read.columns if (one := service.concept_of(name)) and one.use is Use.TARGET]
    return known[0] if len(known) == 1 else None


def _following(service: str, file: Path, declared: Mapping[str, Any]) -> list[str | Path]:
    """How to learn from the table that was checked."""
    words: list[str | Path] = ["rashin", "learn", service, file]
    for name, value in declared.items():
        for one in [value] if isinstance(value, str) else value or ():
            words += [f"--{name}", one]
    return [*words, "--out", f"{service}.rashin"]


def _say_columns(screen: Screen, checked: Checked) -> None:
    screen.title(_UNDERSTOOD)
    heads = [screen.read(head) for head in HEADS]
    screen.show(table(heads, lines_of(checked, screen.language), screen.width, right=(BLANKS,)))
    if checked.roles and checked.roles.left_out:
        screen.title(_LEFT_OUT)
        for why, names in left_out(checked.roles):
            screen.item(_WHY.filled(names=listed(names), why=why))


def _say_repairs(screen: Screen, checked: Checked) -> None:
    done = checked.table.repairs
    if done:
        screen.title(_REPAIRED.filled(cells=sum(one.cells for one in done)))
    for line in repairs(done):
        screen.item(line)


def _say_problems(screen: Screen, checked: Checked) -> None:
    notes: Sequence[Text] = checked.roles.notes if checked.roles else ()
    if not checked.problems and not notes:
        return
    screen.title(_PROBLEMS)
    for problem in checked.problems:
        sort = _SEVERITY[problem.severity.value]
        screen.item(
            Text(f"{sort.ja}{problem.what.ja}{problem.mend.ja}", f"{sort.en}{problem.what.en} {problem.mend.en}")
        )
    for note in notes:
        sort = _SEVERITY["note"]
        screen.item(Text(sort.ja + note.ja, sort.en + note.en))


def _say_verdict(screen: Screen, checked: Checked, guessed: str | None) -> None:
    screen.say()
    if guessed:
        screen.say(_TAKEN.filled(column=guessed))
    if checked.target:
        known, bad = len(checked.target), checked.target.adverse_value
        screen.say(_OUTCOME.filled(rows=known, bad=bad, adverse=int(checked.target.adverse.sum())))
    elif checked.usable:
        screen.say(_NO_TARGET)
        return
    screen.say(_USABLE if checked.usable else _UNUSABLE)


def _facts(checked: Checked) -> dict[str, Any]:
    """What was found, for a program."""
    table, roles, target = checked.table, checked.roles, checked.target
    return {
        "rows": table.rows,
        "usable": checked.usable,
        "columns": [
            {
                "name": column.name,
                "kind": column.kind,
                "levels": len(column.levels) or None,
                "blank": int(column.missing.sum()),
                "use": roles.uses[column.name] if roles else None,
                "input": column.name in roles.inputs if roles else None,
                "left_out": roles.left_out.get(column.name) if roles else None,
            }
            for column in table
        ],
        "target": target
        and {
            "column": target.column,
            "rows": len(target),
            "adverse": int(target.adverse.sum()),
            "adverse_value": target.adverse_value,
            "favourable_value": target.favourable_value,
        },
        "repairs": table.repairs,
        "problems": [
            {
                "code": one.code,
                "severity": one.severity,
                "what": one.what,
                "mend": one.mend,
                "column": one.column,
                "row": one.row,
            }
            for one in checked.problems
        ],
        "notes": roles.notes if roles else (),
    }
