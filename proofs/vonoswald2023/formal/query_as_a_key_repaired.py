"""The query among its own keys with the entry `W₀ q` and the other sign: one step, for every W₀."""

from __future__ import annotations

from proofs.vonoswald2023.formal.layer import CONTEXT, W0, N, X, Y, change, d, layer, m, q, η
from proofs.vonoswald2023.formal.query_as_a_key import ALL, ONE, claimed, keys, query, stepped
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, cases, conjoin, contradict, deny, excluded_middle, part, parts
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    beside,
    conjunction,
    difference,
    equal,
    equal_matrices,
    implies,
    integers_from,
    member,
    multiple,
    negation,
    product,
    real,
    stacked,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import by_words, of_matrices, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import as_number
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words

c, p = map(real, "cp")
LENGTH = trace(product(transpose(q), q))
"""`‖q‖²`."""
OWN = multiple(p * (1 - c) * (η / N) * LENGTH, product(W0, q))
DIFFERENCE = difference(OWN, multiple(p + c, product(change(W0), q)))
APART = equal_matrices(
    layer(query(c), keys(c), p),
    stacked(q, sum_of_matrices(multiple(c, product(sum_of_matrices(W0, change(W0)), q)), DIFFERENCE)),
)
"""With the entry `c W₀ q` and the projection `p (η/N) I` the query ends so far from c times what a step predicts."""

NUMBERS = member(c, REALS), member(p, REALS)


NOTHING, ALONE = conjunction(equal(c, 0), equal(p, 0)), conjunction(equal(c, 1), equal(p, -1))
EVERYWHERE = quantified(claimed(c, p), *ALL)
PREMISE = conjunction(negation(NOTHING), EVERYWHERE)
ONLY = quantified(implies(PREMISE, ALONE), *NUMBERS)
"""Of c and p that are not both 0 only these make, for all data, of the query c times what a step predicts."""


LABELS = stacked(X, sum_of_matrices(Y, product(change(W0), X)))
"""The context after the layer."""

REACHED = sum_of_matrices(W0, change(W0))
AFTER = stacked(q, product(REACHED, q))
TWICE = equal_matrices(
    layer(AFTER, beside(LABELS, AFTER), -1), stacked(q, product(sum_of_matrices(REACHED, change(REACHED)), q))
)
"""A second layer makes a second step."""


def goal(sign: Number = -1, apart: Expression = APART, only: Expression = ONLY) -> Expression:
    """For all sizes, data, weights and steps: the query, the context's labels, the printed layer, other entries."""
    found = conjunction(
        claimed(1, sign),
        equal_matrices(layer(CONTEXT, keys(1), sign), LABELS),
        implies(equal_matrices(W0, zeros(m, d)), claimed()),
        equal_matrices(layer(query(), CONTEXT), stepped()),
        quantified(apart, *NUMBERS),
    )
    return conjunction(quantified(found, *ALL), only, negation(quantified(TWICE, *ALL)))


def number_at(everywhere: Theorem, point: tuple[Expression, ...], scale: Expression, sign: int) -> Theorem:
    """`scale = 0`, where that is what a statement for all data says at 1 × 1 matrices."""
    there = at(everywhere, 1, 1, 1, *(shaped(each, ()) for each in point), 1)
    apart = beside(zeros(1, 1), ONE)
    found = by_words(equal_matrices(multiple(scale, ONE), zeros(1, 1)), (), (there, sign, apart, None))
    number = traces(equal(scale * trace(ONE), 0), (found,), ((0, written(1), ONE, ONE),), (), ())
    one = trace_of_identity(belonging(1, integers_from(0)))
    return identity(scale, 0, using=((number, 1), (one, -scale)))


def alone() -> Theorem:
    """Of c and p that are not both 0 only 1 and −1 do it."""
    none = zeros(1, 1)
    everywhere = part(1, assume(PREMISE))
    own = number_at(everywhere, (none, none, ONE, ONE), p * (1 - c), 1)
    both = number_at(everywhere, (ONE, ONE, none, ONE), p + c, -1)

    def vanishes(case: Facts) -> Theorem:
        here = conjoin(case[0], identity(p, 0, using=((both, 1), (case[0], -1))))
        return cases(ALONE, contradict(here, part(0, assume(PREMISE))))

    def other(case: Facts) -> Theorem:
        one = identity(c, 1, case, ((own, 1 / c), (both, -(1 - c) / c)))
        return conjoin(one, identity(p, -1, using=((both, 1), (one, -1))))

    found = whichever(ALONE, excluded_middle(equal(c, 0)), vanishes, other)
    return under(under(found, PREMISE), *NUMBERS)


def not_twice() -> Theorem:
    """A second layer makes no second step: it leads to 4 and not to 1, for `X = Y = q = 1`, `W₀ = 0`."""
    claim = quantified(TWICE, *ALL)
    three = number_at(assume(claim), (ONE, ONE, zeros(1, 1), ONE), written(3), 1)
    return deny(claim, contradict(three, proved(negation(equal(3, 0)))))


def proof() -> Proof:
    """The goal and its definedness."""
    facts = assumed(*ALL, *NUMBERS)
    apart = rewritten_words(APART, facts, [as_number(product(transpose(q), q), facts)])

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        return apart if formula == APART else of_words(formula, facts)

    of_data = proved(parts(goal(), "and")[0], solve=solve)
    return Proof(goal(), conjoin(of_data, alone(), not_twice()), proved(defined(goal()), solve=of_matrices))
