"""W uniform among orthogonal matrices: the loss on the line for all d, and where it is least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.variants.haar_line import R2, R4, R6, Size, in_dimension, large_from, large_loss, loss_at
from proofs.variants.line_loss import a, b
from proofs.variants.moment_sums import NORMAL
from proofs.variants.sources import ours
from symbolic.algebra.notation import d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

P = a * b
HALF = sympy.Rational(1, 2)
THREE = HALF * (P**2 * R6 / d - 2 * P * R4 / d + R2)
FOUR = HALF * (P**2 * R6 * (3 * d + 10) / (2 * d * (d + 2)) - 2 * P * R4 * (2 * d + 5) / (d * (d + 2)) + 2 * R2)

LAST = 4
SIZES: tuple[Size, ...] = ((1, 3), (2, 3), (3, 3), (4, 3), (2, 4), (3, 4), (4, 4))


def best(T: int) -> sympy.Expr:
    """The product at which the loss is least."""
    x = sympy.Symbol("x")
    square, linear, _ = sympy.Poly(large_loss(T).subs(a, x / b), x).all_coeffs()
    return sympy.cancel(-linear / (2 * square))


def stated(size: int, T: int) -> sympy.Expr:
    """The loss at these sizes; raises ValueError for a dimension in which it is not shown to be that of all."""
    if size < large_from(T):
        raise ValueError(f"d = {size} is below {large_from(T)}")
    return in_dimension(FOUR if T == LAST else THREE, size)


@claim(
    "variants/haar-orthogonal",
    source=ours("W uniform among orthogonal matrices"),
    parts=(
        Equality("three", lambda: large_loss(3), THREE),
        Equality("four", lambda: large_loss(4), FOUR),
        Equality("best_three", lambda: best(3), R4 / R6),
        Equality("best_four", lambda: best(4), R4 / R6 * 2 * (2 * d + 5) / (3 * d + 10)),
        Equality("gaussian", lambda: best(4).subs(NORMAL), 2 * (2 * d + 5) / ((d + 4) * (3 * d + 10))),
        *(
            Equality(f"derived_{size}_{T}", partial(loss_at, "orthogonal", size, T), stated(size, T))
            for size, T in SIZES
        ),
    ),
    rests_on=("haar-characters",),
    formal="on_groups.haar_orthogonal",
)
def haar_orthogonal() -> Iterator[Chain]:
    """For W uniform in O(d) the best product is `E‖x‖⁴/E‖x‖⁶` at T = 3 and `2(2d+5)/(3d+10)` times that at T = 4.

    Among the points of the line `W_KQ_32 = a I`, `W_PV_12 = b I`, for any law of a start `x` that is not zero, real and
    independent of W, with finite moments of order 6. At T = 3, all d, the loss is
    `½ (ab)² E‖x‖⁶/d − ab E‖x‖⁴/d + ½ E‖x‖²`; at T = 4, `d >= 2`, it is
    `(ab)² E‖x‖⁶ (3d+10)/(4d(d+2)) − ab E‖x‖⁴ (2d+5)/(d(d+2)) + E‖x‖²`. The law of the start enters by its length alone:
    `E‖x‖⁴ = Σ E x_r⁴ + Σ E x_r² x_s²` and `E‖x‖⁶ = Σ E x_r⁶ + 3 Σ E x_r² x_s⁴ + Σ E x_r² x_s² x_u²` in sums over
    different coordinates. For standard normal starts the products are `1/(d+4)` and `2(2d+5)/((d+4)(3d+10))`. At T = 3
    the gradient on the line by the block `W_KQ_23` has a diagonal with the mean `(2b/d²)(ab E‖x‖⁶ − E‖x‖⁴)`, for all d
    and any law: where x is not zero it is zero just where `b = 0` or ab is the best product.
    """
    yield from ()


POINT = (("a", 0.5), ("b", -0.75))
CASES = tuple(Case("gaussian", d=d, parameters=POINT) for d in (2, 3))


@crosscheck(haar_orthogonal, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean losses of the model over angles, and the least of parabolas."""
    from proofs.variants.line_route import lowest, of_pairs
    from proofs.variants.second_route.uniform_turns import Uniform

    found = {}
    for word, T in (("three", 3), ("four", 4)):
        draws, times = Uniform(law, "orthogonal", T), range(2, T)
        found[word] = draws.mean(of_pairs(d, times, (parameters["a"], parameters["b"])))
        found[f"best_{word}"] = lowest(draws.mean, d, times)["product"]
    return found | {"gaussian": found["best_four"]}


@crosscheck(haar_orthogonal, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences."""
    from proofs.variants.line_route import as_sample, of_pairs
    from proofs.variants.second_route.uniform_turns import Uniform

    of = of_pairs(d, range(2, 4), (parameters["a"], parameters["b"]))
    return {"four": as_sample(Uniform(law, "orthogonal", 4).drawn(of, rng))}
