"""The model with a random diagonal covariance for each prompt: independent eigenvalues of one law.

The covariates are `s_j` times standard normal numbers, `λ_j = s_j²`; s is drawn once for a prompt and its query. The
family is that of u and multiples of the identity, `W_PV_22 = u`, `W_KQ_11 = aI`. In the second setting the query is
independent of the prompt's covariance.
"""

from __future__ import annotations

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
    diagonal,
    eye,
    given,
    scalar,
    stack,
    total,
    zero,
)
from symbolic.setting.symbols import Time

s = IID("s", d, centred=False)
noise, last = Gaussian("xi", eye(d)).each(i), Gaussian("zeta", eye(d))

MULTIPLES = Family(W_PV_22=scalar("u"), W_KQ_11=scalar("a") * eye(d))
REDUCED = Family(W_PV_22=scalar("u"), W_KQ_11=given("U", [d]))


def _token(i: Time) -> Array:
    x = diagonal(s) @ noise[i]
    return stack(x, w.H @ x)


def _prediction(query: Array) -> Array:
    tokens = total(_token(i) @ _token(i).H, i, 1, N)
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


RANDOM = _setting("zhang2024-random", diagonal(s) @ last)
INDEPENDENT = _setting("zhang2024-independent", last)


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
