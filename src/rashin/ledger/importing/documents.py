"""What formats in JSON have in common: documents as they are read, and amounts in one currency."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

from rashin.errors import FileTooLarge, ImportProblem
from rashin.language import Text
from rashin.ledger.book.currency import YEN, is_currency, places
from rashin.ledger.book.engine import file_literal
from rashin.ledger.importing.problems import MONEY, MOST, Problems, broken, not_a
from rashin.settings import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LARGEST_OBJECT = 1 << 30
_BEGINNING = 1 << 20
_LINES = (".jsonl", ".ndjson", ".jl")
_NOT_JSON = Text("JSON として読めません（{found}）。", "It is no JSON ({found}).")
_MEND_JSON = Text(
    "その行のかっこ、引用符、コンマを確かめるか、元のデータからもう一度書き出してください。",
    "Check the brackets, quotation marks and commas of that line, or export it from its source again.",
)
_NO_CURRENCY = Text("金額に通貨がありません。", "The amount has no currency.")
_SAY_CURRENCY = Text("通貨の記号（JPY など、ISO 4217）を加えてください。", "Add its code of ISO 4217, such as JPY.")
_WRONG_CURRENCY = Text("「{found}」は通貨の記号ではありません。", "“{found}” is no currency.")
_MIXED = Text(
    "通貨が{found}です。このファイルのほかの金額は{most}です。", "It is in {found}; the file is else in {most}."
)
_APART = Text(
    "換算はしません。通貨ごとにファイルを分けてください。", "Nothing is converted. Make one file for each currency."
)
_TOO_FINE = Text(
    "「{found}」は、{currency}の最小の単位より細かい金額です。",
    "“{found}” is finer than the smallest coin of {currency}.",
)
_ROUND = Text("元の資料の金額に直してください。", "Correct it to the amount of the original document.")


def starts_like_json(path: Path) -> bool:
    """Whether it is a file of JSON by its name."""
    names = {".json", *_LINES}
    return path.is_file() and any(suffix.lower() in names for suffix in path.suffixes[-2:])


def speaks_of(path: Path, *names: str) -> bool:
    """Whether it is a file of JSON that has one of these names near its beginning; of a packed one its name must do."""
    if not starts_like_json(path):
        return False
    if path.suffix == ".gz":
        return True
    with path.open("rb") as file:
        start = file.read(_BEGINNING)
    return any(f'"{name}"'.encode() in start for name in names)


def load_documents(connection: DuckDBPyConnection, problems: Problems, path: Path) -> None:
    """A file of one JSON document, or of one in each line, as the table `document` (json).

    Raises:
        FileTooLarge: it has more bytes than Rashin reads.
        ImportRefused: it is no JSON.
    """
    import duckdb

    if path.stat().st_size > settings().max_file_mb * 1_000_000:
        raise FileTooLarge(limit=f"{settings().max_file_mb:,} MB")
    lines = any(suffix.lower() in _LINES for suffix in path.suffixes[-2:])
    form = "newline_delimited" if lines else "unstructured"
    read = f"read_json_objects({file_literal(path)}, format='{form}', maximum_object_size={_LARGEST_OBJECT})"
    try:
        connection.execute(f"CREATE TABLE document AS SELECT json FROM {read}")
    except duckdb.Error as trouble:
        problems.add(_where_broken(path, one_a_line=lines) or broken(str(trouble)))
        problems.refuse()


def _where_broken(path: Path, *, one_a_line: bool) -> ImportProblem | None:
    """The line of a JSON file at which it ends to be JSON; None where Python's reader sees nothing wrong."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            texts = file if one_a_line else [file.read()]
            for row, text in enumerate(texts, start=1):
                try:
                    json.loads(text) if text.strip() else None
                except json.JSONDecodeError as trouble:
                    return ImportProblem(_NOT_JSON.filled(found=trouble.msg), _MEND_JSON, row + trouble.lineno - 1)
    except UnicodeDecodeError:
        return ImportProblem(_NOT_JSON.filled(found="UTF-8"), _MEND_JSON)
    return None


def settle_currency(connection: DuckDBPyConnection, problems: Problems) -> str:
    """See that every amount is in one currency, and give the connection `coins(amount)` and `coin_unit()`.

    Args:
        connection: its table `money` has source_row, place (the field's name), amount and currency, all as written.
        problems: gets what is wrong; the macros hold only if nothing was.

    Returns:
        The currency; yen where there is no amount at all.
    """
    said = connection.execute(
        "SELECT currency, count(*) FROM money WHERE amount IS NOT NULL AND currency IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    most = next((str(code) for code, _ in said if is_currency(str(code))), YEN)
    scale = 10 ** places(most)
    in_coins = f"TRY_CAST(amount AS DECIMAL(38, 12)) * {scale}"
    for row, place, amount, currency in connection.execute(
        "SELECT source_row, place, amount, currency FROM money WHERE amount IS NOT NULL AND "
        f"(currency IS DISTINCT FROM ? OR {in_coins} IS NULL OR {in_coins} <> floor({in_coins})) "
        f"ORDER BY source_row LIMIT {MOST + 1}",
        [most],
    ).fetchall():
        problems.add(_wrong(int(row), str(place), str(amount), currency, most))
    connection.execute(
        f"CREATE TEMP MACRO coins(amount) AS CAST(CAST(amount AS DECIMAL(38, 12)) * {scale} AS BIGINT);"
        f"CREATE TEMP MACRO coin_unit(amount) AS CASE WHEN amount IS NOT NULL THEN '{'円' if most == YEN else most}' END"
    )
    return most


def _wrong(row: int, place: str, amount: str, currency: str | None, most: str) -> ImportProblem:
    if currency is None:
        return ImportProblem(_NO_CURRENCY, _SAY_CURRENCY, row, place)
    if not is_currency(currency):
        return ImportProblem(_WRONG_CURRENCY.filled(found=currency), _SAY_CURRENCY, row, place)
    if currency != most:
        return ImportProblem(_MIXED.filled(found=currency, most=most), _APART, row, place)
    try:
        float(amount)
    except ValueError:
        return not_a(MONEY, amount, row, place)
    return ImportProblem(_TOO_FINE.filled(found=amount, currency=most), _ROUND, row, place)
