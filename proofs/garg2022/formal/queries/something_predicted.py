"""That 0 is predicted at a query that is orthogonal to all samples: not after training with `Λ = diag(1, 1/2)`."""

from __future__ import annotations

from fractions import Fraction

from proofs.garg2022.formal.first_unit import (
    ON_UNIT,
    TWO,
    count_of_one,
    is_definite,
    on_unit,
    shape_of_unit,
    trace_on_unit,
    unit_square,
)
from proofs.garg2022.formal.queries.multiples_of_identity import is_multiple
from proofs.garg2022.formal.queries.orthogonal_prompts import APART, KEY, MULTIPLE, linear_zero, λ
from proofs.garg2022.formal.trained_model import TRAINED, Λ, N, R, after_training, d, meaningful, trained
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Sort, bound, fresh, opened, written
from symbolic.core.rules.logic import apply, assume, choose, conjoin, contradict, deny, parts, rewrite
from symbolic.core.rules.matrix_algebra import trace_of_identity
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, equal, function, identity_matrix, integers_from, negation, product, trace
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, proved, replaced, swapped, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

HALF = Fraction(1, 2)
SPREAD = on_unit(HALF, HALF)
"""`diag(1, 1/2)`, of which Γ at N = 1 is `diag(7/2, 5/2)`."""
ENDED = on_unit(Fraction(2, 7) - Fraction(2, 5), Fraction(2, 5))
"""`diag(2/7, 2/5)`."""


def goal(apart: Expression = APART) -> Expression:
    """After all trainings 0 is predicted for all linear labels, at all queries that are orthogonal to all samples."""
    return trained(linear_zero(apart))


def ended() -> Theorem:
    """That it is `Γ⁻¹`."""
    at_witness = opened(bound(TRAINED, (d, N, Λ, R)), (TWO, written(1), SPREAD, ENDED))
    hole = fresh(Sort.REAL, at_witness)
    there = replaced(at_witness, trace(SPREAD), hole)
    counted = parts(opened(bound(there, (hole,)), (written(Fraction(3, 2)),)), "and")
    found = conjoin(*(rewritten_words(each, (shape_of_unit(),), [unit_square()]) for each in counted))
    return rewrite(function(hole, body=there), swapped(trace_on_unit(HALF, HALF)), found)


def is_none() -> Theorem:
    """`diag(1, 1/2)` is no multiple of the identity: `e eᵀ` would be one, of which the square is itself."""
    some = opened(bound(MULTIPLE, (d, Λ)), (TWO, SPREAD))
    equation = assume(opened(parts(some, "exists")[1], (λ,)))
    two = trace_of_identity(belonging(2, integers_from(0)))
    found: Facts = ()
    for power, word in ((1, ON_UNIT), (2, product(ON_UNIT, ON_UNIT))):
        share, inside = (2 * λ - 1) ** power, (shape_of_unit(),)
        seen = rewritten_traces(equal(trace(word), share * trace(identity_matrix(2))), inside, [equation])
        other = rewritten_traces(equal(trace(word), trace(identity_matrix(1))), inside, [unit_square()])
        using = (seen, -1), (other, 1), (two, -share), (count_of_one(), 1)
        found = (*found, identity(2 * share, 1, (), using))
    false = signed(FALSE, found, scales=(1, λ))
    return deny(some, choose(λ, assume(some), false))


def refutation() -> Proof:
    """At `d = 2`, `N = 1` and `Λ = diag(1, 1/2)`."""
    shape = shaped(ENDED, (shape_of_unit(),))
    of_all = after_training(under(is_multiple(), linear_zero()))
    data = belonging(2, integers_from(1)), belonging(1, integers_from(1)), is_definite(HALF, HALF), shape
    zero = apply(at(assume(goal()), *data), ended())
    some = apply(apply(at(of_all, *data), ended()), zero)
    false = deny(goal(), contradict(some, is_none()))
    return Proof(negation(goal()), false, proved(defined(negation(goal())), solve=meaningful(KEY)))
