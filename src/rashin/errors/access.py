"""Errors of people, organisations and keys: who somebody is, and what they may do."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class AccessTrouble(RashinError):
    """Who asks is not known, or may not do this."""

    slug = "access"
    status = 403


class SignInNeeded(AccessTrouble):
    """Nobody is signed in, or the key is not valid."""

    slug = "sign-in-needed"
    status = 401
    what = Text("サインインが必要です。", "You need to sign in.")
    mend = Text(
        "サインインするか、有効なAPIキーを Authorization: Bearer で渡してください。",
        "Sign in, or pass a valid API key as Authorization: Bearer.",
    )


class SignInFailed(AccessTrouble):
    """The address of mail or the password is wrong; it is not said which."""

    slug = "sign-in-failed"
    status = 401
    what = Text("メールアドレスかパスワードが違います。", "The e-mail address or the password is wrong.")
    mend = Text("入力を確かめて、もう一度お試しください。", "Check both and try again.")


class TooManyAttempts(AccessTrouble):
    """Too many sign-ins have failed lately."""

    slug = "too-many-attempts"
    status = 429
    what = Text("サインインの失敗が続いています。", "Too many sign-ins have failed.")
    mend = Text("{minutes}分ほど待ってから、もう一度お試しください。", "Wait about {minutes} minutes and try again.")


class NotAllowed(AccessTrouble):
    """The person or the key lacks the role for this."""

    slug = "not-allowed"
    what = Text("この操作の権限がありません。", "You may not do this.")
    mend = Text(
        "組織の責任者に、「{needed}」の権限を頼んでください。", "Ask an approver of the organisation for “{needed}”."
    )


class FormExpired(AccessTrouble):
    """A form came back without the mark of the visit that it was made for."""

    slug = "form-expired"
    what = Text("この画面は古くなっています。", "This page is out of date.")
    mend = Text("画面を開き直して、もう一度お試しください。", "Open the page again and retry.")


class NotFound(AccessTrouble):
    """There is no such thing, or it belongs to another organisation; it is not said which."""

    slug = "not-found"
    status = 404
    what = Text("「{what}」は見つかりません。", "“{what}” was not found.")
    mend = Text("アドレスか番号を確かめてください。", "Check the address or the number.")


class PasswordWeak(AccessTrouble):
    """The password is too short, or all alike."""

    slug = "password-weak"
    status = 422
    what = Text("パスワードが短すぎるか、単純すぎます。", "The password is too short or too simple.")
    mend = Text("{shortest}文字以上にしてください。", "Use at least {shortest} characters.")


class EmailTaken(AccessTrouble):
    """That address of mail belongs to somebody who is here already."""

    slug = "email-taken"
    status = 409
    what = Text("このメールアドレスは、すでに登録されています。", "This e-mail address is registered already.")
    mend = Text("サインインしてから、招待のリンクを開いてください。", "Sign in, then open the invitation again.")


class InvitationOver(AccessTrouble):
    """The invitation was used, is too old, or never was."""

    slug = "invitation-over"
    status = 410
    what = Text("この招待は使えません。", "This invitation cannot be used.")
    mend = Text("招待してくれた人に、新しい招待を頼んでください。", "Ask for a new invitation.")


class SetupOver(AccessTrouble):
    """The setup link was used already, or is not of this installation."""

    slug = "setup-over"
    status = 410
    what = Text("この初期設定のリンクは使えません。", "This setup link cannot be used.")
    mend = Text(
        "サインインするか、rashin up をやり直して新しいリンクを開いてください。",
        "Sign in, or run rashin up again and open the new link.",
    )


class LastApprover(AccessTrouble):
    """An organisation must keep somebody who can approve."""

    slug = "last-approver"
    status = 409
    what = Text("責任者がいなくなってしまいます。", "Nobody would be left to approve.")
    mend = Text("先に、ほかの人を責任者にしてください。", "Make somebody else an approver first.")


class LastOperator(AccessTrouble):
    """The installation must keep somebody who operates it."""

    slug = "last-operator"
    status = 409
    what = Text("運営する人がいなくなってしまいます。", "Nobody would be left to operate Rashin.")
    mend = Text("先に、ほかの人を運営者にしてください。", "Make somebody else an operator first.")


class AlreadyMember(AccessTrouble):
    """Somebody who belongs to the organisation opened an invitation to it; the invitation stays unused."""

    slug = "already-member"
    status = 409
    what = Text("すでにこの組織に参加しています。", "You belong to this organisation already.")
    mend = Text("役割を変えたいときは、責任者に頼んでください。", "Ask an approver if your roles should change.")


class RolesMissing(AccessTrouble):
    """Nothing was chosen of what a person or a key may do."""

    slug = "roles-missing"
    status = 422
    what = Text("できることが、一つも選ばれていません。", "Nothing was chosen.")
    mend = Text("一つ以上選んでください。", "Choose at least one.")


class NameUnusable(AccessTrouble):
    """A name is empty, too long, or holds signs that cannot be shown."""

    slug = "name-unusable"
    status = 422
    what = Text("この名前は使えません。", "This name cannot be used.")
    mend = Text(
        "{longest}文字までの、画面に表示できる文字で入力してください。",
        "Write it in at most {longest} characters that can be shown.",
    )


class EmailUnusable(AccessTrouble):
    """What was given as an address of mail cannot be one."""

    slug = "email-unusable"
    status = 422
    what = Text("メールアドレスの形になっていません。", "This is not an e-mail address.")
    mend = Text("name@example.jp のように入力してください。", "Write it like name@example.com.")


class PasswordWrong(AccessTrouble):
    """The present password, asked for again before something important, is wrong."""

    slug = "password-wrong"
    status = 422
    what = Text("いまのパスワードが違います。", "The present password is wrong.")
    mend = Text("入力を確かめて、もう一度お試しください。", "Check it and try again.")


class PasswordLinkOver(AccessTrouble):
    """The link to choose a new password was used already, is too old, or never was."""

    slug = "password-link-over"
    status = 410
    what = Text("このリンクは使えません。", "This link cannot be used.")
    mend = Text(
        "すでに使われたか、期限が切れています。運営者に新しいリンクを頼んでください。",
        "It was used already or is too old. Ask the operator for a new one.",
    )


class QuotaWrong(AccessTrouble):
    """A limit is not a whole number."""

    slug = "quota-wrong"
    status = 422
    what = Text("「{value}」は上限として使えません。", "“{value}” cannot be a limit.")
    mend = Text(
        "0から{most:,}までの整数にするか、空欄（上限なし）にしてください。",
        "Write a whole number from 0 to {most:,}, or leave it empty for no limit.",
    )


class OidcUnreachable(AccessTrouble):
    """The OpenID provider does not answer, or not as one should."""

    slug = "oidc-unreachable"
    status = 502
    what = Text("外部のサインインにつながりません。", "The external sign-in cannot be reached.")
    mend = Text(
        "しばらく待ってお試しください。続くときは、運営者が RASHIN_OIDC_ISSUER の設定を確かめてください。",
        "Try again later. If it lasts, the operator should check RASHIN_OIDC_ISSUER.",
    )


class OidcRefused(AccessTrouble):
    """What came back from the OpenID provider is a refusal, or cannot be trusted."""

    slug = "oidc-refused"
    what = Text(
        "外部のサインインを確かめられませんでした（{point}）。",
        "The external sign-in could not be confirmed ({point}).",
    )
    mend = Text("もう一度、サインインからやり直してください。", "Start again from the sign-in.")


class OidcStranger(AccessTrouble):
    """The OpenID provider knows this person, but nobody invited them here."""

    slug = "oidc-stranger"
    what = Text("このアカウントは、まだ登録されていません。", "This account is not registered here.")
    mend = Text(
        "組織の責任者から招待のリンクを受け取り、そのリンクから参加してください。",
        "Ask an approver of your organisation for an invitation link, and join by it.",
    )


class QuotaReached(AccessTrouble):
    """The organisation has used what the operator allows for this month."""

    slug = "quota-reached"
    status = 429
    what = Text("今月の上限（{limit}）に達しました。", "This month's limit ({limit}) is reached.")
    mend = Text("来月まで待つか、運営者に上限を上げてもらってください。", "Wait until next month, or ask the operator.")
