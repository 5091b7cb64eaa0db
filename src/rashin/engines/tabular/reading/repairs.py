"""The written account of what was normalised in a column."""

from __future__ import annotations

from rashin.engines.tabular.reading.cells import as_written, shown
from rashin.engines.tabular.reading.distinct import number_text
from rashin.engines.tabular.table import Repair
from rashin.language import Text

WORDS = {
    "blank": Text("空欄を「値なし」としました。", "Took blank cells as having no value."),
    "missing-word": Text(
        "値がないことを表す記号や言葉を「値なし」としました。",
        "Took marks and words for a missing value as having none.",
    ),
    "missing-number": Text(
        "ほかの値から離れた -999 などの数を、値がない印とみなしました。",
        "Took numbers such as -999, far from all others, as marks for a missing value.",
    ),
    "width": Text("全角の数字や記号を半角にしました。", "Turned full-width digits and signs into plain ones."),
    "grouping": Text("桁区切りのコンマを外しました。", "Removed the commas that group digits."),
    "negative": Text("△・▲・括弧を負の数としました。", "Took △, ▲ and brackets as negative."),
    "currency": Text("円・¥ の記号を外しました。", "Removed yen signs."),
    "counter": Text("人・歳・件などの数え方を外しました。", "Removed counting words such as 人, 歳 and 件."),
    "unit": Text(
        "千・万・億の付いた数を、1の単位にしました。", "Turned numbers in thousands, 万 and 億 into single units."
    ),
    "header-unit": Text("見出しの単位「{unit}」を円に直しました。", "Turned the unit in the header, {unit}, into yen."),
    "percent": Text("％を割合の数にしました。", "Turned percentages into plain numbers."),
    "date-format": Text("日付の書き方をそろえました。", "Wrote dates in one way."),
    "date-era": Text("和暦を西暦にしました。", "Turned Japanese era dates into the Western calendar."),
    "date-month": Text(
        "年と月だけの日付を、その月の1日としました。", "Took dates of year and month as the first of that month."
    ),
    "variant": Text(
        "大文字・空白・全角の違いだけの値を、最も多い書き方にまとめました。",
        "Merged values that differ only in case, space or width into the most common spelling.",
    ),
    "invisible": Text("見えない文字を取り除きました。", "Removed invisible characters."),
    "masked": Text(
        "持つべきでない番号なので、読まずに伏せました。", "Masked, unread, because such numbers should not be kept."
    ),
}
"""What is said of each repair, by its code."""

_MOST_EXAMPLES = 3


class Tally:
    """Counts the repaired cells of one column by sort."""

    def __init__(self, column: str, **facts: str) -> None:
        self._column = column
        self._facts = facts
        self._cells: dict[str, int] = {}
        self._examples: dict[str, list[tuple[str, str]]] = {}

    def add(self, code: str, cells: int, before: str = "", after: str | float | None = None) -> None:
        """Count `cells` more; with `after`, keep the pair as an example while there is room."""
        if not cells:
            return
        self._cells[code] = self._cells.get(code, 0) + int(cells)
        examples = self._examples.setdefault(code, [])
        if after is not None and len(examples) < _MOST_EXAMPLES:
            examples.append((as_written(before), shown(after if isinstance(after, str) else number_text(after))))

    def repairs(self) -> tuple[Repair, ...]:
        """The repairs counted, in the order they first came."""
        return tuple(
            Repair(self._column, code, WORDS[code].filled(**self._facts), cells, tuple(self._examples[code]))
            for code, cells in self._cells.items()
        )
