"""How to mend what was found, for people on pages: where others speak of options of a command."""

from __future__ import annotations

from rashin.language import Text

_ON_PAGES = {
    "adverse-value": Text(
        "逆のときは、「列の扱いを直す」で悪い結果の値を選んでください。",
        "If it is the other one, choose the bad value under “Correct the columns”.",
    ),
    "adverse-unclear": Text(
        "「列の扱いを直す」で、悪い結果の値を選んでください。",
        "Choose the bad value under “Correct the columns”.",
    ),
    "drift": Text(
        "古い行に今と違う決まりや単位がないかを確かめてください。時期で並ぶ表なら、「列の扱いを直す」で時期の列を選んでください。",
        "Check that older rows follow today's rules and units. If the rows are in order of time, choose the column of the "
        "time under “Correct the columns”.",
    ),
    "answer-given-away": Text(
        "判断する時点で分かっている列だけを使います。「列の扱いを直す」で、この列を「使わない」にしてください。",
        "Only what is known when deciding may be used. Under “Correct the columns”, set this one to “not used”.",
    ),
    "known-afterwards": Text(
        "判断する時点で分かっている列だけを使います。「列の扱いを直す」で、この列を「使わない」にしてください。",
        "Only what is known when deciding may be used. Under “Correct the columns”, set this one to “not used”.",
    ),
    "too-few-groups": Text(
        "「列の扱いを直す」で、まとまりの列が正しいか確かめてください。正しければ「なし」にするか、まとまりを増やしてください。",
        "Under “Correct the columns”, check that the group column is the right one. If it is, choose none, or add groups.",
    ),
    "too-few-times": Text(
        "「列の扱いを直す」で、時期の列が正しいか確かめてください。正しければ「なし」にするか、期間の長い表を使ってください。",
        "Under “Correct the columns”, check that the column of the time is the right one. If it is, choose none, or use a "
        "table of a longer period.",
    ),
}


def mend_on_pages(code: str, mend: Text) -> Text:
    """The mend of a problem or an error of this code, as pages say it."""
    return _ON_PAGES.get(code, mend)
