"""Signs of polynomials in one variable on an interval: where no coefficient in Bernstein's basis is negative."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import Summand, sign, with_denial
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import Known, Quotients
from symbolic.core.theorems import Theorem
from symbolic.tactics.explicit_means import number
from symbolic.tactics.signs import NotFound


def coefficients(term: Expression, x: Expression) -> list[Fraction]:
    """The coefficients of a polynomial in x, the constant first; raises `NotFound` where they are no numbers.

    >>> from symbolic.core.vocabulary import real
    >>> x = real("x")
    >>> [int(c) for c in coefficients(x * (x - 2) + 3, x)]
    [3, -2, 1]
    """
    polynomial, variable = Quotients(Known(), term, x).over_one_denominator([term, x])
    place = variable.degrees().index(1)
    found: dict[int, Any] = {exponents[place]: c for exponents, c in polynomial.to_dict().items()}
    if any(sum(exponents) != exponents[place] for exponents in polynomial.to_dict()):
        raise NotFound(f"it has other variables, too: {term}")
    scale = variable.to_dict().popitem()[1]
    powers = (found.get(n, scale * 0) / scale for n in range(max(found, default=0) + 1))
    return [Fraction(int(c.p), int(c.q)) for c in powers]


def on_interval(goal: Expression, low: Theorem, high: Theorem, most: int = 40) -> Theorem:
    """`p ≤ q` or `p < q` for polynomials in x with rational coefficients, from `l ≤ x` and `x ≤ u` with numbers.

    The degree is raised up to `most`, until no coefficient is negative. Raises `NotFound`.

    >>> from symbolic.core.rules.logic import assume
    >>> from symbolic.core.vocabulary import at_most, less, real
    >>> x = real("x")
    >>> goal = less(0, 1 - x + x**2)
    >>> on_interval(goal, assume(at_most(0, x)), assume(at_most(x, 2))).conclusion == goal
    True
    """
    least, x = parts(low.conclusion, "at_most")
    _, greatest = parts(high.conclusion, "at_most")
    (denied, strict), *_ = reversed(with_denial(goal, (low, high))[0])
    left, right = number(least), number(greatest)
    powers = coefficients(-denied, x)
    for degree in range(len(powers) - 1, most + 1):
        shares = _bernstein(powers, left, right, degree)
        if min(shares) > 0 or (min(shares) == 0 and strict):
            return sign(goal, (low, high), _summands(shares, right - left), (), (), ())
    raise NotFound(f"a coefficient stays negative up to the degree {most}: {goal}")


def _bernstein(powers: list[Fraction], left: Fraction, right: Fraction, degree: int) -> list[Fraction]:
    """The coefficients in Bernstein's basis of a degree on `[left, right]`.

    >>> [int(c) for c in _bernstein([Fraction(0), Fraction(1)], Fraction(0), Fraction(2), 2)]
    [0, 1, 2]
    """
    moved = [
        sum((c * comb(n, k) * left ** (n - k) for n, c in enumerate(powers) if n >= k), Fraction(0))
        * (right - left) ** k
        for k in range(len(powers))
    ]
    return [
        sum((moved[k] * Fraction(comb(m, k), comb(degree, k)) for k in range(min(m, len(moved) - 1) + 1)), Fraction(0))
        for m in range(degree + 1)
    ]


def _summands(shares: list[Fraction], width: Fraction) -> tuple[Summand, ...]:
    """The denied goal, the least coefficient, and what the others are above it."""
    degree, least = len(shares) - 1, min(shares)
    found: list[Summand] = [(Fraction(1), written(1), (2,))]
    if least:
        found.append((least, written(1), ()))
    for m, share in enumerate(shares):
        if share > least:
            factor = (share - least) * comb(degree, m) / width**degree
            found.append((factor, written(1), (0,) * m + (1,) * (degree - m)))
    return tuple(found)
