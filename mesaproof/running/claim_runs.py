"""One claim after the other: its proof, taken over where a run kept it, and its second routes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mesaproof.running import verdict_cache
from mesaproof.running.runner import prove
from proofs.catalogue import crosschecks_of, paper_of
from proofs.claim import Claim
from proofs.crosschecks import Case, CrossCheck
from proofs.verdict import CheckedNumber, Outcome, Unavailable, Verdict

if TYPE_CHECKING:
    from mesaproof.running.comparisons import Outcomes

Progress = Callable[[str], None]


def unheard(_: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Run:
    """How claims are run; `false_alarm` is the budget of one claim, `known` what was proved earlier in the run."""

    exact_only: bool
    seed: int
    false_alarm: float
    progress: Progress
    use_kept: bool = False
    known: dict[Claim, Outcome] = field(default_factory=dict)

    def kept(self, claim: Claim) -> Verdict | None:
        """The verdict of an earlier run, where there is one."""
        return verdict_cache.kept(claim, self.exact_only, self.seed, self.false_alarm)

    def found(self, claim: Claim, use_kept: bool) -> Verdict:
        """What the claim comes out as; its proof may be one of an earlier run."""
        with unswept():
            verdict = self._exact(claim, use_kept)
            self.known[claim] = verdict.outcome
            return verdict if self.exact_only else self._crosschecked(verdict)

    def put(self, verdict: Verdict) -> None:
        """Keep a verdict for later runs."""
        verdict_cache.keep(verdict, self.exact_only, self.seed, self.false_alarm)

    def spent(self, claim: Claim) -> float | None:
        """Seconds that an earlier run of any sources took for the claim, where one is kept."""
        return verdict_cache.spent(claim, self.exact_only, self.seed)

    def _exact(self, claim: Claim, use_kept: bool) -> Verdict:
        """The proof, taken over where a run kept it alone; of a refuted claim it is not: the law is found again."""
        kept = verdict_cache.kept(claim, True, self.seed) if use_kept else None
        if kept is not None and kept.outcome.proved:
            return replace(kept, kept=False)
        self.progress(f"{claim.key}: proof")
        return _proved(claim, self.known)

    def _crosschecked(self, verdict: Verdict) -> Verdict:
        from mesaproof.running.comparisons import Outcomes, compared
        from numeric_check.compare.agreement import Budget

        started = time.perf_counter()
        found: list[Outcomes | Unavailable] = []
        for check in crosschecks_of(verdict.claim):
            self.progress(f"{verdict.claim.key}: {check.kind}")
            found.extend(_run(check, self.seed))
        numbers = compared([one for one in found if isinstance(one, Outcomes)], Budget(self.false_alarm))
        seen = _seen(verdict, self.progress)
        return replace(
            verdict,
            crosschecks=(*numbers, *(one for one in seen if isinstance(one, CheckedNumber))),
            unavailable=tuple(one for one in (*found, *seen) if isinstance(one, Unavailable)),
            seconds=verdict.seconds + time.perf_counter() - started,
        )


@contextmanager
def unswept() -> Iterator[None]:
    """Inside, nobody looks for circles of objects: proofs make hardly any, and looking takes a fifth of the time."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


def _proved(claim: Claim, known: Mapping[Claim, Outcome]) -> Verdict:
    """The verdict of a claim; one whose own derivation stops is undecided, and the others are still run."""
    try:
        return prove(claim, known)
    except (Exception, SystemExit) as error:
        message = " ".join(str(error).split())
        return Verdict(claim, Outcome.UNDECIDED, (), f"it stops with {type(error).__name__}: {message}")


def _seen(verdict: Verdict, progress: Progress) -> tuple[CheckedNumber | Unavailable, ...]:
    """Of a refuted claim, the training that leaves the line at its witness."""
    departures = paper_of(verdict.claim).answer("departure")
    if departures is None or verdict.witness_law is None or verdict.witness_T is None:
        return ()
    progress(f"{verdict.claim.key}: training at the witness")
    try:
        found: tuple[CheckedNumber, ...] = departures(verdict.witness_law, verdict.witness_T)
    except (Exception, SystemExit) as error:
        from mesaproof.running.comparisons import broken_off

        return (Unavailable("trained", Case(verdict.witness_law), broken_off(error), stopped=True),)
    return found


def _run(check: CrossCheck, seed: int) -> list[Outcomes | Unavailable]:
    """What a second route finds; one whose cases cannot even be listed stops at all of them."""
    from mesaproof.running.comparisons import broken_off, run

    try:
        return list(run(check, seed))
    except (Exception, SystemExit) as error:
        return [Unavailable(check.kind, Case("every law"), broken_off(error), stopped=True)]
