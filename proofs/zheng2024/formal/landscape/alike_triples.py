"""Where moments of three coordinates do not depend on the third one, an invariant line has each of them vanish."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.line_loss import count
from proofs.zheng2024.formal.on_line.line_flow import given
from proofs.zheng2024.formal.on_line.line_formulas import ODD_VANISH, VANISHING, d, j, k, moment, of_each, μ
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, body
from symbolic.core.expressions import Node, opened
from symbolic.core.rules.logic import apply, assume, conjoin, excluded_middle, parts
from symbolic.core.rules.means import equal_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    implies,
    integers_between,
    member,
    real,
    total,
)
from symbolic.goals.usual_terms import apart
from symbolic.tactics.finite_sums import combined_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import at, conjuncts, indicated, modulo, turned_round, under, whichever

r, s = real("r"), real("s")
PLACES = tuple(member(each, integers_between(1, d)) for each in (j, k, r, s))
SUMMAND = opened(parts(VANISHING[3], "total")[2], (s,))
COUNTS, OTHER = parts(SUMMAND, "multiply")
"""`1[s ≠ j ∧ s ≠ k]` and `E x_j x_k³ x_s²`."""

OWN = parts(opened(parts(VANISHING[3], "total")[2], (r,)), "multiply")[1]
SAME_TRIPLES = of_each(
    implies(
        apart(j, k),
        of_each(implies(conjunction(apart(r, j, k), apart(s, j, k)), equal(OWN, OTHER)), r, s),
    ),
    j,
    k,
)
"""`E x_j x_k³ x_r²` is the same for all r other than j and k."""


@cache
def third_vanishes() -> Theorem:
    """`∀j ∀k ∀r`, all different: `E x_j x_k³ x_r² = 0`, as the sum over r is a multiple of it."""
    different, here = apart(j, k), apart(r, j, k)
    one, two, third, fourth = map(assume, PLACES)
    alike = apply(at(assume(SAME_TRIPLES), one, two), assume(different))
    vanishes = conjuncts(apply(at(given(ODD_VANISH), one, two), assume(different)))[3]
    goal = equal(SUMMAND, Node("add", (OWN * COUNTS,)))

    def counted(case: Facts) -> Theorem:
        same = apply(at(alike, third, fourth), conjoin(assume(here), conjoin(*case)))
        return modulo(goal, (same, indicated(conjoin(*case))[0]))

    def left_out(case: Facts) -> Theorem:
        return modulo(goal, indicated(case[0]))

    each = whichever(goal, excluded_middle(apart(s, j, k)), counted, left_out)
    number = total(s, 1, d, COUNTS)
    whole = combined_sum(total(s, 1, d, SUMMAND), (OWN,), (number,), count(), s, each)
    within = indicated(assume(here))[0]
    not_negative = whichever(
        at_most(0, COUNTS),
        excluded_middle(apart(s, j, k)),
        lambda case: signed(at_most(0, COUNTS), (indicated(conjoin(*case))[0],)),
        lambda case: signed(at_most(0, COUNTS), (indicated(case[0])[0],)),
    )
    some = signed(at_most(1, number), (below_sum(number, under(not_negative, PLACES[3]), count(), third), within))
    square = signed(at_most(OWN**2, 0), (whole, vanishes, some), squares=(OWN,), scales=(1, OWN))
    found = signed(equal(OWN, 0), (square,), degree=2)
    return under(found, *PLACES[:3], different, here)


@cache
def triples_vanish() -> Theorem:
    """`E x_j x_k² x_r³ = 0` for all different coordinates."""
    first, second = apart(k, j), apart(r, j, k)
    away, other = conjuncts(assume(second))
    one, two, third = map(assume, PLACES[:3])
    there = apply(at(third_vanishes(), one, third, two), turned_round(away))
    there = apply(there, conjoin(assume(first), turned_round(other)))
    wanted, found = moment((j, 1), (k, 2), (r, 3)), moment((j, 1), (r, 3), (k, 2))
    turned = equal_means(μ, under(identity(body(wanted), body(found)), IN_SEQUENCES))
    vanishes = modulo(equal(wanted, 0), (turned, there))
    return under(vanishes, PLACES[0], PLACES[1], first, PLACES[2], second)
