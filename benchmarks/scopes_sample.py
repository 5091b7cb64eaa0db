"""Draws the sheets that are read and labelled by hand, and writes them down as they were read.

    python benchmarks/scopes_sample.py --data FOLDER --out sheets.txt [--seed 4]

FOLDER is the JUDGIT data. Every sheet lies in one stratum, by words that are wider than any rule:

- title: the title names AI;
- indicator: an indicator or its goal does, the title does not;
- works: of the payments at least a tenth name it, by number or by yen, and nothing else does;
- few-works: fewer do;
- technique: none of these, but a technique that is learned from data is named in the title or by an indicator;
- adjacent: none of these, but something near AI is (robots, automated driving, big data, …);
- rest: everything else.

The sheets of one stratum are drawn at random and without replacement. Which half a sheet belongs to depends on a digest of its
normalised title, so that the years of one programme never lie on both sides.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashin.ledger.book.book import Book
from rashin.ledger.importing.importing import import_into

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SIZES = {"title": 100, "indicator": 66, "works": 75, "few-works": 50, "technique": 20, "adjacent": 80, "rest": 60}

_NAMED = re.compile(
    r"(?<![A-Za-z])AI(?![A-Za-z])|人工知能|機械学習|深層学習|ディープ・?ラーニング|言語モデル|(?<![A-Za-z])LLM|ChatGPT|ニューラル"
)
_TECHNIQUE = re.compile(
    r"機械翻訳|自動翻訳|音声翻訳|翻訳技術|音声認識|音声対話|画像認識|顔認証|顔画像|自然言語|チャットボット|教師データ|画像解析|文字認識"
)
_ADJACENT = re.compile(
    r"データサイエ|自動運転|自動走行|ロボット|ビッグデータ|IoT|知能|スマート|ドローン|無人|自律|半導体|チップ|コンピュ[ーテ]|"
    r"Society ?5|第[4四]次産業|未来技術|データ駆動|デジタルツイン|脳情報|脳科学|ニューロ|RPA|Connected|先端技術|情報通信技術の|"
    r"グローバルコミュニケーション|戦略的イノベーション創造|未来社会|プロファイリング|画像診断|DX|デジタルトランス|行動認識|生体認証"
)


def plain(text: str | None) -> str:
    """As it is compared: NFKC."""
    return unicodedata.normalize("NFKC", text or "")


def programme_of(title: str) -> str:
    """What the yearly sheets of one programme share: the title without spaces, brackets' contents and marks."""
    return re.sub(r"[(〔【\[].*?[)〕】\]]|[\s・,、「」]", "", plain(title)) or plain(title)


def half(title: str) -> str:
    """`tuning` or `held-out`."""
    return "tuning" if sha256(programme_of(title).encode()).digest()[0] % 2 else "held-out"


class Sheets:
    """What every sheet says."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        """Read them all."""
        self.about = {
            row[0]: row
            for row in connection.execute("SELECT id, fiscal_year, title, funder, bureau FROM programme").fetchall()
        }
        self.indicators = _grouped(connection, "SELECT programme, title, goal FROM indicator ORDER BY source_row")
        self.works = _grouped(
            connection,
            "SELECT programme, work, sum(amount), count(*) FROM payment WHERE work IS NOT NULL GROUP BY programme, work "
            "ORDER BY sum(amount) DESC, work",
        )

    def indicator_text(self, sheet: str) -> str:
        """Names and goals of its indicators."""
        return plain(" ".join(f"{title or ''} {goal or ''}" for title, goal in self.indicators[sheet]))

    def naming(self, sheet: str) -> tuple[float, float, list[str]]:
        """The share of payments whose work names AI, by number and by yen, and these works."""
        works = [(plain(work), amount or 0, count) for work, amount, count in self.works[sheet]]
        named = [one for one in works if _NAMED.search(one[0])]
        number, yen = sum(one[2] for one in works), sum(one[1] for one in works)
        return (
            sum(one[2] for one in named) / max(number, 1),
            sum(one[1] for one in named) / max(yen, 1),
            [one[0] for one in named],
        )

    def stratum(self, sheet: str) -> str:
        """The stratum a sheet lies in."""
        title, indicators = plain(self.about[sheet][2]), self.indicator_text(sheet)
        by_number, by_yen, named = self.naming(sheet)
        if _NAMED.search(title):
            return "title"
        if _NAMED.search(indicators):
            return "indicator"
        if named:
            return "works" if max(by_number, by_yen) >= 0.1 else "few-works"
        if _TECHNIQUE.search(title + indicators):
            return "technique"
        return "adjacent" if _ADJACENT.search(title + indicators) else "rest"

    def shown(self, sheet: str) -> Iterator[str]:
        """As it was read for labelling: without its stratum, and without what any rule says of it."""
        _, year, title, funder, bureau = self.about[sheet]
        by_number, by_yen, named = self.naming(sheet)
        yield f"{plain(title)} | {year} | {funder.removeprefix('ministry:')} {plain(bureau)[:30]}"
        for name, goal in self.indicators[sheet][:4]:
            yield f"  i {plain(name)[:60]} / {plain(goal)[:90]}"
        yield "  w " + " ; ".join(plain(work)[:34] for work, _, _ in self.works[sheet][:4])
        if named:
            yield f"  a {by_number:.0%}/{by_yen:.0%} " + " ; ".join(work[:40] for work in named[:3])


def _grouped(connection: DuckDBPyConnection, query: str) -> Mapping[str, list[tuple[Any, ...]]]:
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for sheet, *rest in connection.execute(query).fetchall():
        groups[sheet].append(tuple(rest))
    return groups


def strata_of(sheets: Sheets) -> dict[str, list[str]]:
    """The sheets of each stratum, in the order of their keys."""
    strata: dict[str, list[str]] = {name: [] for name in SIZES}
    for sheet in sorted(sheets.about):
        strata[sheets.stratum(sheet)].append(sheet)
    return strata


def draw(strata: Mapping[str, Sequence[str]], seed: int) -> list[tuple[str, str]]:
    """So many sheets of each stratum, mixed; each with its stratum."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    drawn = [
        (sheet, name)
        for name, size in SIZES.items()
        for sheet in chance.sample(strata[name], min(size, len(strata[name])))
    ]
    chance.shuffle(drawn)
    return drawn


def main() -> None:
    """Write the sheets to be read, and how large each stratum is."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--book", type=Path, help="a book of the data that is there already")
    asked.add_argument("--seed", type=int, default=4)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        book = Book(chosen.book or made)
        if chosen.book is None:
            import_into(book, "judgit", chosen.data, by="benchmark")
        sheets = Sheets(book.open())
    strata = strata_of(sheets)
    drawn = draw(strata, chosen.seed)
    with chosen.out.open("w", encoding="utf-8") as file:
        for number, (sheet, _) in enumerate(drawn, start=1):
            file.write(f"#{number} " + "\n".join(sheets.shown(sheet)) + "\n")
    with chosen.out.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["number", "sheet", "year", "stratum", "half", "title"])
        for number, (sheet, name) in enumerate(drawn, start=1):
            _, year, title, *_ = sheets.about[sheet]
            out.writerow([number, sheet, year, name, half(title), title])
    for name in SIZES:
        print(f"{name},{len(strata[name])}")


if __name__ == "__main__":
    main()
