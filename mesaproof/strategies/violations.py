"""Laws that satisfy all hypotheses but one: spaces of the others, each with a law in it that breaks the one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm, prod

from mesaproof.errors import InputError
from mesaproof.strategies.polytopes import Point, Weights, mixture
from mesaproof.strategies.spaces import Heights, Space, spaces
from symbolic.decide.conditions import Condition, Polynomial
from symbolic.decide.hypotheses import Hypotheses

FAVOURED = 24
"""So many simple atoms are favoured in turn, to find a simple law that breaks a condition."""


@dataclass(frozen=True, eq=False)
class Breach:
    """Laws of a space that break a condition which the space does not impose; `breaker` is one of them."""

    space: Space
    condition: Condition
    breaker: Weights

    def made_to_break(self, weights: Weights, share: int) -> Weights:
        """The weights themselves where they break the condition, else mixed with `share` parts of the breaker.

        The breaker alone where the share is 0, and where the mixture does not break the condition.
        """
        if _breaks(self.space, self.condition, weights):
            return weights
        mixed = mixture([weights, self.breaker], [1, share])
        return mixed if share and _breaks(self.space, self.condition, mixed) else self.breaker


def _breaks(space: Space, condition: Condition, weights: Weights) -> bool:
    return condition.of(space.unverified(weights)).holds is False


@lru_cache(maxsize=512)
def breach(hypotheses: Hypotheses, index: int, d: int, number: int, heights: Heights | None = None) -> Breach | None:
    """The breach of one condition in one of the spaces of the others; None where the condition holds throughout."""
    condition, space = hypotheses.conditions[index], spaces(hypotheses.without(index), d, heights)[number]
    breaker = next((one for one in _extreme(space, condition) if _breaks(space, condition, one)), None)
    return Breach(space, condition, _simplest(space, condition, breaker)) if breaker else None


def _extreme(space: Space, condition: Condition) -> Iterator[Weights]:
    """Vertices off the support that the condition allows, far off each of its equations, and on every atom in turn.

    Where the condition is equations and a support, it fails at one of the former if it fails at all.
    """
    objectives = _objectives(space, condition)
    return (found for objective in objectives if (found := space.polytope.vertex(objective)))


def _objectives(space: Space, condition: Condition) -> Iterator[list[float]]:
    atoms, told = space.polytope.atoms, False
    yield [0.0 if condition.allows(atom) else 1.0 for atom in atoms]
    for constraint in condition.constraints(1 if space.copies else space.d, space.heights):
        values, told = [float(_value(constraint.polynomial, atom)) for atom in atoms], True
        yield values
        yield [-value for value in values]
    if not told:
        yield from ([float(m == n) for m in range(len(atoms))] for n in range(len(atoms)))


def _simplest(space: Space, condition: Condition, known: Weights) -> Weights:
    """The breaker on the fewest atoms with the simplest weights among those that favour one atom, and the known one."""
    favouring = (space.polytope.chosen((n,), frozenset()) for n in range(min(FAVOURED, len(space.polytope.atoms))))
    return min((known, *(one for one in favouring if _breaks(space, condition, one))), key=_complexity)


def _complexity(weights: Weights) -> tuple[int, int]:
    return len(weights), lcm(*(weight.denominator for weight in weights.values()))


def _value(polynomial: Polynomial, atom: Point) -> Fraction:
    terms = (
        c * prod((x**n for x, n in zip(atom, powers, strict=True)), start=Fraction(1))
        for powers, c in polynomial.items()
    )
    return sum(terms, Fraction(0))


@dataclass(frozen=True)
class Place:
    """A condition that can be broken alone in dimension d, in the first of these spaces and perhaps in later ones."""

    hypotheses: Hypotheses
    index: int
    d: int
    heights: Heights | None
    first: int
    last: int

    def breach(self, number: int) -> Breach:
        """The breach in the space with this number, or in the nearest one before it that has one."""
        earlier = range(number, self.first - 1, -1)
        found = (breach(self.hypotheses, self.index, self.d, n, self.heights) for n in earlier)
        return next(one for one in found if one)


def require_breakable(
    hypotheses: Hypotheses, index: int | None, dimensions: tuple[int, ...], heights: Heights | None
) -> tuple[Place, ...]:
    """Where one condition, or each that can, is broken alone; raises InputError where none is."""
    last = len(hypotheses.conditions) - 1
    if index is not None and not 0 <= index <= last:
        raise InputError(f"condition {index} of {hypotheses.name}", f"a number from 0 to {last}")
    chosen = range(last + 1) if index is None else (index,)
    if found := tuple(place for n in chosen for d in dimensions for place in _places(hypotheses, n, d, heights)):
        return found
    what = "any condition" if index is None else hypotheses.conditions[index].text
    tried = ", ".join(map(str, dimensions))
    raise InputError(
        f"{what} of {hypotheses.name}, which no law that was tried breaks alone, d = {tried}",
        "a condition that the others do not imply there",
    )


def _places(hypotheses: Hypotheses, index: int, d: int, heights: Heights | None) -> Iterator[Place]:
    last = len(spaces(hypotheses.without(index), d, heights)) - 1
    for first in range(last + 1):
        if breach(hypotheses, index, d, first, heights):
            yield Place(hypotheses, index, d, heights, first, last)
            return
