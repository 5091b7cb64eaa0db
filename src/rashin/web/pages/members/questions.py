"""What is asked before people, invitations and keys lose what they may do."""

from __future__ import annotations

from rashin.language import Text
from rashin.web.confirming import Question

REMOVE = Question(
    Text("{name}さんを組織から外しますか。", "Remove {name} from the organisation?"),
    Text(
        "すぐに、この組織のページを開けなくなります。これまでの判断や見直しの記録は残ります。"
        "もう一度参加してもらうには、招待し直します。",
        "They can open nothing of this organisation from now on. What they decided and reviewed stays recorded. "
        "To have them back, invite them again.",
    ),
    Text("組織から外す", "Remove"),
)
WITHDRAW = Question(
    Text("この招待を取り消しますか。", "Withdraw this invitation?"),
    Text("渡したリンクは使えなくなります。", "The link that was passed on will not work any more."),
    Text("取り消す", "Withdraw"),
)
REVOKE = Question(
    Text("この鍵を無効にしますか。", "Revoke this key?"),
    Text(
        "この鍵を使っているシステムは、すぐに判断を受け取れなくなります。元には戻せません。",
        "Systems that use it are cut off at once. This cannot be undone.",
    ),
    Text("無効にする", "Revoke"),
)
