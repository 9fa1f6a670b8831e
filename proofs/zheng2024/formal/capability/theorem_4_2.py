"""Which laws are recovered along almost every sequence by the step `κ1/κ2`."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.capability.error_in_the_mean import (
    CONDITION,
    ERROR,
    FLOOR,
    GAP,
    OF_GAP,
    OWN,
    RECOVERED,
    STEP,
    both_directions,
    means,
    signs,
)
from proofs.zheng2024.formal.capability.few_shot_loss import loss as last_loss
from proofs.zheng2024.formal.capability.recovered_for_almost_every_w import (
    ANGLES,
    ONE_SIZE,
    RECOVERED_SURELY,
    almost_every_w,
    goes_to,
    one_size,
    paths,
)
from proofs.zheng2024.formal.capability.spread_of_ratio import OTHERS, exact
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.line_loss import POINT, S2, S4, S6, second
from proofs.zheng2024.formal.lemmas.one_coordinate import exact as exact_in_coordinate
from proofs.zheng2024.formal.lemmas.one_coordinate import missed as missed_in_mean
from proofs.zheng2024.formal.lemmas.one_coordinate import regular_there
from proofs.zheng2024.formal.on_line.line_flow import FACTS, PLACES, SIZES, given, of_place, total_of
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    T,
    a,
    b,
    d,
    j,
    k,
    kappa1,
    kappa2,
    kappa3,
    of_each,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, SIGNAL
from proofs.zheng2024.formal.on_line.trained_line import flows_at, point_of
from proofs.zheng2024.formal.recovery.distinct_draws import NO_ATOM, OF_ANGLES, W
from proofs.zheng2024.formal.recovery.exact_recovery import ALONE, alone
from proofs.zheng2024.formal.recovery.long_context import APART, DISTINCT, x
from proofs.zheng2024.formal.recovery.mixed_powers import COUNTED, θ
from proofs.zheng2024.formal.recovery.predicted import MISSED, at_step, error, w
from proofs.zheng2024.formal.recovery.recovered_starts import constant_limit
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import one_limit
from symbolic.core.rules.entries import entry_of_vector
from symbolic.core.rules.logic import (
    apply,
    assume,
    conjoin,
    deny,
    part,
    parts,
    reflexive,
    rewrite,
)
from symbolic.core.rules.means import mean_of_constant, ordered_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    SEQUENCES,
    Number,
    almost_every,
    at_most,
    conjunction,
    entry,
    equal,
    function,
    iff,
    implies,
    indicator,
    integers_between,
    less,
    listed,
    mean,
    member,
    negation,
    real,
    root,
)
from symbolic.tactics.dynamics.circle import turning_exists
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    proved,
    quantified,
    turned_round,
    under,
)

PRODUCT = equal(a * b, STEP)
TEST = S2 - d * kappa1() ** 2 / kappa2() + kappa1() ** 2 / kappa2() ** 2 * (d * kappa3()) / (T - 2)
"""What is missed in the mean by the last prediction from T − 1 tokens, over all coordinates."""


FOURFOLD = equal(STEP * OWN**2, 4)
"""The coordinate is at twice the root of `κ2/κ1`."""
RELATIVE = 1 - kappa1() ** 2 / (kappa2() * second(j)) + kappa1() ** 2 * kappa3() / (kappa2() ** 2 * second(j) * (T - 2))
"""What is missed of a coordinate in the mean by the last prediction from T − 1 tokens, over that without one."""
BARE = missed_in_mean(0)
EVERY_START = quantified(goes_to(written(0)), ANGLES, IN_SEQUENCES, PLACES[0])


def goal(
    limit: Expression = ERROR,
    distinct: Expression = DISTINCT,
    floor: Expression = FLOOR,
    condition: Expression = CONDITION,
    test: Expression = TEST,
    relative: Expression = RELATIVE,
    too_large: Number = 9,
    atoms: Expression = NO_ATOM,
    size: Expression = ONE_SIZE,
    hypotheses: Expression = LINE_CONDITIONS,
) -> Expression:
    """For all d and laws: what long contexts miss, and along an axis; its mean, which laws are recovered; at each T."""
    paths = quantified(implies(distinct, of_each(goes_to(limit), j)), ANGLES, IN_SEQUENCES)
    means = of_each(
        conjunction(
            equal(mean(x, μ, ERROR), floor), equal(mean(x, μ, GAP), OF_GAP), equal(mean(x, μ, ERROR), STEP**2 * OF_GAP)
        ),
        j,
    )
    tested = implies(PRODUCT, conjunction(equal(2 * last_loss(a, b), test), equal(2 * last_loss(0, 0), S2)))
    tests = quantified(tested, SIZES[1], *POINT)
    apart = implies(ALONE, implies(FOURFOLD, quantified(equal(at_step(MISSED, STEP), too_large * OWN**2), COUNTED)))
    along_axis = conjunction(quantified(of_each(apart, j), ANGLES, IN_SEQUENCES), negation(EVERY_START))
    recovered_ = conjunction(almost_every(θ, W, distinct), iff(RECOVERED_SURELY, condition))
    almost = conjunction(quantified(implies(atoms, recovered_), OF_ANGLES), iff(condition, size))
    coordinates = quantified(of_each(equal(missed_in_mean(STEP) / BARE, relative), j), SIZES[1])
    found = conjunction(paths, along_axis, means, iff(RECOVERED, condition), almost, tests, coordinates)
    return quantified(implies(hypotheses, implies(SIGNAL, found)), SIZES[0], SIZES[2])


def along_axis() -> Theorem:
    """At twice the root of `κ2/κ1` along an axis the prediction is always 4 times the target."""
    there = at(under(alone(), member(w, REALS)), STEP)
    missed = parts(there.conclusion, "equal")[0]
    factor = OWN**2 * (STEP * OWN**2 + 2)
    nine = identity(ERROR, 9 * OWN**2, signs(), ((assume(FOURFOLD), factor),))
    found = rewrite(function(w, body=equal(missed, w)), nine, there)
    return under(found, ANGLES, IN_SEQUENCES, PLACES[0], ALONE, FOURFOLD, COUNTED)


@cache
def second_moment_positive() -> Theorem:
    """`0 < E x_j²`, as what is missed is not negative in the mean."""
    below = signed(at_most(0, error(w)), squares=(OWN * (w * OWN**2 - 1),))
    above = at(under(under(below, IN_SEQUENCES), member(w, REALS)), STEP)
    ordered, nothing = ordered_means(above, given(SIZES[2])), mean_of_constant(mean(x, μ, 0))
    floor = signed(at_most(0, FLOOR), (*signs(), ordered, nothing, means()[0]))
    share = positive(kappa1() ** 2 / kappa2(), signs())
    return signed(less(0, second(j)), (*signs(), floor, share))


@cache
def without_prediction() -> tuple[Theorem, Theorem]:
    """What is missed of one coordinate without a prediction is `E x_j²`, which is positive."""
    own = second_moment_positive()
    length = signed(less(0, T - 2), FACTS)
    found = modulo(equal(BARE, second(j)), (at(exact_in_coordinate(), 0, 1),), (length,))
    return found, signed(less(0, BARE), (found, own))


def coordinates() -> Theorem:
    """What is missed of one coordinate, over that without a prediction."""
    none, bottom = without_prediction()
    known = *signs(), signed(less(0, T - 2), FACTS), second_moment_positive(), bottom
    first, sixth, third, _ = of_place(j)
    left, right = missed_in_mean(STEP), second(j) * RELATIVE
    found = modulo(equal(left, right), (at(exact_in_coordinate(), STEP, 1), first, sixth, third), known)
    both = identity(left / BARE, RELATIVE, known, ((found, 1 / BARE), (none, -RELATIVE / BARE)))
    return under(both, SIZES[1], PLACES[0])


def tests() -> Theorem:
    """What is missed in the mean at each length of the test."""
    length = signed(less(0, T - 2), FACTS)
    here, known = exact(OTHERS), (*signs(), length)
    totals = total_of(kappa2, 1), total_of(kappa3, 2), total_of(kappa1, 0)
    factor = (a * b + STEP) * (S6 + OTHERS) - 2 * S4
    at_product = STEP**2 * (S6 + OTHERS) - 2 * STEP * S4 + S2
    there = identity(2 * last_loss(a, b), at_product, known, ((here, 1), (assume(PRODUCT), factor)))
    missed = modulo(equal(2 * last_loss(a, b), TEST), (there, *totals), known)
    nothing = modulo(equal(2 * last_loss(0, 0), S2), (at(under(here, *POINT), 0, 0),), known)
    return under(conjoin(missed, nothing), SIZES[1], *POINT, PRODUCT)


def not_for_every_start() -> Theorem:
    """Not all starts are recovered: not twice the root of `κ2/κ1` along the first axis."""
    top = square_root(signed(at_most(0, 1 / STEP), (positive(1 / STEP, signs()), *signs())))
    i = real("i")
    start = belonging(listed(i, d, indicator(equal(i, 1)) * (2 * root(1 / STEP))), SEQUENCES)
    one, angles = belonging(1, integers_between(1, d), assumed(SIZES[0])), belonging(listed(i, d, 0), SEQUENCES)
    coordinate = opened(bound(OWN, (j, x)), (written(1), parts(start.conclusion, "member")[0]))
    own = modulo(
        equal(coordinate, 2 * root(1 / STEP)), (entry_of_vector(coordinate), *indicated(reflexive(written(1))))
    )
    using = (own, STEP * (coordinate + 2 * root(1 / STEP))), (part(1, top), 4 * STEP)
    fourfold = identity(STEP * coordinate**2, 4, signs(), using)
    always = apply(apply(at(along_axis(), angles, start, one), alone_on_axis(start, coordinate)), fourfold)
    reached = at(assume(EVERY_START), angles, start, one)
    none = one_limit(constant_limit(at(always, assume(COUNTED))), reached)
    wrong = identity(4, 0, signs(), ((fourfold, -1), (none, STEP / 9)))
    return deny(EVERY_START, signed(FALSE, (wrong,)))


def alone_on_axis(start: Theorem, first: Expression) -> Theorem:
    """The first coordinate is alone."""
    other = opened(bound(entry(x, k), (x,)), (parts(start.conclusion, "member")[0],))
    apart = opened(bound(APART, (j,)), (written(1),))
    gone = indicated(turned_round(assume(apart)))[0]
    return under(modulo(equal(first * other, 0), (entry_of_vector(other), gone)), PLACES[1], apart)


def proof() -> Proof:
    """The goal and its definedness."""
    of_means = under(conjoin(*means()), PLACES[0])
    axis = conjoin(along_axis(), not_for_every_start())
    almost = conjoin(almost_every_w(), one_size())
    found = conjoin(paths(), axis, of_means, both_directions(), almost, tests(), coordinates())
    defined_ = definedness(goal(), signed(less(0, T - 2), FACTS), second_moment_positive(), without_prediction()[1])
    return Proof(goal(), under(found, SIZES[0], SIZES[2], LINE_CONDITIONS, SIGNAL), defined_)


def definedness(formula: Expression, *more: Theorem) -> Theorem:
    """A goal about predictions is defined; more is known of divisors where T is known."""

    def divisors(facts: Facts) -> Facts:
        of_length = any(fact.conclusion == SIZES[1] for fact in facts)
        return (*signs(), *more) if of_length else signs()

    known = settled(divisors)

    def solve(part: Expression, facts: Facts) -> Theorem | None:
        if isinstance(part, Node) and part.head == "global":
            return turning_exists(part)
        if isinstance(part, Node) and part.head == "flows":
            return flows_at(*point_of(part))
        return regular_there(part, facts) or known(part, facts)

    return proved(defined(formula), solve=solve)
