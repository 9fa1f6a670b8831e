"""Seconds of processors of a call, of a statement in a new process, of a whole command; and how they are compared.

What is compared is run in turns, one run of each a round, and a ratio is the median of the rounds' ratios: other work
on the machine, which slows every contender of a round alike, then says little.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import TypeAlias, TypeVar

Name = TypeVar("Name")

ROUNDS = 3

Timer: TypeAlias = Callable[[], float]
"""A run of something that returns its seconds of processors."""


def called(call: Callable[[], object], times: int = 1) -> Timer:
    """A call in this process, the mean of so many in a row."""

    def timer() -> float:
        start = process_time()
        for _ in range(times):
            call()
        return (process_time() - start) / times

    return timer


def fresh(setup: str, statement: str) -> Timer:
    """A statement after a set-up that is not counted, in a new process, so that every cache is empty."""
    clock = "from time import process_time as _clock"
    program = f"{clock}\n{setup}\n_start = _clock()\n{statement}\n_spent = _clock() - _start\nprint(_spent)"
    return lambda: float(output([sys.executable, "-c", program]).split()[-1])


def whole(command: Sequence[str]) -> Timer:
    """A command from its start to its end; the timer raises CalledProcessError where it fails."""

    def timer() -> float:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return used.ru_utime + used.ru_stime

    return timer


def in_turns(timers: Mapping[Name, Timer], rounds: int = ROUNDS) -> dict[Name, list[float]]:
    """The seconds of every contender in every round."""
    found: dict[Name, list[float]] = {name: [] for name in timers}
    for _ in range(rounds):
        for name, timer in timers.items():
            found[name].append(timer())
    return found


def output(command: Sequence[str]) -> str:
    """What a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def report(name: str, seconds: Sequence[float], baseline: str, baseline_seconds: Sequence[float]) -> None:
    """One line: what was timed, its median, and how it compares with the baseline, round by round."""
    ratio = median(ours / theirs for ours, theirs in zip(seconds, baseline_seconds, strict=True))
    compared = f"{times(1 / ratio)} faster than" if ratio < 1 else f"{times(ratio)} as long as"
    print(f"{name}: {told(seconds)}; {compared} {baseline} ({told(baseline_seconds)})", flush=True)


def times(ratio: float) -> str:
    """A ratio, in three digits.

    >>> times(16749.5)
    '16,700 times'
    """
    return f"{float(f'{ratio:.3g}'):,.0f} times" if ratio >= 100 else f"{ratio:.3g} times"


def told(seconds: Sequence[float]) -> str:
    """The median of rounds, in a unit that fits."""
    return shown(median(seconds))


def shown(seconds: float) -> str:
    """Seconds in a unit that fits.

    >>> shown(0.0021)
    '2.10 ms'
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds / 1e-6:.2f} µs"
