"""Laws that satisfy hypotheses: one of them, and one for every dimension from some on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from symbolic.algebra import notation
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions.marginals import MomentsOf
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.search.allowance import Allowance
from symbolic.decide.search.atom_search import laws_satisfying
from symbolic.decide.search.coordinate_search import copies_breaking
from symbolic.decide.search.orbit_search import families_breaking, larger_laws, laws_on_orbits
from symbolic.expectation.moments import Pattern
from symbolic.laws import IID, Law, LawFamily
from symbolic.laws.coordinates import rademacher, two_point
from symbolic.progress import told

LARGEST_VALUE = 4
"""Candidate two-point laws have values up to this size."""

SEARCHED_D = (2, 3)
"""Dimensions in which tables of atoms are searched."""


def on_no_table(hypotheses: Hypotheses) -> bool:
    """Whether no law on finitely many values satisfies the hypotheses, so that none is searched."""
    return any(condition.excludes_tables() for condition in hypotheses.conditions)


def model(hypotheses: Hypotheses, dimensions: tuple[int, ...] = SEARCHED_D) -> Law | None:
    """A law that satisfies the hypotheses."""
    told("a law that satisfies the hypotheses")
    for family in chain(families(hypotheses), copies_breaking(hypotheses, None)):
        if hypotheses.of(family.at(dimensions[0])).holds:
            return family.at(dimensions[0])
    sizes = () if on_no_table(hypotheses) else dimensions
    searched = (law for d in sizes for law in chain(laws_satisfying(hypotheses, d), _on_orbits(hypotheses, d)))
    return next((law for law in searched if hypotheses.of(law).holds), None)


FAMILY_ENTRIES = 5_000
"""Entries of programs over orbits that the search for laws in every dimension may take."""

ANY_LAW = Requirement("E[1] = 0", 1, ((Pattern((0,)), Fraction(1)),))
"""Every law breaks it: what breaks it under hypotheses is a law that satisfies them."""


def _on_orbits(hypotheses: Hypotheses, d: int) -> Iterator[Law]:
    allowance = Allowance()
    yield from laws_on_orbits(hypotheses, ANY_LAW, d, allowance)
    yield from larger_laws(hypotheses, ANY_LAW, d, allowance)


def families(hypotheses: Hypotheses) -> Iterator[LawFamily]:
    """Independent copies of laws that the hypotheses name, and of two-point laws, the simplest first.

    Of the latter a symmetric one, then those with mean zero, then those with `E x_j³ = 0`.
    """
    named = (condition.coordinate for condition in hypotheses.conditions if isinstance(condition, MomentsOf))
    yield from (IID(coordinate) for coordinate in named if coordinate.moments_below is None)
    yield IID(rademacher())
    values = sorted(((p, q) for p in range(1, LARGEST_VALUE + 1) for q in range(1, p)), key=sum)
    for order in (1, 3):
        for p, q in values:
            weight = Fraction(q**order, p**order + q**order)
            yield IID(two_point(Fraction(p), weight, Fraction(-q)))


def laws_from(given: Hypotheses, confined: Hypotheses) -> int | None:
    """A dimension from which on a law is known to satisfy the hypotheses, in every one; None where no such is known.

    >>> from symbolic.decide.conditions.symmetries import SignFlips
    >>> signs = Hypotheses("signs", (SignFlips(),))
    >>> laws_from(signs, signs)
    2
    """
    for family in chain(families(given), copies_breaking(confined, None)):
        if given.of(family.at(notation.d)).holds and given.of(family.at(SEARCHED_D[0])).holds:
            return SEARCHED_D[0]
    tables = () if on_no_table(given) else families_breaking(confined, ANY_LAW, Allowance(FAMILY_ENTRIES))
    return next((family.from_d for family in tables if given.of(family.at(notation.d)).holds), None)
