"""What layers of linear attention keep of their tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.parts import Equality
from proofs.vladymyrov2024.sources import printed
from symbolic.algebra.rectangular import Rectangular, eye, paired, rectangular
from symbolic.algebra.traces import trace
from symbolic.typeset.derivation import Chain

d, n = sympy.symbols("d n", integer=True, positive=True)

X, y = rectangular("X", d, n), rectangular("y", n, 1)
"""Covariates, a column each, and labels."""

M, u, w = rectangular("M", d, d), rectangular("u", d, 1), rectangular("w", d, 1)
alpha = sympy.Symbol("alpha", real=True)
"""The state: `x_i ↦ M x_i + y_i u`, `y_i ↦ α y_i − w·x_i`."""

P, p, r, Q, h, k = (
    rectangular("P", d, d),
    rectangular("p", d, 1),
    rectangular("r", d, 1),
    rectangular("Q", d, d),
    rectangular("h", d, 1),
    rectangular("k", d, 1),
)
rho, kappa = sympy.symbols("rho kappa", real=True)
"""A head: value matrix `(P, p; rᵀ, ρ)`, matrix of keys and queries `(Q, h; kᵀ, κ)`."""

ROWS, LABELS = M @ X + u @ y.T, (y * alpha - X.T @ w).T
"""The tokens of the state: covariates, and a row of labels."""

Pair = tuple[Rectangular, Rectangular]


def through_head(covariates: Rectangular, label: Rectangular) -> Pair:
    """What a head adds to a token with these covariates and this label: `V Σ e_i e_iᵀ K e`."""
    scored = Q @ covariates + h @ label, k.T @ covariates + label * kappa
    summed = tuple(left @ (ROWS.T @ scored[0] + LABELS.T @ scored[1]) for left in (ROWS, LABELS))
    return P @ summed[0] + p @ summed[1], r.T @ summed[0] + summed[1] * rho


def layer(covariates: Rectangular, label: Rectangular) -> Pair:
    """The token after one layer with one head."""
    added = through_head(covariates, label)
    return covariates + added[0], label + added[1]


def next_state() -> tuple[Rectangular, Rectangular, Rectangular, Rectangular]:
    """M, u, −wᵀ and α after the layer: the layer applied to the columns of the state."""
    first, minus = layer(M, -1 * w.T)
    second, factor = layer(u, eye(1) * alpha)
    return first, second, minus, factor


x, label = rectangular("x", d, 1), sympy.Symbol("l", real=True)
"""A token before all layers."""


def after_layer(place: int) -> Rectangular:
    """Covariates or label of that token after the state and one more layer."""
    return layer(M @ x + u * label, (w.T @ x) * -1 + eye(1) * (alpha * label))[place]


def by_state(place: int) -> Rectangular:
    """The same by the next state."""
    first, second, minus, factor = next_state()
    found: Rectangular = first @ x + second * label if place == 0 else minus @ x + factor * label
    return found


def of_query(place: int) -> Rectangular:
    """The query, whose label is zero, after the state and one more layer."""
    return layer(M @ x, (w.T @ x) * -1)[place]


def number(matrix: Rectangular) -> sympy.Expr:
    """A matrix of one row and one column, in which the empty word is 1."""
    return trace(matrix.words, dimension=sympy.Integer(1))


@claim(
    "vladymyrov2024/linear-form",
    source=printed("Theorem 4.1"),
    parts=(
        Equality("covariates", lambda: paired(after_layer(0), name="z"), lambda: paired(by_state(0), name="z")),
        Equality("label", lambda: number(after_layer(1)), lambda: number(by_state(1))),
        Equality("query", lambda: number(of_query(1)), lambda: number(next_state()[2] @ x)),
        Equality(
            "query_covariates", lambda: paired(of_query(0), name="z"), lambda: paired(next_state()[0] @ x, name="z")
        ),
    ),
    formal="linear_form_of_tokens",
)
def linear_form() -> Iterator[Chain]:
    """Through layers of linear attention `x_i ↦ M x_i + y_i u`, `y_i ↦ α y_i − w·x_i` for all i, and the query alike.

    For all d, n, all data and all parameters; the query has the label 0, is no key, and its label after the layers is
    `−w·x_q` with the same w. M, u, w, α depend on the layer and on the prompt, not on i. By induction: at the start
    `M = 1`, u = w = 0, α = 1; a layer adds to each token one linear map of it, `V (Σ e_j e_jᵀ) K`, and takes columns
    (M, −wᵀ) and (u, α) where it takes the tokens. Each layer has one head here. The query's entry is `−w·x` at the next
    w.
    """
    yield from ()


CASES = tuple(
    Case(None, d=columns, n=samples, parameters=(("alpha", 0.5), ("rho", -0.25), ("kappa", 0.75), ("l", 1.5)))
    for columns, samples in ((1, 2), (2, 3), (3, 1))
)


@crosscheck(linear_form, "exact", cases=CASES)
def by_tokens(law: None, d: int, n: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Fraction]:
    """A layer on whole tokens, one key after the other."""
    from proofs.vladymyrov2024.second_route.whole_tokens import after_one

    return after_one(d, n, {name: Fraction(value) for name, value in parameters.items()})
