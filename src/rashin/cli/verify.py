"""`rashin verify`: whether receipts hold, offline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from rashin.cli.keys import Keys, file_bytes, keys_of
from rashin.cli.options import Json, Lang, argument
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.errors import NotProven, RashinError
from rashin.language import Text, same

if TYPE_CHECKING:
    from rashin.trust.log.keys import VerifierKey
    from rashin.trust.receipts.receipt import Receipt
    from rashin.trust.receipts.verify import Verified

_DECISION = Text(
    "{time} に「{words}」とした判断が書かれています（組織 {organisation}、サービス {service}、判断 {id}）。",
    "It tells of the decision “{words}” at {time} (organisation {organisation}, service {service}, decision {id}).",
)
_RECORD = Text("{time} の「{kind}」の記録が書かれています。", "It tells of a record of the kind “{kind}” at {time}.")
_KINDS = {
    "review": Text("見直し", "review"),
    "approval": Text("承認", "approval"),
    "model": Text("モデル", "model"),
    "data-check": Text("データの確認", "data check"),
    "erasure": Text("消去", "erasure"),
    "outcome": Text("その後の結果", "outcome"),
    "closing": Text("導入の終了・再開", "closing or reopening"),
    "figure": Text("数字", "figure"),
    "measurement": Text("導入の測定", "measurement of a deployment"),
}
_SHOWN = 6
"""Figures of a receipt that a reader sees; the file has them all."""
_FIGURE = Text("{name}{besides}: {value}（{rows}行）", "{name}{besides}: {value} (of {rows} rows)")
_MORE = Text("ほか{more:,}個", "and {more:,} more")
_HOLDS = Text("○ {what}", "[ok] {what}")
_FAILS = Text("× {what}", "[FAILS] {what}")
_GOOD = Text("この受領証は、記録されたときのままです。", "This receipt is as it was recorded.")
_BAD = Text(
    "この受領証は、そのままでは信じられません。× のところが合いません。",
    "This receipt cannot be relied on as it is: see what fails.",
)
_LIMITS = Text("これで言えること、言えないこと", "What this shows, and what not")


def verify(
    receipts: Annotated[
        list[Path],
        argument("RECEIPT…", "受領証のファイル（.json）。いくつでも渡せます。", "Receipts (.json), one or more."),
    ],
    *,
    key: Keys,
    lang: Lang = None,
    as_json: Json = False,
) -> int:
    """Verify receipts; the exit code is 0 only if all of them hold."""
    screen, keys = screen_for(lang, as_json), keys_of(key)
    told = [_verified(screen, path, keys) for path in receipts]
    limits = list(dict.fromkeys(limit for _, verified in told if verified for limit in verified.limits))
    if limits:
        screen.title(_LIMITS)
    for limit in limits:
        screen.item(limit)
    holds = all(verified is not None and verified.holds for _, verified in told)
    screen.answer({"holds": holds, "receipts": [facts for facts, _ in told], "limits": limits})
    return 0 if holds else NotProven.exit_code


def _verified(screen: Screen, path: Path, keys: Sequence[VerifierKey]) -> tuple[dict[str, Any], Verified | None]:
    """What is told of one receipt; None if it cannot be read."""
    from rashin.trust.receipts.receipt import LARGEST_FILE, Receipt
    from rashin.trust.receipts.verify import verify

    screen.title(str(path))
    try:
        receipt = Receipt.from_json(file_bytes(path, LARGEST_FILE))
    except RashinError as error:
        screen.say(error.what_happened, indent="  ")
        screen.say(error.how_to_mend, indent="  ")
        return {"file": path, "holds": False, "problem": error.as_problem()}, None
    verified = verify(receipt, keys)
    screen.say(_about(receipt), indent="  ")
    for words in _figures(receipt):
        screen.item(words)
    for check in verified.checks:
        screen.item((_HOLDS if check.holds else _FAILS).filled(what=check.what))
    screen.say(_GOOD if verified.holds else _BAD, indent="  ")
    return {"file": path, "holds": verified.holds, "about": _about(receipt), "checks": verified.checks}, verified


def _figures(receipt: Receipt) -> list[Text]:
    """The first figures that a receipt states; what has another form is left to the checks."""
    stated = receipt.payload.get("figures")
    found = [one for one in stated if isinstance(one, dict)] if isinstance(stated, list) else []
    if not found:
        return []
    from rashin.ledger.figures.family import families

    names = {one.code: one.name for one in families()}
    shown = sorted(found, key=lambda one: bool(one.get("at")))[:_SHOWN]
    told = [_told(one, names) for one in shown if {"figure", "at", "value", "rows"} <= set(one)]
    return [*told, _MORE.filled(more=len(found) - len(shown))] if len(found) > len(shown) else told


def _told(one: dict[str, Any], names: dict[str, Text]) -> Text:
    code, at = str(one["figure"]), one["at"]
    besides = same("".join(f" {value}" for value in at.values()) if isinstance(at, dict) else "")
    value, rows = (f"{one[name]:,}" if isinstance(one[name], int) else "?" for name in ("value", "rows"))
    return _FIGURE.filled(name=names.get(code, same(code)), besides=besides, value=value, rows=rows)


def _about(receipt: Receipt) -> Text:
    payload, time = receipt.payload, f"{receipt.payload['at'][:19].replace('T', ' ')} UTC"
    if payload["kind"] in _KINDS:
        return _RECORD.filled(time=time, kind=_KINDS[payload["kind"]])
    words = payload["decision"]["words"]
    named = {name: payload[name] for name in ("organisation", "service", "id")}
    return _DECISION.filled(time=time, words=Text(words["ja"], words["en"]), **named)
