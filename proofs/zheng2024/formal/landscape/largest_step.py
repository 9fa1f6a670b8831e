"""Second derivatives of the loss along multiples of the identity in six blocks, and the largest of them for d = 1."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape import curved_most
from proofs.zheng2024.formal.landscape.curved_most import DIRECTION, FORM, LENGTH, STEPS, form
from proofs.zheng2024.formal.landscape.three_coordinates import in_full
from proofs.zheng2024.formal.lemmas.line_loss import S4, S6, S42
from proofs.zheng2024.formal.line.gradient import SQUARES
from proofs.zheng2024.formal.on_line.curved_beside import squares_not_negative
from proofs.zheng2024.formal.on_line.line_flow import POINT, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import KEY, OVERLAP, T, a, b, d, kappa1, kappa2, moment
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, sixth_moment_positive
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, opened, written
from symbolic.core.expressions import bound as with_bound
from symbolic.core.rules.logic import apply, assume, conjoin, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    iff,
    implies,
    indicator,
    integers_from,
    less,
    member,
    real,
    total,
)
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.usual_terms import apart
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.harmonic_numbers import not_negative
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    modulo,
    proved,
    quantified,
    rewritten,
    under,
    witnessed,
)

LEFT_OUT = (
    "that steps of descent beyond 2 over the largest second derivative move away from the point, that the other twelve "
    "blocks do not enter the loss, and which second derivative is the largest at the sizes listed"
)

MODEL = ModelOnFamily(KEY, "multiples of I")
x, y, p, q, u, v = STEPS
ε, c1, c3, c4, h = map(real, ("ε", "c1", "c3", "c4", "h"))
r, s, w = SUMMED[:3]


def _others(place: Variable, *taken: Expression, inner: Expression) -> Expression:
    return total(place, 1, d, Node("multiply", (indicator(apart(place, *taken)), inner)))


S222 = total(r, 1, d, _others(s, r, inner=_others(w, r, s, inner=moment((r, 2), (s, 2), (w, 2)))))
LENGTHS = T - 2
K6, K42, K222 = S6, S42, S222

CURVED = LENGTHS * K6 + OVERLAP * K42
OTHER = b**2 * ((LENGTHS + 2 * OVERLAP + SQUARES) * K6 + 3 * (OVERLAP + SQUARES) * K42 + SQUARES * K222)
"""By `W_KQ_22`, and by `W_KQ_23`."""
MATRIX = (
    a**2 * CURVED,
    a * b * ((LENGTHS + OVERLAP) * K6 + 2 * OVERLAP * K42),
    a * b * (LENGTHS * K6 + (2 * OVERLAP - SQUARES) * K42),
    OTHER,
    b**2 * ((LENGTHS + OVERLAP) * K6 + (3 * OVERLAP + SQUARES) * K42 + SQUARES * K222),
    b**2 * (LENGTHS * K6 + 3 * OVERLAP * K42 + SQUARES * K222),
)
"""By `W_PV_13`, `W_KQ_22`, `W_KQ_33`: pp, pq, pu, qq, qu, uu."""


def second(matrix: tuple[Expression, ...] = MATRIX, other: Expression = OTHER) -> Expression:
    """The second derivative along a direction, at a point of the line."""
    return form(CURVED, matrix, other) + 2 * ((CURVED * (a * b) - LENGTHS * S4) * (x * y))


def bends(curvature: Expression) -> Expression:
    """Along every direction the loss is a polynomial of degree four, with this second derivative at the point."""
    along = MODEL.loss(a + ε * x, b + ε * y, *(ε * each for each in (p, q, u, v)))
    value = MODEL.loss(a, b, 0, 0, 0, 0) + c1 * ε + curvature / 2 * ε**2 + c3 * ε**3 + c4 * ε**4
    found: Expression = for_all(ε, REALS, equal(along, value))
    for each in (c4, c3, c1):
        found = exists(each, REALS, found)
    return quantified(found, *DIRECTION)


VALUES = {
    curved_most.κ: kappa2(),
    curved_most.N: LENGTHS,
    curved_most.H: OVERLAP,
    curved_most.H2: SQUARES,
}


def told(term: Expression) -> Expression:
    """A term or formula about the form in six letters, of this model."""
    return opened(with_bound(term, tuple(VALUES)), tuple(VALUES.values()))


AT_REST = equal(a * b, kappa1() / kappa2())
LARGEST_STEP = told(curved_most.LARGEST_STEP)


def exactly(step: Expression = LARGEST_STEP) -> Expression:
    """A step size times every second derivative is at most twice the squared length, just up to this size."""
    below = quantified(at_most(h * (kappa2() * told(FORM)), 2 * LENGTH), *DIRECTION)
    return quantified(iff(below, at_most(h, step)), member(h, POSITIVE))


def goal(
    matrix: tuple[Expression, ...] = MATRIX,
    other: Expression = OTHER,
    step: Expression = LARGEST_STEP,
    size: Number = 1,
) -> Expression:
    """For all sizes, laws and points of the line: the second derivatives; for d = 1 the largest at a trained point."""
    everywhere = quantified(bends(second(matrix, other)), *SIZES, *POINT)
    alone = _in_dimension(bends(kappa2() * told(FORM)), size)
    trained = quantified(implies(AT_REST, conjunction(alone, exactly(step))), *POINT)
    return conjunction(everywhere, quantified(implies(SIGNAL, trained), *SIZES[1:]))


def _in_dimension(formula: Expression, size: Number) -> Expression:
    return opened(with_bound(formula, (d,)), (written(size),))


def _along(step: Number) -> tuple[Expression, ...]:
    """The point that a step along the direction leads to."""
    return a + step * x, b + step * y, *(step * each for each in (p, q, u, v))


def _value(step: Number) -> Expression:
    """What is derived of the loss there."""
    return parts(MODEL.derived(*_along(written(step))).conclusion, "equal")[1]


@cache
def around() -> Theorem:
    """The loss along every direction, for all sizes, laws and points."""
    first, second_ = _value(1), _value(2)
    back, twice_back = _value(-1), _value(-2)
    middle = parts(MODEL.derived(a, b, 0, 0, 0, 0).conclusion, "equal")[1]
    coefficients = (
        (8 * (first - back) - (second_ - twice_back)) / 12,
        (second_ - twice_back - 2 * (first - back)) / 12,
        (second_ + twice_back - 4 * (first + back) + 6 * middle) / 24,
    )
    along, here = MODEL.derived(*_along(ε)), MODEL.derived(a, b, 0, 0, 0, 0)
    inside = _of_direction(bends(second()))
    for each in coefficients:
        inside = opened(parts(inside, "exists")[1], (each,))
    equation = opened(parts(inside, "for_all")[1], (ε,))
    every = under(modulo(equation, (along, here)), member(ε, REALS))
    return under(under(witnessed(_of_direction(bends(second())), every, *coefficients), *DIRECTION), *POINT)


def _of_direction(formula: Expression) -> Expression:
    """What is said of one direction."""
    for each in STEPS:
        formula = opened(parts(formula, "for_all")[1], (each,))
    return formula


def alone() -> Theorem:
    """In one dimension at a trained point: the form with `E x_1⁶` alone."""
    everywhere = under(around(), SIZES[0])
    found = at(everywhere, 1, *map(assume, (*POINT, *DIRECTION)))
    curvature = _in_dimension(second(), 1)
    sums = tuple(_in_dimension(each, 1) for each in (S6, S42, S222, S4))
    values = tuple(each for term in sums for each in in_full(term))
    rest, sixth = assume(AT_REST), sixth_moment_positive()
    scaled = identity(kappa2() * (a * b), kappa1(), (sixth,), ((rest, kappa2()),))
    same = modulo(equal(curvature, kappa2() * told(FORM)), values, ()) if False else _same(curvature, values, scaled)
    return under(rewritten(same, found), *DIRECTION)


def _same(curvature: Expression, values: Facts, scaled: Theorem) -> Theorem:
    plain = modulo(
        equal(curvature, kappa2() * told(FORM) + 2 * LENGTHS * (kappa2() * (a * b) - kappa1()) * (x * y)), values
    )
    left, _ = parts(plain.conclusion, "equal")
    return identity(left, kappa2() * told(FORM), using=((plain, 1), (scaled, 2 * LENGTHS * x * y)))


@cache
def exact() -> Theorem:
    """The largest step, in one dimension at a trained point."""
    return under(_of_model(curved_most.theorem(), assume(member(h, POSITIVE))), member(h, POSITIVE))


def _of_model(theorem: Theorem, *more: Theorem) -> Theorem:
    """What is said of a form in six letters, of this model at a trained point."""
    facts = assumed(*SIZES)
    length = signed(less(0, LENGTHS), facts)
    sums = at(not_negative(), belonging(LENGTHS, integers_from(0), facts))
    rest, signal, sixth = assume(AT_REST), assume(SIGNAL), sixth_moment_positive()
    ratio = positive(kappa1() / kappa2(), (signal, sixth))
    product = signed(less(0, a * b), (rest, ratio, sixth))
    wide = signed(less(0, a**2 + b**2), (product,), squares=(a - b,))
    side = signed(less(0, b**2), (product, wide), products=((product, product), (wide,)), squares=(a, b))
    found = at(theorem, kappa2(), *more, a, b, LENGTHS, OVERLAP, SQUARES)
    for fact in (sixth, length, sums, squares_not_negative(), side):
        found = apply(found, fact)
    return at(under(found, SIZES[0]), 1)


def proof() -> Proof:
    """The goal and its definedness."""
    trained = under(conjoin(alone(), exact()), *POINT, AT_REST)
    of_one = under(trained, *SIZES[1:], SIGNAL)
    found = conjoin(under(around(), *SIZES), of_one)
    known = conjuncts(_of_model(curved_most.is_defined()))
    solve = defined_on(MODEL, theorems=known, divisors=lambda facts: (sixth_moment_positive(), *known))
    return Proof(goal(), found, proved(defined(goal()), solve=solve))
