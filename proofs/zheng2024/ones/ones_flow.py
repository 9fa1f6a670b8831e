"""The flow for x_1 = 1_d without the mask: the smallest invariant family, its equations, and where it comes to rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.landscape.landscape_route import at_rest
from proofs.zheng2024.landscape.sector_diagonal import settle_identities
from proofs.zheng2024.line.gradient import gradient
from proofs.zheng2024.line.gradient_route import SEQUENCES
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.model.signed_permutations import Invariance
from proofs.zheng2024.model.symmetry import invariant_set
from proofs.zheng2024.notation import a, b
from proofs.zheng2024.ones.exchangeable import ExchangeableFlow, alpha, beta, exchangeable_flow
from proofs.zheng2024.ones.exchangeable_rest import RestRow, settle_rest
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

LAW = Ones().at(d)
N, H, H2, CUBE = T - 2, sympy.harmonic(T - 2), sympy.harmonic(T - 2, 2), d**2 - 3 * d + 3
A2 = a**2 + 2 * a * alpha
B2 = b**2 + 2 * b * beta + (2 * d - 3) * beta**2

VELOCITY = {
    a: N * (b - a * b**2 - (d - 1) * a * beta**2)
    - H * (d - 1) * (a * B2 + 2 * alpha * b**2 + 2 * alpha * b * beta + (3 * d - 4) * alpha * beta**2)
    - H2 * (d - 1) * (d - 2) * alpha * B2,
    alpha: -N * alpha * (b**2 + (d - 1) * beta**2)
    + H * (b - 2 * a * b**2 - 2 * a * b * beta - (3 * d - 4) * a * beta**2)
    - H * alpha * ((3 * d - 5) * b**2 + (3 * d**2 - 8 * d + 5) * beta**2)
    - H2 * (d - 2) * (a * B2 + alpha * ((d - 2) * b**2 + 2 * b * beta + d * (d - 2) * beta**2))
    - CUBE * alpha * beta * (2 * b + (d - 2) * beta),
    b: N * (a - a**2 * b - (d - 1) * alpha**2 * b)
    - H * (d - 1) * (A2 * beta + a**2 * b + 4 * a * alpha * b + (3 * d - 5) * alpha**2 * b - alpha)
    - H2 * (d - 1) * (d - 2) * alpha * (2 * a * b + 2 * a * beta + (d - 2) * alpha * b + alpha * beta)
    - CUBE * (d - 1) * alpha**2 * beta,
    beta: -N * beta * (a**2 + (d - 1) * alpha**2)
    - H
    * (A2 * b + (2 * d - 3) * a**2 * beta + (6 * d - 8) * a * alpha * beta + (3 * d**2 - 8 * d + 5) * alpha**2 * beta)
    - H2 * (d - 2) * alpha * (2 * a * b + (4 * d - 6) * a * beta + alpha * b + d * (d - 2) * alpha * beta)
    - CUBE * alpha**2 * (b + (d - 2) * beta),
}
"""The velocities of the four coordinates, for every T >= 3 and d >= 2."""

NAMES = {a: "a", alpha: "alpha", b: "b", beta: "beta"}
PLACES = {alpha: ("W_KQ_32", 0, 1), beta: ("W_PV_12", 0, 1)}
TILT = {alpha: -a / 4, beta: b / 2}
"""A point off the line at which velocities off the diagonal are compared with the full model's."""

WEIGHTED = a**2 + (d - 1) * alpha**2 - b**2 - (d - 1) * beta**2
"""`(‖W_KQ_32‖² − ‖W_PV_12‖²)/d`."""

REST: tuple[RestRow, ...] = (
    (2, 4, 1, (-815, -4160, 7483)),
    (3, 10, 1, (-1173, -1426, 7202)),
    (5, 100, 1, (-526, -329, 8536)),
)
"""d, T, the number of curves of rest below the loss at zero, and `10^4 (α/a, β/b, ab)` there, rounded down."""


@cache
def derived_flow() -> ExchangeableFlow:
    """The derived flow, T and d symbolic."""
    return exchangeable_flow(LAW)


def velocity(coordinate: sympy.Symbol) -> sympy.Expr:
    """Derived, as minus the gradient by one entry."""
    return derived_flow().velocity[coordinate]


@cache
def velocities(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Settled as identities, in the order of `VELOCITY`."""
    return settle_identities([velocity(c) for c in VELOCITY], statement)


@cache
def at_tilt(coordinate: sympy.Symbol) -> sympy.Expr:
    """The derived velocity at a point off the line."""
    return sympy.factor(velocity(coordinate).subs(TILT))


@cache
def conserved() -> sympy.Expr:
    """The rate of the weighted norms."""
    return sympy.expand(sympy.Add(*(sympy.diff(WEIGHTED, c) * velocity(c) for c in NAMES)))


def smallest(statement: tuple[int, ...]) -> Answer:
    """Settled by symmetry from above, and by the velocities on the line from below."""
    above = invariant_set([Invariance.PERMUTATIONS]).conclusion
    (size,) = statement
    off = [sympy.Poly(velocity(c).subs({alpha: 0, beta: 0}), a, b) for c in (alpha, beta)]
    below = 2 + (2 if set(off[0].monoms()) - set(off[1].monoms()) and not off[1].is_zero else 0)
    if above.dimension(2) != below or size != below:
        return Fails(f"the family has {below} dimensions at least and {above.dimension(2)} at most", above.text)
    return Holds(f"{above.text}; on the line the two velocities off the diagonal are independent functions of a, b")


def rest(statement: tuple[RestRow, ...]) -> Answer:
    """Settled by exact elimination."""
    return settle_rest(LAW.family, statement)


@claim(
    "zheng2024/ones-flow",
    source=printed("Section 4.3 and Figure 2"),
    family=Ones(),
    parts=(
        Settled("smallest", (4,), smallest),
        Settled("velocities", tuple(VELOCITY.values()), velocities),
        *(
            Equality(f"{NAMES[c]}_tilted", partial(at_tilt, c), sympy.factor(right.subs(TILT)))
            for c, right in VELOCITY.items()
            if c in TILT
        ),
        Equality("conserved", conserved, sympy.Integer(0)),
        Equality("weighted", lambda: WEIGHTED.subs({alpha: 0, beta: 0}), a**2 - b**2),
        Equality("at_three", lambda: (velocity(a) - velocity(alpha)).subs(T, 3), sympy.Integer(0)),
        Settled("rest", REST, rest),
    ),
    formal="ones.ones_flow",
    uses=(gradient,),
    rests_on=("ode-uniqueness", "limit-points-at-rest"),
)
def ones_flow() -> Iterator[Chain]:
    """For `x_1 = 1_d` the unmasked flow from the line spans four dimensions and, if T >= 4, rests on one curve there.

    The family is `W_KQ_32 = aI + α(11^T − I)`, `W_PV_12 = bI + β(11^T − I)`, the other blocks zero, for d >= 2; it is
    the smallest flow-invariant subspace around the line, and the velocities in it are stated for every T and d.
    `a² + (d−1)α² − b² − (d−1)β²` is conserved; at T = 3 so is `a − α`.
    From T = 4 on, points of rest either predict zero or lie on one curve: `α/a` is the one real root of a polynomial of
    degree 5, `β/b` and `ab` are rational functions of it; at the sizes listed they begin with the decimals given.
    From a start on the line with `ab` between 0 and twice the limit of `theorem-4.3` the flow tends to a point of rest
    that does not predict zero, at T = 3, too: the loss is below that of predicting zero and never rises; the energy is
    positive in the family unless one block is zero, so that with the conserved quantity the orbit is bounded, its
    gradient tends to zero, and its limit points are points of rest with a loss below that at zero; from T = 4 on the
    conserved quantity leaves two such points, opposite to each other.
    At d = 5, T = 100 the limit of `ab` begins with 0.8536, that of `α/a` with −0.0525. `ones-limit` and
    `ones-limit-three` say the same for every d >= 2 and T.
    """
    yield Chain(
        "conserved",
        r"\frac{d}{d\tau}\left(a^2+(d-1)\alpha^2-b^2-(d-1)\beta^2\right)",
        (Line(conserved(), "chain rule, derived velocities"), Line(sympy.Integer(0), "all terms cancel")),
    )


@crosscheck(
    ones_flow,
    "quadrature",
    cases=(
        Case("ones", d=2, T=5, parameters=POINT),
        Case("ones", d=3, T=4, parameters=POINT),
        Case("ones", d=4, T=3, parameters=POINT),
    ),
)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Minus the full model's gradient at a point off the line."""
    from proofs.zheng2024.second_route import quadrature

    blocks = quadrature.gradient(law, T, tilted(d, parameters))
    return {f"{NAMES[c]}_tilted": -float(blocks[block][p, q]) for c, (block, p, q) in PLACES.items()}


@crosscheck(ones_flow, "quadrature", cases=(Case("ones", d=2, T=4, parameters=(("a", 0.5), ("b", 0.25))),))
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The weighted norms of the full model after training from the line until it is at rest."""
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.population import Population

    end = at_rest(Population(law, T), on_line(d, parameters["a"], parameters["b"]))
    return {"weighted": float((end["W_KQ_32"] ** 2).sum() - (end["W_PV_12"] ** 2).sum()) / d}


@crosscheck(ones_flow, "sampled", cases=(Case("ones", d=2, T=4, parameters=POINT),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Minus the gradients of sampled sequences at a point off the line, with their exact variances."""
    from numeric_check.laws import sampling
    from proofs.zheng2024.second_route import one_pass, quadrature

    point = tilted(d, parameters)
    mean, square = quadrature.gradient_moments(law, T, point)
    drawn = sampling.draw(law, rng, SEQUENCES), sampling.draw_torus(rng, SEQUENCES, d)
    found, scale = one_pass.gradients(point, *drawn, T), max(float(abs(block).max()) for block in mean.values())
    return {
        f"{NAMES[c]}_tilted": Sample(-found[n][:, p, q], float(square[n][p, q] - mean[n][p, q] ** 2), scale)
        for c, (n, p, q) in PLACES.items()
    }


def tilted(d: int, parameters: Mapping[str, float]) -> dict[str, Any]:
    """The parameters at `α = −a/4`, `β = b/2`."""
    import numpy as np

    a, b = parameters["a"], parameters["b"]
    rest_of_block = np.ones((d, d)) - np.eye(d)
    return {"W_KQ_32": a * np.eye(d) - a / 4 * rest_of_block, "W_PV_12": b * np.eye(d) + b / 2 * rest_of_block}
