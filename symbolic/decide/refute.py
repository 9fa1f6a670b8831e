"""Search for a law that satisfies hypotheses and breaks a requirement, simple ones first.

Small independent laws, then orbits with weights for every d, then tables of atoms in one dimension. Every candidate is
verified by `witness_check`, which knows nothing of the search, against the hypotheses as they were given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

import sympy

from symbolic.algebra import notation
from symbolic.decide.certify import follows_at
from symbolic.decide.conclusions import Requirement
from symbolic.decide.conditions.symmetries import Independent
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.known_laws import SEARCHED_D, families, on_no_table
from symbolic.decide.search.allowance import Allowance
from symbolic.decide.search.atom_search import fewer_atoms, laws_breaking
from symbolic.decide.search.coordinate_search import copies_breaking
from symbolic.decide.search.orbit_search import families_breaking, larger_laws, laws_on_orbits
from symbolic.decide.witness_check import check_witness
from symbolic.laws import Atoms, Law
from symbolic.laws.coordinates import Number
from symbolic.progress import told

TRIED = "independent laws on few values, few values at random places, and tables of atoms on growing grids"


@dataclass(frozen=True)
class Refutation:
    """A law that satisfies every hypothesis and misses a requirement by `violation`.

    `family` describes laws that do so in every dimension from `from_d` on, where there are such; `leftover` is what
    the hypotheses lack.
    """

    law: Law
    requirement: Requirement
    violation: Number
    leftover: tuple[str, ...] = ()
    from_d: int | None = None
    family: str = ""

    @property
    def every_d(self) -> bool:
        return self.from_d == 2

    @property
    def text(self) -> str:
        same = self.family == self.law.description
        where = f"every d >= {self.from_d}" if same and self.from_d == self.law.d else f"d={self.law.d}"
        return f"{self.law.description}, {where}: {self.requirement.name} fails by {self.violation}"

    @property
    def in_general(self) -> str:
        """Laws for every dimension from some on, where they are not the witness itself."""
        told = self.family and self.family != self.law.description
        return f"every d >= {self.from_d}: {self.family}" if told else ""


def refutation(
    given: Hypotheses,
    confined: Hypotheses,
    requirement: Requirement,
    allowance: Allowance,
    dimensions: tuple[int, ...] | None = None,
) -> Refutation | None:
    """A verified witness in the smallest dimension found, in any dimension or in one of those asked for.

    The search may use what is known of the support; a witness is verified against the hypotheses as given.
    """
    if dimensions is not None:
        return next((r for d in dimensions if (r := _in_dimension(given, confined, requirement, allowance, d))), None)
    told(f"{requirement.name}: independent laws on few values")
    if independent := _independent(given, confined, requirement):
        return independent
    told(f"{requirement.name}: laws for every d")
    general = _for_every_d(given, confined, requirement, allowance)
    last = general.law.d if general else SEARCHED_D[-1] + 1
    open_d = [d for d in range(SEARCHED_D[0], last) if not follows_at(confined, requirement, d)]
    smaller = (_in_dimension(given, confined, requirement, allowance, d) for d in open_d)
    found = next((one for one in smaller if one), None)
    if found is None:
        return _shrunk(given, confined, general) if general else None
    return replace(found, from_d=general.from_d, family=general.family) if general else found


def _independent(hypotheses: Hypotheses, confined: Hypotheses, requirement: Requirement) -> Refutation | None:
    """Independent copies of a law in the smallest dimension, and whether they break every other one too."""
    for d in SEARCHED_D:
        for family in chain(families(hypotheses), copies_breaking(confined, requirement)):
            law = family.at(d)
            if violation := broken(hypotheses, requirement, law):
                everywhere = _never_zero(broken(hypotheses, requirement, family.at(notation.d)), d)
                text = family.description if everywhere else ""
                found = Refutation(law, requirement, violation, (), d if everywhere else None, text)
                return _shrunk(hypotheses, hypotheses, found)
    return None


def _for_every_d(
    given: Hypotheses, confined: Hypotheses, requirement: Requirement, allowance: Allowance
) -> Refutation | None:
    for family in () if on_no_table(given) else families_breaking(confined, requirement, allowance):
        law = family.at(family.from_d)
        general = broken(given, requirement, family.at(notation.d))
        if _never_zero(general, family.from_d) and (violation := broken(given, requirement, law)):
            return Refutation(law, requirement, violation, (), family.from_d, family.description)
    return None


def _in_dimension(
    given: Hypotheses, confined: Hypotheses, requirement: Requirement, allowance: Allowance, d: int
) -> Refutation | None:
    if requirement.frame > d:
        return None
    small = (family.at(d) for family in chain(families(given), copies_breaking(confined, requirement)))
    tables = () if given.of_kind(Independent) or on_no_table(given) else _tables(confined, requirement, allowance, d)
    for law in chain(small, tables):
        if violation := broken(given, requirement, law):
            return _shrunk(given, confined, Refutation(law, requirement, violation))
    return None


def _tables(hypotheses: Hypotheses, requirement: Requirement, allowance: Allowance, d: int) -> Iterator[Law]:
    """Laws of few orbits, tables on growing grids, mixtures of independent draws, exchangeable laws on whole grids."""
    told(f"{requirement.name}: few orbits in d = {d}")
    yield from laws_on_orbits(hypotheses, requirement, d, allowance)
    told(f"{requirement.name}: tables in d = {d}")
    yield from laws_breaking(hypotheses, requirement, d)
    told(f"{requirement.name}: larger laws in d = {d}")
    yield from larger_laws(hypotheses, requirement, d, allowance)


def _shrunk(given: Hypotheses, confined: Hypotheses, found: Refutation) -> Refutation:
    """The same with a law on fewer atoms, where there is one on some of its atoms."""
    table = found.law.atoms
    if given.of_kind(Independent) or table is None:
        return found
    law = Atoms.of([point for point, _ in table], [weight for _, weight in table])
    smaller = fewer_atoms(confined, found.requirement, law)
    if smaller is None or len(smaller.atoms) >= len(table):
        return found
    violation = broken(given, found.requirement, smaller)
    return replace(found, law=smaller, violation=violation) if violation else found


def broken(hypotheses: Hypotheses, requirement: Requirement, law: Law) -> Number:
    """By how much a law that satisfies the hypotheses misses the requirement; zero where it does not refute."""
    found = check_witness(hypotheses, law, requirement)
    return found.violation if found.refutes else 0


def _never_zero(violation: Number, start: int) -> bool:
    """Whether a violation, an expression in d, is zero at no integer d from `start` on: no such root or pole."""
    numerator, denominator = sympy.fraction(sympy.together(sympy.sympify(violation)))
    if numerator == 0:
        return False
    roots = [r for part in (numerator, denominator) for r in sympy.Poly(part, notation.d).ground_roots()]
    return not any(root.is_Integer and root >= start for root in roots)
