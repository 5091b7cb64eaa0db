"""The road of a deployment in words: its steps, and the one thing to do next with the address where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rashin.language import Text
from rashin.services import find as find_service
from rashin.workspace.deployments import Next, Road

State = Literal["done", "now", "later"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the road."""

    label: Text
    state: State


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be done next."""

    what: Text
    """Where things stand, in a sentence."""
    verb: Text
    """The words of the button."""
    address: str


_STEPS = (
    Text("データ", "Data"),
    Text("学習", "Learn"),
    Text("確認", "Look"),
    Text("承認", "Approve"),
    Text("判断", "Decide"),
)
_AT = {
    Next.BRING: 0,
    Next.WAIT_FOR_CHECK: 0,
    Next.MEND: 0,
    Next.LEARN: 1,
    Next.LEARN_AGAIN: 1,
    Next.WAIT_FOR_LEARNING: 1,
    Next.APPROVE: 2,
    Next.DECIDE: 4,
    Next.CLOSED: 4,
}
_WHAT = {
    Next.BRING: Text("はじめに、過去の記録の表を入れます。", "First, bring a table of past cases."),
    Next.WAIT_FOR_CHECK: Text("表を確認しています。", "The table is being checked."),
    Next.MEND: Text(
        "表に直すところがあります。直し方は画面に出ています。",
        "Something in the table has to be mended; the page says how.",
    ),
    Next.LEARN: Text("表の確認が済みました。学習を始められます。", "The table is ready to be learned from."),
    Next.LEARN_AGAIN: Text("前回の学習は最後まで進みませんでした。", "The last learning did not come to its end."),
    Next.WAIT_FOR_LEARNING: Text(
        "学習しています。この画面を離れても続きます。", "Learning is under way and goes on if you leave."
    ),
    Next.APPROVE: Text(
        "モデルができました。数字を確かめて、責任者が承認すると使えます。",
        "The model is ready. Look at its figures; an approver's signature puts it to use.",
    ),
    Next.DECIDE: Text("承認されたモデルで判断できます。", "Decisions are made by the approved model."),
    Next.CLOSED: Text(
        "この導入は終了しています。これまでの判断は、いまも見られます。",
        "This deployment is closed. What it decided can still be seen.",
    ),
}
_VERB = {
    Next.BRING: Text("データを入れる", "Bring data"),
    Next.WAIT_FOR_CHECK: Text("様子を見る", "See how far it is"),
    Next.MEND: Text("直すところを見る", "See what to mend"),
    Next.LEARN: Text("学習へ進む", "Go on to learning"),
    Next.LEARN_AGAIN: Text("もう一度学習する", "Learn again"),
    Next.WAIT_FOR_LEARNING: Text("様子を見る", "See how far it is"),
    Next.APPROVE: Text("数字を確かめる", "Look at the figures"),
    Next.DECIDE: Text("判断する", "Decide"),
    Next.CLOSED: Text("これまでの判断を見る", "See the decisions"),
}


def steps_of(road: Road) -> list[Step]:
    """The steps with how far each is."""
    at = _AT[road.next]
    return [
        Step(label, "done" if place < at else "now" if place == at else "later") for place, label in enumerate(_STEPS)
    ]


def act_of(road: Road, base: str) -> Act:
    """What is to be done next. `base` is the organisation's address."""
    return Act(_WHAT[road.next], _VERB[road.next], _address(road, address_of(base, road.deployment.id)))


def address_of(base: str, deployment_id: str) -> str:
    """Where a deployment's pages are."""
    return f"{base}/deployments/{deployment_id}"


def service_label(road: Road) -> Text:
    """What the service is called."""
    return find_service(road.deployment.service).label


def _address(road: Road, own: str) -> str:
    dataset, newest = road.dataset, road.newest
    match road.next:
        case Next.WAIT_FOR_CHECK | Next.MEND if dataset is not None:
            return f"{own}/data/{dataset.id}"
        case Next.LEARN | Next.LEARN_AGAIN:
            return f"{own}/learn"
        case Next.WAIT_FOR_LEARNING:
            return f"{own}/learning/{road.plans.job}"
        case Next.APPROVE if newest is not None:
            return f"{own}/models/{newest.id}"
        case Next.DECIDE:
            return f"{own}/decide"
        case Next.CLOSED:
            return f"{own}/decisions"
        case _:
            return f"{own}/data"
