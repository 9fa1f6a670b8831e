"""Long prompts with the covariance of the training: every layer's weights are those of the task."""

from __future__ import annotations

from functools import cache

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Sort, Variable
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    Number,
    cell,
    conjunction,
    entry,
    equal,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    member,
    real,
    total,
    vector,
)
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, under
from symbolic.tactics.sums.kronecker import selected

d, L, m, j, k, l = map(real, ("d", "L", "m", "j", "k", "l"))
S, R, W = (Variable(name, Sort.MATRIX) for name in ("S", "R", "W"))
"""The covariance, its inverse, and the weights: column 1 is where they start, column `m + 1` what m layers make."""

β, x = vector("β"), vector("x")
SIZES = member(d, integers_from(1)), member(L, integers_from(1))
SHAPES = member(S, matrices(d, d)), member(R, matrices(d, d)), member(W, matrices(d, L + 1))
TASK = member(β, SEQUENCES), member(x, SEQUENCES)
LAYER = member(m, integers_between(1, L))
ROW, COLUMN = member(j, integers_between(1, d)), member(l, integers_between(1, d))


LEFT_OUT = "the closed formula of a prediction, by powers of `1 − ΣΓ/L`"


def product(one: Expression, other: Expression) -> Expression:
    """An entry `j, l` of a product of matrices."""
    return total(k, 1, d, cell(one, j, k) * cell(other, k, l))


IDENTITY = indicator(equal(l, j))
INVERSE = quantified(conjunction(equal(product(R, S), IDENTITY), equal(product(S, R), IDENTITY)), ROW, COLUMN)
"""R is the inverse of S."""


def off(at: Expression) -> Expression:
    """How far the weights are from those of the task."""
    return entry(β, at) - cell(W, at, m)


def step(gamma: Number) -> Expression:
    """What a layer adds to the weight j: `Γ (Sβ − S w)/L`, Γ being a number times R."""
    return total(k, 1, d, gamma * cell(R, j, k) * total(l, 1, d, cell(S, k, l) * off(l)) / L)


def steps(gamma: Number) -> Expression:
    """Each of the L layers makes a step."""
    made = equal(cell(W, j, m + 1), cell(W, j, m) + step(gamma))
    return quantified(made, LAYER, ROW)


REACHED = quantified(equal(cell(W, j, m + 1), entry(β, j)), LAYER, ROW)
PREDICTED = equal(total(j, 1, d, entry(x, j) * cell(W, j, L + 1)), total(j, 1, d, entry(x, j) * entry(β, j)))


def goal(gamma: Number = L, inverse: Expression = INVERSE) -> Expression:
    """For all sizes, invertible covariances, starts, tasks and queries: β after the first layer, and no error."""
    found = implies(steps(gamma), conjunction(REACHED, PREDICTED))
    return quantified(implies(inverse, quantified(found, *SHAPES[2:], *TASK)), *SIZES, *SHAPES[:2])


FACTS = assumed(*SIZES)


def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), FACTS)


@cache
def one_step() -> Theorem:
    """A step adds what the weight j lacks."""
    depth = signed(less(0, L), FACTS)
    place = member(k, integers_between(1, d))
    inner = cell(R, j, k) * (cell(S, k, l) * off(l))
    pulled = at(separate_sums((cell(R, j, k),), (total(l, 1, d, cell(S, k, l) * off(l)),)), count())
    of_row = L * cell(R, j, k) * total(l, 1, d, cell(S, k, l) * off(l)) / L
    body = total(l, 1, d, Node("add", (inner,)))
    outer = equal_sums(under(modulo(equal(of_row, body), (pulled,), (depth,)), place))
    turned = exchanged_sums(total(k, 1, d, body))
    each = at_column(inner)
    gathered = equal_sums(under(each, COLUMN))
    chosen = selected(count(), assume(ROW), l, off(l))
    return modulo(equal(step(L), off(j)), (outer, turned, gathered, chosen))


def at_column(inner: Expression) -> Theorem:
    """`Σ_k R_jk S_kl v_l = 1[l = j] v_l`."""
    place = member(k, integers_between(1, d))
    apart = off(l) * (cell(R, j, k) * cell(S, k, l))
    same = equal_sums(under(identity(Node("add", (inner,)), Node("add", (apart,))), place))
    pulled = at(separate_sums((off(l),), (product(R, S),)), count())
    inverse = part(0, at(assume(INVERSE), assume(ROW), assume(COLUMN)))
    left, _ = parts(same.conclusion, "equal")
    return modulo(equal(left, IDENTITY * off(l)), (same, pulled, inverse))


def theorem() -> Theorem:
    """The goal."""
    made = at(assume(steps(L)), assume(LAYER), assume(ROW))
    reached = under(modulo(equal(cell(W, j, m + 1), entry(β, j)), (made, one_step())), LAYER, ROW)
    last = belonging(L, integers_between(1, L), FACTS)
    each = modulo(equal(entry(x, j) * cell(W, j, L + 1), entry(x, j) * entry(β, j)), (at(reached, last, assume(ROW)),))
    predicted = equal_sums(under(each, ROW))
    found = under(conjoin(reached, predicted), *SHAPES[2:], *TASK, steps(L))
    return under(found, *SIZES, *SHAPES[:2], INVERSE)


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), theorem(), proved(defined(goal())))
