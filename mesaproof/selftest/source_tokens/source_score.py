"""The mutation score of the source: which altered tokens the fast tests of their room notice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Any

from mesaproof.errors import InputError
from mesaproof.selftest.source_tokens.nearest_tests import ROOMS, checkout, modules
from mesaproof.selftest.source_tokens.same_meaning import REASONS
from mesaproof.selftest.source_tokens.tokens import TokenMutant, token_mutants
from mesaproof.selftest.source_tokens.trials import Outcome, Trial, tried

SAMPLE = 24
"""Mutants of a sampled run."""

LIBRARIES = ("pytest", "hypothesis", "numpy", "scipy.optimize", "sympy", "flint", "click")
"""Imported once for all trials."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class SourceScore:
    """Trials of altered sources, and those of the unaltered ones that had to pass."""

    trials: tuple[Trial, ...]
    controls: tuple[Trial, ...]
    complete: bool
    seed: int
    seconds: float

    @property
    def counted(self) -> tuple[Trial, ...]:
        """Those without a reason why they mean the same."""
        return tuple(trial for trial in self.trials if trial.id not in REASONS)

    @property
    def survivors(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.counted if trial.outcome is Outcome.PASSED)

    @property
    def faults(self) -> tuple[Trial, ...]:
        """Controls that did not pass, and what is said to mean the same and was noticed."""
        noticed = (t for t in self.trials if t.id in REASONS and t.outcome is not Outcome.PASSED)
        return (*(control for control in self.controls if control.outcome is not Outcome.PASSED), *noticed)

    @property
    def passed(self) -> bool:
        return bool(self.trials) and not self.survivors and not self.faults


@cache
def every_token_mutant() -> tuple[TokenMutant, ...]:
    """All mutants of the rooms; raises InputError where the tests are not beside the packages."""
    folder = checkout()
    if folder is None:
        raise InputError("an installation without its tests", "a checkout", "see CONTRIBUTING.md on how to get one")
    return tuple(m for name, file in modules(folder) for m in token_mutants(name, file.read_text(encoding="utf-8")))


def sample_of_tokens(count: int, seed: int) -> tuple[TokenMutant, ...]:
    """So many mutants, as many of each room as possible, chosen by the seed.

    By what their ids hash to, so that a change of the source changes those of the changed functions alone.
    """

    def place(mutant: TokenMutant) -> str:
        return sha256(f"{seed} {mutant.id}".encode()).hexdigest()

    decks = [sorted((m for m in every_token_mutant() if m.module.startswith(room)), key=place) for room in ROOMS]
    rounds = (deck[n] for n in range(max(map(len, decks))) for deck in decks if n < len(deck))
    return tuple(mutant for mutant, _ in zip(rounds, range(count), strict=False))


def source_score(
    *,
    everything: bool = False,
    count: int = SAMPLE,
    seed: int = 0,
    only: Sequence[str] = (),
    progress: Progress = lambda _: None,
) -> SourceScore:
    """Try all mutants, those named in `only`, or a seeded sample, one after the other.

    Raises InputError for an unknown id, for `count < 1` and without a checkout.
    """
    if count < 1:
        raise InputError(f"count = {count}", "at least one mutant")
    started = time.perf_counter()
    chosen = _named(only) if only else every_token_mutant() if everything else sample_of_tokens(count, seed)
    for library in LIBRARIES:
        import_module(library)
    controls = tuple(_controls(chosen, progress))
    trials = tuple(_trials(chosen, progress))
    return SourceScore(trials, controls, everything and not only, seed, time.perf_counter() - started)


def _trials(chosen: Sequence[TokenMutant], progress: Progress) -> Iterator[Trial]:
    folder = checkout()
    assert folder is not None
    for number, mutant in enumerate(chosen, 1):
        progress(f"{number} of {len(chosen)} mutants: {mutant.id}")
        yield tried(mutant, mutant.module, folder)


def _controls(chosen: Sequence[TokenMutant], progress: Progress) -> Iterator[Trial]:
    """The unaltered source of one module of each room that occurs."""
    folder = checkout()
    assert folder is not None
    for room in ROOMS:
        if module := next((m.module for m in chosen if m.module.startswith(room)), None):
            progress(f"the unaltered {room}")
            yield tried(None, module, folder)


def _named(only: Sequence[str]) -> tuple[TokenMutant, ...]:
    known = {mutant.id: mutant for mutant in every_token_mutant()}
    if unknown := [id for id in only if id not in known]:
        raise InputError(
            f"the mutant {unknown[0]!r}", "the id of a mutant of the source", "selftest --source lists some"
        )
    return tuple(known[id] for id in only)


def source_record(score: SourceScore) -> dict[str, Any]:
    """The record of `selftest --source --json`."""
    return {
        "seed": score.seed,
        "complete": score.complete,
        "rooms": [{"room": room, **_counts(score, room)} for room in ROOMS],
        **_counts(score, "symbolic"),
        "passed": score.passed,
        "survivors": [trial.id for trial in score.survivors],
        "faults": [trial.id for trial in score.faults],
        "mutants": [_record(trial) for trial in score.trials],
        "seconds": round(score.seconds, 1),
    }


def _counts(score: SourceScore, room: str) -> dict[str, int]:
    there = [trial for trial in score.counted if trial.id.startswith(f"source/{room}")]
    excluded = sum(trial.id.startswith(f"source/{room}") and trial.id in REASONS for trial in score.trials)
    by_outcome = {str(outcome): sum(trial.outcome is outcome for trial in there) for outcome in Outcome}
    return {"total": len(there), **by_outcome, "excluded": excluded}


def _record(trial: Trial) -> dict[str, Any]:
    reason = REASONS.get(trial.id)
    return {"id": trial.id, "outcome": str(trial.outcome), "excluded": reason, "seconds": round(trial.seconds, 1)}


def source_lines(score: SourceScore) -> str:
    """Counts by room, then survivors with the commands that try them again."""
    lines = [f"{'altered source':<18}{'mutants':>8}{'failed':>8}{'hung':>6}{'survive':>9}{'excluded':>10}"]
    for room in (*ROOMS, "symbolic"):
        n = _counts(score, room)
        name = "all" if room == "symbolic" else room
        lines.append(f"{name:<18}{n['total']:>8}{n['failed']:>8}{n['hung']:>6}{n['passed']:>9}{n['excluded']:>10}")
    left = [(trial.id, "survives") for trial in score.survivors] + [(trial.id, "is a fault") for trial in score.faults]
    lines += ["", *(f"{id} {what}\n  replay: mesaproof selftest --source --only {id!r}" for id, what in left)]
    noticed = len(score.counted) - len(score.survivors)
    of = "" if score.complete else " of a sample"
    return "\n".join(
        [*lines, f"{noticed} of {len(score.counted)} altered tokens noticed{of}, in {score.seconds:.0f} s"]
    )
