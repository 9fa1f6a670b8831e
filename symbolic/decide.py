"""Do hypotheses on the law of `x_1` force a conclusion that is linear in moments?

Each requirement of the conclusion is looked for in the span of the hypotheses' instances, for every d at once
(`span`); dimensions at which that certificate has no value are looked at one by one. What does not follow is attacked:
a finitely supported rational law that satisfies every hypothesis and breaks the requirement is searched for
(`atom_search`, and small independent laws) and verified (`witness_check`). Otherwise the answer is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import sympy

from symbolic import notation
from symbolic.atom_search import laws_breaking, laws_satisfying
from symbolic.conclusions import Conclusion, Requirement, line_invariant
from symbolic.coordinates import Number, rademacher, two_point
from symbolic.hypotheses import Hypotheses
from symbolic.independent import follows_for_independent
from symbolic.invariances import Independent
from symbolic.laws import IID, Law, LawFamily
from symbolic.moments import Pattern
from symbolic.span import Certificate, System, checked, contradictory, follows
from symbolic.witness_check import check_witness

LARGEST_VALUE = 4
"""Candidate two-point laws have values up to this size."""

SEARCHED_D = (2, 3)
"""Dimensions in which tables of atoms are searched."""


@dataclass(frozen=True)
class Proof:
    """Every requirement follows, for every d; `model` satisfies the hypotheses, so that they are not vacuous."""

    certificates: tuple[Certificate, ...]
    model: Law


@dataclass(frozen=True)
class Refutation:
    """A law that satisfies every hypothesis and misses a requirement by `violation`; `every_d` where it is a family."""

    law: Law
    requirement: Requirement
    violation: Number
    leftover: tuple[str, ...]
    every_d: bool

    @property
    def text(self) -> str:
        where = "every d >= 2" if self.every_d else f"d={self.law.d}"
        return f"{self.law.description}, {where}: {self.requirement.name} fails by {self.violation}"


@dataclass(frozen=True)
class Vacuous:
    """The hypotheses contradict each other: no law satisfies them, and they prove nothing."""

    reason: str


@dataclass(frozen=True)
class Undecided:
    """Neither a certificate nor a witness: what is left over, and what was tried."""

    leftover: tuple[str, ...]
    reason: str


Decision = Proof | Refutation | Vacuous | Undecided


def decide(hypotheses: Hypotheses, conclusion: Conclusion) -> Decision:
    """Whether the hypotheses force the conclusion in every dimension d >= 2.

    >>> from symbolic.conclusions import moment_is
    >>> from symbolic.invariances import SignFlips
    >>> from symbolic.moments import Pattern
    >>> type(decide(Hypotheses("H", (SignFlips(),)), moment_is(Pattern((1, 2))))).__name__
    'Proof'
    """
    if contradictory(System(hypotheses, 2)):
        return Vacuous("the hypotheses imply 1 = 0")
    certificates, open_requirements = _certificates(hypotheses, conclusion)
    left = tuple(requirement.name for requirement in open_requirements)
    for requirement in open_requirements:
        if refutation := _refutation(hypotheses, requirement, left):
            return refutation
    if open_requirements:
        return Undecided(
            left, f"neither {len(list(_families()))} families of independent laws nor tables in d = 2, 3 break them"
        )
    model = _model(hypotheses)
    if model is None:
        return Undecided((), "no law that satisfies the hypotheses was found: they may be contradictory")
    return Proof(certificates, model)


def decide_at(hypotheses: Hypotheses, conclusion: Conclusion, d: int) -> Decision:
    """The same question in one dimension d >= 2.

    A requirement about coordinates that do not all exist there holds by default.
    """
    if contradictory(System(hypotheses, 2, d)):
        return Vacuous("the hypotheses imply 1 = 0")
    answers = {r: _follows_at(hypotheses, r, d) for r in conclusion.requirements}
    missing = [requirement for requirement, certificate in answers.items() if certificate is None]
    left = tuple(requirement.name for requirement in missing)
    for requirement in missing:
        if refutation := _refutation(hypotheses, requirement, left, (d,)):
            return refutation
    if missing:
        return Undecided(left, f"neither families of independent laws nor tables break them in d = {d}")
    model = _model(hypotheses, (d,))
    if model is None:
        return Undecided((), "no law that satisfies the hypotheses was found: they may be contradictory")
    return Proof(tuple(certificate for certificate in answers.values() if certificate), model)


def _follows_at(hypotheses: Hypotheses, requirement: Requirement, d: int) -> Certificate | None:
    system = System(hypotheses, requirement.frame, d)
    if hypotheses.of_kind(Independent):
        return follows_for_independent(system, requirement)
    found = follows(system, requirement)
    return found if found and checked(found, system) else None


def line_is_invariant(hypotheses: Hypotheses) -> Decision:
    """Whether the hypotheses force the line to be invariant for all a, b, T and d."""
    return decide(hypotheses, line_invariant())


def leftover(hypotheses: Hypotheses, conclusion: Conclusion) -> tuple[str, ...]:
    """The requirements that do not follow from the hypotheses."""
    return tuple(requirement.name for requirement in _certificates(hypotheses, conclusion)[1])


@lru_cache(maxsize=256)
def _certificates(
    hypotheses: Hypotheses, conclusion: Conclusion
) -> tuple[tuple[Certificate, ...], tuple[Requirement, ...]]:
    found: list[Certificate] = []
    missing: list[Requirement] = []
    for requirement in conclusion.requirements:
        certificates = _in_every_dimension(hypotheses, requirement)
        found.extend(certificates)
        missing.extend([] if certificates else [requirement])
    return tuple(found), tuple(missing)


def _in_every_dimension(hypotheses: Hypotheses, requirement: Requirement) -> tuple[Certificate, ...]:
    """The general certificate, and another for each dimension in which it does not hold; empty if any is missing."""
    if hypotheses.of_kind(Independent):
        return _for_independent(hypotheses, requirement)
    general = follows(System(hypotheses, requirement.frame), requirement)
    if general is None or not checked(general, System(hypotheses, requirement.frame)):
        return ()
    found = [general]
    for d in (*range(requirement.frame, general.from_d), *(d for d in general.exceptions if d >= general.from_d)):
        here = System(hypotheses, requirement.frame, d)
        if d in general.exceptions or not checked(general, here):
            special = follows(here, requirement)
            if special is None or not checked(special, here):
                return ()
            found.append(special)
    return tuple(found)


def _for_independent(hypotheses: Hypotheses, requirement: Requirement) -> tuple[Certificate, ...]:
    """One certificate for every d whose coefficients have no pole, or none."""
    found = follows_for_independent(System(hypotheses, requirement.frame), requirement)
    has_poles = found and any(sympy.denom(sympy.together(c)).has(notation.d) for _, c in found.coefficients)
    return (found,) if found and not has_poles else ()


def _refutation(
    hypotheses: Hypotheses, requirement: Requirement, left: tuple[str, ...], dimensions: tuple[int, ...] = SEARCHED_D
) -> Refutation | None:
    for d in dimensions:
        for family in _families():
            if violation := _broken(hypotheses, requirement, family.at(d)):
                general = _broken(hypotheses, requirement, family.at(notation.d))
                return Refutation(family.at(d), requirement, violation, left, _never_zero(general))
    return None if hypotheses.of_kind(Independent) else _table_breaking(hypotheses, requirement, left, dimensions)


def _table_breaking(
    hypotheses: Hypotheses, requirement: Requirement, left: tuple[str, ...], dimensions: tuple[int, ...]
) -> Refutation | None:
    for d in dimensions:
        for law in laws_breaking(hypotheses, requirement, d):
            if violation := _broken(hypotheses, requirement, law):
                return Refutation(law, requirement, violation, left, every_d=False)
    return None


def _never_zero(violation: Number) -> bool:
    """Whether a violation, an expression in d, is zero at no integer d >= 2: its numerator has no such root."""
    numerator = sympy.numer(sympy.together(sympy.sympify(violation)))
    if not numerator.has(notation.d):
        return bool(numerator != 0)
    roots = sympy.Poly(numerator, notation.d).ground_roots()
    return not any(root.is_Integer and root >= 2 for root in roots)


def _broken(hypotheses: Hypotheses, requirement: Requirement, law: Law) -> Number:
    checked_law = check_witness(hypotheses, law, requirement)
    return checked_law.violation if checked_law.refutes else 0


def _model(hypotheses: Hypotheses, dimensions: tuple[int, ...] = SEARCHED_D) -> Law | None:
    """A law that satisfies the hypotheses."""
    for family in _families():
        if hypotheses.of(family.at(dimensions[0])).holds:
            return family.at(dimensions[0])
    searched = (law for d in dimensions for law in laws_satisfying(hypotheses, d))
    return next((law for law in searched if hypotheses.of(law).holds), None)


def _families() -> Iterator[LawFamily]:
    """Independent two-point laws, the simplest first: a symmetric one, then with mean zero, then with `E x_j³ = 0`."""
    yield IID(rademacher())
    values = sorted(((p, q) for p in range(1, LARGEST_VALUE + 1) for q in range(1, p)), key=sum)
    for order in (1, 3):
        for p, q in values:
            weight = Fraction(q**order, p**order + q**order)
            yield IID(two_point(Fraction(p), weight, Fraction(-q)))


def families_used(hypotheses: Hypotheses, conclusion: Conclusion) -> tuple[Pattern, ...]:
    """The moments of the conclusion that a family of equations strikes out: all that is used of infinitely many."""
    occurring = {pattern for requirement in conclusion.requirements for pattern, _ in requirement.combination}
    return tuple(sorted(pattern for pattern in occurring if hypotheses.covers(pattern)))
