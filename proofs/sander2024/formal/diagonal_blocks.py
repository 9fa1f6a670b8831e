"""The loss of diagonal `A_32` and `B_12` at the start of ones, its least value, and the slope off the diagonal."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.lemmas.diagonal_loss import (
    EXCESS,
    IN_SHAPE,
    KEY,
    LINE,
    LOSS,
    TIMES,
    a,
    above_least,
    b,
    j,
    k,
    times,
)
from proofs.sander2024.formal.lemmas.diagonal_minimum import ALIKE, PARALLEL, not_below, only_there, reached
from proofs.sander2024.formal.lemmas.diagonals_of_signs import are_multiples, multiples
from proofs.sander2024.formal.lemmas.other_diagonals import BESIDE, law, of_others, with_others
from proofs.sander2024.formal.lemmas.six_scalars_bound import (
    LEAST,
    divisor,
)
from proofs.sander2024.formal.six_products import SIZES
from proofs.sander2024.formal.starts_of_ones import GIVEN, ONES, d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, nodes
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    conjunction,
    equal,
    iff,
    implies,
    integers_between,
    member,
    negation,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.signs import Facts
from symbolic.tactics.steps import (
    at,
    belonging,
    indicated,
    modulo,
    proved,
    quantified,
    under,
)
from symbolic.tactics.sums.constant_starts import moment_is_one
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices

SLOPE = 2 * a**2 * b * TIMES
"""The gradient by an entry of `B_12` off the diagonal, where `A_32 = aI`, `B_12 = bI`."""


def goal(
    excess: Expression = EXCESS,
    parallel: Expression = PARALLEL,
    alike: Expression = ALIKE,
    slope: Expression = SLOPE,
    signed_: Expression | None = None,
    others: Expression | None = None,
) -> Expression:
    """For all sizes: the loss of two diagonals, where it is least, and the slope beside multiples of the identity."""
    loss = equal(LOSS, LEAST + excess)
    least = conjunction(at_most(LEAST, LOSS), iff(at_most(LOSS, LEAST), conjunction(alike, parallel)))
    beside = equal(cell(gradient(), j, k), slope)
    off = quantified(implies(negation(equal(j, k)), beside), *LINE.point, *IN_BLOCK)
    return quantified(
        conjunction(
            quantified(conjunction(loss, least, signed_ or multiples()), *IN_SHAPE), others or with_others(), off
        ),
        *SIZES,
    )


IN_BLOCK = member(j, integers_between(1, d)), member(k, integers_between(1, d))


def gradient() -> Expression:
    """The gradient by `B_12`, at a point of the line."""
    return LINE.stated.model.gradient("B_12", *GIVEN, *LINE.stated.blocks_at(a, b))


@cache
def off_diagonal() -> Theorem:
    """The gradient by `B_12` beside its diagonal."""
    law = belonging(ONES, vector_moments(6))
    derived = derived_gradient(KEY, "line", "B_12")
    entry = at(derived, *map(assume, SIZES), law, *map(assume, (*LINE.point, *IN_BLOCK)))
    left, right = parts(entry.conclusion, "equal")
    different = assume(negation(equal(j, k)))
    sixth = tuple(moment_is_one(node) for node in nodes(right) if node.head == "mean" and not node.loose)
    found = modulo(equal(left, SLOPE), (entry, *indicated(different), *sixth, times()[0]))
    return under(under(found, different.conclusion), *LINE.point, *IN_BLOCK)


def proof() -> Proof:
    """The goal and its definedness."""
    alike, parallel = conjunction(ALIKE, PARALLEL), reached()
    joint = assume(alike)
    back = parallel
    for number, each in enumerate((ALIKE, PARALLEL)):
        back = apply(discharge(each, back), part(number, joint))
    both = both_ways(only_there(), discharge(alike, apply(back, joint)))
    least = under(conjoin(above_least(), conjoin(not_below(), both), are_multiples()), *IN_SHAPE)
    found = under(conjoin(least, of_others(), off_diagonal()), *SIZES)
    models = defined_on(ModelAnywhere(KEY), ModelAnywhere(BESIDE), divisors=lambda facts: (divisor(),))

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        return models(formula, (*facts, law())) or of_matrices(formula, facts)

    return Proof(goal(), found, proved(defined(goal()), solve=solve))
