from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rashin
from rashin.engines.tabular.encoding import shown
from rashin.engines.tabular.model import AdditiveModel
from rashin.engines.tabular.persistence import to_bytes
from tests.engines.tabular.additive_models import Card, models, typed_values

READER = Path(__file__).parents[3] / "docs" / "read_model.py"


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


def test_a_model_learned_from_the_packaged_sample_reads_the_same(reader: ModuleType, tmp_path: Path) -> None: ...
