"""Linear self-attention with a trained initial guess of the query's label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import Source, claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.shift_route import by_nodes, by_samples
from proofs.parts import Equality
from proofs.xie2025.guess_route import CASES, SHORT, guessed_errors
from proofs.xie2025.setting import APART, GUESSED
from proofs.zhang2024b.learnable_start import learnable_start
from proofs.zhang2024b.notation import LETTERS, SIZES, Λ, Ψ, N, mu, sigma, started
from symbolic.algebra.traces import Letter, of_letter, substituted, trace
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Setting
from symbolic.typeset.derivation import Chain

u = sympy.Symbol("u", real=True)
U = of_letter(Letter("U"))
v = of_letter(Letter("v", vector=True))

OFF = mu - v
MOVED = U.T @ Λ * u
"""`AᵀΛ` for `A = uU`."""

LOSS = (
    sigma**2
    + trace((MOVED @ OFF - OFF).T @ Λ @ (MOVED @ OFF - OFF))
    + trace(MOVED.T @ Λ @ MOVED @ Ψ)
    - 2 * trace(Λ @ MOVED @ Ψ)
    + trace(Λ @ Ψ)
    + (
        trace((MOVED @ OFF).T @ Λ @ (MOVED @ OFF))
        + trace(MOVED.T @ Λ @ MOVED @ Ψ)
        + (trace(OFF.T @ Λ @ OFF) + trace(Λ @ Ψ) + sigma**2) * trace(U.T @ Λ @ U @ Λ) * u**2
    )
    / N
)
"""The loss of a step with uU from v."""


@cache
def at_guess(setting: Setting) -> sympy.Expr:
    """The derived loss with the last row `(−u vᵀ, u)`."""
    found = in_traces(Derived(setting).on(setting.families["held"]).terms, LETTERS)
    return SIZES.in_g(substituted(found, {"p": v * -u}))


def apart() -> sympy.Expr:
    """The derived mean squared difference from the step with `A = uU` from b = v."""
    return substituted(at_guess(APART), {"A": U * u, "b": v})


def of_step() -> sympy.Expr:
    """The derived loss of that step."""
    return substituted(started(), {"A": U * u, "b": v})


@claim(
    "xie2025/initial-guess",
    source=Source("xie2025", "abstract: a trainable initial guess; the text was not at hand", "2512.04268"),
    parts=(
        Equality("identity", apart, sympy.Integer(0)),
        Equality("same_loss", lambda: at_guess(GUESSED) - of_step(), sympy.Integer(0)),
        Equality("loss", lambda: SIZES.in_n(at_guess(GUESSED)), SIZES.in_n(SIZES.in_g(sympy.expand(LOSS)))),
    ),
    uses=(learnable_start,),
    formal="guessed",
)
def initial_guess() -> Iterator[Chain]:
    """With a trained guess v·q of the query's label attention makes one step from v, and closes the gap to the best.

    With the last row `(−u vᵀ, u)` of P, `K_11 = U` and all other blocks zero the prediction is, whatever the data are,
    that of the weights `v + uUᵀ (1/N) Σ (y_i − v·x_i) x_i`: one step of descent from v with the matrix uU. So for
    weights N(μ, Ψ) it reaches the least error of `learnable-start`, at v = μ and the matrix given there, for all d, N,
    every positive definite Λ and Ψ and every noise; from the guess 0, where that row is (0, u), it misses at least
    `‖μ‖²_Λ/(N + 1)`, by `zhang2024b/approximation-error`.
    """
    yield from ()


@crosscheck(initial_guess, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The mean squared error of attention, token by token."""
    return by_nodes(guessed_errors(law, N, parameters))


@crosscheck(initial_guess, "sampled", cases=SHORT)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same at random prompts."""
    return by_samples(guessed_errors(law, N, parameters), rng)
