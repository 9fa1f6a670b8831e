"""The flow from the line where `x_1 = 1_d`: its velocities in the family of four values, and what becomes of it."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import T, a0, b0, d, j, k
from proofs.zheng2024.formal.ones import exchangeable_gradient as general
from proofs.zheng2024.formal.ones import family_at_three, ones_limit, ones_limit_three
from proofs.zheng2024.formal.ones.critical_in_family import FAMILY
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS, ON_AND_OFF, PLACES, POINT, VELOCITIES, H, N
from proofs.zheng2024.formal.ones.family_energy import WIDE
from proofs.zheng2024.formal.ones.flow_in_family import FlowInFamily, of_each_entry, t
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
from symbolic.core.rules.logic import assume, conjoin, part, parts
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
    rewritten,
    under,
    witnessed,
)

LEFT_OUT = (
    "that at the sizes listed the points of rest that do not predict zero lie on one curve, with these decimals; and "
    "that at T = 3, too, the flow tends to it"
)

a, α, b, β = LETTERS
AT_THREE = ones_limit_three.FAMILY
λ, μ = real("l"), real("m")


def velocity(block: str, velocities: tuple[Expression, ...] = VELOCITIES) -> Expression:
    """The velocity of entry `j, k` of a block."""
    if block not in ON_AND_OFF:
        return written(0)
    on, off = velocities[:2] if block == KEY_BLOCK else velocities[2:]
    return indicator(equal(j, k)) * on + (1 - indicator(equal(j, k))) * off


def gradients(velocities: tuple[Expression, ...] = VELOCITIES) -> Expression:
    """The gradient by each block in the family is opposite to the velocity."""
    entries = (of_each_entry(equal(general.gradient(block), -velocity(block, velocities))) for block in BLOCKS)
    return quantified(conjunction(*entries), *POINT)


def beside(block: str) -> Expression:
    """Entry `1, 2` of the gradient by a block, at the point a, b of the line."""
    entry = opened(bound(general.gradient(block), (j, k)), (written(1), written(2)))
    return opened(bound(entry, (α, β)), (written(0), written(0)))


def smallest() -> Expression:
    """No combination of the two slopes off the diagonal vanishes on the whole line."""
    nothing = for_all(a, REALS, for_all(b, REALS, equal(λ * beside(KEY_BLOCK) + μ * beside(VALUE_BLOCK), 0)))
    none = implies(nothing, conjunction(equal(λ, 0), equal(μ, 0)))
    return for_all(λ, REALS, for_all(μ, REALS, none))


def flows(family: FlowInFamily, *more: Expression) -> Expression:
    """From each start on the line there is one flow, in the family, along which the weighted norms do not change."""
    kept = equal(here(NORMS, family.entries), a0**2 - b0**2)
    return conjunction(family.flows, for_all(t, NONNEGATIVE, conjunction(family.in_family, kept, *more)))


def rests() -> Expression:
    """The values tend to some at which the gradient is zero and the loss less than at zero."""
    ends = (tends(t, NONNEGATIVE, one, letter) for one, letter in zip(FAMILY.entries, LETTERS, strict=True))
    critical = (of_each_entry(equal(general.gradient(block), 0)) for block in BLOCKS)
    zero = written(0)
    formula: Expression = conjunction(
        *ends, *critical, less(general.loss(*LETTERS), general.loss(zero, zero, zero, zero))
    )
    for letter in reversed(LETTERS):
        formula = exists(letter, REALS, formula)
    return formula


def goal(
    velocities: tuple[Expression, ...] = VELOCITIES, small: tuple[Expression, ...] = SMALL, from_: int = 2
) -> Expression:
    """For `d ≥ 2`: velocities and smallness for all T; the flow at T = 3, and from T = 4 on with its point of rest."""
    always = for_all(T, integers_from(3), conjunction(gradients(velocities), smallest()))
    three = from_starts(flows(AT_THREE, equal(AT_THREE.entries[0] - AT_THREE.entries[1], a0)), ())
    longer = for_all(T, integers_from(4), conjunction(from_starts(flows(FAMILY), ()), from_starts(rests(), small)))
    return for_all(d, integers_from(from_), conjunction(always, three, longer))


@cache
def slope(block: str) -> Theorem:
    """`∀a ∀α ∀b ∀β ∀j ∀k`: the gradient by a block is opposite to the velocity."""
    any_length = FlowInFamily(assume(SIZES[1]), FAMILY.system)
    found = at(any_length.slope(block), *LETTERS, *map(assume, PLACES))
    value = equal(parts(found.conclusion, "equal")[0], -velocity(block))
    return under(modulo(value, (found,)), *POINT, *PLACES)


def gradients_known() -> Theorem:
    """The gradient by each block in the family is opposite to the velocity."""
    places = tuple(map(assume, PLACES))
    entries = (under(at(slope(block), *LETTERS, *places), *PLACES) for block in BLOCKS)
    return under(conjoin(*entries), *POINT)


def beside_at(block: str, first: int, second: int) -> Theorem:
    """Entry `1, 2` of the gradient by a block at a point of the line in numbers, as derived."""
    places = tuple(belonging(n, integers_between(1, d), assumed(WIDE)) for n in (1, 2))
    found = at(slope(block), first, 0, second, 0, *places)
    return modulo_indicator(found)


def modulo_indicator(found: Theorem) -> Theorem:
    """An entry off the diagonal, without the indicator."""
    different = indicated(signed(negation(equal(1, 2))))
    for equation in different:
        found = rewritten(equation, found)
    return found


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
    """The values tend to some at which the gradient is zero and the loss less than at zero."""
    ends = tuple(FAMILY.limit_in_entries(assume(end), ones_limit.first_entries()) for end in ENDS)
    rest = tuple(map(assume, RESTS))
    places = tuple(map(assume, PLACES))

    def critical(block: str) -> Theorem:
        found = at(at(under(slope(block), SIZES[1]), FAMILY.length), *LETTERS, *places)
        values = () if block not in ON_AND_OFF else rest[:2] if block == KEY_BLOCK else rest[2:]
        shares = -indicator(equal(j, k)), -(1 - indicator(equal(j, k)))
        using = [(found, written(1)), *zip(values, shares, strict=False)]
        return under(identity(parts(found.conclusion, "equal")[0], 0, using=using), *PLACES)

    there = at(FAMILY.known(general.loss_there()), *LETTERS)
    nothing = at(FAMILY.known(general.loss_there()), 0, 0, 0, 0)
    above, wide = predicts(), signed(less(0, d), assumed(WIDE))
    goal_ = less(parts(there.conclusion, "equal")[0], parts(nothing.conclusion, "equal")[0])
    scales = (1, d * b, d * (d - 1) * β)
    lower = signed(goal_, (there, nothing, rest[2], rest[3], above, wide), products=((above, wide),), scales=scales)
    found = conjoin(*ends, *map(critical, BLOCKS), lower)
    return ones_limit.chosen(comes_to_rest(), witnessed(rests(), found, *LETTERS))


def proof() -> Proof:
    """The goal and its definedness."""
    always = under(conjoin(gradients_known(), smallest_known()), SIZES[1])
    starts = member(a0, REALS), member(b0, REALS)
    long = flows_known(FAMILY, ones_limit.flow(), ones_limit.first_entries(), norms_kept())
    longer = under(conjoin(long, under(rests_known(), *starts, *SMALL)), LONG)
    return Proof(goal(), under(conjoin(always, three_known(), longer), WIDE), definedness())


def definedness() -> Theorem:
    """That the goal is defined: losses, and a divisor that is not 0."""
    zero = written(0)
    points = LETTERS, (a, zero, b, zero), (zero,) * 4, (a0, zero, b0, zero)
    any_length = FlowInFamily(assume(SIZES[1]), FAMILY.system)
    always, longer = (
        {each.conclusion: each for each in (family.regular(*point) for point in points)}
        for family in (any_length, FAMILY)
    )
    three = AT_THREE.regular(*points[-1])
    longer[FAMILY.flows] = part(0, ones_limit.flow())
    longer[negation(equal(N + (d - 1) * H, 0))] = other_than_0(ones_limit.divisor_known())

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if formula == three.conclusion:
            return three
        return (longer if any(fact.conclusion == LONG for fact in facts) else always).get(formula)

    return proved(defined(goal()), solve=solve)
