"""Where the loss of a layer is least: at a matrix at which the loss of a step is, and no other block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from proofs.mahankali2023.formal.designs import DesignedLayer
from proofs.mahankali2023.formal.layers import derived, value_of
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.logic import apply, conjoin, parts, reflexive
from symbolic.core.rules.matrix_algebra import cell_of_word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, cell, conjunction, equal, equal_matrices, identity_matrix, implies, zeros
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, modulo, proved, quantified, rewritten, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, of_matrices, shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


@dataclass(frozen=True)
class BestLayer:
    """A layer, the least loss, what is added to it at a matrix of a step, and the matrix at which that is 0.

    Where it is stated that the best layer makes a step, a model of the layer beside any step.
    """

    layer: DesignedLayer
    least: Expression
    gap: Callable[[Expression], Expression]
    best: Expression
    apart: ModelAnywhere | None = None

    @property
    def value(self) -> Expression:
        """The loss as the least one, the gap of the step, and the mean square of the even part."""
        layer = self.layer
        return equal(layer.loss(), self.least + self.gap(layer.step) + layer.even())

    @property
    def lowest(self) -> Expression:
        """It is nowhere smaller than at the best matrix."""
        return at_most(self.layer.loss(*self.layer.sparse(self.best)), self.layer.loss())

    @property
    def goal(self) -> Node:
        """All that is stated of the layer at a point."""
        layer = self.layer
        return conjunction(self.value, layer.vanishing(), self.lowest, layer.alike(), *self.as_step)

    @property
    def as_step(self) -> tuple[Node, ...]:
        """The best layer predicts what the step does with the best matrix: their mean squared difference is 0."""
        blocks = self.layer.sparse(self.best)
        return (equal(self.apart.loss(*self.layer.given, *blocks, self.best), 0),) if self.apart else ()

    def stated(self, *supposed: Expression) -> Expression:
        """That for all data and blocks, under what is supposed of the data."""
        found = quantified(self.goal, *self.layer.places)
        for each in reversed(supposed):
            found = quantified(found, each) if _is_membership(each) else implies(each, found)
        return quantified(found, *self.layer.data)

    def proof(self, step: Theorem, gap: Theorem, *supposed: Expression, beside: Facts = ()) -> Proof:
        """That and its definedness, from the loss of the step as the least one and the gap, and from the gap's sign.

        Beside it may stand other theorems, such as that what is supposed can be met.
        """
        layer = self.layer
        value = self.valued(step)
        low = self.lowest_by(value, gap, layer.even_sign)
        found = conjoin(value, layer.vanishes(), low, layer.is_alike(), *map(self._predicts, self.as_step))
        theorem = under(under(found, *layer.places), *layer.data, *supposed)
        whole = conjoin(*beside, theorem) if beside else theorem
        return Proof(whole.conclusion, whole, proved(defined(whole.conclusion), solve=self.meaningful))

    def valued(self, step: Theorem) -> Theorem:
        """The value, from the loss of the step."""
        return modulo(self.value, (self.layer.split, step), self.layer.known)

    def meaningful(self, formula: Expression, known: Facts) -> Theorem | None:
        """A solver: that losses are polynomials, shapes, and that nothing is divided by 0."""
        known = (*known, *self.layer.facts, *divisors(self.layer.facts, self.goal))
        models = self.layer.model, self.layer.part, *((self.apart,) if self.apart else ())
        return defined_on(*models)(formula, known) or of_matrices(formula, known)

    def lowest_by(self, value: Theorem, gap: Theorem, even: Theorem) -> Theorem:
        return signed(self.lowest, (value, gap, even, self.at_best(value), *self.layer.known))

    def _predicts(self, goal: Node) -> Theorem:
        assert self.apart is not None
        found = rewritten(one_entry(), derived(self.apart, goal.parts[0], self.layer.facts))
        gone = rewritten_traces(equal(value_of(found), 0), self.layer.facts)
        return identity(goal.parts[0], 0, self.layer.facts, ((found, 1), (gone, 1)))

    def at_best(self, value: Theorem) -> Theorem:
        """The loss at the best matrix is the least one."""
        layer = self.layer
        blocks = layer.sparse(self.best)
        there = tuple(shaped(each, layer.facts) for each in blocks)
        found = rewritten(one_entry(), at(under(value, *layer.places), *there))
        nothing = by_words(equal_matrices(zeros(1, layer.size), zeros(1, layer.size)), layer.facts)
        even = apply(at(under(layer.vanishes(), *layer.places), *there), conjoin(nothing, nothing))
        step, _ = parts(value_of(found), "add")
        gone = rewritten_traces(equal(parts(step, "add")[1], 0), layer.facts)
        return identity(layer.loss(*blocks), self.least, layer.facts, ((found, 1), (even, 1), (gone, 1)))


def _is_membership(formula: Expression) -> bool:
    return isinstance(formula, Node) and formula.head == "member"


def one_entry() -> Theorem:
    """`I[1, 1] = 1` for the identity of size 1."""
    term = cell(identity_matrix(1), 1, 1)
    return modulo(equal(term, 1), (cell_of_word(term), indicator_of_true(reflexive(written(1)))))
