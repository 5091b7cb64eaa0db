"""Every page of a published sample: links lead somewhere, both languages are whole, numbers are those of the receipts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.ledger.portal.published import ABOUT, JAPANESE, Read, pages, read

from rashin.ledger.figures.family import families
from rashin.ledger.scopes.scope import scope

BASE = "http://site/latest/"
KINDS = ("programme", "award", "call", "organisation", "field", "ministry", "outcome")
LISTS = ("programmes", "organisations", "awards", "calls", "outcomes", "not-reported", "fields", "ministries")
STANDING = ("flags", "corrections", "method", "releases", "opinions", "data", "check")


@cache
def _read(path: Path) -> Read:
    return read(path)


def _all(release: Path) -> dict[str, Read]:
    return {path.relative_to(release).as_posix(): _read(path) for path in pages(release)}


def test_there_are_pages_of_every_kind_in_both_languages(sample: Path) -> None:
    for language in ("", "en/"):
        for kind in KINDS:
            assert any((sample / language / kind).glob("*/index.html")), kind
        for folder in ("", *LISTS, *STANDING):
            assert (sample / language / folder / "index.html").exists(), folder


def test_every_link_leads_to_a_file_and_to_a_place_on_it(sample: Path) -> None:
    found, site = _all(sample), sample.parent
    dead = []
    for name, page in found.items():
        for link in page.links:
            target = urlsplit(urljoin(BASE + name, link))
            if target.netloc != "site":
                continue
            path = site / unquote(target.path).lstrip("/")
            path = path / "index.html" if target.path.endswith("/") else path
            if not path.exists() or (
                target.fragment and path.suffix == ".html" and target.fragment not in read_ids(path)
            ):
                dead.append((name, link))
    assert dead == []


@cache
def read_ids(path: Path) -> frozenset[str]:
    return frozenset(_read(path).ids)


def test_outside_the_site_pages_only_link_to_the_licence_the_evidence_and_the_form(sample: Path) -> None:
    beyond = {urlsplit(link).netloc for page in _all(sample).values() for link in page.links if urlsplit(link).netloc}
    assert beyond <= {"example.jp", "creativecommons.org", "example.go.jp", "example.org"} | {
        urlsplit(str(row["address"])).netloc
        for row in json.loads((sample / "data/evidence.json").read_bytes())
        if row["address"]
    }


def test_every_page_has_its_language_one_heading_a_title_and_ids_of_its_own(sample: Path) -> None:
    for name, page in _all(sample).items():
        assert page.language == ("en" if name.startswith("en/") else "ja"), name
        assert page.tags.count("h1") == 1, name
        assert page.title.endswith(ABOUT.title[page.language]), name  # type: ignore[index]
        assert len(page.ids) == len(set(page.ids)), (
            name,
            sorted(one for one in page.ids if page.ids.count(one) > 1)[:3],
        )


def test_the_english_pages_hold_no_japanese_but_names(sample: Path) -> None:
    """What is not marked as Japanese is only a name of the book, whole or cut short by a chart."""
    names = "\n".join(_names(sample))
    for name, page in _all(sample).items():
        if name.startswith("en/"):
            stray = [words for words in page.foreign if not _named(words, names)]
            assert stray == [], (name, stray[:5])


def _names(release: Path) -> set[str]:
    """Every Japanese text of the book."""
    found = set()
    for path in (release / "data").glob("*.json"):
        rows = json.loads(path.read_bytes())
        if isinstance(rows, list):
            found |= {
                value for row in rows if isinstance(row, dict) for value in row.values() if isinstance(value, str)
            }
    return {one for one in found if JAPANESE.search(one)} | {"日本語", scope("ai").rule.en}


def _named(words: str, names: str) -> bool:
    """Whether words are a name, or parts of names within a sentence that is English."""
    parts = [part for part in _japanese(words.replace("…", " ")) if len(part) > 1 or JAPANESE.search(part)]
    return all(part in names for part in parts)


def _japanese(words: str) -> list[str]:
    """The stretches of Japanese in words."""
    stretches, current = [], ""
    for letter in words:
        if JAPANESE.match(letter) or (current and letter in "ー々・（）"):
            current += letter
        elif current:
            stretches.append(current.rstrip("（）・"))
            current = ""
    return [one for one in [*stretches, current.rstrip("（）・")] if one]


def test_japanese_pages_hold_every_sentence_in_japanese(sample: Path) -> None:
    """No English sentence of the templates stands on a Japanese page."""
    for name, page in _all(sample).items():
        if not name.startswith("en/") and not name.startswith("method/"):
            text = " ".join(page.words)
            for english in ("Check the numbers", "must not be added", "no value", "not reached", "Amounts by kind"):
                assert english not in text, (name, english)


def test_amounts_on_pages_are_those_of_their_receipts(sample: Path) -> None:
    codes = {one.code for one in families()}
    seen = 0
    for receipt in sample.rglob("receipt.json"):
        stated = {
            one["figure"]: str(one["value"])
            for one in json.loads(receipt.read_bytes())["payload"]["figures"]
            if not one["at"]
        }
        for language in ("", "en"):
            page = _read(sample / language / receipt.relative_to(sample).parent / "index.html")
            told = {one.removeprefix("figure-"): value for one, value in page.values.items()}
            shown = {code: value for code, value in told.items() if code in codes}
            assert {code: stated[code] for code in shown} == shown, receipt
            seen += len(shown)
    assert seen > 500


def test_it_says_on_every_page_that_the_sample_is_made_up(sample: Path) -> None:
    for name, page in _all(sample).items():
        told = "is made up" if name.startswith("en/") else "すべて架空です"
        assert told in " ".join(page.words), name


def test_every_page_says_how_to_cite_it_its_licence_and_until_when(sample: Path) -> None:
    for name, page in _all(sample).items():
        text = " ".join(" ".join(page.words).split())
        assert f"https://example.jp/portal/2026-11/{'en/' if page.language == 'en' else ''}" in text, name
        assert ("クリエイティブ・コモンズ" if page.language == "ja" else "Creative Commons") in text, name
        assert "2026-11-16" in text, name


def test_the_front_page_answers_first(sample: Path) -> None:
    text = " ".join("".join(_all(sample)["index.html"].words).split())
    text = text[text.index("のでしょうか。") :]
    asked = ["いくら", "何に", "誰に", "何のために", "何が返ってきたか", "何が分からないか", "お金の種類ごとの額"]
    places = [text.find(one) for one in asked]
    assert places == sorted(places)
    assert -1 not in places
    assert "91.7億円" in text[: places[-1]]


def test_a_programme_in_parts_shows_them_and_their_sum(sample: Path) -> None:
    page = _all(sample)["programme/ai100/index.html"]
    rows = json.loads((sample / "data/figures.json").read_bytes())
    executed = sum(
        row["value"]
        for row in rows
        if row["family"] == "executed" and row["owner"] == "programme" and row["fiscal_year"] is None
    )
    assert "parts" in page.ids
    assert f"{executed:,}" in page.words
    assert sum("/programme/" in link or "../ai100-" in link for link in page.links) >= 9


def test_a_programme_shows_its_criteria_without_a_score(sample: Path) -> None:
    page = _all(sample)["programme/ai100/index.html"]
    assert "criteria" in page.ids
    assert {"満たす", "満たさない", "裏付けがない"} <= set(page.words)
