"""What every service must keep, run over every one that is registered."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rashin.engines.contract import Change, Monotone
from rashin.engines.tabular.reading import read
from rashin.engines.tabular.table import Column, Kind, Table
from rashin.errors import NoUsableColumn
from rashin.language import LANGUAGES, Text
from rashin.learning.roles import resolve_roles
from rashin.learning.samples import write_new_cases, write_sample
from rashin.services import find, services
from rashin.services.contract import Concept, Service, Use, plain_name

pytestmark = pytest.mark.parametrize("service", services(), ids=lambda service: service.name)

# Words of the people who build it, which those who use it must never need; and the tone that is not ours.
JARGON = re.compile(
    r"推論|特徴量|説明変数|目的変数|教師データ|学習データ|訓練データ|モデル推定|アルゴリズム|過学習|AIが判断|[!！]"
    r"|\b(?:feature|inference|classifier|hyperparameter|dataset|overfit\w*|ground truth|the AI decides)\b",
    re.IGNORECASE,
)
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SAMPLE_ROWS = 600


def texts_in(thing: object) -> Iterator[Text]:
    if isinstance(thing, Text):
        yield thing
    elif dataclasses.is_dataclass(thing):
        for part in dataclasses.fields(thing):
            yield from texts_in(getattr(thing, part.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts_in(part)


def sample_table(service: Service) -> Table:
    return read(service.sample(rows=SAMPLE_ROWS, seed=1))


def numbers(name: str) -> Column:
    return Column(name, Kind.NUMBER, np.arange(40.0))


def barred_names(service: Service, use: Use) -> list[str]:
    return [name for concept in service.concepts if concept.use is use for name in concept.names]


def test_it_is_found_by_its_name(service: Service) -> None:
    assert find(service.name) is service
    assert re.fullmatch(r"[a-z][a-z0-9-]*", service.name)


def test_every_text_stands_in_both_languages(service: Service) -> None:
    texts = list(texts_in(service))
    assert texts
    for text in texts:
        assert all(text[language].strip() for language in LANGUAGES), text
        assert not JAPANESE.search(text.en), text


def test_no_text_needs_a_machine_learning_dictionary(service: Service) -> None:
    assert [text for text in texts_in(service) for language in LANGUAGES if JARGON.search(text[language])] == []


def test_the_texts_that_explain_it_are_written_in_japanese_too(service: Service) -> None:
    wording = (getattr(service.wording, part.name) for part in dataclasses.fields(service.wording))
    for text in (service.label, service.purpose, service.needs, service.risk_reason, *wording):
        assert JAPANESE.search(text.ja), text


def test_outcomes_are_worded_differently(service: Service) -> None:
    spoken = (service.wording.favourable, service.wording.adverse, service.wording.person)
    for language in LANGUAGES:
        assert len({text[language] for text in spoken}) == 3


def test_no_two_concepts_share_a_name(service: Service) -> None:
    owners: dict[str, Concept] = {}
    for concept in service.concepts:
        for name in concept.names:
            assert owners.setdefault(plain_name(name), concept) is concept, name


def test_concepts_have_keys_and_labels_of_their_own(service: Service) -> None:
    for said in ([c.key for c in service.concepts], [c.label.ja for c in service.concepts]):
        assert len(set(said)) == len(said)


def test_what_is_no_input_has_no_direction_and_cannot_be_changed(service: Service) -> None:
    for concept in service.concepts:
        if concept.use is not Use.INPUT:
            assert (concept.monotone, concept.change) == (Monotone.FREE, Change.NEVER), concept.key


def test_costs_give_a_threshold(service: Service) -> None:
    costs = service.costs
    amounts = (costs.adverse_accepted, costs.favourable_refused, costs.review_minutes, costs.yen_per_minute)
    assert all(amount > 0 for amount in amounts)
    assert 0 < costs.threshold < 1
    assert costs.review < min(costs.adverse_accepted, costs.favourable_refused)


def test_settings_are_ones_an_engine_knows(service: Service) -> None:
    assert service.engine in {"tabular", "vision", "text"}
    assert service.reference in {"all", "accepted"}
    assert 0 < service.error_rate < 0.5


@pytest.mark.parametrize("use", [Use.PROTECTED, Use.AFTERWARDS, Use.IDENTIFIER])
def test_no_barred_column_is_an_input_by_default(service: Service, use: Use) -> None:
    for name in barred_names(service, use):
        roles = resolve_roles(service, [numbers("x"), numbers(name), numbers("y!")], target="y!")
        assert list(roles.inputs) == ["x"], name
        assert list(roles.left_out) == [name]


def test_a_protected_column_is_an_input_only_when_allowed_and_then_it_is_said(service: Service) -> None:
    for name in barred_names(service, Use.PROTECTED):
        with pytest.raises(NoUsableColumn):
            resolve_roles(service, [numbers(name), numbers("y!")], target="y!")
        roles = resolve_roles(service, [numbers(name), numbers("y!")], target="y!", allow=[name])
        assert list(roles.inputs) == [name]
        assert roles.protected == (name,)
        assert name in roles.notes[0].ja


def test_the_sample_can_be_learned_from(service: Service) -> None:
    table = sample_table(service)
    outcome = table[service.sample_target]
    assert len(outcome.levels) == 2
    assert not outcome.missing.any()
    adverse = [level for level in outcome.levels if level.casefold() in service.adverse_values]
    assert len(adverse) == 1
    fell_badly = outcome.values == outcome.levels.index(adverse[0])
    assert min(fell_badly.sum(), (~fell_badly).sum()) >= 30


def test_the_sample_has_inputs_and_someone_to_be_fair_to(service: Service) -> None:
    roles = resolve_roles(service, list(sample_table(service)), target=service.sample_target)
    assert len(roles.inputs) >= 5
    assert roles.protected
    assert not set(roles.inputs) & set(roles.protected)


def test_the_sample_is_the_same_for_a_seed_and_another_for_another(service: Service) -> None:
    assert service.sample(rows=50, seed=3) == service.sample(rows=50, seed=3)
    assert service.sample(rows=50, seed=3) != service.sample(rows=50, seed=4)


def test_new_cases_have_every_column_but_the_outcome(service: Service) -> None:
    past, new = service.sample(rows=50, seed=1), service.new_cases(rows=8, seed=1)
    assert list(new) == [name for name in past if name != service.sample_target]
    assert {len(cells) for cells in new.values()} == {8}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_sample_reads_alike_from_every_file(service: Service, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    write_sample(service, file, rows=SAMPLE_ROWS, seed=1, encoding=encoding)
    from_file, from_cells = read(file), sample_table(service)
    assert list(from_file.columns) == list(from_cells.columns)
    for one, other in zip(from_file, from_cells, strict=True):
        assert (one.kind, one.levels) == (other.kind, other.levels)
        np.testing.assert_array_equal(one.values, other.values)


def test_new_cases_can_be_written_as_a_file(service: Service, tmp_path: Path) -> None:
    write_new_cases(service, tmp_path / "new.csv", rows=8)
    assert len(read(tmp_path / "new.csv")) == 8
