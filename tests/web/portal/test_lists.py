"""Lists answer what is asked of them without a script: words, an order, a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.browser import Browser
from tests.web.portal.conftest import Published

from rashin.language import LANGUAGES, Language
from rashin.ledger.portal.carried import read_site
from rashin.ledger.portal.finding import find
from rashin.ledger.portal.listing import PER_PAGE, Listing, address
from rashin.ledger.portal.pages.lists import listings
from rashin.ledger.portal.site import STATES

Row = Mapping[str, Any]
BY_NAME = pytest.mark.parametrize("listing", listings(), ids=lambda one: one.folder.strip("/"))


def rows_of(published: Published, listing: Listing) -> list[Row]:
    """What the list's own download says."""
    found: list[Row] = json.loads((published.latest / listing.folder / "list.json").read_bytes())
    return found


def shown(listing: Listing, rows: Sequence[Row]) -> Listing:
    """The list with those columns in which anything stands."""
    names = [column.name for column in listing.columns]
    return listing.without({name for name in names if rows and all(row[name] is None for row in rows)})


def text_of(row: Row, listing: Listing, labels: Mapping[str, str]) -> str:
    """What a reader sees of a row, wide or narrow, in capitals or not."""
    cells = [row[column.name] for column in listing.columns]
    said = [str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in cells if cell is not None]
    return normalize("NFKC", " ".join(labels.get(one, one) for one in said)).lower()


def in_order(rows: Sequence[Row], listing: Listing, sort: str) -> list[str]:
    """The ids, sorted by a column: numbers and days from the highest, words from the first, what is missing last."""
    down = "DESC" in listing.column(sort).order.partition(" NULLS")[0]
    by_id = sorted(rows, key=lambda row: str(row["id"]))
    known, missing = ([row for row in by_id if (row[sort] is None) == absent] for absent in (False, True))
    return [row["id"] for row in (*sorted(known, key=lambda row: row[sort], reverse=down), *missing)]


def labels_of(published: Published, language: Language) -> dict[str, str]:
    fields = read_site(published.latest).fields
    return {code: text[language] for code, text in (STATES | dict(fields)).items()}


@BY_NAME
@pytest.mark.parametrize("language", LANGUAGES)
def test_drawn_live_a_list_is_the_page_that_was_published(
    published: Published, listing: Listing, language: Language
) -> None:
    release = published.site / published.releases[0]
    site, english = read_site(release), "en/" if language == "en" else ""
    drawn = 0
    rows = json.loads((release / listing.folder / "list.json").read_bytes())
    listing = shown(listing, rows)
    for sort in listing.sorts:
        for number in (1, 2, 3):
            file = release / english / address(listing, sort, number) / "index.html"
            if file.exists():
                page = find(release, listing, site, language, sought="", sort=sort, number=number)
                assert site.html(page, language).encode() == file.read_bytes(), file
                drawn += 1
    assert drawn >= (len(listing.sorts) if len(rows) > 1 else 1)


@BY_NAME
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_found_and_sorted_as_in_python(published: Published, listing: Listing, data: st.DataObject) -> None:
    language: Language = data.draw(st.sampled_from(LANGUAGES))
    labels, rows = labels_of(published, language), rows_of(published, listing)
    asked, listing = listing, shown(listing, rows)
    texts = {row["id"]: text_of(row, listing, labels) for row in rows}
    row = data.draw(st.sampled_from(sorted(texts.values()) or [""]))
    words = data.draw(st.lists(st.sampled_from([*row.split(), "百", "ai", "zq7"]), max_size=3))
    start = data.draw(st.integers(0, max(len(row) - 1, 0)))
    sought = " ".join([*words, *row[start : start + 3].split()]) or "a"
    sort = data.draw(st.sampled_from([one for one in listing.sorts if not listing.column(one).by]))
    expected = [
        row for row in rows if all(word in texts[row["id"]] for word in normalize("NFKC", sought).lower().split())
    ]
    site, found, number = read_site(published.latest), list[str](), 1
    while len(found) < len(expected) or number == 1:
        page = find(published.latest, asked, site, language, sought=sought, sort=sort, number=number)
        assert page.facts["count"] == len(expected)
        found += [one["id"] for one in page.facts["rows"]]
        assert len(page.facts["rows"]) <= PER_PAGE
        number += 1
    assert found == in_order(expected, listing, sort)


def links_in(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"#]+)"', page) if "://" not in unescape(one)]


@pytest.mark.parametrize("english", ["", "en/"])
def test_without_a_script_a_reader_filters_sorts_and_turns_pages(
    published: Published, citizen: Browser, english: str
) -> None:
    here = f"{published.base}/latest/{english}outcomes/"
    page = citizen.get(here).text
    form = re.search(r'<form class="finder" method="get" action="([^"]+)"', page)
    assert form
    assert 'name="q"' in page
    target = urljoin(here, form[1])
    labels = labels_of(published, "en" if english else "ja")
    filtered = citizen.get(target, params={"q": labels["no-value"]})
    assert filtered.status_code == 200
    rows = [row for row in rows_of(published, listings()[4]) if row["state"] == "no-value"]
    assert f">{len(rows)}" in filtered.text.replace("<strong>", "")
    assert filtered.text.count('<th scope="row">') == min(len(rows), PER_PAGE)
    for link in links_in(filtered.text):
        answer = citizen.get(urljoin(str(filtered.url), link), follow_redirects=True)
        # Opinions are sent to the address under which the officer published.
        assert answer.status_code == 200, link
    sorts = [link for link in links_in(filtered.text) if "sort=" in link]
    assert sorts
    sorted_by = citizen.get(urljoin(str(filtered.url), sorts[0])).text
    assert sorted_by.count('<th scope="row">') == min(len(rows), PER_PAGE)
    assert 'value="' + labels["no-value"] in unescape(sorted_by)


def test_width_and_case_do_not_matter(published: Published, citizen: Browser) -> None:
    def count(words: str) -> int:
        page = citizen.get(f"{published.base}/latest/awards/", params={"q": words}).text
        return page.count('<th scope="row">')

    assert count("AI") > 0
    assert count("ＡＩ") == count("ai") == count("AI")
    assert count("zq7 そんなものはない") == 0


def test_without_words_it_leads_to_the_page_that_lies_there(published: Published, citizen: Browser) -> None:
    base = f"{published.base}/latest/en/outcomes/"

    def leads(**asked: str) -> str:
        answer = citizen.get(base, params=asked)
        assert answer.status_code == 302
        to = unquote(answer.headers["location"])
        assert citizen.get(to).status_code == 200
        return to.removeprefix(base)

    assert leads(q="") == leads(q=" 　") == leads(sort="none") == leads(page="0") == leads(page="999999999") == ""
    assert leads(page="2") == "2/"
    assert leads(sort="name") == leads(sort="name", page="-1") == leads(sort="name", page="9" * 5000) == "by-name/"
    assert leads(sort="name", page="2") == "by-name/2/"


def test_what_is_sought_is_shown_harmless(published: Published, citizen: Browser) -> None:
    words = '"><script>alert(1)</script>'
    page = citizen.get(f"{published.base}/latest/awards/", params={"q": words}).text
    assert "<script>" not in page
    assert f'value="{words}"' in unescape(page)
    for strange in ("' OR 1=1 --", "\0", "%", "\ud800".encode("utf-8", "surrogatepass"), "a" * 10_000):
        assert citizen.get(f"{published.base}/latest/awards/", params={"q": strange}).status_code == 200


def test_only_lists_are_asked(published: Published, citizen: Browser) -> None:
    for path in ("latest/", "latest/method/", "latest/outcomes/by-name/"):
        plain, asked = citizen.get(f"{published.base}/{path}"), citizen.get(f"{published.base}/{path}?q=AI&sort=name")
        assert plain.content == asked.content
    assert citizen.get(f"{published.base}/programmes/?q=AI").status_code == 404
