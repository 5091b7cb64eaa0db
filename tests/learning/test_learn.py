from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.engines.tabular.loans import INPUTS, LATE, MONTHS, SALES, SMALL, TRADE
from tests.learning.past import CUSTOMER, DAY, SEX, TARGET, Cells, past_loans

import rashin
from rashin.engines.contract import Change, Costs, Monotone, Outcome
from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.errors import (
    AnswerGivenAway,
    ArgumentWrong,
    ColumnMissing,
    DirectionOnCategory,
    LabelledTooFew,
    RashinError,
    ServiceUnknown,
    TimeWithoutOrder,
    TooFewToValidate,
)
from rashin.learning import learn as learning
from rashin.learning.models import Model
from rashin.learning.progress import Progress, Stopped
from rashin.services import find
from rashin.settings import settings
from rashin.version import __version__

COSTS = Costs(adverse_accepted=1_000_000, favourable_refused=1_000_000, review_minutes=10, yen_per_minute=50)


pytestmark = pytest.mark.usefixtures("quickly")


@pytest.fixture(scope="module")
def cells() -> Cells:
    return past_loans()


@pytest.fixture(scope="module")
def model(cells: Cells, quickly: None) -> Model:
    return learn(cells, protected=[SEX])


def learn(data: Any, **wanted: Any) -> Model:
    return rashin.learn("lending", data, **{"target": TARGET, "challengers": False, **wanted})


def entries(model: Model) -> list[list[int]]:
    return [term.units.ravel().tolist() for term in model.additive.terms]


# What is known about the model afterwards.


def test_the_card_says_where_the_model_comes_from(model: Model, cells: Cells) -> None:
    card = model.card
    assert (card.service, card.target, card.adverse_value) == ("lending", TARGET, "延滞")
    assert (card.rows, card.adverse) == (300, cells[TARGET].count("延滞"))
    assert (card.seed, card.reference, card.rashin_version) == (0, "all", __version__)
    assert date.fromisoformat(card.created) <= date.today()  # noqa: DTZ011 - as the card does
    assert len(bytes.fromhex(card.data_digest)) == 32
    assert set(card.left_out) == {SEX, CUSTOMER, DAY}


def test_what_is_decided_by_is_what_the_roles_say(model: Model) -> None:
    assert tuple(feature.name for feature in model.additive.features) == INPUTS
    assert (
        model.additive.features[0].role.monotone is Monotone.FREE or model.additive.features[0].role.label.ja == "年商"
    )


def test_the_account_is_of_cases_held_out(model: Model) -> None:
    validation = model.card.validation
    assert (validation.rows, validation.folds, validation.repeats) == (300, 5, 1)
    assert 0.5 < validation.auc.low < validation.auc.value < validation.auc.high < 0.95
    in_sample = _auc(model.score(past_loans()), [word == "延滞" for word in past_loans()[TARGET]])
    assert in_sample > validation.auc.value + 0.02, "what was learned from looks better than it is"
    for estimate in (validation.log_loss, validation.brier, model.card.hand_over_share):
        assert estimate.low <= estimate.value <= estimate.high
        assert estimate.n == 300


def _auc(scores: np.ndarray[Any, Any], adverse: list[bool]) -> float:
    bad, good = scores[adverse], scores[~np.array(adverse)]
    return float((bad[:, None] > good[None, :]).mean())


def test_the_share_that_goes_to_a_person_is_about_what_new_cases_see(model: Model) -> None:
    fresh = model.decide(past_loans(800, seed=9))
    share = model.card.hand_over_share
    assert share.low - 0.1 < fresh.handed_over.mean() < share.high + 0.1


def test_a_saved_model_is_loaded_with_its_whole_card(model: Model, cells: Cells, tmp_path: Path) -> None:
    model.save(tmp_path / "loan.rashin")
    again = rashin.load(tmp_path / "loan.rashin")
    assert again.card == model.card
    assert again.digest == model.digest
    assert list(again.decide(cells)) == list(model.decide(cells))


def test_rows_without_an_outcome_are_left_out(cells: Cells, model: Model) -> None:
    more = {name: [*values, *values[:40]] for name, values in cells.items()}
    more[TARGET][300:] = [None] * 40
    with_blanks = learn(more, protected=[SEX])
    assert with_blanks.card.rows == 300
    assert entries(with_blanks) == entries(model)


def test_the_way_the_table_comes_in_changes_nothing(cells: Cells, model: Model, tmp_path: Path) -> None:
    frame = pd.DataFrame(cells)
    frame.to_csv(tmp_path / "loans.csv", index=False)
    for data in (frame, rashin.read(cells), tmp_path / "loans.csv"):
        again = learn(data, protected=[SEX])
        assert entries(again) == entries(model)
        assert again.card.validation == model.card.validation


# The same model again.


def test_the_same_seed_gives_the_same_digest_on_one_core_and_on_two(
    cells: Cells, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    for threads in ("1", "2"):
        monkeypatch.setenv("RASHIN_THREADS", threads)
        settings.cache_clear()
        assert learn(cells, protected=[SEX]).digest == model.digest


def test_another_seed_or_another_cell_gives_another_digest(cells: Cells, model: Model) -> None:
    assert learn(cells, protected=[SEX], seed=1).digest != model.digest
    other = learn({**cells, LATE: [1, *cells[LATE][1:]]}, protected=[SEX])
    assert other.card.data_digest != model.card.data_digest
    assert other.digest != model.digest


# Protected columns, groups, time.


def test_fairness_is_measured_where_decisions_are_not_made(model: Model) -> None:
    assert model.card.protected == (SEX,)
    assert {group.attribute for group in model.card.fairness.groups} == {SEX}
    covered = {(part.attribute, part.group) for part in model.card.certainty.coverage}
    assert covered == {("", ""), (SEX, "女"), (SEX, "男")}


def test_a_protected_column_is_decided_by_only_when_allowed(cells: Cells) -> None:
    allowed = learn(cells, protected=[SEX], allow=[SEX])
    assert SEX in {feature.name for feature in allowed.additive.features}
    assert any(SEX in note.ja for note in allowed.card.notes)
    assert allowed.card.protected == (SEX,)


def test_a_protected_number_of_many_values_is_looked_at_in_bands(cells: Cells) -> None:
    ages = np.random.default_rng(0).integers(22, 80, 300).tolist()
    model = learn({**cells, "代表者の年齢": ages})
    groups = {group.group for group in model.card.fairness.groups if group.attribute == "代表者の年齢"}
    assert 2 <= len(groups) <= 12


def groupwise(rows: int = 400) -> Cells:
    """Every customer has a sales figure of its own and one outcome: knowing the customer is knowing the answer."""
    random = np.random.default_rng(0)
    customers = rows // 8
    sales, bad = random.permutation(customers) * 1_000_000 + 5_000_000, random.random(customers) < 0.4
    which = np.repeat(np.arange(customers), 8)
    outcome = bad[which] ^ (random.random(rows) < 0.1)
    return {
        SALES: sales[which].tolist(),
        LATE: random.integers(0, 4, rows).tolist(),
        CUSTOMER: [f"T{customer:04d}" for customer in which],
        TARGET: ["延滞" if late else "完済" for late in outcome],
    }


def test_rows_of_one_group_are_never_on_both_sides() -> None:
    cells = groupwise()
    free, grouped = learn(cells), learn(cells, group=CUSTOMER)
    assert free.card.validation.auc.value > 0.65
    assert grouped.card.validation.auc.value < 0.6
    assert "同じまとまりの行は分けていません" in grouped.card.validation.scheme.ja
    assert CUSTOMER in grouped.card.left_out


def over_time(rows: int = 400) -> Cells:
    """Late payments raise the risk at first and lower it later."""
    random = np.random.default_rng(0)
    late = random.integers(0, 5, rows)
    early = np.arange(rows) < rows / 2
    bad = random.random(rows) < 1 / (1 + np.exp(-np.where(early, 1, -1) * (late - 2.0)))
    order = random.permutation(rows)
    days = [(date(2022, 1, 1) + timedelta(days=int(row))).isoformat() for row in range(rows)]
    cells = {
        LATE: late.tolist(),
        SALES: random.integers(1, 99, rows).tolist(),
        DAY: days,
        TARGET: ["延滞" if one else "完済" for one in bad],
    }
    return {name: [values[row] for row in order] for name, values in cells.items()}


def test_in_order_of_time_only_the_past_is_learned_from() -> None:
    cells = over_time()
    free, timed = learn(cells), learn(cells, time=DAY)
    assert free.card.validation.auc.value > timed.card.validation.auc.value + 0.05
    assert timed.card.validation.rows < 400, "the first cases are never held out"
    assert timed.card.validation.repeats == 1
    assert "時期で区切り" in timed.card.validation.scheme.ja
    assert DAY in timed.card.left_out


# What the user declares.


def test_declared_directions_and_changes_are_in_the_model_and_hold(cells: Cells) -> None:
    declared = learn(cells, monotone={MONTHS: "lowers", SALES: "free"}, change={MONTHS: "never", TRADE: "never"})
    roles = {feature.name: feature.role for feature in declared.additive.features}
    assert (roles[MONTHS].monotone, roles[MONTHS].change) == (Monotone.LOWERS, Change.NEVER)
    assert roles[SALES].monotone is Monotone.FREE
    assert roles[TRADE].change is Change.NEVER
    months = sorted(set(cells[MONTHS]))
    for row in range(0, 300, 29):
        case = {name: [cells[name][row]] * len(months) for name in INPUTS}
        assert (np.diff(declared.score({**case, MONTHS: months})) <= 0).all()


def test_costs_move_the_line_and_with_it_outcomes(cells: Cells, model: Model) -> None:
    even, dear = learn(cells, costs=COSTS), learn(cells, costs=replace(COSTS, adverse_accepted=9_000_000))
    assert (even.card.threshold, dear.card.threshold) == (0.5, 0.1)
    assert even.card.costs == COSTS
    assert entries(even) == entries(dear) == entries(learn(cells))
    refused = [sum(outcome is Outcome.ADVERSE for outcome in one.decide(cells).outcome) for one in (even, dear)]
    assert refused[0] < refused[1]
    assert any(point.threshold == 0.1 for point in dear.card.validation.cost_curve)
    assert model.card.costs == find("lending").costs


def test_a_larger_error_rate_sends_fewer_cases_to_a_person(cells: Cells) -> None:
    strict, lax = learn(cells, error_rate=0.05), learn(cells, error_rate=0.3)
    assert (strict.card.certainty.error_rate, lax.card.certainty.error_rate) == (0.05, 0.3)
    assert strict.decide(cells).handed_over.sum() > lax.decide(cells).handed_over.sum()


@pytest.mark.parametrize(("reference", "of"), [("all", None), ("accepted", "完済")])
def test_reasons_compare_with_the_reference_that_was_asked_for(cells: Cells, reference: str, of: str | None) -> None:
    model = learn(cells, reference=reference)
    assert model.card.reference == reference
    compared = [of is None or word == of for word in cells[TARGET]]
    np.testing.assert_allclose(model.decide(cells).by_feature[compared].mean(axis=0), 0, atol=1e-9)


# What is refused, before anything is learned.


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ({"error_rate": 0}, "error_rate"),
        ({"error_rate": 1}, "error_rate"),
        ({"error_rate": 1.5}, "error_rate"),
        ({"error_rate": float("nan")}, "error_rate"),
        ({"reference": "everybody"}, "reference"),
        ({"reference": ""}, "reference"),
        ({"costs": replace(COSTS, adverse_accepted=0)}, "adverse_accepted"),
        ({"costs": replace(COSTS, favourable_refused=-1)}, "favourable_refused"),
        ({"costs": replace(COSTS, review_minutes=-1)}, "review_minutes"),
        ({"costs": replace(COSTS, yen_per_minute=0.5)}, "yen_per_minute"),  # type: ignore[arg-type]
        ({"seed": -1}, "seed"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_the_mend(cells: Cells, wanted: dict[str, Any], name: str) -> None:
    with pytest.raises(ArgumentWrong, match=name) as refused:
        learn(cells, **wanted)
    assert refused.value.exit_code == 2
    assert refused.value.how_to_mend.ja.startswith("使える値: ")


def test_free_looks_by_a_person_are_fine(cells: Cells) -> None:
    assert learn(cells, costs=replace(COSTS, review_minutes=0)).card.costs.review == 0


@pytest.mark.parametrize(
    ("change", "wanted", "error"),
    [
        ({}, {"target": "結末"}, ColumnMissing),
        ({}, {"group": "支店"}, ColumnMissing),
        ({}, {"time": "日付"}, ColumnMissing),
        ({}, {"time": TRADE}, TimeWithoutOrder),
        ({DAY: [f"H{1 + row // 30}" for row in range(300)]}, {"time": DAY}, TimeWithoutOrder),
        ({}, {"monotone": {TRADE: "raises"}}, DirectionOnCategory),
        ({TARGET: ["延滞"] * 10 + ["完済"] * 15 + [None] * 275}, {}, LabelledTooFew),
        ({TARGET: ["延滞"] + ["完済"] * 299}, {}, TooFewToValidate),
        ({LATE: [9] * 100 + [0] * 200, TARGET: ["延滞"] * 100 + ["完済"] * 200}, {}, AnswerGivenAway),
    ],
)
def test_what_nothing_honest_can_be_learned_from_is_refused(
    cells: Cells, change: Mapping[str, list[Any]], wanted: dict[str, Any], error: type[RashinError]
) -> None:
    with pytest.raises(error):
        learn({**cells, **change}, **wanted)


def test_a_service_that_is_not_there_is_refused(cells: Cells) -> None:
    with pytest.raises(ServiceUnknown):
        rashin.learn("lendign", cells, target=TARGET)


# Tables that are odd but legal.


def odd_tables() -> dict[str, Cells]:
    random = np.random.default_rng(0)
    x, z = random.normal(size=(2, 2_000))
    chance = random.random(2_000)
    few = np.arange(2_000) % 400 == 0
    first, second = np.arange(2_000) % 2, np.arange(2_000) // 2 % 2
    tables: dict[str, tuple[int, dict[str, Any], Any]] = {
        "one column": (300, {SALES: x}, chance < 1 / (1 + np.exp(-x))),
        "35 rows": (35, {SALES: x, LATE: first}, np.arange(2_000) % 3 == 0),
        "five of one outcome": (2_000, {SALES: x, "業歴": z**2}, few),
        "few of the other outcome": (300, {SALES: x, "業歴": z**2}, np.arange(2_000) % 20 != 0),
        "nearly all blank": (300, {SALES: np.where(np.arange(2_000) < 2, x, np.nan), "業歴": z}, chance < 0.4),
        "300 categories": (1_000, {TRADE: [f"業種{row % 300}" for row in range(2_000)], SALES: x}, chance < 0.3),
        "huge": (300, {SALES: 1e12 * x, "借入残高": 1e17 * np.sign(z)}, chance < 0.3),
        "two values": (300, {SALES: first}, chance < 0.3),
        "only a pair tells": (300, {SALES: first, LATE: second}, first ^ second == 1),
        "only a sum tells": (300, {SALES: x, "業歴": z}, x + z > 0),
    }
    return {
        name: {
            **{column: list(values[:rows]) for column, values in columns.items()},
            TARGET: ["延滞" if bad else "完済" for bad in adverse[:rows]],
        }
        for name, (rows, columns, adverse) in tables.items()
    }


@pytest.mark.parametrize("name", odd_tables())
def test_an_odd_table_gives_a_model_that_decides_explains_and_is_kept(name: str, tmp_path: Path) -> None:
    """Warnings are errors, and a model file holds no NaN."""
    cells = odd_tables()[name]
    model = learn(cells)
    model.save(tmp_path / "odd.rashin")
    again = rashin.load(tmp_path / "odd.rashin")
    decisions = again.decide(cells)
    assert np.isfinite(decisions.score).all()
    assert len(decisions.to_frame(counterfactuals=len(cells[TARGET]) < 400)["見込み"]) == len(cells[TARGET])
    assert 0 <= model.validation.auc.low <= model.validation.auc.value <= model.validation.auc.high <= 1


# Progress, and stopping.


def test_progress_goes_from_nought_to_one(cells: Cells) -> None:
    told: list[Progress] = []
    learn(cells, progress=told.append)
    done = [progress.done for progress in told]
    assert done[0] == 0
    assert done[-1] == 1
    assert done == sorted(done)
    stages = list(dict.fromkeys(progress.stage.ja for progress in told))
    assert [stage[:2] for stage in stages] == ["計算", "学習", "すべ"]
    assert {progress.rows for progress in told} == {300}


class Enough(Exception):
    """What a listener of one's own may raise."""


@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize("reason", [Stopped, KeyboardInterrupt, Enough])
@pytest.mark.parametrize("at", [0.0, 0.1, 0.5])
def test_a_listener_can_stop_it_and_nothing_goes_on(
    cells: Cells, threads: str, reason: type[BaseException], at: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASHIN_THREADS", threads)
    settings.cache_clear()
    before = threading.active_count()
    told: list[float] = []

    def listen(progress: Progress) -> None:
        told.append(progress.done)
        if progress.done >= at:
            raise reason

    with pytest.raises(reason):
        learn(cells, progress=listen)
    heard = len(told)
    assert threading.active_count() == before
    assert len(told) == heard


@pytest.fixture
def ctrl_c_heard() -> Iterator[None]:
    """A shell starts what it puts in the background with Ctrl-C ignored, and Python keeps to that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_heard")
def test_work_in_other_threads_ends_at_once_when_stopped(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C reaches one thread only; the others would go on for as long as a fold takes."""
    endless = replace(SMALL, most_cycles=100_000, patience=100_000)
    monkeypatch.setattr(learning, "learn_additive", partial(learn_additive, options=endless))
    monkeypatch.setenv("RASHIN_THREADS", "2")
    settings.cache_clear()
    main = threading.main_thread().ident or 0
    timer = threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT))
    before = threading.active_count()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        learn(cells)
    timer.join()
    assert threading.active_count() == before
