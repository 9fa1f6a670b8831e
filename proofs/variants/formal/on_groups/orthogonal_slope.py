"""Where W is uniform among orthogonal matrices: the mean of the diagonal of the gradient that takes the flow off."""

from __future__ import annotations

from functools import cache

from proofs.variants.formal.coordinate_sums import LAW, S22, S222, SIZE, r
from proofs.variants.formal.on_groups.lengths_on_line import R4, R6, a, b, d
from proofs.variants.formal.slopes_off_line import BLOCK, Slope, slope
from proofs.zheng2024.formal.lemmas.line_loss import S4, S6, S42, SIGNAL
from proofs.zheng2024.formal.on_line.line_flow import PLACES, turned
from proofs.zheng2024.formal.on_line.line_formulas import kappa3_transposed
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import apply, assume, parts, reflexive
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import equal, integers_between, integers_from, less, member, total
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.evaluated import equations
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.small_ranges import later_and
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, quantified, replaced, under

MODEL = ModelOnFamily("variants-haar-orthogonal", "line", (("T", 3),), 2)
"""Gradients on the line are derived for all dimensions from 2 on at once."""
ALONE = ModelOnFamily("variants-haar-orthogonal", "line", (("d", 1), ("T", 3)))
"""And for one dimension."""

SLOPE = Slope(total(r, 1, d, slope(MODEL, r, r)) / d, 2 / d**2, R4, R6)
"""The mean of the diagonal."""

MANY = member(d, integers_from(2))


def says(share: Expression = SLOPE.share) -> Expression:
    """For all laws and points of the line: what the mean is, and where it is 0."""
    found = Slope(SLOPE.value, share, R4, R6)
    return quantified(found.formula(SIGNAL), LAW)


def theorem(sixth: Theorem) -> Theorem:
    """It in every dimension, given that R6 is positive under the size, the law and a signal."""
    everywhere = under(sixth, SIZE, LAW, SIGNAL)
    return later_and(d, says(), (_alone(everywhere),), _of_many(everywhere))


def _of_many(sixth: Theorem) -> Theorem:
    share = positive(SLOPE.share, (_wide_square(),))
    found = SLOPE.theorem(_summed(), (share, _sixth(sixth, belonging(d, integers_from(1), assumed(MANY)))), SIGNAL)
    return under(found, MANY, LAW)


def _wide() -> Theorem:
    """`0 < d`."""
    return signed(less(0, d), assumed(MANY))


def _wide_square() -> Theorem:
    """`0 < d²`."""
    return signed(less(0, d**2), (_wide(),), products=((_wide(), _wide()),))


def _sixth(sixth: Theorem, size: Theorem) -> Theorem:
    found = at(sixth, size, assume(LAW))
    return apply(found, assume(parts(found.conclusion, "implies")[0]))


@cache
def _summed() -> Theorem:
    """The mean of the diagonal, entry by entry."""
    label = member(r, integers_between(1, d))
    entry = at(MODEL.slopes(BLOCK), a, b, assume(label), assume(label))
    up, down = 2 * a * b**2 / d, -2 * b / d
    numbers = up, up, 2 * up, up, down, down
    transposed = total(r, 1, d, kappa3_transposed(r))
    sums = S6, S42, transposed, S222, S4, S22
    bodies = (opened(parts(each, "total")[2], (r,)) for each in sums)
    row = Node("add", tuple(number * body for number, body in zip(numbers, bodies, strict=True)))
    each = modulo(equal(slope(MODEL, r, r), row), (entry, *indicated(reflexive(r))), (_wide(),))
    summed = equal_sums(under(each, label))
    apart = at(separate_sums(numbers, sums, (_wide(),)), belonging(d, integers_from(0), assumed(MANY)))
    return modulo(SLOPE.stated, (summed, apart, _transposed(transposed)), (signed(less(0, d), assumed(MANY)),))


def _transposed(left: Expression) -> Theorem:
    """`Σ_j Σ_{k ≠ j} E x_j⁴ x_k² = Σ_j Σ_{k ≠ j} E x_j² x_k⁴`."""
    both = equal_sums(under(equal_sums(at(turned(), assume(PLACES[0]))), PLACES[0]))
    return modulo(equal(left, S42), (exchanged_sums(left), both))


def _alone(sixth: Theorem) -> Theorem:
    """In one dimension sums are written out."""
    here = Slope(*(replaced(each, d, written(1)) for each in (SLOPE.value, SLOPE.share, R4, R6)))
    derived = at(ALONE.slopes(BLOCK), a, b, 1, 1)
    sums: Facts = equations(*parts(here.stated, "equal"))
    stated = modulo(here.stated, (*sums, derived, *equations(parts(derived.conclusion, "equal")[1])))
    signal = replaced(SIGNAL, d, written(1))
    found = here.theorem(stated, (signed(less(0, here.share)), _sixth(sixth, belonging(1, integers_from(1)))), signal)
    return under(found, LAW)
