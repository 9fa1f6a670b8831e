"""`verify` and `derivation`: run claims with their cross-checks, and print what was checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from mesaproof.errors import InputError, printable
from mesaproof.reading.claim_files import named
from mesaproof.reading.sizes import probability, whole
from mesaproof.running.child_processes import MOST_WORKERS, cores, may_have_children
from mesaproof.running.claim_processes import Place, verdicts
from mesaproof.running.claim_runs import Progress, Run, unheard
from numeric_check.compare import FALSE_ALARM
from proofs.catalogue import every_claim
from proofs.claim import Claim
from proofs.verdict import Verdict
from symbolic.progress import parts
from symbolic.views import Shown

CLAIMS_A_PROCESS = 4
"""Where nobody says how many processes: fewer claims than this do not outweigh the start of another one."""


Heard = Callable[[Verdict, int, int], None]


def unheard_verdict(verdict: Verdict, number: int, total: int) -> None:
    """Nobody listens."""


class Verdicts(tuple[Verdict, ...], Shown):
    """The verdicts of a run, in its order: a tuple that prints as one line a claim, and as a table in a notebook."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(printable(f"{v.words:<9} {v.claim.key}{_routes(v)}") for v in self) or "no verdicts"


def _routes(verdict: Verdict) -> str:
    apart = [one for one in verdict.crosschecks if not one.comparison.agrees]
    stopped = [one for one in verdict.unavailable if one.stopped]
    agree = f"{len(verdict.crosschecks)} second routes agree" if verdict.crosschecks else ""
    told = [f"{len(apart)} second routes DISAGREE" if apart else agree]
    told += [f"{len(stopped)} STOPPED"] if stopped else []
    shown = ", ".join(filter(None, told))
    return f": {shown}" if shown else ""


def verify(
    keys: Iterable[str] | None = None,
    *,
    exact_only: bool = False,
    seed: int = 0,
    progress: Progress = unheard,
    use_kept: bool = False,
    keep: bool = False,
    false_alarm: float = FALSE_ALARM,
    workers: int | None = 1,
    heard: Heard = unheard_verdict,
) -> Verdicts:
    """Run the claims with these keys (or files of claims), or all of them, and compare with the second routes.

    Each claim has the same share of the false-alarm budget whatever else is run, so that the budget also holds for
    several runs put together. With `use_kept`, verdicts of earlier runs with the same sources are taken over, and new
    ones are kept for later runs; `keep` alone runs everything and keeps it. Claims of a file are always run. The claims
    are run by so many processes, `workers`, each of which runs the files of claims again; None leaves their number to
    the cores and the claims. Verdicts do not depend on it. `heard` is told each verdict as it is found, its number and
    how many there will be. Raises InputError for an unknown key, an unreadable file or
    workers at fault.
    """
    from numeric_check.compare.agreement import Budget

    seed, false_alarm, workers = whole(seed, "seed"), probability(false_alarm, "false_alarm"), _workers(workers)
    if isinstance(keys, (str, Path)):
        raise InputError(f"{keys!r} as the keys", "a list of keys", f"write [{str(keys)!r}]")
    catalogue = every_claim()
    asked = _places((claim.key for claim in catalogue) if keys is None else keys, catalogue)
    budget = Budget(false_alarm).share(len({*catalogue, *asked}))
    run = Run(exact_only, seed, budget, progress, use_kept)
    found = {one: verdict for one, at in asked.items() if use_kept and not at.in_file and (verdict := run.kept(one))}
    left = {one: at for one, at in asked.items() if one not in found}
    for number, verdict in enumerate(found.values(), 1):
        heard(verdict, number, len(asked))
    for verdict in _run(run, left, _count(workers, left)):
        found[verdict.claim] = verdict
        heard(verdict, len(found), len(asked))
        if (use_kept or keep) and not asked[verdict.claim].in_file:
            run.put(verdict)
    return Verdicts(found[one] for one in asked)


def _places(keys: Iterable[str], catalogue: Iterable[Claim]) -> dict[Claim, Place]:
    """The claims that are asked for in their order, each once, with the place where it is found."""
    listed = {claim.key: (claim,) for claim in catalogue}
    claims = ((key, n, claim) for key in keys for n, claim in enumerate(listed.get(key) or named(key)))
    places: dict[Claim, Place] = {}
    for key, number, claim in claims:
        places.setdefault(claim, Place(key, number))
    return places


def _workers(given: int | None) -> int | None:
    workers = None if given is None else whole(given, "workers")
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"{workers} processes", f"a number from 1 to {MOST_WORKERS}")
    return workers


def _count(workers: int | None, left: Mapping[Claim, Place]) -> int:
    """How many processes run the claims that are left; a file of claims is run a second time only on demand."""
    if workers is not None:
        return max(1, min(workers, len(left)))
    most = len(left) // CLAIMS_A_PROCESS
    return min(most, cores()) if most > 1 and may_have_children() and not any(at.in_file for at in left.values()) else 1


def _run(run: Run, left: Mapping[Claim, Place], workers: int) -> Iterable[Verdict]:
    if workers > 1:
        return verdicts(run, left, workers)
    return (run.found(one, run.use_kept and not left[one].in_file) for one in parts([*left], "claims"))


def summary(verdict: Verdict) -> str:
    """What proved a claim: its evidence where that is short, else how much of it there is."""
    evidence = verdict.own_evidence
    return evidence[0] if len(evidence) == 1 else f"{len(evidence)} identities and inequalities checked"
