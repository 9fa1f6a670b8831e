"""The gradient on the line, entry by entry, for every law; which moments it vanishes with off the diagonal."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_flow import IN_PLACE, PLACES, POINT, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    KEY,
    OVERLAP,
    T,
    a,
    b,
    j,
    k,
    kappa1,
    kappa2,
    kappa3,
    kappa3_transposed,
    moment,
    others,
)
from proofs.zheng2024.formal.on_line.line_statements import (
    BLOCKS,
    KEY_BLOCK,
    VALUE_BLOCK,
    gradient,
    regular,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.integers import next_sum
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    at_most,
    conjunction,
    equal,
    iff,
    implies,
    integers_from,
    less,
    member,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.usual_terms import apart, power_sum
from symbolic.tactics.harmonic_numbers import not_negative
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    proved,
    quantified,
    rewritten,
    under,
)

SQUARES = power_sum(T - 2, 2)
"""`Σ_{n=1}^{T−2} 1/n²`."""

TWICE = moment((j, 3), (k, 3))
FIRST = moment((j, 1), (k, 3))
FIFTH = moment((j, 1), (k, 5))
OTHERS = others(j, k, own=(1, 3), other=2)

DIAGONAL = {
    VALUE_BLOCK: a * (a * b * ((T - 2) * kappa2(j) + OVERLAP * kappa3(j)) - (T - 2) * kappa1(j)),
    KEY_BLOCK: b * (a * b * ((T - 2) * kappa2(j) + OVERLAP * kappa3_transposed(j)) - (T - 2) * kappa1(j)),
}
"""The entries `j, j`, of the other blocks zero."""

OFF_DIAGONAL = {
    VALUE_BLOCK: a**2 * b * OVERLAP * TWICE,
    KEY_BLOCK: b * OVERLAP * (a * b * (FIFTH + TWICE) - FIRST) + a * b**2 * SQUARES * OTHERS,
}
"""The entries `j, k` for j ≠ k, of the other blocks zero."""

COMBINATIONS: dict[str, tuple[Expression, ...]] = {
    VALUE_BLOCK: (TWICE,),
    KEY_BLOCK: (FIRST, OVERLAP * (FIFTH + TWICE) + SQUARES * OTHERS),
}
"""The combinations of moments with which the entries off the diagonal vanish for all `a, b`."""

TESTED = {VALUE_BLOCK: (((1, 1), 1 / OVERLAP),), KEY_BLOCK: (((0, 1), -1 / OVERLAP), ((1, 1), written(1)))}
"""For each combination a point at which the entry is the combination divided by a factor, those before it vanishing."""

SHARES = {VALUE_BLOCK: (a**2 * b * OVERLAP,), KEY_BLOCK: (-b * OVERLAP, a * b**2)}
"""What the combinations are multiplied by in the entries."""


def stated_entries(block: str, on: Number, off: Number) -> tuple[Node, Node]:
    """What the entries of a gradient are, on the diagonal and off it."""
    of_diagonal = quantified(equal(gradient(block, j, j), on), PLACES[0])
    off_diagonal = quantified(implies(apart(j, k), equal(gradient(block), off)), *PLACES)
    assert isinstance(of_diagonal, Node)
    assert isinstance(off_diagonal, Node)
    return of_diagonal, off_diagonal


def vanishing(block: str) -> Expression:
    """That an entry off the diagonal vanishes for all `a, b`."""
    return quantified(equal(gradient(block), 0), *POINT)


def none(combinations: tuple[Expression, ...]) -> Expression:
    """That combinations of moments vanish."""
    return conjunction(*(equal(each, 0) for each in combinations))


def goal(
    diagonal: dict[str, Expression] | None = None,
    off_diagonal: dict[str, Expression] | None = None,
    combinations: dict[str, tuple[Expression, ...]] | None = None,
) -> Expression:
    """For all sizes and laws: the entries for all `a, b`, and where those off the diagonal vanish for all `a, b`."""
    on, off, when = diagonal or DIAGONAL, off_diagonal or OFF_DIAGONAL, combinations or COMBINATIONS
    both = (each for block in BLOCKS for each in stated_entries(block, on.get(block, 0), off.get(block, 0)))
    exactly = (
        quantified(implies(apart(j, k), iff(vanishing(block), none(when[block]))), *PLACES)
        for block in (VALUE_BLOCK, KEY_BLOCK)
    )
    return quantified(conjunction(quantified(conjunction(*both), *POINT), *exactly), *SIZES)


@cache
def derived(block: str) -> Theorem:
    """The derived gradient by a block, at all points of the line and all entries."""
    return at(derived_gradient(KEY, "line", block), *(given(membership) for membership in SIZES))


def entry(block: str, row: Expression, column: Expression) -> Theorem:
    """An entry of it at the point `(a, b)`."""
    places = (next(f for f in IN_PLACE if f.conclusion == member(place, PLACES[0].parts[1])) for place in (row, column))
    return at(derived(block), *map(assume, POINT), *places)


def on_diagonal(block: str) -> Theorem:
    """The entries `j, j` of the gradient by a block."""
    claimed = equal(gradient(block, j, j), DIAGONAL.get(block, 0))
    return under(modulo(claimed, (entry(block, j, j), *indicated(reflexive(j)))), PLACES[0])


def off_diagonal(block: str) -> Theorem:
    """The entries `j, k` of the gradient by a block, for j ≠ k."""
    claimed = equal(gradient(block), OFF_DIAGONAL.get(block, 0))
    found = modulo(claimed, (entry(block, j, k), *indicated(assume(apart(j, k)))))
    return under(found, *PLACES, apart(j, k))


@cache
def overlap_positive() -> Theorem:
    """`0 < H(T − 2)`."""
    facts = assumed(SIZES[1])
    before = belonging(T - 3, integers_from(0), facts)
    integer = belonging(T - 3, INTEGERS, facts)
    shorter, later = power_sum(T - 3), signed(less(0, T - 3 + 1), facts)
    more = next_sum(shorter, integer, signed(at_most(1, T - 3 + 1), facts))
    last = positive(1 / (T - 3 + 1), (later,))
    found = signed(less(0, power_sum(T - 3 + 1)), (more, last, later, at(not_negative(), before)))
    return rewritten(identity(T - 3 + 1, T - 2), found)


def combinations_vanish(block: str, entries: Theorem) -> Theorem:
    """Where an entry off the diagonal vanishes for all `a, b`, so do the combinations."""
    known: Facts = ()
    for (point, factor), combination in zip(TESTED[block], COMBINATIONS[block], strict=True):
        zero, here = at(assume(vanishing(block)), *point), at(entries, *point)
        using = ((zero, factor), (here, -factor), *((each, OVERLAP) for each in known))
        known += (identity(combination, 0, (overlap_positive(),), using),)
    return conjoin(*known)


def exactly_when(block: str) -> Theorem:
    """The entries off the diagonal vanish for all `a, b` exactly when combinations of moments do."""
    different, vanish, zeros = apart(j, k), vanishing(block), none(COMBINATIONS[block])
    here = apply(at(off_diagonal(block), *map(assume, PLACES)), assume(different))
    forward = under(combinations_vanish(block, under(here, *POINT)), vanish)
    using: list[tuple[Theorem, Number]] = [(here, 1)]
    using += zip(conjuncts(assume(zeros)), SHARES[block], strict=True)
    backward = under(identity(gradient(block), 0, using=using), *POINT)
    return under(both_ways(forward, under(backward, zeros)), *PLACES, different)


@cache
def entries() -> Theorem:
    """All entries of the gradient for all `a, b`, those of each block on the diagonal before those off it."""
    return under(conjoin(*(each(block) for block in BLOCKS for each in (on_diagonal, off_diagonal))), *POINT)


def proof() -> Proof:
    """The goal and its definedness."""
    theorem = under(conjoin(entries(), exactly_when(VALUE_BLOCK), exactly_when(KEY_BLOCK)), *SIZES)
    return Proof(goal(), theorem, proved(defined(goal()), solve=regular))
