"""Loading the models of services."""

from __future__ import annotations

from pathlib import Path

from rashin.engines.tabular import model as tabular
from rashin.learning.card import ModelCard


def load(path: str | Path) -> tabular.AdditiveModel[ModelCard]:
    """The model in a file that `save` wrote.

    Raises:
        ModelFileForeign, ModelFileTruncated, ModelFileNewer, ModelDigestWrong: the file must not be used.
        FileMissing: there is no such file.
    """
    return tabular.load(path, ModelCard)
