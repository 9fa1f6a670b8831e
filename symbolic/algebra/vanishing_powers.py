"""For which values of a parameter the powers of a factor tend to zero: where it is less than 1 in modulus."""

from __future__ import annotations

import sympy


def contracting(factor: sympy.Expr, parameter: sympy.Symbol) -> sympy.Set:
    """The values of the parameter at which a factor that is affine in it is less than 1 in modulus.

    The slope has to have a sign by the assumptions of its symbols; raises ValueError where it has none.

    >>> a, s = sympy.Symbol("a", real=True), sympy.Symbol("s", positive=True)
    >>> contracting(1 - a * s**2, a)
    Interval.open(0, 2/s**2)
    """
    slope = sympy.diff(factor, parameter)
    if slope.has(parameter) or not slope.is_nonzero or slope.is_positive is None:
        raise ValueError(f"{factor} is not affine in {parameter} with a slope of known sign")
    at_zero = factor.subs(parameter, 0)
    ends = [sympy.cancel((end - at_zero) / slope) for end in (-1, 1)]
    return sympy.Interval.open(*(ends if slope.is_positive else reversed(ends)))
