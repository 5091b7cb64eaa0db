"""The Data Package tells the truth about its files. That it follows the standard is judged in test_standards.py."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.exports.books import ABOUT, ROWS, Rows, opened

from rashin.language import Text
from rashin.ledger.book.kinds import KINDS
from rashin.ledger.exports.about import About, Origin
from rashin.ledger.exports.exports import exports

Package = dict[str, Any]


def package_of(folder: Path, about: About = ABOUT, scope: list[str] | None = None) -> Package:
    exports(opened(folder, scope=scope), folder, about)
    package: Package = json.loads((folder / "data" / "datapackage.json").read_text("utf-8"))
    return package


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("package")


@pytest.fixture(scope="module")
def package(folder: Path) -> Package:
    return package_of(folder)


def rows(folder: Path, resource: dict[str, Any]) -> list[dict[str, str]]:
    with (folder / "data" / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_it_describes_its_files(folder: Path, package: Package) -> None:
    for resource in package["resources"]:
        content = (folder / "data" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert [field["name"] for field in resource["schema"]["fields"]] == list(rows(folder, resource)[0])
        assert resource["rows"] == len(rows(folder, resource))


def test_every_key_leads_to_an_entry(folder: Path, package: Package) -> None:
    keys = {
        one["name"]: {row[one["schema"]["primaryKey"][0]] for row in rows(folder, one)} for one in package["resources"]
    }
    checked = 0
    for resource in package["resources"]:
        assert len(keys[resource["name"]]) == resource["rows"]
        for key in resource["schema"].get("foreignKeys", ()):
            named = {row[key["fields"][0]] for row in rows(folder, resource)} - {""}
            assert named <= keys[key["reference"]["resource"]]
            checked += len(named)
    assert checked > 30


def test_what_lies_outside_is_counted_and_is_no_key(tmp_path: Path) -> None:
    programme = next(one for one in package_of(tmp_path, scope=["ai/sub"])["resources"] if one["name"] == "programme")
    (part_of,) = (field for field in programme["schema"]["fields"] if field["name"] == "part_of")
    assert part_of["notInPackage"] == 1
    assert "part_of" not in {key["fields"][0] for key in programme["schema"]["foreignKeys"]}


def test_what_the_rows_do_not_keep_is_counted_and_is_no_constraint(tmp_path: Path) -> None:
    rows: Rows = {
        "organisation": [{"id": "o", "body": "guild"}, {"id": "x", "title": "い", "body": "company"}],
        "programme": [{"id": "p", "title": "事業", "funder": "o"}, {"id": "q", "title": "事業", "funder": "x"}],
    }
    exports(opened(tmp_path, rows), tmp_path, ABOUT)
    package = json.loads((tmp_path / "data" / "datapackage.json").read_text("utf-8"))
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert (fields["title"]["empty"], fields["body"]["otherWords"]) == (1, 1)
    assert "constraints" not in fields["title"]
    assert "constraints" not in fields["body"]
    assert fields["id"]["constraints"] == {"required": True}


def test_columns_have_their_names_in_both_languages_and_their_words(package: Package) -> None:
    for resource in package["resources"]:
        if resource["name"] in KINDS:
            kind = KINDS[resource["name"]]
            fields = {field["name"]: field for field in resource["schema"]["fields"]}
            for column in kind.columns:
                assert fields[column.name]["titles"] == {"ja": column.label.ja, "en": column.label.en}
                words = [choice.value for choice in column.choices]
                assert fields[column.name].get("constraints", {}).get("enum", []) == words


def test_sources_are_those_that_are_said_or_else_the_formats(package: Package, tmp_path: Path) -> None:
    assert "sources" not in package
    said = About(
        ABOUT.title,
        ABOUT.publisher,
        ABOUT.address,
        ABOUT.release,
        ABOUT.issued,
        sources=(Origin(Text("元", "Origin"), "https://example.jp/"),),
    )
    assert package_of(tmp_path, said)["sources"] == [{"title": "元 / Origin", "path": "https://example.jp/"}]


def test_the_kinds_with_rows_are_in_it(package: Package) -> None:
    assert {one["name"] for one in package["resources"]} == {*ROWS, "batch", "scope_programme", "scope_award"}
