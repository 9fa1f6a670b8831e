"""A trained point is a global minimum of the full loss where pairs of coordinates are alike, by the rules."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape.above_diagonals import TRIPLES, from_joint, lower_everywhere
from proofs.zheng2024.formal.landscape.alike_pairs import (
    IN_PLACE,
    pair,
    trained_below_diagonals,
)
from proofs.zheng2024.formal.landscape.alike_triples import SAME_TRIPLES, triples_vanish
from proofs.zheng2024.formal.landscape.diagonal_sums import LENGTH, LOSS, loss_of_trained, r, s
from proofs.zheng2024.formal.lemmas.all_blocks import (
    AT_REST,
    NOWHERE_LOWER,
    TRAINED,
    all_defined,
    for_each_trained_point,
)
from proofs.zheng2024.formal.lemmas.line_loss import POINT, S2
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    SAME,
    a,
    b,
    d,
    j,
    k,
    kappa1,
    kappa2,
    of_each,
    stated,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, SIGNAL, constants, sixth_moment_positive
from proofs.zheng2024.formal.on_line.trained_line import C1, C2
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, cases, conjoin, contradict, parts
from symbolic.core.rules.means import mean_of_constant, ordered_means, separate_means
from symbolic.core.rules.membership import integral, next_integer, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    at_most,
    conjunction,
    entry,
    equal,
    implies,
    integers_between,
    less,
    mean,
    member,
    negation,
)
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, under, whichever

PAIRS = of_each(
    implies(apart(k, j), of_each(implies(apart(s, r), equal(pair(j, k), pair(r, s))), r, s)),
    j,
    k,
)
"""`E x_j⁴ x_k²` is the same for all pairs of different coordinates."""
HYPOTHESES = LINE_CONDITIONS, SAME_TRIPLES, PAIRS
EXCHANGEABLE = conjunction(*HYPOTHESES)
"""The line is invariant, and moments of pairs and of triples do not depend on which coordinates these are."""
LEAST = LENGTH * S2 / 2 - d * LENGTH**2 * kappa1() ** 2 / C2 / 2


def goal(
    hypotheses: Expression = EXCHANGEABLE, lower: Expression = NOWHERE_LOWER, least: Expression = LEAST
) -> Expression:
    """For all sizes, laws, trained points and blocks: the loss at the trained point is not larger, and which it is."""
    found = conjunction(stated().for_all_blocks(lower), equal(TRAINED, least))
    return for_each_trained_point(found, hypotheses)


FIRST, SECOND = written(1), written(2)
SEVERAL = less(1, d)


@cache
def two() -> tuple[Theorem, Theorem]:
    """That 1 and 2 are coordinates, where `1 < d`."""
    integer = next(fact for fact in FACTS if fact.conclusion == member(d, INTEGERS))
    enough = signed(at_most(2, d), (next_integer(integral(FIRST), integer, assume(SEVERAL)),))
    one, other = (belonging(n, integers_between(1, d), (*FACTS, enough)) for n in (FIRST, SECOND))
    return one, other


def alike(one: tuple[Theorem, Theorem], other: tuple[Theorem, Theorem], *different: Theorem) -> Theorem:
    """`E x_j⁴ x_k² = E x_r⁴ x_s²` for two pairs of different coordinates."""
    return apply(at(apply(at(assume(PAIRS), *one), different[0]), *other), different[1])


@cache
def pair_bounded() -> tuple[Theorem, Theorem]:
    """`0 ≤ g` and `g ≤ κ2` for `g = E x_1⁴ x_2²`, as `E (x_1² − x_2²)² (x_1² + x_2²)` is not negative."""
    x, y = entry(SEQUENCE, FIRST), entry(SEQUENCE, SECOND)
    products = tuple(Node("multiply", each) for each in ((x**6,), (y**6,), (x**4, y**2), (y**4, x**2)))
    numbers = tuple(map(written, (1, 1, -1, -1)))
    terms = Node("add", tuple(c * each for c, each in zip(numbers, products, strict=True)))
    square = x**2 - y**2
    low, high = (
        ordered_means(under(signed(at_most(0, each), squares=squares), IN_SEQUENCES), given(SIZES[2]))
        for each, squares in ((products[2], (x**2 * y,)), (terms, (x * square, y * square)))
    )
    apart_ = separate_means(parts(high.conclusion, "at_most")[1], μ, numbers, given(SIZES[2]))
    nothing, (one, other) = mean_of_constant(mean(SEQUENCE, μ, 0)), two()
    same = alike((one, other), (other, one), *(signed(negation(equal(n, m))) for n, m in ((2, 1), (1, 2))))
    sixth = conjuncts(at(given(SAME), other))[1]
    return signed(at_most(0, pair(1, 2)), (low, nothing)), signed(
        at_most(pair(1, 2), kappa2()), (high, apart_, nothing, same, sixth)
    )


def at_first_pair(theorem: Theorem, *known: Theorem) -> Theorem:
    """A theorem for all g that is the same for all pairs, at `E x_1⁴ x_2²`, in two dimensions and more."""
    places, different = tuple(map(assume, IN_PLACE)), apart(s, r)
    each = alike((places[0], places[1]), two(), assume(different), signed(negation(equal(SECOND, FIRST))))
    found = at(theorem, pair(1, 2))
    for fact in (under(each, *IN_PLACE, different), *known):
        found = apply(found, fact)
    return found


def of_several(_: Facts) -> Theorem:
    """`L(trained) ≤ L(diagonals)` in two dimensions and more."""
    return at_first_pair(trained_below_diagonals(), *pair_bounded())


def of_one(facts: Facts) -> Theorem:
    """The same in one dimension, where there are no pairs."""
    different, known = apart(s, r), (*assumed(*IN_PLACE), *facts)
    ends = tuple(signed(order, known) for place in (r, s) for order in (at_most(1, place), at_most(place, 1)))
    nowhere = contradict(signed(equal(s, r), ends, degree=2), assume(different))
    every = under(cases(equal(pair(r, s), 0), nowhere), *IN_PLACE, different)
    found = at(trained_below_diagonals(), 0)
    for fact in (every, signed(at_most(0, 0)), signed(at_most(0, kappa2()), (sixth_moment_positive(),))):
        found = apply(found, fact)
    return found


@cache
def below_diagonals() -> Theorem:
    """`L(trained) ≤ L(diagonals)`."""
    goal_ = at_most(TRAINED, LOSS)

    def impossible(facts: Facts) -> Theorem:
        return cases(goal_, signed(FALSE, (*facts, *FACTS)))

    return whichever(goal_, trichotomy(FIRST, d), of_several, of_one, impossible)


@cache
def least_value() -> Theorem:
    """The loss at the trained points."""
    divisors, rest = (constants()[1],), assume(AT_REST)
    product = a * b
    using = (loss_of_trained(), 1), (rest, d * C2 * (product + C1 / C2) / 2 - d * C1)
    return identity(TRAINED, LEAST, divisors, using)


@cache
def minimum() -> Theorem:
    """`∀ blocks: L(trained) ≤ L(blocks)` at the trained points, under the conditions one by one."""
    return lower_everywhere(assume(TRIPLES), below_diagonals())


def at_trained_points(theorem: Theorem, joint: Expression, *formulas: Expression) -> Theorem:
    """A theorem for all sizes, laws with some conditions together, and trained points."""
    theorem = under(apply(under(theorem, TRIPLES), triples_vanish()), *POINT, AT_REST)
    theorem = from_joint(under(theorem, SIGNAL), assume(joint), *formulas)
    return under(theorem, *SIZES, joint)


def proof() -> Proof:
    """The goal and its definedness."""
    theorem = at_trained_points(conjoin(minimum(), least_value()), EXCHANGEABLE, *HYPOTHESES)
    return Proof(goal(), theorem, all_defined(goal()))
