"""What the columns of Japanese and English lending tables mean, and how a loan may be decided by them.

Directions are declared only where a loan officer and a regulator would agree, and never for codes whose numbers are
mere names. South German Credit, Taiwan card default, HMEQ, the SBA case and Boston HMDA are covered by their own
headers.
"""

from __future__ import annotations

from rashin.engines.contract import Change, Monotone
from rashin.language import Text, same
from rashin.services.contract import Concept, Use

_YEN = Text("円", "yen")
_MONTHS = Text("か月", "months")
_YEARS = Text("年", "years")
_PEOPLE = Text("人", "people")
_TIMES = Text("回", "times")
_CASES = Text("件", "cases")
_PERCENT = same("%")

_RAISES, _LOWERS = Monotone.RAISES, Monotone.LOWERS
_NEVER, _UP, _DOWN = Change.NEVER, Change.UP, Change.DOWN


def _input(
    key: str,
    label: Text,
    names: str,
    *,
    unit: Text | None = None,
    monotone: Monotone = Monotone.FREE,
    change: Change = Change.EITHER,
) -> Concept:
    return Concept(key, label, (label.ja, *names.split()), Use.INPUT, unit, monotone, change)


_BUSINESS = (
    _input("industry", Text("業種", "industry"), "業界 事業内容 NAICS industry sector", change=_NEVER),
    _input("prefecture", Text("都道府県", "prefecture"), "県 地域 エリア prefecture region", change=_NEVER),
    _input("legal_form", Text("法人・個人の別", "legal form"), "法人個人 法人格 組織形態 legal_form", change=_NEVER),
    _input(
        "years_in_business",
        Text("業歴", "years in business"),
        "営業年数 業暦 創業年数 社歴 経営年数 years_in_business business_age",
        unit=_YEARS,
        change=_NEVER,
    ),
    _input(
        "employees",
        Text("従業員数", "employees"),
        "従業員 社員数 従業者数 NoEmp employees num_employees",
        unit=_PEOPLE,
        change=_NEVER,
    ),
    _input(
        "main_bank",
        Text("メインバンク", "main bank"),
        "主要取引銀行 主力銀行 取引銀行 取引金融機関 main_bank",
        change=_NEVER,
    ),
    _input(
        "relationship_years",
        Text("取引年数", "years as a customer"),
        "取引期間 取引歴 relationship_years",
        unit=_YEARS,
        change=_NEVER,
    ),
    _input(
        "statements",
        Text("決算書の提出", "financial statements handed in"),
        "決算書 確定申告書 financial_statements",
    ),
    _input(
        "credit_grade",
        Text("評点", "credit score"),
        "信用評点 信用スコア 企業評点 credit_score fico fico_score",
        monotone=_LOWERS,
        change=_NEVER,
    ),
    _input(
        "internal_rating",
        Text("格付", "internal rating"),
        "債務者区分 社内格付 信用格付 grade sub_grade rating",
        change=_NEVER,
    ),
)

_ACCOUNTS = (
    _input(
        "sales",
        Text("年商", "annual sales"),
        "売上高 売上 年間売上 年間売上高 sales annual_sales revenue turnover",
        unit=_YEN,
        change=_UP,
    ),
    _input(
        "operating_profit",
        Text("営業利益", "operating profit"),
        "operating_profit operating_income",
        unit=_YEN,
        monotone=_LOWERS,
        change=_UP,
    ),
    _input(
        "ordinary_profit",
        Text("経常利益", "ordinary profit"),
        "ordinary_profit",
        unit=_YEN,
        monotone=_LOWERS,
        change=_UP,
    ),
    _input(
        "net_profit",
        Text("当期純利益", "net profit"),
        "純利益 当期利益 net_income net_profit",
        unit=_YEN,
        monotone=_LOWERS,
        change=_UP,
    ),
    _input(
        "equity",
        Text("自己資本", "equity"),
        "純資産 自己資本額 equity net_worth",
        unit=_YEN,
        monotone=_LOWERS,
        change=_UP,
    ),
    _input(
        "equity_ratio",
        Text("自己資本比率", "equity ratio"),
        "equity_ratio",
        unit=_PERCENT,
        monotone=_LOWERS,
        change=_UP,
    ),
    _input("capital", Text("資本金", "share capital"), "capital share_capital", unit=_YEN, change=_UP),
    _input("total_assets", Text("総資産", "total assets"), "資産合計 total_assets", unit=_YEN),
    _input(
        "cash_flow", Text("キャッシュフロー", "cash flow"), "営業CF cash_flow", unit=_YEN, monotone=_LOWERS, change=_UP
    ),
    _input("current_ratio", Text("流動比率", "current ratio"), "current_ratio", unit=_PERCENT, change=_UP),
    _input(
        "payback_years",
        Text("債務償還年数", "years to repay debt from cash flow"),
        "償還年数 debt_payback_years",
        unit=_YEARS,
        change=_DOWN,
    ),
    _input(
        "deposits",
        Text("預金残高", "deposits"),
        "預金 預金額 預貯金 預貯金残高 現預金 deposits bank_balance",
        unit=_YEN,
        monotone=_LOWERS,
        change=_UP,
    ),
)

_DEBT = (
    _input(
        "debt",
        Text("借入残高", "debt outstanding"),
        "借入金残高 借入金 有利子負債 既存借入残高 debt total_debt",
        unit=_YEN,
        change=_DOWN,
    ),
    _input(
        "other_debt",
        Text("他行借入", "debt at other lenders"),
        "他行借入残高 他社借入 他社借入残高 他社借入額 other_debt",
        unit=_YEN,
        change=_DOWN,
    ),
    _input(
        "other_loans",
        Text("他社借入件数", "loans at other lenders"),
        "借入件数 number_of_loans",
        unit=_CASES,
        change=_DOWN,
    ),
    _input(
        "repayment_ratio",
        Text("返済負担率", "repayments as a share of income"),
        "返済比率 DEBTINC dti debt_to_income pirat",
        monotone=_RAISES,
        change=_DOWN,
    ),
    _input("housing_ratio", Text("住居費の割合", "housing expense as a share of income"), "hirat", change=_DOWN),
    _input(
        "delinquencies",
        Text("過去の延滞回数", "past delinquencies"),
        "延滞回数 滞納回数 過去の滞納 遅延回数 DELINQ delinquencies past_due_count delinq_2yrs",
        unit=_TIMES,
        monotone=_RAISES,
        change=_NEVER,
    ),
    _input(
        "arrears",
        Text("過去の延滞", "past delinquency"),
        "滞納 延滞歴 延滞履歴 延滞の有無 arrears",
        monotone=_RAISES,
        change=_NEVER,
    ),
    _input(
        "derogatory",
        Text("信用情報の事故", "derogatory credit records"),
        "事故情報 異動情報 信用事故 DEROG pub_rec phist",
        monotone=_RAISES,
        change=_NEVER,
    ),
    _input(
        "tax_arrears",
        Text("税金の滞納", "tax arrears"),
        "税滞納 納税状況の滞納 租税滞納 社会保険料の滞納 tax_arrears",
        monotone=_RAISES,
        change=_DOWN,
    ),
    _input(
        "inquiries",
        Text("最近の信用照会", "recent credit inquiries"),
        "照会件数 信用照会件数 NINQ inquiries inq_last_6mths",
        unit=_TIMES,
        change=_NEVER,
    ),
    _input(
        "oldest_credit",
        Text("最も古い借入からの月数", "age of the oldest credit line"),
        "CLAGE",
        unit=_MONTHS,
        change=_NEVER,
    ),
    _input("credit_lines", Text("借入口数", "credit lines"), "CLNO open_acc number_credits", change=_NEVER),
    _input("credit_history", Text("信用履歴", "credit history"), "借入履歴 credit_history chist", change=_NEVER),
    _input("mortgage_history", Text("住宅ローンの返済履歴", "mortgage history"), "mhist", change=_NEVER),
)

_REQUEST = (
    _input(
        "amount",
        Text("申込額", "amount requested"),
        "借入申込額 希望額 借入希望額 申込金額 融資希望額 借入額 融資額 LOAN amount loan_amount loan_amnt credit_amount",
        unit=_YEN,
        change=_DOWN,
    ),
    _input("approved_amount", Text("承認額", "amount approved"), "GrAppv", change=_DOWN),
    _input("guaranteed_amount", Text("保証額", "amount guaranteed"), "SBA_Appv", change=_NEVER),
    _input("disbursed_amount", Text("実行額", "amount disbursed"), "DisbursementGross", change=_NEVER),
    _input("guaranteed_share", Text("保証割合", "share guaranteed"), "保証率 Portion", change=_NEVER),
    # No unit: some tables count it in months, some in years.
    _input("term", Text("返済期間", "repayment period"), "借入期間 融資期間 Term duration loan_term"),
    _input("term_months", Text("返済月数", "months to repay"), "借入月数 term_months", unit=_MONTHS),
    _input("interest", Text("金利", "interest rate"), "利率 適用金利 interest_rate int_rate", change=_NEVER),
    _input(
        "instalment",
        Text("毎月の返済額", "monthly instalment"),
        "月返済額 installment instalment",
        unit=_YEN,
        change=_DOWN,
    ),
    _input(
        "instalment_rate",
        Text("返済額の収入に占める段階", "instalment as a share of income, in steps"),
        "installment_rate",
    ),
    _input("purpose", Text("資金使途", "purpose of the loan"), "使途 借入目的 資金用途 purpose REASON", change=_NEVER),
    _input("collateral", Text("担保", "collateral"), "担保の有無 担保種類 担保の種類 collateral RealEstate"),
    _input("best_asset", Text("最も価値のある資産", "most valuable property"), "property", change=_NEVER),
    _input(
        "collateral_value",
        Text("担保評価額", "value of the collateral"),
        "物件評価額 VALUE collateral_value",
        unit=_YEN,
        change=_UP,
    ),
    _input("mortgage_due", Text("住宅ローン残高", "mortgage outstanding"), "MORTDUE", unit=_YEN, change=_DOWN),
    _input(
        "loan_to_value",
        Text("融資比率（LTV）", "loan to value"),
        "担保掛目 lvrat ltv loan_to_value",
        monotone=_RAISES,
        change=_DOWN,
    ),
    _input("guarantee", Text("保証", "guarantee"), "保証の有無 保証人 連帯保証人 経営者保証 guarantor"),
    _input("co_debtors", Text("連帯債務者・保証人の区分", "other debtors or guarantors"), "other_debtors"),
    _input(
        "guarantee_association",
        Text("保証協会の保証", "credit guarantee association"),
        "保証協会 信用保証協会 credit_guarantee",
    ),
    _input("insurance_denied", Text("ローン保険の謝絶", "denied mortgage insurance"), "insurance", change=_NEVER),
    _input("revolving", Text("極度型の融資", "revolving credit"), "RevLineCr", change=_NEVER),
    _input("simplified", Text("簡易審査の制度", "simplified programme"), "LowDoc", change=_NEVER),
    _input("lender", Text("取扱金融機関", "lending bank"), "取扱銀行 Bank", change=_NEVER),
    _input("lender_state", Text("取扱金融機関の州", "state of the lending bank"), "BankState", change=_NEVER),
    _input("approval_year", Text("承認年度", "fiscal year of approval"), "ApprovalFY", change=_NEVER),
    _input("new_business", Text("新規事業の区分", "new or existing business"), "NewExist", change=_NEVER),
    _input("new_business_flag", Text("新規事業", "new business"), "New", change=_NEVER),
    _input("jobs_created", Text("新しい雇用", "jobs created"), "CreateJob", unit=_PEOPLE, change=_NEVER),
    _input("jobs_retained", Text("守られる雇用", "jobs retained"), "RetainedJob", unit=_PEOPLE, change=_NEVER),
    _input("franchise", Text("フランチャイズの番号", "franchise code"), "FranchiseCode", change=_NEVER),
    _input("urban_rural", Text("都市・地方の別", "urban or rural"), "UrbanRural", change=_NEVER),
    _input("recession", Text("景気後退期に重なる融資", "active during the recession"), "Recession", change=_NEVER),
)

_PERSON = (
    _input(
        "income",
        Text("年収", "annual income"),
        "代表者年収 収入 世帯年収 income annual_income annual_inc",
        unit=_YEN,
        monotone=_LOWERS,
        change=_UP,
    ),
    _input("occupation", Text("職業", "occupation"), "JOB occupation emp_title", change=_NEVER),
    _input("years_in_job", Text("勤続年数", "years in the job"), "YOJ emp_length", unit=_YEARS, change=_NEVER),
    _input(
        "employment_step", Text("勤続年数の段階", "years in the job, in steps"), "employment_duration", change=_NEVER
    ),
    _input("self_employed", Text("自営業", "self-employed"), "selfemp", change=_NEVER),
    _input(
        "unemployment", Text("業界の失業率", "unemployment rate of the trade"), "unemp", unit=_PERCENT, change=_NEVER
    ),
    _input("condominium", Text("集合住宅", "condominium"), "condomin", change=_NEVER),
    _input("account_status", Text("口座の状態", "state of the current account"), "status"),
    _input("savings_step", Text("貯蓄の段階", "savings, in steps"), "savings"),
    _input(
        "residence_step",
        Text("居住年数の段階", "time at the address, in steps"),
        "present_residence 居住年数",
        change=_NEVER,
    ),
    _input("other_plans", Text("他の分割払い", "other instalment plans"), "other_installment_plans"),
    _input("housing", Text("住まい", "housing"), "住居区分 持家区分 housing home_ownership", change=_NEVER),
    _input("dependants", Text("扶養人数", "dependants"), "扶養家族 people_liable dependents", change=_NEVER),
    _input("telephone_line", Text("電話の有無", "telephone line"), "telephone", change=_NEVER),
    _input("card_limit", Text("利用限度額", "credit limit"), "LIMIT_BAL credit_limit", change=_NEVER),
)


def _card_months() -> tuple[Concept, ...]:
    """Taiwan card default: months 1 (latest) to 6 of delay, bill and payment; its delay columns skip PAY_1."""
    earlier = [Text(f"{n}か月前", f"{n} months earlier") for n in range(2, 6)]
    ago = (Text("直近", "latest"), Text("1か月前", "1 month earlier"), *earlier)

    def of(month: int, key: str, words: Text, header: str) -> Concept:
        label = Text("{ago}の{words}", "{words}, {ago}").filled(words=words, ago=ago[month - 1])
        return _input(f"{key}_{month}", label, header, change=_NEVER)

    return tuple(
        concept
        for month in range(1, 7)
        for concept in (
            of(month, "card_delay", Text("支払いの遅れ", "payment delay"), f"PAY_{month if month > 1 else 0}"),
            of(month, "card_bill", Text("請求額", "bill"), f"BILL_AMT{month}"),
            of(month, "card_payment", Text("支払額", "payment"), f"PAY_AMT{month}"),
        )
    )


INPUTS: tuple[Concept, ...] = (*_BUSINESS, *_ACCOUNTS, *_DEBT, *_REQUEST, *_PERSON, *_card_months())
