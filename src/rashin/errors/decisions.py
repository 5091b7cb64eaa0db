"""Errors of deciding, reviewing, erasing, and of letters to the people decided about."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class DecisionTrouble(RashinError):
    """Something about a decision cannot be done as it was asked for."""

    slug = "decision"


class Stopping(DecisionTrouble):
    """The server is stopping and takes no more cases; what was taken is still decided."""

    slug = "stopping"
    status = 503
    what = Text(
        "サーバーが止まるところなので、判断を受け付けていません。", "The server is stopping and takes no cases."
    )
    mend = Text("少し待ってから、もう一度送ってください。", "Wait a moment, then send it again.")


class AnswersWrong(DecisionTrouble):
    """Some fields of a case cannot be used as they were filled in."""

    slug = "answers-wrong"
    what = Text("直していただきたい欄が{count}つあります。", "Fields to be mended: {count}.")
    mend = Text(
        "書いた内容は残っています。欄の下の説明のとおりに直してください。",
        "What was filled in is still there. Mend it as is said under each field.",
    )


class NumberUnreadable(DecisionTrouble):
    """What was filled in is no number."""

    slug = "number-unreadable"
    what = Text("「{value}」は、数として読めません。", "“{value}” cannot be read as a number.")
    mend = Text(
        "「約」や「以上」などを付けずに、数字で書いてください。分からなければ空欄にします。",
        "Write a number without words such as “about”, or leave it blank if it is not known.",
    )


class DateUnreadable(DecisionTrouble):
    """What was filled in is no date."""

    slug = "date-unreadable"
    what = Text("「{value}」は、日付として読めません。", "“{value}” cannot be read as a date.")
    mend = Text(
        "2024-04-01 や 令和6年4月1日 のように書いてください。分からなければ空欄にします。",
        "Write it like 2024-04-01, or leave it blank if it is not known.",
    )


class AnswerMissing(DecisionTrouble):
    """A field that was always filled in so far is blank."""

    slug = "answer-missing"
    what = Text(
        "空欄です。これまでの件では、必ず埋まっていました。", "This is blank; in past cases it was always filled in."
    )
    mend = Text(
        "値を入れてください。分からなければ、下の「分からない欄は空けたまま進める」を選びます。",
        "Fill it in. If it is not known, tick “Go on with blanks” below.",
    )


class AnswerTooLong(DecisionTrouble):
    """A field holds far more than a value."""

    slug = "answer-too-long"
    what = Text("{most}文字を超えています。", "This has more than {most} characters.")
    mend = Text("短くしてください。", "Make it shorter.")


class RowBlank(DecisionTrouble):
    """A row of a file has no value in any column that is decided by."""

    slug = "row-blank"
    what = Text("判断に使う列が、すべて空です。", "Every column that is decided by is blank.")
    mend = Text("この行を消すか、値を入れてください。", "Remove the row, or fill it in.")


class ReviewedMeanwhile(DecisionTrouble):
    """Somebody else reviewed the decision while it was open."""

    slug = "reviewed-meanwhile"
    status = 409
    what = Text(
        "開いているあいだに、{who}さんが「{outcome}」と決めました。",
        "While this was open, {who} decided: {outcome}.",
    )
    mend = Text(
        "内容を見て、それでも変えるときは、理由を添えてもう一度決めてください。書いた内容は残っています。",
        "Look at it; if you would still change it, decide again with your reason. What you wrote is still there.",
    )


class VerdictMissing(DecisionTrouble):
    """A review was sent without saying what was decided."""

    slug = "verdict-missing"
    what = Text("結果が選ばれていません。", "No outcome was chosen.")
    mend = Text("どちらかを選んでください。", "Choose one of the two.")


class WhyNeeded(DecisionTrouble):
    """A review that departs from what the past cases suggest, or from an earlier review, needs a reason."""

    slug = "why-needed"
    what = Text("理由が書かれていません。", "No reason is given.")
    mend = Text(
        "過去の件からの見立てや前の見直しと違う結果にするときは、理由を書いてください。通知書にも載ります。",
        "Say why, as the outcome departs from what past cases suggest or from an earlier review. It goes into the letter.",
    )


class ErasureUnexplained(DecisionTrouble):
    """An erasure is kept on record, and why it was done with it."""

    slug = "erasure-unexplained"
    what = Text("消去する理由が書かれていません。", "It is not said why this is erased.")
    mend = Text(
        "「本人の求め」などと書いてください。理由は記録に残るので、人の名前は書かないでください。",
        "Write for example “at the request of the person”. It stays on record, so name nobody.",
    )


class LetterTooEarly(DecisionTrouble):
    """A letter tells what a person decided, and nobody has decided yet."""

    slug = "letter-too-early"
    status = 409
    what = Text("まだ人が決めていないので、通知書は作れません。", "Nobody has decided yet, so there is no letter.")
    mend = Text(
        "内容を確かめて結果を決めると、通知書を作れます。", "Look at the case and decide; then the letter can be made."
    )


class ContactMissing(DecisionTrouble):
    """A letter must say how to reach a person, and nobody has set that yet."""

    slug = "contact-missing"
    status = 409
    what = Text("通知書に載せる連絡先が、まだありません。", "The letter has no contact yet.")
    mend = Text(
        "責任者が「通知書の連絡先」で、電話番号かメールアドレスか住所を入れてください。",
        "An approver sets a telephone number, an e-mail address or a postal address under “Contact for letters”.",
    )


class ContactWrong(DecisionTrouble):
    """Something about the contact cannot be printed on a letter."""

    slug = "contact-wrong"
    what = Text("長すぎるか、印刷できない文字があります。", "It is too long, or cannot be printed.")
    mend = Text("{most}文字以内で書いてください。", "Use at most {most} characters.")


class FontMissing(DecisionTrouble):
    """The machine has no font with Japanese letters, so that a PDF would show empty boxes."""

    slug = "font-missing"
    status = 503
    what = Text("日本語の書体がないので、PDFを作れません。", "There is no Japanese font, so no PDF can be made.")
    mend = Text(
        "サーバーに書体を入れてください（Debianなら apt install fonts-noto-cjk）。いまは、通知書の画面から印刷できます。",
        "Install one on the server (on Debian: apt install fonts-noto-cjk). Until then, print the letter from its page.",
    )
