"""Theorem 4.1 where all moments with an odd exponent vanish and four constants are the same, from the repaired one."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line import theorem_4_1_repaired
from proofs.zheng2024.formal.on_line.assumption_4_1 import ODD_REPAIRED, distinct
from proofs.zheng2024.formal.on_line.line_flow import IN_PLACE, PLACES, POINT, SIZES, slope
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, VANISHING, d, j, k, moment, μ
from proofs.zheng2024.formal.on_line.line_signs import body
from proofs.zheng2024.formal.on_line.line_statements import BLOCKS, INVARIANT, along_line, regular
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, free, written
from symbolic.core.rules.entries import indicator_of_true
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts, reflexive
from symbolic.core.rules.means import equal_means
from symbolic.core.rules.powers import power_to_number
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    Number,
    conjunction,
    entry,
    equal,
    implies,
    integers_between,
    integers_from,
    member,
)
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.tactics.finite_sums import constant_sum, where_counted
from symbolic.tactics.signs import Facts, identity, with_head
from symbolic.tactics.steps import assumed, at, belonging, modulo, proved, quantified, rewritten, turned_round, under


def goal(hypotheses: Expression = ODD_REPAIRED) -> Expression:
    """For all sizes and laws the line is invariant; with a signal and a start, one flow stays on it, ab tends."""
    invariant = quantified(implies(hypotheses, INVARIANT), *SIZES)
    return conjunction(invariant, theorem_4_1_repaired.trained(hypotheses=hypotheses))


def vanishes(powers: tuple[tuple[Number, int], ...], known: Facts) -> Theorem:
    """`E x[j]ⁿ x[k]ᵐ ⋯ = 0` for an odd n and places that are known to be distinct."""
    places, exponents = zip(*powers, strict=True)
    belong = tuple(belonging(place, integers_between(1, d), known) for place in places)
    found = at(part(len(powers), part(0, assume(ODD_REPAIRED))), *belong)
    found = apply(found, proved(distinct(*places), known))
    odd = 2 * written(exponents[0] // 2) + 1
    found = rewritten(identity(odd, exponents[0]), at(found, exponents[0] // 2, *exponents[1:]))
    left, right = (body(term) for term in (moment(*powers), parts(found.conclusion, "equal")[0]))
    fixed = tuple(power_to_number(entry(SEQUENCE, place), order) for place, order in powers)
    same = equal_means(μ, under(modulo(equal(left, right), fixed), member(SEQUENCE, SEQUENCES)))
    return identity(moment(*powers), 0, using=((same, 1), (found, 1)))


def others_vanish() -> Theorem:
    """`Σ_r E x[j] x[k]³ x[r]² = 0` over the coordinates r other than j and k."""

    def summand(term: Expression, known: Facts) -> Facts:
        (r,) = free(term) - {j, k, μ}
        different = tuple(turned_round(fact) for fact in with_head(known, "not"))
        return (vanishes(((j, 1), (k, 3), (r, 2)), (*IN_PLACE, assume(apart(j, k)), *known, *different)),)

    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), assumed(SIZES[0])))
    return identity(VANISHING[3], 0, using=((where_counted(VANISHING[3], 0, summand), 1), (nothing, 1)))


@cache
def line_conditions() -> Theorem:
    """The conditions for an invariant line."""
    pairs = (((j, 3), (k, 3)), ((j, 1), (k, 3)), ((j, 1), (k, 5)))
    known = (*IN_PLACE, assume(apart(j, k)))
    vanish = conjoin(*(vanishes(powers, known) for powers in pairs), others_vanish())
    return conjoin(under(vanish, *PLACES, apart(j, k)), part(1, assume(ODD_REPAIRED)))


def along(number: int) -> Theorem:
    """Under the conditions for an invariant line, the gradient by a block points along the line."""
    slopes = at(slope(number), *map(assume, POINT))
    first = belonging(1, integers_between(1, d), assumed(SIZES[0]))
    one = indicator_of_true(reflexive(written(1)))
    here, there = at(slopes, *map(assume, PLACES)), at(slopes, first, first)
    return under(modulo(along_line(BLOCKS[number]), (here, there, one)), *PLACES)


def proof() -> Proof:
    """The goal and its definedness."""
    from_conditions = under(conjoin(*map(along, range(len(BLOCKS)))), *POINT)
    invariant = apply(discharge(LINE_CONDITIONS, from_conditions), line_conditions())
    repaired = apply(at(theorem_4_1_repaired.theorem(), *map(assume, SIZES)), line_conditions())
    theorem = conjoin(*(under(each, *SIZES, ODD_REPAIRED) for each in (invariant, repaired)))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))


def solve(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss is regular on the line, and what Theorem 4.1 needs."""
    return regular(formula, facts) or theorem_4_1_repaired.solve(formula, facts)
