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
from proofs.zheng2024.formal.ones.ones_gradient import BLOCKS
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
from symbolic.core.expressions import Expression, written
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
LOWER = less(general.loss(*LETTERS), general.loss(*map(written, (0, 0, 0, 0))))
"""The gradient by all blocks vanishes at a point of the family; its loss is less than that of predicting zero."""


def critical_points(lower: Expression | None = None) -> Expression:
    """At all points of rest with a smaller loss than at zero a is not 0, and the rest is read off a and the root."""
    read = (
        negation(equal(a, 0)),
        equal(α, a * x),
        equal(β, b * (-form_b(x) / form_a(x))),
        equal(a * b, level(x) * form_a(x) / delta(x)),
    )
    premise = conjunction(CRITICAL, LOWER if lower is None else lower)
    return quantified(implies(premise, conjunction(*read)), *(member(each, REALS) for each in LETTERS))


@cache
def at_rest() -> Facts:
    """The four velocities are 0 where the gradient vanishes, and the prediction is not 0 where the loss is smaller."""
    critical, lower = (part(n, assume(conjunction(CRITICAL, LOWER))) for n in range(2))
    places = tuple(belonging(n, integers_between(1, d), WIDE) for n in (1, 2))
    different = signed(negation(equal(1, 2)))
    rests = []
    for rest_, (block, on_diagonal) in zip(RESTS, product(LINE[::2], (True, False)), strict=True):
        everywhere = at(part(tuple(BLOCKS).index(block), critical), places[0], places[0 if on_diagonal else 1])
        slope = FAMILY.gradient(block, on_diagonal)
        slope = at(slope, places[0]) if on_diagonal else apply(at(slope, *places), different)
        rests.append(identity(parts(rest_, "equal")[0], 0, using=((slope, 1), (everywhere, -1))))
    here_, zero = (at(FAMILY.known(loss_there()), *each) for each in (LETTERS, (0, 0, 0, 0)))
    still = identity(SIZE, N - b * LINEAR, using=((rests[2], -b), (rests[3], -(d - 1) * β)))
    return *rests, signed(PREDICTS, (lower, here_, zero, still, TWO), products=((TWO,),), scales=(1, d))


def at_points_of_rest() -> Theorem:
    """All points of rest with a smaller loss than at zero are read off the root x."""
    ratio, _, value, root = conjuncts(read_off())
    first, other, _, above = known_there()
    same = apply(apply(at(unique(), x, α / a), assume(equal(quintic(x), 0))), root)
    positive = rewritten(same, above)
    second = identity(α, a * x, (first,), ((same, a),))
    fourth = identity(β, b * (-form_b(x) / form_a(x)), (other, positive), ((rewritten(same, ratio), b),))
    found = conjoin(first, second, fourth, rewritten(same, value))
    for premise, known in zip((*RESTS, PREDICTS), at_rest(), strict=True):
        found = apply(discharge(premise, found), known)
    return under(found, *(member(each, REALS) for each in LETTERS), conjunction(CRITICAL, LOWER))
