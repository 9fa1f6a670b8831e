"""The last term of the loss alone: where its flow goes from the line, beside that of the whole loss."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.lemmas.defined_terms import of_key, settled
from proofs.zheng2024.formal.lemmas.flow_on_line import FlowOnLine
from proofs.zheng2024.formal.lemmas.line_loss import S2
from proofs.zheng2024.formal.lemmas.trained_product import FLOWS, GOES, LENGTHS, LIMIT, overlap_fades, tends_to_limit
from proofs.zheng2024.formal.line.theorem_4_1_repaired import denominator
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, slope_along, total_of
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    OVERLAP,
    T,
    a,
    a0,
    b,
    b0,
    d,
    kappa1,
    kappa2,
    kappa3,
)
from proofs.zheng2024.formal.on_line.line_signs import SIGNAL, overlap_constant_not_negative, sixth_moment_positive
from proofs.zheng2024.formal.on_line.trained_line import MOVES, STARTS, flow, τ
from proofs.zheng2024.formal.scalars.scalar_flow import reduced_flow_tends
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts, rewrite
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    System,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.goals.engine import derived_loss
from symbolic.tactics.harmonic_numbers import at_least_1, first_harmonic, growth, harmonic
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, proved, quantified, rewritten, under

SHORT = of_key("zheng2024-few-shot")
SUM = kappa2() + kappa3() / (T - 2)
LAST = kappa1() / SUM
"""The limit of ab for the last term alone."""

FACTOR = kappa1() - SUM * a * b
ON_LINE = FlowOnLine(SHORT, System((a, b), (b * FACTOR, a * FACTOR), (a0, b0)))
GAP = kappa3() * (OVERLAP - 1) / ((T - 2) * kappa2() + kappa3())
a1, b1, limit = map(real, ("a1", "b1", "l"))
POINTS = tuple(member(letter, REALS) for letter in (a, b, a1, b1))
LONG = kappa1() / kappa2()


def loss(a: Number, b: Number) -> Expression:
    """The last term of the loss, at a point of the line."""
    return SHORT.model.loss(*SHORT.given, *SHORT.blocks_at(written(a), written(b)))


LEAST = equal(a1 * b1, LAST)
EXCESS = equal(loss(a, b), loss(a1, b1) + d * (SUM * (a * b - LAST) ** 2 / 2))
"""What a step that differs from the best one loses."""


def goal(
    value: Expression = LAST,
    gap: Expression = GAP,
    hypotheses: Expression = LINE_CONDITIONS,
    moves: Expression = MOVES,
    longest: Expression = LONG,
) -> Expression:
    """For all sizes and laws with an invariant line: the flow of the last term, its limit, and the other one's."""
    short = conjunction(ON_LINE.exists, ON_LINE.stays, implies(moves, tends(τ, NONNEGATIVE, ON_LINE.product, value)))
    of_size = conjunction(
        ON_LINE.moves,
        quantified(conjunction(short, FLOWS, implies(moves, GOES)), *STARTS),
        equal(value / LIMIT - 1, gap),
        at_most(LIMIT, value),
        implies(equal(T, 3), equal(value, LIMIT)),
        implies(equal(kappa3(), 0), equal(value, LIMIT)),
        implies(conjunction(at_most(4, T), less(0, kappa3())), less(LIMIT, value)),
        quantified(implies(LEAST, EXCESS), *POINTS),
    )
    both = conjunction(tends(T, LENGTHS, value, longest), tends(T, LENGTHS, LIMIT, longest))
    found = implies(hypotheses, implies(SIGNAL, conjunction(quantified(of_size, SIZES[1]), both)))
    return quantified(found, SIZES[0], SIZES[2])


@cache
def signs() -> Facts:
    """`0 < κ1`, `0 < κ2`, `0 ≤ κ3`, `0 < T − 2`, `1 ≤ H(T − 2)`."""
    length = signed(less(0, T - 2), FACTS)
    overlap = at(at_least_1(), belonging(T - 2, integers_from(1), FACTS))
    return assume(SIGNAL), sixth_moment_positive(), overlap_constant_not_negative(), length, overlap


@cache
def divisors() -> Facts:
    """`0 < κ2 + κ3/(T − 2)`, `0 < (T − 2) κ2 + κ3`, the denominator of the other limit, and this limit are positive."""
    signal, sixth, mixed, length, _ = signs()
    used = sixth, mixed, length
    short, scaled = (
        signed(less(0, each), used, products=((length,), (length, sixth), (mixed,)))
        for each in (SUM, (T - 2) * kappa2() + kappa3())
    )
    bottom = denominator()
    other = signed(less(0, LIMIT), (signal, bottom, length), products=((bottom,), (signal,)))
    return short, scaled, bottom, other, length


@cache
def slopes() -> Facts:
    """The gradients by all blocks on the line, opposite to the reduced flow of the last term."""
    return tuple(slope_along(ON_LINE.system, SHORT, n, (signs()[3],)) for n in range(len(SHORT.setting.blocks)))


@cache
def along_line() -> tuple[Theorem, Theorem]:
    """From the line there is one flow of the last term, along the reduced flow; its product tends to the limit."""
    constants = (
        belongs(member(parts(each.conclusion, "less")[1], POSITIVE), each) for each in (signs()[0], divisors()[0])
    )
    scalars = at(reduced_flow_tends(), *constants, a0, b0)
    found = ON_LINE.flow(part(0, scalars), slopes())
    return found, ON_LINE.product_tends(found, apply(part(1, scalars), assume(MOVES)))


def of_training() -> Theorem:
    """Where both flows go from every start on the line."""
    found, goes = along_line()
    short = conjoin(part(0, found), ON_LINE.staying(found), under(goes, MOVES))
    return under(conjoin(short, part(0, flow()), under(tends_to_limit(), MOVES)), *STARTS)


def order() -> Theorem:
    """The limit is not below the other one."""
    signal, _, mixed, length, overlap = signs()
    short, _, bottom, *_ = divisors()
    products = (short, bottom, length), (signal, mixed, overlap)
    return signed(at_most(LIMIT, LAST), (*signs(), short, bottom), products=products)


def same_at_3() -> Theorem:
    """At T = 3 both limits are the same, as `H(1) = 1`."""
    three = equal(T, 3)
    place = identity(1, T - 2, using=((assume(three), -1),))
    one = rewrite(function(limit, body=equal(harmonic(limit), 1)), place, first_harmonic())
    return discharge(three, _same(one, kappa3() / (T - 2)))


def same_without_overlap() -> Theorem:
    """Where `κ3 = 0` both limits are the same."""
    none = equal(kappa3(), 0)
    return discharge(none, _same(assume(none), (OVERLAP - 1) / (T - 2)))


def _same(equation: Theorem, factor: Expression) -> Theorem:
    scale = kappa1() / (SUM * parts(LIMIT, "divide")[1])
    return identity(LAST, LIMIT, divisors(), ((equation, scale * factor),))


def strictly() -> Theorem:
    """From T = 4 on, where `0 < κ3`, the limit is above the other one."""
    premise = conjunction(at_most(4, T), less(0, kappa3()))
    longer, mixed = conjuncts(assume(premise))
    signal, _, _, length, _ = signs()
    short, _, bottom, *_ = divisors()
    ahead = belonging(T - 3, integers_from(0), (*FACTS, longer))
    grown = rewritten(identity(written(1) + (T - 3), T - 2), at(growth(), 1, ahead))
    part_of = signed(less(0, (T - 3) / (T - 2)), (longer, length), products=((length,),))
    more = signed(less(1, OVERLAP), (grown, first_harmonic(), part_of, length))
    products = (short, bottom, length), (signal, mixed, more)
    return discharge(premise, signed(less(LIMIT, LAST), (*signs(), short, bottom, mixed, more), products=products))


def parabola(p: Expression, q: Expression) -> Theorem:
    """The last term at a point is `d (κ2 + κ3/(T − 2)) u²/2 − d κ1 u + S2/2`, u being ab."""
    sizes = (next(fact for fact in FACTS if fact.conclusion == size) for size in SIZES)
    derived = at(derived_loss(SHORT.setting.key, SHORT.family), *sizes, p, q)
    product, half = p * q, written(Fraction(1, 2))
    value = d * (SUM * product**2 / 2 - kappa1() * product) + S2 / 2
    sums = total_of(kappa1, 0), total_of(kappa2, 1), total_of(kappa3, 2)
    multipliers = -product, half * product**2, half * product**2 / (T - 2)
    using = tuple(zip((derived, *sums), (written(1), *multipliers), strict=True))
    return identity(loss(p, q), value, (signs()[3],), using)


def excess() -> Theorem:
    """What another step loses on the last term."""
    left, right = parts(EXCESS, "equal")
    using = (parabola(a, b), 1), (parabola(a1, b1), -1), (assume(LEAST), -d * SUM * (a1 * b1 - LAST) / 2)
    return under(identity(left, right, divisors(), using), *POINTS, LEAST)


@cache
def inverse_fades() -> Theorem:
    """`1/(T − 2) → 0`."""
    facts = assumed(SIZES[1])
    length, one, three = signed(less(0, T - 2), facts), signed(at_most(1, T - 2), facts), signed(at_most(3, T), facts)
    products = (length, length), (one, one), (one,)
    found = signed(at_most(T * (1 / (T - 2) - 0) ** 2, 9), (length, one, three), products=products)
    return comparison(tends(T, LENGTHS, 1 / (T - 2), 0), under(found, SIZES[1]))


def long_limit(fades: Theorem, goal: Expression) -> Theorem:
    """A limit in the length, of `κ1/(κ2 + κ3 f(T))` with `f(T) → 0`."""
    fading = opened(parts(fades.conclusion, "tends")[1], (T,))
    value, reached = (kappa1() / (kappa2() + kappa3() * each) for each in (fading, written(0)))
    sixth = signs()[1]
    known = signed(less(0, parts(reached, "divide")[1]), (sixth,))
    goes = continuity(tends(T, LENGTHS, value, reached), (fades,), (known,))
    goes = rewrite(function(limit, body=tends(T, LENGTHS, value, limit)), identity(reached, LONG, (sixth, known)), goes)
    bottom = signed(less(0, parts(value, "divide")[1]), (*divisors(),))
    later = under(discharge(at_most(3, T), identity(value, goal, (bottom, *divisors()))), SIZES[1])
    return eventually(tends(T, LENGTHS, goal, LONG), goes, later)


def proof() -> Proof:
    """The goal and its definedness."""
    gap = identity(LAST / LIMIT - 1, GAP, divisors())
    moving = ON_LINE.moving(slopes(), (signs()[3],))
    of_size = conjoin(moving, of_training(), gap, order(), same_at_3(), same_without_overlap(), strictly(), excess())
    both = conjoin(long_limit(inverse_fades(), LAST), long_limit(overlap_fades(), LIMIT))
    found = under(conjoin(under(of_size, SIZES[1]), both), SIZES[0], SIZES[2], LINE_CONDITIONS, SIGNAL)
    return Proof(goal(), found, definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    return proved(defined(goal()), solve=settled(lambda facts: (*divisors(), signs()[1])))
