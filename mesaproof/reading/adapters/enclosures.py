"""Certified digits of exact moments: balls of python-flint's arb that contain the moment of any law with exact moments.

The moment is exact before a digit is computed, so that an infinite one is refused and never approximated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at
from mesaproof.reading.sizes import is_list, whole
from symbolic.algebra.enclosure import enclosure as ball_of
from symbolic.expectation.exact_moments import number

BITS = 128
MOST_BITS = 1_000_000

DIGITS_PER_BIT = 0.30103

GUARD = 32
"""Bits by which the first working precision exceeds what is asked for."""

MOST_DEGREE, MOST_D = 1000, 1_000_000
"""Largest sum of exponents, and largest d: beyond them exact moments take minutes, or more memory than there is."""

DOUBLINGS = 6
"""How often the working precision is doubled where terms cancel."""


@dataclass(frozen=True)
class MomentEnclosure:
    """`E Π_j x_j^{exponents[j]}` of a law lies in `ball`: between the rationals `low` and `high`, or at them.

    `moment` is the exact moment, a SymPy number; `value in enclosure` asks about a rational number.
    """

    law: str
    exponents: tuple[int, ...]
    moment: Any
    ball: flint.arb

    @property
    def low(self) -> Fraction:
        return _exactly(self.ball.mid()) - self.radius

    @property
    def high(self) -> Fraction:
        return _exactly(self.ball.mid()) + self.radius

    @property
    def radius(self) -> Fraction:
        """Half the length of the interval."""
        return _exactly(self.ball.rad())

    @property
    def bits(self) -> int | None:
        """How many bits of the moment are certain; None where the ball is the moment itself."""
        return None if self.ball.is_exact() else int(self.ball.rel_accuracy_bits())

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return str(self.ball.str(max(1, int(DIGITS_PER_BIT * (self.bits or BITS)))))


def enclosure(law: Any, exponents: Sequence[int] | int, d: int | None = None, *, bits: int = BITS) -> MomentEnclosure:
    """A ball that certainly contains `E Π_j x_j^{exponents[j]}`, to at least `bits` bits where the moment is not 0.

    One exponent a coordinate; coordinates beyond the last one given have exponent 0, and one number is the exponent of
    the first. `law` and d are as in `mp.gradient`. Raises MomentDoesNotExist for a moment that is infinite or
    undefined; InputError for a bad description, exponents that are no non-negative integers or more than d, exponents
    of a sum above 1000, a d that is no whole number up to 1 000 000, and bits outside 2 to 1 000 000.
    Balls: Johansson 2017, arXiv 1611.02831.

    >>> found = enclosure("gumbel", 2, 1, bits=64)
    >>> print(found.moment, found)
    EulerGamma**2 + pi**2/6 [1.97811199065594511079079130 +/- 3.13e-27]
    >>> enclosure("exponential", (2, 1), 3).low
    Fraction(2, 1)
    """
    size = f"a whole number d from 1 to {MOST_D}"
    d = None if d is None else whole(d, "d", 1, size)
    if d is not None and d > MOST_D:
        raise InputError(f"d = {d}", size)
    member = law_at(law, d)
    powers = _exponents(exponents, member.d)
    precision = f"a whole number of bits from 2 to {MOST_BITS}"
    bits = whole(bits, "bits", 2, precision)
    if bits > MOST_BITS:
        raise InputError(f"bits = {bits}", precision)
    moment = number(member.moment(powers))
    return MomentEnclosure(member.description, powers, moment, _accurate(moment, bits))


def _exponents(given: Sequence[int] | int, d: int) -> tuple[int, ...]:
    listed: tuple[Any, ...] = tuple(given) if isinstance(given, Iterable) and is_list(given) else (given,)
    powers = tuple(whole(one, "an exponent", 0, "non-negative whole numbers, one a coordinate") for one in listed)
    if sum(powers) > MOST_DEGREE:
        raise InputError(f"exponents of the sum {sum(powers)}", f"a sum of at most {MOST_DEGREE}")
    if len(powers) > d:
        raise InputError(f"{len(powers)} exponents in dimension d = {d}", f"at most {d}, one a coordinate")
    return (*powers, *(0,) * (d - len(powers)))


def _accurate(moment: Any, bits: int) -> flint.arb:
    """The ball at the first working precision at which it is narrow enough; the last one where none is."""
    for doubling in range(DOUBLINGS + 1):
        ball = ball_of(moment, (bits + GUARD) * 2**doubling)
        if ball.rel_accuracy_bits() >= bits or ball.is_zero():
            return ball
    return ball


def _exactly(end: flint.arb) -> Fraction:
    """An exact ball, a dyadic number, as a rational."""
    mantissa, exponent = end.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
