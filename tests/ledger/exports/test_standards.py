"""Every export is judged by its standard's own judge or schema, and the judges are seen to find what is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.ledger.exports import standards
from tests.ledger.exports.books import ABOUT, opened

from rashin.ledger.exports.exports import exports


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    exports(opened(folder, scope=["ai", "ai/sub"]), folder, ABOUT)
    return folder / "data"


@pytest.mark.heavy
def test_every_judge_finds_nothing_wrong(data: Path) -> None:
    assert standards.judged(data) == {
        "frictionless": [],
        "data-package": [],
        "tabular-data-package": [],
        "dcat": [],
        "ocds": [],
    }


def in_json(name: str, change: Callable[[Any], None]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / name
        content = json.loads(path.read_text("utf-8"))
        change(content)
        path.write_text(json.dumps(content), encoding="utf-8")

    return spoil


def spoil_payment(folder: Path) -> None:
    path = folder / "payment.csv"
    path.write_bytes(path.read_bytes().replace(b",a1,", b",nowhere,", 1))


SPOILED = {
    "frictionless": spoil_payment,
    "data-package": in_json("datapackage.json", lambda package: package.update(name="Not a name")),
    "tabular-data-package": in_json("datapackage.json", lambda package: package["resources"][0].pop("schema")),
    "dcat": in_json("dcat.jsonld", lambda entry: entry["@graph"][-1].pop("dcat:byteSize")),
    "ocds": in_json("ocds.json", lambda package: package["releases"][0].update(tag=["nonsense"])),
}


@pytest.mark.heavy
@pytest.mark.parametrize("judge", SPOILED)
def test_each_judge_finds_what_is_wrong(data: Path, tmp_path: Path, judge: str) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "data"))
    SPOILED[judge](folder)
    assert standards.judged(folder)[judge]


# What 360Giving demands of the fields that are written, so that something is asked where its own schema cannot be reached.
DAY = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
BODY = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}
BODIES = {"type": "array", "minItems": 1, "items": BODY}
GRANT = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "required": ["id", "title", "description", "currency", "amountAwarded", "awardDate", "fundingOrganization"],
    "oneOf": [{"required": ["recipientOrganization"]}, {"required": ["recipientIndividual"]}],
    "properties": {
        **{name: {"type": "string"} for name in ("id", "title", "description")},
        **{name: {"type": "number"} for name in ("amountAwarded", "amountDisbursed")},
        **dict.fromkeys(["fundingOrganization", "recipientOrganization"], BODIES),
        "recipientIndividual": BODY,
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "awardDate": DAY,
        "plannedDates": {"type": "array", "items": {"properties": {"startDate": DAY, "endDate": DAY}}},
        "grantProgramme": {
            "type": "array",
            "items": {"properties": {"code": {"type": "string"}, "title": {"type": "string"}}},
        },
        "fromOpenCall": {"enum": ["Yes", "No"]},
        "dateModified": {"type": "string", "format": "date-time"},
        "dataSource": {"type": "string", "format": "uri"},
    },
    "additionalProperties": False,
}


def test_a_grant_has_what_the_standard_demands(data: Path) -> None:
    grants = json.loads((data / "360giving.json").read_text("utf-8"))["grants"]
    validator = jsonschema_rs.Draft4Validator(GRANT, validate_formats=True)
    assert [error.message for grant in grants for error in validator.iter_errors(grant)] == []
    assert len({grant["id"] for grant in grants}) == len(grants) > 1


@pytest.mark.heavy
def test_grants_follow_the_schema_of_360giving(data: Path) -> None:
    schemas = {
        name: standards.threesixty_schema(f"{name}.json") for name in ("360-giving-package-schema", "360-giving-schema")
    }
    if None in schemas.values():
        pytest.skip("the schema of 360Giving is in no package and could not be fetched from its publisher")
    package = json.loads((data / "360giving.json").read_text("utf-8"))
    whole: Any = schemas["360-giving-package-schema"]
    whole["properties"]["grants"].pop("items")
    for document, schema in ((package, whole), *((grant, schemas["360-giving-schema"]) for grant in package["grants"])):
        assert [error.message for error in jsonschema_rs.Draft4Validator(schema).iter_errors(document)] == []
