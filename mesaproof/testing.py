"""Assertions for a test suite: what the toolkit finds out about a law or a claim, as a test that passes or fails.

    from mesaproof.testing import assert_claim, assert_law

    def test_my_prior():
        assert_law("twopoint(2:1/3, -1:2/3)", d=3, T=10, require=("line-invariant",))

A failure says which moment, which entry, which witness, and prints the command that replays it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaproof import require_own_packages

if TYPE_CHECKING:
    from proofs.verdict import Verdict
    from proofs.zheng2024.answers.law_report import LawReport

__all__ = ["assert_claim", "assert_law"]


def assert_law(
    law: Any,
    d: int | None = None,
    T: int | None = None,
    *,
    require: Iterable[str] = (),
    seed: int = 0,
    false_alarm: float = 1e-9,
) -> LawReport:
    """Check a law: the second routes must agree with the exact results, and everything required must hold.

    `require` lists keys of hypotheses such as "zheng2024/assumption-4.1", "line-invariant" and "recovers" (almost every
    W). A correct result fails with probability at most `false_alarm`. Raises AssertionError, and InputError for a bad
    law, size or key.

    >>> assert_law("rademacher", d=2, T=5, require=("line-invariant", "recovers")).ab_limit
    18/29
    """
    require_own_packages()
    from mesaproof.answers.checking import check, missing, require_known

    wanted = keys_of(require)
    require_known(wanted)
    report = check(law, d, T, seed, false_alarm)
    if faults := [*_disagreements(report), *(fault for key in wanted for fault in missing(report, key))]:
        title = f"{report.law.description}, d = {report.d}, T = {report.T}"
        raise AssertionError("\n  ".join([title, *faults, f"replay: {_replay(law, report, seed)}"]))
    return report


def keys_of(require: Iterable[str]) -> tuple[str, ...]:
    """What is required, as a tuple; raises InputError for what is no list."""
    from mesaproof.errors import InputError

    if isinstance(require, (str, bytes)) or not isinstance(require, Iterable):
        raise InputError(f"require = {require!r}", "a list of keys", 'such as require=("line-invariant",)')
    return tuple(require)


def assert_claim(claim: str | Path, *, seed: int = 0, false_alarm: float = 1e-9) -> tuple[Verdict, ...]:
    """Run a claim of the catalogue, or the claims of a file: each must be PROVED and agree with its second routes.

    Raises AssertionError, and InputError for an unknown key or a bad file.

    >>> [str(verdict.outcome) for verdict in assert_claim("zheng2024/theorem-4.1-limit")]
    ['PROVED']
    """
    require_own_packages()
    from mesaproof.running.verifying import verify

    verdicts = verify([str(claim)], seed=seed, false_alarm=false_alarm)
    if faults := [fault for verdict in verdicts for fault in _unproved(verdict)]:
        raise AssertionError("\n  ".join([*faults, f"replay: mesaproof verify {claim} --seed {seed}"]))
    return verdicts


def _disagreements(report: LawReport) -> Iterator[str]:
    for route in report.crosschecks:
        found = route.comparison
        if found is not None and not found.agrees:
            yield (
                f"{route.kind} disagrees at d = {route.d}, T = {route.T} ({route.what}): "
                f"exact {found.claimed:.10g}, found {found.estimate:.10g}"
            )


def _unproved(verdict: Verdict) -> Iterator[str]:
    from proofs.verdict import Outcome

    if verdict.outcome is not Outcome.PROVED:
        because = verdict.reason or "; ".join(f"{step.formula} is assumed" for step in verdict.assumed)
        yield f"{verdict.claim.key} is {verdict.words}: {because}"
        if verdict.witness:
            yield f"witness: {verdict.witness}"
        yield from (f"left over: {text}" for text in verdict.leftover)
    for route in verdict.unavailable:
        if route.stopped:
            yield f"{verdict.claim.key}, {route.kind} at {route.case}: {route.because}"
    for number in verdict.crosschecks:
        if not (found := number.comparison).agrees:
            numbers = f"claimed {found.claimed:.10g}, found {found.estimate:.10g}"
            yield f"{verdict.claim.key}, {number.name} at {number.case}: {found.kind} disagrees, {numbers}"


def _replay(law: Any, report: LawReport, seed: int) -> str:
    sizes = "".join(f" -{name} {value}" for name, value in (("d", report.d), ("T", report.T)) if isinstance(value, int))
    return f'mesaproof check "{law if isinstance(law, str) else report.law.description}"{sizes} --seed {seed}'
