"""Points of rest in the family from T = 4 on, where the loss is less than at zero: they are read off the root of R."""

from __future__ import annotations

from functools import cache
from itertools import product

from proofs.zheng2024.formal.on_line.line_formulas import T, d
from proofs.zheng2024.formal.ones import exchangeable_gradient as general
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS, LINEAR, N, loss_there
from proofs.zheng2024.formal.ones.family_energy import TWO
from proofs.zheng2024.formal.ones.flow_in_family import LINE, WIDE, FlowInFamily, of_each_entry
from proofs.zheng2024.formal.ones.one_root import unique
from proofs.zheng2024.formal.ones.ones_gradient import BLOCKS, loss_at, loss_at_zero
from proofs.zheng2024.formal.ones.point_of_rest import (
    PREDICTS,
    delta,
    form_a,
    form_b,
    known_there,
    level,
    quintic,
    read_off,
)
from proofs.zheng2024.formal.ones.unmasked_flow import LENGTH, RESTS, SIZE, SYSTEM
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    equal,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, conjuncts, quantified, rewritten, under

a, α, b, β = LETTERS
x = real("x")
FAMILY = FlowInFamily(belonging(T, integers_from(3), LENGTH), SYSTEM)
CRITICAL = conjunction(*(of_each_entry(equal(general.gradient(block), 0)) for block in BLOCKS))
LOWER = less(general.loss(*LETTERS), loss_at(0, 0))
"""The gradient by all blocks vanishes at a point of the family; its loss is less than that of predicting zero."""


def critical_points(lower: Expression | None = None) -> Expression:
    """At all points of rest with a smaller loss than at zero a is not 0, and the rest is read off a and the root."""
    premise = conjunction(CRITICAL, LOWER if lower is None else lower)
    return quantified(implies(premise, conjunction(*on_curve(x))), *(member(each, REALS) for each in LETTERS))


def rests_where(critical: Theorem) -> Facts:
    """The four velocities are 0 where the gradient vanishes."""
    places = tuple(belonging(n, integers_between(1, d), WIDE) for n in (1, 2))
    different = signed(negation(equal(1, 2)))
    rests = []
    for rest_, (block, on_diagonal) in zip(RESTS, product(LINE[::2], (True, False)), strict=True):
        everywhere = at(part(tuple(BLOCKS).index(block), critical), places[0], places[0 if on_diagonal else 1])
        slope = FAMILY.gradient(block, on_diagonal)
        slope = at(slope, places[0]) if on_diagonal else apply(at(slope, *places), different)
        rests.append(identity(parts(rest_, "equal")[0], 0, using=((slope, 1), (everywhere, -1))))
    return tuple(rests)


@cache
def still() -> Theorem:
    """The loss over `d/2` at a point of rest is `T − 2 − b ((T−2) a + (d−1) H α)`."""
    return identity(SIZE, N - b * LINEAR, using=((assume(RESTS[2]), -b), (assume(RESTS[3]), -(d - 1) * β)))


@cache
def at_rest() -> Facts:
    """The four velocities are 0 where the gradient vanishes, and the prediction is not 0 where the loss is smaller."""
    critical, lower = (part(n, assume(conjunction(CRITICAL, LOWER))) for n in range(2))
    rests = rests_where(critical)
    here_, zero = at(FAMILY.known(loss_there()), *LETTERS), FAMILY.known(loss_at_zero())
    value = apply(apply(under(still(), *RESTS[2:]), rests[2]), rests[3])
    return *rests, signed(PREDICTS, (lower, here_, zero, value, TWO), products=((TWO,),), scales=(1, d))


def on_curve(x: Expression, other: Expression | None = None) -> tuple[Expression, ...]:
    """a is not 0, and the rest is read off a and the ratio x."""
    ratio = -form_b(x) / form_a(x) if other is None else other
    product_ = level(x) * form_a(x) / delta(x)
    return negation(equal(a, 0)), equal(α, a * x), equal(β, b * ratio), equal(a * b, product_)


@cache
def read_at_rest() -> Theorem:
    """A point of rest that predicts something is read off the root x."""
    ratio, _, value, root = conjuncts(read_off())
    first, other, _, above = known_there()
    same = apply(apply(at(unique(), x, α / a), assume(equal(quintic(x), 0))), root)
    positive = rewritten(same, above)
    second = identity(α, a * x, (first,), ((same, a),))
    fourth = identity(β, b * (-form_b(x) / form_a(x)), (other, positive), ((rewritten(same, ratio), b),))
    return conjoin(first, second, fourth, rewritten(same, value))


def at_points_of_rest() -> Theorem:
    """All points of rest with a smaller loss than at zero are read off the root x."""
    found = read_at_rest()
    for premise, known in zip((*RESTS, PREDICTS), at_rest(), strict=True):
        found = apply(discharge(premise, found), known)
    return under(found, *(member(each, REALS) for each in LETTERS), conjunction(CRITICAL, LOWER))
