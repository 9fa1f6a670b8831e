"""Is the trained point a local minimum of the full loss, whenever the line is invariant, or a saddle?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.landscape.global_minimum import LENGTHS, at_the_witness, best_on_ray, witness
from proofs.zheng2024.landscape.landscape_route import bend, sampled_bend
from proofs.zheng2024.landscape.sector_curvature import saddles
from proofs.zheng2024.line.gradient_route import product_by_quadrature
from proofs.zheng2024.line.theorem_4_1_limit import PRINTED, theorem_4_1_limit
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

APART = (1.0, 1.0, -1.0, -1.0)


def no_saddle(statement: tuple[int, ...]) -> Answer:
    """Settled by a law that satisfies the hypotheses, and an exact negative second derivative."""
    for T in statement:
        for found in saddles(LINE_CONDITIONS, T):
            return Fails("the trained point is a saddle of the full loss", found.text, found.law)
    return Unknown(f"the loss bends up for all laws tried, at T in {statement}")


@claim(
    "zheng2024/local-minimum",
    source=printed("Theorem 4.1, beyond it: the full loss"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Equality("product", lambda: reduced().product, PRINTED),
        Equality("bend", lambda: to_sympy(witness().curvature), sympy.Rational(-188, 289)),
        Settled("no_saddle", LENGTHS, no_saddle),
    ),
    uses=(theorem_4_1_limit,),
    formal="landscape.local_minimum",
)
def local_minimum() -> Iterator[Chain]:
    """For every law with an invariant line the trained point is a local minimum of the full loss, all blocks free.

    False: it can be a saddle, which the flow on the line cannot see. At d = 4, T = 3 there is a law with an invariant
    line whose coordinates come in two pairs; the loss bends down where the scalars of one pair grow and those of the
    other shrink. Along `W_PV_12 = 1 ± u`, `W_KQ_32 = (1 ± u)/34` it is `369/34 − (94/289) u² + (209/34) u⁴`.
    """
    yield from ()


@crosscheck(local_minimum, "quadrature", cases=at_the_witness)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The bend of the full model's loss at the witness, from five losses."""
    return {"bend": bend(law, T, *_point_and_way(law, T))}


@crosscheck(local_minimum, "quadrature", cases=(Case("gaussian", d=2, T=4),))
def product_on_the_line(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the full model's loss on the line."""
    return product_by_quadrature(law, d, T)


@crosscheck(local_minimum, "sampled", cases=at_the_witness)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The bend of the losses of sampled sequences of the witness."""
    return {"bend": sampled_bend(law, T, *_point_and_way(law, T), rng)}


def _point_and_way(law: Law, T: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """`W_PV_12 = I`, `W_KQ_32 = ab I`, and the same with two signs reversed, as a direction."""
    import numpy as np

    point = best_on_ray(law, T, len(APART))
    return point, {name: block @ np.diag(APART) for name, block in point.items()}
