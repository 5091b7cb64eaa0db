"""`rashin explain`: one decision, as the person who must answer for it wants to read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rashin.cli.cases import cell, identifiers
from rashin.cli.options import Json, Lang, ModelFile, TableFile, option, whole
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.cli.waterfall import waterfall
from rashin.errors import RowAbsent
from rashin.language import Text

if TYPE_CHECKING:
    from rashin.engines.contract import CounterfactualSearch, Decision, Outcome, Wording
    from rashin.learning.card import ModelCard

_CASE = Text("「{file}」の{row}行目{marks}", "Row {row} of “{file}”{marks}")
_HEADLINE = Text("【{words}】", "[{words}]")
_LIKELY = Text(
    "{risk}は{n}です。線は{line}で、これを超えると断るほうが損が少なくなります。",
    "The {risk} is {n}. The line is at {line}: above it, refusing costs less.",
)
_ASSUMED = Text(
    "線だけで見れば「{outcome}」ですが、言い切れないので人が判断します。",
    "By the line alone it is a “{outcome}”, but that is not sure enough: a person decides.",
)
_SURE = Text(
    "誤りを{rate}以下に抑えても、「{outcome}」と言えます。",
    "That it is a “{outcome}” can be said with errors at or below {rate}.",
)
_PERSON = Text("人が判断する理由", "Why a person decides")
_REASONS = Text("理由（点数。20点で見込みの比が2倍）", "Reasons (in points; 20 of them double the odds)")
_START = Text("{reference}: {n}", "{reference}: {n}")
_REFERENCES = {
    "all": Text("学んだ全件の平均", "The average of all cases learned from"),
    "accepted": Text("通った件の平均", "The average of accepted cases"),
}
_CHANGES = Text("変われば通る条件", "What would change it")
_CHANGE = Text("{label}: {before} → {after}", "{label}: {before} → {after}")
_AFTER = Text("こう変われば「{outcome}」で、見込みは{n}です。", "Then it is a “{outcome}”, and the chance is {n}.")
_STILL = Text(
    "ただし、見慣れない値が残るあいだは、人が判断します。",
    "As long as there is a value unlike those learned from, a person decides all the same.",
)
_NOT_NEEDED = Text("すでに「{outcome}」です。", "It is a “{outcome}” already.")
_NONE = Text(
    "本人が変えられる項目を{most}つまでどう変えても、「{outcome}」にはなりません。ありうる変え方をすべて調べました。",
    "No change of up to {most} things the applicant can change makes it a “{outcome}”. Every one was looked at.",
)
_NOT_FOUND = Text("見つかりませんでした。", "None was found.")
_MODEL = Text(
    "モデル {digest}（{created}に「{data}」の{rows:,}件から学習）",
    "Model {digest} (learned from {rows:,} cases of “{data}” on {created})",
)


def explain(
    model: ModelFile,
    file: TableFile,
    *,
    row: Annotated[
        int,
        option(
            "--row",
            metavar="N",
            parser=whole("--row", 1),
            ja="行の番号。表計算で見えるとおりに数えます（見出しが1行目、最初の一件が2行目）。",
            en="The row, counted as a spreadsheet shows it: the headers are row 1, the first case is row 2.",
        ),
    ],
    reasons: Annotated[
        int,
        option(
            "--reasons",
            metavar="N",
            parser=whole("--reasons", 1, 1000),
            ja="一つずつ示す理由の数。残りは合わせて示します。",
            en="How many reasons to show one by one; the others are taken together.",
        ),
    ] = 8,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Show one decision."""
    import rashin

    screen = screen_for(lang, as_json)
    loaded = rashin.load(model)
    read = rashin.read(file)
    at = row - read.first_row
    if not 0 <= at < read.rows:
        raise RowAbsent(row=row, first=read.first_row, last=f"{read.first_row + read.rows - 1:,}")
    decision = loaded.decide(read)[at]
    search = loaded.counterfactuals(read, row=at)
    marks = {column.name: cell(column, at) for column in identifiers(read, loaded.service)}
    _say_case(screen, file, row, marks)
    _say_decision(screen, decision, loaded.card)
    _say_person(screen, decision)
    _say_reasons(screen, decision, loaded.card, reasons)
    _say_changes(screen, search, loaded.card.wording, flagged=bool(decision.flags))
    card = loaded.card
    screen.say()
    screen.say(_MODEL.filled(digest=loaded.digest, created=card.created, data=card.data_name, rows=card.rows))
    screen.answer({"row": row, "marks": marks, "decision": decision, "counterfactuals": search})


def _say_case(screen: Screen, file: Path, row: int, marks: dict[str, str]) -> None:
    said = [f"{name} {value}" for name, value in marks.items() if value]
    brackets = Text(f"（{'、'.join(said)}）", f" ({', '.join(said)})") if said else Text("", "")
    screen.say(_CASE.filled(file=file, row=row, marks=brackets))


def _say_decision(screen: Screen, decision: Decision, card: ModelCard) -> None:
    from rashin.charts.numbers import of_hundred

    wording, outcome = card.wording, _outcome(decision.outcome, card.wording)
    line = _LIKELY.filled(risk=wording.risk, n=of_hundred(decision.probability), line=of_hundred(card.threshold))
    screen.say()
    screen.say(_HEADLINE.filled(words=decision.words), indent="  ")
    screen.say(line, indent="  ")
    if decision.handed_over:
        screen.say(_ASSUMED.filled(outcome=outcome), indent="  ")
    else:
        screen.say(_SURE.filled(rate=f"{card.certainty.error_rate:.0%}", outcome=outcome), indent="  ")


def _outcome(outcome: Outcome, wording: Wording) -> Text:
    """An outcome in the service's words."""
    return wording.favourable if outcome == "favourable" else wording.adverse


def _say_person(screen: Screen, decision: Decision) -> None:
    if decision.why_handed_over:
        screen.title(_PERSON)
    for why in decision.why_handed_over:
        screen.item(why)


def _say_reasons(screen: Screen, decision: Decision, card: ModelCard, shown: int) -> None:
    from rashin.charts.numbers import of_hundred
    from rashin.engines.tabular.reasons import logistic

    reference = float(logistic(decision.score - sum(one.log_odds for one in decision.reasons)))
    screen.title(_REASONS)
    start = _START.filled(reference=_REFERENCES[card.reference], n=of_hundred(reference))
    ends = (screen.read(start), screen.read(of_hundred(decision.probability)))
    screen.show(waterfall(decision.reasons, shown, ends, screen.language, screen.width))


def _say_changes(screen: Screen, search: CounterfactualSearch, wording: Wording, *, flagged: bool) -> None:
    from rashin.charts.numbers import of_hundred

    screen.title(_CHANGES)
    found, words = search.found, {"outcome": wording.favourable, "most": search.most_changes}
    for change in found.changes if found else ():
        screen.item(_CHANGE.filled(label=change.label, before=change.before, after=change.after))
    if found:
        screen.say(_AFTER.filled(**words, n=of_hundred(found.probability)), indent="  ")
    else:
        said = _NONE if search.proven_none else _NOT_FOUND
        screen.say((said if search.needed else _NOT_NEEDED).filled(**words), indent="  ")
    if flagged:
        screen.say(_STILL, indent="  ")
