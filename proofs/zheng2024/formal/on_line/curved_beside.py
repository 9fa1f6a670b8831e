"""How the loss is curved at a trained point: across the hyperbola, and beside the line, where it is curved more."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.line.gradient import SQUARES, overlap_positive
from proofs.zheng2024.formal.on_line.line_dominance import loss, loss_on_line
from proofs.zheng2024.formal.on_line.line_flow import FACTS, POINT, SIZES, given, total_of
from proofs.zheng2024.formal.on_line.line_formulas import KEY, OVERLAP, T, a, b, d, kappa1, kappa2, kappa3, stated, μ
from proofs.zheng2024.formal.on_line.line_signs import (
    IN_SEQUENCES,
    body,
    constants,
    overlap_constant_not_negative,
    sixth_moment_positive,
)
from proofs.zheng2024.formal.on_line.trained_line import C1, C2
from proofs.zheng2024.setting import ZHENG
from symbolic.core.expressions import Expression, Node, free, opened, written
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import assume, cases, conjoin, discharge, excluded_middle, parts
from symbolic.core.rules.means import mean_of_constant, ordered_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    integers_between,
    integers_from,
    less,
    mean,
    member,
    negation,
    real,
)
from symbolic.goals.engine import derived_loss, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, indicated, modulo, under, witnessed

FAMILY = "beside the line"
u, κ, v, w = map(real, ("u", "κ", "v", "w"))
LENGTH = d * (a**2 + b**2)
"""The sum of the squares of the entries of `a I` and `b I`."""
ACROSS = C2 * (a**2 + b**2)
"""`k`."""
AT_REST = equal(a * b, C1 / C2)


@cache
def beside() -> Stated:
    """The setting with two more blocks free."""
    return Stated(ZHENG, FAMILY)


def loss_beside(*point: Number) -> Node:
    """The loss at a, b and multiples of the identity in the two blocks `W_KQ_22` and `W_PV_13`."""
    return beside().model.loss(*stated().given, *beside().blocks_at(*map(written, point)))


def curved(along: Expression, curvature: Expression) -> Expression:
    """The loss along a direction is that at the point, without a linear term, with a second derivative for all u."""
    value = loss(a, b) + curvature / 2 * LENGTH * u**2 + v * u**3 + w * u**4
    return exists(v, REALS, exists(w, REALS, for_all(u, REALS, equal(along, value))))


CURVED_ACROSS = curved(loss(a + u * b, b + u * a), ACROSS)
"""Along `(b, a)` in the two scalars of the line."""
CURVED_BESIDE = exists(κ, REALS, conjunction(less(ACROSS, κ), curved(loss_beside(a, b, u * b, u * a), κ)))
"""Along `W_PV_13 = a I`, `W_KQ_22 = b I`."""


def curved_across() -> Theorem:
    """The curvature across the hyperbola is k."""
    rest = assume(AT_REST)
    here, there = at(loss_on_line(), *map(assume, POINT)), at(loss_on_line(), a + u * b, b + u * a)
    cubic, quartic = d * C2 * (a**2 + b**2) * a * b, d * C2 / 2 * (a * b) ** 2
    formula = loss(a, b) + ACROSS / 2 * LENGTH * u**2 + cubic * u**3 + quartic * u**4
    left = loss(a + u * b, b + u * a)
    linear = d * C2 * (u * (a**2 + b**2) + u**2 * a * b)
    found = identity(left, formula, constants(), ((there, 1), (here, -1), (rest, linear)))
    return witnessed(CURVED_ACROSS, under(found, member(u, REALS)), cubic, quartic)


@cache
def derived() -> Theorem:
    """The loss beside the line, as derived, at a point and a step along the direction."""
    return at(derived_loss(KEY, FAMILY), *map(given, SIZES), *map(assume, POINT), u * b, u * a)


@cache
def triples() -> Expression:
    """`Σ_r Σ_s Σ_q E x_r² x_s² x_q²` over different coordinates."""
    summands = parts(parts(derived().conclusion, "equal")[1], "add")
    sums = (parts(each, "multiply")[-1] for each in summands)
    return next(each for each in sums if _depth(each) == 3)


def _depth(term: Expression) -> int:
    match term:
        case Node(head="total", parts=(_, _, inner)):
            return 1 + _depth(inner)
        case Node(head="multiply", parts=factors):
            return _depth(factors[-1])
    return 0


def not_negative(term: Expression) -> Theorem:
    """`0 ≤ t` for sums over coordinates of means of squares."""
    match term:
        case Node(head="mean"):
            return mean_not_negative(term)
        case Node(head="multiply", parts=(Node(head="indicator", parts=(counts,)), inner)):
            of_inner = not_negative(inner)

            def case(formula: Expression) -> Theorem:
                known = of_inner, *indicated(assume(formula))
                return discharge(formula, signed(at_most(0, term), known, scales=(1, inner)))

            return cases(at_most(0, term), excluded_middle(counts), case(counts), case(negation(counts)))
    least, greatest, body_of_sum = parts(term, "total")
    place = next(each for each in SUMMED if each not in free(term))
    each = not_negative(opened(body_of_sum, (place,)))
    sums = ordered_sums(under(each, member(place, integers_between(least, greatest))))
    zero = at(constant_sum(), 0, belonging(greatest, integers_from(0), FACTS))
    return signed(at_most(0, term), (sums, zero))


def mean_not_negative(moment: Expression) -> Theorem:
    """`0 ≤ E x_r² x_s² x_q²`."""
    powers = parts(body(moment), "multiply")
    root = Node("multiply", tuple(parts(power, "power")[0] for power in powers))
    above = signed(at_most(0, body(moment)), squares=(root,))
    ordered = ordered_means(under(above, IN_SEQUENCES), given(SIZES[2]))
    return signed(at_most(0, moment), (ordered, mean_of_constant(mean(SEQUENCE, μ, 0))))


@cache
def squares_not_negative() -> Theorem:
    """`0 ≤ 1 + 1/4 + … + 1/(T − 2)²`."""
    least, greatest, inverse = parts(SQUARES, "total")
    i = real("i")
    place = member(i, integers_between(least, greatest))
    above = signed(less(0, i), assumed(place))
    each = signed(at_most(0, opened(inverse, (i,))), (positive(opened(inverse, (i,)), (above,)), above))
    sums = ordered_sums(under(each, place))
    zero = at(constant_sum(), 0, belonging(greatest, integers_from(0), FACTS))
    return signed(at_most(0, SQUARES), (sums, zero))


def curvature() -> Expression:
    """The second derivative beside the line, over the squared length of the direction."""
    length = a**2 + b**2
    own = (T - 2) * length**2 + b**4 * (2 * OVERLAP + SQUARES) + 2 * OVERLAP * a**2 * b**2
    other = 3 * b**4 * (SQUARES + OVERLAP) + 4 * OVERLAP * a**2 * b**2 + OVERLAP * a**4
    return (own * kappa2() + other * kappa3() + b**4 * SQUARES * triples() / d) / length


EXCESS = (
    ("less", b**4 * (2 * OVERLAP + SQUARES) + 2 * OVERLAP * a**2 * b**2),
    ("at_most", b**4 * (3 * SQUARES + 2 * OVERLAP) + 2 * OVERLAP * a**2 * b**2),
    ("at_most", b**4 * SQUARES),
)
"""By which multiples of κ2, κ3 and the triples the curvature beside the line, times `a² + b²`, is larger."""


@cache
def apart() -> tuple[Theorem, Theorem]:
    """`0 < a² + b²` and `0 < b²`, at a trained point."""
    rest, ratio = assume(AT_REST), positive(C1 / C2, constants())
    product = signed(less(0, a * b), (rest, ratio, *constants()))
    length = signed(less(0, a**2 + b**2), (product,), squares=(a - b,))
    return length, signed(less(0, b**2), (product, length), products=((product, product), (length,)), squares=(a, b))


@cache
def larger() -> Theorem:
    """`k < κ` for the curvature κ beside the line."""
    length, side = apart()
    count = signed(less(0, d), FACTS)
    three = signed(at_most(0, triples() / d), (not_negative(triples()), count), products=((count,),))
    moments = sixth_moment_positive(), overlap_constant_not_negative(), three
    sums = overlap_positive(), squares_not_negative()
    gains = tuple(
        gain(order, part, moment, (*sums, side, count)) for (order, part), moment in zip(EXCESS, moments, strict=True)
    )
    whole = Node("add", tuple(parts(each.conclusion, order)[1] for each, (order, _) in zip(gains, EXCESS, strict=True)))
    over = signed(less(0, whole), (*gains, count))
    difference = identity((curvature() - ACROSS) * (a**2 + b**2), whole, (length, count))
    return signed(less(ACROSS, curvature()), (difference, over, length, count), products=((length,),))


def gain(order: str, part: Expression, moment: Theorem, facts: Facts) -> Theorem:
    """The sign of a part of the excess times that of its moment: `less` for positive ones, else `at_most`."""
    sums, side = facts[:2], facts[2]
    products = (sums[0], side, side), (sums[1],), (sums[0],)
    more = signed(Node(order, (written(0), part)), facts[:3], products=products, squares=(b**2, a * b))
    term = part * parts(moment.conclusion, order)[1]
    return signed(Node(order, (written(0), term)), (more, moment, *facts), products=((more, moment),))


def curved_beside() -> Theorem:
    """The loss along the direction beside the line is curved more than across the hyperbola."""
    length, count = apart()[0], signed(less(0, d), FACTS)
    found = derived()
    here = at(loss_on_line(), *map(assume, POINT))
    totals = total_of(kappa2, 1), total_of(kappa3, 2), total_of(kappa1, 0)
    fourth = quartic()
    formula = loss(a, b) + curvature() / 2 * LENGTH * u**2 + written(0) * u**3 + fourth * u**4
    same = modulo(equal(loss_beside(a, b, u * b, u * a), formula), (found, here, *totals), (length, count))
    exact = witnessed(curved(loss_beside(a, b, u * b, u * a), curvature()), under(same, member(u, REALS)), 0, fourth)
    return witnessed(CURVED_BESIDE, conjoin(larger(), exact), curvature())


def quartic() -> Expression:
    """The coefficient of `u⁴` in the loss along the direction beside the line, over `a² b²`."""
    single = (T - 2) / 2 * d * kappa2()
    double = written(3) / 2 * OVERLAP * d * kappa3()
    return a**2 * b**2 * (single + double + SQUARES / 2 * triples())


@cache
def regular_beside() -> Theorem:
    """The loss is a polynomial at the points beside the line that are a step along the direction."""
    return at(derived_regularity(KEY, FAMILY), *map(given, SIZES), *map(assume, POINT), u * b, u * a)
