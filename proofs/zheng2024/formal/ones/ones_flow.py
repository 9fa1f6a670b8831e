"""The flow from the line where `x_1 = 1_d`: its velocities in the family of four values, and what becomes of it."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import KEY, T, a0, b0, d, j, k
from proofs.zheng2024.formal.ones import exchangeable_gradient as general
from proofs.zheng2024.formal.ones import family_at_three, ones_limit, ones_limit_three, rest_at_three
from proofs.zheng2024.formal.ones import ones_gradient as line
from proofs.zheng2024.formal.ones.critical_in_family import FAMILY
from proofs.zheng2024.formal.ones.curve.decimals_of_curve import ROWS, Row, decimals, decimals_known
from proofs.zheng2024.formal.ones.curve.one_curve import BESIDE, ROOT, curve, curve_known, x
from proofs.zheng2024.formal.ones.curve.opposite_points import opposite, opposite_known
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS, ON_AND_OFF, PLACES, POINT, VELOCITIES, H, N
from proofs.zheng2024.formal.ones.family_at_three import SMALL as SMALL_AT_THREE
from proofs.zheng2024.formal.ones.family_energy import WIDE
from proofs.zheng2024.formal.ones.flow_in_family import FlowInFamily, of_each_entry, t
from proofs.zheng2024.formal.ones.one_root import unique
from proofs.zheng2024.formal.ones.ones_gradient import BLOCKS, KEY_BLOCK, SIZES, VALUE_BLOCK
from proofs.zheng2024.formal.ones.ones_limit import from_starts
from proofs.zheng2024.formal.ones.unmasked_flow import (
    ENDS,
    LONG,
    NORMS,
    RESTS,
    SMALL,
    TIME,
    comes_to_rest,
    here,
    norms_kept,
    predicts,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.logic import apply, assume, choose, conjoin, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    conjunction,
    equal,
    exists,
    for_all,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    negation,
    real,
    tends,
)
from symbolic.goals.engine import derived_gradient
from symbolic.tactics.harmonic_numbers import at_least_1
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
    substituted,
    under,
    witnessed,
)
from symbolic.tactics.sums.constant_starts import moment_is_one

a, α, b, β = LETTERS
AT_THREE, ANY_LENGTH = ones_limit_three.FAMILY, FlowInFamily(assume(SIZES[1]), FAMILY.system)
λ, μ, z = real("l"), real("m"), real("z")


def slope_of(block: str, velocities: tuple[Expression, ...] = VELOCITIES) -> Expression:
    """Entry `j, k` of the gradient by a block: opposite to the velocity, which is 0 for all but two blocks."""
    if block not in ON_AND_OFF:
        return written(0)
    on, off = velocities[:2] if block == KEY_BLOCK else velocities[2:]
    return -(indicator(equal(j, k)) * on + (1 - indicator(equal(j, k))) * off)


def gradients(velocities: tuple[Expression, ...] = VELOCITIES) -> Expression:
    """The gradient by each block in the family is opposite to the velocity."""
    entries = (of_each_entry(equal(general.gradient(block), slope_of(block, velocities))) for block in BLOCKS)
    return quantified(conjunction(*entries), *POINT)


def beside(block: str) -> Expression:
    """Entry `1, 2` of the gradient by a block, at the point a, b of the line."""
    return opened(bound(line.gradient(block), (j, k)), (written(1), written(2)))


def smallest() -> Expression:
    """No combination of the two slopes off the diagonal vanishes on the whole line."""
    nothing = for_all(a, REALS, for_all(b, REALS, equal(λ * beside(KEY_BLOCK) + μ * beside(VALUE_BLOCK), 0)))
    none = implies(nothing, conjunction(equal(λ, 0), equal(μ, 0)))
    return for_all(λ, REALS, for_all(μ, REALS, none))


def flows(family: FlowInFamily, *more: Expression) -> Expression:
    """From each start on the line there is one flow, in the family, along which the weighted norms do not change."""
    kept = equal(here(NORMS, family.entries), a0**2 - b0**2)
    return conjunction(family.flows, for_all(t, NONNEGATIVE, conjunction(family.in_family, kept, *more)))


def rests(family: FlowInFamily = FAMILY) -> Expression:
    """The values tend to some at which the gradient is zero and the loss less than at zero."""
    ends = (tends(t, NONNEGATIVE, one, letter) for one, letter in zip(family.entries, LETTERS, strict=True))
    critical = (of_each_entry(equal(family.there(general.gradient(block)), 0)) for block in BLOCKS)
    formula: Expression = conjunction(*ends, *critical, lower(family))
    for letter in reversed(LETTERS):
        formula = exists(letter, REALS, formula)
    return formula


def lower(family: FlowInFamily) -> Expression:
    """The loss is less than at zero."""
    return less(*map(family.there, (general.loss(*LETTERS), line.loss_at(0, 0))))


def one_curve(
    rows: tuple[Row, ...] = ROWS, other: Expression | None = None, pairs: Expression | None = None
) -> Expression:
    """R has one root x; from it the curve is read off on which points of rest are, at some sizes with decimals."""
    alone = for_all(z, REALS, implies(opened(bound(ROOT, (x,)), (z,)), equal(z, x)))
    return exists(x, REALS, conjunction(ROOT, alone, *BESIDE, curve(other), pairs or opposite(), decimals(rows)))


def goal(
    velocities: tuple[Expression, ...] = VELOCITIES,
    small: tuple[Expression, ...] = SMALL,
    from_: int = 2,
    rest: Expression | None = None,
) -> Expression:
    """For `d ≥ 2`: velocities and smallness for all T; at T = 3 and from T = 4 on the flow with its point of rest, and
    from T = 4 on all points of rest.
    """
    always = for_all(T, integers_from(3), conjunction(gradients(velocities), smallest()))
    three = from_starts(flows(AT_THREE, equal(AT_THREE.entries[0] - AT_THREE.entries[1], a0)), ())
    at_three = from_starts(rests(AT_THREE), SMALL_AT_THREE if small else ())
    long = from_starts(flows(FAMILY), ()), from_starts(rests(), small), rest or one_curve()
    longer = for_all(T, integers_from(4), conjunction(*long))
    return for_all(d, integers_from(from_), conjunction(always, three, at_three, longer))


@cache
def slope(block: str) -> Theorem:
    """`∀a ∀α ∀b ∀β ∀j ∀k`: the gradient by a block is opposite to the velocity."""
    found = at(ANY_LENGTH.slopes[block], *LETTERS, *map(assume, PLACES))
    value = equal(parts(found.conclusion, "equal")[0], slope_of(block))
    return under(modulo(value, (found,)), *POINT, *PLACES)


def gradients_known() -> Theorem:
    """The gradient by each block in the family is opposite to the velocity."""
    places = tuple(map(assume, PLACES))
    entries = (under(at(slope(block), *LETTERS, *places), *PLACES) for block in BLOCKS)
    return under(conjoin(*entries), *POINT)


def beside_at(block: str, first: int, second: int) -> Theorem:
    """Entry `1, 2` of the gradient by a block at a point of the line in numbers, as derived."""
    places = tuple(belonging(n, integers_between(1, d), assumed(WIDE)) for n in (1, 2))
    size, length = belonging(d, integers_from(1), assumed(WIDE)), assume(SIZES[1])
    found = at(derived_gradient(KEY, "line", block), size, length, general.law(), first, second, *places)
    left, right = parts(found.conclusion, "equal")
    known = *indicated(signed(negation(equal(1, 2)))), *map(moment_is_one, line.closed(right, "mean"))
    value = substituted(right, *known)
    return modulo(equal(left, value), (found, *known))


def smallest_known() -> Theorem:
    """No combination of the two slopes off the diagonal vanishes on the whole line."""
    premise, _ = parts(opened_twice(smallest()), "implies")
    least = at(at_least_1(), belonging(N, integers_from(1), assumed(SIZES[1])))
    vanish, above = assume(premise), signed(less(0, H), (least,))
    first = at(vanish, 0, 1), beside_at(KEY_BLOCK, 0, 1), beside_at(VALUE_BLOCK, 0, 1)
    using = (first[0], -1 / H), (first[1], λ / H), (first[2], μ / H)
    one = identity(λ, 0, (above,), using)
    second = at(vanish, 1, 1), beside_at(KEY_BLOCK, 1, 1), beside_at(VALUE_BLOCK, 1, 1)
    slope_there = parts(second[1].conclusion, "equal")[1]
    multiples = (second[0], 1 / H), (second[1], -λ / H), (second[2], -μ / H), (one, -slope_there / H)
    other = identity(μ, 0, (above,), multiples)
    return under(conjoin(one, other), member(λ, REALS), member(μ, REALS), premise)


def opened_twice(formula: Expression) -> Expression:
    """What is said of λ and μ."""
    for each in (λ, μ):
        formula = opened(parts(formula, "for_all")[1], (each,))
    return formula


def flows_known(family: FlowInFamily, flow: Theorem, first: Facts, norms: Theorem, *more: Theorem) -> Theorem:
    """There is one flow, in the family, along which the weighted norms do not change."""
    kept = modulo(equal(here(NORMS, family.entries), a0**2 - b0**2), (*first, norms))
    inside = under(conjoin(family.stays(flow, first), kept, *more), TIME)
    return under(conjoin(part(0, flow), inside), member(a0, REALS), member(b0, REALS))


def three_known() -> Theorem:
    """The flow at T = 3."""
    first, now = ones_limit_three.first_entries(), family_at_three.AT
    norms = family_at_three.kept(here(NORMS, now), here(NORMS, now), a0**2 - b0**2)
    difference = family_at_three.kept(now[0] - now[1], now[0] - now[1], a0)
    entries = AT_THREE.entries
    same = modulo(equal(entries[0] - entries[1], a0), (*first, difference))
    return flows_known(AT_THREE, ones_limit_three.flow(), first, norms, same)


def rests_known() -> Theorem:
    """From T = 4 on the values tend to some at which the gradient is zero and the loss less than at zero."""
    known = tuple(map(assume, RESTS))
    lower_there = lower_known(FAMILY, FAMILY.known(general.loss_there()), predicts(), known[2:])
    found = limit_known(FAMILY, ENDS, known, lower_there, ones_limit.first_entries())
    return ones_limit.chosen(comes_to_rest(), found)


def rests_at_three() -> Theorem:
    """At T = 3 the values tend to some at which the gradient is zero and the loss less than at zero."""
    ends, rest = rest_at_three.ENDS, rest_at_three.RESTS
    known = tuple(map(assume, rest))
    lower_there = lower_known(AT_THREE, ones_limit_three.loss_at_three(), rest_at_three.predicts(), known[2:])
    found = limit_known(AT_THREE, ends, known, lower_there, ones_limit_three.first_entries())
    return ones_limit.chosen(rest_at_three.comes_to_rest(), found, (*ends, *rest))


def lower_known(family: FlowInFamily, loss: Theorem, above: Theorem, rests_: Facts) -> Theorem:
    """The loss is less than at zero where b and β are at rest and the prediction is not zero."""
    there, nothing, wide = at(loss, *LETTERS), family.known(line.loss_at_zero()), signed(less(0, d), assumed(WIDE))
    scales = (1, d * b, d * (d - 1) * β)
    return signed(lower(family), (there, nothing, *rests_, above, wide), products=((above, wide),), scales=scales)


def limit_known(
    family: FlowInFamily, ends: tuple[Expression, ...], known: Facts, lower_there: Theorem, first: Facts
) -> Theorem:
    """The values tend to a, α, b and β, where the gradient is zero and the loss less than at zero."""
    tending = (family.limit_in_entries(assume(end), first) for end in ends)
    return witnessed(rests(family), conjoin(*tending, *family.critical(known), lower_there), *LETTERS)


def one_curve_known() -> Theorem:
    """R has one root x; from it the curve is read off on which points of rest are, at some sizes with decimals."""
    known = conjunction(ROOT, *BESIDE)
    root, *beside_ = (part(n, assume(known)) for n in range(3))
    premise = opened(bound(ROOT, (x,)), (z,))
    alone = under(apply(apply(at(unique(), x, z), root), assume(premise)), member(z, REALS), premise)
    rest = conjoin(curve_known(), opposite_known(), decimals_known())
    for formula, theorem in zip((ROOT, *BESIDE), (root, *beside_), strict=True):
        rest = apply(discharge(formula, rest), theorem)
    found = conjoin(root, alone, *beside_, *(part(n, rest) for n in range(3)))
    return choose(x, ones_limit.root_exists(), witnessed(one_curve(), found, x))


def proof() -> Proof:
    """The goal and its definedness."""
    always = under(conjoin(gradients_known(), smallest_known()), SIZES[1])
    starts = member(a0, REALS), member(b0, REALS)
    long = flows_known(FAMILY, ones_limit.flow(), ones_limit.first_entries(), norms_kept())
    at_three = under(rests_at_three(), *starts, *SMALL_AT_THREE)
    longer = under(conjoin(long, under(rests_known(), *starts, *SMALL), one_curve_known()), LONG)
    return Proof(goal(), under(conjoin(always, three_known(), at_three, longer), WIDE), definedness())


def regular(family: FlowInFamily) -> dict[Expression, Theorem]:
    """That losses are polynomials at points of the family and of the line."""
    points = (family.regular_on_line(*point) for point in ((a, b), (0, 0), (a0, b0)))
    return {each.conclusion: each for each in (family.regular(*LETTERS), *points)}


def definedness() -> Theorem:
    """That the goal is defined: losses, and divisors that are not 0."""
    always, longer, three = map(regular, (ANY_LENGTH, FAMILY, AT_THREE))
    longer[FAMILY.flows], three[AT_THREE.flows] = (part(0, of.flow()) for of in (ones_limit, ones_limit_three))
    longer[negation(equal(N + (d - 1) * H, 0))] = other_than_0(ones_limit.divisor_known())
    divisors: dict[Expression, Expression] = {negation(equal(parts(each, "less")[1], 0)): each for each in BESIDE}

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if formula in divisors:
            return other_than_0(next(fact for fact in facts if fact.conclusion == divisors[formula]))
        if formula in three:
            return three[formula]
        return (longer if any(fact.conclusion == LONG for fact in facts) else always).get(formula)

    return proved(defined(goal()), solve=solve)
