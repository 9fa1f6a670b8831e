"""Proposition 4.2: without the mask, parameters that perform vanilla gradient descent are not critical points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, CrossCheck, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import entries_by_quadrature, entries_by_sampling
from proofs.zheng2024.line.line import Place
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.ones.masked import RestRow, from_two_coordinates, settle_rest_points
from proofs.zheng2024.ones.theorem_4_3 import LAW, OFF_DIAGONAL, derived
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain

ORIGIN = (sympy.Integer(0), sympy.Integer(0))

PRINTED: tuple[RestRow, ...] = ((1, 0, (ORIGIN,)),)
"""From d = 1 on: of the line only the origin, which predicts zero, is critical."""

OFF_DIAGONAL_PARTS = tuple(
    Equality(f"{block}[j,k]", derived(block, Place.OFF_DIAGONAL), right) for block, right in OFF_DIAGONAL.items()
)
"""The gradient off the diagonal, for d >= 2."""


def rest(statement: tuple[RestRow, ...]) -> Answer:
    """Settled by the common zeros of all entries of the derived gradient on the line."""
    return settle_rest_points(LAW.family, statement)


@claim(
    "zheng2024/proposition-4.2",
    source=printed("Proposition 4.2, Section 4.3"),
    family=Ones(),
    parts=(*OFF_DIAGONAL_PARTS, Settled("rest", PRINTED, rest, from_two_coordinates)),
    uses=(gradient,),
    formal="ones.proposition_4_2",
)
def proposition_4_2() -> Iterator[Chain]:
    """For `x_1 = 1_d` parameters on the line that perform vanilla gradient descent, `ab ≠ 0`, are not critical points.

    The mask is off. False for d = 1, where there is nothing off the diagonal: the whole hyperbola `ab = 1` is critical.
    """
    yield from ()


def at_a_point(of: Any) -> tuple[CrossCheck, CrossCheck]:
    """Both second routes to the gradient off the diagonal."""

    def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
        found = entries_by_quadrature(law, d, T, parameters)
        return {part.name: found[part.name] for part in OFF_DIAGONAL_PARTS}

    def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
        found = entries_by_sampling(law, d, T, parameters, rng)
        return {part.name: found[part.name] for part in OFF_DIAGONAL_PARTS}

    exact = (Case("ones", d=2, T=5, parameters=POINT), Case("ones", d=3, T=4, parameters=POINT))
    return (
        crosscheck(of, "quadrature", cases=exact)(by_quadrature),
        crosscheck(of, "sampled", cases=(Case("ones", d=2, T=4, parameters=POINT),))(by_sampling),
    )


by_quadrature, by_sampling = at_a_point(proposition_4_2)
