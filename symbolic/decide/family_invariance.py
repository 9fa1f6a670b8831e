"""The conclusion that a gradient flow stays on a family of parameters, as requirements on the moments of a start."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import flint

from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.decide.conclusions import Conclusion, Requirement, alike_at_both
from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.moments import Pattern
from symbolic.model.tangency import Leftover, Need, Tangency, by_function


def stays_on(tangency: Tangency, name: str) -> Conclusion | None:
    """That the flow of all entries stays on the family, for all letters, scalars and sizes; None where for every law.

    The requirements are necessary and sufficient: functions of sizes and letters that multiply moments are independent.
    Raises `OutOfReach` where the gradient is not a combination of the moments of one start.
    """
    required = (r for leftover in tangency.leftovers for r in _requirements(leftover))
    distinct = {requirement.combination: requirement for requirement in required}
    return Conclusion(f"the family {name} is invariant", tuple(distinct.values())) if distinct else None


def _requirements(leftover: Leftover) -> Iterator[Requirement]:
    """One for each combination of moments, those left out that follow from others of the same entries."""
    combinations = list(by_function(leftover.terms).values())
    patterns = sorted({pattern for combination in combinations for pattern in combination})
    rows = [[to_flint(combination.get(pattern, Fraction(0))) for pattern in patterns] for combination in combinations]
    echelon, rank = flint.fmpq_mat(rows).rref()
    for row in echelon.tolist()[:rank]:
        yield _requirement(leftover, tuple((p, to_fraction(c)) for p, c in zip(patterns, row, strict=True) if c))


def _requirement(leftover: Leftover, combination: tuple[tuple[Pattern, Fraction], ...]) -> Requirement:
    text = " + ".join(pattern.text if c == 1 else f"{c}*{pattern.text}" for pattern, c in combination)
    frame = len(combination[0][0].free)
    if leftover.need not in (Need.VANISH, Need.ALIKE):
        raise OutOfReach(leftover.text)
    if leftover.need is Need.VANISH:
        return Requirement(f"{text} = 0", frame, combination)
    if frame != 1:
        raise OutOfReach(f"whether {text} is the same for all pairs of coordinates")
    return Requirement(f"{text} is the same for every j", 2, alike_at_both(combination))
