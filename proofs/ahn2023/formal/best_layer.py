"""Where the loss of one layer of linear attention is least, for every covariance of the covariates."""

from __future__ import annotations

import proofs.declared_settings  # noqa: F401
from proofs.mahankali2023.formal.best_layers import BestLayer
from proofs.mahankali2023.formal.layers import Design, Layer, form
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    conjunction,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    trace,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import positive, signed
from symbolic.tactics.steps import assumed, conjuncts, other_than_0
from symbolic.tactics.whole_matrices.roots import of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

d, n = map(real, ("d", "n"))
Σ, R, B = map(matrix_letter, ("Σ", "R", "B"))
SIZES = tuple(member(size, integers_from(1)) for size in (d, n))
ONE = identity_matrix(d)
GAMMA = sum_of_matrices(multiple((n + 1) / n, Σ), multiple(trace(Σ) / n, ONE))
INVERSE = conjunction(equal_matrices(product(GAMMA, R), ONE), equal_matrices(product(R, GAMMA), ONE))
"""`R = Γ⁻¹`."""

DATA = (*SIZES, member(Σ, semidefinite(d)))
GIVEN = member(R, matrices(d, d))
MANY = signed(less(0, n), assumed(*SIZES))
GROWN = positive((n + 1) / n, (MANY,))
LAYER = Layer(
    ModelAnywhere("ahn2023"),
    ModelAnywhere("ahn2023-even"),
    Design(n, Σ, ONE, trace(Σ), trace(product(Σ, Σ)), scale=-1 / n),
    DATA,
    (MANY, GROWN, assume(GIVEN)),
)
LEAST = trace(Σ) - trace(product(R, Σ, Σ))
OFF = sum_of_matrices(LAYER.step, R)
"""`A + Γ⁻¹`."""


def gap(of: Expression) -> Expression:
    """`tr(DᵀΓΣDΣ)` with `D = A + Γ⁻¹`, the squared norm of `(ΓΣ)^½ D Σ^½`."""
    return form(sum_of_matrices(of, R), product(GAMMA, Σ), Σ)


def best(least: Expression = LEAST, at: Number = -1) -> BestLayer:
    """The layer with what is stated of it."""
    return BestLayer(LAYER, least, gap, multiple(at, R))


def of_step() -> Theorem:
    """The loss of a step with A is the least one, and the gap."""
    sides = equal(LAYER.design.of_step(LAYER.step), LEAST + gap(LAYER.step))
    return rewritten_traces(sides, LAYER.facts, conjuncts(assume(INVERSE)), (other_than_0(GROWN),))


def gap_sign() -> Theorem:
    """The gap is not negative."""
    membership, root = of_root(Σ, d, B)
    facts = (*LAYER.facts, assume(membership))
    squares = product(Σ, OFF, B), product(B, OFF, B)
    values = form(OFF, product(Σ, Σ), Σ), form(OFF, Σ, Σ)
    return with_root(DATA, B, root)
