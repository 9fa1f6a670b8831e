"""Instances of moment conditions as linear forms in moment patterns, relative to the conclusion's free indices.

A condition holds for all distinct indices. Relative to a conclusion about coordinates j (and k), each free index of the
condition is placed at j, at k, or elsewhere; what is elsewhere is averaged, that is summed over all remaining
coordinates. So for every d at once there are finitely many instances, and their coefficients are polynomials in d.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

import sympy

from symbolic.algebra.notation import FREE_INDICES, d
from symbolic.algebra.rationals import to_sympy
from symbolic.expectation.moments import ELSEWHERE as ELSEWHERE
from symbolic.expectation.moments import Pattern, falling

ONE = Pattern(())
"""The moment `E[1] = 1`: constants are its multiples."""

Form = dict[Pattern, sympy.Expr]
"""Coefficient, a polynomial in d, of each pattern."""


@dataclass(frozen=True)
class Instance:
    """One linear consequence of a condition: the form vanishes."""

    condition: str
    place: str
    form: Mapping[Pattern, sympy.Expr]

    @property
    def text(self) -> str:
        return f"{self.condition} [{self.place}]"


def placements(size: int, frame: int) -> Iterator[tuple[int, ...]]:
    """Ways to put indices at distinct places of the frame, or elsewhere.

    >>> list(placements(1, 2))
    [(-1,), (0,), (1,)]
    """
    for places in product(range(ELSEWHERE, frame), repeat=size):
        used = [place for place in places if place != ELSEWHERE]
        if len(set(used)) == len(used):
            yield places


@lru_cache(maxsize=4096)
def spread(pattern: Pattern, places: tuple[int, ...], frame: int) -> tuple[tuple[Pattern, int], ...]:
    """The pattern with its free indices at the given places; elsewhere is summed over.

    Its own sums run over every other coordinate, those of the frame included, and are split accordingly.

    >>> spread(Pattern((2,), (4,)), (0,), 2)
    ((Pattern(free=(2, 0), summed=(4,)), 1), (Pattern(free=(2, 4), summed=()), 1))
    """
    out: dict[Pattern, int] = {}
    vacant = [place for place in range(frame) if place not in places]
    for chosen in product([ELSEWHERE, *vacant], repeat=len(pattern.summed)):
        used = [place for place in chosen if place != ELSEWHERE]
        if len(set(used)) == len(used):
            key = _assembled(pattern, places + chosen, frame)
            out[key] = out.get(key, 0) + 1
    return tuple(out.items())


def _assembled(pattern: Pattern, places: tuple[int, ...], frame: int) -> Pattern:
    free, summed = [0] * frame, []
    for power, place in zip(pattern.exponents, places, strict=True):
        if place == ELSEWHERE:
            summed.append(power)
        else:
            free[place] += power
    return Pattern(tuple(free), tuple(summed))


def elsewhere_count(places: tuple[int, ...], frame: int) -> sympy.Expr:
    """In how many ways the indices that are elsewhere can be chosen: a falling factorial in d."""
    return sympy.sympify(falling(d - frame, places.count(ELSEWHERE)))


def equal_to(pattern: Pattern, value: Fraction, frame: int, condition: str) -> Iterator[Instance]:
    """`E pattern = value` for all distinct free indices, at every placement."""
    for places in placements(len(pattern.free), frame):
        form: Form = {key: sympy.Integer(c) for key, c in spread(pattern, places, frame)}
        if value:
            constant = to_sympy(value) * elsewhere_count(places, frame)
            form[ONE] = form.get(ONE, sympy.Integer(0)) - constant
        yield Instance(condition, _where(places), form)


def same_for_all(pattern: Pattern, frame: int, condition: str) -> Iterator[Instance]:
    """The pattern at the first place of the frame minus at another, or minus its mean elsewhere."""
    first = dict(spread(pattern, (0,), frame))
    for place in (*range(1, frame), ELSEWHERE):
        factor = elsewhere_count((place,), frame)
        form: Form = {key: c * factor for key, c in first.items()}
        for key, c in spread(pattern, (place,), frame):
            form[key] = form.get(key, sympy.Integer(0)) - c
        yield Instance(condition, f"j against {_where((place,))}", form)


def _where(places: tuple[int, ...]) -> str:
    return ", ".join("elsewhere" if place == ELSEWHERE else _letter(place) for place in places)


def _letter(place: int) -> str:
    """The name of a place of the frame, as patterns name their free indices.

    >>> [_letter(place) for place in range(6)]
    ['j', 'k', 'l', 'm', 'm2', 'm3']
    """
    known = len(FREE_INDICES)
    return FREE_INDICES[place] if place < known else f"{FREE_INDICES[-1]}{place - known + 2}"
