"""The model with a random diagonal covariance for each prompt: independent eigenvalues of one law.

The covariates are `s_j` times standard normal numbers, `λ_j = s_j²`; s is drawn once for a prompt and its query. The
family is that of u and multiples of the identity, `W_PV_22 = u`, `W_KQ_11 = aI`. In the second setting the query is
independent of the prompt's covariance.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy

from proofs.zhang2024.notation import EIGENVALUE
from proofs.zhang2024.setting import K, N, P, d, i, w
from symbolic.flow.field import expression
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.setting import (
    IID,
    Array,
    Family,
    Gaussian,
    Setting,
    block,
    covariance,
    diagonal,
    eye,
    given,
    parameter,
    scalar,
    stack,
    total,
    zero,
)
from symbolic.setting.randomness import Source
from symbolic.setting.symbols import Time

s = IID("s", d, centred=False)
samples = Gaussian("x", covariance("Λ", d)).each(i)
noise, last = Gaussian("xi", eye(d)).each(i), Gaussian("zeta", eye(d))

MULTIPLES = Family(W_PV_22=scalar("u"), W_KQ_11=scalar("a") * eye(d))
REDUCED = Family(W_PV_22=scalar("u"), W_KQ_11=given("U", [d]))


def _covariate(i: Time) -> Array:
    return diagonal(s) @ noise[i]


def _prediction(query: Array, covariate: Callable[[Time], Array] = _covariate, task: Array = w) -> Array:
    def token(i: Time) -> Array:
        return stack(covariate(i), task.H @ covariate(i))

    tokens = total(token(i) @ token(i).H, i, 1, N)
    row = stack(query, zero(1))
    return block(P @ (tokens + row @ row.H) @ K @ row / N, 2)


def _setting(key: str, query: Array) -> Setting:
    return Setting(
        key,
        sizes=(d, N),
        draws=(s, noise, last, w),
        parameters=(P, K),
        prediction=lambda: _prediction(query),
        target=lambda: w.H @ query,
        families={"multiples": MULTIPLES, "reduced": REDUCED},
        source="Zhang, Frei, Bartlett 2024, Section 4.3, arXiv 2306.09927",
    )


query, task, shift = parameter("q", [d], []), parameter("w", [d], []), parameter("c", [], [])
"""A query and a task that are given, and a number."""

GIVEN_BOTH = Family(
    W_PV_22=scalar("u"),
    W_KQ_11=scalar("a") * eye(d),
    q=given("p", [d], []),
    w=given("v", [d], []),
    c=scalar("e"),
)


def _of_given(key: str, covariate: Callable[[Time], Array], *draws: Source) -> Setting:
    """The number c as what is said of the prediction: the gradient by c at 0 is minus the mean of the prediction."""
    return Setting(
        key,
        sizes=(d, N),
        draws=draws,
        parameters=(P, K, query, task, shift),
        prediction=lambda: shift,
        target=lambda: _prediction(query, covariate, task),
        families={"multiples": GIVEN_BOTH},
        source="Zhang, Frei, Bartlett 2024, Section 4.3, arXiv 2306.09927: a number c for what the model predicts at a "
        "given query and task; the gradient by c at 0 is minus the mean of the prediction",
    )


RANDOM = _setting("zhang2024-random", diagonal(s) @ last)
INDEPENDENT = _setting("zhang2024-independent", last)
GIVEN = _of_given("zhang2024-given", _covariate, s, noise)
GIVEN_COVARIANCE = _of_given("zhang2024-given-covariance", lambda i: samples[i], samples)


@cache
def on_multiples() -> OnFamily:
    return Derived(RANDOM).on(MULTIPLES)


def in_moments(formal: sympy.Expr) -> sympy.Expr:
    """With `m2(s)`, `m4(s)`, `m6(s)` written as moments of the eigenvalue."""
    known = {sympy.Symbol(f"m{2 * k}(s)", real=True): letter for k, letter in enumerate(EIGENVALUE, start=1)}
    return formal.xreplace(known)


@cache
def loss() -> sympy.Expr:
    """The population loss on the family."""
    return in_moments(expression(on_multiples().terms))


@cache
def independent_loss() -> sympy.Expr:
    """The same for a query that is independent of the covariance."""
    return in_moments(expression(Derived(INDEPENDENT).on(MULTIPLES).terms))


@cache
def scalar_gradient() -> sympy.Expr:
    """`∂L/∂u`."""
    return in_moments(expression(on_multiples().derivative("W_PV_22")))


@cache
def diagonal_gradient() -> sympy.Expr:
    """`∂L/∂W_KQ_11[j, j]`, the same for every j; raises ValueError where an entry off the diagonal has a gradient."""
    terms = on_multiples().derivative("W_KQ_11")
    if any(graph.factors or len(set(graph.open)) != 1 for graph in terms):
        raise ValueError("the gradient is no multiple of the identity")
    return in_moments(sympy.Add(*(c.expression() for c in terms.values())))
