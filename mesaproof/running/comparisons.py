"""Run the second routes of a claim and compare the numbers, under the claim's share of a run's false-alarm budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from mesaproof.errors import InputError
from mesaproof.running.case_values import claimed_numbers, law_of
from numeric_check.compare.agreement import Budget, close, sampled
from numeric_check.laws.gauss_rules import OutOfReach
from numeric_check.laws.sampling import generator
from proofs.crosschecks import Case, Computed, CrossCheck, Sample
from proofs.verdict import CheckedNumber, Unavailable
from symbolic.laws.coordinates import MomentDoesNotExist

ABSOLUTE = 1.0
"""What zeros are compared with where nothing else has a size."""


@dataclass(frozen=True)
class Outcomes:
    """Numbers of one cross-check at one case, before the budget is known."""

    check: CrossCheck
    case: Case
    claimed: Mapping[str, float]
    found: Mapping[str, Any]
    seed: int


def run(check: CrossCheck, seed: int) -> Iterator[Outcomes | Unavailable]:
    """Carry out one cross-check at each of its cases. Its generator is seeded by claim, case and the given seed.

    A case at which its own code breaks off is told as such, and the others are still looked at.
    """
    for case in check.cases:
        try:
            yield _at(check, case, seed)
        except (OutOfReach, MomentDoesNotExist) as reason:
            yield Unavailable(check.kind, case, str(reason))
        except (Exception, SystemExit) as error:
            yield Unavailable(check.kind, case, broken_off(error), stopped=True)


def _at(check: CrossCheck, case: Case, seed: int) -> Outcomes:
    law = law_of(case)
    claimed = claimed_numbers(check.claim, law, case)
    parameters = dict(case.parameters) | (dict(claimed) if check.at_claimed else {})
    rng = generator(f"{check.claim.key} {check.kind} {case}", seed)
    found = check.function(law, *dict(case.sizes).values(), parameters, rng)
    _require_numbers(found, check)
    if unknown := sorted(set(found) - set(claimed)):
        raise InputError(
            f"the number {unknown[0]!r} from the {check.kind} cross-check of {check.claim.key}",
            f"one of {', '.join(sorted(claimed)) or 'no numbers at all'}",
        )
    return Outcomes(check, case, dict.fromkeys(found, 0.0) if check.at_claimed else claimed, found, seed)


def _require_numbers(found: Any, check: CrossCheck) -> None:
    what = f"what the {check.kind} cross-check of {check.claim.key} returns"
    if not isinstance(found, Mapping):
        raise InputError(f"{type(found).__name__} as {what}", "a dictionary of numbers by the name of the part")
    for name, value in found.items():
        if not (isinstance(value, Sample | Computed) or isfinite(float(value))):
            raise InputError(f"{name} = {value} in {what}", "a finite number, Computed(…) or Sample(…)")


def broken_off(error: BaseException) -> str:
    """How the code of a second route broke off, in words."""
    said = " ".join(str(error).split())
    return said if isinstance(error, InputError) else f"it stops with {type(error).__name__}: {said}"


def compared(outcomes: Sequence[Outcomes], budget: Budget) -> tuple[CheckedNumber, ...]:
    """Every comparison of a claim, its budget split evenly over the sampled ones."""
    count = sum(isinstance(value, Sample) for outcome in outcomes for value in outcome.found.values())
    share = budget.share(max(count, 1))
    return tuple(number for outcome in outcomes for number in _numbers(outcome, share))


def _numbers(outcome: Outcomes, share: float) -> Iterator[CheckedNumber]:
    scale = max((_size(value) for value in outcome.found.values()), default=0.0)
    if not any(outcome.claimed[name] for name in outcome.found) and not any(map(_is_scaled, outcome.found.values())):
        scale = max(scale, ABSOLUTE)
    for name, value in outcome.found.items():
        claimed = outcome.claimed[name]
        if isinstance(value, Sample):
            comparison = sampled(claimed, value.variance, value.values, share, outcome.seed, value.scale)
            relative = comparison.resolution / value.scale
        else:
            number = value.value if isinstance(value, Computed) else value
            comparison = close(claimed, number, scale, "exact" if outcome.check.kind == "exact" else "quadrature")
            relative = comparison.resolution / scale if scale else 0.0
        yield CheckedNumber(name, outcome.case, comparison, relative)


def _is_scaled(value: Any) -> bool:
    """Whether it comes with a size of its own."""
    return isinstance(value, Sample | Computed)


def _size(value: Any) -> float:
    """What a computed number says about the size of the numbers beside it; a sampled one has its own scale."""
    if isinstance(value, Sample):
        return 0.0
    return abs(float(value.scale if isinstance(value, Computed) else value))
