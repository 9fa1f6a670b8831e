"""The largest and the smallest of n independent copies of a coordinate, in one form."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symbolic.laws.coordinates import CoordinateLaw, Finite, Uniform
from symbolic.laws.coordinates.counting import NegativeBinomial
from symbolic.laws.coordinates.derived import Affine, affine, merged
from symbolic.laws.coordinates.extremes import Extreme, has_extremes
from symbolic.laws.coordinates.positive import Beta, Gamma, Pareto, Weibull

MOST_COPIES = 8
LEAST_CHANCE = Fraction(1, 10_000)


def largest(coordinate: CoordinateLaw, copies: int = 2) -> CoordinateLaw:
    """The law of the largest of independent copies.

    Raises ValueError for a number of copies outside `1 … MOST_COPIES`, and for laws without a closed form here.

    >>> from symbolic.laws.coordinates import two_point
    >>> largest(two_point(Fraction(1), Fraction(1, 2), Fraction(0))).atoms[1]
    (Fraction(1, 1), Fraction(3, 4))
    """
    return _extreme(coordinate, copies, True)


def smallest(coordinate: CoordinateLaw, copies: int = 2) -> CoordinateLaw:
    """The law of the smallest of independent copies; otherwise as `largest`.

    >>> smallest(Gamma(Fraction(1)), 3).description
    'exponential(scale=1/3)'
    """
    return _extreme(coordinate, copies, False)


def _extreme(law: CoordinateLaw, copies: int, top: bool) -> CoordinateLaw:
    if not 1 <= copies <= MOST_COPIES:
        raise ValueError(f"the number of copies is an integer from 1 to {MOST_COPIES}")
    if copies == 1:
        return law
    match law:
        case Affine(coordinate=inner, factor=factor, shift=shift):
            return affine(_extreme(inner, copies, top == (factor > 0)), factor, shift)
        case Extreme(coordinate=inner, copies=before, largest=kind) if kind == top:
            return _extreme(inner, copies * before, top)
        case Finite():
            return _of_table(law, copies, top)
        case Uniform(half_width=width):
            one, many = Fraction(1), Fraction(copies)
            return affine(Beta(many, one) if top else Beta(one, many), 2 * width, -width)
    found = _same_kind(law, copies, top)
    if found is None and not has_extremes(law, copies):
        raise ValueError(f"the extremes of {copies} copies of {law.description} have no closed form here")
    if isinstance(law, NegativeBinomial) and law.p < LEAST_CHANCE:
        raise ValueError(f"extremes of a geometric law need p at least {LEAST_CHANCE}")
    return found or Extreme(law, copies, top)


def _same_kind(law: CoordinateLaw, copies: int, top: bool) -> CoordinateLaw | None:
    """A law of the same name, where the distribution function or the tail is a power of one of its kind."""
    match law:
        case Beta(a=a, b=b) if (b if top else a) == 1:
            return Beta(a * copies, b) if top else Beta(a, b * copies)
        case Gamma(shape=1, scale=scale) if not top:
            return Gamma(Fraction(1), scale / copies)
        case Pareto(alpha=alpha) if not top:
            return replace(law, alpha=alpha * copies)
        case Weibull(shape=shape, scale=scale) if not top and (1 / shape).denominator == 1:
            return Weibull(shape, scale / copies ** int(1 / shape))
        case NegativeBinomial(successes=1, p=p) if not top:
            return replace(law, p=1 - (1 - p) ** copies)
    return None


def _of_table(table: Finite, copies: int, top: bool) -> Finite:
    """`P(largest <= x) = P(x_1 <= x)^copies`."""
    found, before = [], Fraction(0)
    ordered = sorted(merged(table.atoms).atoms, reverse=not top)
    for value, weight in ordered:
        found.append((value, (before + weight) ** copies - before**copies))
        before += weight
    return merged(found)
