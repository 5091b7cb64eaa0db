"""What became of decisions: whether they came true, what people made of them, and what they cost."""

from __future__ import annotations

from rashin.charts import Reliability, Said
from rashin.charts.numbers import percent, plain, span
from rashin.engines.contract import Wording
from rashin.estimates import Estimate
from rashin.language import Text, same
from rashin.report.document import Block, Facts, Figure, Prose, Section, Tile, Tiles
from rashin.settings import Settings
from rashin.web.pages.watch.pace import too_few
from rashin.workspace.database.tables import Price
from rashin.workspace.watch import Watched
from rashin.workspace.watch.figures import Calibration, Spent

_TRUE = Text("見込みは当たっているか", "Do they come true")
_LOOKS = Text("人の見直し", "What people made of them")
_COST = Text("費用と電力", "Cost and energy")
_HOUR = 3600
_MILLION = 1_000_000


def coming_true(watched: Watched, wording: Wording, limits: Settings) -> Section:
    """What was said against what came."""
    found = watched.calibration
    if found is None:
        none = Text(
            "わかった結果がまだありません。入れると、見込みどおりだったかが分かります。",
            "No outcome is known yet. Bring them to see whether probabilities come true.",
        )
        return Section("true", _TRUE, none, ())
    if found.observed.n < limits.watch_least:
        return Section("true", _TRUE, too_few(found.observed.n, limits.watch_least), ())
    return Section("true", _TRUE, _came(found), (Figure(_reliability(found, wording)), Prose(_CAVEAT)))


def looks(watched: Watched, limits: Settings) -> Section:
    """How often people decided otherwise, and how long they took."""
    found = watched.reviewed
    if found is None:
        none = Text("この期間に、人の見直しはありません。", "People reviewed nothing in these days.")
        return Section("looks", _LOOKS, none, ())
    over, limit = found.overruled, percent(limits.watch_overrule_percent / 100, 0)
    said = Text(
        "人が見た{n:,}件のうち、{share}（95%区間 {span}）で結果が覆りました。目安は{limit}までです。",
        "Of {n:,} that people looked at, they overruled {share} (95% interval {span}). The limit is {limit}.",
    ).filled(n=over.n, share=percent(over.value), span=span(percent(over.low), percent(over.high)), limit=limit)
    return Section("looks", _LOOKS, said, _minutes(found.minutes))


def cost(watched: Watched, prices: Price, yen_per_minute: int | None, limits: Settings) -> Section:
    """What one decision takes, in yen and in energy."""
    found = watched.spent
    if found is None:
        return Section("cost", _COST, Text("この期間に判断はありません。", "Nothing was decided in these days."), ())
    watt_hours = [value * limits.watts_per_core / _HOUR * _MILLION for value in _ends(found.seconds)]
    said = Text(
        "判断の電力量は、100万件でおよそ{energy} Whと見積もっています。",
        "A million decisions take about {energy} Wh, as an estimate.",
    ).filled(energy=plain(watt_hours[0], 2))
    how = Text(
        "電力量は見積もりです。CPUを使った時間（1件あたり{ms}ミリ秒、95%区間 {span}、{n:,}件）に、CPUのコア1つが使う{watts} W"
        "（運営者の設定 RASHIN_WATTS_PER_CORE）をかけ、100万件分にしました。画面の表示、通信、保存の分は含みません。",
        "The energy is an estimate: time of a processor core ({ms} ms a decision, 95% interval {span}, {n:,} cases) × {watts} W a "
        "core (RASHIN_WATTS_PER_CORE) ÷ 3600 × a million. Pages, network and storage are not in it.",
    ).filled(
        ms=plain(1000 * found.seconds.value, 2),
        span=span(plain(1000 * found.seconds.low, 2), plain(1000 * found.seconds.high, 2)),
        n=found.seconds.n,
        watts=limits.watts_per_core,
    )
    return Section("cost", _COST, said, (Tiles(_tiles(found, prices, yen_per_minute, watt_hours)), Prose(how)))


def _tiles(found: Spent, prices: Price, yen_per_minute: int | None, watt_hours: list[float]) -> tuple[Tile, ...]:
    n = found.seconds.n
    energy = Tile(
        Text("電力量（100万件、見積もり）", "Energy of a million, estimated"),
        same(f"{plain(watt_hours[0], 2)} Wh"),
        _rests(f"{plain(watt_hours[1], 2)}", f"{plain(watt_hours[2], 2)} Wh", n),
    )
    fee = Tile(
        Text("利用料（1件、税別）", "Fee for one, without tax"),
        same(f"¥{prices.decision / 100:g}"),
        Text("運営者が決めた単価です。", "The operator's price."),
    )
    if yen_per_minute is None:
        return energy, fee
    person = [value / 60 * yen_per_minute for value in _ends(found.person_seconds)]
    return (
        energy,
        fee,
        Tile(
            Text("人の時間（1件にならした人件費）", "People's time, spread over all"),
            same(f"¥{plain(person[0], 1)}"),
            _rests(f"¥{plain(person[1], 1)}", f"¥{plain(person[2], 1)}", found.person_seconds.n),
        ),
    )


def _ends(found: Estimate) -> tuple[float, float, float]:
    return found.value, found.low, found.high


def _rests(low: str, high: str, n: int) -> Text:
    return Text(f"95%区間 {low}〜{high}、{n:,}件", f"95% interval {low} to {high}, {n:,} cases")


def _came(found: Calibration) -> Text:
    seen = found.observed
    facts = {
        "expected": percent(found.expected),
        "n": seen.n,
        "came": percent(seen.value),
        "span": span(percent(seen.low), percent(seen.high)),
    }
    if seen.low <= found.expected <= seen.high:
        return Text(
            "見込みの平均{expected}に対し、わかった{n:,}件のうち{came}（95%区間 {span}）で、見込みどおりです。",
            "{expected} was said on average, and {came} of {n:,} came (95% interval {span}): as was said.",
        ).filled(**facts)
    return Text(
        "見込みの平均{expected}に対し、わかった{n:,}件のうち{came}（95%区間 {span}）で、見込みと合っていません。",
        "{expected} was said on average, yet {came} of {n:,} came (95% interval {span}): not as was said.",
    ).filled(**facts)


def _reliability(found: Calibration, wording: Wording) -> Reliability:
    points = tuple(
        Said(one.probability, one.observed.value, one.observed.low, one.observed.high, one.observed.n)
        for one in found.points
    )
    title = Text("示した見込みと、実際の割合です", "What was said, and what share came")
    description = Text(
        "見込み{first}と示した{n:,}件では、実際に{came}でした。", "Of {n:,} cases given {first}, {came} came."
    ).filled(first=percent(points[-1].probability), n=points[-1].n, came=percent(points[-1].observed))
    return Reliability(title, description, wording.risk, Text("実際の割合", "what came"), points)


def _minutes(found: Estimate | None) -> tuple[Block, ...]:
    if found is None:
        return ()
    ends = span(plain(found.low, 1), plain(found.high, 1))
    told = Text("{value}分（95%区間 {ends}、{n:,}件）", "{value} minutes (95% interval {ends}, {n:,} cases)")
    name = Text("1件にかかった時間の真ん中（中央値）", "Middle time of a look (median)")
    return (Facts(((name, told.filled(value=plain(found.value, 1), ends=ends, n=found.n)),)),)


_CAVEAT = Text(
    "結果がわかるのは、多くの場合、通した件だけです。ここで言えるのは、その範囲のことです。",
    "Mostly the outcome of accepted cases alone becomes known. What is said here holds for those.",
)
