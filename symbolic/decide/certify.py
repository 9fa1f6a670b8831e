"""Certificates for requirements: one for every d, or one in a single dimension, each re-checked by multiplication."""

from __future__ import annotations

from functools import lru_cache

import sympy

from symbolic.algebra import notation
from symbolic.decide.conclusions import Conclusion, Requirement
from symbolic.decide.conditions.symmetries import Independent
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.independent import follows_for_independent
from symbolic.decide.span import Certificate, System, checked, follows

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
    if hypotheses.of_kind(Independent):
        return _for_independent(hypotheses, requirement)
    system = System(hypotheses, requirement.frame)
    general = follows(system, requirement)
    if general is None or not checked(general, system):
        return ()
    found = [general]
    least = max(SMALLEST_D, requirement.frame)
    for d in (*range(least, general.from_d), *(d for d in general.exceptions if d >= max(least, general.from_d))):
        if d in general.exceptions or not checked(general, System(hypotheses, requirement.frame, d)):
            special = follows_at(hypotheses, requirement, d)
            if special is None:
                return ()
            found.append(special)
    return tuple(found)


def follows_at(hypotheses: Hypotheses, requirement: Requirement, d: int) -> Certificate | None:
    """The certificate in one dimension, or None."""
    system = System(hypotheses, requirement.frame, d)
    if hypotheses.of_kind(Independent):
        return follows_for_independent(system, requirement)
    found = follows(system, requirement)
    return found if found and checked(found, system) else None


def _for_independent(hypotheses: Hypotheses, requirement: Requirement) -> tuple[Certificate, ...]:
    """One certificate for every d whose coefficients have no pole, or none."""
    found = follows_for_independent(System(hypotheses, requirement.frame), requirement)
    has_poles = found and any(sympy.denom(sympy.together(c)).has(notation.d) for _, c in found.coefficients)
    return (found,) if found and not has_poles else ()
