"""Read a Rashin model and score cases with nothing but Python's standard library. `model-file.md` tells the format.

    python read_model.py loan.rashin '{"年商": 48000000, "業種": "小売"}'

A port to another language is a matter of an hour: everything is here. The sums are exact, so that a port agrees with
Rashin to the last bit, not only nearly.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
import sys
from bisect import bisect_right
from pathlib import Path
from typing import Any

VERSION = 1
START = struct.Struct("<6sHQ")  # magic, version, length of the header
DIGEST_BYTES = 32
CODES = {"uint8": "B", "int64": "q", "float64": "d"}
UNIT = 2.0**-32  # of a log-odds; every table entry is a whole number of these

Case = dict[str, Any]  # feature name → number, level, or None where it is missing


class Model:
    """A model as its file holds it: `header`, `arrays` (flat tuples) and `digest`."""

    def __init__(self, data: bytes) -> None:
        """Check the bytes of a .rashin file and take them apart."""
        content, digest = data[:-DIGEST_BYTES], data[-DIGEST_BYTES:]
        if data[:6] != b"RASHIN":
            raise ValueError("not a Rashin model file")
        if len(content) < START.size or hashlib.sha256(content).digest() != digest:
            raise ValueError("the file was cut short or changed")
        _, version, length = START.unpack_from(content)
        if version > VERSION:
            raise ValueError(f"format version {version}; this reader knows {VERSION}")
        self.digest = digest.hex()
        self.header = json.loads(content[START.size : START.size + length])
        body = content[START.size + length :]
        self.arrays = {name: _numbers(body, entry) for name, entry in self.header["arrays"].items()}

    def bins(self, case: Case) -> list[int]:
        """The bin of each feature: 0 missing, the last one never seen in learning."""
        return [self._bin(f, feature, case[feature["name"]]) for f, feature in enumerate(self.header["features"])]

    def units(self, case: Case) -> list[int]:
        """Each term's contribution in whole units of 2⁻³²."""
        bins = self.bins(case)
        return [self._entry(t, term["features"], bins) for t, term in enumerate(self.header["terms"])]

    def contributions(self, case: Case) -> dict[str, float]:
        """Each term's contribution in log-odds, by the names of its features."""
        names = [
            " × ".join(self.header["features"][f]["name"] for f in term["features"]) for term in self.header["terms"]
        ]
        return {name: units * UNIT for name, units in zip(names, self.units(case), strict=True)}

    def score(self, case: Case) -> float:
        """The log-odds of the adverse outcome: the intercept and all contributions, exact."""
        return float((self.header["intercept_units"] + sum(self.units(case))) * UNIT)

    def probability(self, case: Case) -> float:
        """The probability of the adverse outcome."""
        score = self.score(case)
        return 1 / (1 + math.exp(-score)) if score > 0 else math.exp(score) / (1 + math.exp(score))

    def _bin(self, f: int, feature: dict[str, Any], value: float | str | None) -> int:
        unseen = len(self.arrays[f"feature.{f}.coarse"]) - 1
        if value is None:
            return 0
        if feature["kind"] not in ("number", "date"):
            return feature["levels"].index(value) + 1 if value in feature["levels"] else unseen
        number = float(value)
        if math.isnan(number):
            return 0
        return unseen if math.isinf(number) else bisect_right(self.arrays[f"feature.{f}.edges"], number) + 1

    def _entry(self, t: int, features: list[int], bins: list[int]) -> int:
        table = self.arrays[f"term.{t}.units"]
        if len(features) == 1:
            return int(table[bins[features[0]]])
        a, b = (self.arrays[f"feature.{f}.coarse"][bins[f]] for f in features)
        columns = self.header["arrays"][f"term.{t}.units"]["shape"][1]
        return int(table[a * columns + b])


def _numbers(body: bytes, entry: dict[str, Any]) -> tuple[Any, ...]:
    """The entries of an array of the directory, row by row."""
    return struct.unpack_from(f"<{math.prod(entry['shape'])}{CODES[entry['dtype']]}", body, entry["offset"])


if __name__ == "__main__":
    model, case = Model(Path(sys.argv[1]).read_bytes()), json.loads(sys.argv[2])
    answer = {"score": model.score(case), "probability": model.probability(case), "digest": model.digest}
    print(json.dumps(answer | {"contributions": model.contributions(case)}, ensure_ascii=False, indent=2))
