"""The release as an entry of a data catalogue: DCAT 3 in the European profile DCAT-AP 3, as JSON-LD.

Source: https://www.w3.org/TR/vocab-dcat-3/ and https://semiceu.github.io/DCAT-AP/releases/3.0.0/.
Its context stands in the document, so that nothing need be fetched to read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rashin.language import LANGUAGES, Text
from rashin.ledger.exports import datapackage, ocds, threesixty
from rashin.ledger.exports.about import About
from rashin.ledger.exports.files import FOLDER, File, pruned, write_json, written

NAME = "dcat.jsonld"
STANDARD = "dcat"

_EU = "http://publications.europa.eu/resource/authority/"
_FORMATS = {"csv": "CSV", "json": "JSON", "jsonld": "JSON_LD", "parquet": "PARQUET"}
_FOLLOWS = {
    threesixty.STANDARD: "https://standard.threesixtygiving.org/",
    ocds.STANDARD: "https://standard.open-contracting.org/1.1/",
    datapackage.STANDARD: f"{datapackage.PROFILE}datapackage.json",
}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "adms": "http://www.w3.org/ns/adms#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_LEFT_OUT = Text(
    "この形式で表せないため入れていない記録：{count}件",
    "Entries left out because the format cannot express them: {count}",
)


def write(folder: Path, about: About, files: Iterable[File]) -> File:
    """Write the entry; each file is a distribution.

    Raises:
        OSError: it cannot be written.
    """
    write_json(folder / NAME, pruned({"@context": _CONTEXT, "@graph": _graph(about, tuple(files))}))
    return written(folder, NAME, STANDARD)


def _graph(about: About, files: tuple[File, ...]) -> list[dict[str, Any]]:
    common = {
        "dct:title": _texts(about.title),
        "dct:description": _texts(about.description or about.title),
        "dct:publisher": {"@id": about.at("#publisher")},
        "dct:issued": _day(about),
        "dct:modified": _day(about),
        "dct:language": [_named("dct:LinguisticSystem", f"language/{language}") for language in ("JPN", "ENG")],
        "dct:license": _a("dct:LicenseDocument", about.licence.address),
        "dct:spatial": _named("dct:Location", "country/JPN"),
    }
    catalogue = {
        "@id": about.at("#catalogue"),
        "@type": "dcat:Catalog",
        **common,
        "foaf:homepage": _page(about),
        "dcat:dataset": {"@id": about.at("#dataset")},
    }
    dataset = {
        "@id": about.at("#dataset"),
        "@type": "dcat:Dataset",
        **common,
        "dct:identifier": about.address,
        "dcat:version": about.release,
        "dcat:theme": _named("skos:Concept", "data-theme/GOVE"),
        "dct:accrualPeriodicity": _named("dct:Frequency", "frequency/MONTHLY"),
        "dct:accessRights": _named("dct:RightsStatement", "access-right/PUBLIC"),
        "dcat:landingPage": _page(about),
        "dcat:distribution": [{"@id": _id(about, file)} for file in files],
    }
    publisher = {"@id": about.at("#publisher"), "@type": "foaf:Agent", "foaf:name": _texts(about.publisher)}
    return [catalogue, dataset, publisher, *(_distribution(about, file) for file in files)]


def _distribution(about: About, file: File) -> dict[str, Any]:
    return {
        "@id": _id(about, file),
        "@type": "dcat:Distribution",
        "dct:title": file.name,
        "dct:description": _texts(_LEFT_OUT.filled(count=f"{file.left_out:,}")) if file.left_out else None,
        "dcat:accessURL": _a("rdfs:Resource", about.address),
        "dcat:downloadURL": _a("rdfs:Resource", about.at(file.path)),
        "dcat:mediaType": _a("dct:MediaType", f"https://www.iana.org/assignments/media-types/{file.media_type}"),
        "dct:format": _named("dct:MediaTypeOrExtent", f"file-type/{_FORMATS[file.format]}"),
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "dct:license": _a("dct:LicenseDocument", about.licence.address),
        "dct:issued": _day(about),
        "dct:conformsTo": _a("dct:Standard", _FOLLOWS[file.of]) if file.of in _FOLLOWS else None,
        "adms:status": _named("skos:Concept", "distribution-status/COMPLETED"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _a("spdx:ChecksumAlgorithm", f"{_CONTEXT['spdx']}checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _id(about: About, file: File) -> str:
    return about.at(f"{FOLDER}/{NAME}#{file.name}")


def _day(about: About) -> dict[str, str]:
    return {"@value": about.issued.isoformat(), "@type": "xsd:date"}


def _texts(text: Text) -> list[dict[str, str]]:
    return [{"@value": text[language], "@language": language} for language in LANGUAGES]


def _a(kind: str, address: str) -> dict[str, str]:
    """A thing and what it is. DCAT-AP asks what it is, and who reads the document alone cannot look that up."""
    return {"@id": address, "@type": kind}


def _named(kind: str, name: str) -> dict[str, str]:
    """A word of the vocabularies that the Publications Office of the European Union keeps."""
    return _a(kind, f"{_EU}{name}")


def _page(about: About) -> dict[str, str]:
    return _a("foaf:Document", about.address)
