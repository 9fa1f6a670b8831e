"""The error of the recursion where it forgets half within the prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.jiang2025.fading_error import N, alpha, k, loss, power
from proofs.jiang2025.fading_route import HALVED, errors
from proofs.jiang2025.recursion import recursion
from proofs.jiang2025.sources import printed
from proofs.parts import Equality, Positive
from symbolic.algebra.notation import d
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

x = sympy.Symbol("x", positive=True)
n = sympy.Symbol("n", integer=True, positive=True)

ERROR = 3 * d * (d + 1) * (1 - alpha) / (1 + alpha)
LOWEST = (2 * N - 1) / (2 * N + 1)
"""What α is above."""


def at_half() -> sympy.Expr:
    """The derived error at `β = 2/α`, `α^N = 1/2`."""
    return sympy.cancel(loss().subs({k: 2 * (1 - alpha) / alpha, power: sympy.Rational(1, 2)}))


def bernoulli() -> sympy.Expr:
    """`(1 + n x)(1 + x) − (1 + (n + 1) x)`: the step from n to n + 1."""
    return sympy.expand((1 + n * x) * (1 + x) - (1 + (n + 1) * x))


def beyond_two() -> sympy.Expr:
    """`1 + N x − 2` for `x = 1/LOWEST − 1`, with `N = m + 1`."""
    m = sympy.Symbol("m", integer=True, nonnegative=True)
    return sympy.factor((1 + N * (1 / LOWEST - 1) - 2).subs(N, m + 1))


def falls() -> sympy.Expr:
    """Minus the derivative of `(1 − α)/(1 + α)`."""
    return sympy.factor(-sympy.diff((1 - alpha) / (1 + alpha), alpha))


@claim(
    "jiang2025/error-bound",
    source=printed("Theorem 4.1 (c)"),
    parts=(
        Equality("error", at_half, ERROR),
        Equality("bernoulli", bernoulli, n * x**2),
        Positive("beyond_two", beyond_two),
        Positive("falls", falls),
        Equality("bound", lambda: ERROR.subs(alpha, LOWEST), 3 * d * (d + 1) / (2 * N)),
    ),
    uses=(recursion,),
    formal="error_bound",
)
def error_bound() -> Iterator[Chain]:
    """With `α = 2^(−1/N)` and `β = 2/α` the mean squared error is below `3 d (d + 1)/(2N)`, for all d and N.

    It is `3 d (d + 1) (1 − α)/(1 + α)`, from `α^N = 1/2`; the factor of the bias vanishes at this β. By Bernoulli's
    inequality, by induction, `(1 + x)^N >= 1 + N x > 2 = α^(−N)` at `x = 2/(2N − 1)`, so that
    `α > (2N − 1)/(2N + 1)`, where the error, which falls with α, is the bound. Half the squared error is below half of
    it. The choice of β is what makes the printed constant; the text names it otherwise.
    """
    yield from ()


@crosscheck(error_bound, "quadrature", cases=HALVED)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the recursion, run token by token."""
    return by_nodes({"error": errors(law, N, 2 ** (-1 / N), 2 ** (1 + 1 / N))})


@crosscheck(error_bound, "sampled", cases=HALVED[:1])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples({"error": errors(law, N, 2 ** (-1 / N), 2 ** (1 + 1 / N))}, rng)
