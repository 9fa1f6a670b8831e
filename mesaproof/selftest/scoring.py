"""Run mutants: under each alteration both sides look again, and the score is what they noticed."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context

from numpy.exceptions import ComplexWarning

from mesaproof.reading.sizes import whole
from mesaproof.running.child_processes import child_processes
from mesaproof.selftest import every_mutant
from mesaproof.selftest.altering import Patch, altered
from mesaproof.selftest.mutant import Check, DomainMutant, How, Kind, Reading, stopped
from symbolic.progress import counted

SAMPLE = 56
"""Mutants of a sampled run, eight of each kind."""

CHUNK = 16

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Side:
    """What one side found: whether it refused (None: it does not apply, and why), how, and by which reading.

    It refutes where any of its readings does; else something is undecided, or the check stopped with an error.
    `shift` and `resolution` belong to the reading that noticed, or else to the one with the largest shift; `above` says
    whether some reading's shift exceeded its resolution. All are None on the exact side, which has no resolution.
    """

    killed: bool | None
    because: str
    shift: float | None = None
    resolution: float | None = None
    above: bool | None = None
    how: How | None = None


@dataclass(frozen=True)
class Result:
    """One mutant, run. `excluded` is the reason why it is not counted, `fault` what is wrong with the run of it."""

    id: str
    kind: Kind
    change: str
    exact: Side
    numeric: Side
    excluded: str
    fault: str
    seconds: float

    @property
    def how(self) -> How | None:
        """How it was killed, by the side that shows most; None where neither noticed."""
        found = {side.how for side in (self.exact, self.numeric)}
        return next((how for how in How if how in found), None)

    @property
    def survives(self) -> bool:
        """Not noticed by any side, or not by the numeric side though its shift lies above the resolution."""
        if self.excluded:
            return False
        unnoticed = not self.exact.killed and not self.numeric.killed
        return unnoticed or (bool(self.numeric.above) and not self.numeric.killed)


@dataclass(frozen=True)
class Score:
    """A run of the mutation score; `complete` says whether it went through the whole catalogue."""

    results: tuple[Result, ...]
    complete: bool
    seed: int
    seconds: float

    @property
    def counted(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if not result.excluded)

    @property
    def survivors(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.survives)

    @property
    def faults(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.fault)

    @property
    def passed(self) -> bool:
        """Something was run, every counted mutant was noticed as it should be, and every control held."""
        return bool(self.results) and not self.survivors and not self.faults


def score(
    *,
    everything: bool = False,
    count: int = SAMPLE,
    seed: int = 0,
    only: Sequence[str] = (),
    jobs: int | None = None,
    progress: Progress = lambda _: None,
) -> Score:
    """Run all mutants, those named in `only`, or a seeded sample of `count`; `jobs` processes (by default all cores).

    Raises InputError for an unknown id, for `count < 1` and for `jobs < 1`.
    """
    count, seed = whole(count, "count", 1, "at least one mutant"), whole(seed, "seed")
    jobs = None if jobs is None else whole(jobs, "jobs", 1, "at least one process")
    started = time.perf_counter()
    progress("listing the mutants")
    chosen = _named(only) if only else every_mutant.every_mutant() if everything else every_mutant.sample(count, seed)
    ids = [mutant.id for mutant in chosen]
    jobs = jobs or os.cpu_count() or 1
    results = tuple(_reported(_results(ids, jobs), ids, jobs, progress))
    return Score(results, everything and not only, seed, time.perf_counter() - started)


def _named(only: Sequence[str]) -> tuple[DomainMutant, ...]:
    from mesaproof.reading.exact_text import unknown_name

    found = []
    for id in only:
        mutant = every_mutant.find(id)
        if mutant is None:
            known = [mutant.id for mutant in every_mutant.of_toolkit()]
            raise unknown_name(f"the mutant {id!r}", id, known, "the id of a mutant")
        found.append(mutant)
    return tuple(found)


def _reported(results: Iterable[Result], ids: Sequence[str], jobs: int, progress: Progress) -> Iterator[Result]:
    width = CHUNK * jobs if _side_by_side(len(ids), jobs) else 1
    counted("mutants", 0, len(ids))
    for number, result in enumerate(results, 1):
        progress(f"{number} of {len(ids)} mutants: {result.id}")
        counted("mutants", number, len(ids), width)
        yield result


def _results(ids: Sequence[str], jobs: int) -> Iterator[Result]:
    if not _side_by_side(len(ids), jobs):
        yield from map(run, _named(ids))
        return
    chunks = [ids[n : n + CHUNK] for n in range(0, len(ids), CHUNK)]
    with child_processes(f"{jobs} jobs"), ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for results in pool.map(_run_chunk, chunks):
            yield from results


def _side_by_side(count: int, jobs: int) -> bool:
    """Whether so many mutants are worth the start of several processes."""
    return jobs > 1 and count > CHUNK * (8 * jobs - 1)


def _run_chunk(ids: Sequence[str]) -> list[Result]:
    return [run(mutant) for mutant in _named(ids)]


def run(mutant: DomainMutant) -> Result:
    """Both sides, unaltered first and then under the alteration."""
    started = time.perf_counter()
    patches = mutant.patches()
    exact, exact_control = _side(mutant.exact, mutant.exact_control, patches)
    numeric, numeric_control = _side(mutant.numeric, mutant.numeric_control, patches)
    excluded, fault = mutant.excluded, exact_control or numeric_control
    if mutant.without_control:
        fault = "" if exact_control else "the unaltered is not refused, though it is said to be"
    if mutant.equivalent and (exact.killed or numeric.killed):
        fault = fault or "called equivalent, and yet refused"
    without = Side(exact.killed, exact.because, how=exact.how)
    seconds = time.perf_counter() - started
    return Result(mutant.id, mutant.kind, mutant.change, without, numeric, excluded, fault, seconds)


def _side(check: Check | str, control: Check | None, patches: tuple[Patch, ...]) -> tuple[Side, str]:
    """What a side found, and what was wrong with its control."""
    if isinstance(check, str):
        return Side(None, check), ""
    unaltered = _unaltered(control or check)
    wrong = next((f"refuses the unaltered: {reading.what}" for reading in unaltered if reading.refused), "")
    with altered(patches):
        found = _carried_out(check)
    return (_found(found, unaltered) if found else Side(None, "nothing to compare")), wrong


@lru_cache(maxsize=8192)
def _unaltered(check: Check) -> tuple[Reading, ...]:
    return _carried_out(check)


def _carried_out(check: Check) -> tuple[Reading, ...]:
    """The readings of a check; an altered number may well be complex, infinite or undefined, and then it stops."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", ComplexWarning)
            return check()
    except Exception as error:
        return (stopped(error),)


def _found(readings: tuple[Reading, ...], unaltered: tuple[Reading, ...]) -> Side:
    before = {reading.what: reading.apart for reading in unaltered}
    shifts = {reading: _shift(reading, before) for reading in readings}
    refused = [reading for reading in readings if reading.refused]
    how = next((how for how in How if any(reading.how is how for reading in refused)), None)
    shown = max([r for r in refused if r.how is how] or readings, key=lambda reading: shifts[reading])
    above = any(shift > reading.resolution for reading, shift in shifts.items())
    return Side(bool(refused), shown.what, shifts[shown], shown.resolution, above, how)


def _shift(reading: Reading, before: dict[str, float]) -> float:
    """By how much the alteration moved the compared numbers apart."""
    if reading.shift is not None:
        return reading.shift
    return abs(reading.apart - before.get(reading.what, 0.0))
