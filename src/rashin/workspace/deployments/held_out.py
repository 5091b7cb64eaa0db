"""The held-out decisions of a model, kept beside its file: what the yen slider and watching later measure by."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Self

import numpy as np

from rashin.engines.validation.held_out import PerRow
from rashin.estimates import Bools, Floats, Rows
from rashin.workspace.files import Files

_ENDING = ".held-out.npz"


@dataclass(frozen=True)
class HeldOut:
    """One entry for each case that was held out; all arrays have shape (cases,)."""

    adverse: Bools
    probability: Floats
    """Of the adverse outcome, from models that did not learn from the case."""
    cluster: Rows
    """Cases of one cluster depend on each other."""

    @classmethod
    def of(cls, rows: PerRow) -> Self:
        """What learning hands out."""
        return cls(rows.adverse, rows.probability, rows.cluster)

    def to_bytes(self) -> bytes:
        """The contents of the file."""
        file = BytesIO()
        np.savez_compressed(file, adverse=self.adverse, probability=self.probability, cluster=self.cluster)
        return file.getvalue()


def held_out_key(model_key: str) -> str:
    """The key of the held-out decisions of the model whose file has this key."""
    return f"{model_key.rpartition('.')[0]}{_ENDING}"


def held_out_of(files: Files, model_key: str) -> HeldOut:
    """The held-out decisions of a model.

    Raises:
        NotFound: there is no such file.
    """
    with files.local(held_out_key(model_key)) as path, np.load(path, allow_pickle=False) as kept:
        return HeldOut(kept["adverse"], kept["probability"], kept["cluster"])
