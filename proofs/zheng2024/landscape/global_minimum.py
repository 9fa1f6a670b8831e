"""Is the trained point the global minimum of the full loss, whenever the line is invariant?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.landscape.landscape_route import sampled_loss
from proofs.zheng2024.landscape.sector_curvature import Saddle, saddles
from proofs.zheng2024.line.theorem_4_1_limit import PRINTED, theorem_4_1_limit
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LENGTHS = (3, 4)
"""Lengths at which a law is looked for."""


def nowhere_lower(statement: tuple[int, ...]) -> Answer:
    """Settled by a law that satisfies the hypotheses, and exact parameters with a smaller loss."""
    for T in statement:
        for found in saddles(LINE_CONDITIONS, T):
            if found.better[1] < found.trained:
                because = f"the loss is {found.better[1]} elsewhere, {found.trained} at the trained point"
                return Fails(because, found.text, found.law)
    return Unknown(f"none of the laws tried has a lower loss elsewhere, at T in {statement}")


def witness() -> Saddle:
    """The first law found at T = 3."""
    return next(saddles(LINE_CONDITIONS, LENGTHS[0]))


def at_the_witness() -> tuple[Case, ...]:
    """The law that the exact side finds, at its size."""
    found = witness()
    return (Case(found.law, d=found.law.d, T=found.T),)


@claim(
    "zheng2024/global-minimum",
    source=printed("Theorem 4.1, beyond it: the full loss"),
    hypotheses=LINE_CONDITIONS,
    parts=(
        Equality("product", lambda: reduced().product, PRINTED),
        Equality("trained_loss", lambda: to_sympy(witness().trained), sympy.Rational(369, 34)),
        Equality("lower_loss", lambda: to_sympy(witness().better[1]), sympy.Rational(75523, 7012)),
        Settled("nowhere_lower", LENGTHS, nowhere_lower),
    ),
    uses=(theorem_4_1_limit,),
    formal="landscape.global_minimum",
)
def global_minimum() -> Iterator[Chain]:
    """For every law with an invariant line the trained point is a global minimum of the full loss, all blocks free.

    False: at d = 4, T = 3 there is a law, unchanged when any coordinate changes its sign, whose loss is smaller at a
    model that uses two of the four coordinates only. Its coordinates come in two pairs and are not exchangeable. Eight
    of its 32 points, equally probable, are enough: that law satisfies the conditions and has the same two losses.
    """
    yield from ()


RAYS = (("trained_loss", 4), ("lower_loss", 2))
"""Numbers, and how many of the coordinates the model uses there."""


@crosscheck(global_minimum, "quadrature", cases=at_the_witness)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model's losses at the witness, at the best multiples of `I` and of `diag(1, 1, 0, 0)`."""
    from proofs.zheng2024.second_route.population import Population

    source = Population(law, T)
    return {name: source.loss(best_on_ray(law, T, used)) for name, used in RAYS}


@crosscheck(global_minimum, "sampled", cases=at_the_witness)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same from sampled sequences of the witness."""
    return {name: sampled_loss(law, T, best_on_ray(law, T, used), rng) for name, used in RAYS}


def best_on_ray(law: Law, T: int, used: int) -> dict[str, Any]:
    """Parameters that use the first coordinates alike, at the product that is best for them."""
    import numpy as np

    from proofs.zheng2024.second_route.population import Population

    source, diagonal = Population(law, T), np.diag([1.0] * used + [0.0] * (law.d - used))

    def at(product: float) -> dict[str, Any]:
        return {"W_PV_12": diagonal, "W_KQ_32": product * diagonal}

    low, middle, high = (source.loss(at(product)) for product in (-1.0, 0.0, 1.0))
    return at((low - high) / (2 * (low - 2 * middle + high)))
