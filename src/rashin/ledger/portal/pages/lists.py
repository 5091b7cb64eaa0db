"""The lists of the portal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.language import Text
from rashin.ledger.portal.listing import Listing, Shown, Shows
from rashin.ledger.portal.listing import pages as pages_of
from rashin.ledger.portal.pages.parts import UNNAMED
from rashin.ledger.portal.site import Page

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FIGURE = """(SELECT {owner} AS id, value FROM figure WHERE owner = '{owner}' AND family = '{family}' AND fiscal_year IS NULL
  AND (field IS NULL OR owner = 'field') AND (ministry IS NULL OR owner = 'ministry') AND (programme IS NULL OR owner = 'programme')
  AND (payee IS NULL OR owner = 'payee'))"""


def _sums(owner: str, *families: str) -> str:
    """Joins of figures to the rows of an owner, each under its family's name."""
    return " ".join(
        f'LEFT JOIN {_FIGURE.format(owner=owner, family=one)} "{one}" ON "{one}".id = x.id' for one in families
    )


_YEAR = Shown("fiscal_year", Text("年度", "Year"), Shows.YEAR, below=True)
_BUDGETED = Shown("budgeted", Text("予算（円）", "Budgeted (yen)"), Shows.YEN)
_EXECUTED = Shown("executed", Text("執行（円）", "Executed (yen)"), Shows.YEN)
_STATED = Shown("stated", Text("支払先に書かれた額（円）", "Stated as paid (yen)"), Shows.YEN)
_PAID = Shown("paid", Text("支払（円）", "Paid (yen)"), Shows.YEN)
_AWARDED = Shown("awarded", Text("採択（円）", "Awarded (yen)"), Shows.YEN)
_MINISTRY = Shown("ministry", Text("府省", "Ministry"), below=True)
_FIELD = Shown("field", Text("分野", "Field"), Shows.FIELD, below=True)
_STATED_ALONE = "CASE WHEN stated.value IS DISTINCT FROM paid.value THEN stated.value END AS stated"
"""What is stated as paid, only where it is not what is known to be."""
_NOTHING = Text("この範囲には、まだ何もありません。", "There is nothing in this scope yet.")


@cache
def listings() -> tuple[Listing, ...]:
    """Every list, in the order of the navigation."""
    return (
        _programmes(),
        _organisations(),
        _awards(),
        _calls(),
        _outcomes(),
        _not_reported(),
        _ministries(),
        _fields(),
    )


def pages(connection: DuckDBPyConnection, made: Path) -> Iterator[Page]:
    """The pages of every list; their files are written beside them."""
    for listing in listings():
        yield from pages_of(connection, listing, made)


def _programmes() -> Listing:
    return Listing(
        "programmes/",
        Text("事業の一覧", "Programmes"),
        Text(
            "この範囲に入るすべての事業です。額は帳簿に書かれたままです。種類の違う額は足し合わせられません。",
            "Every programme of this scope, with amounts as the book has them. Different kinds must not be added together.",
        ),
        "programme",
        f"""SELECT x.id, x.title AS name, x.fiscal_year, o.title AS ministry, s.field, budgeted.value AS budgeted, executed.value AS executed,
          paid.value AS paid, {_STATED_ALONE}, outcomes.value AS outcomes, "outcomes-with-value".value AS with_value
        FROM programme x JOIN scope_programme s ON s.programme = x.id LEFT JOIN organisation o ON o.id = x.funder
        {_sums("programme", "budgeted", "executed", "paid", "stated", "outcomes", "outcomes-with-value")}""",
        (
            Shown("name", Text("事業", "Programme"), Shows.NAME),
            _YEAR,
            _MINISTRY,
            _FIELD,
            _BUDGETED,
            _EXECUTED,
            _PAID,
            _STATED,
            Shown("outcomes", Text("成果の指標", "Outcome indicators"), Shows.COUNT),
            Shown("with_value", Text("うち実績値あり", "with a value"), Shows.COUNT),
        ),
        ("executed", "paid", "stated", "budgeted", "name", "fiscal_year", "ministry", "field"),
        _NOTHING,
    )


def _organisations() -> Listing:
    return Listing(
        "organisations/",
        Text("支払先の一覧", "Recipients"),
        Text(
            "支払先として名前の挙がった組織です。書かれていない支払先は入りません。",
            "Organisations named as paid. Those that nobody wrote down are not here.",
        ),
        "payee",
        f"""SELECT x.id, x.title AS name, x.corporate_number, x.body, awarded.value AS awarded, paid.value AS paid, {_STATED_ALONE},
          CASE WHEN "stated-clear".value IS DISTINCT FROM coalesce(stated.value, paid.value) THEN coalesce("stated-clear".value, 0) END AS clear, n.rows AS payments
        FROM organisation x JOIN (SELECT payee, count(*) AS rows FROM payment_row WHERE move = 'payment' GROUP BY payee
          UNION ALL BY NAME SELECT recipient AS payee, 0 AS rows FROM award WHERE recipient NOT IN (SELECT payee FROM payment_row WHERE payee IS NOT NULL) GROUP BY 1) n
          ON n.payee = x.id
        {_sums("payee", "awarded", "paid", "stated", "stated-clear")}""",
        (
            Shown("name", Text("支払先", "Recipient"), Shows.NAME),
            Shown("corporate_number", Text("法人番号", "Corporate number"), below=True),
            _AWARDED,
            _PAID,
            _STATED,
            Shown("clear", Text("単位の疑いを除いた額（円）", "Without suspected unit errors (yen)"), Shows.YEN),
            Shown("payments", Text("支払の数", "Payments"), Shows.COUNT),
        ),
        ("stated", "paid", "clear", "awarded", "name", "payments"),
        _NOTHING,
    )


def _awards() -> Listing:
    return Listing(
        "awards/",
        Text("採択の一覧", "Awards"),
        Text(
            "採択された案件です。金額は契約の額で、払った額ではありません。",
            "What was awarded. Amounts are those agreed, not those paid.",
        ),
        "award",
        f"""SELECT x.id, x.title AS name, o.title AS recipient, s.field, x.agreed, awarded.value AS awarded, paid.value AS paid, {_STATED_ALONE}, refunded.value AS refunded
        FROM award x JOIN scoped_award s ON s.award = x.id LEFT JOIN organisation o ON o.id = x.recipient
        {_sums("award", "awarded", "paid", "stated", "refunded")}""",
        (
            Shown("name", Text("採択", "Award"), Shows.NAME),
            Shown("recipient", Text("採択先", "Recipient"), below=True),
            _FIELD,
            Shown("agreed", Text("契約日", "Agreed"), Shows.DATE, below=True),
            _AWARDED,
            _PAID,
            _STATED,
            Shown("refunded", Text("返納（円）", "Refunded (yen)"), Shows.YEN),
        ),
        ("awarded", "paid", "stated", "name", "recipient", "field", "agreed"),
        Text("採択の記録はありません。", "No award is recorded."),
    )


def _calls() -> Listing:
    return Listing(
        "calls/",
        Text("公募の一覧", "Calls"),
        Text(
            "いつ、いくらまでの公募があり、何件の応募から何件を採択したかです。",
            "Which calls there were, how many applied and how many were awarded.",
        ),
        "call",
        f"""SELECT x.id, x.title AS name, x.opened, x.closed, x.ceiling, applications.value AS applications, awards.value AS awards, awarded.value AS awarded
        FROM call x {_sums("call", "applications", "awards", "awarded")}""",
        (
            Shown("name", Text("公募", "Call"), Shows.NAME),
            Shown("opened", Text("公示", "Opened"), Shows.DATE),
            Shown("closed", Text("締切", "Closed"), Shows.DATE),
            Shown("ceiling", Text("上限（円）", "Ceiling (yen)"), Shows.YEN),
            Shown("applications", Text("応募", "Applications"), Shows.COUNT),
            Shown("awards", Text("採択", "Awards"), Shows.COUNT),
            _AWARDED,
        ),
        ("opened", "name", "ceiling", "applications", "awarded"),
        Text("公募の記録はありません。", "No call is recorded."),
    )


_BY_STATE = "list_position(['reached', 'not-reached', 'no-value', 'no-target'], state)"


def _outcomes() -> Listing:
    return Listing(
        "outcomes/",
        Text("成果の一覧", "Results"),
        Text(
            "目標と実績です。実績値のないものも、そのまま載せています。",
            "Goals and what came of them; those without a value are listed all the same.",
        ),
        "indicator",
        f"""SELECT i.id, coalesce(i.title, i.goal, '{UNNAMED.ja}') AS name, p.title AS programme, o.title AS ministry, r.field, i.unit, r.target, r.observed,
          CASE WHEN r.observed IS NULL THEN 'no-value' WHEN r.target IS NULL THEN 'no-target' WHEN r.reached THEN 'reached' ELSE 'not-reached' END AS state,
          r.method
        FROM indicator_row r JOIN indicator i ON i.id = r.id JOIN programme p ON p.id = r.programme LEFT JOIN organisation o ON o.id = r.ministry
        WHERE r.stage = 'outcome'""",
        (
            Shown("name", Text("指標", "Indicator"), Shows.NAME),
            Shown("programme", Text("事業", "Programme"), below=True),
            _FIELD,
            Shown("target", Text("目標", "Target"), Shows.NUMBER),
            Shown("observed", Text("実績", "Actual"), Shows.NUMBER),
            Shown("unit", Text("単位", "Unit")),
            Shown("state", Text("結果", "Result"), by=_BY_STATE),
        ),
        ("state", "name", "programme", "field"),
        Text("成果の指標は、一つも書かれていません。", "No outcome indicator is stated at all."),
    )


def _not_reported() -> Listing:
    return Listing(
        "not-reported/",
        Text("まだ報告のないもの", "Not reported"),
        Text(
            "期日を過ぎても実績値のない指標と、成果の指標が一つもない事業です。お金の多い順に並べています。",
            "Indicators past their date without a value, and programmes without any outcome indicator; the most money first.",
        ),
        "programme",
        f"""SELECT x.id, x.title AS name, x.fiscal_year, o.title AS ministry, s.field, executed.value AS executed, paid.value AS paid, {_STATED_ALONE},
          coalesce(l.late, 0) AS late, CASE WHEN outcomes.value IS NULL THEN true END AS none
        FROM programme x JOIN scope_programme s ON s.programme = x.id LEFT JOIN organisation o ON o.id = x.funder
        LEFT JOIN (SELECT programme, count(*) AS late FROM finding_place WHERE code = 'R01' GROUP BY programme) l ON l.programme = x.id
        {_sums("programme", "executed", "paid", "stated", "outcomes")}
        WHERE l.late > 0 OR outcomes.value IS NULL""",
        (
            Shown("name", Text("事業", "Programme"), Shows.NAME),
            _YEAR,
            _MINISTRY,
            _FIELD,
            _EXECUTED,
            _PAID,
            _STATED,
            Shown("late", Text("期日を過ぎた指標", "Indicators past due"), Shows.COUNT),
            Shown("none", Text("指標がない", "No indicator")),
        ),
        ("executed", "paid", "stated", "late", "name", "fiscal_year", "ministry"),
        Text("期日を過ぎたものは、ありません。", "Nothing is past its date."),
    )


def _groups(folder: str, owner: str, title: Text, lead: Text, source: str) -> Listing:
    return Listing(
        folder,
        title,
        lead,
        owner,
        f"""SELECT x.id, x.name, programmes.value AS programmes, budgeted.value AS budgeted, executed.value AS executed,
          paid.value AS paid, {_STATED_ALONE}
        FROM ({source}) x {_sums(owner, "programmes", "budgeted", "executed", "paid", "stated")}""",
        (
            Shown("name", title, Shows.FIELD if owner == "field" else Shows.NAME),
            Shown("programmes", Text("事業の数", "Programmes"), Shows.COUNT),
            _BUDGETED,
            _EXECUTED,
            _PAID,
            _STATED,
        ),
        ("executed", "paid", "stated", "budgeted", "programmes", "name"),
        _NOTHING,
    )


def _ministries() -> Listing:
    source = "SELECT DISTINCT s.ministry AS id, coalesce(o.title, s.ministry) AS name FROM scoped s LEFT JOIN organisation o ON o.id = s.ministry"
    lead = Text("府省ごとに足した額です。", "Sums by ministry.")
    return _groups("ministries/", "ministry", Text("府省", "Ministries"), lead, source)


def _fields() -> Listing:
    lead = Text(
        "分野ごとに足した額です。分け方は「数え方と規則」にあります。",
        "Sums by field. How fields are told apart is on the page on method.",
    )
    return _groups(
        "fields/", "field", Text("分野", "Fields"), lead, "SELECT DISTINCT field AS id, field AS name FROM place"
    )
