"""What is left of the labels after any number of layers, and how the loss depends on one layer among them.

With `M = (1/n) X Xᵀ` each layer takes `(w_* − w)ᵀ` to `(w_* − w)ᵀ (1 − M A)`: the error after L layers is
`w_*ᵀ (1 − M A_0) ⋯ (1 − M A_(L−1)) x_q`. For one layer among others F and G stand in the places of the products over
those before and behind it, which are polynomials in M where all A are multiples of the identity.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.ahn2023.many_layers.layers import query_entry
from proofs.ahn2023.notation import a, q
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter, substituted, trace
from symbolic.model.derived_model import Derived
from symbolic.model.traced import Letters, in_traces
from symbolic.setting import Family, Gaussian, Setting, eye, given, parameter, size

LETTERS: Letters = {name: Letter(name, symmetric=True) for name in ("M", "F", "G", "B", "C")}
M, F, G, B, C = (of_letter(letter) for letter in LETTERS.values())
Z, A = of_letter(Letter("Z")), of_letter(Letter("A"))

step = sympy.Symbol("a_k", real=True)
"""`A_k = a_k I`."""

ROOTS: Rules = {
    (LETTERS["B"], LETTERS["C"]): IDENTITY,
    (LETTERS["C"], LETTERS["B"]): IDENTITY,
}
"""`B² = Σ` and its inverse C."""


def _left() -> Setting:
    d = size("d")
    task, query = Gaussian("t", eye(d)), Gaussian("r", eye(d))
    matrix = parameter("A", [d])
    return Setting(
        "ahn2023-error",
        sizes=(d,),
        draws=(task, query),
        parameters=(matrix,),
        prediction=lambda: task.H @ matrix @ query,
        target=lambda: 0 * (task.H @ query),
        factor=1,
        families={"any": Family(A=given("F", [d]))},
        source="Ahn, Cheng, Daneshmand, Sra 2023, Section 4, arXiv 2306.00297",
    )


ERROR = _left()
"""The mean over weights and query, N(0, I), of the squared error `wᵀ A q`, A being what layers leave of it."""


@cache
def _between() -> Setting:
    d = size("d")
    task, query = Gaussian("t", eye(d)), Gaussian("r", eye(d))
    before, second, behind = (given(name, [d]) for name in ("F", "M", "G"))
    matrix = parameter("A", [d])
    return Setting(
        "ahn2023-between",
        sizes=(d,),
        draws=(task, query),
        parameters=(matrix,),
        prediction=lambda: task.H @ before @ second @ matrix @ behind @ query,
        target=lambda: task.H @ before @ behind @ query,
        factor=1,
    )


def error_after_layer() -> sympy.Expr:
    """The error of the query's prediction after a layer, for `w_* − w` before it: `w_*·x_q` plus the entry."""
    return sympy.expand(query_entry(symmetric=False) + trace(a.T @ q))


def _at_multiple(expression: sympy.Expr) -> sympy.Expr:
    return substituted(expression, {"A": IDENTITY * step})


@cache
def conditional_loss() -> sympy.Expr:
    """The derived mean squared error for one matrix M of samples, at `A_k = a_k I`; weights and query are N(0, I)."""
    return _at_multiple(in_traces(Derived(_between()).terms, LETTERS))


@cache
def conditional_slope() -> sympy.Expr:
    """`tr(Zᵀ ∂/∂A_k)` of it, derived by all entries."""
    return _at_multiple(in_traces(Derived(_between()).gradient["A"], LETTERS, "Z"))


LEFT = IDENTITY - M * step
"""`1 − a_k M`."""


def conjugated() -> sympy.Expr:
    """`tr Z (1 − Σ^½ M Σ^½ Σ^-½ A Σ^-½)`, M being that of covariates N(0, I)."""
    return trace(Z @ (IDENTITY - B @ M @ B @ C @ A @ C), ROOTS)
