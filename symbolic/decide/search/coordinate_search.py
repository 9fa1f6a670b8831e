"""Search for the law of one coordinate whose independent copies satisfy the hypotheses and break a requirement.

What the hypotheses say of one coordinate alone is linear in its law. A requirement is not, so no linear program finds
where it fails: the laws tried are those at which a moment is largest or smallest, and halves of two of them. Each case
that the equations leave open is searched by itself. Nothing that comes out is trusted: `witness_check` verifies it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from symbolic.algebra.surds import Surd
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions import Equals
from symbolic.decide.conditions.symmetries import Independent, Values
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.independence.case_proofs import known_everywhere
from symbolic.decide.independence.cases import open_cases
from symbolic.decide.search.atom_search import Heights, Program, grids, vertex
from symbolic.decide.search.orbit_frames import scales
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Atoms
from symbolic.laws.coordinates import Finite

WIDE: tuple[Heights, ...] = (
    tuple(Fraction(n) for n in range(-5, 6)),
    tuple(Fraction(n, 2) for n in range(-8, 9)),
)
"""Values tried besides those of tables of atoms."""

LOW_ORDERS = (1, 2, 3, 4)
"""Moments that are made large and small, besides those that occur in the requirement."""


def copies_breaking(hypotheses: Hypotheses, requirement: Requirement | None) -> Iterator[IID]:
    """Independent copies of laws on few values, unverified; without a requirement, those of any that are found.

    They are looked for where coordinates are independent, and where a square root is among their values.
    """
    for one in _in_each_case(hypotheses):
        for heights in _heights(one):
            found = list(_extreme(one, requirement, heights))
            for law in (*found, *(_half(first, second) for first, second in combinations(found[:6], 2))):
                yield IID(Finite(tuple((point[0], weight) for point, weight in law.atoms)))


def _in_each_case(hypotheses: Hypotheses) -> Iterator[Hypotheses]:
    """The hypotheses with the moments that are known in a case which their equations leave open."""
    if not hypotheses.of_kind(Independent):
        values = hypotheses.of_kind(Values)
        yield from (hypotheses,) if values and any(isinstance(x, Surd) for x in values.values) else ()
        return
    for case in open_cases(known_everywhere(System(hypotheses, 2)).polynomials) or ():
        equations = (Equals(Pattern((order,)), value) for order, value in case.known.items())
        joined = dict.fromkeys((*hypotheses.conditions, *equations))
        yield replace(hypotheses, conditions=tuple(joined))


def _heights(hypotheses: Hypotheses) -> Iterator[Heights]:
    yield from grids(hypotheses)
    if not hypotheses.of_kind(Values):
        yield from WIDE
        sizes = [size for size in scales(hypotheses) if size != 1]
        yield from (tuple(size * n for n in range(-3, 4)) for size in sizes)
        if sizes:
            yield tuple(
                sorted({sign * size * n for size in (Fraction(1), *sizes) for n in (0, 1, 2) for sign in (1, -1)})
            )


def _extreme(hypotheses: Hypotheses, requirement: Requirement | None, heights: Heights) -> Iterator[Atoms]:
    """Laws of one coordinate at which one of its moments is largest or smallest."""
    program = Program.of(hypotheses, None, 1, heights)
    if not program.atoms:
        return
    for order in _orders(requirement):
        objective = tuple(point[0] ** order for point in program.atoms)
        for sign in (1, -1):
            law = vertex(replace(program, objective=objective), sign)
            if law is None:
                return
            yield law


def _orders(requirement: Requirement | None) -> Sequence[int]:
    if requirement is None:
        return LOW_ORDERS[:1]
    named = (power for pattern, _ in requirement.combination for power in pattern.exponents if power)
    return tuple(dict.fromkeys((*named, *LOW_ORDERS)))


def _half(first: Atoms, second: Atoms) -> Atoms:
    """Either law with probability 1/2."""
    mass = {point: weight / 2 for point, weight in first.atoms}
    for point, weight in second.atoms:
        mass[point] = mass.get(point, Fraction(0)) + weight / 2
    return Atoms.of(list(mass), list(mass.values()))
