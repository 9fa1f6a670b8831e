"""Local minima of the loss that are no global ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality, Settled
from proofs.zhang2024.landscape.global_minimum import global_minimum
from proofs.zhang2024.landscape.landscape_route import (
    bend_by_nodes,
    best_first,
    least_loss,
    loss_by_nodes,
    loss_by_samples,
)
from proofs.zhang2024.landscape.second_derivatives import Inertia, Point, at, gradient, hessian, inertia, polynomial
from proofs.zhang2024.sources import printed
from proofs.zhang2024.trace_values import gamma_of
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

Row = tuple[tuple[Fraction, ...], int, int, int]
"""The eigenvalues of a diagonal Λ, the largest first; N; how many second derivatives are positive and negative."""

HALF, TENTH = (Fraction(1), Fraction(1, 2)), (Fraction(1), Fraction(1, 10))

ROWS: tuple[Row, ...] = (
    (HALF, 1, 8, 0),
    (HALF, 10, 8, 0),
    (HALF, 11, 7, 1),
    (TENTH, 202, 8, 0),
    (TENTH, 203, 7, 1),
    ((*HALF, Fraction(1, 4)), 2, 15, 0),
)


def diagonal(eigenvalues: tuple[Fraction, ...]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(x * (m == n) for n in range(len(eigenvalues))) for m, x in enumerate(eigenvalues))


def first_only(eigenvalues: tuple[Fraction, ...], N: int) -> Point:
    """`p` the first axis, `v` the first axis over γ, `u = 0`, `U = 0`."""
    d, gamma = len(eigenvalues), gamma_of(diagonal(eigenvalues), N)[0][0]
    axis = [Fraction(k == 0) for k in range(d)]
    return {"p": axis, "v": [x / gamma for x in axis]}


@cache
def signs(eigenvalues: tuple[Fraction, ...], N: int) -> tuple[bool, Inertia]:
    """Whether the point is critical, and the signs of the second derivatives there."""
    loss = polynomial(diagonal(eigenvalues), N)
    values = at(first_only(eigenvalues, N), len(eigenvalues))
    return not any(gradient(loss, values)), inertia(hessian(loss, values))


def minima(statement: tuple[Row, ...]) -> Answer:
    """Whether at each case the point is critical, and its second derivatives have these signs, one being zero."""
    for eigenvalues, N, positive, negative in statement:
        where = f"Λ = diag({', '.join(map(str, eigenvalues))}), N = {N}"
        critical, found = signs(eigenvalues, N)
        if not critical:
            return Fails("the gradient does not vanish", where)
        if found != (positive, 1, negative):
            return Fails(f"{found[0]} are positive, {found[1]} zero, {found[2]} negative", where)
    return Holds(f"{len(statement)} matrices of second derivatives with these signs")


def loss_there() -> sympy.Expr:
    """At the first case."""
    eigenvalues, N, *_ = ROWS[0]
    loss = polynomial(diagonal(eigenvalues), N)
    return to_sympy(Fraction(str(loss(*at(first_only(eigenvalues, N), len(eigenvalues))))))


def least_there() -> sympy.Expr:
    """The loss of the trained model at the first case: `uU = Γ⁻¹`, `u = 1`."""
    eigenvalues, N, *_ = ROWS[0]
    gamma = gamma_of(diagonal(eigenvalues), N)
    d = len(eigenvalues)
    inverse = [1 / gamma[k][k] if k == n else Fraction(0) for k in range(d) for n in range(d)]
    loss = polynomial(diagonal(eigenvalues), N)
    return to_sympy(Fraction(str(loss(*at({"u": [Fraction(1)], "U": inverse}, d)))))


def bend_there() -> sympy.Expr:
    """The second derivative by u at the first case."""
    eigenvalues, N, *_ = ROWS[0]
    loss = polynomial(diagonal(eigenvalues), N)
    return to_sympy(hessian(loss, at(first_only(eigenvalues, N), len(eigenvalues)))[0][0])


@claim(
    "zhang2024/local-minima",
    source=printed("Theorem 4.1, beyond it: all parameters"),
    parts=(
        Settled("minima", ROWS, minima),
        Equality("loss_there", loss_there, sympy.Rational(17, 28)),
        Equality("least_there", least_there, sympy.Rational(39, 70)),
        Equality("bend_there", bend_there, sympy.Rational(57, 49)),
    ),
    uses=(global_minimum,),
    rests_on=("second-derivatives",),
    formal="first_axis.local_minima",
)
def local_minima() -> Iterator[Chain]:
    """The loss over all parameters that reach the prediction has local minima that are no global ones.

    Shown for diagonal Λ with the eigenvalues, and at the lengths N, of the rows. The point has `u = 0`, `U = 0`, p the
    first axis and v the first axis over the largest eigenvalue γ of Γ: it predicts from the first covariate alone. It
    is critical. The second derivatives by all (d + 1)² entries are exact rational numbers; their matrix, diagonalised
    as `LDLᵀ`, has one zero, along the curve `(cp, v/c)` on which the loss does not change, and a negative entry or
    none.
    For `Λ = diag(1, 1/2)` the point is a local minimum at N = 1 and N = 10 and a saddle at N = 11; for
    `Λ = diag(1, 1/10)` a minimum at N = 202, a saddle at N = 203. At the first row the loss is 17/28, at the trained
    point 39/70.
    """
    yield from ()


CASE = Case("gaussian_vector([1, 0], [0, 1/2])", d=2, N=1)


@crosscheck(local_minima, "quadrature", cases=(CASE,))
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Losses at the best multiple of the first coordinate and of the trained model, and how the first one bends."""
    import numpy as np

    point = best_first(law, d, N)
    return {
        "loss_there": loss_by_nodes(law, N, point),
        "least_there": least_loss(law, N),
        "bend_there": bend_by_nodes(law, N, point, {"W_PV_22": np.ones((1, 1))}),
    }


@crosscheck(local_minima, "sampled", cases=(CASE,))
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random prompts."""
    return {"loss_there": loss_by_samples(law, N, best_first(law, d, N), rng)}
