"""Claims and their second routes on several processes: what comes out is what one process finds.

A worker is told where it finds a claim, since a claim holds functions and cannot be sent; what it finds is sent back
without the claim. This process alone keeps verdicts, each as it arrives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from mesaproof.reading.claim_files import file_of, named
from mesaproof.running.child_processes import child_processes, process_pool, undisturbed
from mesaproof.running.claim_order import longest_first, needs, premises
from mesaproof.running.claim_runs import Run, unheard
from proofs.claim import Claim
from proofs.verdict import Outcome, Verdict
from symbolic.progress import counted


@dataclass(frozen=True)
class Place:
    """Where every process finds a claim: the key or file that names it, and its number among those named there."""

    name: str
    number: int = 0

    @property
    def claim(self) -> Claim:
        return _named(self.name)[self.number]

    @property
    def in_file(self) -> bool:
        return bool(file_of(self.name))


@cache
def _named(name: str) -> tuple[Claim, ...]:
    """A file of claims is run once in each process."""
    return named(name)


class WorkerDied(RuntimeError):
    """A process that ran a claim ended without an answer."""


def found(place: Place, run: Run, known: Mapping[str, Outcome], use_kept: bool) -> dict[str, Any]:
    """In a worker: the fields of the verdict on a claim, but for the claim; `known` is what came out before, by key."""
    claim = place.claim
    outcomes = {one: known[one.key] for one in premises(claim) if one.key in known}
    verdict = replace(run, known=outcomes).found(claim, use_kept)
    return {one.name: getattr(verdict, one.name) for one in fields(verdict) if one.name != "claim"}


@dataclass(frozen=True)
class Together:
    """Claims that several processes run; `places` holds them in their order, each with its place."""

    run: Run
    places: Mapping[Claim, Place]
    workers: int
    executor: Any
    found: dict[Claim, Verdict] = field(default_factory=dict)
    errors: dict[Claim, BaseException] = field(default_factory=dict)

    def verdicts(self) -> Iterator[Verdict]:
        """Verdicts as they come; an error is raised when the claims before its own have come out, as in one process."""
        before, queue = needs([*self.places]), longest_first([*self.places], self.run.spent)
        running: dict[Future[dict[str, Any]], Claim] = {}
        while queue or running:
            ready = [one for one in queue if self._wanted(one) and before[one] <= self.found.keys()]
            for claim in ready[: self.workers - len(running)]:
                queue.remove(claim)
                running[self._submitted(claim, before[claim])] = claim
            if not running:
                break
            self.run.progress(", ".join(claim.key for claim in running.values()))
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield from self._ended(running.pop(future), future, running.values())
        if self.errors:
            raise next(self.errors[one] for one in self.places if one in self.errors)

    def _wanted(self, claim: Claim) -> bool:
        """Behind a claim that has stopped the run, nothing is begun."""
        if not self.errors:
            return True
        return next((one for one in self.places if one == claim or one in self.errors), claim) not in self.errors

    def _submitted(self, claim: Claim, before: frozenset[Claim]) -> Future[dict[str, Any]]:
        place = self.places[claim]
        known = {one.key: self.found[one].outcome for one in before}
        run, use_kept = replace(self.run, progress=unheard, known={}), self.run.use_kept and not place.in_file
        with undisturbed():
            submitted: Future[dict[str, Any]] = self.executor.submit(found, place, run, known, use_kept)
        return submitted

    def _ended(self, claim: Claim, future: Future[dict[str, Any]], others: Iterable[Claim]) -> Iterator[Verdict]:
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            keys = ", ".join(one.key for one in (claim, *others))
            raise WorkerDied(f"a process that ended without an answer, while {keys} were run") from error
        if error is not None:
            self.errors[claim] = error
            return
        verdict = Verdict(claim, **future.result())
        self.found[claim] = verdict
        yield verdict


def verdicts(run: Run, places: Mapping[Claim, Place], workers: int) -> Iterator[Verdict]:
    """The verdicts on claims as several processes find them; those processes have ended when this has.

    They are counted from the first that comes, so that the start of the processes is not taken for work of a claim.
    Raises what the first claim that stops a run would raise in one process, WorkerDied where a process dies.
    """
    with child_processes(f"{workers} processes"), _executor(workers) as executor:
        for done, verdict in enumerate(Together(run, places, workers, executor).verdicts(), 1):
            yield verdict
            counted("claims", done, len(places), workers)


@contextmanager
def _executor(workers: int) -> Iterator[Any]:
    executor = process_pool(workers)
    try:
        yield executor
    finally:
        executor.shutdown(kill_workers=True)
