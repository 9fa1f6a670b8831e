"""From which starts on the family the flow tends to the global minimum, and to which point of it."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.conserved_difference import QUARTER
from proofs.zhang2024.formal.dominated_gap import v, λ
from proofs.zhang2024.formal.flow.any_pair import START
from proofs.zhang2024.formal.flow.definite_flow import BEGINS, LEVEL, LONG
from proofs.zhang2024.formal.flow.family_flow import NOW
from proofs.zhang2024.formal.flow.from_family import TIME
from proofs.zhang2024.formal.flow.heights import HEIGHT, LIMIT, SECOND, C, root_there, settled
from proofs.zhang2024.formal.flow.pair_above import COLUMN, EIGEN, SLANTED
from proofs.zhang2024.formal.flow.pair_basis import case
from proofs.zhang2024.formal.flow.pair_flow import ABOVE, SUPPOSED, arrives, c, ends, followed, keeps_sign, kept
from proofs.zhang2024.formal.flow.pair_sided import from_sided_starts
from proofs.zhang2024.formal.flow.theorem_4_1 import at_limit, from_starts, lowest, second_sign
from proofs.zhang2024.formal.loss_in_traces import U, u
from proofs.zhang2024.formal.trained_point import DATA, HIGH_INVERSE, LEAST, SQUARE, R, folded, without_letters
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.logic import apply, assume, choose, conjoin, discharge, parts, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    disjunction,
    equal,
    exists,
    implies,
    less,
    member,
    negation,
    root,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, other_than_0, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative

SCALAR = root(LIMIT)
"""u at the limit."""

POINT = member(u, POSITIVE), member(U, SQUARE), member(C, REALS)
SEES = exists(λ, REALS, exists(v, COLUMN.parts[1], conjunction(EIGEN, less(0, SLANTED))))
"""`0 < vᵀUv` for an eigenvector v of Λ."""

CASES = less(0, C), conjunction(equal(C, 0), SEES), case(U)


def goal(
    limit: Number = SCALAR,
    best: Expression = R,
    least: Number = LEAST,
    cases: tuple[Expression, ...] = CASES,
    starts: Expression = POINT[0],
    definite: Expression = DATA[2],
) -> Expression:
    """For all sizes, definite covariances and starts with u > 0 in one of these cases: where the flow tends."""
    tends_ = conjunction(ends(u, U, limit, best), lowest(limit, least).parts[0])
    of_start = implies(equal(HEIGHT, C), implies(disjunction(*cases), tends_))
    inside = conjunction(HIGH_INVERSE[1], quantified(of_start, starts, *POINT[1:]))
    return quantified(exists(R, HIGH_INVERSE[0].parts[1], inside), *DATA[:2], definite)


@cache
def limit_sign() -> tuple[Theorem, Theorem]:
    """`0 < (C + √(C² + 4 T))/2`, as T is positive, and what the square of its root is."""
    least, squared = root_there()
    sign = signed(less(0, LIMIT), (least, squared, second_sign()), degree=2, squares=(C,))
    return sign, square_root(signed(at_most(0, LIMIT), (sign,)))


@cache
def scalar_sign() -> Theorem:
    """`0 < u` at the limit."""
    sign, roots = limit_sign()
    return signed(less(0, SCALAR), (sign, *conjuncts(roots)), degree=2)


def from_long_starts() -> Theorem:
    """`∀a ∀A`: the flow tends to r where u is positive and `u² > ‖U‖²` at the start: `u² ≥ C`."""
    long, sign = less(0, LEVEL), assumed(SUPPOSED[0])[1]
    positive_ = apply(discharge(LONG, keeps_sign()), signed(LONG, (assume(long),)))
    small = at_most(c**2, LEVEL)
    size = followed(not_negative(U, folded()[1]))
    squares = signed(at_most(c**2, NOW[0] ** 2), (assume(small), kept(), size))
    above = under(signed(at_most(c, NOW[0]), (squares, positive_, sign), degree=2), TIME)
    number = LEVEL / (1 + LEVEL)
    whole = signed(less(0, 1 + LEVEL), (assume(long),))
    known = assume(long), whole
    least = belongs(member(number, POSITIVE), positive(number, known))
    below = signed(at_most(number**2, LEVEL), known, products=((whole, whole), (known[0],) * 2, (known[0],) * 3))
    some = witness(exists(c, POSITIVE, small), least, below)
    found = choose(c, some, apply(discharge(ABOVE, arrives()), above))
    return under(found, *START, BEGINS, long, *SUPPOSED[2:])


def tends() -> Theorem:
    """Where the flow tends from a start in one of the cases."""
    sign, (height, somewhere) = assumed(POINT[0])[1], map(assume, (equal(HEIGHT, C), disjunction(*CASES)))
    start = belonging(u, REALS), assume(POINT[1])
    square_of_root = conjuncts(limit_sign()[1])[1]
    _, squared = root_there()
    quartic = identity(
        SCALAR**4 - HEIGHT * SCALAR**2,
        SECOND,
        using=((height, -(SCALAR**2)), (square_of_root, SCALAR**2 + LIMIT - C), (squared, QUARTER)),
    )
    limit = belongs(member(SCALAR, POSITIVE), scalar_sign())

    def long(known: Facts) -> Theorem:
        found = apply(at(from_long_starts(), *start), sign)
        return apply(at(apply(found, signed(less(0, HEIGHT), (height, *known))), limit), quartic)

    def level(known: Facts) -> Theorem:
        flat, sees = known
        found = apply(at(from_starts(), *start), sign)
        found = apply(at(apply(found, signed(at_most(0, HEIGHT), (height, flat))), limit), quartic)
        inner = opened(parts(SEES, "exists")[1], (λ,))
        eigen, seen = conjuncts(assume(opened(parts(inner, "exists")[1], (v,))))
        here = apply(apply(at(found, belonging(λ, REALS), assume(COLUMN)), eigen), seen)
        return choose(λ, sees, choose(v, assume(inner), here))

    def sided(known: Facts) -> Theorem:
        found = apply(apply(at(from_sided_starts(), *start), sign), known[0])
        return apply(at(found, limit), quartic)

    wanted = ends(u, U, SCALAR, R)
    return whichever(wanted, somewhere, long, level, sided)


def proof() -> Proof:
    """The goal and its definedness."""
    here = conjoin(tends(), at_limit(SCALAR, scalar_sign())[0])
    body = conjoin(assume(HIGH_INVERSE[1]), under(here, *POINT, equal(HEIGHT, C), disjunction(*CASES)))
    whole = witness(exists(R, HIGH_INVERSE[0].parts[1], body.conclusion), assume(HIGH_INVERSE[0]), body)
    return Proof(goal(), under(without_letters(whole), *DATA), proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, that radicands are not negative and the limit is not 0."""
    if formula == at_most(0, LIMIT):
        return signed(formula, (limit_sign()[0],))
    if formula == negation(equal(SCALAR, 0)):
        return other_than_0(scalar_sign())
    return settled(formula, known)
