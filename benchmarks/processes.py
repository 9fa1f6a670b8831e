"""`mesaproof verify --fresh` on one process and on several, one run of each in turn: wall time, and processor time.

Nothing is kept and nothing found again, so each run starts from nothing, imports included. On a machine with other work
the wall time of several processes says little: they get their share of the cores, and not one each. So what two idle
cores would take at least is told beside it, half the processor time of all processes together.

`python -m benchmarks.processes [--rounds N] [--workers N] [KEY …]`
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from benchmarks.timing import report, shown

ROUNDS = 3


@dataclass(frozen=True)
class Spent:
    """Seconds of a command with all processes that it started: on the clock, and of processors."""

    wall: float
    processors: float


def main(keys: Sequence[str] = (), rounds: int = ROUNDS, workers: int = 2) -> None:
    """Print medians of so many rounds."""
    found: dict[int, list[Spent]] = {1: [], workers: []}
    for _ in range(rounds):
        for count, spent in found.items():
            spent.append(run([*keys, "-j", str(count)]))
    what = f"verify --fresh -j {workers}"
    for kind in ("wall", "processors"):
        alone, together = ([getattr(spent, kind) for spent in some] for some in found.values())
        report(f"{what}, {kind}", together, "-j 1", alone)
    least = median(together) / workers
    print(
        f"{what} on {workers} idle cores: at least {shown(least)}, {least / median(alone):.0%} of the processors' -j 1"
    )


def run(arguments: Sequence[str]) -> Spent:
    """One run that keeps nothing; raises CalledProcessError where it has no verdict."""
    command = [sys.executable, "-m", "mesaproof", "verify", "--fresh", *arguments]
    start = perf_counter()
    with subprocess.Popen(command, env=os.environ | {"MESAPROOF_CACHE": "off"}, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(perf_counter() - start, used.ru_utime + used.ru_stime)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processes")
    parser.add_argument("keys", nargs="*", help="claims; all of them by default")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    main(given.keys, given.rounds, given.workers)
