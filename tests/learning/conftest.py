from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from tests.engines.tabular.loans import SMALL

from rashin.engines.tabular.learning.trainer import learn_additive
from rashin.learning import learn as learning


@pytest.fixture(scope="module")
def quickly() -> Iterator[None]:
    """The real trainer with few cycles, and the cross-validation once, so that learning takes a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "learn_additive", partial(learn_additive, options=SMALL))
        patch.setattr(learning, "_REPEATS", ())
        yield
