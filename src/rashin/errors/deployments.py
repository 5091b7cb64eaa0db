"""Errors of bringing data, learning from it, and approving what was learned."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class DeploymentTrouble(RashinError):
    """A step of a company's road cannot be taken as it was asked for."""

    slug = "deployment"


class FileNotChosen(DeploymentTrouble):
    """A form for a file was sent without one."""

    slug = "file-not-chosen"
    what = Text("ファイルが選ばれていません。", "No file was chosen.")
    mend = Text("ファイルを選んでから送ってください。", "Choose a file, then send it.")


class UploadBroken(DeploymentTrouble):
    """An upload ended before the file did, or is no form that carries a file."""

    slug = "upload-broken"
    status = 400
    what = Text("ファイルが途中で切れたので、受け取っていません。", "The file was cut off, so none of it was taken.")
    mend = Text("通信を確かめて、もう一度入れてください。", "Check the connection and send it again.")


class NameNeeded(DeploymentTrouble):
    """A deployment needs a name that people can tell it by."""

    slug = "name-needed"
    what = Text("名前が空か、長すぎます。", "The name is empty or too long.")
    mend = Text("1文字から{most}文字までの名前を付けてください。", "Give it a name of 1 to {most} characters.")


class CostWrong(DeploymentTrouble):
    """A cost is no whole number of yen or minutes that makes sense."""

    slug = "cost-wrong"
    what = Text("「{label}」が「{value}」で、数として使えません。", "“{label}” is “{value}”, which cannot be used.")
    mend = Text(
        "{least:,}から{most:,}までの整数にしてください。「350万」のようにも書けます。",
        "Use a whole number from {least:,} to {most:,}.",
    )


class DataNotReady(DeploymentTrouble):
    """A table was not checked yet, or cannot be learned from as it is."""

    slug = "data-not-ready"
    status = 409
    what = Text("この表からは、まだ学習できません。", "This table cannot be learned from yet.")
    mend = Text(
        "表の確認の画面で、「直してください」とあるところを直してください。",
        "On the page of the check, mend what is marked as to be mended.",
    )


class LearningUnderWay(DeploymentTrouble):
    """A deployment learns one model at a time."""

    slug = "learning-under-way"
    status = 409
    what = Text("この導入では、いま学習が進んでいます。", "This deployment is learning already.")
    mend = Text("終わるのを待つか、いまの学習を中止してください。", "Wait until it ends, or cancel it.")


class ApprovedAlready(DeploymentTrouble):
    """The model is the one in use."""

    slug = "approved-already"
    status = 409
    what = Text("このモデルは、すでに使われています。", "This model is in use already.")
    mend = Text("することはありません。", "There is nothing to do.")


class SecondPersonNeeded(DeploymentTrouble):
    """Whoever asked for a model to be learned cannot approve it as long as there is another approver."""

    slug = "second-person-needed"
    status = 403
    what = Text(
        "学習を頼んだ本人は、そのモデルを承認できません。",
        "Whoever asked for a model to be learned cannot approve it.",
    )
    mend = Text("ほかの責任者（{others}）に頼んでください。", "Ask another approver ({others}).")


class DeploymentClosed(DeploymentTrouble):
    """A deployment that was closed decides, learns and approves nothing; it may be opened again."""

    slug = "deployment-closed"
    status = 409
    what = Text(
        "この導入は終了しているので、新しい判断や学習はできません。",
        "This deployment is closed, so it decides and learns nothing more.",
    )
    mend = Text(
        "また使うときは、責任者が導入の画面で再開してください。これまでの判断は、いまも見られます。",
        "To use it again, an approver opens it again on its page. What it decided can still be seen.",
    )


class DeploymentOpen(DeploymentTrouble):
    """A deployment that is open cannot be opened again."""

    slug = "deployment-open"
    status = 409
    what = Text("この導入は、終了していません。", "This deployment is not closed.")
    mend = Text("することはありません。", "There is nothing to do.")


class ClosingUnexplained(DeploymentTrouble):
    """Closing a deployment and opening it again are kept on record, and why with them."""

    slug = "closing-unexplained"
    what = Text("理由が書かれていません。", "It is not said why.")
    mend = Text(
        "「事業の終了」などと書いてください。理由は記録に残ります。",
        "Write for example “the programme has ended”. It stays on record.",
    )


class ReasonNeeded(DeploymentTrouble):
    """A single approver who approves their own model must write why nobody else could."""

    slug = "reason-needed"
    what = Text("一人で承認する理由が書かれていません。", "It is not written why one person alone approves.")
    mend = Text(
        "ほかに責任者がいない事情などを書いてください。理由は承認の記録に残ります。",
        "Write why, for example that there is no other approver. It is kept with the approval.",
    )
