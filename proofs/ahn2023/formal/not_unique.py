"""In one dimension the last rows of the values and of keys and queries can take the places of the other blocks."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.ahn2023.formal.least_losses import SPARSE
from proofs.ahn2023.formal.minimisers import goal as minimisers_are
from proofs.ahn2023.formal.minimisers import meaningful, theorem
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Sort, fresh, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.logic import apply, assume, conjoin, deny, either, one_way, part, parts, reflexive, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal, trace_of_identity
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    cell,
    equal,
    function,
    identity_matrix,
    integers_between,
    integers_from,
    multiple,
    negation,
    trace,
    zeros,
)
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, belonging, modulo, proved, replaced, swapped
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.weighted_squares import identity_is_definite

ONE, NONE = identity_matrix(1), zeros(1, 1)
THIRD = Fraction(1, 3)
BLOCKS = NONE, NONE, ONE, NONE, NONE, NONE, multiple(-THIRD, ONE), NONE
"""`P_21 = 1` and `Q_21 = −1/3`."""


def goal() -> Expression:
    """The blocks with the least loss are, for all sizes and definite covariances, those of Theorem 1 up to scale."""
    return minimisers_are(SPARSE)


@cache
def size() -> Theorem:
    """`tr I = 1`."""
    return trace_of_identity(belonging(1, integers_from(0)))


def here(theorem_: Theorem) -> Theorem:
    """A theorem for all data and blocks, at one sample, one dimension, variance 1, and these blocks."""
    data = belonging(1, integers_from(1)), belonging(1, integers_from(1)), identity_is_definite(written(1), ())
    found = at(part(1, at(theorem_, *data)), shaped(multiple(THIRD, ONE), ()))
    inverse, _ = parts(found.conclusion, "implies")
    hole = fresh(Sort.REAL, inverse)
    predicate = function(hole, body=replaced(inverse, trace(ONE), hole))
    formulas = parts(replaced(inverse, trace(ONE), written(1)), "and")
    known = conjoin(*(by_words(each, ()) for each in formulas))
    return at(apply(found, rewrite(predicate, swapped(size()), known)), *(shaped(each, ()) for each in BLOCKS))


def is_lowest() -> Theorem:
    """No blocks have a smaller loss than these."""
    found = part(1, one_way(here(theorem())))
    minimisers, _ = parts(found.conclusion, "implies")
    _, exchanged = parts(parts(minimisers, "or")[1], "and")
    number, *products = parts(exchanged, "and")
    of_number = cell_of_word(parts(number, "equal")[0])
    branch = conjoin(of_number, *(by_words(each, ()) for each in products))
    return apply(found, either(minimisers, conjoin(reflexive(written(1)), branch)))


def contradiction() -> Theorem:
    """The goal, at these blocks, says that `−1/3 = 0`."""
    found = apply(part(0, one_way(here(assume(goal())))), is_lowest())
    gone, one = part(1, found), belonging(1, integers_between(1, 1))
    entry = cells_of_equal(gone, shaped(BLOCKS[6], ()), one, one)
    sides = parts(entry.conclusion, "equal")
    of_identity = modulo(
        equal(cell(ONE, 1, 1), 1), (cell_of_word(cell(ONE, 1, 1)), indicator_of_true(reflexive(written(1))))
    )
    return signed(FALSE, (entry, *map(cell_of_word, sides), of_identity))


def refutation() -> Proof:
    """The negation of the goal, and that it is defined."""
    denial = negation(goal())
    return Proof(denial, deny(goal(), contradiction()), proved(defined(denial), solve=meaningful))
