"""Errors of linking a deployment to an award, and of what is measured of it."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class MeasuringTrouble(RashinError):
    """A link between an award and a deployment cannot be made or used as it was asked for."""

    slug = "measuring"


class AwardUnknown(MeasuringTrouble):
    """A link is offered for an award that is not in the book."""

    slug = "award-unknown"
    what = Text("採択「{award}」は、帳簿にありません。", "There is no award “{award}” in the book.")
    mend = Text("一覧から選ぶか、採択の番号を確かめてください。", "Choose one of the list, or check its id.")


class LinkOver(MeasuringTrouble):
    """The code of a link was used, is too old, was withdrawn, or never was."""

    slug = "link-over"
    status = 410
    what = Text("このコードは使えません。", "This code cannot be used.")
    mend = Text(
        "使い終わったか、期限が切れたか、取り消されています。事業の担当官に、新しいコードを頼んでください。",
        "It was used, is too old, or was withdrawn. Ask the programme officer for another.",
    )


class LinkedAlready(MeasuringTrouble):
    """The deployment is linked to that programme already; a decision counts in a book once."""

    slug = "linked-already"
    status = 409
    what = Text("この導入は、その事業にもうつながっています。", "This deployment is linked to that programme already.")
    mend = Text(
        "同じ判断を二度数えないように、いまのつながりを終えてからつなぎ直してください。",
        "So that no decision is counted twice, end the present link first.",
    )


class BaselineWrong(MeasuringTrouble):
    """Something about how it was before is missing, or is no number that makes sense."""

    slug = "baseline-wrong"
    what = Text("「{label}」が「{value}」で、使えません。", "“{label}” is “{value}”, which cannot be used.")
    mend = Text("{values}にしてください。", "Use {values}.")


class ConsentMissing(MeasuringTrouble):
    """It was not ticked that the counts may be shared."""

    slug = "consent-missing"
    what = Text("同意に印が付いていません。", "You have not agreed.")
    mend = Text(
        "送られる数字を確かめて、同意する場合は印を付けてください。",
        "Look at what will be sent, and tick the box if you agree.",
    )


class LinkEnded(MeasuringTrouble):
    """The link was ended, so nothing flows any more."""

    slug = "link-ended"
    status = 409
    what = Text("このつながりは終わっています。", "This link has ended.")
    mend = Text("また送るには、新しいコードで同意し直してください。", "To send again, agree anew with another code.")
