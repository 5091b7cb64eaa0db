from __future__ import annotations

import struct
from copy import deepcopy
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import Card, large_model, model_of, models, resealed, typed_values

from rashin.engines.tabular.model import AdditiveModel, load
from rashin.engines.tabular.modelfile import VERSION, packed, unpacked
from rashin.engines.tabular.persistence import from_bytes, to_bytes
from rashin.errors import (
    FileMissing,
    ModelDigestWrong,
    ModelFileForeign,
    ModelFileNewer,
    ModelFileTruncated,
    UnusableModel,
)


@pytest.fixture(scope="module")
def small() -> bytes:
    return to_bytes(model_of(large_model(0, features=3, bins=6, cells=3, pairs=2)))[0]


def assert_same(one: object, other: object) -> None:
    for field in fields(one):  # type: ignore[arg-type]
        mine, yours = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            assert (mine.dtype, mine.shape, mine.tolist()) == (yours.dtype, yours.shape, yours.tolist())
        else:
            assert mine == yours


@given(data=st.data(), model=models())
def test_a_model_comes_back_as_it_was(data: st.DataObject, model: AdditiveModel[Card]) -> None:
    again = AdditiveModel(*from_bytes(to_bytes(model)[0], Card))

    assert again.card == model.card
    assert again.intercept == model.intercept
    assert_same(again.reference, model.reference)
    for mine, yours in zip(
        model.additive.features + model.additive.terms, again.additive.features + again.additive.terms, strict=True
    ):
        assert_same(mine, yours)
    case = {feature.name: data.draw(typed_values(feature)) for feature in model.additive.features}
    assert [part.tolist() for part in map(np.asarray, again.score_case(case))] == [
        part.tolist() for part in map(np.asarray, model.score_case(case))
    ]


@given(models())
def test_the_same_model_gives_the_same_bytes(model: AdditiveModel[Card]) -> None:
    data, digest = to_bytes(model)
    assert to_bytes(deepcopy(model)) == (data, digest)
    assert to_bytes(AdditiveModel(*from_bytes(data, Card))) == (data, digest)


def test_a_file_cut_short_anywhere_is_refused(small: bytes) -> None:
    with pytest.raises(ModelFileForeign):
        unpacked(b"")
    for length in range(1, len(small)):
        with pytest.raises(ModelFileTruncated):
            unpacked(small[:length])


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80, 0xFF])
def test_a_file_with_any_byte_flipped_is_refused(small: bytes, mask: int) -> None:
    for at in range(len(small)):
        changed = bytearray(small)
        changed[at] ^= mask
        with pytest.raises(UnusableModel):
            unpacked(bytes(changed))


@given(model=models(), data=st.data())
def test_any_model_with_any_byte_changed_is_refused(model: AdditiveModel[Card], data: st.DataObject) -> None:
    changed = bytearray(to_bytes(model)[0])
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UnusableModel):
        unpacked(bytes(changed))


def test_a_change_in_the_tables_is_told_from_a_cut(small: bytes) -> None:
    with pytest.raises(ModelDigestWrong):
        unpacked(small[:-40] + bytes([small[-40] ^ 1]) + small[-39:])
    with pytest.raises(ModelDigestWrong):
        unpacked(small + b"\0")


def test_a_newer_file_is_refused_and_names_both_versions(small: bytes) -> None:
    newer = resealed(small[:6] + struct.pack("<H", VERSION + 1) + small[8:])
    with pytest.raises(ModelFileNewer) as refused:
        unpacked(newer)
    assert refused.value.facts["found"] == VERSION + 1
    assert refused.value.facts["known"] == VERSION


@given(st.binary().filter(lambda data: not b"RASHIN".startswith(data[:6])))
def test_a_file_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(ModelFileForeign):
        unpacked(data)


def test_arrays_start_at_multiples_of_eight_and_numbers_are_little_endian() -> None:
    data = packed({}, {"a": np.array([1, 2, 3], np.uint8), "b": np.array([258], np.int64)})
    assert data[-32 - 16 : -32] == bytes([1, 2, 3, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0])
    assert unpacked(data).arrays["b"].tolist() == [258]


def test_a_header_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        packed({"share": float("nan")}, {})


def test_a_model_is_saved_to_a_file_and_loaded_from_it(tmp_path: Path) -> None:
    model = model_of(large_model(1, features=2, bins=5, cells=3, pairs=1))
    path = tmp_path / "a model.rashin"
    model.save(path)
    again = load(path, Card)
    assert (again.digest, again.terms, again.service) == (model.digest, model.terms, "lending")
    assert path.read_bytes()[-32:].hex() == model.digest
    assert [*tmp_path.iterdir()] == [path]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        load(tmp_path / "none.rashin", Card)


def test_the_page_about_the_format_names_everything_that_is_in_the_file(checkout: Path, small: bytes) -> None:
    page = (checkout / "docs" / "model-file.md").read_text(encoding="utf-8")
    contents = unpacked(small)
    keys = {*contents.header, *contents.header["features"][0], *contents.header["terms"][0], "arrays"}
    names = {".".join(part if not part.isdigit() else "N" for part in name.split(".")) for name in contents.arrays}
    assert [name for name in sorted(keys | names) if f"`{name}`" not in page] == []
