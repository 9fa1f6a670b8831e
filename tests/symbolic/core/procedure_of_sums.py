"""A procedure for tests that a fresh process loads: it knows sums of numbers. Loaded, it says so where it may not."""

from __future__ import annotations

from fractions import Fraction

from symbolic.core.expressions import Expression, Node, Refused
from symbolic.core.rules.procedures import procedure

print("sums are loaded")


@procedure("sums")
def sums(formula: Expression) -> None:
    """Return where a formula is an equation between sums of numbers that are equal."""
    match formula:
        case Node(head="equal", parts=(left, right)) if _sum(left) == _sum(right):
            print("a sum is right")
            return
    raise Refused("no equation between sums of numbers, or a wrong one")


def _sum(term: Expression) -> Fraction:
    match term:
        case Node(head="number", value=Fraction() as number):
            return number
        case Node(head="add", parts=parts):
            return sum(map(_sum, parts), Fraction(0))
    raise Refused(f"no sum of numbers: {term}")
