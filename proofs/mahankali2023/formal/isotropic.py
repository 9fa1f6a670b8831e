"""The best layer for white covariates and weights: its loss above the least one as a sum of squares."""

from __future__ import annotations

from proofs.mahankali2023.formal.best_layers import BestLayer
from proofs.mahankali2023.formal.designs import Design, DesignedLayer
from proofs.mahankali2023.formal.first_step import descends, is_descent
from proofs.mahankali2023.formal.layers import inside
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    identity_matrix,
    integers_from,
    less,
    member,
    multiple,
    real,
    sum_of_matrices,
    trace,
)
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import divisors, known_letters
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative

d, N, σ = map(real, ("d", "N", "sigma"))
DATA = (*(member(size, integers_from(1)) for size in (d, N)), member(σ, REALS))
WEIGHT = N + d + 1 + σ**2
STEP = 1 / WEIGHT
"""η."""

ONE = identity_matrix(d)
POSITIVE = signed(less(0, WEIGHT), assumed(*DATA), squares=(σ,))
LAYER = DesignedLayer(
    ModelAnywhere("mahankali2023"),
    ModelAnywhere("mahankali2023-even"),
    DATA,
    (POSITIVE,),
    design=Design(N, ONE, ONE, d, d, σ**2, σ**2),
)
APART = ModelAnywhere("mahankali2023-apart")
LEAST = σ**2 + d - N * d * STEP


def gap(of: Expression) -> Expression:
    """`(N/η) ‖A − ηI‖²`."""
    return N * WEIGHT * norm(sum_of_matrices(of, multiple(-STEP, ONE)))


def best(least: Expression = LEAST, step: Expression = STEP) -> BestLayer:
    """The layer with what is stated of it."""
    return BestLayer(LAYER, least, gap, multiple(step, ONE), APART)


def goal(least: Expression = LEAST, step: Expression = STEP, slope: int = 1) -> Expression:
    """For all sizes, noises and blocks: the loss, where it is least, at a step of descent, and what it depends on."""
    return conjunction(descends(slope), best(least, step).stated())


def of_step() -> Theorem:
    """The loss of a step with A is the least one, and the gap."""
    odd, value = LAYER.design.of_step(LAYER.step), LEAST + gap(LAYER.step)
    same = equal(value - N * STEP * (trace(ONE) - d), odd)
    found = traces(same, (), (), known_letters(LAYER.facts, *inside(same)), divisors(LAYER.facts, same))
    return identity(odd, value, LAYER.facts, ((found, -1), (LAYER.of_identity, -N * STEP)))


def gap_sign() -> Theorem:
    """The gap is not negative."""
    square = not_negative(sum_of_matrices(LAYER.step, multiple(-STEP, ONE)), LAYER.facts)
    signs: Facts = (signed(less(0, N), LAYER.facts), POSITIVE, square)
    return signed(at_most(0, gap(LAYER.step)), signs, products=(signs,))


def proof() -> Proof:
    """The goal and its definedness."""
    return best().proof(of_step(), gap_sign(), beside=(is_descent(),))
