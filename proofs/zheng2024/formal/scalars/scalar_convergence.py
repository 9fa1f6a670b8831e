"""The two scalars of the reduced flow converge from every start, the line on which it goes to 0 included."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import apply, conjoin, part, parts
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, REALS, conjunction, exists, real, tends
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import whichever, witnessed

one, other = real("l"), real("m")


def converge(time: Variable, a: Expression, b: Expression) -> Expression:
    """Two terms in a time have limits."""
    both = conjunction(tends(time, NONNEGATIVE, a, one), tends(time, NONNEGATIVE, b, other))
    return exists(one, REALS, exists(other, REALS, both))


def converging(goal: Expression, start_sum: Expression, goes: Theorem) -> Theorem:
    """That two scalars have limits, from what becomes of them by the sign of their sum at the start."""
    sides = {parts(side.conclusion, "implies")[0]: side for side in (part(n, goes) for n in range(3))}

    def settled(case: Facts) -> Theorem:
        found = next(apply(sides[fact.conclusion], fact) for fact in case if fact.conclusion in sides)
        limits = part(1, found), part(2, found)
        return witnessed(goal, conjoin(*limits), *(parts(each.conclusion, "tends")[2] for each in limits))

    return whichever(goal, trichotomy(start_sum, written(0)), settled, settled, settled)
