"""The workbook that officers fill in: a sheet of instructions, and one sheet for each kind with its headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rashin.language import Language, Text
from rashin.ledger.book.columns import Column, Holds
from rashin.ledger.book.draft import Entry
from rashin.ledger.book.kinds import KINDS, Kind
from rashin.ledger.importing.headings import columns_of
from rashin.spreadsheets import xlsx_sheets

Row = Sequence[str]

_SHEET = Text("書き方", "How to")
_STEPS = (
    Text(
        "使うシートだけに記入してください。ほかは空のままで構いません。",
        "Fill in only the sheets you need. Leave the others as they are.",
    ),
    Text(
        "1行目は見出しです。2行目から、1行に1件ずつ書きます。使わない列は消しても、空のままでも構いません。",
        "Row 1 holds the headings. Write one entry in each row from row 2 on. Columns you do not use may stay blank or go.",
    ),
    Text(
        "「番号」は、シートの中で1件ごとに違うものを自由に付けます（例: 2026-支払-001）。ほかのシートからは、この番号で指します。",
        "Give each entry an id of your own that no other entry of the sheet has (such as 2026-pay-001). Other sheets refer to "
        "it by this id.",
    ),
    Text(
        "金額は円です。千円や百万円で書くときは、見出しを「金額（千円）」のように変えるか、セルに「1,200千円」と書きます。"
        "書いたままの文字も残ります。",
        "Amounts are yen. To write thousands or millions, change the heading to “Amount (千円)” or “Amount (百万円)”, or write "
        "the unit into the cell. What was written is kept too.",
    ),
    Text(
        "日付は 2026-04-01、2026年4月1日、令和8年4月1日のどれでも読めます。年度は 2026 か 令和8年度と書きます。",
        "Days may be written 2026-04-01, 2026年4月1日 or 令和8年4月1日; fiscal years 2026 or 令和8年度.",
    ),
    Text(
        "支払先は、法人番号（13桁）と名称を書けば足ります。個人の氏名は書かず、「個人」としてください。",
        "For a payee, the corporate number (13 digits) and the name are enough. Do not write names of persons: write 個人.",
    ),
    Text(
        "直すときは、同じ番号で正しい内容を最初から最後まで書き、もう一度取り込みます。前の内容も、いつ誰がなぜ直したかとともに残ります。",
        "To correct an entry, write all of it anew under the same id and import again. What stood before stays on record, with "
        "who corrected it, when and why.",
    ),
    Text(
        "取り消すときは、番号と、「取り消す」の列に「はい」を書きます。",
        "To take an entry back, write its id, and “yes” in the column “Withdraw”.",
    ),
    Text(
        "取り込み: rashin ledger import workbook このファイル.xlsx --why 理由",
        "To import it: rashin ledger import workbook THIS-FILE.xlsx --why REASON",
    ),
)
_HEADS = (
    Text("シート", "Sheet"),
    Text("列", "Column"),
    Text("必ず書く", "Required"),
    Text("書くもの", "What to write"),
)
_REQUIRED = Text("必ず", "required")
_WHAT = {
    Holds.NAME: Text("番号", "an id"),
    Holds.TEXT: Text("文字", "text"),
    Holds.YEN: Text("金額（円）", "an amount in yen"),
    Holds.NUMBER: Text("数（小数も可）", "a number, also with a fraction"),
    Holds.COUNT: Text("整数", "a whole number"),
    Holds.DATE: Text("日付", "a day"),
    Holds.YEAR: Text("年度", "a fiscal year"),
    Holds.YES_NO: Text("はい か いいえ", "yes or no"),
}
_ID_OF = Text("「{kind}」のシートの番号", "an id of the sheet “{kind}”")


def template(language: Language = "ja", entries: Mapping[str, Sequence[Entry]] | None = None) -> Iterator[bytes]:
    """The workbook (XLSX) in pieces, empty unless entries are given; `rashin ledger import workbook` knows its headings.

    Args:
        language: of the headings and instructions.
        entries: for each kind the entries to fill in; names of columns and their values.
    """
    sheets: list[tuple[str, Iterator[Sequence[object]]]] = [(_SHEET[language], _instructions(language))]
    given = entries or {}
    sheets += [(kind.label[language], _filled(kind, language, given.get(kind.name, ()))) for kind in KINDS.values()]
    return xlsx_sheets(sheets)


def _filled(kind: Kind, language: Language, entries: Iterable[Entry]) -> Iterator[Sequence[object]]:
    yield _headings(kind, language)
    for entry in entries:
        cells = (entry.get(column.name) for column in columns_of(kind))
        yield ["" if cell is None else cell for cell in cells]


def _headings(kind: Kind, language: Language) -> Row:
    return [column.label[language] for column in columns_of(kind)]


def _instructions(language: Language) -> Iterator[Row]:
    yield [_SHEET[language]]
    yield from ([f"{place}. {step[language]}"] for place, step in enumerate(_STEPS, start=1))
    yield []
    yield [head[language] for head in _HEADS]
    for kind in KINDS.values():
        for column in columns_of(kind):
            required = _REQUIRED[language] if column.required else ""
            yield [kind.label[language], column.label[language], required, _what(column, language)]


def _what(column: Column, language: Language) -> str:
    if column.choices:
        return " / ".join(choice.label[language] for choice in column.choices)
    if column.of is not None:
        return _ID_OF.filled(kind=KINDS[column.of].label)[language]
    return _WHAT[column.holds][language]
