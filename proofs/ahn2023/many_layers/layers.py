"""A sparse layer on given data as a model, and what is derived of it: entries of its output, and steps of descent.

A layer maps Z to `Z + P Z M (Zᵀ Q Z)/n` with `P = diag(0, 1)` and `Q = −diag(A, 0)`; since M leaves the query out,
`Z M Zᵀ` is the sum over the samples. Data are matrices without a law: the samples X, d × n, the weights a of the task
and the query q. Before a layer the labels are `(a − w)ᵀX` and the query's entry is `−wᵀq`; the prompt is that at
`w = 0`. Source: Ahn, Cheng, Daneshmand, Sra 2023, Sections 2 and 4, arXiv 2306.00297.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy

from proofs.ahn2023.notation import ZERO, X, a, n, q, w
from symbolic.algebra.traces import Letter, Matrices, of_letter, trace
from symbolic.model.derived_model import Derived
from symbolic.model.traced import Letters, in_traces
from symbolic.setting import Array, Family, Setting, block, given, ones, parameter, size, stack, zero

SIZES = d, m = size("d"), size("n")
SAMPLES, TASK, REACHED, QUERY = given("X", [d], [m]), given("a", [d], []), given("w", [d], []), given("q", [d], [])
OF_SAMPLES, OF_COVARIATES = given("e", [m], []), given("f", [d], [])

DEPTH = 3
"""Layers that are multiplied out without an induction."""

NAMES = ("A", *(f"A_{layer}" for layer in range(DEPTH)))
SYMMETRIC: Letters = {name: Letter(name.replace("A", "S"), name, symmetric=True) for name in NAMES}
"""Preconditioners as symmetric letters."""

ANY: Letters = {}
"""Preconditioners as any matrices."""

VALUE = stack(stack(zero(d, d), zero(1, d)).H, stack(zero(d), ones(1)).H)
"""P."""


def _keys(name: str) -> Array:
    """Q."""
    return stack(stack(-1 * given(name, [d]).H, zero(1, d)).H, stack(zero(d), zero(1)).H)


def _through(samples: Array, columns: Array, name: str) -> Array:
    """What a layer makes of some columns of Z."""
    return columns + VALUE @ (samples @ samples.H) @ _keys(name) @ columns / m


def _before(reached: Array | None) -> tuple[Array, Array]:
    """Samples and query, where the labels are those of `a − w`; those of the prompt without w."""
    if reached is None:
        return stack(SAMPLES, TASK.H @ SAMPLES), stack(QUERY, zero(1))
    return stack(SAMPLES, (TASK - reached).H @ SAMPLES), stack(QUERY, -1 * reached.H @ QUERY)


def _read(what: Callable[[], Array], letters: Letters) -> sympy.Expr:
    """A number that a model computes, as an expression in its data: minus the slope of `½ (s − number)²` at `s = 0`."""
    level = parameter("s", [], [])
    model = Setting("ahn2023-entry", sizes=SIZES, draws=(), parameters=(level,), prediction=lambda: level, target=what)
    return -in_traces(Derived(model).on(Family()).derivative("s"), letters)


def _after(columns: str) -> Array:
    samples, query = _before(REACHED)
    return _through(samples, samples if columns == "samples" else query, "A")


@cache
def query_entry(symmetric: bool) -> sympy.Expr:
    """The query's last entry after a layer."""
    return _read(lambda: block(_after("query"), 2), SYMMETRIC if symmetric else ANY)


@cache
def label_entries(symmetric: bool) -> sympy.Expr:
    """The labels after a layer, times any vector e."""
    return _read(lambda: block(_after("samples"), 2, 1) @ OF_SAMPLES, SYMMETRIC if symmetric else ANY)


@cache
def covariate_entries() -> sympy.Expr:
    """`fᵀ (covariates of samples) e` after a layer."""
    return _read(lambda: OF_COVARIATES.H @ block(_after("samples"), 1, 1) @ OF_SAMPLES, ANY)


@cache
def query_covariates() -> sympy.Expr:
    """`fᵀ (covariates of the query)` after a layer."""
    return _read(lambda: OF_COVARIATES.H @ block(_after("query"), 1), ANY)


@cache
def from_prompt(depth: int, symmetric: bool) -> sympy.Expr:
    """The query's last entry after so many layers, multiplied out from the prompt."""
    samples, query = _before(None)
    for layer in range(depth):
        name = f"A_{layer}"
        samples, query = _through(samples, samples, name), _through(samples, query, name)
    return _read(lambda: block(query, 2), SYMMETRIC if symmetric else ANY)


@cache
def risk_gradient() -> sympy.Expr:
    """`zᵀ ∇R(w)` for any vector z, of `R(w) = (1/2n) Σ (w·x_i − a·x_i)²`."""
    weights = parameter("w", [d], [])
    risk = Setting(
        "ahn2023-risk",
        sizes=SIZES,
        draws=(),
        parameters=(weights,),
        prediction=lambda: SAMPLES.H @ weights,
        target=lambda: SAMPLES.H @ TASK,
        factor=1 / (2 * m),
    )
    return in_traces(Derived(risk).gradient["w"], {}, "z")


def gradient(at: Matrices = w) -> Matrices:
    """`∇R`, as it is written."""
    slope: Matrices = X @ X.T @ (at - a) * (1 / n)
    return slope


def preconditioner(name: str, symmetric: bool) -> Matrices:
    """The matrix of that name."""
    return of_letter(SYMMETRIC[name] if symmetric else Letter(name))


def descended(depth: int, symmetric: bool) -> Matrices:
    """Where so many steps `w − A ∇R(w)` lead from 0; transposed preconditioners where they are any matrices."""
    at = ZERO
    for layer in range(depth):
        at = at - preconditioner(f"A_{layer}", symmetric).T @ gradient(at)
    return at


def difference(symmetric: bool) -> sympy.Expr:
    """The query's last entry after one layer from the prompt, less that of a step with the same matrix: `−w_1ᵀ q`."""
    step = ZERO - preconditioner("A_0", symmetric) @ gradient(ZERO)
    return sympy.expand(from_prompt(1, symmetric) + trace(step.T @ q))
