"""Past loans as a company would hand them in, small and quickly learned from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from tests.engines.tabular.loans import loans

Cells = dict[str, list[Any]]

TARGET, SEX, CUSTOMER, DAY = "結果", "代表者の性別", "取引先番号", "申込日"


def past_loans(rows: int = 300, seed: int = 0) -> Cells:
    """Loans with their outcome, the sex of the representative, the customer (four loans each) and the day."""
    found = loans(rows, seed)
    random = np.random.default_rng([seed, 1])
    days = np.sort(random.integers(0, 900, rows))
    return {
        **found.cells,
        SEX: random.choice(["女", "男"], rows, p=[0.3, 0.7]).tolist(),
        CUSTOMER: [f"T{row // 4:04d}" for row in range(rows)],
        DAY: [(date(2021, 4, 1) + timedelta(days=int(day))).isoformat() for day in days],
        TARGET: ["延滞" if bad else "完済" for bad in found.adverse],
    }
