"""How to make the same model again, and how to check that a file is this one."""

from __future__ import annotations

from rashin.language import Text, same
from rashin.report.document import Facts, Points, Section
from rashin.report.evidence import Reportable
from rashin.report.words import file_name


def section(model: Reportable) -> Section:
    """Digests, seed and version, and what they are good for."""
    card = model.card
    facts = Facts(
        (
            (Text("モデルの指紋", "Digest of the model"), same(model.digest)),
            (Text("表の指紋", "Digest of the table"), same(card.data_digest)),
            (Text("表", "Table"), same(file_name(card))),
            (Text("サービス", "Service"), same(card.service)),
            (Text("結果の列", "Outcome column"), same(card.target)),
            (Text("悪い結果の値", "Value of the bad outcome"), same(card.adverse_value)),
            (Text("乱数の種", "Seed"), same(str(card.seed))),
            (Text("羅針の版", "Version of Rashin"), same(card.rashin_version)),
            (Text("作った日", "Made on"), same(card.created)),
        )
    )
    return Section("verify", _TITLE, _CONCLUSION, (facts, _HOW))


_TITLE = Text("作り直しと確認のしかた", "How to make it again and check it")
_CONCLUSION = Text(
    "同じ表から、同じ種、同じ版で、同じ日に作れば、同じ指紋のモデルができます。",
    "The same table, seed and version give a model with the same digest on the same day (the date is part of it).",
)
_HOW = Points(
    (
        Text(
            "モデルのファイルを読むと、指紋がその場で確かめられます。中身が変わっていれば、読まずに止まります。",
            "A model file is checked against its digest when it is read. If its contents were changed, it is refused.",
        ),
        Text(
            "判断の一件一件にも、このモデルの指紋が付きます。どのモデルの判断かを、後から確かめられます。",
            "Every decision carries this digest, so that it can be told later which model it came from.",
        ),
    )
)
