"""How much of everything is run: the whole measurement, or a quick look whether it works."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from datasets import NAMES, Dataset, folder, load


@dataclass(frozen=True)
class Plan:
    """What is run on which data."""

    data: Path
    codes: str
    seed: int
    cache: Path | None
    sets: tuple[str, ...]
    speed_set: str
    change_sets: tuple[str, ...]
    rows: int | None
    """Use so many rows of each set only; None = all."""
    folds: int
    batch: int
    """Rows to explain at once."""
    rounds: int
    """How often each timed call is repeated."""
    refused: int
    """Refused cases for which the change is looked for."""
    refused_dice: int
    """As many of them are given to DiCE."""

    @classmethod
    def of(cls, options: Namespace) -> Plan:
        """The plan of a command line.

        Raises:
            DataAbsent: the tables are not where they were looked for.
        """
        where, small = folder(options.data), options.quick
        sets = tuple(options.sets) if options.sets else ("south_german_credit",) if small else NAMES
        return cls(
            data=where,
            codes=options.codes,
            seed=options.seed,
            cache=None if small else options.cache,
            sets=sets,
            speed_set="south_german_credit" if small else "taiwan_default",
            change_sets=("south_german_credit",) if small else ("south_german_credit", "taiwan_default"),
            rows=300 if small else None,
            folds=2 if small else 5,
            batch=2_000 if small else 100_000,
            rounds=3 if small else 9,
            refused=20 if small else 300,
            refused_dice=5 if small else 300,
        )

    def load(self, name: str) -> Dataset:
        """One set, as far as the plan uses it."""
        return load(name, self.data, self.codes).first(self.rows)
