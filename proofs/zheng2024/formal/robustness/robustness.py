"""Skewed coordinates: the loss on the family that they lead to, the speeds off the line, and the two equations."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.coordinate_moments import moments_ordered, moments_positive
from proofs.zheng2024.formal.lemmas.independent_starts import COORDINATE, START, of_coordinate
from proofs.zheng2024.formal.line.gradient import overlap_positive
from proofs.zheng2024.formal.on_line.line_formulas import KEY, OVERLAP, T, d, j, k, μ
from proofs.zheng2024.formal.on_line.trained_line import KEY_BLOCK, VALUE_BLOCK
from proofs.zheng2024.formal.robustness import branch
from proofs.zheng2024.formal.robustness.critical_branch import OTHER, Branch
from proofs.zheng2024.formal.robustness.critical_points import POINT as POINT_OF_OTHER
from proofs.zheng2024.formal.robustness.skewed_family import FAMILY, STAYS
from proofs.zheng2024.formal.robustness.skewed_family import theorem as stays
from proofs.zheng2024.formal.robustness.skewed_starts import CENTRED, FACTS, SIZES, given, moments_in
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.entries import independent_moments
from symbolic.core.rules.logic import assume, conjoin, part, parts
from symbolic.core.rules.membership import integral, next_integer
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    REALS,
    at_most,
    cell,
    conjunction,
    disjunction,
    equal,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.goals.usual_terms import power_sum
from symbolic.tactics.harmonic_numbers import at_most_count
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    other_than_0,
    proved,
    quantified,
    replaced,
    rewritten,
    under,
    whichever,
)
from symbolic.tactics.sums.square_harmonics import below_count

LINE = ModelOnFamily(KEY, "line")
a, b, x, y = map(real, ("a", "b", "x", "y"))
POINT = tuple(member(each, REALS) for each in (a, b))
AROUND = tuple(member(each, REALS) for each in (x, y))
N, H, H2 = T - 2, OVERLAP, power_sum(T - 2, 2)
m2, m3, m4, m6 = map(of_coordinate, (2, 3, 4, 6))
S = m3**2
"""The square of the third moment."""

A = m2 * (N * m4 + H * (m4 + (d - 2) * m2**2))
B = 2 * H * m2 * m4
D = N * m6 + (d - 1) * H * m2 * m4
"""Second derivatives by x and y, over `d (d − 1) u²`; `d D` is that by u on the line."""

MIXED = m2**3 * ((d - 1) * (d - 2) * H + (d - 2) ** 2 * H2) + (d - 1) * (H + N) * m2 * m4
HIGHER = (
    2 * (d - 2) * H2 * m2**3 * x**2 * y
    + 2 * (d - 2) * H * m2 * m4 * x * y**2
    + MIXED * x**2 * y**2
    + S * (2 * x**2 * y + 2 * (d - 1) * H * x * y**2 + (d - 2) * H * y**2 + (d - 2) * x**2 * y**2)
)
"""Of third order and more in x, y and S."""

SECOND = A * x**2 + 2 * B * x * y + D * y**2 + 2 * H * S * (x + y)
DETERMINANT = A * D - B**2
KEY_SLOPE, VALUE_SLOPE = -(H * (D - B)) / DETERMINANT, -(H * (A - B)) / DETERMINANT
"""What x and y are per S, to first order."""


def loss_at(second: Expression = SECOND, higher: Expression = HIGHER) -> Expression:
    """The loss on the family, in `u = ab`, x and y."""
    u = a * b
    on_line = d * (N * m2 / 2 - N * m4 * u + D * u**2 / 2)
    return on_line + d * (d - 1) * u**2 / 2 * (second + higher)


def loss() -> Expression:
    """The loss at `W_KQ_32 = a (I + xJ)`, `W_PV_12 = b (I + yJ)`."""
    return replaced(FAMILY.loss(a, a * x, b, b * y), μ, START)


RATES = {KEY_BLOCK: a * b**2 * H * S, VALUE_BLOCK: a**2 * b * H * S}
"""The gradient by entries off the diagonal, on the line."""
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
APART = negation(equal(j, k))


def gradient(block: str) -> Expression:
    """An entry of the gradient on the line."""
    stated = LINE.stated
    return replaced(cell(stated.gradient(block), j, k), μ, START)


BRANCH = Branch(
    {
        branch.A: A,
        branch.B: B,
        branch.D: D,
        branch.H: H,
        branch.p: 2 * (d - 2) * H2 * m2**3,
        branch.q: 2 * (d - 2) * H * m2 * m4,
        branch.r: MIXED,
        branch.e: 2 * (d - 1) * H,
        branch.f: d - 2,
        branch.o: (d - 2) * H,
    },
    (KEY_SLOPE, VALUE_SLOPE),
    N * m4,
)
"""The critical points near the trained one, where skewness is small."""

NOT_CONSTANT = disjunction(less(m2 * m4, m6), less(2, d), less(3, T))
"""Where `|x_j|` is constant, d is not 2, or T is not 3."""


def goal(
    second: Expression = SECOND,
    higher: Expression = HIGHER,
    rate: Expression = RATES[KEY_BLOCK],
    slope: Expression = KEY_SLOPE,
    unless: Expression = NOT_CONSTANT,
) -> Expression:
    """For all sizes and laws of a coordinate with mean 0: the loss on the family, speeds, and how its minimum moves."""
    on_family = quantified(equal(loss(), loss_at(second, higher)), *POINT, *AROUND)
    rates = {**RATES, KEY_BLOCK: rate}
    speeds = quantified(
        implies(APART, conjunction(*(equal(gradient(n), v) for n, v in rates.items()))), *POINT, *PLACES
    )
    solved = (
        equal(A * slope + B * VALUE_SLOPE, -H),
        equal(B * slope + D * VALUE_SLOPE, -H),
    )
    form = conjunction(less(0, A), less(0, D), less(0, DETERMINANT), *solved)
    minimum = conjunction(form, BRANCH.says((slope, VALUE_SLOPE)))
    regular = implies(less(0, m2), implies(unless, minimum))
    return quantified(implies(CENTRED, conjunction(on_family, STAYS.stays(), speeds, regular)), *SIZES, COORDINATE)


@cache
def on_family() -> Theorem:
    """The loss on the family."""
    derived = FAMILY.derived(a, a * x, b, b * y, given=given())
    left, right = parts(derived.conclusion, "equal")
    found = modulo(equal(left, loss_at()), (derived, *moments_in(right)))
    return under(found, *POINT, *AROUND)


@cache
def speeds() -> Theorem:
    """The gradient off the diagonal."""
    known = (*assumed(*PLACES), assume(APART))

    def of_block(block: str) -> Theorem:
        derived = derived_gradient(KEY, "line", block)
        entry = at(derived, *given(), *map(assume, (*POINT, *PLACES)))
        left, right = parts(entry.conclusion, "equal")
        return modulo(equal(left, RATES[block]), (entry, *moments_in(right, known), *indicated(assume(APART))))

    return under(under(conjoin(*map(of_block, RATES)), APART), *POINT, *PLACES)


@cache
def known_signs() -> Facts:
    """Of `E y²`, `E y⁴`, `E y⁶`, H, d − 2, N, N − H and `E y⁶ − E y² E y⁴`; and that there are moments."""
    signal, finite = assume(less(0, m2)), assume(COORDINATE)
    fourth, sixth = moments_positive(finite, signal)
    most = at(at_most_count(), belonging(N, integers_from(0), FACTS))
    wide, length = signed(at_most(0, d - 2), FACTS), signed(less(0, N), FACTS)
    room = signed(at_most(0, N - H), (most,))
    spread = signed(at_most(0, m6 - m2 * m4), (moments_ordered(finite, signal), finite))
    return signal, fourth, sixth, overlap_positive(), wide, length, room, spread, finite


@cache
def determinant_positive() -> Theorem:
    """`0 < A D − B²`."""

    def case(facts: Facts) -> Theorem:
        return determinant(facts[0])

    return whichever(less(0, DETERMINANT), assume(NOT_CONSTANT), case, case, case)


@cache
def diagonal_positive() -> Theorem:
    """`0 < D`."""
    signal, fourth, sixth, overlap, wide, length, *_ = known_signs()
    products = (length, sixth), (overlap, signal, fourth, wide), (overlap, signal, fourth)
    return signed(less(0, D), known_signs(), products=products)


@cache
def minimum() -> Theorem:
    """`0 < A`, `0 < D` and `0 < A D − B²`, and the two equations."""
    signal, fourth, _, overlap, wide, length, *_, finite = known_signs()
    of_first = (signal, length, fourth), (signal, overlap, fourth), (signal, overlap, wide, signal, signal)
    first, third = signed(less(0, A), known_signs(), products=of_first), diagonal_positive()
    positive = determinant_positive()
    equations = (
        identity(A * KEY_SLOPE + B * VALUE_SLOPE, -H, (positive, finite)),
        identity(B * KEY_SLOPE + D * VALUE_SLOPE, -H, (positive, finite)),
    )
    square = identity(A * D - B**2, A * D - B * B, (finite,))
    form = conjoin(first, third, rewritten(square, positive), *equations)
    last = signed(at_most(0, N * m4), (length, fourth), products=((length, fourth),))
    factors = signed(at_most(0, d - 1), FACTS), last
    moved = BRANCH.proof(form, conjoin(*factors))
    return under(conjoin(conjoin(first, third, positive, *equations), moved), less(0, m2), NOT_CONSTANT)


def determinant(strict: Theorem) -> Theorem:
    """`0 < A D − B²` from one of the three reasons."""
    s, f, _, h, w, _, g, r, finite = known_signs()
    if strict.conclusion == less(m2 * m4, m6):
        r = signed(less(0, m6 - m2 * m4), (strict, finite))
    elif strict.conclusion == less(2, d):
        w = signed(less(0, d - 2), (strict,))
    else:
        g = longer(strict)
    products = (
        (r, g, g, s, f),
        (r, g, w, h, s, s, s),
        (r, g, h, s, f),
        (r, w, h, h, s, s, s),
        (r, h, h, s, f),
        (g, g, s, s, f, f),
        (g, w, h, s, s, s, s, f),
        (g, w, h, s, s, f, f),
        (g, h, s, s, f, f),
        (w, w, h, h, s, s, s, s, f),
        (w, h, h, s, s, s, s, f),
        (w, h, h, s, s, f, f),
    )
    return signed(less(0, DETERMINANT), (r, g, w, s, f, h, finite), products=products)


def longer(strict: Theorem) -> Theorem:
    """`0 < T − 2 − H` for T from 4 on."""
    facts = assumed(SIZES[1])
    integer = next(each for each in facts if each.conclusion == member(T, INTEGERS))
    four = next_integer(integral(written(3)), integer, strict)
    two = belonging(N, integers_from(2), (*facts, four))
    return signed(less(0, N - H), (at(below_count(), two),))


@cache
def regular() -> Facts:
    """The loss is a polynomial at the points of the family, at those of the line, and at another law; and the flow."""
    points = ((FAMILY, (a, a * x, b, b * y)), (FAMILY, FAMILY.stated.letters), (LINE, (a, b)))
    found = [at(derived_regularity(KEY, model.family), *given(), *point) for model, point in points]
    sizes = *given()[:2], independent_moments(assume(OTHER))
    found.append(at(derived_regularity(KEY, FAMILY.family), *sizes, *POINT_OF_OTHER))
    flows = part(0, at(stays(), *FAMILY.stated.letters))
    return (*found, flows)


def solve(formula: Expression, facts: Facts) -> Theorem | None:
    """That the loss is regular and the flow exists, and that no divisor is 0."""
    for theorem in regular():
        if theorem.conclusion == formula:
            return theorem
    if formula == negation(equal(DETERMINANT, 0)):
        return other_than_0(determinant_positive())
    return other_than_0(diagonal_positive()) if formula == negation(equal(D, 0)) else None


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(on_family(), stays(), speeds(), minimum())
    theorem = under(found, CENTRED)
    return Proof(goal(), under(theorem, *SIZES, COORDINATE), proved(defined(goal()), solve=solve))
