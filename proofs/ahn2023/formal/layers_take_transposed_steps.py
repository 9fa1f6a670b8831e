"""L sparse layers with any matrices take L steps that are preconditioned with their transposes."""

from __future__ import annotations

from proofs.ahn2023.formal import symmetric_first_layer
from proofs.ahn2023.formal.layers_take_steps import (
    DATA,
    NATURAL,
    SIZES,
    L,
    all_layers,
    gradient,
    preconditioner,
    says,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import TRUE, Number, conjunction, difference, member, product, transpose
from symbolic.tactics.steps import proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices


def stepped(weights: Expression, layer: Number) -> Expression:
    """`w − A_lᵀ ∇R(w)`."""
    return difference(weights, product(transpose(preconditioner(layer)), gradient(weights)))


def goal(count: Expression = L, first: Expression | None = None) -> Expression:
    """For all sizes, data, matrices and numbers of layers; and where the matrix itself gives the first layer."""
    every = quantified(quantified(says(count, stepped), member(L, NATURAL)), *SIZES, *DATA)
    return conjunction(every, first or symmetric_first_layer.goal())


def every_layer() -> Theorem:
    """The statement, under sizes and shapes."""
    return all_layers(stepped, TRUE)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(under(every_layer(), *SIZES, *DATA), symmetric_first_layer.theorem())
    return Proof(goal(), found, proved(defined(goal()), solve=of_matrices))
