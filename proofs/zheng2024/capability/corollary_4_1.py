"""The model on the line takes one step of gradient descent on the least-squares problem of its context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.zheng2024.assumptions import printed
from proofs.zheng2024.capability.capability_route import nodes, nodes_of_squares, predictions, step_of_descent
from proofs.zheng2024.capability.least_squares import (
    attended,
    descent,
    outer,
    step,
    summand,
    wirtinger_descent,
    x_im,
    x_re,
    y_im,
    y_re,
)
from proofs.zheng2024.capability.prediction import added, over_times, overlap
from proofs.zheng2024.line.line_points import POINT
from proofs.zheng2024.notation import a, b
from symbolic.algebra.notation import T, t
from symbolic.expectation.moments import Pattern, moment
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Line

REAL, IMAGINARY = y_re * x_re + y_im * x_im, y_im * x_re - y_re * x_im
"""`y conj(x)` in real and imaginary part."""


def unexplained() -> sympy.Expr:
    """An entry of attention's matrix less that of the descent step, summand by summand (real part)."""
    return attended().weight * outer()[0] - step(descent()) * descent()[0]


@claim(
    "zheng2024/corollary-4.1",
    source=printed("Corollary 4.1"),
    parts=(
        Equality("descent_real", lambda: descent()[0], REAL),
        Equality("descent_imaginary", lambda: descent()[1], IMAGINARY),
        Equality("lag", lambda: sympy.Integer(attended().lag), sympy.Integer(1)),
        Equality("first", lambda: sympy.Integer(attended().first), sympy.Integer(1)),
        Equality("last", lambda: attended().last, t - 1),
        Equality("query", lambda: sympy.Integer(attended().query), sympy.Integer(0)),
        Equality("step", lambda: step(descent()), a * b / (t - 1)),
        Equality("step_with_half_the_gradient", lambda: step(wirtinger_descent()), 2 * a * b / (t - 1)),
        Equality("difference", unexplained, sympy.Integer(0)),
        Equality("overlap", lambda: a * b * added(over_times(overlap())), a * b * (T - 2) * moment(Pattern((), (4,)))),
    ),
    formal="capability.corollary_4_1",
)
def corollary_4_1() -> Iterator[Chain]:
    """On the line `ŷ_t = V x_t`, V one gradient step from 0 on the context's least squares, with step `ab/(t−1)`.

    The objective is half the sum over i < t of the squared norm of `x_{i+1} − V x_i`. An identity for any sequence of
    complex vectors, any d, any `t >= 2` and any point of the line: no law, no training and no process is needed, and
    the trained model is the point with its limit product. The gradient is that of the real and imaginary parts of the
    entries (minus it, at 0, is the sum of `x_{i+1} x_i^*`); with the Wirtinger derivative by the conjugate, which is
    half as long, the step is `2ab/(t−1)`.
    """
    yield Chain(
        "descent_real",
        r"-\partial J_i / \partial p",
        (
            Line(-_slope("p"), "one summand of the objective, by the real part of one entry"),
            Line(REAL, r"at $W = 0$: the real part of entry $[j,k]$ of $x_{i+1} x_i^*$"),
        ),
    )
    yield Chain(
        "descent_imaginary",
        r"-\partial J_i / \partial q",
        (
            Line(-_slope("q"), "by the imaginary part"),
            Line(IMAGINARY, r"the imaginary part of entry $[j,k]$ of $x_{i+1} x_i^*$"),
        ),
    )
    yield Chain(
        "step",
        r"\text{step}",
        (
            Line(
                attended().weight * outer()[0] / REAL, "what attention applies to the query over the gradient's entry"
            ),
            Line(a * b / (t - 1), r"the sums run over the same $i = 1, \ldots, t-1$"),
        ),
    )


def _slope(part: str) -> sympy.Expr:
    """The derivative by an entry's part, before `W = 0` is put in, at `W = 0`."""
    zero = {symbol: 0 for symbol in summand().free_symbols if symbol.name in ("p", "q", "r_r", "r_i")}
    (symbol,) = (symbol for symbol in zero if symbol.name == part)
    return sympy.diff(summand(), symbol).subs(zero)


LAWS = (
    Case("gaussian", d=1, T=4, parameters=POINT),
    Case("twopoint(2:1/3, -1:2/3)", d=2, T=4, parameters=(("a", 0.5), ("b", 0.5))),
)


@crosscheck(corollary_4_1, "quadrature", cases=LAWS)
def by_quadrature(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """One step of descent on each context, by differences of the objective, beside the model's predictions."""
    points, product = nodes(law, T), parameters["a"] * parameters["b"]
    return {
        "difference": points.mean(lambda x1, lam: _compared(x1, lam, T, product)[0]),
        "overlap": points.mean(lambda x1, lam: _compared(x1, lam, T, product)[1]),
    }


@crosscheck(
    corollary_4_1, "sampled", cases=(Case("twopoint(2:1/3, -1:2/3)", d=2, T=4, parameters=(("a", -1.0), ("b", 0.25))),)
)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The target along the step of descent, over sampled sequences."""
    product = parameters["a"] * parameters["b"]
    points = nodes_of_squares(law, T)
    scale = abs(points.mean(lambda x1, lam: _compared(x1, lam, T, product)[1]))
    return {"overlap": points.sample(lambda x1, lam: _compared(x1, lam, T, product)[1], law, rng, scale)}


def _compared(x1: Any, lam: Any, T: int, product: float) -> tuple[Any, Any]:
    """`Σ_t ‖ŷ_t − V_t x_t‖²` and `Σ_t Re ⟨x_{t+1}, V_t x_t⟩` of each sequence."""
    import numpy as np

    from proofs.zheng2024.second_route import forward

    states = forward.sequence(x1, lam, T)
    difference = overlap = np.zeros(len(x1))
    for time in range(2, T):
        step_ = step_of_descent(states[:time], product / (time - 1))
        predicted = np.einsum("mjk,mk->mj", step_, states[time - 1])
        difference = difference + np.sum(abs(predictions(x1, lam, time + 1, product) - predicted) ** 2, axis=1)
        overlap = overlap + np.sum(states[time].conj() * predicted, axis=1).real
    return difference, overlap
