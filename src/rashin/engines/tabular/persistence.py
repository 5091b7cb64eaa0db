"""How a model becomes the header and arrays of a model file, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rashin.engines.contract import Change, FeatureRole, Monotone
from rashin.engines.tabular.additive import Additive, Feature, Term
from rashin.engines.tabular.card import Contents
from rashin.engines.tabular.modelfile import digest_of, packed, unpacked
from rashin.engines.tabular.reasons import Reference
from rashin.engines.tabular.table import Kind
from rashin.errors import ModelFileUnsound
from rashin.language import Text

if TYPE_CHECKING:
    from pydantic import TypeAdapter


CardType = TypeVar("CardType")
Arrays = dict[str, NDArray[Any]]
Json = dict[str, Any]

_MOST_BINS = 256
"""A bin is one byte."""

_FEATURE_ARRAYS = ("edges", "coarse", "counts", "typical")


def to_bytes(model: Contents) -> tuple[bytes, str]:
    """The model file's bytes and digest; the same model gives the same bytes."""
    arrays: Arrays = {"reference": model.reference.half_units}
    header = {
        "engine": "additive",
        "intercept_units": model.additive.intercept_units,
        "features": [_feature_out(f, feature, arrays) for f, feature in enumerate(model.additive.features)],
        "terms": [_term_out(t, term, arrays) for t, term in enumerate(model.additive.terms)],
        "card": _adapter(type(model.card)).dump_python(model.card, mode="json"),
    }
    data = packed(header, arrays)
    return data, digest_of(data)


def from_bytes(data: bytes, card_type: type[CardType]) -> tuple[Additive, Reference, CardType]:
    """The model in a file's bytes, its card as a `card_type`, the class it was saved with.

    Raises:
        UnusableModel: one of its kinds; see `modelfile.unpacked`.
    """
    contents = unpacked(data)
    try:
        additive, reference = _tables_in(contents.header, contents.arrays)
        card = _adapter(card_type).validate_python(contents.header["card"])
    except (KeyError, TypeError, ValueError):
        raise ModelFileUnsound from None
    if not is_sound(additive, reference):
        raise ModelFileUnsound
    return additive, reference, card


def is_sound(additive: Additive, reference: Reference) -> bool:
    """Whether every table has the shape that its features call for, so that no bin can point outside of it."""
    return (
        bool(additive.terms)
        and reference.half_units.shape == (len(additive.features),)
        and all(_is_feature_sound(feature) for feature in additive.features)
        and all(_is_term_sound(term, additive.features) for term in additive.terms)
    )


def _is_feature_sound(feature: Feature) -> bool:
    values = len(feature.levels) if feature.kind.is_coded else len(feature.edges) + 1
    return (
        feature.coarse.ndim == feature.edges.ndim == 1
        and feature.coarse.shape == feature.counts.shape == (values + 2,)
        and feature.bins <= _MOST_BINS
        and bool(np.all(np.diff(feature.edges) > 0))
    )


def _is_term_sound(term: Term, features: tuple[Feature, ...]) -> bool:
    if not all(0 <= side < len(features) for side in term.features) or len(term.features) not in (1, 2):
        return False
    sides = [features[side] for side in term.features]
    shape = (sides[0].bins,) if len(sides) == 1 else tuple(side.coarse_bins for side in sides)
    return term.units.shape == term.standard_errors.shape == shape


def _tables_in(header: Json, arrays: Arrays) -> tuple[Additive, Reference]:
    additive = Additive(
        int(header["intercept_units"]),
        tuple(_feature_in(f, entry, arrays) for f, entry in enumerate(header["features"])),
        tuple(_term_in(t, entry, arrays) for t, entry in enumerate(header["terms"])),
    )
    return additive, Reference(arrays["reference"])


def _feature_out(f: int, feature: Feature, arrays: Arrays) -> Json:
    arrays |= {f"feature.{f}.{name}": getattr(feature, name) for name in _FEATURE_ARRAYS}
    role = feature.role
    return {
        "name": feature.name,
        "kind": feature.kind.value,
        "levels": list(feature.levels),
        "low": feature.low,
        "high": feature.high,
        "single_valued": feature.single_valued,
        "label": _text_out(role.label),
        "unit": None if role.unit is None else _text_out(role.unit),
        "monotone": role.monotone.value,
        "change": role.change.value,
    }


def _feature_in(f: int, entry: Json, arrays: Arrays) -> Feature:
    return Feature(
        name=entry["name"],
        kind=Kind(entry["kind"]),
        role=FeatureRole(
            Text(**entry["label"]),
            None if entry["unit"] is None else Text(**entry["unit"]),
            Monotone(entry["monotone"]),
            Change(entry["change"]),
        ),
        levels=tuple(entry["levels"]),
        low=entry["low"],
        high=entry["high"],
        single_valued=entry["single_valued"],
        **{name: arrays[f"feature.{f}.{name}"] for name in _FEATURE_ARRAYS},
    )


def _term_out(t: int, term: Term, arrays: Arrays) -> Json:
    arrays |= {f"term.{t}.units": term.units, f"term.{t}.standard_errors": term.standard_errors}
    return {"features": list(term.features)}


def _term_in(t: int, entry: Json, arrays: Arrays) -> Term:
    units: NDArray[np.int64] = arrays[f"term.{t}.units"]
    return Term(tuple(entry["features"]), units, arrays[f"term.{t}.standard_errors"])


def _text_out(text: Text) -> Json:
    return {"ja": text.ja, "en": text.en}


def _adapter(card_type: type[CardType]) -> TypeAdapter[CardType]:
    from pydantic import TypeAdapter

    return TypeAdapter(card_type)
