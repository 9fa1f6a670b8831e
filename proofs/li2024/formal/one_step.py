"""One layer of linear attention does as well as one preconditioned step and no better, for two designs of the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from proofs.mahankali2023.formal.best_layers import one_entry
from proofs.mahankali2023.formal.designs import Design, DesignedLayer
from proofs.mahankali2023.formal.layers import Layer, derived, inside, value_of
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    iff,
    integers_from,
    matrices,
    matrix_letter,
    member,
    product,
    real,
    semidefinite,
    trace,
    transpose,
    zeros,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, proved, quantified, rewritten, under
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, of_matrices, shaped

d, N, m, α, β, σ = map(real, ("d", "N", "m", "alpha", "beta", "sigma"))
Λ, V, A = map(matrix_letter, ("Λ", "V", "A"))
SIZES = tuple(member(size, integers_from(1)) for size in (d, N))
ANY = member(A, matrices(d, d))
BOUND = member(m, REALS)

Ends = Callable[[Layer], tuple[tuple[Expression, Expression, Expression], ...]]
"""What `Layer.split_by` has to be told of the loss of the step."""


@dataclass(frozen=True)
class LayerAndStep:
    """A layer and a model of one step on the same data, and what tells the square of a row apart from the rest."""

    layer: Layer
    step: ModelAnywhere
    ends: tuple[tuple[Expression, Expression, Expression], ...]

    def of_step(self, of: Expression) -> Node:
        """The loss of the step with a matrix."""
        return self.step.loss(*self.layer.given, of)

    def value(self, step: Expression) -> Expression:
        """The loss of the layer is that of the step, and the mean square of the even part."""
        return equal(self.layer.loss(), self.of_step(step) + self.layer.even())

    def bounds(self) -> Node:
        """That a number is below all losses of layers, and that it is below all losses of steps."""
        layers = quantified(at_most(m, self.layer.loss()), *self.layer.places)
        return iff(layers, quantified(at_most(m, self.of_step(A)), ANY))

    def goal(self, step: Expression | None = None, even: bool = True) -> Expression:
        """All that is stated of a design."""
        value = self.value(step or self.layer.step)
        found = quantified(conjunction(value, self.layer.vanishing(), self.layer.alike()), *self.layer.places)
        return quantified(conjunction(found, quantified(self.bounds(), BOUND)), *self.layer.data)

    @cached_property
    def is_split(self) -> Theorem:
        """The value, at all blocks."""
        layer = self.layer
        step = derived(self.step, self.of_step(layer.step), layer.facts)
        found = layer.split_by(value_of(step), *self.ends)
        using = (found, 1), (step, -1)
        return identity(layer.loss(), self.of_step(layer.step) + layer.even(), layer.facts, using)

    def proof(self) -> Theorem:
        """What is stated."""
        layer = self.layer
        each = conjoin(self.is_split, layer.vanishes(), layer.is_alike())
        found = conjoin(under(each, *layer.places), under(self._same_bounds(), BOUND))
        return under(found, *layer.data)

    def _same_bounds(self) -> Theorem:
        layers, steps = parts(self.bounds(), "iff")
        here = at(assume(layers), *self._sparse())
        forth = under(rewritten(self._as_step(), here), ANY)
        low = at(assume(steps), shaped(self.layer.step, self.layer.facts))
        signs = self.is_split, low, self.layer.even_sign
        back = under(signed(at_most(m, self.layer.loss()), signs), *self.layer.places)
        return both_ways(under(forth, layers), under(back, steps))

    @property
    def _facts(self) -> Facts:
        return (*self.layer.facts, assume(ANY))

    def _sparse(self) -> tuple[Theorem, ...]:
        return tuple(shaped(each, self._facts) for each in self.layer.sparse(A))

    def _as_step(self) -> Theorem:
        """The loss of the layer with `u = 1`, `U = A` and no other blocks is that of the step with A."""
        layer, there = self.layer, self._sparse()
        blocks = layer.sparse(A)
        found = rewritten(one_entry(), at(under(self.is_split, *layer.places), *there))
        nothing = by_words(equal_matrices(zeros(1, layer.size), zeros(1, layer.size)), layer.facts)
        even = apply(at(under(layer.vanishes(), *layer.places), *there), conjoin(nothing, nothing))
        of_word, _ = parts(value_of(found), "add")
        one, other = (derived(self.step, each, self._facts) for each in (of_word, self.of_step(A)))
        sides = equal(value_of(one), value_of(other))
        same = traces(sides, (), (), known_letters(self._facts, *inside(sides)), ())
        using = (found, 1), (even, 1), (one, 1), (other, -1), (same, 1)
        return identity(layer.loss(*blocks), self.of_step(A), self._facts, using)


def free() -> LayerAndStep:
    """Independent samples with covariance Λ, weights with covariance V."""
    data = (*SIZES, member(Λ, semidefinite(d)), member(V, semidefinite(d)), member(σ, REALS))
    design = Design(N, Λ, V, trace(product(V, Λ)), trace(product(V, Λ, V, Λ)), σ**2)
    layer = DesignedLayer(ModelAnywhere("li2024"), ModelAnywhere("li2024-even"), data, design=design)
    return LayerAndStep(layer, ModelAnywhere("li2024-step", in_words=True), layer.ends)


def retrieved() -> LayerAndStep:
    """Samples `α q + β g` that resemble the query."""
    data = (*SIZES, *(member(number, REALS) for number in (α, β, σ)))
    layer = Layer(ModelAnywhere("li2024-retrieval"), ModelAnywhere("li2024-retrieval-even"), data)
    p, _, _, v = layer.reached()
    s, g = α**2, β**2
    crossed = N**2 * (4 * s**2 + d * s**2 + 2 * s * g) + N * (d * s * g + 2 * s * g + s * σ**2)
    squared = crossed + N * (d * s * g + 2 * s * g) + N**2 * g**2 + N * (d * g**2 + g**2 + g * σ**2)
    across = product(v, transpose(p))
    ends = (product(p, transpose(p)), product(v, transpose(v)), squared), (across, across, crossed)
    return LayerAndStep(layer, ModelAnywhere("li2024-retrieval-step", in_words=True), ends)


def goal() -> Expression:
    """For both designs, all sizes, noises and blocks: the loss of the layer, and the least one."""
    return conjunction(free().goal(), retrieved().goal())


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that losses are polynomials, and shapes."""
    models = (each for design in (free(), retrieved()) for each in (design.layer.model, design.layer.part, design.step))
    return defined_on(*models)(formula, known) or of_matrices(formula, known)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(free().proof(), retrieved().proof())
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))
