"""Where `κ1 = 0` the first sequence vanishes almost surely, so that every point of the line is at rest."""

from __future__ import annotations

from proofs.zheng2024.formal.on_line.line_field import PLACES, field, gradient
from proofs.zheng2024.formal.on_line.line_flow import FACTS, POINT, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    T,
    a,
    b,
    d,
    j,
    k,
    kappa1,
    kappa2,
    kappa3,
    of_each,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, body
from proofs.zheng2024.formal.on_line.trained_line import BLOCKS
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    entry,
    equal,
    for_all,
    implies,
    integers_between,
    integers_from,
    member,
)
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.probability.almost_sure import vanishes_with
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import at, belonging, modulo, under

NO_SIGNAL = equal(kappa1(), 0)
"""`κ1 = 0`."""
VANISHES = conjunction(*(of_each(equal(gradient(block, j, k), 0), j, k) for block in BLOCKS))
"""The gradient by all entries of all blocks is 0 at the point `(a, b)` of the line."""


def goal() -> Expression:
    """For all sizes and laws under the conditions for an invariant line: from `κ1 = 0`, no moment and no gradient."""
    still = for_all(a, REALS, for_all(b, REALS, VANISHES))
    formula: Expression = implies(NO_SIGNAL, conjunction(equal(kappa2(), 0), equal(kappa3(), 0), still))
    formula = implies(LINE_CONDITIONS, formula)
    for variable, domain in reversed(((d, SIZES[0]), (T, SIZES[1]), (μ, SIZES[2]))):
        formula = for_all(variable, parts(domain, "member")[1], formula)
    return formula


def moment_vanishes(moment: Expression) -> Theorem:
    """A moment with the first entry in it is 0."""
    first, inside, fourth = entry(SEQUENCE, 1), body(moment), body(kappa1())
    zero = assume(equal(fourth, 0))
    square = signed(equal(first**2, 0), (zero,))
    rest = inside_without_square(moment)
    gone = identity(inside, 0, using=((square, rest),))
    signs = under(signed(at_most(0, fourth), squares=(first**2,)), IN_SEQUENCES)
    return vanishes_with(SEQUENCE, assume(NO_SIGNAL), signs, gone, given(SIZES[2]))


def inside_without_square(moment: Expression) -> Expression:
    """What is left of a product of entries when the square of the first one is taken out."""
    if moment == kappa2():
        return entry(SEQUENCE, 1) ** 4
    return entry(SEQUENCE, SUMMED[1]) ** 4


def overlap_vanishes() -> Theorem:
    """`κ3 = 0`."""
    r = SUMMED[1]
    summand = opened(parts(kappa3(), "total")[2], (r,))
    factor, moment = parts(summand, "multiply")
    each = identity(summand, 0, using=((moment_vanishes(moment), factor),))
    sums = equal_sums(under(each, member(r, integers_between(1, d))))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), FACTS))
    return identity(kappa3(), 0, using=((sums, 1), (nothing, 1)))


def proof() -> Theorem:
    """The goal, as a theorem."""
    sixth, overlap = moment_vanishes(kappa2()), overlap_vanishes()
    here = at(field(), *map(assume, POINT))

    def of_block(number: int) -> Theorem:
        entry_here = at(part(number, here), *map(assume, PLACES))
        left = parts(entry_here.conclusion, "equal")[0]
        return under(modulo(equal(left, 0), (entry_here, assume(NO_SIGNAL), sixth, overlap)), *PLACES)

    still = under(conjoin(*map(of_block, range(len(BLOCKS)))), *POINT)
    return under(conjoin(sixth, overlap, still), *SIZES, LINE_CONDITIONS, NO_SIGNAL)
