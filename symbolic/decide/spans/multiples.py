"""Multiples of a polynomial in the coordinates, as linear forms in moment patterns.

Where a polynomial p vanishes almost surely, so does p times any monomial, and every such multiple has mean zero. The
polynomial is a combination of patterns without their expectation; its free indices are placed in the frame of a
conclusion or elsewhere, and what is elsewhere is summed over all remaining coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

import sympy

from symbolic.algebra.notation import FREE_INDICES
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.spans.instances import ELSEWHERE, ONE, Form, elsewhere_count
from symbolic.expectation.moments import Pattern

Terms = Sequence[tuple[Pattern, Fraction]]
"""A polynomial: patterns with the same number of free indices, and their coefficients."""


@dataclass(frozen=True)
class Multiplier:
    """A monomial: powers of the frame's coordinates, of the polynomial's indices elsewhere, of further ones."""

    frame: tuple[int, ...]
    elsewhere: tuple[int, ...] = ()
    further: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        others = (*self.elsewhere, *self.further)
        named = [*zip(FREE_INDICES, self.frame, strict=False), *((f"r{n}", p) for n, p in enumerate(others, 1))]
        factors = (f"x_{index}^{power}" if power > 1 else f"x_{index}" for index, power in named if power)
        return " ".join(factors) or "1"


def multipliers(frame: int, elsewhere: int, degree: int) -> Iterator[Multiplier]:
    """Every monomial up to the degree.

    >>> [multiplier.text for multiplier in multipliers(1, 0, 2)]
    ['1', 'x_r1', 'x_r1^2', 'x_r1 x_r2', 'x_j', 'x_j x_r1', 'x_j^2']
    """
    for powers in product(range(degree + 1), repeat=frame + elsewhere):
        for total in range(degree + 1 - sum(powers)):
            for further in _descending(total, total):
                yield Multiplier(powers[:frame], powers[frame:], further)


def _descending(total: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to write a number as a sum of positive ones, none above `most`, largest first."""
    if total == 0:
        yield ()
    for first in range(min(total, most), 0, -1):
        yield from ((first, *rest) for rest in _descending(total - first, first))


def times(terms: Terms, multiplier: Multiplier, places: tuple[int, ...]) -> Form:
    """The mean of polynomial times monomial, with the polynomial's free indices at the given places.

    >>> square = ((Pattern((), (2,)), Fraction(1)),)
    >>> list(times(square, Multiplier((2,)), ()))  # Σ_r x_r² times x_j²
    [Pattern(free=(2,), summed=(2,)), Pattern(free=(4,), summed=())]
    """
    form: Form = {}
    for pattern, c in terms:
        for powers, others in _products(pattern, multiplier, places):
            key, count = _counted(powers, others)
            form[key] = form.get(key, sympy.Integer(0)) + to_sympy(c) * count
    return {key: value for key, c in form.items() if (value := sympy.expand(c)) != 0}


def _products(
    pattern: Pattern, multiplier: Multiplier, places: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Powers in the frame and elsewhere, for every way in which the pattern's sums meet the multiplier's indices."""
    size = len(multiplier.frame)
    base = [*multiplier.frame, *multiplier.elsewhere, *multiplier.further]
    occupied = _slots(places, size)
    for slot, power in zip(occupied, pattern.free, strict=True):
        base[slot] += power
    meeting = [slot for slot in range(len(base)) if slot not in occupied]
    for chosen in product([ELSEWHERE, *meeting], repeat=len(pattern.summed)):
        met = [slot for slot in chosen if slot != ELSEWHERE]
        if len(set(met)) == len(met):
            powers = list(base)
            for slot, power in zip(chosen, pattern.summed, strict=True):
                if slot != ELSEWHERE:
                    powers[slot] += power
            new = (power for slot, power in zip(chosen, pattern.summed, strict=True) if slot == ELSEWHERE)
            yield tuple(powers[:size]), (*powers[size:], *new)


def _slots(places: tuple[int, ...], frame: int) -> list[int]:
    """Where the free indices sit in the list of frame, elsewhere, further."""
    before = (places[:n].count(ELSEWHERE) for n in range(len(places)))
    return [frame + n if place == ELSEWHERE else place for n, place in zip(before, places, strict=True)]


def _counted(powers: tuple[int, ...], others: tuple[int, ...]) -> tuple[Pattern, sympy.Expr]:
    """The pattern without the indices elsewhere whose power is 0, and how many choices these have."""
    present = tuple(power for power in others if power)
    key = Pattern(powers, present) if any(powers) or present else ONE
    return key, _idle(len(others) - len(present), len(powers) + len(present))


@lru_cache(maxsize=256)
def _idle(count: int, taken: int) -> sympy.Expr:
    return elsewhere_count((ELSEWHERE,) * count, taken)


def mean_square(terms: Terms) -> Form:
    """The mean of the polynomial's square, its free indices being the frame.

    >>> mean_square(((Pattern((), (1,)), Fraction(1)),))  # (Σ_r x_r)²
    {Pattern(free=(), summed=(1, 1)): 1, Pattern(free=(), summed=(2,)): 1}
    """
    form: Form = {}
    for pattern, c in terms:
        places = tuple(range(len(pattern.free)))
        for key, value in times(terms, Multiplier(pattern.free, (), pattern.summed), places).items():
            form[key] = form.get(key, sympy.Integer(0)) + to_sympy(c) * value
    return {key: value for key, c in form.items() if (value := sympy.expand(c)) != 0}
