"""Decisions over HTTP, side by side with model servers: `python benchmarks/serving.py --peers VENV` prints every table.

Explained, logged, durable decisions of `rashin up` on one core, beside a LightGBM model of the same data with its exact
contributions behind MLflow's and BentoML's servers, one core each. Method and measured tables: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from timing import durable_write, keep_to_one_core

if TYPE_CHECKING:
    from bars import Bar
    from datasets import Dataset
    from servers import Served, Server
    from serving_rashin import Deployed, Installation

RASHIN, ONE = "Rashin", "1 deployment"
TRAINED_ON = "taiwan_default"
CASES = 500
FASTER = 3.0
FLAT_LATENCY, FLAT_MEMORY = 1.25, 1.25


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rows: int
    """Of the set, drawn by a fixed seed, that all learn from."""
    connections: tuple[int, ...]
    seconds: float
    """Of each round."""
    rounds: int
    organisations: int
    each: int
    """Deployments of each organisation."""

    @property
    def many(self) -> str:
        """How the deployments of all organisations are called."""
        return f"{self.organisations * self.each} deployments"


WHOLE = Size(rows=30_000, connections=(1, 8, 32), seconds=3.0, rounds=5, organisations=50, each=4)
QUICK = Size(rows=600, connections=(1, 4), seconds=0.3, rounds=2, organisations=2, each=2)

Rounds = dict[tuple[str, int], list["Served"]]
"""Every round of each server at each number of connections."""
Asked = Mapping[str, tuple["Server", Sequence[bytes]]]
"""Name → server, and the requests that it is asked."""


def main(arguments: list[str] | None = None) -> int:
    """Measure; 0 when done, 3 when the data is absent."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that no server is left behind
    keep_to_one_core(next((core for core in sorted(os.sched_getaffinity(0)) if core != options.core), None))
    from datasets import DataAbsent, folder, load

    size = QUICK if options.quick else WHOLE
    try:
        data = load(TRAINED_ON, folder(options.data)).first(size.rows)
    except DataAbsent as absent:
        print(absent, file=sys.stderr)
        return 3
    with TemporaryDirectory(dir=options.folder) as where:
        texts = list(_parts(data, size, options, Path(where)))
    if options.markdown:
        options.markdown.write_text("\n\n".join(texts) + "\n", "utf-8")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", type=Path, help="virtual environment with MLflow, BentoML and LightGBM in it")
    parser.add_argument("--quick", action="store_true", help="few rows, short rounds: to see that it runs")
    parser.add_argument("--data", type=Path, help="folder of the public tables (or RASHIN_BENCH_DATA)")
    parser.add_argument("--folder", type=Path, help="where to work: on the disk that is to be measured")
    parser.add_argument("--core", type=int, default=0, help="core of the servers; the asking is done on another")
    parser.add_argument("--markdown", type=Path, help="file to write all tables to")
    return parser.parse_args(arguments)


def _parts(data: Dataset, size: Size, options: argparse.Namespace, where: Path) -> Iterator[str]:
    from bars import bar_table
    from serving_rashin import Installation, learned
    from tables import machine

    yield _told(f"{machine()}; a durable write takes {durable_write(where) * 1e3:.2f} ms")
    installation, model = Installation(where / "rashin"), learned(data)
    first = installation.deployed(installation.organisation(), model)
    many = _populated(installation, model, size)
    cases = json.loads(data.inputs.iloc[:CASES].to_json(orient="records"))
    with ExitStack() as running:
        server = running.enter_context(installation.served(first, cases[0], core=options.core))
        requests = [first.request(case) for case in cases]
        asked = {RASHIN: (server, requests)}
        with _peers(options, data, cases, where) as peers:
            rounds = _in_turn({**asked, **peers}, size, size.connections)
            yield _told(f"## Decisions over HTTP\n\n{_table(rounds)}\n\n{_ratio_table(rounds)}")
        text, flat = _many(server, requests, _spread(many, cases), size)
        yield _told(text)
    bars = [*_bars(rounds), *flat, _kept(installation, rounds)]
    installation.close()
    yield _told(f"## Bars\n\n{bar_table(bars)}")


def _told(text: str) -> str:
    print(f"\n{text}", flush=True)
    return text


def _populated(installation: Installation, model: bytes, size: Size) -> list[Deployed]:
    organisations = [installation.organisation() for _ in range(size.organisations)]
    return [installation.deployed(one, model) for one in organisations for _ in range(size.each)]


@contextmanager
def _peers(
    options: argparse.Namespace, data: Dataset, cases: Sequence[Mapping[str, Any]], where: Path
) -> Iterator[Asked]:
    """All peers serving the same model; none where their environment is not given."""
    from peers import fit_lightgbm
    from serving_peers import PEERS

    with ExitStack() as running:
        asked: dict[str, tuple[Server, list[bytes]]] = {}
        if options.peers is not None:
            booster = where / "booster.txt"
            fit_lightgbm(data.inputs, data.target).save_model(booster)
            for peer in PEERS:
                server = running.enter_context(peer.served(options.peers, booster, cases[0], core=options.core))
                asked[peer.name] = server, [peer.request(case) for case in cases]
        yield asked


def _in_turn(asked: Asked, size: Size, connections: Sequence[int]) -> Rounds:
    """All servers in turn in each round, so that a disturbance hits neighbours alike; round 0 is thrown away."""
    from servers import measure

    rounds: Rounds = {(name, number): [] for name in asked for number in connections}
    for turn in range(size.rounds + 1):
        for (name, number), found in rounds.items():
            server, requests = asked[name]
            seconds = size.seconds if turn else size.seconds / 3
            served = measure(server, requests, connections=number, seconds=seconds)
            if turn:
                found.append(served)
    return rounds


def _many(server: Server, one: Sequence[bytes], spread: Sequence[bytes], size: Size) -> tuple[str, list[Bar]]:
    """The same server, asked for one deployment and for all of them in turn."""
    from bars import Bar
    from load import put_under_load
    from tables import markdown

    before = server.megabytes()
    put_under_load(server.address, spread, connections=1, count=len(spread))
    loaded = server.megabytes()
    number = size.connections[1]
    rounds = _in_turn({ONE: (server, one), size.many: (server, spread)}, size, [number])
    after = server.megabytes()
    memory = [
        [f"after deciding for {ONE}", f"{before:.0f}"],
        [f"after deciding for {size.many} of {size.organisations} organisations, each its own model", f"{loaded:.0f}"],
        ["after the rounds above", f"{after:.0f}"],
    ]
    flat = f"≤ {FLAT_MEMORY}×", f"{loaded / before:.2f}×", loaded <= FLAT_MEMORY * before
    bars = [
        *(
            _bar(f"{size.many} against {ONE}, {name}", "≤", FLAT_LATENCY, _ratios(rounds, size.many, ONE, number, name))
            for name in ("p50", "p99")
        ),
        Bar(f"{size.many} against {ONE}, memory", *flat),
    ]
    return f"## Many organisations\n\n{_table(rounds)}\n\n{markdown(['MB resident', ''], memory)}", bars


def _spread(many: Sequence[Deployed], cases: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Twice as many requests as there are deployments, each in turn."""
    return [one.request(cases[place % len(cases)]) for place, one in enumerate([*many, *many])]


def _bars(rounds: Rounds) -> Iterator[Bar]:
    for name, number in rounds:
        if name != RASHIN:
            at = f"{name}, {number} connections" if number > 1 else f"{name}, 1 connection"
            faster = _ratios(rounds, RASHIN, name, number, "per_second")
            yield _bar(f"requests/s against {at}", "≥", FASTER, faster)
            yield _bar(f"p99 against {at}", "<", 1.0, _ratios(rounds, RASHIN, name, number, "p99"))


def _bar(claim: str, must_be: str, than: float, ratios: Sequence[float]) -> Bar:
    from bars import Bar

    middle = median(ratios)
    holds = {"≥": middle >= than, "≤": middle <= than, "<": middle < than}[must_be]
    return Bar(claim, f"{must_be} {than:g}×", f"{middle:.2f}× ({_range(ratios)})", holds)


def _kept(installation: Installation, rounds: Rounds) -> Bar:
    from bars import Bar

    answered = sum(one.answered for (name, _), found in rounds.items() if name == RASHIN for one in found)
    recorded = installation.recorded()
    measured = f"{answered:,} answered in the rounds, {recorded:,} on record in all"
    return Bar("every decision answered is on record", "all", measured, recorded >= answered)


def _ratios(rounds: Rounds, one: str, other: str, number: int, figure: str) -> list[float]:
    """One's figure over the other's, round by round."""
    pairs = zip(rounds[one, number], rounds[other, number], strict=True)
    return [getattr(a, figure) / getattr(b, figure) for a, b in pairs]


def _ratio_table(rounds: Rounds) -> str:
    from tables import markdown

    head = [f"{RASHIN} ÷", "connections", "requests/s", "range", "p99", "range", "CPU", "range"]
    rows = []
    for name, number in rounds:
        if name != RASHIN:
            found = [_ratios(rounds, RASHIN, name, number, figure) for figure in ("per_second", "p99", "cpu")]
            cells = [cell for ratios in found for cell in (f"{median(ratios):.2f}×", _range(ratios))]
            rows.append([name, str(number), *cells])
    return markdown(head, rows)


def _table(rounds: Rounds) -> str:
    from tables import markdown

    head = ["", "connections", "requests/s", "range", "p50 ms", "p99 ms", "range", "CPU ms/request", "errors"]
    rows = []
    for (name, number), found in rounds.items():
        speeds, worst = [one.per_second for one in found], [one.p99 * 1e3 for one in found]
        p50, cpu = (median(getattr(one, figure) for one in found) * 1e3 for figure in ("p50", "cpu"))
        rows.append(
            [name, str(number), f"{median(speeds):.0f}", _range(speeds), f"{p50:.3g}", f"{median(worst):.3g}",
             _range(worst), f"{cpu:.3g}", str(sum(one.errors for one in found))]
        )  # fmt: skip
    return markdown(head, rows)


def _range(values: Sequence[float]) -> str:
    return f"{min(values):.3g} – {max(values):.3g}"


if __name__ == "__main__":
    sys.exit(main())
