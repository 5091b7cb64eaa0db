"""What the OpenAPI document says, in the order and the words of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rashin.language import Text

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """Something that is sent: part of the address, a header, or a field of the body."""

    name: str
    place: Text
    kind: str
    required: bool
    meaning: str


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    anchor: str
    method: str
    path: str
    label: Text
    meaning: str
    fields: tuple[Field, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Operations about one thing."""

    anchor: str
    label: Text
    operations: tuple[Operation, ...]


PLACES = {
    "path": Text("住所の中", "in the path"),
    "query": Text("住所の後", "in the query"),
    "header": Text("ヘッダー", "header"),
    "body": Text("本文", "body"),
}


def groups(document: Document) -> tuple[Group, ...]:
    """Every operation of the document, group by group as its tags stand."""
    operations = list(_operations(document))
    return tuple(
        Group(
            tag["name"],
            Text(tag["x-label-ja"], tag["description"]),
            tuple(operation for name, operation in operations if name == tag["name"]),
        )
        for tag in document["tags"]
    )


def _operations(document: Document) -> Iterator[tuple[str, Operation]]:
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            yield (
                described["tags"][0],
                Operation(
                    anchor=described["operationId"],
                    method=method.upper(),
                    path=path,
                    label=Text(described["x-summary-ja"], described["summary"]),
                    meaning=described["description"],
                    fields=(*_parameters(described), *_body(document, described)),
                    answers=tuple(sorted(described["responses"])),
                ),
            )


def _parameters(described: Document) -> Iterator[Field]:
    for one in described.get("parameters", ()):
        place, kind = PLACES[one["in"]], _kind(one["schema"])
        yield Field(one["name"], place, kind, one["required"], one.get("description", ""))


def _body(document: Document, described: Document) -> Iterator[Field]:
    content = described.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        if content:
            yield Field(", ".join(content), PLACES["body"], "file", required=True, meaning="")
        return
    schema = _resolved(document, content["application/json"]["schema"])
    for name, field in schema.get("properties", {}).items():
        required = name in schema.get("required", ())
        yield Field(name, PLACES["body"], _kind(field), required, field.get("description", ""))


def _resolved(document: Document, schema: Document) -> Document:
    if "$ref" not in schema:
        return schema
    found: Document = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _kind(schema: Document) -> str:
    """A schema's type in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"] if one.get("type") != "null")
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("type", ""))
