"""Certificates for requirements: one for every d, or one in a single dimension, each re-checked by multiplication."""

from __future__ import annotations

from functools import lru_cache

import sympy

from symbolic.algebra import notation
from symbolic.decide.conclusions import Conclusion, Requirement
from symbolic.decide.conditions.symmetries import Independent
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.independence.case_proofs import follows_in_cases
from symbolic.decide.independence.coordinate_moments import follows_by_division
from symbolic.decide.spans.span import Certificate, checked, follows
from symbolic.decide.spans.system import System

SMALLEST_D = 2
"""The smallest dimension about which a conclusion says something."""


@lru_cache(maxsize=256)
def certificates_of(
    hypotheses: Hypotheses, conclusion: Conclusion, d: int | None
) -> tuple[tuple[Certificate, ...], tuple[Requirement, ...]]:
    """The certificates, and the requirements for which there is none."""
    found: list[Certificate] = []
    missing: list[Requirement] = []
    for requirement in conclusion.requirements:
        if d is None:
            certificates = _in_every_dimension(hypotheses, requirement)
        else:
            one = follows_at(hypotheses, requirement, d)
            certificates = (one,) if one else ()
        found.extend(certificates)
        missing.extend([] if certificates else [requirement])
    return tuple(found), tuple(missing)


def _in_every_dimension(hypotheses: Hypotheses, requirement: Requirement) -> tuple[Certificate, ...]:
    """The general certificate, and another for each dimension in which it does not hold; empty if any is missing."""
    general = general_certificate(hypotheses, requirement)
    if general is None:
        return ()
    found = [general]
    for d in general_exceptions(hypotheses, general):
        special = follows_at(hypotheses, requirement, d)
        if special is None:
            return ()
        found.append(special)
    return tuple(found)


def general_certificate(hypotheses: Hypotheses, requirement: Requirement) -> Certificate | None:
    """A certificate for all but finitely many dimensions, or None."""
    system = System.about(hypotheses, requirement)
    if hypotheses.of_kind(Independent):
        return _for_independent(system, requirement)
    general = follows(system, requirement)
    return general if general and checked(general, system) else None


def general_exceptions(hypotheses: Hypotheses, general: Certificate) -> list[int]:
    """The dimensions, from the smallest in which its requirement says something, that a certificate leaves out."""
    requirement = general.requirement
    least = max(SMALLEST_D, requirement.frame)
    if hypotheses.of_kind(Independent):
        return [d for d in general.exceptions if d >= least]
    early = [d for d in range(least, general.from_d) if d not in general.exceptions]
    failing = [d for d in early if not checked(general, System.about(hypotheses, requirement, d))]
    return [*failing, *(d for d in general.exceptions if d >= least)]


def follows_at(hypotheses: Hypotheses, requirement: Requirement, d: int) -> Certificate | None:
    """The certificate in one dimension, or None."""
    system = System.about(hypotheses, requirement, d)
    if hypotheses.of_kind(Independent):
        return follows_by_division(system, requirement) or follows_in_cases(system, requirement)
    found = follows(system, requirement)
    return found if found and checked(found, system) else None


def _for_independent(system: System, requirement: Requirement) -> Certificate | None:
    """A certificate whose coefficients have no pole, or one by cases, which may have exceptions."""
    found = follows_by_division(system, requirement)
    has_poles = found and any(sympy.denom(sympy.together(c)).has(notation.d) for _, c in found.coefficients)
    return found if found and not has_poles else follows_in_cases(system, requirement)
