from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Literal

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.tabular.additive_models import Card
from tests.engines.tabular.loans import INPUTS, Cells, Loans, changed, first, some

from rashin.engines.contract import Outcome
from rashin.engines.tabular.decisions import TabularDecisions
from rashin.engines.tabular.model import AdditiveModel

Model = AdditiveModel[Card]
FAVOURABLE, ADVERSE = Outcome.FAVOURABLE, Outcome.ADVERSE


@pytest.fixture(scope="module")
def decisions(model: Model, new: Loans) -> TabularDecisions:
    return model.decide(new.cells)


def held_to(model: Model, *, threshold: float, favourable_to: float, adverse_from: float) -> Model:
    """The same model with other lines."""
    certainty = replace(model.card.certainty, favourable_to=favourable_to, adverse_from=adverse_from)
    return replace(model, card=replace(model.card, threshold=threshold, certainty=certainty))


def test_there_is_one_decision_a_row_in_the_order_of_rows(decisions: TabularDecisions) -> None:
    assert len(decisions) == 300
    assert [decision.score for decision in decisions] == decisions.score.tolist()
    assert [decision.outcome for decision in decisions] == decisions.outcome
    assert decisions[-1] == decisions[299]
    assert decisions[np.int64(7)] == decisions[7]  # type: ignore[index]


@pytest.mark.parametrize("row", [300, -301])
def test_a_row_that_is_not_there_is_an_index_error(decisions: TabularDecisions, row: int) -> None:
    with pytest.raises(IndexError):
        decisions[row]


def test_the_outcome_is_the_cheaper_mistake_and_needs_no_tie_break(decisions: TabularDecisions, model: Model) -> None:
    above = decisions.probability > model.card.threshold
    assert 0 < above.sum() < len(decisions)
    assert [outcome is ADVERSE for outcome in decisions.outcome] == above.tolist()


def test_an_outcome_is_possible_up_to_the_line_of_each(decisions: TabularDecisions, model: Model) -> None:
    certainty = model.card.certainty
    for decision in decisions:
        assert (FAVOURABLE in decision.possible) == (decision.probability <= certainty.favourable_to)
        assert (ADVERSE in decision.possible) == (decision.probability >= certainty.adverse_from)


def test_a_person_decides_unless_the_outcome_is_the_only_possible_one(decisions: TabularDecisions) -> None:
    assert 0 < decisions.handed_over.sum() < len(decisions)
    for row, decision in enumerate(decisions):
        sure = decision.possible == (decision.outcome,) and not decision.flags
        assert decision.handed_over == (not sure) == bool(decisions.handed_over[row])
        assert bool(decision.why_handed_over) == decision.handed_over
        said = decision.outcome if sure else None
        words = {FAVOURABLE: "融資", ADVERSE: "見送り", None: "人が判断"}
        assert decision.words.ja == words[said]


def test_why_a_person_decides(model: Model, new: Loans) -> None:
    """Both possible; neither; the costs say one thing and the past another."""
    lines = {
        "どちらの結果になるか、誤りを10%以下に抑えて言い切ることはできません。": (0.5, 1.0, 0.0),
        "学習した表のどの結果とも合いにくい申込です。": (0.5, 0.0, 1.0),
        "費用から引いた線では「見送り」ですが、これまでの当たり方からは「融資」と見られます。": (0.001, 1.0, 1.0),
        "費用から引いた線では「融資」ですが、これまでの当たり方からは「見送り」と見られます。": (0.999, 0.0, 0.0),
    }
    for said, (threshold, favourable_to, adverse_from) in lines.items():
        drawn = held_to(model, threshold=threshold, favourable_to=favourable_to, adverse_from=adverse_from)
        for decision in drawn.decide(first(new.cells, 5)):
            assert [why.ja for why in decision.why_handed_over] == [said]


def test_a_doubtful_cell_is_a_why_beside_the_others(model: Model, new: Loans) -> None:
    unsure = held_to(model, threshold=0.5, favourable_to=1.0, adverse_from=0.0)
    why = unsure.decide(changed(first(new.cells, 3), 1, 業種="宇宙業"))[1].why_handed_over
    assert [reason.ja[:6] for reason in why] == ["どちらの結果", "「業種」の「"]


SHARE = st.floats(0.001, 0.999)


@given(SHARE, SHARE | st.just(1.0), SHARE | st.just(0.0))
def test_the_favourable_score_is_the_highest_that_needs_no_person(
    model: Model, threshold: float, favourable_to: float, adverse_from: float
) -> None:
    drawn = held_to(model, threshold=threshold, favourable_to=favourable_to, adverse_from=adverse_from)

    case = model.decide({name: [1] for name in INPUTS})
    case.encoded.doubts[:] = 0

    def decided_well(score: float) -> bool:
        decisions = replace(case, model=drawn, score=np.array([score]))
        return decisions.outcome == [FAVOURABLE] and not decisions.handed_over[0]

    line = drawn.favourable_score
    assert (line * 2**32).is_integer()
    if adverse_from == 0:
        assert line == drawn.threshold_score
    else:
        assert decided_well(line)
    assert not decided_well(line + 1e-8)


def test_lines_at_infinity_leave_the_threshold(model: Model) -> None:
    for lines in ((-inf, 0.5), (1.0, -inf), (-inf, -inf)):
        drawn = held_to(model, threshold=0.3, favourable_to=lines[0], adverse_from=lines[1])
        assert drawn.favourable_score == drawn.threshold_score


def test_the_frame_has_a_row_for_each_decision_in_the_words_of_the_service(decisions: TabularDecisions) -> None:
    frame = pd.DataFrame(decisions.to_frame())
    assert len(frame) == len(decisions)
    assert list(frame)[:4] == ["判断", "見込み", "人が判断", "人が判断する訳"]
    assert frame["判断"].tolist() == [decision.words.ja for decision in decisions]
    assert frame["人が判断"].tolist() == decisions.handed_over.astype(int).tolist()
    np.testing.assert_allclose(frame["見込み"], decisions.probability, atol=1e-6)
    assert frame["理由1"].tolist() == [decision.reasons[0].sentence.ja for decision in decisions]
    assert set(frame["モデル"]) == {decisions.model.digest}


@pytest.mark.parametrize(
    ("library", "kind"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("pyarrow", pa.Table)]
)
def test_the_frame_is_of_the_library_asked_for(
    decisions: TabularDecisions, library: Literal["pandas", "polars", "pyarrow"], kind: type
) -> None:
    frame = decisions.to_frame(library=library)
    assert nw.from_native(frame, eager_only=True).to_dict(as_series=False) == decisions.to_frame()
    assert isinstance(frame, kind)


def test_the_frame_speaks_english_and_gives_as_many_reasons_as_asked(model: Model, new: Loans) -> None:
    decisions = model.decide(first(new.cells, 4))
    frame = decisions.to_frame(language="en", reasons=2)
    assert [name for name in frame if name.startswith("reason")] == [
        "reason_1", "reason_1_points", "reason_2", "reason_2_points",
    ]  # fmt: skip
    assert frame["decision"] == [decision.words.en for decision in decisions]
    every = decisions.to_frame(language="en", reasons=99)
    assert sum(name.endswith("points") for name in every) == len(INPUTS)


def test_the_frame_says_what_would_change_each_outcome(model: Model, new: Loans) -> None:
    decisions = model.decide(first(new.cells, 6))
    changes = decisions.to_frame(counterfactuals=True)["変われば通る条件"]
    assert len(changes) == 6
    assert all(changes)


def test_the_same_rows_in_any_order_and_any_number_are_decided_alike(
    decisions: TabularDecisions, model: Model, new: Loans
) -> None:
    def assert_alike(cells: Cells, rows: list[int]) -> None:
        again = model.decide(cells)
        np.testing.assert_array_equal(again.score, decisions.score[rows])
        np.testing.assert_array_equal(again.contributions, decisions.contributions[rows])
        assert list(again) == [decisions[row] for row in rows]

    shuffled = np.random.default_rng(0).permutation(300)[:40].tolist()
    assert_alike(some(new.cells, shuffled), shuffled)
    assert_alike(first(new.cells, 1), [0])
    assert_alike(dict(reversed(first(new.cells, 5).items())), [*range(5)])
