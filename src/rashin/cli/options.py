"""Options as the commands share them: their names, their words in both languages, and what they take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from rashin.errors import OptionWrong
from rashin.language import LANGUAGES, Text

_BETWEEN = "\x1f"
"""Separates the languages of a help text, which Typer keeps as one string."""


def both(ja: str, en: str) -> str:
    """A help text in both languages; `text_of` takes it apart."""
    return f"{ja}{_BETWEEN}{en}"


def text_of(help_text: str | None) -> Text:
    """The help text of a command or an option."""
    ja, _, en = (help_text or "").partition(_BETWEEN)
    return Text(ja, en or ja)


def option(
    *names: str, ja: str, en: str, metavar: str | None = None, parser: Callable[[str], Any] | None = None
) -> Any:
    """An option with its help in both languages."""
    return typer.Option(*names, help=both(ja, en), metavar=metavar, parser=parser)


def argument(metavar: str, ja: str, en: str) -> Any:
    """An argument with its help in both languages."""
    return typer.Argument(metavar=metavar, help=both(ja, en), show_default=False)


def whole(name: str, low: int, high: int | None = None) -> Callable[[str], int]:
    """Reads a whole number within bounds; the reader raises OptionWrong."""
    values = (
        Text(f"{low:,}以上の整数", f"a whole number from {low:,}")
        if high is None
        else Text(f"{low:,}から{high:,}までの整数", f"a whole number from {low:,} to {high:,}")
    )

    def read(value: str) -> int:
        try:
            number = int(str(value).replace(",", ""))
        except ValueError:
            number = low - 1
        if number < low or (high is not None and number > high):
            raise OptionWrong(option=name, value=value, values=values)
        return number

    return read


def share(name: str) -> Callable[[str], float]:
    """Reads a number between 0 and 1, both excluded; the reader raises OptionWrong."""

    def read(value: str) -> float:
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0 < number < 1:
            values = Text("0より大きく1より小さい数。例: 0.1", "a number above 0 and below 1, such as 0.1")
            raise OptionWrong(option=name, value=value, values=values)
        return number

    return read


def one_of(name: str, *values: str) -> Callable[[str], str]:
    """Reads one of these words; the reader raises OptionWrong."""

    def read(value: str) -> str:
        if value not in values:
            raise OptionWrong(option=name, value=value, values=", ".join(values))
        return value

    return read


Json = Annotated[
    bool,
    option(
        "--json",
        ja="答えを、プログラムが読める JSON で標準出力に書きます。",
        en="Write the answer to standard output as JSON, for programs.",
    ),
]
Lang = Annotated[
    str | None,
    option(
        "--lang",
        metavar="ja|en",
        parser=one_of("--lang", *LANGUAGES),
        ja="答えの言葉。指定がなければ、設定 RASHIN_LANGUAGE に従います。",
        en="The language of the answer. By default that of the setting RASHIN_LANGUAGE.",
    ),
]
ServiceName = Annotated[
    str, argument("SERVICE", "サービスの名前。`rashin services` で分かります。", "The service; see `rashin services`.")
]
TableFile = Annotated[
    Path,
    argument(
        "FILE",
        "読む表。CSV、TSV、XLSX、Parquet、JSON Lines のどれか。",
        "The table: CSV, TSV, XLSX, Parquet or JSON lines.",
    ),
]
ModelFile = Annotated[
    Path, argument("MODEL", "`rashin learn` が書いた .rashin ファイル。", "A .rashin file that `rashin learn` wrote.")
]
Target = Annotated[
    str, option("--target", metavar="COL", ja="結果の列の名前。", en="The column that says how each case turned out.")
]
TargetIfKnown = Annotated[
    str | None,
    option(
        "--target",
        metavar="COL",
        ja="結果の列の名前。サービスが知っている名前（結果、返済状況など）なら要りません。",
        en="The column that says how each case turned out. Not needed for names the service knows.",
    ),
]
Bad = Annotated[
    str | None,
    option(
        "--bad",
        metavar="VALUE",
        ja="結果の列で、悪い結果を表す値。サービスが知っている言葉（延滞、default など）なら要りません。",
        en="The value of the outcome column that means a bad outcome. Not needed for words the service knows, such as "
        "延滞 or default.",
    ),
]
Protected = Annotated[
    list[str] | None,
    option(
        "--protected",
        metavar="COL",
        ja="守るべき属性の列。判断の材料にせず、集まりごとの違いを測るために使います。何度でも書けます。",
        en="A protected attribute: not decided by, but used to measure differences between groups. May be repeated.",
    ),
]
Allow = Annotated[
    list[str] | None,
    option(
        "--allow",
        metavar="COL",
        ja="守るべき属性でも判断の材料に入れる列。何度でも書けます。",
        en="A protected attribute that may be decided by all the same. May be repeated.",
    ),
]
Group = Annotated[
    str | None,
    option(
        "--group",
        metavar="COL",
        ja="同じ相手の行をまとめる列（顧客番号など）。同じ値の行は、学ぶ側か確かめる側のどちらかにそろえます。",
        en="The column that tells which rows belong together, such as a customer number: they are all learned from, or "
        "all checked on.",
    ),
]
Time = Annotated[
    str | None,
    option(
        "--time",
        metavar="COL",
        ja="申込の順序が分かる列（申込日など）。前の時期から学び、後の時期で確かめます。",
        en="The column that tells the order of cases, such as a date: learn from earlier ones, check on later ones.",
    ),
]
