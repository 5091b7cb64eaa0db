"""Columns of lending tables that a loan is not decided by: protected, known only afterwards, the outcome, identifiers.

Protected: what Japan's Act on the Protection of Personal Information (Article 2, paragraph 3) calls special care, what
the US Equal Credit Opportunity Act (15 U.S.C. 1691) forbids as a ground, and what the EU Charter (Article 21) names.
"""

from __future__ import annotations

from collections.abc import Callable

from rashin.engines.contract import Change
from rashin.language import Text
from rashin.services.contract import Concept, Use


def _barred(use: Use) -> Callable[[str, Text, str], Concept]:
    def concept(key: str, label: Text, names: str) -> Concept:
        return Concept(key, label, (label.ja, *names.split()), use, change=Change.NEVER)

    return concept


_protected = _barred(Use.PROTECTED)
_afterwards = _barred(Use.AFTERWARDS)
_outcome = _barred(Use.TARGET)
_identifier = _barred(Use.IDENTIFIER)

_PROTECTED = (
    _protected(
        "age", Text("代表者の年齢", "age of the representative"), "年齢 社長の年齢 申込者の年齢 本人年齢 年代 age"
    ),
    _protected("birth", Text("生年月日", "date of birth"), "代表者の生年月日 誕生日 生年 birth_date date_of_birth dob"),
    _protected("sex", Text("代表者の性別", "sex of the representative"), "性別 男女 申込者の性別 sex gender"),
    _protected(
        "nationality", Text("国籍", "nationality"), "代表者の国籍 在留資格 nationality citizenship foreign_worker"
    ),
    _protected("ethnicity", Text("人種・民族", "race or ethnicity"), "人種 民族 race ethnicity afam"),
    _protected("origin", Text("本籍", "family register domicile"), "本籍地 出身地 出生地 門地 社会的身分 birthplace"),
    _protected(
        "marriage",
        Text("婚姻", "marital status"),
        "婚姻状況 配偶者 配偶者の有無 既婚 marriage marital_status married single",
    ),
    _protected("sex_and_marriage", Text("性別と婚姻", "sex and marital status"), "personal_status_sex personal_status"),
    _protected("family", Text("家族構成", "family composition"), "子の有無 子どもの数 children family_status"),
    _protected("pregnancy", Text("妊娠・出産", "pregnancy"), "妊娠 pregnancy"),
    _protected(
        "orientation",
        Text("性的指向・性自認", "sexual orientation or gender identity"),
        "性的指向 性自認 sexual_orientation",
    ),
    _protected("religion", Text("宗教", "religion"), "信仰 信条 宗派 religion creed"),
    _protected("politics", Text("支持政党", "political opinion"), "政治的信条 political_party political_opinion"),
    _protected("union", Text("労働組合", "trade union membership"), "組合加入 trade_union union_member"),
    _protected("disability", Text("障害", "disability"), "障がい 障害の有無 障害者手帳 disability"),
    _protected("health", Text("病歴", "medical history"), "健康状態 既往歴 代表者の健康状態 health medical_history"),
    _protected("crime", Text("犯罪の経歴", "criminal record"), "犯罪歴 前科 criminal_record"),
    _protected("welfare", Text("公的扶助の受給", "public assistance income"), "生活保護 public_assistance"),
    _protected("education", Text("学歴", "education"), "最終学歴 出身校 education hschool"),
)

_AFTERWARDS = (
    _afterwards(
        "recovered", Text("回収額", "amount recovered"), "回収金額 回収済額 recoveries recovery collection_recovery_fee"
    ),
    _afterwards("recovered_on", Text("回収日", "date of recovery"), "recovery_date"),
    _afterwards(
        "written_off",
        Text("償却額", "amount written off"),
        "貸倒額 貸倒損失 損失額 償却金額 ChgOffPrinGr charge_off_amount loss_amount",
    ),
    _afterwards(
        "written_off_on",
        Text("貸倒日", "date of write-off"),
        "償却日 デフォルト日 ChgOffDate charge_off_date default_date",
    ),
    _afterwards("subrogated", Text("代位弁済額", "amount paid by the guarantor"), "代位弁済 代弁額 subrogation_amount"),
    _afterwards("subrogated_on", Text("代位弁済日", "date the guarantor paid"), "代弁日"),
    _afterwards("overdue_on", Text("延滞開始日", "date the delay began"), "延滞発生日 初回延滞日 期限の利益喪失日"),
    _afterwards(
        "repaid_on", Text("完済日", "date of full repayment"), "完済年月日 last_pymnt_d closed_date paid_in_full_date"
    ),
    _afterwards(
        "repaid",
        Text("返済済額", "amount repaid"),
        "返済累計額 入金累計 total_pymnt total_rec_prncp total_rec_int last_pymnt_amnt",
    ),
    _afterwards("balance_now", Text("現在の残高", "balance today"), "期末残高 現在残高 BalanceGross out_prncp"),
    _afterwards("disbursed_on", Text("融資実行日", "date of disbursement"), "実行日 DisbursementDate"),
    _afterwards(
        "verdict", Text("審査結果", "verdict of the examination"), "決裁 可否 融資可否 承認可否 action_taken approved"
    ),
    _afterwards("verdict_why", Text("否決理由", "reason for denial"), "謝絶理由 見送り理由 denial_reason"),
    _afterwards("collection", Text("督促状況", "state of collection"), "督促回数 督促日 collection_status"),
)

_OUTCOMES = (
    _outcome(
        "outcome",
        Text("結果", "outcome"),
        "返済結果 返済状況 貸倒 貸倒区分 デフォルト 不良債権 事故区分 延滞区分 target default defaulted loan_status MIS_Status bad good_bad y label",
    ),
)

_IDENTIFIERS = (
    _identifier(
        "application_id",
        Text("申込番号", "application number"),
        "受付番号 案件番号 稟議番号 application_id LoanNr_ChkDgt loan_id id no 番号 連番",
    ),
    _identifier(
        "customer_id", Text("顧客番号", "customer number"), "取引先番号 顧客コード 顧客ID CIF customer_id member_id"
    ),
    _identifier("contract_id", Text("契約番号", "contract number"), "口座番号 融資番号 account_number"),
    _identifier("corporate_number", Text("法人番号", "corporate number"), "インボイス番号 corporate_number"),
    _identifier("my_number", Text("マイナンバー", "My Number"), "個人番号 my_number"),
    _identifier("name", Text("会社名", "company name"), "商号 屋号 企業名 取引先名 顧客名 company_name company name"),
    _identifier(
        "person", Text("氏名", "person's name"), "代表者名 代表者氏名 申込者名 担当者 担当者名 full_name officer"
    ),
    _identifier("address", Text("住所", "address"), "所在地 郵便番号 address zip zip_code postal_code"),
    _identifier("contact", Text("電話番号", "phone number"), "メールアドレス メール phone phone_number email"),
)


BARRED: tuple[Concept, ...] = (*_PROTECTED, *_AFTERWARDS, *_OUTCOMES, *_IDENTIFIERS)
