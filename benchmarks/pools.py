"""A sweep by joblib's processes and by a Dask cluster of as many workers on this machine: the same rows, in what time.

Runs take turns, each in a folder of its own and with workers that have done nothing before. Wall time includes the
start of the workers, processor time is that of this process and of the workers that it has ended.

`python -m benchmarks.pools [ROUNDS]`, with `mesaproof[cluster]`; three rounds by default.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.timing import ROUNDS, report
from mesaproof.running.sweeps import Sweep, sweep

LAWS, DIMENSIONS, LENGTHS, SEEDS = ("gaussian", "laplace"), (2, 3), (10,), (0, 1)
WORKERS = 2


def main(rounds: int = ROUNDS) -> None:
    """Print medians of the ratios; raises ValueError where rows differ."""
    pools: dict[str, Callable[[], Sweep]] = {"joblib": _by_processes, "Dask": _by_dask}
    wall: dict[str, list[float]] = {name: [] for name in pools}
    spent: dict[str, list[float]] = {name: [] for name in pools}
    rows = []
    for _ in range(rounds):
        for name, run in pools.items():
            start, before = perf_counter(), _processors()
            rows.append([(str(row.cell), row.status, row.found) for row in run().rows])
            wall[name].append(perf_counter() - start)
            spent[name].append(_processors() - before)
    if any(some != rows[0] for some in rows):
        raise ValueError("the rows depend on what runs them")
    print(f"{len(rows[0])} cells, {WORKERS} workers, {rounds} rounds in turns; the same rows in each")
    for what, seconds in (("wall", wall), ("processors", spent)):
        report(f"joblib, {what}", seconds["joblib"], "Dask", seconds["Dask"])
    print(f"wall of a round: {median(map(sum, zip(*wall.values(), strict=True))):.1f} s")


def _processors() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _by_processes() -> Sweep:
    with TemporaryDirectory() as folder:
        return sweep(LAWS, DIMENSIONS, LENGTHS, folder, SEEDS, workers=WORKERS)


def _by_dask() -> Sweep:
    with _cluster() as address, TemporaryDirectory() as folder:
        return sweep(LAWS, DIMENSIONS, LENGTHS, folder, SEEDS, cluster=address)


@contextmanager
def _cluster() -> Iterator[str]:
    with import_module("distributed").LocalCluster(
        n_workers=WORKERS, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
