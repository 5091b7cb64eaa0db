"""`rashin decide`: a decision for each case of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rashin.cli.cases import marks_of
from rashin.cli.layout import table as laid_out
from rashin.cli.options import Json, Lang, ModelFile, TableFile, option, whole
from rashin.cli.paths import check_out, shell, writing
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.cli.tables import check_format, write_table
from rashin.language import Text

if TYPE_CHECKING:
    from rashin.engines.contract import Wording
    from rashin.engines.tabular.decisions import TabularDecisions

_DECIDED = Text("「{file}」の{rows:,}件を判断しました。", "Decided on the {rows:,} cases of “{file}”.")
_WHY = Text("人が判断する理由", "Why a person decides")
_UNLIKE = Text("もとの表になかった値や、範囲の外の数字がある", "A value or number unlike those learned from")
_UNSURE = Text("どちらの結果とも言い切れない", "Not sure enough of either outcome")
_FLAGGED = Text("{row}行目: {what}", "Row {row}: {what}")
_MORE = Text("ほか{n:,}件", "{n:,} more cases")
_WRITTEN = Text("一件ごとの判断と理由を「{path}」に書きました。", "Each decision with its reasons is in “{path}”.")
_FIRST = Text("はじめの{n:,}件", "The first {n:,}")
_OUTCOME = Text("判断", "decision")
_FOREMOST = Text("いちばんの理由", "weightiest reason")
_CASES = Text("{n:,}件", "{n:,}")
_MOST_FLAGS = 5
_MOST_SHOWN = 20


def decide(
    model: ModelFile,
    file: TableFile,
    *,
    out: Annotated[
        Path | None,
        option(
            "--out",
            metavar="FILE",
            ja="判断を書くファイル（.csv、.parquet、.jsonl）。指定がなければ画面に示します。",
            en="The file to write decisions to (.csv, .parquet or .jsonl). Without it they are shown.",
        ),
    ] = None,
    reasons: Annotated[
        int,
        option(
            "--reasons",
            metavar="N",
            parser=whole("--reasons", 0, 1000),
            ja="一件ごとに書く理由の数。",
            en="How many reasons to write for each case.",
        ),
    ] = 4,
    counterfactuals: Annotated[
        bool,
        option(
            "--counterfactuals",
            ja="何が変われば結果が変わるかも書きます。",
            en="Also write what would change each decision.",
        ),
    ] = False,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Decide on each case of a table."""
    import rashin

    screen = screen_for(lang, as_json)
    if out is not None:
        check_format(out)
        check_out(out, model, file)
    loaded = rashin.load(model)
    read = rashin.read(file)
    decisions = loaded.decide(read)
    said = decisions.to_frame(reasons=reasons, language=screen.language, counterfactuals=counterfactuals)
    marks = marks_of(read, loaded.service, screen.language)
    frame = {**marks, **said}
    if out is not None:
        with writing(out):
            write_table(frame, out)
    following = [shell("rashin", "explain", model, file, "--row", str(read.first_row))]
    screen.say(_DECIDED.filled(file=file, rows=len(decisions)))
    _say_counts(screen, decisions, loaded.card.wording)
    _say_why(screen, decisions, read.first_row)
    if out is None:
        _say_cases(screen, decisions, marks)
    else:
        screen.say()
        screen.say(_WRITTEN.filled(path=out))
    screen.commands(*following)
    rows = None if out else [dict(zip(frame, row, strict=True)) for row in zip(*frame.values(), strict=True)]
    screen.answer({"rows": len(decisions), **_counts(decisions), "model": loaded.digest, "out": out, "decisions": rows})


def _counts(decisions: TabularDecisions) -> dict[str, int]:
    by_person = decisions.handed_over
    return {
        "favourable": int((~by_person & ~decisions.adverse).sum()),
        "adverse": int((~by_person & decisions.adverse).sum()),
        "handed_over": int(by_person.sum()),
        "flagged": int(decisions.flagged.sum()),
    }


def _say_counts(screen: Screen, decisions: TabularDecisions, wording: Wording) -> None:
    counts = _counts(decisions)
    words = {"favourable": wording.favourable, "adverse": wording.adverse, "handed_over": wording.person}
    screen.say()
    _say_numbers(screen, [(words[name], counts[name]) for name in words])


def _say_numbers(screen: Screen, numbers: Sequence[tuple[Text, int]]) -> None:
    rows = [[screen.read(words), screen.read(_CASES.filled(n=n))] for words, n in numbers]
    screen.show(laid_out(["", ""], rows, screen.width, right=(1,), indent="  "))


def _say_why(screen: Screen, decisions: TabularDecisions, first_row: int) -> None:
    counts = _counts(decisions)
    if not counts["handed_over"]:
        return
    screen.title(_WHY)
    unlike = counts["flagged"]
    _say_numbers(screen, [why for why in ((_UNSURE, counts["handed_over"] - unlike), (_UNLIKE, unlike)) if why[1]])
    for at in decisions.flagged.nonzero()[0][:_MOST_FLAGS].tolist():
        for flag in decisions.encoded.flags(at):
            screen.item(_FLAGGED.filled(row=at + first_row, what=flag.what))
    if unlike > _MOST_FLAGS:
        screen.item(_MORE.filled(n=unlike - _MOST_FLAGS))


def _say_cases(screen: Screen, decisions: TabularDecisions, marks: Mapping[str, Sequence[str | int]]) -> None:
    """The first decisions, a line each."""
    from rashin.charts.numbers import of_hundred

    first = [decisions[at] for at in range(min(len(decisions), _MOST_SHOWN))]
    rows = [
        [
            *(str(mark[at]) for mark in marks.values()),
            screen.read(one.words),
            screen.read(of_hundred(one.probability)),
            screen.read(one.reasons[0].label) + " " + screen.read(one.reasons[0].value),
        ]
        for at, one in enumerate(first)
    ]
    heads = [*marks, *map(screen.read, (_OUTCOME, decisions.model.card.wording.risk, _FOREMOST))]
    screen.title(_FIRST.filled(n=len(rows)))
    screen.show(laid_out(heads, rows, screen.width, right=(0,)))
