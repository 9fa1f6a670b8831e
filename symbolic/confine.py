"""What hypotheses say of the support: squares whose mean they make zero, and contradictions between them.

A square with mean zero confines the support to its zeros, which is a condition of its own; with it, more moments are
determined, so this is repeated. No law at all is left where a square has a negative mean or where 1 = 0 follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import sympy

from symbolic.hypotheses import Hypotheses
from symbolic.instances import ONE
from symbolic.invariances import Values
from symbolic.moment_matrix import Square, squares
from symbolic.moments import Pattern
from symbolic.rationals import to_fraction, to_sympy
from symbolic.span import System, contradictory
from symbolic.supports import Support

ROUNDS = 4
"""How often the support is confined further."""


@dataclass(frozen=True)
class Confined:
    """The hypotheses with what they imply of the support; `absurd` says why no law satisfies them, if none does."""

    hypotheses: Hypotheses
    squares: tuple[Square, ...] = ()
    absurd: str = ""


@lru_cache(maxsize=256)
def confined(hypotheses: Hypotheses, size: int | None = None) -> Confined:
    """Confine the support until nothing new follows, for every d or in one dimension.

    >>> from symbolic.conditions import Equals
    >>> from symbolic.moments import Pattern
    >>> found = confined(Hypotheses("H", (Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 1))))
    >>> found.squares[0].text, found.hypotheses.conditions[-1].text
    ('E[(x_j^2 - 1)^2] = 0', 'every coordinate is one of -1, 1 almost surely')
    """
    here: Hypotheses = hypotheses
    used: tuple[Square, ...] = ()
    for _ in range(ROUNDS):
        if contradictory(System(here, 2, size)):
            return Confined(here, used, "the hypotheses imply 1 = 0" + _because(used))
        found = [square for square in squares(here, size) if square.mean < 0 or not _says(here, square)]
        if found and found[0].mean < 0:
            return Confined(here, used, f"the hypotheses imply {found[0].text} < 0" + _because(used))
        if not found:
            break
        fewest = [square for square in found if square.frame == min(one.frame for one in found)]
        added = tuple(_condition(here, square) for square in fewest)
        here, used = Hypotheses(here.name, (*here.conditions, *added)), (*used, *fewest)
    return Confined(here, used)


def _because(used: tuple[Square, ...]) -> str:
    return f", since {'; '.join(square.text for square in used)}" if used else ""


def _says(hypotheses: Hypotheses, square: Square) -> bool:
    """Whether the hypotheses already say what the square says."""
    form = {Pattern(powers) if any(powers) else ONE: to_sympy(c) for powers, c in square.terms}
    return _condition(hypotheses, square) in hypotheses.conditions or not System(hypotheses, square.frame).reduced(form)


def _condition(hypotheses: Hypotheses, square: Square) -> Support | Values:
    """The zero set as a condition: a finite set of rational values where it is one, else the equation itself."""
    values = _rational_zeros(square)
    return square.support if values is None or hypotheses.of_kind(Values) else Values(values)


def _rational_zeros(square: Square) -> tuple[Fraction, ...] | None:
    if square.frame > 1:
        return None
    x = sympy.Symbol("x")
    polynomial = sympy.Poly({powers: sympy.Rational(c.numerator, c.denominator) for powers, c in square.terms}, x)
    roots = polynomial.ground_roots()
    real = polynomial.count_roots()
    return tuple(to_fraction(root) for root in roots) if real == len(roots) else None
