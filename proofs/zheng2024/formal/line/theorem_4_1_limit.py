"""The limit of Theorem 4.1: where ab tends along the gradient flow from an invariant line."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line.gradient import entries, overlap_positive
from proofs.zheng2024.formal.line.theorem_4_1_repaired import PRINTED, scalars, tends_to_printed
from proofs.zheng2024.formal.line.theorem_4_1_repaired import solve as solve_printed
from proofs.zheng2024.formal.on_line.line_flow import PLACES, POINT, SIZES, SYSTEM, turned
from proofs.zheng2024.formal.on_line.line_formulas import (
    KEY,
    OVERLAP,
    a,
    a0,
    b,
    b0,
    d,
    j,
    kappa3,
    kappa3_transposed,
    stated,
)
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL
from proofs.zheng2024.formal.on_line.line_statements import (
    BLOCKS,
    INVARIANT,
    KEY_BLOCK,
    VALUE_BLOCK,
    from_all_starts,
    gradient,
    regular,
)
from proofs.zheng2024.formal.on_line.trained_line import MOVES, PRODUCT, START, STARTS, τ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import assume, conjoin, part, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    Number,
    conjunction,
    equal,
    implies,
    integers_between,
    integers_from,
    less,
    tends,
    total,
)
from symbolic.goals.engine import derived_regularity
from symbolic.tactics.finite_sums import sum_of_shifted
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, indicated, modulo, proved, under


def goal(value: Number = PRINTED, hypotheses: Expression = INVARIANT, moves: Expression = MOVES) -> Expression:
    """For all sizes, laws with an invariant line and starts on it there is one flow, and ab tends to the limit."""
    goes = implies(moves, tends(τ, NONNEGATIVE, PRODUCT, value))
    return from_all_starts(hypotheses, conjunction(stated().model.flows(*START), goes))


SIZE = assumed(SIZES[0])
FIRST = belonging(1, integers_between(1, d), SIZE)


def same_on_diagonal(block: str) -> Theorem:
    """At a = b = 1 what the entries j, j of the gradient are is the same for all j."""
    place = assume(PLACES[0])
    along = at(conjuncts(at(assume(INVARIANT), 1, 1))[BLOCKS.index(block)], place, place)
    on_diagonal = conjuncts(at(entries(), 1, 1))[2 * BLOCKS.index(block)]
    here, there = at(on_diagonal, place), at(on_diagonal, FIRST)
    _, value = parts(here.conclusion, "equal")
    first, other = parts(there.conclusion, "equal")
    one = indicated(reflexive(j))[0]
    return identity(value, other, using=((here, -1), (along, 1), (one, first), (there, 1)))


@cache
def same_overlap_constant() -> Theorem:
    """`Σ_{r ≠ 1} E x_1⁴ x_r² = κ3`: the two differ by the same for all coordinates, and add up to the same."""
    shift = kappa3() - kappa3_transposed()
    values, keys = (same_on_diagonal(block) for block in (VALUE_BLOCK, KEY_BLOCK))
    differ = identity(
        kappa3(j), kappa3_transposed(j) + shift, (overlap_positive(),), ((values, 1 / OVERLAP), (keys, -1 / OVERLAP))
    )
    shifted = equal_sums(under(differ, PLACES[0]))
    count = belonging(d, integers_from(0), SIZE)
    added = at(sum_of_shifted(j, kappa3_transposed(j), shift), count)
    exchanged = exchanged_sums(total(j, 1, d, kappa3_transposed(j)))
    together = equal_sums(under(equal_sums(at(turned(), assume(PLACES[0]))), PLACES[0]))
    using = tuple((each, 1 / d) for each in (shifted, added, exchanged, together))
    return identity(kappa3_transposed(), kappa3(), (signed(less(0, d), SIZE),), using)


def slope(block: str) -> Theorem:
    """The gradient by a block on the line is opposite to the velocity of the line, at all points and entries."""
    number = BLOCKS.index(block)
    along = at(conjuncts(at(assume(INVARIANT), *map(assume, POINT)))[number], *map(assume, PLACES))
    first = at(conjuncts(at(entries(), *map(assume, POINT)))[2 * number], FIRST)
    velocity = along_field(stated().values(block), (a, b), SYSTEM.velocities)
    found = modulo(equal(gradient(block), -velocity), (along, first, same_overlap_constant()))
    return under(found, *POINT, *PLACES)


def flow() -> Theorem:
    """From an invariant line there is one gradient flow, and it is the line along the reduced flow."""
    is_regular = at(derived_regularity(KEY, "line"), *map(assume, SIZES), a0, b0)
    goal, functions = stated().model.flows(*START), stated().functions
    return flow_on_family(goal, functions, is_regular, part(0, scalars()), tuple(map(slope, BLOCKS)))


@cache
def theorem() -> Theorem:
    """The goal."""
    found = flow()
    both = under(conjoin(part(0, found), tends_to_printed(found)), *STARTS)
    return under(both, *SIZES, INVARIANT, SIGNAL)


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), theorem(), proved(defined(goal()), solve=solve))


def solve(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss is regular on the line, and what the printed limit needs."""
    return regular(formula, facts) or solve_printed(formula, facts)
