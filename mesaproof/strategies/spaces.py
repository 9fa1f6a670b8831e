"""Where laws that satisfy hypotheses are looked for: grids of coordinate values, from few to many, in one dimension.

For independent coordinates the unknown is the law of one coordinate. What is not linear in the law is turned into what
is: a mixed moment of independent coordinates vanishes when one of its factors does; other conditions say themselves
what is linear inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product

from mesaproof.answers.asking import PAPER, answer
from mesaproof.errors import InputError
from mesaproof.strategies.polytopes import Point, Polytope, Weights, polytope_of
from symbolic.decide.conditions import (
    Condition,
    Equals,
    Inside,
    MixedMomentsVanish,
    SameForAll,
    SideCondition,
    vanishes,
)
from symbolic.decide.conditions.finiteness import Finite
from symbolic.decide.conditions.symmetries import Independent, Permutations, SignFlips, Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.atom_search import grids
from symbolic.laws import IID, Atoms, Law, coordinates, listed

LARGEST, MOST_ATOMS = 20_000, 130
"""Atoms times constraints, and atoms, of the largest polytope: a vertex then takes some milliseconds."""

Heights = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class Space:
    """The laws with these coordinate values that satisfy hypotheses; with `copies`, of independent coordinates."""

    hypotheses: Hypotheses
    d: int
    heights: Heights
    polytope: Polytope
    copies: bool

    def law(self, weights: Weights, scale: Fraction = Fraction(1)) -> Law:
        """The law with these weights, stretched. Raises ArithmeticError unless it satisfies the hypotheses."""
        found = self.unverified(weights, scale)
        if (finding := self.hypotheses.of(found)).holds is not True:
            raise ArithmeticError(f"{found.description} was built for {self.hypotheses.name}, but {finding.because}")
        return found

    def unverified(self, weights: Weights, scale: Fraction = Fraction(1)) -> Law:
        """The same without the question whether it satisfies the hypotheses."""
        points = sorted(weights, key=self.polytope.atoms.index)
        masses, stretched = [weights[p] for p in points], [tuple(scale * x for x in p) for p in points]
        if self.copies:
            return IID(_coordinate(tuple((x, w) for (x,), w in zip(stretched, masses, strict=True)))).at(self.d)
        return Atoms.of(stretched, masses, listed(stretched, masses))


def _coordinate(atoms: tuple[tuple[Fraction, Fraction], ...]) -> coordinates.Finite:
    """A finite coordinate law under the name by which `mesaproof check` reads it."""
    return coordinates.Finite(atoms, "" if len(atoms) == 2 else f"finite({', '.join(f'{x}:{w}' for x, w in atoms)})")


@lru_cache(maxsize=256)
def spaces(hypotheses: Hypotheses, d: int, heights: Heights | None = None) -> tuple[Space, ...]:
    """The spaces in which there are laws, smallest grid first; on one grid where its values are given."""
    copies = hypotheses.of_kind(Independent) is not None
    if not copies and d > (largest := answer(PAPER, "largest table")):
        raise InputError(f"d = {d}", f"d <= {largest} for tables of atoms", "independent coordinates have any d")
    tried = [heights] if heights else list(_grids(hypotheses))
    found = (Space(hypotheses, d, grid, inside, copies) for grid in tried if (inside := _inside(hypotheses, d, grid)))
    return tuple(found)


def require_spaces(hypotheses: Hypotheses, d: int, heights: Heights | None = None) -> tuple[Space, ...]:
    """The same; raises InputError where there are none."""
    if found := spaces(hypotheses, d, heights):
        return found
    raise InputError(
        f"{hypotheses.name} with d = {d}, which no law on the grids that are tried satisfies",
        "hypotheses that a law on a few coordinate values satisfies",
        "name the values that coordinates take: heights=(…)",
    )


def homogeneous(hypotheses: Hypotheses) -> bool:
    """Whether a law that satisfies them does so when it is stretched."""
    return all(map(_homogeneous, hypotheses.conditions))


def _homogeneous(condition: Condition) -> bool:
    free = (SameForAll, MixedMomentsVanish, SignFlips, Permutations, Independent, Finite, SideCondition)
    vanishes_there = isinstance(condition, Equals) and condition.value == 0
    return isinstance(condition, free) or vanishes_there or condition.inside() is not None


def _grids(hypotheses: Hypotheses) -> Iterator[Heights]:
    """Symmetric grids with 0 first; only the values that the hypotheses name, where they do."""
    if insides := _insides(hypotheses.conditions):
        yield insides[0].heights
        return
    yield from grids(hypotheses)
    if not hypotheses.of_kind(Values):
        yield tuple(map(Fraction, (-3, -1, 0, 1, 3)))


def _insides(conditions: Iterable[Condition]) -> tuple[Inside, ...]:
    return tuple(found for condition in conditions if (found := condition.inside()))


def _inside(hypotheses: Hypotheses, d: int, heights: Heights) -> Polytope | None:
    conditions, size = tuple(_linear(hypotheses)), 1 if hypotheses.of_kind(Independent) else d
    constraints = [c for condition in conditions for c in condition.constraints(size, _mirrored(heights))]
    for most in (size, 2, 1):
        atoms = _atoms(conditions, heights, size, most)
        small = 0 < len(atoms) <= MOST_ATOMS and len(atoms) * (len(constraints) + 1) <= LARGEST
        if small and (found := polytope_of(atoms, constraints)):
            return found
    return None


def _mirrored(heights: Heights) -> Heights:
    """The grid with its negatives: what says that odd moments vanish is finite on a symmetric grid."""
    return tuple(sorted({*heights, *(-x for x in heights)}))


def _atoms(conditions: tuple[Condition, ...], heights: Heights, d: int, most: int) -> tuple[Point, ...]:
    """The points of the grid that may carry weight, with at most so many coordinates other than 0; none if too many."""
    if most == d and len(heights) ** d > LARGEST:
        return ()
    nowhere = bool(_insides(conditions))
    points = product(heights, repeat=d) if most == d else _sparse(heights, d, most)
    return tuple(p for p in points if all(c.allows(p) for c in conditions) and (any(p) or not nowhere))


def _sparse(heights: Heights, d: int, most: int) -> Iterator[Point]:
    values = [x for x in heights if x]
    places = (chosen for size in range(most + 1) for chosen in combinations(range(d), size))
    for chosen in places if 0 in heights else ():
        for filled in product(values, repeat=len(chosen)):
            placed = dict(zip(chosen, filled, strict=True))
            yield tuple(placed.get(j, Fraction(0)) for j in range(d))


def _linear(hypotheses: Hypotheses) -> Iterator[Condition]:
    """Conditions whose constraints and supports, together, say at least what the hypotheses say."""
    copies = hypotheses.of_kind(Independent) is not None
    for condition in hypotheses.conditions:
        yield condition
        if found := condition.inside():
            yield from found.conditions
        if copies and isinstance(condition, Equals):
            yield from _factor(condition)


def _factor(condition: Equals) -> Iterator[Condition]:
    """One factor of a mixed moment that vanishes: the first odd one. Raises InputError for any other mixed moment."""
    powers = [power for power in condition.pattern.exponents if power]
    if len(powers) > 1:
        odd = next((power for power in powers if power % 2), None)
        if condition.value != 0 or odd is None:
            raise InputError(
                f"{condition.text} for independent coordinates",
                "a moment of one coordinate, or a mixed one that vanishes",
            )
        yield vanishes(odd)
