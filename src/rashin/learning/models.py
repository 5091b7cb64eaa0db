"""A service's model as its users hold it, and loading it."""

from __future__ import annotations

from pathlib import Path

from rashin.engines.certainty import Certainty
from rashin.engines.tabular import model as tabular
from rashin.engines.validation import Validation
from rashin.learning.card import ModelCard
from rashin.trust.fairness import Fairness


class Model(tabular.AdditiveModel[ModelCard]):
    """A learned model with the account of how good it is. `rashin.learn` and `rashin.load` make them."""

    @property
    def validation(self) -> Validation:
        """How good the model is on cases it never saw."""
        return self.card.validation

    @property
    def certainty(self) -> Certainty:
        """How sure decisions are, and the coverage measured."""
        return self.card.certainty

    @property
    def fairness(self) -> Fairness:
        """How groups fared on held-out decisions."""
        return self.card.fairness


def load(path: str | Path) -> Model:
    """The model in a file that `save` wrote.

    Raises:
        ModelFileForeign, ModelFileTruncated, ModelFileNewer, ModelDigestWrong: the file must not be used.
        ModelFileUnsound: its contents do not fit together.
        FileMissing: there is no such file.
    """
    loaded = tabular.load(path, ModelCard)
    return Model(loaded.additive, loaded.reference, loaded.card)
