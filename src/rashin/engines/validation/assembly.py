"""Everything that held-out scores say about a model, put together."""

from __future__ import annotations

from rashin.engines.contract import Costs
from rashin.engines.validation.costs import HandedOver, cost_curve
from rashin.engines.validation.held_out import HeldOut
from rashin.engines.validation.measures import (
    auc,
    brier,
    calibration_intercept,
    calibration_slope,
    log_loss,
    reliability,
)
from rashin.engines.validation.results import Challenger, PairChoice, Validation
from rashin.language import Text


def validate(
    held: HeldOut,
    costs: Costs,
    *,
    folds: int,
    repeats: int = 1,
    grouped: bool = False,
    timed: bool = False,
    handed_over: HandedOver | None = None,
    pair_choices: tuple[PairChoice, ...] = (),
    challengers: tuple[Challenger, ...] = (),
) -> Validation:
    """The account of a model from its held-out scores.

    Args:
        held: from `cross_validate`.
        costs: for the cost curve.
        folds: as asked of `folds`; in order of time, the parts there really were are told instead.
        repeats: as asked of `folds`.
        grouped: whether groups were kept on one side.
        timed: whether the splits followed time.
        handed_over: which of the held-out rows (`held.per_row`, in that order) a person decides.
        pair_choices: from choosing the number of pair terms.
        challengers: from `challengers`.

    Raises:
        TooFewToValidate: no test part holds both outcomes.
    """
    rows = held.per_row
    parts = int(held.part.max()) + 1 if timed else folds
    return Validation(
        scheme=scheme(parts, 1 if timed else repeats, grouped=grouped, timed=timed),
        folds=parts,
        repeats=1 if timed else repeats,
        rows=len(rows.rows),
        adverse=int(rows.adverse.sum()),
        auc=auc(held),
        log_loss=log_loss(held),
        brier=brier(held),
        calibration_slope=calibration_slope(held),
        calibration_intercept=calibration_intercept(held),
        reliability=reliability(held),
        cost_curve=cost_curve(rows.adverse, rows.probability, costs, handed_over=handed_over),
        pair_choices=pair_choices,
        challengers=challengers,
    )


def scheme(folds: int, repeats: int, *, grouped: bool, timed: bool) -> Text:
    """How the cases were held out, in words."""
    if timed:
        base = Text(
            "時期で区切り、前の時期で学習して次の時期で確かめました（{folds}回）。",
            "Learned from earlier rows and checked on the rows that followed ({folds} times).",
        )
    elif repeats > 1:
        base = Text(
            "{folds}つに分け、ほかの部分で学習して確かめることを、分け方を変えて{repeats}度行いました。",
            "Each of {folds} parts was checked by what was learned from the others; "
            "dealt anew and repeated, {repeats} times in all.",
        )
    else:
        base = Text(
            "{folds}つに分け、どの部分も、ほかの部分だけで学習して確かめました。",
            "Each of {folds} parts was checked by what was learned from the others.",
        )
    together = Text("同じまとまりの行は分けていません。", " Rows of one group were kept together.")
    told = base.filled(folds=folds, repeats=repeats)
    return Text(told.ja + together.ja, told.en + together.en) if grouped else told
