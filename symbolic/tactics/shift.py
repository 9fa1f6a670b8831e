"""Signs of polynomials beyond lower bounds: where `x = l + u` leaves no negative coefficient in u."""

from __future__ import annotations

from fractions import Fraction

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import Summand, sign, with_denial
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import Known, Quotients
from symbolic.core.theorems import Theorem
from symbolic.tactics.signs import NotFound


def shifted(goal: Expression, *bounds: Theorem) -> Theorem:
    """`p ≤ q` or `p < q` for polynomials, from lower bounds `l ≤ x` of their variables by numbers; raises `NotFound`.

    >>> from symbolic.core.rules.logic import assume
    >>> from symbolic.core.vocabulary import at_most, less, real
    >>> x = real("x")
    >>> shifted(less(0, x**3 - 5 * x + 1), assume(at_most(3, x))).conclusion == less(0, x**3 - 5 * x + 1)
    True
    """
    (denied, _), *_ = reversed(with_denial(goal, bounds)[0])
    lower = [parts(bound.conclusion, "at_most") for bound in bounds]
    ring = Quotients(Known(), denied, *(side for bound in lower for side in bound))
    polynomials = ring.over_one_denominator([-denied, *(x for _, x in lower), *(l + x for l, x in lower)])
    difference, variables, moved = polynomials[0], polynomials[1 : len(lower) + 1], polynomials[len(lower) + 1 :]
    places = [variable.degrees().index(1) for variable in variables]
    values = list(difference.context().gens())
    for place, value in zip(places, moved, strict=True):
        values[place] = value
    summands: list[Summand] = [(Fraction(1), written(1), (len(bounds),))]
    for exponents, coefficient in difference.compose(*values).to_dict().items():
        if coefficient < 0 or any(n and k not in places for k, n in enumerate(exponents)):
            raise NotFound(f"a coefficient is negative, or not a number: {goal}")
        factors = tuple(k for k, place in enumerate(places) for _ in range(exponents[place]))
        summands.append((Fraction(int(coefficient.p), int(coefficient.q)), written(1), factors))
    return sign(goal, bounds, tuple(summands), (), (), ())
