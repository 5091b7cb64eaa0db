from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import Card, large_model, model_of, models, resealed, typed_values

import rashin
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.persistence import to_bytes
from rashin.engines.tabular.table import Column
from rashin.learning.samples import write_sample
from rashin.services import find

READER = Path(__file__).parents[3] / "docs" / "read_model.py"


def typed(column: Column, row: int) -> float | str | None:
    value = column.values[row].item()
    if column.kind.is_coded:
        return column.levels[value] if value >= 0 else None
    return float(value)


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("read_model", READER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reader_needs_nothing_but_the_standard_library_and_a_page() -> None:
    text = READER.read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))
    }
    assert imported <= sys.stdlib_module_names
    assert len(text.splitlines()) <= 110


@given(data=st.data(), model=models())
def test_any_model_gives_any_case_the_same_score_and_contributions_to_the_last_bit(
    data: st.DataObject, reader: ModuleType, model: AdditiveModel[Card]
) -> None:
    case = {feature.name: data.draw(typed_values(feature)) for feature in model.additive.features}
    score, contributions = model.score_case(case)

    read = reader.Model(to_bytes(model)[0])

    assert read.digest == model.digest
    assert read.score(case) == score
    assert [*read.contributions(case).items()] == [*zip(model.terms, contributions.tolist(), strict=True)]
    assert read.probability(case) == pytest.approx(1 / (1 + np.exp(-score)), rel=1e-14)


def test_a_model_learned_from_the_packaged_sample_reads_the_same(reader: ModuleType, tmp_path: Path) -> None:
    write_sample(find("lending"), tmp_path / "loans.csv", rows=150)
    table = rashin.read(tmp_path / "loans.csv")
    model = rashin.learn("lending", table, target="結果", challengers=False)
    path = tmp_path / "loan.rashin"
    model.save(path)

    read = reader.Model(path.read_bytes())

    encoded = model.encode(table)
    cases = [{column.name: typed(column, row) for column in encoded.columns} for row in range(len(table))]
    assert [read.score(case) for case in cases] == model.score(table).tolist()
    assert [[*read.contributions(case).values()] for case in cases] == model.contributions(table).tolist()


def test_the_reader_is_a_command(tmp_path: Path) -> None:
    model = model_of(large_model(0, features=3, bins=12, cells=4, pairs=2))
    case = {feature.name: feature.levels[0] if feature.kind.is_coded else 4.0 for feature in model.additive.features}
    path = tmp_path / "model.rashin"
    model.save(path)
    run = subprocess.run(
        [sys.executable, "-I", READER, path, json.dumps(case)], capture_output=True, encoding="utf-8", check=True
    )
    answer = json.loads(run.stdout)
    score, contributions = model.score_case(case)
    assert (answer["score"], [*answer["contributions"].values()]) == (score, contributions.tolist())
    assert answer["digest"] == model.digest


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: b"PK" + data[2:], "not a Rashin model"),
        (lambda data: data[:-1], "cut short or changed"),
        (lambda data: data[:40] + b"!" + data[41:], "cut short or changed"),
        (lambda data: data[:10], "cut short or changed"),
        (lambda data: resealed(data[:6] + b"\2\0" + data[8:]), "format version 2"),
    ],
)
def test_the_reader_refuses_what_the_package_refuses(
    reader: ModuleType, change: Callable[[bytes], bytes], says: str
) -> None:
    data = to_bytes(model_of(large_model(0, features=2, bins=5, cells=3, pairs=1)))[0]
    with pytest.raises(ValueError, match=says):
        reader.Model(change(data))
