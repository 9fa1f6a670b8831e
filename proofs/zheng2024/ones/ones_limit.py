"""Where the unmasked flow for x_1 = 1_d ends, for every T >= 4 and d >= 2: one root of a polynomial of degree 5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, Sample, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.landscape.landscape_route import at_rest
from proofs.zheng2024.line.gradient_route import SEQUENCES
from proofs.zheng2024.notation import u, x, y
from proofs.zheng2024.ones import ones_forms, ones_long, ones_root
from proofs.zheng2024.ones.ones_flow import ones_flow
from proofs.zheng2024.ones.theorem_4_3 import theorem_4_3
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

N, H, H2 = T - 2, sympy.harmonic(T - 2), sympy.harmonic(T - 2, 2)

A = (
    (N + (2 * d - 3) * H)
    + 2 * x * ((3 * d - 4) * H + (d - 2) * (2 * d - 3) * H2)
    + x**2 * ((d - 1) * N + (d - 1) * (3 * d - 5) * H + d * (d - 2) ** 2 * H2 + (d - 2) * (d**2 - 3 * d + 3))
)
B = H + 2 * x * (H + (d - 2) * H2) + x**2 * ((d - 2) * H2 + d**2 - 3 * d + 3)
C = (
    (N + (d - 1) * H)
    + 2 * x * (d - 1) * (2 * H + (d - 2) * H2)
    + x**2 * (d - 1) * (N + (3 * d - 5) * H + (d - 2) ** 2 * H2)
)
LEVEL = N + (d - 1) * x * H
DELTA = A * C - (d - 1) * B**2
ENERGY = C + 2 * (d - 1) * y * B + (d - 1) * y**2 * A
REST = (-B / A, LEVEL * A / DELTA)
"""β/b and ab where the flow rests, as functions of `x = α/a`."""

FORM_A, FORM_B, FORM_C = sympy.symbols("A B C", positive=True)

AT_ZERO = -(N * (H + (d - 2) * H2) - (d - 1) * H**2) * ((N + 2 * (d - 2) * H) ** 2 + 2 * (d - 2) * H**2)
"""R at x = 0, the point on the line."""

AT_TWO = (
    2 * H**4 + (3 * N - 2) * H**3 - (N**2 + 2 * N - 2) * H**2 - (3 * N**3 - N) * H - N**4 + N**2,
    H * (13 * H**3 + (5 * N - 2) * H**2 - (17 * N**2 - 1) * H - 9 * N**3 + 2 * N**2 + 7 * N),
    30 * H**4 - (16 * N + 2) * H**3 - (26 * N**2 - 18 * N) * H**2 - (6 * N**3 - 2 * N) * H - 2 * N**4 + 2 * N**2,
    2 * H * (8 * H**3 - N * H**2 - (10 * N**2 - 5 * N) * H - 5 * N**3 + 3 * N**2),
    2 * H**4 + 4 * N * H**3 - (6 * N**2 - 2 * N) * H**2 - (3 * N**3 - 2 * N**2) * H - N**4,
    -H * N**2 * (N - H),
)
"""The coefficients of R for d = 2, that of the power 5 first."""

ROOT = (4, 1, sympy.Interval.open(-1, 0))
"""The first T; the number of real roots of R, for every d >= 2; the least interval that contains d times the root."""

LONG = (-(H + (d - 2) * H2), -H, (d - 1) * H, (d - 1) * ((H + (d - 2) * H2) ** 2 + H**2))
"""As T → ∞: `(T−2) x`, `(T−2) y`, `(T−2)(1 − ab)`, and `(T−2)²` times what is gained over the line."""

WIDE = (-(N * H2 - H**2) / ((N - H) * H2), (N - H) / (H - H2))
"""As d → ∞: `d x` and `d ab`."""

ROWS = {
    (2, 4): (
        (558, 2127, 3294, 2424, 766, 48),
        (403, -538, 858, -244, 31, 138),
        (4338224, -7709328, 362824, 4330568, -538563, -774566),
    ),
    (3, 4): (
        (25119, 53631, 45972, 19208, 3740, 236),
        (9889, -5173, 11634, -1954, 2173, 711),
        (7942090500, -9441222300, -1822493240, 4272845916, 467773833, -800405771),
    ),
}
"""Polynomials whose one real root is α/a, β/b, ab at a d and T."""

NUMBERS = ("ratio", "other", "product")


def along_a_ray() -> sympy.Expr:
    """The derived loss over d/2 at `a = 1, α = x, b = u, β = uy`."""
    return ones_forms.expression(ones_forms.ray_loss())


def least() -> sympy.Expr:
    """E at `y = −B/A`."""
    at = -FORM_B / FORM_A
    return FORM_C + 2 * (d - 1) * at * FORM_B + (d - 1) * at**2 * FORM_A


def point(statement: tuple[sympy.Expr, sympy.Expr]) -> Answer:
    """Settled by substitution of the stated `β/b`, `ab` into the derived velocities, modulo R."""
    later = {sympy.harmonic(T - 1, k): sympy.harmonic(T - 2, k) + (T - 1) ** -sympy.Integer(k) for k in (1, 2)}
    other, product = (sympy.fraction(sympy.together(part.xreplace(later))) for part in statement)
    if moves := ones_forms.moves_at(other, product):
        return Fails(f"the velocity of {moves} does not vanish", "symbolic T and d, at a root of R")
    return Holds("the velocities of b and β vanish for every x, those of a and α are multiples of R")


def of_size(size: int, length: int) -> Iterator[Equality]:
    """α/a, β/b and ab at one d and T, algebraic numbers."""
    for which, (name, row) in enumerate(zip(NUMBERS, ROWS[size, length], strict=True)):
        stated = sympy.CRootOf(sympy.Poly(row, x), 0)
        yield Equality(f"{name}_{size}_{length}", partial(ones_root.number, which, size, length), stated)


@claim(
    "zheng2024/ones-limit",
    source=printed("Section 4.3 and Figure 2"),
    family=Ones(),
    parts=(
        Equality("loss", along_a_ray, N - 2 * u * LEVEL + u**2 * ENERGY),
        Settled("forms", (A, B, C, LEVEL), ones_forms.settle_forms),
        Equality("least", least, (FORM_A * FORM_C - (d - 1) * FORM_B**2) / FORM_A),
        Settled("quintic", AT_TWO, ones_forms.settle_quintic),
        Settled("point", REST, point),
        Equality("at_zero", lambda: ones_forms.expression(ones_forms.quintic()[0]), AT_ZERO),
        Settled("root", ROOT, ones_root.settle_root),
        Settled("long", LONG, ones_long.settle_long),
        Settled("wide", WIDE, ones_long.settle_wide),
        Equality("wide_and_long", lambda: sympy.Limit(ones_long.wide_limits()[0], T, sympy.oo), sympy.Integer(-1)),
        *(part for size in ROWS for part in of_size(*size)),
    ),
    formal="ones.ones_limit",
    uses=(ones_flow, theorem_4_3),
    rests_on=("ode-uniqueness", "limit-points-at-rest"),
)
def ones_limit() -> Iterator[Chain]:
    """For `x_1 = 1_d`, T >= 4 and d >= 2 the flow from small `a_0 b_0 > 0` ends at the one real root of a polynomial.

    No block is masked. With `x = α/a`, `y = β/b`, `u = ab` the loss in the family of `ones-flow` is
    `d/2 (T−2 − 2uP(x) + u² E(x, y))`, `E = C + 2(d−1)yB + (d−1)y²A`, the forms being stated. Let `Δ = AC − (d−1)B²`
    and R the polynomial of degree 5 with `2(d−1)R = 2P'AΔ + P(A'Δ − AΔ')`; elimination of y and u from the
    velocities leaves R, for symbolic T and d. For every T >= 4 and d >= 2, R has one real root; it lies between
    −1/d and 0, and in no smaller interval for all. At points of rest with a smaller loss than at zero a is not 0, x
    is the root, `y = −B/A` and `u = PA/Δ`; at b = 0 the velocity of β is a multiple of Aβ, so that β = 0 and
    nothing is predicted. Proof: the quadratic A has no real zero. E is an energy; where it vanishes the prediction
    does, and P with it; at the zero of P, which lies below −1/d, R would vanish with Δ. So A and Δ are positive, y
    and u minimise the loss at each x (also at a = 0, where R's leading coefficient stands for R), and what is left
    has a multiple of `PR/Δ²` as slope. Small means less than twice the limit of `theorem-4.3`: from such a start on
    the line the flow tends to such a point, for the loss starts below that at zero and does not rise; with
    `a² + (d−1)α² − b² − (d−1)β² = a_0² − b_0²` that bounds the orbit, and its limit points are points of rest. On
    the way `aP` (at a = 0: its limit) and b have a positive product, so b keeps its sign, and `a²` tends to the
    positive zero s of `ps² − (a_0² − b_0²)s − qu²`, with `p = 1 + (d−1)x²` and `q = 1 + (d−1)y²`. For long
    sequences `(T−2)x`, `(T−2)y`, `(T−2)(1−u)` and `(T−2)²` times the gain in relative loss over the line are led by
    the four terms stated; for large d, `dx` and `du` tend to the two stated. At d = 2, 3 and T = 4 x, y and u are
    roots of the polynomials with integer coefficients that are stated.
    """
    yield Chain(
        "loss",
        r"\frac{2}{d}L",
        (
            Line(along_a_ray(), r"derived loss at $a=1$, $\alpha=x$, $b=u$, $\beta=uy$"),
            Line(N - 2 * u * LEVEL + u**2 * ENERGY, r"collected: $T-2-2uP+u^2E$"),
        ),
    )
    yield Chain(
        "least",
        r"\min_y E",
        (
            Line(least(), r"at $y=-B/A$"),
            Line(FORM_C - (d - 1) * FORM_B**2 / FORM_A, "the two terms together"),
            Line((FORM_A * FORM_C - (d - 1) * FORM_B**2) / FORM_A, r"that is $\Delta/A$"),
        ),
    )
    yield Chain(
        "at_zero",
        "R(0)",
        (
            Line(ones_forms.expression(ones_forms.quintic()[0]), "elimination of y and u"),
            Line(AT_ZERO, "factored: negative from T = 4 on, so that the line is left"),
        ),
    )
    yield Chain(
        "wide_and_long",
        r"\lim_{T\to\infty}\lim_{d\to\infty} d\,\frac{\alpha}{a}",
        (
            Line(sympy.Limit(WIDE[0], T, sympy.oo), "leading terms as d grows"),
            Line(sympy.Integer(-1), r"$H_{T-2}^2/(T-2)\to 0$"),
        ),
    )


POINTS = (("a", 0.5), ("b", 0.5)), (("a", -0.5), ("b", -0.25))


@crosscheck(
    ones_limit,
    "quadrature",
    cases=tuple(Case("ones", d=d, T=T, parameters=POINTS[n % 2]) for n, (d, T) in enumerate(ROWS)),
)
def by_training(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The full model, trained from the line until it is at rest."""
    end = trained(law, d, T, parameters)
    a, b = end["W_KQ_32"][0, 0], end["W_PV_12"][0, 0]
    found = {"ratio": end["W_KQ_32"][0, 1] / a, "other": end["W_PV_12"][0, 1] / b, "product": a * b}
    return {f"{name}_{d}_{T}": float(value) for name, value in found.items()}


@crosscheck(ones_limit, "sampled", cases=(Case("ones", d=2, T=4), Case("ones", d=3, T=4)), at_claimed=True)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The gradients of sampled sequences, whose means must vanish at the claimed point."""
    from numeric_check.laws import sampling
    from proofs.zheng2024.second_route import one_pass, quadrature

    ratio, other, product = (parameters[f"{name}_{d}_{T}"] for name in ("ratio", "other", "product"))
    blocks = {"W_KQ_32": exchangeable(d, product, ratio), "W_PV_12": exchangeable(d, 1.0, other)}
    mean, square = quadrature.gradient_moments(law, T, blocks)
    drawn = sampling.draw(law, rng, SEQUENCES), sampling.draw_torus(rng, SEQUENCES, d)
    found = one_pass.gradients(blocks, *drawn, T)
    places = {"ratio": ("W_KQ_32", 0, 1), "other": ("W_PV_12", 0, 1), "product": ("W_PV_12", 0, 0)}
    return {
        f"{name}_{d}_{T}": Sample(found[n][:, p, q], float(square[n][p, q] - mean[n][p, q] ** 2), float(T - 2))
        for name, (n, p, q) in places.items()
    }


def exchangeable(d: int, diagonal: float, ratio: float) -> Any:
    """A block with one value on the diagonal and its multiple off it."""
    import numpy as np

    return diagonal * (np.eye(d) + ratio * (np.ones((d, d)) - np.eye(d)))


def trained(law: Law, d: int, T: int, parameters: Mapping[str, float]) -> Mapping[str, Any]:
    """All blocks of the full model after training from the line."""
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.population import Population

    return at_rest(Population(law, T), on_line(d, parameters["a"], parameters["b"]))
