"""The page as a whole: both languages, nothing from outside, nothing hidden, nothing claimed that is not shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from rashin.language import Text, same
from rashin.report import document, render, write
from rashin.report.document import Figure, Gallery, Tiles

VOID = {"meta", "input", "line", "rect", "circle", "path", "br"}


class Page(HTMLParser):
    """The elements of each edition, in order, and the words in them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.edition = ""
        self.text = {"ja": "", "en": ""}
        self.structure: dict[str, list[str]] = {"": [], "ja": [], "en": []}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.elements.append((tag, known))
        if tag == "main":
            self.edition = known["lang"] or ""
        self.structure[self.edition].append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "main":
            self.edition = ""

    def handle_data(self, data: str) -> None:
        if self.edition:
            self.text[self.edition] += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [known for found, known in self.elements if found == tag]


@pytest.fixture(scope="module")
def html(model: Any) -> str:
    return render(model)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def texts(part: Any) -> Iterator[Text]:
    """Every text of a document, charts' tables included."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        if hasattr(part, "table") and callable(part.table):
            yield from texts(part.table())
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def test_every_text_exists_in_both_languages(model: Any, bare: Any) -> None:
    for one in (model, bare):
        found = list(texts(document(one)))
        assert len(found) > 50
        assert all(text.ja.strip() and text.en.strip() for text in found)


def test_both_editions_are_built_alike(page: Page) -> None:
    kept = [[tag for tag in page.structure[edition] if tag not in {"text", "line"}] for edition in ("ja", "en")]
    assert Counter(kept[0])["table"] == Counter(kept[1])["table"] > 20
    for tag in ("section", "h2", "h3", "figure", "svg", "details", "tr", "th", "td", "li", "dd"):
        assert Counter(kept[0])[tag] == Counter(kept[1])[tag], tag


def test_the_english_edition_holds_no_japanese_but_what_the_data_say(in_ascii: Any) -> None:
    page = Page(render(in_ascii))
    assert re.findall(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+", page.text["en"]) == []


def test_the_japanese_edition_is_in_japanese(page: Page) -> None:
    sentences = [text for text in page.text["ja"].split("\n") if len(text) > 40]
    assert [text for text in sentences if not re.search(r"[ぁ-んァ-ヶ一-龠]", text)] == [
        text for text in sentences if text.startswith("sha256:")
    ]


def test_the_page_needs_nothing_beside_itself(html: str, page: Page) -> None:
    assert set(re.findall(r"https?://[^\s\"'<)]+", html)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"url\(|@import|@font-face", html)
    assert {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "embed", "form"} == set()
    assert [known for _, known in page.elements if any(name.startswith("on") or name == "src" for name in known)] == []
    assert all((known.get("href") or "").startswith("#") for known in page.of("a"))


def test_every_figure_has_words_for_its_drawing_and_a_table_behind_it(page: Page) -> None:
    figures = len(page.of("figure"))
    assert figures == len(page.of("details")) == len(page.of("figcaption")) > 20
    drawings = page.of("svg")
    assert len(drawings) >= figures
    assert all(known["role"] == "img" and known["aria-labelledby"] for known in drawings)


def test_every_identifier_is_used_once_and_every_link_leads_somewhere(page: Page) -> None:
    identifiers = [known["id"] for _, known in page.elements if known.get("id")]
    assert [name for name, times in Counter(identifiers).items() if times > 1] == []
    pointed = [known["href"] for known in page.of("a")] + [f"#{known['for']}" for known in page.of("label")]
    pointed += [f"#{name}" for known in page.of("svg") for name in (known["aria-labelledby"] or "").split()]
    assert {name for name in pointed if (name or "").removeprefix("#") not in identifiers} == set()


def test_every_figure_to_take_away_says_its_interval_and_its_cases(model: Any) -> None:
    tiles = [tile for s in document(model).sections for b in s.blocks if isinstance(b, Tiles) for tile in b.tiles]
    assert len(tiles) == 4
    assert all("95%区間" in tile.rests_on.ja and "n=" in tile.rests_on.ja for tile in tiles)
    assert all("95% interval" in tile.rests_on.en and "n=" in tile.rests_on.en for tile in tiles)


def test_every_table_with_intervals_says_how_many_cases(model: Any) -> None:
    found = 0
    for table in all_tables(model):
        heads = " ".join(head.label.en for head in table.heads)
        if "interval" in heads or "Swing" in heads:
            found += 1
            cells = " ".join(cell.en for row in table.rows for cell in row)
            assert "n=" in cells or re.search(r"\bn\b|Cases", heads) or "Pairs ordered rightly" in heads, heads
    assert found > 15


def all_tables(model: Any) -> Iterator[Any]:
    for section in document(model).sections:
        for block in section.blocks:
            if hasattr(block, "table"):
                yield block.table
            for figure in block.figures if isinstance(block, Gallery) else [block] if isinstance(block, Figure) else []:
                yield figure.chart.table()


def test_it_never_claims_to_certify(page: Page) -> None:
    assert not re.search(r"complian|certif|guarantee|unbiased|proven", page.text["en"], re.IGNORECASE)
    assert not re.search(r"準拠|適合|認証|認定|保証|完全に公平", page.text["ja"])


def test_it_says_that_a_person_decides(page: Page) -> None:
    assert "決めるのは人です" in page.text["ja"]
    assert "A person makes the decision" in page.text["en"]


def test_names_from_the_table_stay_words(hostile: Any) -> None:
    html = render(hostile)
    page = Page(html)
    assert "<script" not in html
    assert page.of("script") == []
    assert "\x07" not in html
    assert "\ud800" not in html
    assert "<script>alert('x')</script>" in page.text["ja"]


def test_a_model_with_nothing_optional_says_what_is_not_there(bare: Any) -> None:
    page = Page(render(bare))
    for words in (
        "まだ測っていません",
        "pip install 'rashin[challengers]'",
        "違いは測っていません",
        "--protected",
        "組み合わせは使っていません",
        "使わなかった列はありません",
        "読み替えた値はありません",
        "線を動かしたときの費用は、測っていません",
    ):
        assert words in page.text["ja"], words
    assert page.of("figure")


def test_a_model_without_terms_still_has_a_report(bare: Any) -> None:
    empty = replace(bare, additive=replace(bare.additive, terms=()))
    assert "判断を動かす列はありません" in Page(render(empty)).text["ja"]


def test_it_starts_in_japanese_and_switches_without_script(html: str, page: Page) -> None:
    radios = page.of("input")
    assert [(known["id"], "checked" in known) for known in radios] == [("language-ja", True), ("language-en", False)]
    assert all(known["autocomplete"] == "off" for known in radios)
    assert "#language-ja:checked ~ .edition-en, #language-en:checked ~ .edition-ja { display: none; }" in html
    assert [known["lang"] for known in page.of("main")] == ["ja", "en"]


def test_the_same_model_gives_the_same_page(model: Any, html: str) -> None:
    assert render(model) == html


def test_writing_puts_the_whole_page_in_place_and_leaves_nothing_beside_it(
    model: Any, html: str, tmp_path: Path
) -> None:
    target = tmp_path / "report.html"
    target.write_text("an older report")
    write(model, target)
    assert target.read_text(encoding="utf-8") == html
    assert list(tmp_path.iterdir()) == [target]


def test_writing_that_fails_leaves_the_older_report(model: Any, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.mkdir()
    (target / "kept").touch()
    with pytest.raises(OSError, match=r"report\.html"):
        write(model, target)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (target / "kept").exists()


def test_a_report_that_cannot_be_made_writes_nothing(model: Any, tmp_path: Path) -> None:
    broken = replace(model, card=replace(model.card, service_label=None))
    with pytest.raises((AttributeError, TypeError, UndefinedError)):
        write(broken, tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_a_codes_only_outcome_is_named_by_its_column(model: Any) -> None:
    coded = replace(model, card=replace(model.card, target="target", adverse_value="1"))
    page = Page(render(coded))
    assert "「target」が「1」だった100件のうち" in page.text["ja"]
    assert "「延滞」" not in page.text["ja"]


def test_a_service_other_than_lending_is_spoken_of_in_its_own_words(model: Any) -> None:
    words = replace(
        model.card.wording, favourable=same("面接に進む"), adverse=same("見合わせ"), risk=same("早期離職の見込み")
    )
    text = Page(render(replace(model, card=replace(model.card, wording=words, adverse_value="離職")))).text["ja"]
    assert "「離職」だった100件のうち、「見合わせ」に入った" in text
    assert not re.search(r"融資の候補|延滞", text)


@pytest.mark.parametrize("path", ["/srv/tanaka/private/loans.csv", "C:\\Users\\tanaka\\loans.csv", "loans.csv"])
def test_the_folder_of_the_table_is_not_told(model: Any, path: str) -> None:
    html = render(replace(model, card=replace(model.card, data_name=path)))
    assert "「loans.csv」から学習" in html
    assert "tanaka" not in html


def test_whole_numbers_are_told_as_whole_numbers(model: Any) -> None:
    sections = {section.key: section for section in document(model).sections}
    curves = [f.chart for b in sections["drivers"].blocks if isinstance(b, Gallery) for f in b.figures]
    years = next(chart.table() for chart in curves if chart.table().heads[0].label.en == "years in business")
    firsts = [row[0].ja for row in years.rows]
    assert firsts[0].startswith("0〜")
    assert all(re.fullmatch(r"\d+(〜\d+)?年", name) for name in firsts)
    ends = [re.findall(r"\d+", name) for name in firsts]
    assert all(int(b[0]) == int(a[-1]) + 1 for a, b in pairwise(ends))
