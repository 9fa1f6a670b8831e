"""Proposition 2 with all conditions: over the six scalars the loss is least just where they hold."""

from __future__ import annotations

from functools import cache

from proofs.sander2024.formal.lemmas.six_scalars_bound import (
    CURVED,
    FACTS,
    LEAST,
    LEAST_VALUE,
    S1,
    STEP,
    at_bottom,
    at_least_bottom,
    divisor,
    excess,
    same_least,
    same_step,
    signs,
    sums,
)
from proofs.sander2024.formal.six_products import (
    LETTERS,
    OTHERS,
    PAIRED,
    SIZES,
    closed,
    paired_loss,
    products,
    reduced,
)
from proofs.sander2024.formal.starts_of_ones import T, d
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, conjunction, equal, iff, implies, less, member
from symbolic.goals.family_statements import defined_on
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, conjuncts, modulo, proved, quantified, rewritten, swapped, under

a1, a2, a3, a4, b1, b2 = LETTERS
CONDITIONS = conjunction(equal(a1 + a4, 0), equal(a2, 0), equal(b2, 0), equal(a3 * b1, STEP))
POINT, OTHER_POINT = PAIRED.point, tuple(member(each, REALS) for each in OTHERS)
MINIMAL = quantified(at_most(paired_loss(LETTERS), paired_loss(OTHERS)), *OTHER_POINT)
"""No six scalars have a smaller loss."""


def goal(conditions: Expression = CONDITIONS, least: Expression = LEAST) -> Expression:
    """For all sizes: the loss is least just where the conditions hold, and what it is there."""
    there = implies(conditions, equal(paired_loss(LETTERS), least))
    return quantified(conjunction(iff(MINIMAL, conditions), there), *SIZES, *POINT)


def vanishing(sum_of: Theorem, second: Theorem, last: Theorem) -> Facts:
    """That five products are 0, where `a_1 + a_4`, a_2 and b_2 are."""
    _, q, u, r, v, w = products()
    factors = (q, sum_of, b1), (u, last, a3), (r, second, b1), (v, last, a1 + a4), (w, second, b2)
    return tuple(identity(each, 0, using=((fact, factor),)) for each, fact, factor in factors)


@cache
def value_there() -> Theorem:
    """`∀letters`: under the conditions the loss is the least one."""
    sum_of, second, last, best = conjuncts(assume(CONDITIONS))
    loss, over_times = at(reduced(), *LETTERS), at(closed(), *products())
    equations = loss, over_times, *vanishing(sum_of, second, last), best, *sums()
    found = modulo(equal(paired_loss(LETTERS), LEAST), equations, (signs()[-1],))
    return under(under(found, CONDITIONS), *POINT)


def above(letters: tuple[Expression, ...], theorem: Theorem) -> Theorem:
    """What `at_bottom` or `at_least_bottom` says of the loss at some scalars."""
    p, q, u, r, v, w = products(letters)
    wide, curved, length = signed(less(0, d), FACTS), signs()[-1], signs()[0]
    first = signed(less(0, d * CURVED), (wide, curved), products=((wide, curved),))
    second = signed(less(0, d * (T - 1)), (wide, length), products=((wide, length), (wide,)))
    distances = p - S1 / CURVED, q + u, r + v, w
    found = at(theorem, d * CURVED, d * (T - 1), LEAST_VALUE, *distances, paired_loss(letters))
    for fact in (first, second, excess(letters)):
        found = apply(found, fact)
    return found


def least_only_there() -> Theorem:
    """Where no six scalars have a smaller loss, the conditions hold."""
    nothing, one = map(written, (0, 1))
    best = nothing, nothing, STEP, nothing, one, nothing
    equations = (nothing + nothing, nothing), (nothing, nothing), (nothing, nothing), (STEP * one, STEP)
    conditions = conjoin(*(identity(left, right, (divisor(),)) for left, right in equations))
    low = rewritten(apply(at(value_there(), *best), conditions), at(assume(MINIMAL), *best))
    zeros = apply(above(LETTERS, at_bottom()), rewritten(same_least(), low))
    step, *others = conjuncts(zeros)
    product = rewritten(swapped(same_step()), identity(a3 * b1, S1 / CURVED, (signs()[-1],), ((step, 1),)))
    return under(conjoin(*scalars_vanish(product, tuple(others)), product), MINIMAL)


def scalars_vanish(product: Theorem, zeros: Facts) -> Facts:
    """`a_1 + a_4 = a_2 = b_2 = 0`, where `a_3 b_1` is the best product and `q + u`, `r + v` and w are 0."""
    first, curved = signs()[2:]
    quotient = signed(less(0, S1 / CURVED), (first, curved), products=((curved,), (first,)))
    positive = rewritten(swapped(product), rewritten(swapped(same_step()), quotient))
    sum_of, known = a1 + a4, (positive, *zeros)
    scales = b1 * b2**3, b1**2 * b2**2, b1**3 * b2
    square = signed(equal(b2**2, 0), known, products=((positive,),), scales=(1, *scales))
    last = signed(equal(b2, 0), (square,))
    known = *known, last
    no_sum = signed(equal(sum_of, 0), known, products=((positive,),), scales=(1, a3 * sum_of, a3**2 * sum_of))
    second = signed(equal(a2, 0), known, products=((positive,),), scales=(1, a3 * a2, sum_of * a3 * a2))
    return no_sum, second, last


def least_there() -> Theorem:
    """Where the conditions hold no six scalars have a smaller loss."""
    here = apply(at(value_there(), *LETTERS), assume(CONDITIONS))
    low = rewritten(swapped(same_least()), above(OTHERS, at_least_bottom()))
    return under(under(rewritten(swapped(here), low), *OTHER_POINT), CONDITIONS)


def proof() -> Proof:
    """The goal and its definedness."""
    both = both_ways(least_only_there(), least_there())
    found = under(conjoin(both, at(value_there(), *LETTERS)), *SIZES, *POINT)
    solve = defined_on(PAIRED, divisors=lambda facts: (divisor(),))
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
