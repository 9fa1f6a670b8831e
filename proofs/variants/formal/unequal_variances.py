"""Normal coordinates with different variances: the best product, what stays in the limit, and that the line is left."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import prod

from proofs.variants.formal.normal_limits import NORMAL as STANDARD
from proofs.variants.formal.normal_limits import normal_mean, parts_of_power
from proofs.variants.formal.trained_line import VALUE_BLOCK, TrainedLine
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6, S42, on_line, pairs_not_negative
from proofs.zheng2024.formal.line import gradient
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, a0, b0, d, j, k, kappa3, moment, of_each
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.facts import descent_exists
from symbolic.core.rules.gradient_flows import equal_slopes
from symbolic.core.rules.integers import equal_sums, ordered_sums
from symbolic.core.rules.logic import apply, assume, conjoin, excluded_middle, parts
from symbolic.core.rules.means import equal_means, separate_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    Number,
    at_most,
    conjunction,
    entry,
    equal,
    for_all,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    mean,
    member,
    negation,
    real,
    tends,
    total,
    vector,
)
from symbolic.goals.engine import derived_regularity, derived_sign_anywhere
from symbolic.goals.family_statements import ModelOnFamily, defined_on
from symbolic.goals.flows_on_family import TIME, τ
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.tactics.dynamics.fading import harmonic_share_fades, long_limit
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.harmonic_numbers import not_negative
from symbolic.tactics.parabolas import Parabola, completed
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    finite,
    indicated,
    modulo,
    proved,
    quantified,
    replaced,
    rewritten,
    under,
    whichever,
    with_meaning,
)
from symbolic.tactics.sums.kronecker import selected

MODEL = ModelOnFamily("zheng2024", "line")
LINE = TrainedLine(MODEL)
a, b, a1, b1, p, q = map(real, ("a", "b", "a1", "b1", "p", "q"))
s = vector("s")
DEVIATIONS = member(s, SEQUENCES)
SIZE, LENGTH, LAW = SIZES
LENGTHS = integers_from(3)


def deviation(place: Number) -> Expression:
    """`s_j`."""
    return entry(s, place)


def variance(place: Number) -> Expression:
    """`v_j = s_j²`."""
    return deviation(place) ** 2


def power_sum(order: int) -> Expression:
    """`Σ_j v_jᵏ`."""
    return total(p, 1, d, variance(p) if order == 1 else variance(p) ** order)


P1, P2, P3 = map(power_sum, (1, 2, 3))


def as_normal(*powers: tuple[Number, int]) -> Expression:
    """`E x_jⁿ x_kᵐ ⋯` is that of the sequence of all `s_j z_j`, the `z_j` being independent and standard normal."""
    scaled = Node("multiply", tuple((deviation(place) * entry(SEQUENCE, place)) ** n for place, n in powers))
    return equal(moment(*powers), mean(SEQUENCE, STANDARD, scaled))


OF_EACH = of_each(conjunction(less(0, deviation(j)), *(as_normal((j, order)) for order in (2, 4, 6))), j)
MIXED = of_each(implies(negation(equal(k, j)), as_normal((j, 2), (k, 4))), j, k)
NORMAL = conjunction(OF_EACH, MIXED)
"""The moments are those of independent normal coordinates, as far as the loss knows of them."""

SHARE = OVERLAP / (T - 2)
CURVED = 5 * P3 + (P1 * P2 - P3) * SHARE
BEST = P2 / CURVED
ERROR = 1 - 3 * P2**2 / (P1 * CURVED)
RATE, FLOOR = P2 / (5 * P3), 1 - 3 * P2**2 / (5 * P1 * P3)

SPREAD = total(p, 1, d, total(q, 1, d, variance(p) * variance(q) * (variance(p) - variance(q)) ** 2))
"""Over all pairs, so that each couple counts twice."""

AHEAD = member(a0, REALS), negation(equal(a0, 0))
"""The start `(a0, 0)` with `a0 ≠ 0`."""


def from_axis(formula: Expression) -> Expression:
    """About the start `(a0, 0)` and not `(a0, b0)`."""
    return replaced(formula, b0, written(0))


ALIKE = from_axis(
    for_all(τ, NONNEGATIVE, of_each(equal(LINE.entry(VALUE_BLOCK, j, j), LINE.entry(VALUE_BLOCK, 1, 1)), j))
)
"""The entries on the diagonal of `W_PV_12` are the same at all times."""

EQUAL = of_each(equal(variance(j), variance(1)), j)


def alike_only(start: Expression = AHEAD[1]) -> Expression:
    """From a start there is one flow, and they are so along it only where the variances are equal."""
    return quantified(implies(start, conjunction(from_axis(LINE.flows), implies(ALIKE, EQUAL))), AHEAD[0])


def least(best: Expression = BEST) -> Parabola:
    """The loss on the line, which is least where the product is the best one."""
    return Parabola.in_two(MODEL.loss, (a, b), (a1, b1), best)


def goal(
    best: Expression = BEST,
    error: Expression = ERROR,
    rate: Expression = RATE,
    floor: Expression = FLOOR,
    spread: Expression = SPREAD / 2,
    hypotheses: Expression = NORMAL,
    leaves: Expression | None = None,
) -> Expression:
    """For all sizes, variances and such laws: the best product and its error, limits, and where the flow can stay."""
    share = quantified(implies(equal(a * b, best), equal(MODEL.relative(a, b), error)), *MODEL.point)
    of_size = quantified(conjunction(least(best).formula, share, leaves or alike_only()), LENGTH)
    longer = tends(T, LENGTHS, best, rate), tends(T, LENGTHS, error, floor)
    found = conjunction(of_size, *longer, equal(P1 * P3 - P2**2, spread), at_most(Fraction(2, 5), floor))
    return quantified(implies(hypotheses, found), SIZE, LAW, DEVIATIONS)


FACTS = assumed(*SIZES)


@cache
def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), assumed(SIZE))


@cache
def hypotheses() -> Facts:
    """What is supposed of each coordinate, and of two."""
    return conjuncts(assume(NORMAL))


def at_place(place: Theorem) -> Facts:
    """`0 < v_j`, and the three moments of a coordinate: v, 3 v² and 15 v³."""
    wide, *moments = conjuncts(at(hypotheses()[0], place))
    label, _ = parts(place.conclusion, "member")
    numbers = variance(label), 3 * variance(label) ** 2, 15 * variance(label) ** 3
    values = (in_number(each, number, with_meaning(place)) for each, number in zip(moments, numbers, strict=True))
    return signed(less(0, variance(label)), (wide,), products=((wide, wide),)), *values


def in_number(same: Theorem, number: Expression, facts: Facts) -> Theorem:
    """A moment that is one of the `s_j z_j` as a number: the deviations are taken out of the mean."""
    left, right = parts(same.conclusion, "equal")
    scaled = parts(opened(parts(right, "mean")[1], (SEQUENCE,)), "multiply")
    powers = tuple((factor, *parts(parts(factor, "power")[0], "multiply")) for factor in scaled)
    outside = prod((base ** parts_of_power(factor) for factor, base, _ in powers), start=written(1))
    inside = Node("multiply", tuple(each ** parts_of_power(factor) for factor, _, each in powers))
    apart = under(identity(Node("multiply", scaled), Node("add", (outside * inside,))), member(SEQUENCE, SEQUENCES))
    split = equal_means(STANDARD, apart)
    pulled = separate_means(parts(split.conclusion, "equal")[1], STANDARD, (outside,), finite(STANDARD, 6))
    value = normal_mean(mean(SEQUENCE, STANDARD, inside), facts)
    return modulo(equal(left, number), (same, split, pulled, value))


@cache
def powers_positive() -> Facts:
    """`0 < Σ v_j, Σ v_j², Σ v_j³`."""
    first = belonging(1, integers_between(1, d), assumed(SIZE))
    start, found = at_place(first)[0], []
    label = member(p, integers_between(1, d))
    positive = at_place(assume(label))[0]
    for order, whole in enumerate((P1, P2, P3), start=1):
        term = parts(whole, "total")[2]
        each = signed(at_most(0, opened(term, (p,))), (positive,), products=((positive,) * order,))
        low = below_sum(whole, under(each, label), count(), first)
        found.append(signed(less(0, whole), (low, start), products=((start,) * order,)))
    return tuple(found)


@cache
def sums() -> Facts:
    """`Σ E x² = P1`, `Σ E x⁴ = 3 P2`, `Σ E x⁶ = 15 P3`, and `Σ_{j ≠ k} E x_j² x_k⁴ = 3 (P1 P2 − P3)`."""
    alone = (_alone(n, whole, factor) for n, (whole, factor) in enumerate(((S2, 1), (S4, 3), (S6, 15)), start=1))
    return *alone, pairs()


def _alone(number: int, whole: Expression, factor: int) -> Theorem:
    """A sum of one moment of every coordinate."""
    of_powers = (P1, P2, P3)[number - 1]
    label = member(p, integers_between(1, d))
    same = equal_sums(under(at_place(assume(label))[number], label))
    _, right = parts(same.conclusion, "equal")
    body = opened(parts(of_powers, "total")[2], (p,))
    term = Node("add", (written(factor) * body,))
    as_product = equal_sums(under(identity(opened(parts(right, "total")[2], (p,)), term), label))
    pulled = at(separate_sums((factor,), (of_powers,)), count())
    return modulo(equal(whole, factor * of_powers), (same, as_product, pulled))


@cache
def pairs() -> Theorem:
    """The sum over pairs."""
    row, column = member(p, integers_between(1, d)), member(q, integers_between(1, d))
    numbers = 3 * variance(p), -3 * variance(p)
    bodies = variance(q) ** 2, indicator(equal(q, p)) * variance(q) ** 2
    summand = opened(parts(kappa3(p), "total")[2], (q,))
    apart = Node("add", tuple(number * body for number, body in zip(numbers, bodies, strict=True)))

    def same(case: Facts) -> Theorem:
        return modulo(equal(summand, apart), indicated(case[0]))

    def different(case: Facts) -> Theorem:
        same = apply(at(hypotheses()[1], assume(row), assume(column)), case[0])
        mixed = in_number(same, 3 * variance(p) * variance(q) ** 2, assumed(row, column, case[0].conclusion))
        return modulo(equal(summand, apart), (*indicated(case[0]), mixed))

    each = equal_sums(under(whichever(equal(summand, apart), excluded_middle(equal(q, p)), same, different), column))
    inside = at(separate_sums(numbers, tuple(total(q, 1, d, body) for body in bodies)), count())
    own = selected(count(), assume(row), q, variance(q) ** 2)
    of_row = Node("add", (3 * P2 * variance(p), written(-3) * variance(p) ** 3))
    rows = equal_sums(under(modulo(equal(kappa3(p), of_row), (each, inside, own)), row))
    outside = at(separate_sums((3 * P2, -3), (P1, P3)), count())
    return modulo(equal(S42, 3 * (P1 * P2 - P3)), (rows, outside))


@cache
def schwarz() -> tuple[Theorem, Theorem]:
    """`P1 P3 − P2² = ½ Σ_j Σ_k v_j v_k (v_j − v_k)²`, which is not negative."""
    row, column = member(p, integers_between(1, d)), member(q, integers_between(1, d))
    one, other = variance(p), variance(q)
    numbers = one**3, -2 * one**2, one
    apart = Node("add", (one**3 * other, -2 * one**2 * other**2, one * other**3))
    summand = one * other * (one - other) ** 2
    each = equal_sums(under(identity(summand, apart), column))
    inside = at(separate_sums(numbers, (P1, P2, P3)), count())
    of_row = Node("add", (P1 * one**3, -2 * P2 * one**2, P3 * one))
    across = total(q, 1, d, summand)
    rows = equal_sums(under(modulo(equal(across, of_row), (each, inside)), row))
    outside = at(separate_sums((P1, -2 * P2, P3), (P3, P2, P1)), count())
    whole = modulo(equal(SPREAD, 2 * (P1 * P3 - P2**2)), (rows, outside))
    signs = at_place(assume(row))[0], at_place(assume(column))[0]
    above = signed(at_most(0, summand), signs, products=(signs,), squares=(one - other,))
    nothing = at(constant_sum(), 0, count())
    inner = signed(at_most(0, across), (ordered_sums(under(above, column)), nothing))
    outer = signed(at_most(0, SPREAD), (ordered_sums(under(inner, row)), nothing))
    return identity(P1 * P3 - P2**2, SPREAD / 2, using=((whole, Fraction(-1, 2)),)), outer


@cache
def signs() -> Facts:
    """`0 < P1, P2, P3`, `0 ≤ P1 P2 − P3`, `0 < T − 2`, `0 ≤ H(T − 2)`, `0 < d`."""
    mixed = signed(at_most(0, P1 * P2 - P3), (pairs_not_negative(), sums()[3]))
    overlap = at(not_negative(), belonging(T - 2, integers_from(0), FACTS))
    return *powers_positive(), mixed, signed(less(0, T - 2), FACTS), overlap


@cache
def divisors() -> Facts:
    """What is divided by is positive: by the best product, its error and their limits, and the loss of predicting 0."""
    first, _, third, mixed, length, overlap = signs()
    curved = signed(less(0, CURVED), signs(), products=((length,), (third, length), (mixed, overlap)))
    product = signed(less(0, P1 * CURVED), (first, curved, length), products=((first, curved),))
    limits = (
        signed(less(0, 5 * P3), (third,)),
        signed(less(0, 5 * P1 * P3), (first, third), products=((first, third),)),
    )
    nothing = at(on_loss(), 0, 0)
    of_zero = signed(less(0, MODEL.loss(0, 0)), (nothing, curved, length, first), products=((length, first),))
    bend = signed(less(0, BEND), (length, curved), products=((length, curved),))
    return *signs(), curved, product, *limits, of_zero, bend


BEND = 3 * (T - 2) * CURVED / 2
"""What the square of the product is multiplied with in the loss."""


@cache
def on_loss() -> Theorem:
    """`∀a ∀b`: the loss as a parabola in ab."""
    length = signs()[4]
    product = a * b
    value = (T - 2) * (3 * CURVED * product**2 / 2 - 3 * P2 * product + P1 / 2)
    found = modulo(equal(MODEL.loss(a, b), value), (at(on_line(), a, b), *sums()), (length,))
    return under(found, *MODEL.point)


@cache
def around() -> Theorem:
    """It around its best product."""
    value = completed((T - 2) * (P1 / 2 - 3 * P2**2 / (2 * CURVED)), BEND, a * b - BEST)
    known = (*divisors(), signed(less(0, 2 * CURVED), (divisors()[6], signs()[4])))
    return under(identity(MODEL.loss(a, b), value, known, ((at(on_loss(), a, b), 1),)), *MODEL.point)


def share_left() -> Theorem:
    """What of the loss of predicting 0 is left at the best product."""
    best, of_zero = assume(equal(a * b, BEST)), MODEL.loss(0, 0)
    known = (*divisors(), signed(less(0, 2 * CURVED), (divisors()[6], signs()[4])))
    factors = 1 / of_zero, -ERROR / of_zero, BEND * (a * b - BEST) / of_zero
    using = tuple(zip((at(around(), a, b), at(on_loss(), 0, 0), best), factors, strict=True))
    return under(identity(MODEL.relative(a, b), ERROR, known, using), *MODEL.point, best.conclusion)


def leaves() -> Theorem:
    """The flow exists; where the diagonal of `W_PV_12` stays a multiple of the identity its gradient is alike there."""
    moving, alike = assume(AHEAD[1]), assume(ALIKE)
    place, first = assume(PLACES[0]), belonging(1, integers_between(1, d), FACTS)
    along = at(at(alike, assume(TIME)), place)
    regular = at(derived_regularity(MODEL.key, MODEL.family), *map(given, SIZES), a0, 0)
    flows = descent_exists(regular, at(derived_sign_anywhere(MODEL.key), *map(given, SIZES)))
    slopes = equal_slopes(flows, regular, under(along, TIME), (place, first, first, first))
    number = tuple(MODEL.stated.setting.blocks).index(VALUE_BLOCK)
    on_diagonal = conjuncts(at(gradient.entries(), a0, 0))[2 * number]
    entries = at(on_diagonal, place), at(on_diagonal, first)
    fourth = at_place(place)[2], at_place(first)[2]
    positive = at_place(place)[0], at_place(first)[0]
    length = signs()[4]
    gap, together = variance(j) - variance(1), variance(j) + variance(1)
    above = signed(less(0, together), positive)
    scale = 3 * a0 * (T - 2) * together
    for each in (*entries, *fourth):
        slopes = rewritten(each, slopes)
    slope = identity(scale * gap, 0, using=((slopes, 1),))
    share = Fraction(1, 3) * (1 / a0) * (1 / (T - 2)) * (1 / together)
    found = identity(gap, 0, (moving, length, above), ((slope, share),))
    alone = under(identity(variance(j), variance(1), using=((found, 1),)), ALIKE, PLACES[0])
    return under(conjoin(flows, alone), *AHEAD)


def limits() -> Facts:
    """Where the best product and the error tend as T grows."""
    first, second, third, *_ = signs()
    form = 5 * P3 + (P1 * P2 - P3) * SHARE
    at_once = replaced(form, SHARE, written(0))
    last = signed(less(0, at_once), (third,))
    scaled = signed(less(0, P1 * at_once), (first, last), products=((first, last),))
    reached = last, scaled, first, second, third, *divisors()[8:10]
    goals = tends(T, LENGTHS, BEST, RATE), tends(T, LENGTHS, ERROR, FLOOR)
    fades = (harmonic_share_fades(T),)
    return tuple(
        long_limit(each, T, term, fades, reached=reached, known=divisors())
        for each, term in zip(goals, (BEST, ERROR), strict=True)
    )


def at_least() -> Theorem:
    """`2/5 ≤ 1 − 3 P2²/(5 P1 P3)`."""
    first, _, third = powers_positive()
    below = divisors()[9]
    known = (*schwarz(), below, first, third)
    return signed(at_most(Fraction(2, 5), FLOOR), known, products=((below,), (first, third)))


def proof() -> Proof:
    """The goal and its definedness."""
    of_size = under(conjoin(least().theorem(around(), divisors()[-1], divisors()), share_left(), leaves()), LENGTH)
    found = conjoin(of_size, *limits(), schwarz()[0], at_least())
    solve = defined_on(MODEL, divisors=lambda facts: divisors())
    return Proof(goal(), under(found, SIZE, LAW, DEVIATIONS, NORMAL), proved(defined(goal()), solve=solve))
