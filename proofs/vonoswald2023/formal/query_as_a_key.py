"""The query among its own keys: what the layer is claimed to predict, refuted at 1 × 1 matrices."""

from __future__ import annotations

from proofs.vonoswald2023.formal.layer import (
    DATA,
    QUERY,
    SIZES,
    START,
    W0,
    X,
    Y,
    change,
    layer,
    q,
    η,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import assume, contradict, deny, parts
from symbolic.core.rules.matrix_algebra import trace_of_identity, traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    beside,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    member,
    multiple,
    negation,
    product,
    stacked,
    sum_of_matrices,
    trace,
    zeros,
)
from symbolic.tactics.signs import identity
from symbolic.tactics.steps import at, belonging, modulo, proved, quantified
from symbolic.tactics.whole_matrices.matrix_letters import by_words, of_matrices, shaped

ALL = (*SIZES, *DATA, START, QUERY, member(η, REALS))
ONE = identity_matrix(1)


def query(entry: Number = -1) -> Expression:
    """`(q, c W₀ q)`."""
    return stacked(q, multiple(entry, product(W0, q)))


def keys(entry: Number = -1) -> Expression:
    """The context with the query behind it."""
    return beside(stacked(X, Y), query(entry))


def stepped(entry: Number = -1) -> Expression:
    """The query with c times what a step of descent predicts."""
    return stacked(q, multiple(entry, product(sum_of_matrices(W0, change(W0)), q)))


def claimed(entry: Number = -1, sign: Number = 1) -> Expression:
    """The layer makes of the query what a step of descent makes of it."""
    return equal_matrices(layer(query(entry), keys(entry), sign), stepped(entry))


def goal() -> Expression:
    """For all sizes, data, weights and steps."""
    return quantified(claimed(), *ALL)


def refutation() -> Proof:
    """At `d = m = N = 1`, `X = W₀ = q = 1`, `Y = 0`, `η = 1` the layer predicts −2, a step 0."""
    counterexample = at(assume(goal()), *_point())
    apart = beside(zeros(1, 1), ONE)
    found = by_words(equal_matrices(multiple(2, ONE), zeros(1, 1)), (), (counterexample, 1, apart, None))
    number = traces(equal(2 * trace(ONE), 0), (found,), ((0, written(1), ONE, ONE),), (), ())
    one = trace_of_identity(belonging(1, integers_from(0)))
    two = modulo(equal(written(2), 2 * trace(ONE)), (one,))
    false = contradict(chained_numbers(two, number), proved(negation(equal(2, 0))))
    return Proof(negation(goal()), deny(goal(), false), proved(defined(negation(goal())), solve=of_matrices))


def chained_numbers(one: Theorem, other: Theorem) -> Theorem:
    """`a = c` from `a = b` and `b = c`."""
    left, right = parts(one.conclusion, "equal")[0], parts(other.conclusion, "equal")[1]
    return identity(left, right, using=((one, 1), (other, 1)))


def _point() -> tuple[Theorem | Number, ...]:
    """Sizes, matrices and step."""
    one = shaped(ONE, ())
    return (1, 1, 1, one, shaped(zeros(1, 1), ()), one, one, 1)
