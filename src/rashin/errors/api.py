"""Errors of the REST API, and of prices and bills."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class ApiTrouble(RashinError):
    """A request to the API cannot be answered as it was sent."""

    slug = "api"


class BodyTooLarge(ApiTrouble):
    """What was sent is larger than this address takes."""

    slug = "body-too-large"
    status = 413
    what = Text("送られた内容が大きすぎます（上限 {most}）。", "What was sent is too large (at most {most}).")
    mend = Text(
        "小さく分けて送ってください。案件が多いときは、/decisions/stream に1行1件で送れます。",
        "Send less at a time. Many cases go to /decisions/stream, one a line.",
    )


class MediaTypeWrong(ApiTrouble):
    """What was sent says that it is of a kind that this address does not take."""

    slug = "media-type-wrong"
    status = 415
    what = Text("Content-Type「{found}」は、ここでは使えません。", "The Content-Type “{found}” is not taken here.")
    mend = Text("{wanted} で送ってください。", "Send {wanted}.")


class TooManyRequests(ApiTrouble):
    """A key was used more often than this installation allows."""

    slug = "too-many-requests"
    status = 429
    what = Text(
        "リクエストが多すぎます（1分に{most:,}件まで）。", "There are too many requests (at most {most:,} a minute)."
    )
    mend = Text(
        "{retry_after}秒ほど待ってから送ってください。案件が多いときは、/decisions/stream にまとめて送れます。",
        "Wait about {retry_after} seconds. Many cases can go to /decisions/stream in one request.",
    )


class OutcomesUnreadable(ApiTrouble):
    """A file of true outcomes is not in a form that can be read."""

    slug = "outcomes-unreadable"
    status = 422
    what = Text("結果の表を読めません（{where}）。", "The outcomes cannot be read ({where}).")
    mend = Text(
        "decision か reference の列と、outcome（favourable か adverse）の列が要ります。文字はUTF-8にしてください。",
        "It needs a column `decision` or `reference`, and a column `outcome` (favourable or adverse), in UTF-8.",
    )


class OutcomesTooMany(ApiTrouble):
    """A file of true outcomes has more lines than are recorded at once."""

    slug = "outcomes-too-many"
    status = 413
    what = Text("結果が{most:,}行を超えています。", "There are more than {most:,} lines of outcomes.")
    mend = Text("{most:,}行までに分けて送ってください。", "Send at most {most:,} lines at a time.")


class OutcomeUnknown(ApiTrouble):
    """An outcome is written in a word that is not known."""

    slug = "outcome-unknown"
    what = Text("結果「{value}」の意味が分かりません。", "The outcome “{value}” is not known.")
    mend = Text("次のどれかにしてください: {words}", "Use one of these: {words}")


class OutcomeUnmatched(ApiTrouble):
    """No decision fits a line of true outcomes."""

    slug = "outcome-unmatched"
    status = 404
    what = Text("「{case}」に合う判断がありません。", "No decision fits “{case}”.")
    mend = Text(
        "判断したときの案件番号（reference）か、判断の番号（decision、dec_…）になっているか、確かめてください。",
        "Give the number that the case had when it was decided (`reference`), or the decision's own (`decision`, dec_…).",
    )


class OutcomeAmbiguous(ApiTrouble):
    """Several decisions have the reference of a line."""

    slug = "outcome-ambiguous"
    status = 409
    what = Text("「{case}」の判断が{count}件あります。", "There are {count} decisions of “{case}”.")
    mend = Text("どの判断かを decision の列に書いてください。", "Say which one in the column `decision`.")


class OutcomeContradicts(ApiTrouble):
    """Another outcome of the same case is on record."""

    slug = "outcome-contradicts"
    status = 409
    what = Text(
        "この件の結果は、すでに「{known}」と記録されています。", "The outcome of this case is on record as “{known}”."
    )
    mend = Text(
        "記録した結果は変えられません。記録のほうが誤りなら、運営者に知らせてください。",
        "What is on record cannot be changed. If it is wrong, tell the operator.",
    )


class MonthWrong(ApiTrouble):
    """A month is not written as one, or cannot be used here."""

    slug = "month-wrong"
    status = 422
    what = Text("月「{value}」は使えません。", "The month “{value}” cannot be used.")
    mend = Text("{least} 以後の月を、2026-11 のように書いてください。", "Write a month from {least} on, like 2026-11.")


class PriceWrong(ApiTrouble):
    """A price is not an amount of yen."""

    slug = "price-wrong"
    status = 422
    what = Text("「{value}」は単価として使えません。", "“{value}” cannot be a price.")
    mend = Text(
        "0から{most:,}までの円で、小数は2けたまでにしてください。",
        "Write yen from 0 to {most:,}, with at most two decimals.",
    )
