"""The entry in a data catalogue: every file with its digest, and every address absolute."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.ledger.exports.books import ABOUT, opened

from rashin.ledger.exports.exports import exports
from rashin.ledger.exports.files import File


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], tuple[File, ...]]:
    folder = tmp_path_factory.mktemp("release")
    files = exports(opened(folder, scope=["ai", "ai/sub"]), folder, ABOUT)
    entry = json.loads((folder / "data" / "dcat.jsonld").read_text("utf-8"))
    return {node["@id"]: node for node in entry["@graph"]}, files


def test_every_file_but_itself_is_a_distribution(release: tuple[dict[str, Any], tuple[File, ...]]) -> None:
    nodes, files = release
    told = {
        node["dcat:downloadURL"]["@id"]: (
            node["spdx:checksum"]["spdx:checksumValue"]["@value"],
            int(node["dcat:byteSize"]["@value"]),
            node["dcat:mediaType"]["@id"].partition("media-types/")[2],
        )
        for node in nodes.values()
        if node["@type"] == "dcat:Distribution"
    }
    assert told == {
        f"{ABOUT.address}{file.path}": (file.sha256, file.size, file.media_type)
        for file in files
        if file.path != "data/dcat.jsonld"
    }


def test_the_catalogue_leads_to_every_distribution(release: tuple[dict[str, Any], tuple[File, ...]]) -> None:
    nodes, files = release
    (catalogue,) = (node for node in nodes.values() if node["@type"] == "dcat:Catalog")
    dataset = nodes[catalogue["dcat:dataset"]["@id"]]
    assert [nodes[one["@id"]]["dct:title"] for one in dataset["dcat:distribution"]] == [
        file.name for file in files[:-1]
    ]
    assert dataset["dct:title"] == [
        {"@value": ABOUT.title.ja, "@language": "ja"},
        {"@value": ABOUT.title.en, "@language": "en"},
    ]


def test_what_a_format_leaves_out_is_said(release: tuple[dict[str, Any], tuple[File, ...]]) -> None:
    said = {
        node["dct:title"]: node["dct:description"]
        for node in release[0].values()
        if "dcat:byteSize" in node and "dct:description" in node
    }
    assert {name: texts[1]["@value"] for name, texts in said.items()} == {
        "360giving.json": "Entries left out because the format cannot express them: 1",
        "ocds.json": "Entries left out because the format cannot express them: 3",
    }
