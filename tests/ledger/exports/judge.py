"""Judges a folder of exports: run by the Python of another environment, see standards.py.

Usage: python judge.py FOLDER SCHEMAS. Prints what each judge finds wrong, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def main(folder: Path, schemas: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    found = {
        "frictionless": list(by_frictionless(folder)),
        "data-package": list(by_schema(package, read(schemas / "data-package.json"))),
        "tabular-data-package": list(by_schema(package, read(schemas / "tabular-data-package.json"))),
        "dcat": list(by_rdf(folder)),
    }
    if (folder / "ocds.json").exists():
        found["ocds"] = list(by_ocds(read(folder / "ocds.json"), schemas))
    sys.stdout.write(json.dumps(found))


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def by_frictionless(folder: Path) -> Iterator[str]:
    """The descriptor, every cell by its schema, keys, sizes and digests."""
    from frictionless import validate

    report = validate(str(folder / "datapackage.json"))
    yield from (f"{place}: {note}" for place, note in report.flatten(["name", "note"]))
    yield from report.warnings


def by_schema(document: Any, schema: Any) -> Iterator[str]:
    from jsonschema import Draft4Validator, FormatChecker

    for wrong in Draft4Validator(schema, format_checker=FormatChecker()).iter_errors(document):
        yield f"{list(wrong.path)}: {wrong.message[:300]}"


def by_ocds(package: Any, schemas: Path) -> Iterator[str]:
    """The package by the schema of packages, and each release by that of releases, to which the former points."""
    whole = read(schemas / "release-package-schema.json")
    assert whole["properties"]["releases"].pop("items")
    yield from by_schema(package, whole)
    for release in package["releases"]:
        yield from by_schema(release, read(schemas / "release-schema.json"))


def by_rdf(folder: Path) -> Iterator[str]:
    """What the shapes of DCAT-AP 3.0.0 demand of what is written, asked of the graph that rdflib reads.

    No package holds the shapes themselves (SHACL). What they say of each property in use stands here: whether it must be there,
    whether once at most, and of which class or type its values are.
    """
    from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

    spdx, adms = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/ns/adms#")
    text, any_number = None, False
    described = {
        DCTERMS.title: (True, any_number, text),
        DCTERMS.description: (True, any_number, text),
        DCTERMS.publisher: (True, True, FOAF.Agent),
        DCTERMS.issued: (False, True, XSD.date),
        DCTERMS.modified: (False, True, XSD.date),
        DCTERMS.language: (False, any_number, DCTERMS.LinguisticSystem),
        DCTERMS.license: (True, True, DCTERMS.LicenseDocument),
        DCTERMS.spatial: (False, any_number, DCTERMS.Location),
    }
    shapes = {
        DCAT.Catalog: described
        | {DCAT.dataset: (True, any_number, DCAT.Dataset), FOAF.homepage: (True, True, FOAF.Document)},
        DCAT.Dataset: described
        | {
            DCAT.distribution: (True, any_number, DCAT.Distribution),
            DCTERMS.identifier: (True, any_number, text),
            URIRef(f"{DCAT}version"): (True, True, text),
            DCAT.theme: (True, any_number, SKOS.Concept),
            DCTERMS.accrualPeriodicity: (True, True, DCTERMS.Frequency),
            DCTERMS.accessRights: (True, True, DCTERMS.RightsStatement),
            DCAT.landingPage: (True, any_number, FOAF.Document),
        },
        DCAT.Distribution: {
            DCTERMS.title: (True, any_number, text),
            DCTERMS.description: (False, any_number, text),
            DCAT.accessURL: (True, any_number, RDFS.Resource),
            DCAT.downloadURL: (True, any_number, RDFS.Resource),
            DCAT.mediaType: (True, True, DCTERMS.MediaType),
            DCTERMS.format: (True, True, DCTERMS.MediaTypeOrExtent),
            DCAT.byteSize: (True, True, XSD.nonNegativeInteger),
            DCTERMS.license: (True, True, DCTERMS.LicenseDocument),
            DCTERMS.issued: (True, True, XSD.date),
            DCTERMS.conformsTo: (False, any_number, DCTERMS.Standard),
            adms.status: (True, True, SKOS.Concept),
            spdx.checksum: (True, True, spdx.Checksum),
        },
        FOAF.Agent: {FOAF.name: (True, any_number, text)},
        spdx.Checksum: {
            spdx.algorithm: (True, True, spdx.ChecksumAlgorithm),
            spdx.checksumValue: (True, True, XSD.hexBinary),
        },
    }
    graph = Graph().parse(folder / "dcat.jsonld", format="json-ld")
    for kind, properties in shapes.items():
        subjects = set(graph.subjects(RDF.type, kind))
        if not subjects:
            yield f"no {kind}"
        for subject in subjects:
            unknown = set(graph.predicates(subject)) - set(properties) - {RDF.type}
            yield from (f"{subject}: {one} is not asked about here" for one in unknown)
            for one, (needed, once, of) in properties.items():
                values = list(graph.objects(subject, one))
                if len(values) < needed or (once and len(values) > 1):
                    yield f"{subject}: {len(values)} of {one}"
                for value in values:
                    typed = value.datatype == of if isinstance(value, Literal) else (value, RDF.type, of) in graph
                    if not typed or (isinstance(value, Literal) and value.ill_typed):
                        yield f"{subject}: {one} is {value!r}"
    for said in {*graph.subjects(), *graph.objects()}:
        if isinstance(said, URIRef) and not str(said).startswith(("http://", "https://")):
            yield f"{said} is not absolute"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
