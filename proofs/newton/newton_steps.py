"""How many steps of gradient descent a number of Newton steps amounts to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.newton.notation import A, X, alpha, k, m, n, newton
from proofs.newton.schulz import schulz
from proofs.newton.sources import printed
from proofs.parts import Equality
from symbolic.algebra.rectangular import Rectangular, as_rules, eye, paired, rectangular, word_of, zero
from symbolic.algebra.traces import Rules, derivative, trace
from symbolic.typeset.derivation import Chain

Y, W = rectangular("Y", n, m), rectangular("W", n, m)
"""Iterates of gradient descent."""

COMMUTES: Rules = as_rules({word_of(X @ A @ Y): Y @ A @ X})
"""What `commutes` supposes of one iterate, to show it of the next."""


def descended(y: Rectangular) -> Rectangular:
    """`Y + X₀(I − AY)`, X₀ the letter X."""
    return y + X @ (eye(m) - A @ y)


def from_the_right(y: Rectangular) -> Rectangular:
    """`Y + (I − YA)X₀`."""
    return y + (eye(n) - y @ A) @ X


def gradient_step() -> sympy.Expr:
    """`−α ∇ ½‖AY − I‖²`, paired."""
    off = (A @ Y - eye(m)).words
    loss = trace(off.T @ off, dimension=m) / 2
    return sympy.expand(-alpha * derivative(loss, "Y", rectangular("Z", n, m).words))


def together(one: Rectangular, other: Rectangular) -> Rectangular:
    """`Y_i + Y_j − Y_i A Y_j`."""
    return one + other - one @ A @ other


def repeated(step: Any, start: Rectangular, times: int) -> Rectangular:
    for _ in range(times):
        start = step(start)
    return start


@claim(
    "newton/steps",
    source=printed("Newton's iteration beside gradient descent"),
    parts=(
        Equality("gradient", gradient_step, paired(A.T @ (eye(m) - A @ Y) * alpha)),
        Equality(
            "residual",
            lambda: paired(eye(m) - A @ descended(Y), name="G"),
            paired((eye(m) - A @ X) @ (eye(m) - A @ Y), name="G"),
        ),
        Equality("first", lambda: paired(descended(zero(n, m))), paired(X)),
        Equality("commutes", lambda: paired(X @ A @ descended(Y), COMMUTES), paired(descended(Y) @ A @ X, COMMUTES)),
        Equality("sides", lambda: paired(descended(Y), COMMUTES), paired(from_the_right(Y))),
        Equality(
            "sum",
            lambda: paired(from_the_right(together(Y, W))),
            paired(together(Y, from_the_right(W))),
        ),
        Equality("doubled", lambda: paired(together(Y, Y)), paired(newton(A, Y))),
        Equality("exponent", lambda: 2 * 2**k, 2 ** (k + 1)),
        Equality(
            "third",
            lambda: paired(repeated(lambda x: newton(A, x), X, 3)),
            paired(repeated(descended, zero(n, m), 8)),
        ),
    ),
    uses=(schulz,),
    formal="newton_beside_descent",
)
def steps() -> Iterator[Chain]:
    """k Newton steps from X₀ are `2^k` steps `Y ← Y + X₀(I − AY)` from 0, and `I − A X_k = (I − A X₀)^(2^k)`.

    `X_k = Y_(2^k)` for every m x n matrix A, every n x m start X₀ and every k, of all sizes. With `X₀ = αAᵀ` the steps
    Y are gradient descent on `½‖AY − I‖²` with step α.

    Proof by induction. Residuals: a step of descent multiplies by `I − A X₀`, a Newton step squares, and
    `2 · 2^k = 2^(k+1)`. The matrices themselves: `X₀ A Y_j = Y_j A X₀` holds for `Y_0 = 0` and passes from j to j + 1,
    so that `Y_(j+1) = Y_j + (I − Y_j A) X₀` too. Then `Y_(i+j) = Y_i + Y_j − Y_i A Y_j` holds for j = 0 and passes from
    j to j + 1; at i = j it is a Newton step, and `X_0 = Y_1`. Equal residuals alone would not show it where A has no
    left inverse. The case k = 3 is multiplied out as well.
    """
    yield from ()


CASES = tuple(
    Case(None, m=rows, n=columns, parameters=(("alpha", 0.25),)) for rows, columns in ((1, 1), (2, 3), (3, 2))
)


@crosscheck(steps, "exact", cases=CASES)
def by_iteration(law: None, m: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """Three Newton steps; the slope of the loss by differences, and the residual after a step of descent."""
    from proofs.newton.second_route.iterations import after_steps

    return after_steps(m, n, Fraction(parameters["alpha"]))
