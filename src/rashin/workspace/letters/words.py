"""The words of letters, for people who applied for something and need not know anything of how it was looked at."""

from __future__ import annotations

from rashin.language import Text

TITLE = Text("{subject}の結果のお知らせ", "The outcome of {subject}")
GREETING = Text("このたびは、{subject}をいただき、ありがとうございました。", "Thank you for {subject}.")

REASONS_ADVERSE = Text(
    "次の点が、結果に大きく影響しました。影響の大きいものから順に挙げています。",
    "These points weighed most against it, the weightiest first.",
)
REASONS_FAVOURABLE = Text(
    "次の点を、とくに良い点として見ました。影響の大きいものから順に挙げています。",
    "These points spoke most in favour, the weightiest first.",
)
PERSONS_REASON = Text("担当者が判断した理由", "The reason given by the person who decided")

WOULD_CHANGE = Text(
    "たとえば、次のように変われば、結果が変わると考えられます。変わる量が最も少ない組合せを示しています。",
    "For example, the outcome is expected to change if the following were otherwise. It is the smallest such change.",
)
NO_PROMISE = Text(
    "これは目安で、結果をお約束するものではありません。ほかの組合せでも結果が変わることがあります。",
    "This is a guide and no promise. Other changes may lead there as well.",
)
NO_PROMISE_UNUSUAL = Text(
    "これは目安で、結果をお約束するものではありません。お申込みの内容に例の少ないところがあるため、変わったあとも担当者が個別に判断します。",
    "This is a guide and no promise. As something about your application is unusual, a person would decide all the same.",
)
NOTHING_WOULD = Text(
    "ご自分で変えられる項目を{most}つまで変えた場合をすべて調べましたが、それだけで結果が変わる組合せはありませんでした。"
    "ご事情を伺えば、別の見方ができることもあります。下の連絡先へご相談ください。",
    "We looked at every change of up to {most} things that are in your hands; none of them alone would change the outcome. "
    "Your circumstances may put things in another light: please get in touch.",
)

RESPONSIBLE = Text(
    "この結果は、過去の{rows}件の記録と照らし合わせた資料をもとに、担当者が内容を確かめて決めました。"
    "機械だけで決めたものではありません。結果についての責任は、{who}が負います。",
    "A person looked at your case, compared with {rows} earlier ones, and decided. "
    "It was not decided by a machine alone. {who} answers for the decision.",
)

RIGHTS = (
    (
        Text("結果に納得できないとき、事情を説明したいとき", "If you disagree, or want to explain"),
        (
            Text(
                "理由の説明や、もう一度の検討を求めることができます。内容に誤りがあるときや、書ききれなかった事情があるときは、"
                "あわせてお知らせください。担当者があらためて確かめ、結果をお知らせします。",
                "You may ask for an explanation and for another look. Tell us if something is wrong, or if there is more to "
                "know. A person will look again and write to you.",
            ),
        ),
    ),
    (
        Text("ご自分の情報について", "About your data"),
        (
            Text(
                "お預かりしているご自分の情報について、開示、訂正、利用停止などを求めることができます"
                "（個人情報の保護に関する法律 第33条から第35条）。",
                "You may ask to see the data we hold about you, to have them corrected, or no longer used "
                "(Act on the Protection of Personal Information, Articles 33 to 35).",
            ),
        ),
    ),
)

RECORD = (
    Text(
        "この判断は、あとから書き換えられないように記録しています。記録の番号は{number}、判断の番号は{id}です。",
        "The decision is on a record that cannot be changed afterwards: entry {number}, decision {id}.",
    ),
    Text(
        "受領証のファイルを窓口でお求めになれば、記録が書き換えられていないことを、どなたでも、当方に頼らずに確かめられます"
        "（記録の名前: {origin}）。",
        "Ask us for the receipt file. With it anybody can verify, without relying on us, that the record was not changed "
        "(name of the record: {origin}).",
    ),
)

DRAFT = Text(
    "下書きです。まだ担当者が結果を確かめていないので、送れません。",
    "A draft: nobody has confirmed the outcome yet, so it must not be sent.",
)
REASONS_HEAD = Text("主な理由", "The main reasons")
CHANGES_HEAD = Text("何が変われば、結果が変わるか", "What would change the outcome")
RESPONSIBLE_HEAD = Text("結果の責任", "Who answers for it")
CONTACT_HEAD = Text("連絡先", "How to reach us")
RECORD_HEAD = Text("記録と受領証", "Record and receipt")
VALUES_HEAD = Text("検討に用いた項目", "What was looked at")
VALUES_LEAD = Text(
    "次の項目だけを用いました。事実と違うところがあれば、お知らせください。",
    "Only these were looked at. Please tell us if anything is not so.",
)
TO = Text("{name} 様", "{name}")
REFERENCE = Text("案件番号 {reference}", "Your case: {reference}")
ITEM, DECLARED, USUAL = (
    Text("項目", "Item"),
    Text("お申込みの内容", "Your application"),
    Text("これまでのお申込み", "Earlier applications"),
)
BEFORE, AFTER = Text("いま", "Now"), Text("こう変われば", "If it were")
OFFICE = {
    "office": Text("窓口", "Office"),
    "telephone": Text("電話", "Telephone"),
    "email": Text("メール", "E-mail"),
    "address": Text("住所", "Address"),
    "hours": Text("受付時間", "Hours"),
}
