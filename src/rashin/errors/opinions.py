"""Errors of sending an opinion, moderating it and answering it."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class OpinionTrouble(RashinError):
    """An opinion cannot be taken, published or answered as it was asked for."""

    slug = "opinion"


class OpinionLength(OpinionTrouble):
    """An opinion, an answer or a reason is empty or far too long."""

    slug = "opinion-length"
    what = Text("「{label}」がいま{length:,}文字です。", "“{label}” has {length:,} characters.")
    mend = Text("{least:,}文字から{most:,}文字で書いてください。", "Write {least:,} to {most:,} characters.")


class OpinionLinks(OpinionTrouble):
    """An opinion has more links than a person needs."""

    slug = "opinion-links"
    what = Text("リンクが{found}個あります。", "It has {found} links.")
    mend = Text("リンクは{most}個までにしてください。", "Leave at most {most} of them.")


class OpinionAgain(OpinionTrouble):
    """The same words were sent lately."""

    slug = "opinion-again"
    status = 409
    what = Text("同じ内容の意見を、もう受け取っています。", "The same opinion was received already.")
    mend = Text(
        "送り直す必要はありません。付け足すことがあれば、その分だけを書いてください。",
        "There is no need to send it again. If you have more to say, write that alone.",
    )


class OpinionFormStale(OpinionTrouble):
    """The form came back sooner than a person can read it, far too late, or filled in where people see nothing."""

    slug = "opinion-form-stale"
    what = Text("この送信は、受け付けられませんでした。", "This could not be taken.")
    mend = Text(
        "内容を確かめて、数秒おいてからもう一度送ってください。書いた文はそのまま残っています。",
        "Read it once more, wait a few seconds and send it again. What you wrote is still there.",
    )


class OpinionsTooMany(OpinionTrouble):
    """Too many opinions came lately, from one place or altogether."""

    slug = "opinions-too-many"
    status = 429
    what = Text("いま、これ以上の意見を受け付けられません。", "No more opinions can be taken just now.")
    mend = Text("{hours}時間ほどおいてから、もう一度お送りください。", "Please send it again in about {hours} hours.")


class OpinionJudged(OpinionTrouble):
    """The opinion was accepted or refused already, perhaps by somebody else."""

    slug = "opinion-judged"
    status = 409
    what = Text("この意見は、もう扱いが決まっています。", "It was decided already what becomes of this opinion.")
    mend = Text("画面を開き直して、いまの様子を確かめてください。", "Open the page again to see how it stands.")


class OpinionReworded(OpinionTrouble):
    """What is to be published is not what was sent with parts hidden."""

    slug = "opinion-reworded"
    what = Text("公開する文が、届いた文と違います。", "What is to be published differs from what was sent.")
    mend = Text(
        "言い換えはできません。隠すところだけを「{mark}」に置き換えてください。",
        "It cannot be reworded. Put “{mark}” in the place of what is to be hidden, and leave the rest as it is.",
    )


class ChangeUnknown(OpinionTrouble):
    """What an opinion is said to have changed is neither an entry of the book nor a release."""

    slug = "change-unknown"
    what = Text("「{value}」という記録や公開はありません。", "There is no entry or release “{value}”.")
    mend = Text(
        "「payment:P-12」のように種類と番号で書くか、「2026-11」のように公開の月を書いてください。変わったことがなければ空にします。",
        "Write an entry as “payment:P-12” or a release as “2026-11”; leave it empty where nothing changed.",
    )
