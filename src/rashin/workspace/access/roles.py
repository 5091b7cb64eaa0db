"""What a person may do in an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from rashin.language import Text


class Permission(StrEnum):
    """One thing that may be done."""

    READ = "read"
    DECIDE = "decide"
    """Bring data, learn, decide, review."""
    APPROVE = "approve"
    """Sign for a model, erase, invite people, make keys, set costs."""
    KEEP = "keep"
    """Keep the book of a programme, and publish it."""

    @property
    def label(self) -> Text:
        """The permission as it is offered to keys."""
        return _OFFERED[self][0]

    @property
    def meaning(self) -> Text:
        """What a key with it does."""
        return _OFFERED[self][1]


class Role(StrEnum):
    """What a person is in an organisation."""

    DECIDE = "decide"
    APPROVE = "approve"
    READ = "read"
    OFFICER = "officer"

    @property
    def label(self) -> Text:
        """The role as people call it."""
        return _LABELS[self]

    @property
    def meaning(self) -> Text:
        """What somebody in the role does."""
        return _MEANINGS[self]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows."""
        return _ALLOWS[self]


_LABELS = {
    Role.DECIDE: Text("担当", "Case worker"),
    Role.APPROVE: Text("責任者", "Approver"),
    Role.READ: Text("閲覧", "Reader"),
    Role.OFFICER: Text("事業担当官", "Programme officer"),
}
_MEANINGS = {
    Role.DECIDE: Text(
        "データを入れ、学習を始め、判断と見直しをします。", "Brings data, starts learning, decides and reviews."
    ),
    Role.APPROVE: Text(
        "学習の結果を承認し、人を招き、APIキーをつくります。担当のすることもできます。",
        "Approves what was learned, invites people and makes API keys. Can do all that a case worker does.",
    ),
    Role.READ: Text("見るだけで、何も変えません。", "Looks, and changes nothing."),
    Role.OFFICER: Text(
        "事業の帳簿をつけ、確かめて公開します。判断や承認は、担当や責任者の役割が別に要ります。",
        "Keeps the book of a programme, checks and publishes it. To decide or approve takes the other roles as well.",
    ),
}
_OFFERED = {
    Permission.READ: (
        Text("読む", "Read"),
        Text("判断とその理由を読み出します。", "Reads decisions and their reasons."),
    ),
    Permission.DECIDE: (
        Text("判断する", "Decide"),
        Text("案件を送って判断を受け取り、見直しを書き込みます。", "Sends cases, receives decisions, records reviews."),
    ),
    Permission.APPROVE: (
        Text("承認する", "Approve"),
        Text(
            "責任者の操作をします。人の代わりになるので、慎重に選んでください。",
            "Acts as an approver. It stands in for a person: choose with care.",
        ),
    ),
    Permission.KEEP: (
        Text("帳簿をつける", "Keep the book"),
        Text("事業の帳簿に取り込み、記録し、公開します。", "Imports into a programme's book, records and publishes."),
    ),
}
_ALLOWS = {
    Role.READ: frozenset({Permission.READ}),
    Role.DECIDE: frozenset({Permission.READ, Permission.DECIDE}),
    Role.APPROVE: frozenset({Permission.READ, Permission.DECIDE, Permission.APPROVE}),
    Role.OFFICER: frozenset({Permission.READ, Permission.KEEP}),
}


def in_order(chosen: Sequence[Role] | Sequence[Permission]) -> list[str]:
    """Roles or permissions, at least one, as they are kept: each once, in the order in which they are offered."""
    return [str(one) for one in type(chosen[0]) if one in chosen]


def allowed(roles: Iterable[str]) -> frozenset[Permission]:
    """What these roles allow together."""
    return frozenset().union(*(Role(role).permissions for role in roles))
