from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from rashin.settings import PREFIX, settings

CHECKOUT = Path(__file__).parents[1]

# Where journeys keep their screenshots. It is no setting of Rashin's, which would refuse it.
SHOTS = os.environ.pop("RASHIN_SHOTS", None)

# A property does not fail for being slow: kernels compile inside the first example, and machines differ.
hypothesis_settings.register_profile("rashin", deadline=None)
hypothesis_settings.load_profile("rashin")


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    data = CHECKOUT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("the real data sets of ../shared/data are not on this machine")
    return data


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test starts from the default settings, whatever the environment of the person who runs it."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    settings.cache_clear()
    yield
    settings.cache_clear()
