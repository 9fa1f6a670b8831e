"""Seconds of a statement in a new process, of a whole command, of a call; and how they are printed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from math import inf
from time import perf_counter

REPEATS = 3
"""The best of so many runs is taken: other work on the machine only ever adds time."""


def fresh(setup: str, statement: str, repeats: int = REPEATS) -> float:
    """Seconds of a statement after a set-up, in a new process each time, so that every cache is empty."""
    timer = "from time import perf_counter as _clock"
    program = f"{timer}\n{setup}\n_start = _clock()\n{statement}\n_spent = _clock() - _start\nprint(_spent)"
    return min(float(output([sys.executable, "-c", program]).split()[-1]) for _ in range(repeats))


def whole(command: Sequence[str], repeats: int = REPEATS) -> float:
    """Seconds from the start of a command to its end; raises CalledProcessError where it fails."""
    return best(lambda: output(command), repeats)


def best(call: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds of a call in this process."""
    least = inf
    for _ in range(repeats):
        start = perf_counter()
        call()
        least = min(least, perf_counter() - start)
    return least


def output(command: Sequence[str]) -> str:
    """What a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def report(name: str, seconds: float, baseline: str, baseline_seconds: float) -> None:
    """One line: what was timed, its seconds, and how they compare with the baseline's."""
    ratio = seconds / baseline_seconds
    compared = f"{1 / ratio:.3g} times faster than" if ratio < 1 else f"{ratio:.3g} times as long as"
    print(f"{name}: {shown(seconds)}; {compared} {baseline} ({shown(baseline_seconds)})", flush=True)


def shown(seconds: float) -> str:
    """Seconds in a unit that fits.

    >>> shown(0.0021)
    '2.10 ms'
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds / 1e-6:.2f} µs"
