"""`rashin ledger check`: what must be mended in a book before it is published, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rashin.cli.layout import table
from rashin.cli.options import Json, Lang, option
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.errors import BookBlocked
from rashin.language import Text

if TYPE_CHECKING:
    from rashin.ledger.checks.checking import Finding, FlagAnswer, Report, RuleAnswer

_SHOWN = 3
"""Findings of one rule that a reader sees; a program gets more."""

_ASKED = Text(
    "「{book}」を{rules}の規則で調べました。{day}を今日とします。",
    "Checked “{book}” against {rules} rules, with {day} as today.",
)
_HEADS = (Text("規則", "Rule"), Text("扱い", "Severity"), Text("件数", "Count"), Text("何か", "What"))
_SEVERITY = {"error": Text("直す", "error"), "warning": Text("確かめる", "warning")}
_FOUND = Text("見つかったもの", "What was found")
_ONE = Text("{code} {name}（{count:,}件）", "{code} {name} ({count:,})")
_ENTRY = Text("{kind} {id}: {mend}", "{kind} {id}: {mend}")
_MORE = Text("ほか{count:,}件", "and {count:,} more")
_FLAGS = Text("見直しの目印（誤りではありません）", "Flags for review (they are not errors)")
_FLAG_HEADS = (Text("目印", "Flag"), Text("件数", "Count"), Text("調べた数", "Examined"), Text("何か", "What"))
_BASE = Text(
    "{code} は、{data}では{of:,}のうち{found:,}（{share:.1%}）でした。",
    "{code}: {found:,} of {of:,} ({share:.1%}) in {data}.",
)
_NO_BASE = Text("{code} は、{data}では数えられません。{missing}", "{code} cannot be counted in {data}. {missing}")
_COMMON = Text("目印がふだんどのくらい付くか", "How common these flags are")
_BLOCKED = Text(
    "公開の前に直すところが{count:,}か所あります。直した記録を取り込むと、もう一度調べられます。",
    "{count:,} errors must be mended before publication. Import corrected entries and check again.",
)
_CLEAR = Text("公開を止める誤りはありません。", "Nothing stands in the way of publication.")


def check(
    *,
    book: Annotated[
        Path,
        option("--book", metavar="FOLDER", ja="帳簿のフォルダー。", en="The folder of the book."),
    ] = Path("book"),
    only: Annotated[
        list[str] | None,
        option(
            "--only",
            metavar="CODE",
            ja="調べる規則や目印の番号（M01 など）。何度でも指定できます。",
            en="The code of a rule or a flag to ask, such as M01. May be repeated.",
        ),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Check a book; the exit code is 0 unless errors block its publication."""
    from rashin.ledger.book.book import Book
    from rashin.ledger.checks import checking

    screen = screen_for(lang, as_json)
    with Book(book).open() as connection:
        report = checking.check(connection, only or None)
    screen.say(_ASKED.filled(book=book, rules=len(report.rules), day=report.on))
    _tell_rules(screen, report)
    _tell_flags(screen, report)
    screen.say()
    screen.say(_BLOCKED.filled(count=sum(one.count for one in report.blocking)) if report.blocking else _CLEAR)
    screen.answer(report.as_fact())
    return BookBlocked.exit_code if report.blocking else 0


def _tell_rules(screen: Screen, report: Report) -> None:
    answers = [one for one in report.rules if one.count]
    if not answers:
        return
    screen.title(_FOUND)
    rows = [
        [
            one.check.code,
            screen.read(_SEVERITY[one.check.severity.value]),
            f"{one.count:,}",
            screen.read(one.check.name),
        ]
        for one in answers
    ]
    screen.show(table([screen.read(head) for head in _HEADS], rows, screen.width, right=(2,)))
    for answer in answers:
        _tell_findings(screen, answer)


def _tell_flags(screen: Screen, report: Report) -> None:
    answers = [one for one in report.flags if one.count]
    if not answers:
        return
    screen.title(_FLAGS)
    rows = [[one.check.code, f"{one.count:,}", f"{one.examined:,}", screen.read(one.check.name)] for one in answers]
    screen.show(table([screen.read(head) for head in _FLAG_HEADS], rows, screen.width, right=(1, 2)))
    for answer in answers:
        _tell_findings(screen, answer)
    screen.title(_COMMON)
    for answer in answers:
        for line in _base_rates(answer):
            screen.item(line)


def _tell_findings(screen: Screen, answer: RuleAnswer | FlagAnswer) -> None:
    asked = answer.check
    screen.title(_ONE.filled(code=asked.code, name=asked.name, count=answer.count))
    screen.say(asked.why, indent="  ")
    for finding in answer.findings[:_SHOWN]:
        screen.item(_line(finding))
    if answer.count > _SHOWN:
        screen.item(_MORE.filled(count=answer.count - _SHOWN))


def _line(finding: Finding) -> Text:
    from rashin.ledger.book.kinds import KINDS

    return _ENTRY.filled(kind=KINDS[finding.kind].label, id=finding.id, mend=finding.mend)


def _base_rates(answer: FlagAnswer) -> Iterator[Text]:
    for one in answer.check.base_rates:
        if one.found is None or not one.of:
            yield _NO_BASE.filled(code=answer.check.code, data=one.data, missing=one.missing or "")
        else:
            yield _BASE.filled(
                code=answer.check.code, data=one.data, found=one.found, of=one.of, share=one.found / one.of
            )
