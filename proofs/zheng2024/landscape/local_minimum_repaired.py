"""The trained point is a local minimum for exchangeable coordinates, and how flat the loss is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.landscape import sector_diagonal
from proofs.zheng2024.landscape.global_minimum_repaired import EXCHANGEABLE, VANISHING, global_minimum_repaired
from proofs.zheng2024.landscape.landscape_route import bend, sampled_bend
from proofs.zheng2024.landscape.local_minimum import local_minimum
from proofs.zheng2024.landscape.sector_curvature import InertiaRow, SizedLaw, settle_inertia
from proofs.zheng2024.line.gradient_route import product_by_quadrature
from proofs.zheng2024.notation import H, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer
from symbolic.laws import IID, Law, Sparse
from symbolic.laws.coordinates import Gaussian, Laplace, rademacher
from symbolic.typeset.derivation import Chain, Line

GAUSSIAN, LAPLACE, SIGNS = IID(Gaussian()), IID(Laplace()), IID(rademacher())

SIZED: dict[str, SizedLaw] = {
    "gaussian, d=1, T=3": (GAUSSIAN, 1, 3),
    "gaussian, d=1, T=4": (GAUSSIAN, 1, 4),
    "gaussian, d=2, T=3": (GAUSSIAN, 2, 3),
    "gaussian, d=2, T=4": (GAUSSIAN, 2, 4),
    "gaussian, d=2, T=8": (GAUSSIAN, 2, 8),
    "laplace, d=2, T=5": (LAPLACE, 2, 5),
    "rademacher, d=2, T=3": (SIGNS, 2, 3),
    "rademacher, d=2, T=4": (SIGNS, 2, 4),
    "sparse(c=1), d=2, T=4": (Sparse(), 2, 4),
    "gaussian, d=3, T=4": (GAUSSIAN, 3, 4),
}

INERTIA: tuple[InertiaRow, ...] = (
    ("gaussian, d=1, T=3", 3, 3),
    ("gaussian, d=1, T=4", 4, 2),
    ("gaussian, d=2, T=3", 21, 3),
    ("gaussian, d=2, T=4", 23, 1),
    ("gaussian, d=2, T=8", 23, 1),
    ("laplace, d=2, T=5", 23, 1),
    ("rademacher, d=2, T=3", 18, 6),
    ("rademacher, d=2, T=4", 23, 1),
    ("sparse(c=1), d=2, T=4", 12, 12),
    ("gaussian, d=3, T=4", 53, 1),
)
"""How many of the 6d² eigenvalues of the second derivatives are positive and how many zero; none is negative."""

U = (T - 2) * kappa1 / ((T - 2) * kappa2 + kappa3 * H)
BEND = 8 * U**2 * ((T - 2) * kappa2 - kappa3 * H / (d - 1))


def inertia(statement: tuple[InertiaRow, ...]) -> Answer:
    """Settled by exact second derivatives and their characteristic polynomials."""
    return settle_inertia(SIZED, statement)


@cache
def derived_bend() -> sympy.Expr:
    """From the derived loss of diagonals."""
    found = sector_diagonal.bend(VANISHING, sector_diagonal.least_product(VANISHING))
    return sympy.cancel(found.subs(sector_diagonal.g, kappa3 / (d - 1)))


@claim(
    "zheng2024/local-minimum-repaired",
    source=printed("Theorem 4.1, beyond it: the full loss"),
    hypotheses=EXCHANGEABLE,
    parts=(Settled("inertia", INERTIA, inertia), Equality("bend", derived_bend, BEND)),
    uses=(global_minimum_repaired,),
    repairs=local_minimum,
    formal="landscape.local_minimum_repaired",
)
def local_minimum_repaired() -> Iterator[Chain]:
    """For exchangeable coordinates with an invariant line the trained point is a local minimum of the full loss.

    It is a global one, at every `T >= 3` and d. In the cases listed with `T >= 4` and `d >= 2`, but for the sparse law,
    one eigenvalue of the `6d²` by `6d²` matrix of second derivatives is zero and the others are positive: the loss is
    flat along the hyperbola of equal products alone. At T = 3, at d = 1 and for the sparse law it is flat in more
    directions. Telling two coordinates apart, along `δa_1 = δb_1 = √u = −δa_2 = −δb_2`, costs the second derivative
    `8u² ((T−2) κ2 − H κ3/(d−1))`, with u the product: zero at T = 3 where all `E (x_j² − x_k²)²` are 0, else
    positive.
    """
    yield Chain(
        "bend",
        r"\frac{d^2 L}{de^2}",
        (Line(derived_bend(), "derived loss of diagonals"), Line(BEND, "collected")),
    )


CASES = (("gaussian", 2, 4), ("rademacher", 2, 4), ("uniform", 3, 4), ("laplace", 2, 3))


@crosscheck(local_minimum_repaired, "quadrature", cases=tuple(Case(law, d=d, T=T) for law, d, T in CASES))
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The bend of the full model's loss, from five losses."""
    return {"bend": bend(law, T, *_point_and_way(law, T))}


@crosscheck(local_minimum_repaired, "sampled", cases=(Case("rademacher", d=2, T=4), Case("uniform", d=2, T=4)))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The bend of the losses of sampled sequences."""
    return {"bend": sampled_bend(law, T, *_point_and_way(law, T), rng)}


def _point_and_way(law: Law, T: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The best point on the line with `a = b`, and the direction that tells the first two coordinates apart."""
    import numpy as np

    from proofs.zheng2024.second_route.forward import on_line

    root = product_by_quadrature(law, law.d, T)["product"] ** 0.5
    point = on_line(law.d, root, root)
    apart = np.diag([1.0, -1.0] + [0.0] * (law.d - 2))
    return point, {name: block @ apart for name, block in point.items()}
