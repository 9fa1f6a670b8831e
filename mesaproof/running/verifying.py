"""`verify` and `derivation`: run claims with their cross-checks, and print what was checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mesaproof.errors import InputError, printable
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.python_files import run_file, stopped
from mesaproof.reading.sizes import probability, whole
from mesaproof.running import verdict_cache
from mesaproof.running.runner import prove
from numeric_check.compare import FALSE_ALARM
from proofs.catalogue import UnknownClaim, crosschecks_of, declared, every_claim, find, paper_of
from proofs.claim import CheckedNumber, Claim, CrossCheck, Outcome, Unavailable, Verdict
from symbolic.progress import parts
from symbolic.views import Shown

if TYPE_CHECKING:
    from mesaproof.running.comparisons import Outcomes

Progress = Callable[[str], None]


class Verdicts(tuple[Verdict, ...], Shown):
    """The verdicts of a run, in its order: a tuple that prints as one line a claim, and as a table in a notebook."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(printable(f"{v.outcome:<9} {v.claim.key}{_routes(v)}") for v in self) or "no verdicts"


def _routes(verdict: Verdict) -> str:
    if not verdict.crosschecks:
        return ""
    apart = [one for one in verdict.crosschecks if not one.comparison.agrees]
    return f": {len(apart)} second routes DISAGREE" if apart else f": {len(verdict.crosschecks)} second routes agree"


def verify(
    keys: Iterable[str] | None = None,
    *,
    exact_only: bool = False,
    seed: int = 0,
    progress: Progress = lambda _: None,
    use_kept: bool = False,
    keep: bool = False,
    false_alarm: float = FALSE_ALARM,
) -> Verdicts:
    """Run the claims with these keys (or files of claims), or all of them, and compare with the second routes.

    Each claim has the same share of the false-alarm budget whatever else is run, so that the budget also holds for
    several runs put together. With `use_kept`, verdicts of earlier runs with the same sources are taken over, and new
    ones are kept for later runs; `keep` alone runs everything and keeps it. Claims of a file are always run. Raises
    InputError for an unknown key or an unreadable file.
    """
    from numeric_check.compare.agreement import Budget

    seed, false_alarm = whole(seed, "seed"), probability(false_alarm, "false_alarm")
    if isinstance(keys, (str, Path)):
        raise InputError(f"{keys!r} as the keys", "a list of keys", f"write [{str(keys)!r}]")
    catalogue = every_claim()
    chosen = catalogue if keys is None else tuple(claim for key in keys for claim in named(key))
    budget = Budget(false_alarm).share(len({*catalogue, *chosen}))
    listed, asked = set(catalogue), tuple(dict.fromkeys(chosen))
    run = Run(exact_only, seed, budget, progress, use_kept)
    found = {one: verdict for one in asked if use_kept and one in listed and (verdict := run.kept(one))}
    for one in parts([one for one in asked if one not in found], "claims"):
        found[one] = run.verdict(one, keep=(use_kept or keep) and one in listed)
    return Verdicts(found[one] for one in asked)


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

    def verdict(self, claim: Claim, keep: bool) -> Verdict:
        """The verdict of one claim, kept for later runs where that is wanted."""
        verdict = self._exact(claim, self.use_kept and keep)
        self.known[claim] = verdict.outcome
        if not self.exact_only:
            verdict = self._crosschecked(verdict)
        if keep:
            verdict_cache.keep(verdict, self.exact_only, self.seed, self.false_alarm)
        return verdict

    def _exact(self, claim: Claim, use_kept: bool) -> Verdict:
        """The proof, taken over where a run kept it alone; of a refuted claim it is not: the law is found again."""
        kept = verdict_cache.kept(claim, True, self.seed) if use_kept else None
        if kept is not None and kept.outcome is Outcome.PROVED:
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
        return replace(
            verdict,
            crosschecks=(*numbers, *_seen(verdict, self.progress)),
            unavailable=tuple(one for one in found if isinstance(one, Unavailable)),
            seconds=verdict.seconds + time.perf_counter() - started,
        )


def _proved(claim: Claim, known: Mapping[Claim, Outcome]) -> Verdict:
    """The verdict of a claim; one whose own derivation stops is undecided, and the others are still run."""
    try:
        return prove(claim, known)
    except (Exception, SystemExit) as error:
        message = " ".join(str(error).split())
        return Verdict(claim, Outcome.UNDECIDED, (), f"it stops with {type(error).__name__}: {message}")


def _seen(verdict: Verdict, progress: Progress) -> tuple[CheckedNumber, ...]:
    """Of a refuted claim, the training that leaves the line at its witness."""
    departures = paper_of(verdict.claim).answer("departure")
    if departures is None or verdict.witness_law is None or verdict.witness_T is None:
        return ()
    progress(f"{verdict.claim.key}: training at the witness")
    found: tuple[CheckedNumber, ...] = departures(verdict.witness_law, verdict.witness_T)
    return found


def _run(check: CrossCheck, seed: int) -> list[Outcomes | Unavailable]:
    from mesaproof.running.comparisons import run

    try:
        return list(run(check, seed))
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        raise stopped(f"the {check.kind} cross-check of {check.claim.key}", error) from error


def named(key: str) -> tuple[Claim, ...]:
    """The claim with this key, or the claims of a Python file; raises InputError."""
    if key.endswith(".py"):
        return _from_file(Path(key))
    try:
        return (find(key),)
    except UnknownClaim as missing:
        raise unknown_name(f"the claim {key!r}", key, missing.known, "one of the claims") from None


def _from_file(path: Path) -> tuple[Claim, ...]:
    claims = declared(run_file(path))
    if not claims:
        raise InputError(f"{path}, which declares no claim", "a function decorated with @claim(…)")
    return claims


def summary(verdict: Verdict) -> str:
    """What proved a claim: its evidence where that is short, else how much of it there is."""
    evidence = verdict.own_evidence
    return evidence[0] if len(evidence) == 1 else f"{len(evidence)} identities and inequalities checked"


def exit_code(outcome: Outcome) -> int:
    """Exit code of one answer: 0 proved, 1 refuted, 3 undecided."""
    return {Outcome.PROVED: 0, Outcome.REFUTED: 1, Outcome.UNDECIDED: 3}[outcome]


def settled(verdicts: Iterable[Verdict], *, alone: bool) -> int:
    """Exit code: 0 all settled, 1 something refuted or disagreeing, 3 undecided.

    Of a whole run, a refuted claim counts as settled when it has a witness and a claim that repairs it is PROVED.
    """
    listed = tuple(verdicts)
    repaired = {v.claim.repairs.key for v in listed if v.claim.repairs and v.outcome is Outcome.PROVED}
    wrong = [
        v for v in listed if v.outcome is Outcome.REFUTED and (alone or not (v.witness and v.claim.key in repaired))
    ]
    if wrong or not all(v.agrees for v in listed):
        return 1
    return 3 if any(v.outcome is Outcome.UNDECIDED for v in listed) else 0
