"""Which orbits and which independent draws are tried together, and at which size of the values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, product
from math import comb, floor, log2

from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions import Equals, MixedMomentsVanish
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.conditions.symmetries import Permutations, SignFlips
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.draws import Draws
from symbolic.expectation.orbits import Orbit

ZERO, HALF, ONE, TWO, FOUR = Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(4)

Coordinate = tuple[tuple[Fraction, Fraction], ...]
"""Values of one coordinate with their probabilities."""

CHANCES = (Fraction(1, 4), Fraction(1, 3), HALF, Fraction(2, 3), Fraction(3, 4))
"""Probabilities of the first of two values that are drawn."""

LEAST_WHOLE = 4
"""In smaller dimensions tables of atoms have been searched on the same grids already."""

MOST_WHOLE = 3
"""Sizes of the values at which frames of whole points are tried."""

LARGEST_FRAME = 1200
"""Orbits of the largest frame of whole points that is tried."""


@dataclass(frozen=True)
class Frame:
    """Which orbits are tried: special coordinates, values, backgrounds, how many others, signs at random or not.

    `drawn` are laws of single coordinates; each is tried for all coordinates that are not special.
    """

    special: int
    values: tuple[Fraction, ...]
    backgrounds: tuple[Fraction, ...]
    others: int
    signed: bool
    drawn: tuple[Coordinate, ...] = ()

    @property
    def exponents(self) -> int:
        """Exponents up to the number of non-zero values determine a law on these values."""
        seen = {x for coordinate in self.drawn for x, _ in coordinate}
        return len({abs(x) if self.signed else x for x in (*self.values, *self.backgrounds, *seen)} - {0})

    @property
    def indices(self) -> int:
        """How many coordinates outside the special ones moments have to name."""
        return max(4, self.others) if any(self.backgrounds) or self.drawn else self.others

    def orbits(self) -> Iterator[Orbit | Draws]:
        """All of them, the orbits with fewest other values first."""
        firsts = list(product(sorted({*self.values, *self.backgrounds, ZERO}), repeat=self.special))
        for background in self.backgrounds:
            for size in range(self.others + 1):
                for others in combinations_with_replacement(self.values, size):
                    if background not in others:
                        yield from (Orbit(first, others, background, self.signed) for first in firsts)
        yield from (Draws(first, coordinate, self.signed) for coordinate in self.drawn for first in firsts)


def few_values(requirement: Requirement, hypotheses: Hypotheses) -> Iterator[Frame]:
    """Few values at random places, simple ones first; without signs only where the hypotheses do not ask for them."""
    zero, small, signs = (ZERO,), (ONE, TWO), (-TWO, -ONE, ONE, TWO)
    special = _special(requirement, hypotheses)
    for count in special:
        yield Frame(count, small, zero, 2, signed=True)
        yield Frame(count, (ONE,), (ZERO, ONE, TWO), 1, signed=True)
    if not hypotheses.of_kind(SignFlips):
        for count in special:
            yield Frame(count, signs, zero, 2 if count < 2 else 1, signed=False)
            yield Frame(count, (), (-TWO, -ONE, ZERO, ONE, TWO), 0, signed=False)


def mixtures(requirement: Requirement, hypotheses: Hypotheses) -> Iterator[Frame]:
    """Few values at random places and independent draws together, at the sizes that the hypotheses suggest.

    All sizes together, but for families of equations, of which more are imposed the more values there are.
    """
    sizes = scales(hypotheses)
    together = dict.fromkeys([(ONE,), *(((size,) for size in sizes) if _has_family(hypotheses) else (sizes,))])
    for count in (n for n in _special(requirement, hypotheses) if n < 2):
        for signed in (True,) if hypotheses.of_kind(SignFlips) else (True, False):
            for chosen in together:
                yield _mixed(count, chosen, signed)


def _has_family(hypotheses: Hypotheses) -> bool:
    return any(isinstance(condition, MixedMomentsVanish | SignFlips) for condition in hypotheses.conditions)


def _mixed(special: int, sizes: tuple[Fraction, ...], signed: bool) -> Frame:
    lengths = (ONE, TWO) if special or sizes == (ONE,) else (ONE, TWO, FOUR)
    values = sorted({sign * s * x for s in sizes for x in lengths for sign in ((1,) if signed else (1, -1))})
    drawn = dict.fromkeys(law for s in sizes for law in (_lengths(s) if signed else _unsigned(s, special == 0)))
    return Frame(special, tuple(values), (ZERO,), 2 if special == 0 else 1, signed, tuple(drawn))


def whole_points(requirement: Requirement, hypotheses: Hypotheses, d: int) -> Iterator[Frame]:
    """Every value at every number of places in one dimension: the exchangeable laws on grids that are not too big."""
    wide, small = (-TWO, -ONE, ONE, TWO), (-ONE, ONE, TWO)
    signs = (ONE, TWO, Fraction(3))
    for size in scales(hypotheses)[:MOST_WHOLE] if d >= LEAST_WHOLE else ():
        for count in _special(requirement, hypotheses):
            grids = [(signs, True)] + ([] if hypotheses.of_kind(SignFlips) else [(small, False), (wide, False)])
            for values, signed in grids:
                if (
                    count <= d
                    and (len(values) + 1) ** count * comb(d - count + len(values), len(values)) <= LARGEST_FRAME
                ):
                    yield Frame(count, tuple(sorted(size * x for x in values)), (ZERO,), d - count, signed)


def _special(requirement: Requirement, hypotheses: Hypotheses) -> range:
    return range(1 if hypotheses.of_kind(Permutations) else requirement.frame + 1)


def _lengths(size: Fraction) -> Iterator[Coordinate]:
    """One length, or one of two with a probability; signs are drawn besides."""
    yield from (((size * x, ONE),) for x in (ONE, TWO, Fraction(3)))
    yield from _pairs([size * x for x in (ZERO, ONE, TWO)])


def _unsigned(size: Fraction, many: bool) -> Iterator[Coordinate]:
    """One value; two with mean zero; for laws without special coordinates any two small ones, and larger ones."""
    yield from (((size * x, ONE),) for x in (-TWO, -ONE, ONE, TWO))
    largest = 4 if many else 2
    for p, q in product(range(1, largest + 1), repeat=2):
        chance = Fraction(q, p + q)
        yield (size * p, chance), (-size * q, 1 - chance)
    if many:
        yield from _pairs([size * x for x in (-TWO, -ONE, ZERO, ONE, TWO)])


def _pairs(values: list[Fraction]) -> Iterator[Coordinate]:
    for (x, y), chance in product(combinations(values, 2), CHANCES):
        yield (x, chance), (y, 1 - chance)


def scales(hypotheses: Hypotheses) -> tuple[Fraction, ...]:
    """Sizes at which values are tried: 1, and what moments and their quotients say of the size of a coordinate.

    Each is rounded down to `2^n` and to `3/2 · 2^n`.

    >>> from symbolic.expectation.moments import Pattern
    >>> [str(s) for s in scales(Hypotheses("H", (Equals(Pattern((2,)), 1), Equals(Pattern((4,)), 300))))]
    ['1', '3', '4', '12', '16']
    """
    known = sorted({(0, ONE), *_sizes(hypotheses)})
    logarithms = {(_log(y) - _log(x)) / (q - p) for (p, x), (q, y) in combinations(known, 2) if p != q and x != y}
    found = {m * TWO ** floor(size - log2(m)) for size in logarithms for m in (ONE, Fraction(3, 2))}
    return tuple(sorted({ONE, *found}, key=lambda s: (abs(_log(s)), s)))


def _log(value: Fraction) -> float:
    return log2(abs(value.numerator)) - log2(value.denominator)


def _sizes(hypotheses: Hypotheses) -> Iterator[tuple[int, Fraction]]:
    """Orders and values of the moments of one coordinate, or of several, that are known and not zero."""
    for condition in hypotheses.conditions:
        if isinstance(condition, Equals) and condition.value and not condition.pattern.summed:
            yield condition.pattern.degree, Fraction(condition.value)
        if isinstance(condition, MomentsOf):
            orders = (n for n in (2, 4, 6) if n <= (condition.most or 6) and n not in condition.but)
            yield from (
                (n, Fraction(m)) for n in orders if isinstance(m := condition.coordinate.moment(n), Fraction) and m
            )
