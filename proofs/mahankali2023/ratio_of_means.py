"""The step of the best layer as a ratio of two means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.shift_route import NORMAL, Integrands, by_nodes, by_samples, prompts, root_of
from proofs.mahankali2023 import setting
from proofs.mahankali2023.isotropic import theorem_1
from proofs.mahankali2023.notation import STEP, N, sigma
from proofs.mahankali2023.setting import eps, i
from proofs.mahankali2023.sources import printed
from proofs.parts import Equality
from symbolic.algebra.notation import d
from symbolic.algebra.rectangular import Rectangular, eye, inverse_rules, rectangular
from symbolic.algebra.traces import matrix, substituted, trace
from symbolic.laws import Law
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Gaussian, Setting, given, parameter, total, zero
from symbolic.setting import eye as identity
from symbolic.typeset.derivation import Chain

size, samples, spread = setting.d, setting.N, setting.sigma
k, G, X = parameter("k", [], []), parameter("G", [samples]), given("X", [samples], [size])
x, w = Gaussian("x", identity(size)).each(i), Gaussian("w", identity(size))
noise = Gaussian("eps", identity(samples))

CORRELATION = Setting(
    "mahankali2023-correlation",
    sizes=(size, samples),
    draws=(x, w, eps),
    parameters=(k,),
    prediction=lambda: k * total((w.H @ x[i] + spread * eps[i]) * x[i], i, 1, samples),
    target=lambda: w,
    factor=1,
)
"""`E ‖k Xᵀy − w‖²`."""

AT_DESIGN = Setting(
    "mahankali2023-at-design",
    sizes=(size, samples),
    draws=(w, noise),
    parameters=(G,),
    prediction=lambda: G @ (X @ w + spread * noise),
    target=lambda: zero(samples),
    factor=1,
)
"""`E ‖G y‖²` where the covariates X are given."""

letter = sympy.Symbol("k", real=True)


@cache
def moments() -> tuple[sympy.Expr, sympy.Expr]:
    """`E wᵀXᵀy` and `E ‖Xᵀy‖²`, derived."""
    terms = Derived(CORRELATION).terms
    found = sympy.Add(*(c.expression() * letter ** len(graph.factors) for graph, c in terms.items()))
    polynomial = sympy.Poly(found, letter)
    return -polynomial.coeff_monomial(letter) / 2, polynomial.coeff_monomial(letter**2)


rows, columns = N, d
DESIGN = rectangular("X", rows, columns)
RIDGE = Rectangular(matrix("Q", symmetric=True), columns, columns)
"""`(XᵀX + σ²)⁻¹`."""

OF_RIDGE = inverse_rules(RIDGE, DESIGN.T @ DESIGN + eye(columns) * sigma**2, DESIGN.T @ DESIGN)


def regressed() -> sympy.Expr:
    """`E ‖G y‖²` where `GᵀG` is `X (XᵀX + σ²)⁻¹ Xᵀ`: the mean of `vᵀXᵀy` at given covariates."""
    middle = DESIGN @ DESIGN.T + eye(rows) * sigma**2
    return trace((RIDGE @ DESIGN.T @ middle @ DESIGN).words, OF_RIDGE)


def at_design() -> sympy.Expr:
    """`E ‖G y‖²`, derived."""
    return substituted(in_traces(Derived(AT_DESIGN).terms), {})


OTHER = rectangular("G", rows, rows)
SQUARED = trace((OTHER @ (DESIGN @ DESIGN.T + eye(rows) * sigma**2) @ OTHER.T).words)


@claim(
    "mahankali2023/step",
    source=printed("Theorem 1, the step; the formula as recalled"),
    parts=(
        Equality("at_design", at_design, SQUARED),
        Equality("regressed", regressed, trace((DESIGN.T @ DESIGN).words)),
        Equality("product", lambda: moments()[0], N * d),
        Equality("square", lambda: moments()[1], N * d * (N + d + 1 + sigma**2)),
        Equality("ratio", lambda: moments()[0] / moments()[1], STEP),
    ),
    uses=(theorem_1,),
    formal="means_of_step",
)
def step() -> Iterator[Chain]:
    """The step of Theorem 1 is `η = E[vᵀXᵀy]/E[yᵀXXᵀy]`, with the ridge regression `v = (XᵀX + σ²)⁻¹Xᵀy`.

    For all d, n (written N here) and every `σ ≠ 0`. Given the covariates, `E yyᵀ = XXᵀ + σ²`, so that
    `E vᵀXᵀy = tr (XᵀX + σ²)⁻¹ Xᵀ(XXᵀ + σ²)X = tr XᵀX`, and so is `E wᵀXᵀy`: the means over the covariates
    are `n d`, and `E yᵀXXᵀy = n d (n + d + 1 + σ²)`.
    """
    yield from ()


POINT = (("sigma", 0.5),)
CASES = (Case("gaussian", d=2, N=1, parameters=POINT), Case("gaussian", d=1, N=2, parameters=POINT))


def integrands(law: Law, N: int, sigma: float) -> Integrands:
    """`vᵀXᵀy` and `‖Xᵀy‖²` of a prompt, the first a polynomial once the mean over weights and noise is taken."""
    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.mahankali2023.second_route.forward import ridge
    from proofs.wu2023.second_route.noisy_prompts import labels

    def correlations(x: Any, w: Any, e: Any) -> tuple[Any, Any, Any]:
        points = samples(x, root_of(law))
        y = labels(points, w, sigma * e)
        return points, y, (y[:, :, None] * points).sum(axis=1)

    def product(*data: Any) -> Any:
        points, y, found = correlations(*data)
        return (ridge(points, y, sigma**2) * found).sum(axis=1)

    def square(*data: Any) -> Any:
        return (correlations(*data)[2] ** 2).sum(axis=1)

    source = prompts((NORMAL, N * law.d, 4), (NORMAL, law.d, 2), (NORMAL, N, 2))
    return {"product": (source, product), "square": (source, square)}


@crosscheck(step, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Means over all prompts, the regression solved in each."""
    found = by_nodes(integrands(law, N, parameters["sigma"]))
    return found | {"ratio": found["product"] / found["square"]}


@crosscheck(step, "sampled", cases=CASES)
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Squared lengths at random prompts."""
    return by_samples({"square": integrands(law, N, parameters["sigma"])["square"]}, rng)
