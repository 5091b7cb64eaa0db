"""What pages say of one decision: how likely, how sure, and how long people took."""

from __future__ import annotations

from rashin.charts.numbers import of_hundred, plain
from rashin.engines.contract import Outcome
from rashin.language import Text
from rashin.learning.card import ModelCard
from rashin.workspace.decisions.told import Told

_LIKELY = Text(
    "{risk}は、{n}です。分かれ目は{line}で、これを超えると断るほうが損が少なくなります。",
    "The {risk} is {n}. The line is at {line}: above it, refusing costs less.",
)
_SURE = Text(
    "間違いを100件中およそ{n}件までに抑えても、「{words}」と言えます。",
    "That it is a “{words}” can be said while at most about {n} in 100 such statements are wrong.",
)
_UNSURE = Text(
    "分かれ目だけで見れば「{words}」ですが、言い切れないので人が判断します。",
    "By the line alone it is a “{words}”, but that is not sure enough: a person decides.",
)
_THEN = Text("こう変わると、{risk}は{n}です。", "Then the {risk} is {n}.")
_NO_SECOND = Text("1秒未満", "less than 1 s")
_SECONDS = Text("{n}秒", "{n} s")
_MINUTES = Text("{minutes}分{n}秒", "{minutes} min {n} s")
_HOURS = Text("{hours}時間{minutes}分", "{hours} h {minutes} min")


def likely(told: Told, card: ModelCard) -> Text:
    """How likely the adverse outcome is, in natural frequencies, and where the line is."""
    facts = {"risk": card.wording.risk, "n": of_hundred(told.probability), "line": of_hundred(told.line)}
    return _LIKELY.filled(**facts)


def sure(told: Told, card: ModelCard) -> Text:
    """Whether that is enough to name the outcome."""
    words = card.wording.favourable if told.outcome is Outcome.FAVOURABLE else card.wording.adverse
    if told.handed_over:
        return _UNSURE.filled(words=words)
    return _SURE.filled(n=plain(100 * card.certainty.error_rate), words=words)


def then(probability: float, card: ModelCard) -> Text:
    """How likely it would be after a change."""
    return _THEN.filled(risk=card.wording.risk, n=of_hundred(probability))


def took(seconds: float) -> Text:
    """How long somebody took."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return _HOURS.filled(hours=minutes // 60, minutes=minutes % 60)
    if minutes:
        return _MINUTES.filled(minutes=minutes, n=rest)
    return _SECONDS.filled(n=rest) if rest else _NO_SECOND
