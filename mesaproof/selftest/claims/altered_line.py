"""Altered claims of an invariant line: the requirements it consists of, and a repair that is applied only in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from mesaproof.answers.asking import named
from proofs.claim import Claim
from proofs.parts import Follows
from symbolic.decide.certify import certificates_of
from symbolic.decide.conclusions import Conclusion, Requirement
from symbolic.decide.confine import confined
from symbolic.decide.hypotheses import Hypotheses


def required(requirement: Requirement) -> Follows:
    """One requirement of an invariant line, decided by itself."""
    return Follows("line", Conclusion(requirement.name, (requirement,)))


def altered_requirements() -> Iterator[tuple[Requirement, Requirement, str, str]]:
    """A requirement that the line is invariant, the same altered, its text and its kind: right side and coefficients.

    A single moment that vanishes may be multiplied by any number, so that its coefficient is left alone.
    """
    for requirement in named("line_invariant")().requirements:
        text = f"{requirement.name}, right side {requirement.value + 1}"
        yield requirement, replace(requirement, name=text, value=requirement.value + 1), text, "right side"
        for n in range(len(requirement.combination) if len(requirement.combination) > 1 else 0):
            text = f"{requirement.name}, coefficient ({n + 1})"
            yield requirement, replace(_heavier(requirement, n), name=text), text, "coefficient"


def _heavier(requirement: Requirement, n: int) -> Requirement:
    """One coefficient doubled."""
    terms = requirement.combination
    pattern, coefficient = terms[n]
    return replace(requirement, combination=(*terms[:n], (pattern, 2 * Fraction(coefficient)), *terms[n + 1 :]))


def moments_vanish(hypotheses: Hypotheses, requirement: Requirement) -> bool:
    """Whether each moment of a combination is zero by itself, by a certificate."""
    return all(
        follows(hypotheses, required(replace(requirement, combination=((pattern, Fraction(1)),))))
        for pattern, _ in requirement.combination
    )


def follows(hypotheses: Hypotheses, part: Follows) -> bool:
    """Whether there are certificates for all of it; a witness against it is not looked for."""
    sizes = part.at or (None,)
    return all(not certificates_of(confined(hypotheses, d).hypotheses, part.conclusion, d)[1] for d in sizes)


def altered_conclusions(part: Follows) -> Iterator[tuple[Follows, str]]:
    """Each requirement with another right side, and what was altered."""
    for requirement in part.conclusion.requirements:
        text = f"{requirement.name}, right side {requirement.value + 1}"
        altered = replace(requirement, name=text, value=requirement.value + 1)
        yield replace(part, conclusion=Conclusion(text, (altered,))), text


def repair_of(claim: Claim) -> Claim | None:
    """The claim of the catalogue that mends this one."""
    return _repairs().get(claim.key)


@cache
def _repairs() -> dict[str, Claim]:
    from proofs.catalogue import every_claim

    return {claim.repairs.key: claim for claim in every_claim() if claim.repairs}
