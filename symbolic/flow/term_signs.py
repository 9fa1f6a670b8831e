"""Signs of expressions in letters and unknowns, read off their terms: sizes are at least what they are said to be."""

from __future__ import annotations

from collections.abc import Mapping

import sympy


def sign(expression: sympy.Expr, least: Mapping[str, int]) -> int | None:
    """1 or -1 where no value of letters and unknowns gives it the other sign, 0 for zero; None where that is open.

    It may vanish. Even moments and traces of powers of a covariance are not negative, squares of letters neither.

    >>> a, T = sympy.Symbol("a", real=True), sympy.Symbol("T", integer=True, positive=True)
    >>> sign((2 - T) * a**2, {"T": 3}), sign((2 - T) * a, {"T": 3})
    (-1, None)
    """
    held = expression.replace(sympy.harmonic, lambda *_: sympy.Dummy(nonnegative=True))
    above, below = sympy.fraction(sympy.together(held))
    signs = [_of_polynomial(part, least) for part in (above, below)]
    return None if None in signs else int(sympy.prod(signs))


def _of_polynomial(expression: sympy.Expr, least: Mapping[str, int]) -> int | None:
    sizes = [s for s in expression.free_symbols if s.is_integer and s.name in least]
    more = {s: sympy.Dummy(s.name, nonnegative=True) for s in sizes}
    terms = sympy.Add.make_args(sympy.expand(expression.subs({s: more[s] + least[s.name] for s in sizes})))
    if terms == (sympy.S.Zero,):
        return 0
    if all(term.is_nonnegative for term in terms):
        return 1
    return -1 if all(term.is_nonpositive for term in terms) else None
