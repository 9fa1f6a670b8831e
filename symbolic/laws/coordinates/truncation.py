"""The law of a coordinate given that it lies in an interval, in one form, so that equal laws compare equal.

Tables, uniform and counting laws stay what they are where they can; what follows from a lack of memory (exponential,
Pareto, geometric) is written without a truncation; everything else is `Truncated`.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

from symbolic.laws.coordinates import CoordinateLaw, Finite, Gaussian, Laplace, Student, Uniform
from symbolic.laws.coordinates.counting import NegativeBinomial, Poisson
from symbolic.laws.coordinates.derived import Affine, CoordinateMixture, affine, merged, mixed
from symbolic.laws.coordinates.intervals import AtLeast, Truncated, exact_mass
from symbolic.laws.coordinates.partial_moments import End, has_partial_moments, partial_moment
from symbolic.laws.coordinates.positive import Beta, Gamma, LogNormal, Pareto, Rayleigh, Triangular, Weibull
from symbolic.laws.coordinates.unbounded import Cauchy

MOST_VALUES = 500
"""A truncated counting law is a table of at most so many values, or leaves out at most so many."""

SMALLEST_MASS = Fraction(1, 10**300)
"""An interval of less probability leaves nothing that floating point could sample."""

SMALLEST_ALGEBRAIC_MASS = Fraction(1, 10**20)
"""The same for Student's and Cauchy's laws, whose tails are small differences."""

LARGEST_RATE = 10_000
"""Of a Poisson law, and of the reciprocal of a success probability, of which a first part is cut off."""

NARROWEST = Fraction(1, 10**4)
"""An interval is at least so many scales wide: moments over a narrower one are small differences of large numbers."""


def truncated(coordinate: CoordinateLaw, low: End, high: End) -> CoordinateLaw:
    """The law given that its value lies in `[low, high]`; None is no bound on that side.

    Raises ValueError where nothing is left, where an interval is too narrow or too far out for a stated limit, and for
    laws whose truncation has no closed form here (Gumbel, logistic, gamma laws of a shape that is no half-integer, …).

    >>> from symbolic.laws.coordinates.positive import Gamma
    >>> truncated(Gamma(Fraction(1)), Fraction(3), None).description
    'shift(exponential(scale=1), 3)'
    """
    if low is not None and high is not None and low > high:
        raise ValueError("low must not be above high")
    match coordinate:
        case Affine(coordinate=inner, factor=factor, shift=shift):
            return affine(truncated(inner, *mapped((low, high), 1 / factor, -shift / factor)), factor, shift)
        case CoordinateMixture():
            return _mixture(coordinate, low, high)
        case Truncated(coordinate=inner):
            return truncated(inner, _later(low, coordinate.low), _earlier(high, coordinate.high))
        case AtLeast(coordinate=inner):
            return truncated(inner, _later(low, Fraction(coordinate.low)), high)
        case Poisson() | NegativeBinomial():
            return _counts(coordinate, low, high)
    if coordinate.atoms is not None:
        return _table(coordinate, low, high)
    return _with_density(coordinate, low, high)


def mapped(ends: tuple[End, End], factor: Fraction, shift: Fraction) -> tuple[End, End]:
    """The image of an interval under `factor · x + shift`."""
    moved = [None if end is None else factor * end + shift for end in ends]
    return (moved[0], moved[1]) if factor > 0 else (moved[1], moved[0])


def _later(one: End, other: End) -> End:
    return other if one is None else one if other is None else max(one, other)


def _earlier(one: End, other: End) -> End:
    return other if one is None else one if other is None else min(one, other)


def _table(table: CoordinateLaw, low: End, high: End) -> Finite:
    kept = [(x, w) for x, w in table.atoms or () if (low is None or low <= x) and (high is None or x <= high)]
    total = sum((w for _, w in kept), Fraction(0))
    if not total:
        raise ValueError(f"{table.description} has no value between {_shown(low, '-')} and {_shown(high, '')}")
    return merged([(x, w / total) for x, w in kept])


def _shown(end: End, sign: str) -> str:
    return f"{sign}inf" if end is None else str(end)


def _counts(law: Poisson | NegativeBinomial, low: End, high: End) -> CoordinateLaw:
    """Up to an end a table, whose weights are rational as the constant factor of the masses cancels."""
    least = 0 if low is None else max(ceil(low), 0)
    if (least if high is None else floor(high) - least) > MOST_VALUES:
        raise ValueError(f"a truncation of {law.description} keeps, or leaves out, at most {MOST_VALUES} values")
    if high is not None:
        kept = _relative_masses(law, least, floor(high))
        if not kept:
            raise ValueError(f"{law.description} has no value between {_shown(low, '-')} and {high}")
        return merged([(x, w / sum(kept.values())) for x, w in kept.items()])
    if isinstance(law, NegativeBinomial) and law.successes == 1:
        return affine(law, Fraction(1), Fraction(least))
    return _at_least(law, least) if least else law


def _at_least(law: Poisson | NegativeBinomial, low: int) -> AtLeast:
    found = AtLeast(law, low)
    if law.rate > LARGEST_RATE if isinstance(law, Poisson) else law.p * LARGEST_RATE < 1:
        raise ValueError(f"the values of {law.description} spread too far for a truncation here")
    if not exact_mass(found).evalf(15) > float(SMALLEST_ALGEBRAIC_MASS):
        raise ValueError(f"{law.description} is at least {low} with a probability below 1e-20: nothing is left of it")
    return found


def _relative_masses(law: Poisson | NegativeBinomial, least: int, most: int) -> dict[Fraction, Fraction]:
    """Masses of the integers, that of the first one being 1."""
    found, weight = {}, Fraction(1)
    for k in range(least, most + 1):
        found[Fraction(k)] = weight
        weight *= law.rate / (k + 1) if isinstance(law, Poisson) else (law.successes + k) / (k + 1) * (1 - law.p)
    return found


def _mixture(law: CoordinateMixture, low: End, high: End) -> CoordinateLaw:
    """Where the parts' probabilities are rational; parts without any are left out."""
    kept = [(part, w * m) for part, w in law.parts if (m := _rational_mass(part, low, high, law.description))]
    total = sum((w for _, w in kept), Fraction(0))
    if not total:
        raise ValueError(f"{law.description} has nothing between {_shown(low, '-')} and {_shown(high, '')}")
    return mixed([(truncated(part, low, high), w / total) for part, w in kept])


def _rational_mass(law: CoordinateLaw, low: End, high: End, whole: str) -> Fraction:
    """Of a table or a density; raises ValueError where it is not rational."""
    if isinstance(law, Affine):
        return _rational_mass(law.coordinate, *mapped((low, high), 1 / law.factor, -law.shift / law.factor), whole)
    if law.atoms is not None:
        kept = (w for x, w in law.atoms if (low is None or low <= x) and (high is None or x <= high))
        return sum(kept, Fraction(0))
    ends = _within_support(law, low, high)
    if ends is None:
        return Fraction(0)
    if ends == (None, None):
        return Fraction(1)
    if isinstance(law, Uniform):
        width = Fraction(law.half_width)
        least, most = -width if ends[0] is None else ends[0], width if ends[1] is None else ends[1]
        return (most - least) / (2 * width)
    if has_partial_moments(law):
        share = partial_moment(law, 0, *ends) / partial_moment(law, 0, None, None)
        if share.is_Rational:
            return Fraction(int(share.p), int(share.q))
    raise ValueError(f"the truncation of {whole} has no closed form here: its parts' probabilities are not rational")


def _support(law: Any) -> tuple[End, End]:
    match law:
        case Uniform(half_width=width):
            return -width, width
        case Gamma() | Rayleigh() | Weibull() | LogNormal():
            return Fraction(0), None
        case Pareto(minimum=minimum):
            return minimum, None
        case Beta():
            return Fraction(0), Fraction(1)
        case Triangular(low=low, high=high):
            return low, high
    return None, None


def _within_support(law: CoordinateLaw, low: End, high: End) -> tuple[End, End] | None:
    """The interval's ends where they lie inside the support, None where the support ends first; None without any."""
    first, last = _support(law)
    least, most = _later(low, first), _earlier(high, last)
    if least is not None and most is not None and least >= most:
        return None
    return (None if least == first else least), (None if most == last else most)


def _with_density(law: Any, low: End, high: End) -> CoordinateLaw:
    ends = _within_support(law, low, high)
    if ends is None:
        raise ValueError(f"{law.description} has no interval between {_shown(low, '-')} and {_shown(high, '')}")
    if ends == (None, None):
        whole: CoordinateLaw = law
        return whole
    return _simpler(law, *ends) or _checked(law, *ends)


def _simpler(law: Any, low: End, high: End) -> CoordinateLaw | None:
    """The law under another name, where there is one."""
    match law:
        case Uniform(half_width=width):
            least, most = -width if low is None else low, width if high is None else high
            return affine(Uniform((most - least) / 2), Fraction(1), (least + most) / 2)
        case Gamma(shape=1) if low is not None:
            return affine(truncated(law, None, None if high is None else high - low), Fraction(1), low)
        case Laplace(scale=scale) if low is not None and low >= 0:
            return truncated(Gamma(Fraction(1), scale), low, high)
        case Laplace(scale=scale) if high is not None and high <= 0:
            return affine(truncated(law, -high, None if low is None else -low), Fraction(-1))
        case Pareto(alpha=alpha) if low is not None:
            return truncated(Pareto(alpha, low), None, high)
        case Triangular():
            return _one_slope(law, low, high)
    return None


def _one_slope(law: Triangular, low: End, high: End) -> CoordinateLaw | None:
    """A piece on one side of the mode belongs to a triangle that ends there."""
    if high is not None and high <= law.mode and law != Triangular(law.low, high, high):
        return truncated(Triangular(law.low, high, high), low, None)
    if low is not None and low >= law.mode and law != Triangular(low, low, law.high):
        return truncated(Triangular(low, low, law.high), None, high)
    return None


def _checked(law: CoordinateLaw, low: End, high: End) -> Truncated:
    whole, part = partial_moment(law, 0, None, None), partial_moment(law, 0, low, high)
    where = f"the part of {law.description} between {_shown(low, '-')} and {_shown(high, '')}"
    if _width(low, high, law) < NARROWEST:
        raise ValueError(f"{where} is narrower than {NARROWEST} of its scale: take a table or a uniform law")
    least = SMALLEST_ALGEBRAIC_MASS if isinstance(law, (Student, Cauchy)) else SMALLEST_MASS
    if not (part / whole).evalf(15) > float(least):
        raise ValueError(f"{where} has a probability below 1e{-len(str(least.denominator)) + 1}: nothing is left of it")
    return Truncated(law, low, high)


def _width(low: End, high: End, law: Any) -> Any:
    """Width of the interval over a scale of the law."""
    first, last = _support(law)
    least, most = first if low is None else low, last if high is None else high
    if least is None or most is None:
        return Fraction(1)
    return (most - least) / _scale(law)


def _scale(law: Any) -> Any:
    match law:
        case Gaussian(sigma=size) | Rayleigh(sigma=size) | Pareto(minimum=size):
            return Fraction(size)
        case Laplace(scale=size) | Gamma(scale=size) | Weibull(scale=size) | Cauchy(scale=size):
            return Fraction(size)
        case Triangular(low=low, high=high):
            return high - low
    return Fraction(1)
