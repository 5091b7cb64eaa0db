"""`rashin learn`: from a table of past cases to a model, with the account of how good it is on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rashin.cli.options import (
    Allow,
    Bad,
    Group,
    Json,
    Lang,
    Protected,
    ServiceName,
    TableFile,
    Target,
    Time,
    one_of,
    option,
    share,
    whole,
)
from rashin.cli.paths import check_out, shell, writing
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.errors import DirectionsContradict
from rashin.language import Text, listed

if TYPE_CHECKING:
    from rashin.engines.contract import Costs
    from rashin.learning.models import Model
    from rashin.report.document import Tile
    from rashin.services.contract import Service

_LEARNED = Text(
    "「{file}」の{rows:,}件から学びました。うち{adverse:,}件は{bad}ものです。",
    "Learned from {rows:,} cases of “{file}”; {adverse:,} of them are cases {bad}.",
)
_FIGURE = Text("{label}: {figure}（{rests_on}）", "{label}: {figure} ({rests_on})")
_IN_SHORT = Text("学習に使わない記録で確かめると", "On cases kept out of learning")
_LEFT_OUT = Text("使わなかった列: {names}", "Columns not used: {names}")
_WRITTEN = Text("「{path}」に書きました（指紋 {digest}…）。", "Wrote “{path}” (digest {digest}…).")
_MOST_NAMES = 12
_TOLD = ("price", "costs", "fairness", "drivers", "data")
"""The sections of the report whose conclusions are told, in this order."""


def learn(
    service: ServiceName,
    file: TableFile,
    *,
    target: Target,
    out: Annotated[
        Path,
        option(
            "--out", metavar="FILE", ja="書くモデルのファイル（.rashin）。", en="The model file to write (.rashin)."
        ),
    ],
    bad: Bad = None,
    protected: Protected = None,
    allow: Allow = None,
    group: Group = None,
    time: Time = None,
    raises: Annotated[
        list[str] | None,
        option(
            "--raises",
            metavar="COL",
            ja="大きいほど見込みが上がると決めておく列。何度でも書けます。",
            en="A column of which larger values can only raise the risk. May be repeated.",
        ),
    ] = None,
    lowers: Annotated[
        list[str] | None,
        option(
            "--lowers",
            metavar="COL",
            ja="大きいほど見込みが下がると決めておく列。何度でも書けます。",
            en="A column of which larger values can only lower the risk. May be repeated.",
        ),
    ] = None,
    fixed: Annotated[
        list[str] | None,
        option(
            "--fixed",
            metavar="COL",
            ja="申込者が変えられない列。「変われば通る条件」に出しません。何度でも書けます。",
            en="A column that the applicant cannot change: left out of what would change a decision. May be repeated.",
        ),
    ] = None,
    cost_bad: Annotated[
        int | None,
        option(
            "--cost-bad",
            metavar="YEN",
            parser=whole("--cost-bad", 1),
            ja="結果の悪くなる申込を通したときの損（円）。指定がなければサービスの値。",
            en="What it costs to accept a case that turns out badly, in yen. By default that of the service.",
        ),
    ] = None,
    cost_good: Annotated[
        int | None,
        option(
            "--cost-good",
            metavar="YEN",
            parser=whole("--cost-good", 1),
            ja="うまくいく申込を断ったときに失う利益（円）。",
            en="What it costs to refuse a case that would go well, in yen.",
        ),
    ] = None,
    review_minutes: Annotated[
        int | None,
        option(
            "--review-minutes",
            metavar="N",
            parser=whole("--review-minutes", 0, 10_000),
            ja="人が1件を見るのにかかる分数。",
            en="Minutes that a person's look at one case takes.",
        ),
    ] = None,
    error_rate: Annotated[
        float | None,
        option(
            "--error-rate",
            metavar="X",
            parser=share("--error-rate"),
            ja="人に回さずに判断するとき許す誤りの割合。小さいほど多く人に回します。例: 0.1",
            en="The share of errors allowed in decisions without a person. The smaller, the more go to a person.",
        ),
    ] = None,
    reference: Annotated[
        str | None,
        option(
            "--reference",
            metavar="all|accepted",
            parser=one_of("--reference", "all", "accepted"),
            ja="理由を誰と比べて言うか。all はすべての申込、accepted は通った申込。",
            en="Whom reasons compare with: all cases, or the accepted ones.",
        ),
    ] = None,
    seed: Annotated[
        int,
        option(
            "--seed",
            metavar="N",
            parser=whole("--seed", 0),
            ja="同じ表と同じ数なら同じモデルになります。",
            en="The same table and number give the same model.",
        ),
    ] = 0,
    no_challengers: Annotated[
        bool,
        option(
            "--no-challengers",
            ja="理由を示せない方式との比較を省きます。その分、早く終わります。",
            en="Skip the comparison with methods that cannot give reasons; it ends sooner.",
        ),
    ] = False,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Learn a model and write it to one file."""
    import rashin
    from rashin.cli.progress import ProgressLine
    from rashin.services import find

    screen = screen_for(lang, as_json)
    check_out(out, file)
    found = find(service)
    with closing(ProgressLine(screen)) as line:
        model = rashin.learn(
            service,
            file,
            target=target,
            bad=bad,
            protected=protected or (),
            allow=allow or (),
            group=group,
            time=time,
            monotone=_declared(("--raises", "raises", raises), ("--lowers", "lowers", lowers)),
            change=_declared(("--fixed", "never", fixed)),
            costs=_costs(found, cost_bad, cost_good, review_minutes),
            error_rate=error_rate,
            reference=reference,
            seed=seed,
            challengers=not no_challengers,
            progress=line,
        )
    with writing(out):
        model.save(out)
    following = _following(out)
    _say(screen, model, file, out)
    screen.commands(*following)
    screen.answer({"out": out, "digest": model.digest, "card": model.card, "terms": model.terms, "next": following})


def _declared(*options: tuple[str, str, Sequence[str] | None]) -> dict[str, str]:
    """Column → what is declared of it.

    Raises:
        DirectionsContradict: one column stands after two of the options.
    """
    said: dict[str, tuple[str, str]] = {}
    for name, word, columns in options:
        for column in columns or ():
            if column in said and said[column][1] != word:
                raise DirectionsContradict(column=column, first=said[column][0], second=name)
            said[column] = (name, word)
    return {column: word for column, (_, word) in said.items()}


def _costs(service: Service, bad: int | None, good: int | None, minutes: int | None) -> Costs:
    """The costs of the service, but for those that are given."""
    from dataclasses import replace

    given = {"adverse_accepted": bad, "favourable_refused": good, "review_minutes": minutes}
    return replace(service.costs, **{name: value for name, value in given.items() if value is not None})


def _following(out: Path) -> list[str]:
    return [
        shell("rashin", "report", out, "--out", out.with_name("report.html")),
        shell("rashin", "decide", out, "FILE", "--out", out.with_name("decisions.csv")),
        shell("rashin", "explain", out, "FILE", "--row", "2"),
    ]


def _say(screen: Screen, model: Model, file: Path, out: Path) -> None:
    """The report's figures and conclusions, without its drawings."""
    from rashin import report
    from rashin.report.document import Tiles
    from rashin.report.words import turned_out

    card = model.card
    sections = {section.key: section for section in report.document(model).sections}
    screen.say(_LEARNED.filled(file=file, rows=card.rows, adverse=card.adverse, bad=turned_out(card)))
    screen.title(_IN_SHORT)
    for block in sections["summary"].blocks:
        for tile in block.tiles if isinstance(block, Tiles) else ():
            screen.item(_figure(tile))
    for section in (sections[key] for key in _TOLD):
        screen.title(section.title)
        screen.say(section.conclusion, indent="  ")
    if card.left_out:
        screen.say(_LEFT_OUT.filled(names=listed(list(card.left_out), _MOST_NAMES)), indent="  ")
    screen.say()
    screen.say(_WRITTEN.filled(path=out, digest=model.digest[:12]))


def _figure(tile: Tile) -> Text:
    return _FIGURE.filled(label=tile.label, figure=tile.figure, rests_on=tile.rests_on)
