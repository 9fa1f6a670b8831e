"""Where the covariance Σ of a prompt is invertible L layers with `Γ = L Σ⁻¹` predict every target, at any depth."""

from __future__ import annotations

from functools import cache

from proofs.bordelon2025.formal import sum_of_powers
from proofs.bordelon2025.formal.sum_of_powers import NATURAL, ONE, SIZES, Γ, L, P, W, X, d, t, x, y
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    conjunction,
    equal,
    equal_matrices,
    implies,
    iterated,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

l = real("l")
Σ, R, β = map(matrix_letter, ("Σ", "R", "β"))
COLUMN = matrices(d, 1)
DATA = (
    member(X, matrices(P, d)),
    *(member(each, matrices(d, d)) for each in (Σ, R)),
    *(member(each, COLUMN) for each in (β, x, matrix_letter("w"))),
)
FACTS = assumed(*SIZES, *DATA)
AS_TRAINED = equal_matrices(product(transpose(X), X), multiple(P, Σ))
"""`XᵀX/P = Σ`."""

SUPPOSED = conjunction(AS_TRAINED, equal_matrices(product(Σ, R), ONE), equal_matrices(product(R, Σ), ONE))


def there(expression: Expression, gamma: Number = L) -> Expression:
    """What is said of Γ and labels, of a number times `Σ⁻¹` and of `Xβ`."""
    return opened(bound(expression, (Γ, y)), (multiple(gamma, R), product(X, β)))


START = matrix_letter("w")
"""The weights before the first layer."""


def layers(count: Number, gamma: Number = L) -> Node:
    """The weights after so many layers."""
    return iterated(W, t, there(sum_of_powers.step(W), gamma), START, count)


def reached(count: Number, gamma: Number = L) -> Expression:
    """They are those of the task after one more."""
    return equal_matrices(layers(written(count) + 1, gamma), β)


def predicted(gamma: Number = L) -> Expression:
    """The printed prediction is the target."""
    printed = there(sum_of_powers.printed(L), gamma)
    return equal(trace(product(transpose(x), printed)), trace(product(transpose(x), β)))


def goal(gamma: Number = L, supposed: Expression = SUPPOSED) -> Expression:
    """For all sizes, data, invertible covariances, starts, tasks and queries: β after the first layer, and no error."""
    every = quantified(reached(l, gamma), member(l, NATURAL))
    return quantified(implies(supposed, conjunction(every, predicted(gamma))), *SIZES, *DATA)


@cache
def known() -> tuple[Theorem, ...]:
    """What is supposed, one by one."""
    return conjuncts(assume(SUPPOSED))


def in_layers() -> Theorem:
    """`∀l`: the weights are β after `l + 1` layers."""

    def one_more(before: Theorem, facts: Facts) -> Theorem:
        made = next_step(layers(l + 1), l + 1, (*FACTS, *facts))
        return rewritten_words(reached(l + 1), (*FACTS, *facts), [made, before, *known()])

    first = next_step(layers(0), written(0), FACTS), start(layers(0))
    return over_steps(reached, l, rewritten_words(reached(0), FACTS, [*first, *known()]), one_more)


def nothing() -> Theorem:
    """`1 − SΓ/L = 0`."""
    return rewritten_words(equal_matrices(there(sum_of_powers.M), zeros(d, d)), FACTS, known())


def summed(count: Expression) -> Expression:
    """`M⁰ + M¹ + …`, so many powers."""
    return there(sum_of_powers.summed(count))


def of_powers() -> Theorem:
    """`∀n`: the sum of `n + 1` powers is 1."""

    def says(count: Expression) -> Expression:
        return equal_matrices(summed(count + 1), ONE)

    def added(count: Expression, facts: Facts) -> Theorem:
        def is_sum(exponent: Expression) -> Expression:
            return equal_matrices(
                summed(count + 1), sum_of_matrices(summed(count), there(sum_of_powers.power(exponent)))
            )

        return recounted(is_sum, identity(count + 1 - 1, count), next_step(summed(count), count, facts))

    def one_more(before: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        power = next_step(there(sum_of_powers.power(l)), l, inside)
        grown = added(l + 1, inside)
        return rewritten_words(says(l + 1), inside, [grown, before, power, nothing()], whole=(there(sum_of_powers.M),))

    zero = written(0)
    begun = added(zero, FACTS), start(summed(zero)), start(there(sum_of_powers.power(zero)))
    return over_steps(says, l, rewritten_words(says(zero), FACTS, begun), one_more)


def target() -> Theorem:
    """The printed prediction."""
    before = at(of_powers(), belonging(L - 1, NATURAL, FACTS))
    whole = recounted(lambda count: equal_matrices(summed(count), ONE), identity(L - 1 + 1, L), before)
    printed = there(sum_of_powers.printed(L))
    same = rewritten_words(equal_matrices(printed, β), FACTS, [whole, *known()])
    return rewritten_traces(predicted(), FACTS, [same], whole=(printed,))


def proof() -> Proof:
    """The goal and its definedness."""
    found = under(conjoin(in_layers(), target()), SUPPOSED)
    return Proof(goal(), under(found, *SIZES, *DATA), proved(defined(goal()), solve=of_matrices))
