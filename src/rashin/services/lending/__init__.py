"""Lending to small businesses: from a lender's own past loans to the reasons for the next decision.

A folder because the trade's words (`inputs`, `barred`), its packaged sample (`sample`) and that sample's known truth
(`truth`) belong together: nothing about lending lives elsewhere.
"""

from __future__ import annotations

from rashin.engines.contract import Costs, Wording
from rashin.language import Text
from rashin.services.contract import RiskClass, Service, Verdict
from rashin.services.lending.barred import BARRED
from rashin.services.lending.inputs import INPUTS
from rashin.services.lending.sample import TARGET, new_applications, sample

# Source of the magnitudes: a small business owes Japan Finance Corporation's Micro Business unit 8.77 million yen on
# average (end of fiscal 2023, jfc.go.jp/n/company/national/small.html). Losing 40% of it on default (Basel Framework
# CRE32, senior unsecured corporate claims) is 3.5 million; a margin of 1.4% a year for five years is 0.6 million. A
# person's hour costs about 4,200 yen with social insurance. Every lender should put its own figures here.
_COSTS = Costs(adverse_accepted=3_500_000, favourable_refused=600_000, review_minutes=30, yen_per_minute=70)

_WORDING = Wording(
    favourable=Text("融資の候補", "candidate for a loan"),
    adverse=Text("見送りの候補", "candidate for refusal"),
    person=Text("人が判断", "for a person to decide"),
    risk=Text("返済が滞る見込み", "chance that repayment falls behind"),
)

_VERDICT = Verdict(
    favourable=Text("融資する", "lend"),
    adverse=Text("見送る", "decline"),
    subject=Text("融資のお申込み", "your application for a loan"),
    told_favourable=Text(
        "お申込みの内容を検討し、ご融資の手続きに進むことにいたしました。",
        "We have looked at your application and decided to go ahead with the loan.",
    ),
    told_adverse=Text(
        "お申込みの内容を検討いたしましたが、誠に残念ながら、今回はご融資を見送らせていただくことにいたしました。",
        "We have looked at your application and are sorry to say that we cannot offer you a loan this time.",
    ),
)

SERVICE = Service(
    name="lending",
    engine="tabular",
    label=Text("融資の審査", "lending decisions"),
    purpose=Text(
        "過去の融資の表から、新しい申込の返済が滞る見込みを見積もり、その理由をすべて示します。融資するかどうかは人が決めます。",
        "From a table of past loans, estimates the chance that a new application falls behind on repayment, and gives "
        "every reason. A person decides whether to lend.",
    ),
    needs=Text(
        "1行が1件の融資で、完済したか延滞したかの列と、申込の時点で分かっていた項目の列（年商、業歴、借入残高など）が要ります。"
        "結果の分かっている融資が、完済と延滞を合わせて30件以上要ります。数百件あると確かさが増します。",
        "One row per loan, with a column saying whether it was repaid or fell behind, and columns known at the time of "
        "application (sales, years in business, debt and so on). At least 30 loans with a known outcome, both kinds "
        "together; several hundred make the results surer.",
    ),
    risk_class=RiskClass.HIGH,
    risk_reason=Text(
        "個人（個人事業主を含みます）の返済能力の評価は、EUのAI法（規則(EU) 2024/1689）附属書III第5項(b)で高リスクとされています。"
        "法人の審査はこの項に書かれていませんが、代表者個人の事情も見るため、同じ扱いにしています。"
        "最終の判断は、融資の権限を持つ人が行います。この扱いが自社に当てはまるかは、法務の担当者が確かめてください。",
        "Evaluating the creditworthiness of natural persons, sole proprietors included, is listed as high-risk in the EU "
        "AI Act (Regulation (EU) 2024/1689), Annex III, point 5(b). The point does not name companies; they are treated "
        "alike here because the representative's own circumstances are looked at too. The final decision is made by a "
        "person with the authority to lend. Your legal counsel must confirm what applies to you.",
    ),
    concepts=(*INPUTS, *BARRED),
    adverse_values=(
        *(
            "延滞",
            "滞納",
            "貸倒",
            "貸倒れ",
            "貸し倒れ",
            "焦げ付き",
            "不良",
            "事故",
            "代位弁済",
            "債務不履行",
            "破綻",
            "デフォルト",
        ),
        *("default", "defaulted", "bad", "charged off", "charge off", "chgoff", "late", "delinquent", "denied", "1"),
    ),
    wording=_WORDING,
    verdict=_VERDICT,
    costs=_COSTS,
    error_rate=0.10,
    reference="all",
    sample=sample,
    sample_target=TARGET,
    new_cases=new_applications,
)
