"""The best layer as it is printed, with the axes of the covariance, and what its loss is to that of another paper."""

from __future__ import annotations

from proofs.ahn2023.formal import best_layer, printed_axes
from proofs.ahn2023.formal.best_layer import LAYER
from proofs.ahn2023.formal.kept_samples import DATA, Σ, d, n
from proofs.mahankali2023.formal.layers import NUMBER, SQUARE, derived, value_of
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import conjunction, equal, implies, multiple, zeros
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import divisors, of_matrices
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

ZHANG = ModelAnywhere("zhang2024")


def of_zhang(sign: int = -1) -> Node:
    """The loss of Zhang, Frei and Bartlett at u and `−Q_11`, all other blocks being zero."""
    shapes = map(ZHANG.stated.shape, ZHANG.stated.setting.blocks)
    blocks: dict[int, Expression] = {number: zeros(*shape) for number, shape in enumerate(shapes)}
    blocks |= {NUMBER: LAYER.blocks[NUMBER], SQUARE: multiple(sign, LAYER.blocks[SQUARE])}
    return ZHANG.loss(d, n, Σ, *blocks.values())


def twice(factor: int = 2, sign: int = -1) -> Expression:
    """For all sizes, covariances and blocks: where p and v are zero the loss is twice that."""
    premise, _ = parts(LAYER.vanishing(), "implies")
    return quantified(implies(premise, equal(LAYER.loss(), factor * of_zhang(sign))), *DATA, *LAYER.places)


def is_twice() -> Theorem:
    """The same as a theorem."""
    premise, _ = parts(LAYER.vanishing(), "implies")
    other, of_step = derived(ZHANG, of_zhang(), LAYER.facts), LAYER.design.of_step(LAYER.step)
    sides = equal(of_step, 2 * value_of(other))
    same = rewritten_traces(sides, LAYER.facts, conjuncts(assume(premise)), divisors(LAYER.facts, sides))
    even = apply(LAYER.vanishes(), assume(premise))
    using = (LAYER.split, 1), (even, 1), (other, -2), (same, 1)
    found = identity(LAYER.loss(), 2 * of_zhang(), LAYER.facts, using)
    return under(found, *DATA, *LAYER.places, premise)


def goal(
    best: Expression | None = None, axes: Expression | None = None, as_zhang: Expression | None = None
) -> Expression:
    """Where the loss is least, that this is the printed matrix, and what the loss is on a family of another paper."""
    return conjunction(best or best_layer.goal(), axes or printed_axes.goal(), as_zhang or twice())


def proof() -> Proof:
    """The goal and its definedness."""
    theorem = conjoin(best_layer.proof().theorem, printed_axes.proof(), is_twice())
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the losses are polynomials, shapes, and that nothing is divided by 0."""
    within = (*known, *LAYER.facts)
    of_axes = printed_axes.divides(formula)
    return of_axes or defined_on(LAYER.model, LAYER.part, ZHANG)(formula, within) or of_matrices(formula, within)
