"""What the book is made of: every kind of entry, column by column.

The chain of money: programme → call → application → award → budget → commitment → payment → sub-award.
The chain of results: award → output → deployment → indicator → observation → outcome → social return.
Amounts of different kinds are never added to one another: budgeted is not committed, committed is not paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rashin.language import Text
from rashin.ledger.book.columns import Choice, Column, Holds, name, yen


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: a table of the book."""

    name: str
    label: Text
    columns: tuple[Column, ...]

    @property
    def money(self) -> tuple[Column, ...]:
        """The columns that hold yen."""
        return tuple(column for column in self.columns if column.holds is Holds.YEN)


ID = Column("id", Text("番号", "Id"), Holds.NAME, required=True)
_TITLE = Column("title", Text("名前", "Name"), required=True)
_NOTE = Column("note", Text("説明", "Note"))
_YEAR = Column("fiscal_year", Text("年度", "Fiscal year"), Holds.YEAR)
_STARTS = Column("starts", Text("始まり", "Starts"), Holds.DATE)
_ENDS = Column("ends", Text("終わり", "Ends"), Holds.DATE)
_FIELD = Column("field", Text("分野", "Field"))
_GOAL = Column("goal", Text("目標", "Goal"))
_PROGRAMME = name("programme", Text("事業", "Programme"))
_AWARD = name("award", Text("採択", "Award"))
_EVIDENCE = name("evidence", Text("裏付け", "Evidence"))
_AMOUNT = yen("amount", Text("金額", "Amount"), required=True)

# Who was paid, as the source wrote it; `payee` is who is meant, where that is known.
_PAYEE = Column("payee", Text("支払先", "Payee"), Holds.NAME, of="organisation")
_PAYEE_NAME = Column("payee_name", Text("支払先の名称（記載のまま）", "Payee as written"))
_PAYEE_NUMBER = Column("payee_number", Text("支払先の法人番号（記載のまま）", "Payee's number as written"))

BODIES = (
    Choice("ministry", Text("府省", "ministry")),
    Choice("agency", Text("独立行政法人など", "agency")),
    Choice("local", Text("地方公共団体", "local government")),
    Choice("institute", Text("大学・研究機関", "university or institute")),
    Choice("company", Text("会社", "company")),
    Choice("other", Text("その他の団体", "other body")),
    Choice("person", Text("個人", "person")),
)
METHODS = (
    Choice("measured", Text("サービスが測った値", "measured by the service")),
    Choice("audited", Text("監査を受けた値", "audited")),
    Choice("survey", Text("調査", "survey")),
    Choice("self-reported", Text("自己申告", "self-reported")),
    Choice("modelled", Text("推計", "modelled")),
)
DIRECTIONS = (
    Choice("up", Text("増やす", "up")),
    Choice("down", Text("減らす", "down")),
    Choice("keep", Text("保つ", "keep")),
)
MOVES = (
    Choice("payment", Text("支払", "payment")),
    Choice("refund", Text("返納", "refund")),
)
STAGES = (
    Choice("output", Text("産出", "output")),
    Choice("outcome", Text("成果", "outcome")),
)
FINDINGS = (
    Choice("met", Text("満たす", "met")),
    Choice("not-met", Text("満たさない", "not met")),
    Choice("no-evidence", Text("裏付けがない", "no evidence")),
)

_METHOD = Column("method", Text("測り方", "Method"), choices=METHODS)
_LOW = Column("low", Text("区間の下", "Lower end"), Holds.NUMBER)
_HIGH = Column("high", Text("区間の上", "Upper end"), Holds.NUMBER)
_SAMPLE = Column("sample_size", Text("件数", "Sample size"), Holds.COUNT)

_KINDS = (
    Kind(
        "organisation",
        Text("組織", "Organisation"),
        (
            ID,
            _TITLE,
            Column("corporate_number", Text("法人番号", "Corporate number")),
            Column("body", Text("種類", "Type"), choices=BODIES),
            Column("country", Text("国", "Country")),
        ),
    ),
    Kind(
        "programme",
        Text("事業", "Programme"),
        (
            ID,
            _TITLE,
            Column("part_of", Text("上の事業", "Part of"), Holds.NAME, of="programme"),
            Column("funder", Text("府省など", "Funder"), Holds.NAME, of="organisation"),
            Column("bureau", Text("部局", "Bureau")),
            _YEAR,
            _FIELD,
            _GOAL,
            _NOTE,
            Column("account", Text("会計", "Account")),
            Column("carried_out_by", Text("実施方法", "Carried out by")),
            _STARTS,
            _ENDS,
            Column("start_year", Text("開始年度", "First year"), Holds.YEAR),
            Column("end_year", Text("終了予定年度", "Last year"), Holds.YEAR),
            yen("ceiling", Text("総額の上限", "Ceiling")),
            Column("closed", Text("閉じた日", "Closed"), Holds.DATE),
        ),
    ),
    Kind(
        "call",
        Text("公募", "Call"),
        (
            ID,
            _TITLE,
            name("programme", Text("事業", "Programme"), required=True),
            Column("opened", Text("公示日", "Opened"), Holds.DATE),
            Column("closed", Text("締切日", "Closed"), Holds.DATE),
            yen("ceiling", Text("予算の上限", "Ceiling")),
            yen("award_ceiling", Text("1件の上限", "Ceiling of one award")),
        ),
    ),
    Kind(
        "application",
        Text("応募", "Application"),
        (
            ID,
            name("call", Text("公募", "Call"), required=True),
            Column("applicant", Text("応募者", "Applicant"), Holds.NAME, required=True, of="organisation"),
            Column("applied", Text("応募日", "Applied"), Holds.DATE),
            _AMOUNT,
        ),
    ),
    Kind(
        "award",
        Text("採択", "Award"),
        (
            ID,
            _TITLE,
            _PROGRAMME,
            name("call", Text("公募", "Call")),
            name("application", Text("応募", "Application")),
            Column("recipient", Text("採択先", "Recipient"), Holds.NAME, of="organisation"),
            Column("version", Text("契約の版", "Version of the agreement"), Holds.COUNT),
            Column("decided", Text("採択日", "Decided"), Holds.DATE),
            Column("agreed", Text("契約日", "Agreed"), Holds.DATE),
            _STARTS,
            _ENDS,
            Column("closed", Text("閉じた日", "Closed"), Holds.DATE),
            _FIELD,
            _GOAL,
            _NOTE,
            _AMOUNT,
            yen("private_money", Text("民間が出す金額", "Private money")),
            Column("trl_start", Text("始まりの技術成熟度", "TRL at the start"), Holds.COUNT),
            Column("trl_end", Text("終わりの技術成熟度", "TRL at the end"), Holds.COUNT),
        ),
    ),
    Kind(
        "budget",
        Text("予算", "Budget"),
        (
            ID,
            _PROGRAMME,
            _AWARD,
            _YEAR,
            yen("initial", Text("当初予算", "Initial")),
            yen("supplementary", Text("補正予算", "Supplementary")),
            yen("carried_in", Text("前年度から繰越し", "Carried in")),
            yen("carried_out", Text("翌年度へ繰越し（減るときは負）", "Carried out (negative when it leaves)")),
            yen("reserve", Text("予備費など", "Reserve")),
            yen("total", Text("計", "Total")),
            yen("executed", Text("執行額", "Executed")),
        ),
    ),
    Kind(
        "commitment",
        Text("契約", "Commitment"),
        (
            ID,
            _PROGRAMME,
            _AWARD,
            _YEAR,
            Column("agreed", Text("契約日", "Agreed"), Holds.DATE),
            _PAYEE,
            _PAYEE_NAME,
            _PAYEE_NUMBER,
            _AMOUNT,
            Column("bidders", Text("応札者の数", "Bidders"), Holds.COUNT),
            yen("ceiling", Text("予定価格", "Ceiling price")),
            Column("procedure", Text("契約方式", "Procedure")),
        ),
    ),
    Kind(
        "payment",
        Text("支払", "Payment"),
        (
            ID,
            _PROGRAMME,
            _AWARD,
            name("commitment", Text("契約", "Commitment")),
            _YEAR,
            Column("paid", Text("支払日", "Paid"), Holds.DATE),
            Column("move", Text("区分", "Direction"), choices=MOVES),
            _PAYEE,
            _PAYEE_NAME,
            _PAYEE_NUMBER,
            _AMOUNT,
            Column("block", Text("支出先ブロック", "Block")),
            Column("tier", Text("段（1が直接）", "Tier (1 is direct)"), Holds.COUNT),
            Column("work", Text("業務の内容", "Work")),
        ),
    ),
    Kind(
        "sub_award",
        Text("再委託", "Sub-award"),
        (
            ID,
            _PROGRAMME,
            _AWARD,
            name("payment", Text("元の支払", "Out of payment")),
            Column("payer", Text("支払元", "Payer"), Holds.NAME, of="organisation"),
            _YEAR,
            _PAYEE,
            _PAYEE_NAME,
            _PAYEE_NUMBER,
            _AMOUNT,
            Column("tier", Text("段（2から）", "Tier (from 2)"), Holds.COUNT),
            Column("work", Text("業務の内容", "Work")),
        ),
    ),
    Kind(
        "account_line",
        Text("仕訳", "Journal line"),
        (
            ID,
            _PROGRAMME,
            Column("journal", Text("仕訳の番号", "Journal entry"), required=True),
            Column("booked", Text("計上日", "Booked"), Holds.DATE),
            Column("account", Text("科目", "Account"), required=True),
            yen("debit", Text("借方", "Debit")),
            yen("credit", Text("貸方", "Credit")),
        ),
    ),
    Kind(
        "balance",
        Text("残高", "Balance"),
        (
            ID,
            _PROGRAMME,
            Column("account", Text("科目", "Account"), required=True),
            _YEAR,
            yen("opening", Text("期首", "Opening")),
            yen("movements", Text("増減", "Movements")),
            yen("closing", Text("期末", "Closing")),
        ),
    ),
    Kind(
        "stated_total",
        Text("資料に書かれた合計", "Total as stated"),
        (
            ID,
            _PROGRAMME,
            _YEAR,
            Column("of", Text("何の合計か", "Total of"), required=True),
            _AMOUNT,
        ),
    ),
    Kind(
        "output",
        Text("産出", "Output"),
        (ID, _TITLE, _PROGRAMME, _AWARD, Column("delivered", Text("納めた日", "Delivered"), Holds.DATE), _EVIDENCE),
    ),
    Kind(
        "deployment",
        Text("導入", "Deployment"),
        (
            ID,
            _TITLE,
            _AWARD,
            name("organisation", Text("使う組織", "Organisation")),
            Column("service", Text("サービス", "Service")),
            Column("started", Text("使い始め", "Started"), Holds.DATE),
            Column("ended", Text("使い終わり", "Ended"), Holds.DATE),
            Column("uses", Text("判断の数", "Decisions made"), Holds.COUNT),
        ),
    ),
    Kind(
        "indicator",
        Text("指標", "Indicator"),
        (
            ID,
            _TITLE,
            _PROGRAMME,
            _AWARD,
            Column("stage", Text("段階", "Stage"), choices=STAGES),
            _GOAL,
            Column("unit", Text("単位", "Unit")),
            Column("baseline", Text("基準値", "Baseline"), Holds.NUMBER),
            Column("direction", Text("向き", "Direction"), choices=DIRECTIONS),
            Column("target", Text("目標値", "Target"), Holds.NUMBER),
            Column("due", Text("目標の期日", "Due"), Holds.DATE),
            Column("due_year", Text("目標年度", "Due in"), Holds.YEAR),
            Column("version", Text("版", "Version"), Holds.COUNT),
            Column("set_on", Text("定めた日", "Set on"), Holds.DATE),
        ),
    ),
    Kind(
        "observation",
        Text("実績", "Observation"),
        (
            ID,
            name("indicator", Text("指標", "Indicator"), required=True),
            _YEAR,
            Column("observed", Text("測った日", "Observed"), Holds.DATE),
            Column("planned", Text("見込み", "Planned"), Holds.NUMBER),
            Column("value", Text("実績値", "Value"), Holds.NUMBER),
            _METHOD,
            _SAMPLE,
            _LOW,
            _HIGH,
            _EVIDENCE,
        ),
    ),
    Kind(
        "outcome",
        Text("成果", "Outcome"),
        (
            ID,
            _TITLE,
            _PROGRAMME,
            _AWARD,
            name("indicator", Text("指標", "Indicator")),
            Column("finding", Text("結果", "Finding"), choices=FINDINGS),
            _NOTE,
            _EVIDENCE,
        ),
    ),
    Kind(
        "social_return",
        Text("社会への還元", "Social return"),
        (
            ID,
            _TITLE,
            _PROGRAMME,
            _AWARD,
            yen("low", Text("下限", "Lower end"), required=True),
            yen("high", Text("上限", "Upper end"), required=True),
            Column("attribution", Text("この事業による割合", "Share due to it"), Holds.NUMBER),
            Column("deadweight", Text("なくても起きた割合", "Share that would have come anyway"), Holds.NUMBER),
            _METHOD,
            _SAMPLE,
            _EVIDENCE,
        ),
    ),
    Kind(
        "evidence",
        Text("裏付け", "Evidence"),
        (
            ID,
            _TITLE,
            Column("digest", Text("ファイルの指紋", "Digest")),
            Column("address", Text("ありか", "Address")),
            Column("dated", Text("日付", "Dated"), Holds.DATE),
            Column("licence", Text("利用条件", "Licence")),
        ),
    ),
    Kind(
        "criterion",
        Text("評価の基準", "Criterion"),
        (
            ID,
            _TITLE,
            name("programme", Text("事業", "Programme"), required=True),
            Column("standard", Text("基準の出所", "Standard")),
            Column("needs", Text("要る裏付け", "Evidence needed")),
            Column("target", Text("目標値", "Target"), Holds.NUMBER),
        ),
    ),
    Kind(
        "evaluation",
        Text("評価", "Evaluation"),
        (
            ID,
            name("criterion", Text("基準", "Criterion"), required=True),
            Column("finding", Text("結果", "Finding"), required=True, choices=FINDINGS),
            Column("evaluated", Text("評価した日", "Evaluated"), Holds.DATE),
            Column("by", Text("評価した人", "Evaluated by")),
            _NOTE,
            _EVIDENCE,
        ),
    ),
    Kind(
        "opinion",
        Text("意見", "Opinion"),
        (
            ID,
            Column("about", Text("何について", "About"), required=True),
            Column("said", Text("意見", "What was said"), required=True),
            Column("sent", Text("届いた日", "Sent"), Holds.DATE),
            Column("due", Text("答える期日", "To be answered by"), Holds.DATE),
            Column("answer", Text("答え", "Answer")),
            Column("answered", Text("答えた日", "Answered"), Holds.DATE),
            Column("led_to", Text("変わったこと", "What it changed")),
        ),
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
"""Every kind by its name, in the order of the two chains."""
