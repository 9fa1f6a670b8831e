"""Which laws are recovered for every W by a step: along almost every start no two coordinates are both not 0."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.error_in_the_mean import CONDITION, ERROR, STEP, both_directions, signs
from proofs.zheng2024.formal.capability.recovered_for_almost_every_w import ANGLES
from proofs.zheng2024.formal.descent.descent_kept import parts_of
from proofs.zheng2024.formal.on_line.line_flow import PLACES, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    d,
    j,
    k,
    kappa1,
    kappa2,
    moment,
    of_each,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, body
from proofs.zheng2024.formal.recovery.exact_recovery import ALONE, OWN, SQUARES
from proofs.zheng2024.formal.recovery.long_context import APART, x
from proofs.zheng2024.formal.recovery.predicted import at_step, error, w
from proofs.zheng2024.formal.recovery.recovered_starts import ALL_REACHED, AT_ONE, missed_for_every_w, reached_alone
from proofs.zheng2024.formal.scalars.scalar_solution import square_positive
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.facts import vanishing_mean
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    contradict,
    discharge,
    excluded_middle,
    one_way,
    part,
    parts,
    rewrite,
)
from symbolic.core.rules.means import separate_means
from symbolic.core.rules.null_sets import all_almost_surely
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    almost_every,
    at_most,
    conjunction,
    entry,
    equal,
    function,
    implies,
    indicator,
    integers_between,
    integers_from,
    mean,
    member,
    real,
    total,
)
from symbolic.tactics.finite_sums import separate_sums
from symbolic.tactics.probability.almost_sure import almost_surely, nothing_in_the_mean, vanishes_with
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.single_terms import one_term
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    swapped,
    under,
    whichever,
)

RECOVERED_BY = almost_every(x, μ, ALL_REACHED)
"""With the step w the prediction tends to the target for every W and almost every start, in every coordinate."""
SINGLE = almost_every(x, μ, of_each(ALONE, j))
"""No two coordinates are both not 0, for almost every start."""
AT_IDENTITY = at_step(AT_ONE, STEP)
"""`x_j² (w Σ_k x_k² − 1)²`, `w = κ1/κ2`."""
NO_PAIRS = of_each(implies(APART, equal(moment((j, 2), (k, 2)), 0)), j, k)
MIXED = body(moment((j, 2), (k, 2)))
ANY_STEP = member(w, REALS)


@cache
def two_at_most_all() -> Theorem:
    """`x_j² + x_k² ≤ Σ_i x_i²` for `j ≠ k`."""
    i = real("i")
    own, other, here = (entry(x, place) ** 2 for place in (j, k, i))
    counts = indicator(equal(j, i)), indicator(equal(k, i))
    summands = tuple(count * square for count, square in zip(counts, (own, other), strict=True))
    goal = at_most(Node("add", tuple(written(1) * each for each in summands)), here)
    place = member(i, integers_between(1, d))

    def decided(first: Facts) -> Theorem:
        def both(second: Facts) -> Theorem:
            return settle(first[0], second[0])

        return whichever(goal, excluded_middle(equal(k, i)), both, both)

    def settle(first: Theorem, second: Theorem) -> Theorem:
        known = (*indicated(first), *indicated(second))
        hole = real("hole")
        equal_j, equal_k = (holds(each) for each in (first, second))
        if equal_j and equal_k:
            apart = contradict(identity(j, k, using=((first, 1), (second, -1))), assume(APART))
            return cases(goal, apart)
        if not equal_j and not equal_k:
            return signed(goal, known, squares=(entry(x, i),), scales=(1, own, other))
        named, term = (first, own) if equal_j else (second, other)
        at_place = function(hole, body=at_most(term, entry(x, hole) ** 2))
        least = rewrite(at_place, named, signed(at_most(term, term)))
        return signed(goal, (least, *known), scales=(1, own, other))

    each = under(whichever(goal, excluded_middle(equal(j, i)), decided, decided), place)
    sums = ordered_sums(each)
    size = assumed(SIZES[0])
    count = belonging(d, integers_from(0), size)
    separated = at(separate_sums((1, 1), tuple(total(i, 1, d, each) for each in summands)), count)
    singles = (
        at(one_term(), square, assume(SIZES[0]), assume(place))
        for square, place in zip((own, other), PLACES, strict=True)
    )
    return signed(at_most(own + other, SQUARES), (sums, separated, *singles))


def holds(theorem: Theorem) -> bool:
    """Whether a theorem is an equation, and not the denial of one."""
    return isinstance(theorem.conclusion, Node) and theorem.conclusion.head == "equal"


def only_one() -> Theorem:
    """Where the coordinate is recovered for distinct eigenvalues and for W = I, no other one is not 0."""
    both = conjunction(equal(ERROR, 0), equal(AT_IDENTITY, 0))
    one, other = parts_of(assume(both))
    y, z, goal_here = OWN, entry(x, k), equal(OWN * entry(x, k), 0)
    scale = positive(STEP, signs())

    def zero(given: Facts) -> Theorem:
        return identity(y * z, 0, using=((given[0], z),))

    def apart(given: Facts) -> Theorem:
        own = square_positive(y, given[0])
        fits = signed(equal(STEP * y**2 - 1, 0), (one, own, *signs()), products=((own,),))
        fits_all = signed(equal(STEP * SQUARES - 1, 0), (other, own, *signs()), products=((own,),))
        nothing = signed(
            at_most(z**2, 0),
            (two_at_most_all(), fits, fits_all, scale, *signs()),
            products=((scale, two_at_most_all()), (scale,)),
        )
        return signed(goal_here, (nothing,), squares=(y * z, y), products=((nothing,),))

    found = whichever(goal_here, excluded_middle(equal(y, 0)), zero, apart)
    return under(under(found, PLACES[1], APART), PLACES[0], both)


def of_only_step() -> Theorem:
    """What vanishes with the error is `x_1⁴ (w x_1² − 1)`, of which the mean is `w κ2 − κ1`."""
    premise = of_each(equal(mean(x, μ, error(w)), 0), j)
    first = belonging(1, integers_between(1, d), assumed(SIZES[0]))
    vanishes = at(assume(premise), first)
    own = entry(x, 1)
    f = parts(vanishes.conclusion, "equal")[0]
    f = opened(parts(f, "mean")[1], (x,))
    one, other = body(kappa2()), body(kappa1())
    g = Node("add", (w * one, written(-1) * other))
    missed = own * (w * own**2 - 1)
    zero = signed(equal(missed, 0), (assume(equal(f, 0)),), squares=(missed,))
    vanish = identity(g, 0, using=((zero, own**3),))
    above = under(signed(at_most(0, f), squares=(missed,)), IN_SEQUENCES)
    none = vanishes_with(x, vanishes, above, vanish, given(SIZES[2]))
    separated = separate_means(mean(x, μ, g), μ, (w, written(-1)), given(SIZES[2]))
    found = identity(w, STEP, signs(), ((none, 1 / kappa2()), (separated, -1 / kappa2())))
    return under(under(found, premise), member(w, REALS))


@cache
def missed_surely() -> Theorem:
    """`x_j² (w x_j² − 1)² = 0` almost surely, where the law is recovered by the step w."""
    return almost_surely(x, μ, part(0, missed_for_every_w()), assume(RECOVERED_BY))


def step_of_recovery() -> Theorem:
    """`w = κ1/κ2`, where the law is recovered by the step w."""
    vanishes = nothing_in_the_mean(x, missed_surely(), given(SIZES[2]))
    return apply(at(of_only_step(), w), under(vanishes, PLACES[0]))


def at_the_step(theorem: Theorem, *premises: Expression) -> Theorem:
    """A theorem for every step, at `κ1/κ2`."""
    for premise in premises:
        theorem = discharge(premise, theorem)
    return at(under(theorem, ANY_STEP), STEP)


RECOVERED_FOR_EVERY_W = at_step(RECOVERED_BY, STEP)


@cache
def single_if_recovered() -> Theorem:
    """No two coordinates are both not 0, where the law is recovered by `κ1/κ2`."""
    missed = at_the_step(missed_for_every_w(), ALL_REACHED)
    every = apply(missed, assume(parts(missed.conclusion, "implies")[0]))
    alone_there = under(apply(at(only_one(), assume(PLACES[0])), every), PLACES[0])
    return almost_surely(x, μ, alone_there, assume(RECOVERED_FOR_EVERY_W))


@cache
def conditions() -> Theorem:
    """`κ1² = κ2 E x_j²`, where the law is recovered by `κ1/κ2`."""
    surely = apply(at_the_step(missed_surely(), RECOVERED_BY), assume(RECOVERED_FOR_EVERY_W))
    vanishes = under(nothing_in_the_mean(x, surely, given(SIZES[2])), PLACES[0])
    return apply(conjuncts(one_way(both_directions()))[0], vanishes)


@cache
def recovered_if_single() -> Theorem:
    """The law is recovered by `κ1/κ2`, under the condition and where no two coordinates are both not 0."""
    vanishes = at(apply(conjuncts(one_way(both_directions()))[1], assume(CONDITION)), assume(PLACES[0]))
    above = at_the_step(under(signed(at_most(0, error(w)), squares=(OWN * (w * OWN**2 - 1),)), IN_SEQUENCES))
    missed = all_almost_surely(under(vanishing_mean(vanishes, above, given(SIZES[2])), PLACES[0]))
    here = assume(PLACES[0])
    nothing, single = (at(assume(each), here) for each in (of_each(equal(ERROR, 0), j), of_each(ALONE, j)))
    reached = at_the_step(reached_alone(), ALONE, equal(error(w), 0))
    found = at(apply(apply(reached, nothing), single), assume(ANGLES))
    return almost_surely(x, μ, under(found, ANGLES, PLACES[0]), missed, assume(SINGLE))


@cache
def recovered() -> Theorem:
    """The law is recovered by `κ1/κ2` iff also no two coordinates are both not 0."""
    both = conjunction(CONDITION, SINGLE)
    condition, single = (part(n, assume(both)) for n in range(2))
    back = apply(apply(under(recovered_if_single(), CONDITION, SINGLE), condition), single)
    forward = conjoin(conditions(), single_if_recovered())
    return both_ways(discharge(RECOVERED_FOR_EVERY_W, forward), discharge(both, back))


@cache
def single_by_moments() -> Theorem:
    """No two coordinates are both not 0 iff `E x_j² x_k² = 0` for all `j ≠ k`."""
    product = entry(x, j) * entry(x, k)
    zero = identity(MIXED, 0, using=((alone_with(k), product),))
    none = nothing_in_the_mean(x, almost_surely(x, μ, zero, assume(SINGLE)), given(SIZES[2]))
    forward = under(none, *PLACES, APART)

    def apart(facts: Facts) -> Theorem:
        vanishes = apply(at(assume(NO_PAIRS), *map(assume, PLACES)), facts[0])
        above = under(signed(at_most(0, MIXED), squares=(product,)), IN_SEQUENCES)
        gone = signed(equal(product, 0), (assume(equal(MIXED, 0)),), squares=(product,))
        return almost_surely(x, μ, under(gone, APART), vanishing_mean(vanishes, above, given(SIZES[2])))

    def same(facts: Facts) -> Theorem:
        nothing = cases(equal(product, 0), contradict(facts[0], assume(APART)))
        return almost_surely(x, μ, under(nothing, APART))

    each = whichever(almost_every(x, μ, implies(APART, equal(product, 0))), excluded_middle(equal(j, k)), same, apart)
    backward = all_almost_surely(under(all_almost_surely(under(each, PLACES[1])), PLACES[0]))
    return both_ways(discharge(SINGLE, forward), discharge(NO_PAIRS, backward))


def alone_with(other: Expression) -> Theorem:
    """`x_j x_k = 0`, where no two coordinates are both not 0 and `j ≠ k`."""
    return apply(at(assume(of_each(ALONE, j)), *map(assume, PLACES)), assume(APART))


@cache
def only_by_the_step() -> Theorem:
    """By a step w a law is recovered iff `w = κ1/κ2`, `κ1² = κ2 E x_j²` and `E x_j² x_k² = 0` for all `j ≠ k`."""
    same = step_of_recovery()
    there = rewrite(function(w, body=RECOVERED_BY), same, assume(RECOVERED_BY))
    single, pairs = conjuncts(one_way(single_by_moments()))
    condition, alone_surely = conjuncts(apply(conjuncts(one_way(recovered()))[0], there))
    forward = conjoin(same, condition, apply(single, alone_surely))
    all_three = forward.conclusion
    given_step, *rest = (part(n, assume(all_three)) for n in range(3))
    back = apply(conjuncts(one_way(recovered()))[1], conjoin(rest[0], apply(pairs, rest[1])))
    back = rewrite(function(w, body=RECOVERED_BY), swapped(given_step), back)
    return under(both_ways(discharge(RECOVERED_BY, forward), discharge(all_three, back)), ANY_STEP)
