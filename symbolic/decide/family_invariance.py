"""The conclusion that a gradient flow stays on a family of parameters, as requirements on the moments of a start."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symbolic.decide.conclusions import Conclusion, Requirement, alike_at_both
from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.moments import Pattern
from symbolic.model.tangency import Leftover, Need, Tangency, by_function


def stays_on(tangency: Tangency, name: str) -> Conclusion | None:
    """That the flow of all entries stays on the family, for all letters and sizes; None where it does for every law.

    The requirements are necessary and sufficient: functions of sizes and letters that multiply moments are independent.
    Raises `OutOfReach` where the gradient is not a combination of the moments of one start.
    """
    required = (r for leftover in tangency.leftovers for r in _requirements(leftover))
    distinct = {requirement.combination: requirement for requirement in required}
    return Conclusion(f"the family {name} is invariant", tuple(distinct.values())) if distinct else None


def _requirements(leftover: Leftover) -> Iterator[Requirement]:
    for combination in by_function(leftover.terms).values():
        lead = next(iter(combination.values()))
        scaled = tuple((pattern, c / lead) for pattern, c in combination.items())
        yield _requirement(leftover, scaled)


def _requirement(leftover: Leftover, combination: tuple[tuple[Pattern, Fraction], ...]) -> Requirement:
    text = " + ".join(pattern.text if c == 1 else f"{c}*{pattern.text}" for pattern, c in combination)
    frame = len(combination[0][0].free)
    if leftover.need is Need.VANISH:
        return Requirement(f"{text} = 0", frame, combination)
    if frame != 1:
        raise OutOfReach(f"whether {text} is the same for all pairs of coordinates")
    return Requirement(f"{text} is the same for every j", 2, alike_at_both(combination))
