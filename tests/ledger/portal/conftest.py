from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger.portal.published import published

from rashin.ledger.sample.sample import sample_book


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged sample, published with the scope of AI: the folder of its latest release."""
    folder = tmp_path_factory.mktemp("portal")
    return published(sample_book(folder / "book"), folder / "site", "ai", opinions_to="https://example.jp/opinions")
