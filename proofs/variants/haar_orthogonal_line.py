"""Does training stay on the line where W is uniform among orthogonal matrices?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.variants.haar_line import R4, R6, in_dimension, invariant_at, slope_at
from proofs.variants.line_loss import LINE, a, b
from proofs.variants.sources import ours
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

DIMENSIONS = (1, 2, 3, 4, 5)


def slope(d: int) -> sympy.Expr:
    """What the mean of the diagonal is said to be at T = 3."""
    return in_dimension(2 * b * (a * b * R6 - R4) / sympy.Integer(d) ** 2, d)


@claim(
    "variants/haar-orthogonal-line",
    source=ours("W uniform among orthogonal matrices"),
    parts=(
        Settled("line", LINE, partial(invariant_at, "orthogonal", 2, 3)),
        *(Equality(f"slope_{d}", partial(slope_at, "orthogonal", d, 3), slope(d)) for d in DIMENSIONS),
    ),
    rests_on=("haar-characters",),
    formal="on_groups.haar_orthogonal_line",
)
def haar_orthogonal_line() -> Iterator[Chain]:
    """For W uniform among orthogonal matrices the gradient flow stays on the line, as it does on the circle.

    So W is drawn by von Oswald et al. 2023. For starts whose law is unchanged by changes of signs and by permutations
    of coordinates, at d = 2 and T = 3. False: −W has the law of W, but no other multiple of it has, so that the block
    `W_KQ_23`, which has two turns less than the target, gets a gradient, whose diagonal has a mean that
    `haar-orthogonal` tells in every dimension.
    """
    yield from ()


POINT = (("a", 0.5), ("b", -0.75))
CASES = (Case("gaussian", d=1, T=3, parameters=POINT), Case("gaussian", d=2, T=3, parameters=POINT))


def _slopes(d: int, parameters: Mapping[str, float]) -> Any:
    """The difference of losses on both sides of the line, in the direction of the block, over d."""
    import numpy as np

    from proofs.variants.second_route import forward

    line = forward.on_line(d, (parameters["a"], parameters["b"]))

    def of(states: Any) -> Any:
        ends = (forward.losses({**line, "W_KQ_23": s * np.eye(d)}, states, range(2, 3)) for s in (0.5, -0.5))
        ahead, behind = ends
        return (ahead - behind) / d

    return of


@crosscheck(haar_orthogonal_line, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The difference of two mean losses over angles, a parabola along the block."""
    from proofs.variants.second_route.uniform_turns import Uniform

    return {f"slope_{d}": Uniform(law, "orthogonal", T).mean(_slopes(d, parameters))}


@crosscheck(haar_orthogonal_line, "sampled", cases=CASES[1:])
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same of random sequences."""
    from proofs.variants.line_route import as_sample
    from proofs.variants.second_route.uniform_turns import Uniform

    return {f"slope_{d}": as_sample(Uniform(law, "orthogonal", T).drawn(_slopes(d, parameters), rng))}
