"""Which laws are recovered for every W, coinciding eigenvalues included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zheng2024.assumptions import LINE_CONDITIONS, printed
from proofs.zheng2024.capability.capability_route import at_identity as at_equal_eigenvalues
from proofs.zheng2024.capability.capability_route import last_losses, nodes, nodes_of_squares
from proofs.zheng2024.capability.classification import Row, settle_rows
from proofs.zheng2024.capability.prediction import at_identity, overlap, own_exponent, square, target_exponent, terms_at
from proofs.zheng2024.capability.theorem_4_2 import theorem_4_2
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.line.line_points import NEARER
from proofs.zheng2024.line.trained import SECOND
from proofs.zheng2024.notation import H, a, b, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T, t
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import IID, Atoms, Law, Ones, Sparse
from symbolic.laws.coordinates import rademacher
from symbolic.typeset.derivation import Chain, Line

M2, M22, M222 = (moment(pattern) for pattern in (SECOND, Pattern((2,), (2,)), Pattern((2,), (2, 2))))
SQUARE, OVERLAP = kappa2 + 3 * kappa3 + M222, kappa1 + M22

i, x, s, w = sympy.symbols("i x s w", positive=True)
"""A time index, the absolute value of `x_j`, the sum of the other coordinates' squares, a step."""


def error(product: sympy.Expr) -> sympy.Expr:
    """`E |ŷ_j − x_{t+1,j}|²` at `W = I`, at every time."""
    return product**2 * at_identity(square()) - 2 * product * at_identity(overlap()) + M2


def missed() -> sympy.Expr:
    """By how much the prediction of coordinate j at `W = I` misses the target where the step w has `w x² = 1`."""
    return (x * (w * (x**2 + s) - 1)).subs(w, 1 / x**2)


UNEVEN = Atoms.of(
    [[2, 0], [0, 2], [-2, 0], [0, 0]], [Fraction(1, 8), Fraction(1, 4), Fraction(1, 8), Fraction(1, 2)], name="uneven"
)
PAIR = Atoms.of([[1, 1], [1, -1]], [Fraction(1, 2), Fraction(1, 2)], name="pair")

LAWS = (
    Row(Sparse(Fraction(1, 2)).at(4), sympy.Integer(0), True, True),
    Row(UNEVEN, sympy.Integer(0), True, True),
    Row(IID(rademacher(Fraction(3))).at(1), sympy.Integer(0), True, True),
    Row(IID(rademacher(Fraction(3))).at(2), sympy.Integer(0), True, False),
    Row(PAIR, sympy.Integer(0), True, False),
    Row(Ones().at(2), sympy.Integer(0), True, False),
)


@claim(
    "zheng2024/theorem-4.2-every-w",
    source=printed("Theorem 4.2 and Assumption 4.2, read for every W"),
    hypotheses=LINE_CONDITIONS,
    formal="capability.theorem_4_2_every_w",
    parts=(
        Equality("error_at_identity", lambda: error(a * b), a**2 * b**2 * SQUARE - 2 * a * b * OVERLAP + M2),
        Equality("excess", missed, s / x),
        Equality("pairs", lambda: at_identity(overlap()) - kappa1, M22),
        Equality("own_exponent", lambda: own_exponent(i) - target_exponent(i), sympy.Integer(0)),
        Equality("terms", lambda: terms_at(t) / (t - 1), sympy.Integer(1)),
        Equality(
            "finite_training",
            lambda: kappa1 / kappa2 - reduced().product,
            kappa1 * kappa3 * H / (kappa2 * ((T - 2) * kappa2 + kappa3 * H)),
        ),
        Settled("laws", LAWS, settle_rows),
    ),
    uses=(theorem_4_2,),
)
def theorem_4_2_every_w() -> Iterator[Chain]:
    """For every W and almost every `x_1` the prediction tends to the target iff also no two coordinates are both not 0.

    That is `κ1² = κ2 E x_j^2` and `E x_j^2 x_k^2 = 0` for all distinct j and k. Necessary: for some W the eigenvalue of
    j is no other one, so that as in `theorem-4.2` `x_j^2` is 0 or `κ2/κ1`; at W = I the mean of `x_i x_i^*` is `x_1
    x_1^*` at every length, so that coordinate j misses its target by the sum s of the other coordinates' squares over
    `x_j`, and s vanishes with the mean of `x_j^2 s`, which is the sum of `E x_j^2 x_r^2`. Sufficient: along one axis
    every term of the prediction has the target's own eigenvalue, there are `t − 1` of them, and the prediction is exact
    for every W and every test length. The same laws, and no others, are recovered by a model trained at a finite length
    T: its step falls short of `κ1/κ2` by `κ1 κ3 H_{T−2}/(κ2 ((T−2) κ2 + κ3 H_{T−2}))`, which is 0 iff `κ3 = 0`.
    """
    yield Chain(
        "error_at_identity",
        r"\mathbb{E}[(\hat y_j - x_{T,j})^2]",
        (
            Line(
                a**2 * b**2 * SQUARE - 2 * a * b * OVERLAP + M2,
                "at $W = I$ every coincidence of labels counts; by modulus, and moments by name",
            ),
        ),
    )
    yield Chain(
        "excess",
        r"x \left( w (x^2 + s) - 1 \right)",
        (
            Line(missed(), r"at the step $w = \kappa_1/\kappa_2 = 1/x^2$"),
            Line(s / x, "zero only for $s = 0$"),
        ),
    )
    yield Chain(
        "finite_training",
        r"\kappa_1/\kappa_2 - \tilde a\tilde b",
        (
            Line(kappa1 / kappa2 - reduced().product, "the limit product at a finite $T$"),
            Line(kappa1 * kappa3 * H / (kappa2 * ((T - 2) * kappa2 + kappa3 * H)), r"zero only for $\kappa_3 = 0$"),
        ),
    )


CASES = (
    Case("gaussian", d=3, T=4, parameters=NEARER),
    Case("twopoint(2:1/3, -1:2/3)", d=2, T=5, parameters=NEARER),
    Case("sparse(c=2)", d=3, T=3, parameters=NEARER),
)


@crosscheck(theorem_4_2_every_w, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The error of the last prediction at `W = I`, a coordinate."""
    product = parameters["a"] * parameters["b"]
    return {"error_at_identity": 2 * nodes(law, 3).mean(at_equal_eigenvalues(last_losses(T, product))) / d}


@crosscheck(theorem_4_2_every_w, "sampled", cases=(Case("uniform", d=2, T=4, parameters=NEARER),))
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same over sampled starts."""
    of = at_equal_eigenvalues(last_losses(T, parameters["a"] * parameters["b"]))
    points = nodes_of_squares(law, 3)
    return {"error_at_identity": points.sample(lambda x1, lam: 2 * of(x1, lam) / d, law, rng, 2 * points.mean(of) / d)}
