"""Which laws are recovered for every W and almost every start, by the step `κ1/κ2` and by a model that is trained."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.theorem_4_2 import (
    ANGLES,
    CONDITION,
    ERROR,
    RECOVERED,
    STEP,
    both_directions,
    goes_to,
    paths,
    signs,
)
from proofs.zheng2024.formal.capability.theorem_4_2 import definedness as all_defined
from proofs.zheng2024.formal.descent.descent_kept import parts_of
from proofs.zheng2024.formal.lemmas.trained_product import LIMIT, tends_to_limit
from proofs.zheng2024.formal.line.gradient import overlap_positive
from proofs.zheng2024.formal.line.theorem_4_1_repaired import denominator
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    OVERLAP,
    T,
    d,
    j,
    k,
    kappa1,
    kappa2,
    kappa3,
    moment,
    of_each,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, SIGNAL, body, constants
from proofs.zheng2024.formal.on_line.trained_line import C2, FLOWS, MOVES, PRODUCT, STARTS, flows, τ
from proofs.zheng2024.formal.recovery.exact_recovery import ALONE, IDENTITY, OWN, SQUARES, alone, at_identity
from proofs.zheng2024.formal.recovery.long_context import APART, DISTINCT, x
from proofs.zheng2024.formal.recovery.mixed_powers import COUNTED
from proofs.zheng2024.formal.recovery.predicted import MISSED, at_step, error, w
from proofs.zheng2024.formal.scalars.scalar_solution import square_positive
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.facts import vanishing_mean
from symbolic.core.rules.integers import equal_sums, ordered_sums
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
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    at_most,
    conjunction,
    entry,
    equal,
    for_all,
    function,
    iff,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    mean,
    member,
    real,
    tends,
    total,
)
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.single_terms import one_term
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    quantified,
    turned_round,
    under,
    whichever,
)

LEFT_OUT = "that what vanishes in the mean vanishes almost surely"

AT_IDENTITY = OWN**2 * (STEP * SQUARES - 1) ** 2
"""`x_j² (w Σ_k x_k² − 1)²`, `w = κ1/κ2`."""
NO_PAIRS = of_each(implies(APART, equal(moment((j, 2), (k, 2)), 0)), j, k)
SHORTFALL = kappa1() * kappa3() * OVERLAP / (kappa2() * ((T - 2) * kappa2() + kappa3() * OVERLAP))


def goal(
    at_one: Expression = AT_IDENTITY,
    alone_is: Expression = ERROR,
    pairs: Expression = NO_PAIRS,
    shortfall: Expression = SHORTFALL,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all d and laws: what is missed at every length, for which starts it is 0, for which laws that is so, at T."""
    missed = at_step(MISSED, STEP)
    along = conjunction(
        implies(IDENTITY, of_each(quantified(equal(missed, at_one), COUNTED), j)),
        of_each(implies(ALONE, quantified(equal(missed, alone_is), COUNTED)), j),
        implies(DISTINCT, of_each(goes_to(ERROR), j)),
    )
    starts = of_each(implies(conjunction(equal(ERROR, 0), equal(at_one, 0)), ALONE), j)
    laws = iff(conjunction(RECOVERED, pairs), conjunction(CONDITION, pairs))
    found = conjunction(
        quantified(along, ANGLES, IN_SEQUENCES),
        quantified(starts, IN_SEQUENCES),
        laws,
        only_step(),
        implies(pairs, equal(kappa3(), 0)),
        quantified(trained(shortfall), SIZES[1]),
    )
    return quantified(implies(hypotheses, implies(SIGNAL, found)), SIZES[0], SIZES[2])


def only_step() -> Expression:
    """A step that recovers the law along almost every sequence is `κ1/κ2`."""
    return for_all(w, REALS, implies(of_each(equal(mean(x, μ, error(w)), 0), j), equal(w, STEP)))


def trained(shortfall: Expression) -> Expression:
    """Trained at a length the step falls short of `κ1/κ2`, by nothing exactly if `κ3 = 0`."""
    goes = implies(MOVES, tends(τ, NONNEGATIVE, PRODUCT, LIMIT))
    falls = conjunction(equal(STEP - LIMIT, shortfall), iff(equal(STEP, LIMIT), equal(kappa3(), 0)))
    return conjunction(quantified(conjunction(FLOWS, goes), *STARTS), falls)


def along_sequences() -> Theorem:
    """What is missed for W = I, where a coordinate is alone, and where the eigenvalues are distinct."""

    def at_the_step(theorem: Theorem, *memberships: Expression) -> Theorem:
        return under(at(under(theorem, member(w, REALS)), STEP), *memberships)

    same = at_the_step(at_identity(), IDENTITY, PLACES[0], COUNTED)
    single = at_the_step(alone(), PLACES[0], ALONE, COUNTED)
    distinct = at(paths(), assume(ANGLES), assume(IN_SEQUENCES))
    return under(conjoin(same, single, distinct), ANGLES, IN_SEQUENCES)


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


def laws() -> Theorem:
    """Both directions of what is claimed of laws, the pairs being the same on both sides."""
    forward, backward = conjuncts(one_way(both_directions()))
    left, right = conjunction(RECOVERED, NO_PAIRS), conjunction(CONDITION, NO_PAIRS)

    def with_pairs(theorem: Theorem, premise: Expression) -> Theorem:
        given_both = assume(premise)
        return discharge(premise, conjoin(apply(theorem, part(0, given_both)), part(1, given_both)))

    return both_ways(with_pairs(forward, left), with_pairs(backward, right))


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
    vanish = under(discharge(equal(f, 0), identity(g, 0, using=((zero, own**3),))), IN_SEQUENCES)
    above = under(signed(at_most(0, f), squares=(missed,)), IN_SEQUENCES)
    none = vanishing_mean(vanishes, above, vanish, given(SIZES[2]))
    separated = separate_means(mean(x, μ, g), μ, (w, written(-1)), given(SIZES[2]))
    found = identity(w, STEP, signs(), ((none, 1 / kappa2()), (separated, -1 / kappa2())))
    return under(under(found, premise), member(w, REALS))


def no_overlap() -> Theorem:
    """`κ3 = 0`, where no two coordinates are both not 0."""
    r = SUMMED[1]
    place = member(r, integers_between(1, d))
    _, _, summand = parts(kappa3(), "total")
    term = opened(summand, (r,))
    _, mixed = parts(term, "multiply")
    first = belonging(1, integers_between(1, d), assumed(SIZES[0]))
    pairs = at(assume(NO_PAIRS), first, assume(place))
    one, other = entry(x, 1), entry(x, r)
    f, g = body(moment((1, 2), (r, 2))), body(mixed)
    signs_of = under(signed(at_most(0, f), squares=(one * other,)), IN_SEQUENCES)
    vanish = identity(g, 0, using=((assume(equal(f, 0)), other**2),))
    zeros = under(discharge(equal(f, 0), vanish), IN_SEQUENCES)

    def case(facts: Facts) -> Theorem:
        if not isinstance(facts[0].conclusion, Node) or facts[0].conclusion.head == "equal":
            return modulo(equal(term, 0), indicated(facts[0]))
        different = turned_round(facts[0])
        vanishes = apply(pairs, different)
        zero = vanishing_mean(vanishes, signs_of, zeros, given(SIZES[2]))
        return modulo(equal(term, 0), (zero, *indicated(facts[0])))

    each = equal_sums(under(whichever(equal(term, 0), excluded_middle(equal(r, 1)), case, case), place))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), assumed(SIZES[0])))
    return discharge(NO_PAIRS, identity(kappa3(), 0, using=((each, 1), (nothing, 1))))


def of_training() -> Theorem:
    """What is claimed of the trained step."""
    length, overlap = signed(less(0, T - 2), FACTS), overlap_positive()
    bottom = constants()[1]
    known = (*signs(), length, overlap, bottom, denominator())
    short = identity(STEP - LIMIT, SHORTFALL, known)
    same, none = equal(STEP, LIMIT), equal(kappa3(), 0)
    factor = kappa2() * ((T - 2) * kappa2() + kappa3() * OVERLAP) / (kappa1() * OVERLAP)
    forward = identity(kappa3(), 0, known, ((short, -factor), (assume(same), factor)))
    backward = identity(STEP, LIMIT, known, ((short, 1), (assume(none), SHORTFALL_OVER)))
    iff_none = both_ways(discharge(same, forward), discharge(none, backward))
    goes = under(conjoin(flows(), under(tends_to_limit(), MOVES)), *STARTS)
    return under(conjoin(goes, conjoin(short, iff_none)), SIZES[1])


SHORTFALL_OVER = kappa1() * OVERLAP / (kappa2() * ((T - 2) * kappa2() + kappa3() * OVERLAP))


def proof() -> Proof:
    """The goal and its definedness."""
    starts = under(only_one(), IN_SEQUENCES)
    found = conjoin(along_sequences(), starts, laws(), of_only_step(), no_overlap(), of_training())
    return Proof(goal(), under(found, SIZES[0], SIZES[2], LINE_CONDITIONS, SIGNAL), definedness())


def definedness() -> Theorem:
    """The goal is defined."""
    length, second = signed(less(0, T - 2), FACTS), constants()[1]
    return all_defined(goal(), length, denominator(), second, positive(kappa2() * C2, (*signs()[1:], second)))
