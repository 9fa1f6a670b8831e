"""The fixed conditions of non-degeneracy: d >= 2, scalars off the ends of their domains, definite covariances.

What fails only where one of them fails is false at a boundary; a witness that satisfies all of them refutes more.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy

from symbolic.algebra.domain_points import at_an_end
from symbolic.algebra.notation import d
from symbolic.decide.certify import SMALLEST_D
from symbolic.laws import Law
from symbolic.laws.coordinates import MomentDoesNotExist


def nondegenerate(law: Law) -> bool:
    """Whether a law in one dimension d >= 2 has a covariance that is positive definite, so positive variances.

    >>> from symbolic.laws import Ones, Sparse
    >>> nondegenerate(Sparse().at(3)), nondegenerate(Sparse().at(1)), nondegenerate(Ones().at(3))
    (True, False, False)
    """
    if not isinstance(law.d, int) or law.d < SMALLEST_D:
        return False
    try:
        matrix = covariance(law)
    except MomentDoesNotExist:
        return False
    minors = (matrix[:size, :size].det() for size in range(1, law.d + 1))
    return all(minor.is_positive for minor in minors)


def covariance(law: Law) -> sympy.Matrix:
    """The matrix of `E x_j x_k − E x_j E x_k`, exactly."""

    def mean(*places: int) -> sympy.Expr:
        return sympy.sympify(law.moment(tuple(places.count(j) for j in range(law.d))))

    return sympy.Matrix(law.d, law.d, lambda j, k: mean(j, k) - mean(j) * mean(k))


def off_the_ends(values: Mapping[sympy.Symbol, sympy.Expr]) -> bool:
    """Whether no value is the end of its symbol's domain, d = 1 being one.

    >>> off_the_ends({d: sympy.Integer(1)}), off_the_ends({sympy.Symbol("s", nonnegative=True): sympy.Integer(2)})
    (False, True)
    """
    low = d in values and bool(values[d] < SMALLEST_D)
    return not low and not any(at_an_end(symbol, value) for symbol, value in values.items() if symbol != d)
