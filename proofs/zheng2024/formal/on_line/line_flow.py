"""Under the conditions for an invariant line the gradient flow from the line is the reduced flow, by the rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    ODD_VANISH,
    OVERLAP,
    SAME,
    T,
    a,
    a0,
    b,
    b0,
    d,
    j,
    k,
    kappa1,
    kappa2,
    kappa3,
    kappa3_transposed,
    moment,
    stated,
    μ,
)
from symbolic.core.expressions import Expression, Node
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.integers import equal_sums, exchanged_sums
from symbolic.core.rules.logic import apply, assume, excluded_middle, parts
from symbolic.core.rules.means import equal_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    Number,
    System,
    entry,
    equal,
    indicator,
    integers_between,
    integers_from,
    less,
    member,
    vector_moments,
)
from symbolic.goals.engine import derived_gradient
from symbolic.goals.stated import Stated
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    turned_round,
    under,
    whichever,
)

SIZES = member(d, integers_from(1)), member(T, integers_from(3)), member(μ, vector_moments(6))
FACTS = assumed(*SIZES, LINE_CONDITIONS)
PLACES = member(j, integers_between(1, d)), member(k, integers_between(1, d))
POINT = member(a, REALS), member(b, REALS)
IN_PLACE = assumed(*PLACES)


def given(formula: Expression) -> Theorem:
    """One of the hypotheses."""
    return next(fact for fact in FACTS if fact.conclusion == formula)


def of_place(place: Expression) -> Facts:
    """The constants at a coordinate are those of the first one."""
    return conjuncts(at(given(SAME), assume(member(place, integers_between(1, d)))))


def total_of(constant: Callable[[Number], Expression], number: int) -> Theorem:
    """`Σ_j κ(j) = d κ(1)` for one of the constants."""
    each = equal_sums(under(of_place(j)[number], PLACES[0]))
    of_one = at(constant_sum(), constant(1), belonging(d, integers_from(0), FACTS))
    left, _ = parts(each.conclusion, "equal")
    return identity(left, d * constant(1), using=((each, 1), (of_one, 1)))


def turned() -> Theorem:
    """`∀j ∀k: 1[j ≠ k] E x_k⁴ x_j² = 1[k ≠ j] E x_j² x_k⁴`, the summands of two double sums."""
    left = Node("multiply", (indicator(apart(j, k)), moment((k, 4), (j, 2))))
    right = Node("multiply", (indicator(apart(k, j)), moment((j, 2), (k, 4))))
    powers = entry(SEQUENCE, k) ** 4, entry(SEQUENCE, j) ** 2
    orders = identity(Node("multiply", powers), Node("multiply", powers[::-1]))
    means = equal_means(μ, under(orders, member(SEQUENCE, SEQUENCES)))

    def case(facts: Facts) -> Theorem:
        return modulo(equal(left, right), (*indicated(facts[0]), *indicated(turned_round(facts[0])), means))

    return under(whichever(equal(left, right), excluded_middle(equal(j, k)), case, case), *PLACES)


@cache
def same_overlap_constant() -> Theorem:
    """`Σ_{r ≠ 1} E x_1⁴ x_r² = κ3`, since both add up to the same number over all coordinates."""
    transposed, plain = total_of(kappa3_transposed, 3), total_of(kappa3, 2)
    left, _ = parts(transposed.conclusion, "equal")
    exchanged = exchanged_sums(left)
    inner = at(turned(), assume(PLACES[0]))
    both = equal_sums(under(equal_sums(inner), PLACES[0]))
    length = signed(less(0, d), FACTS)
    using = ((exchanged, -1), (both, -1), (transposed, 1), (plain, -1))
    return identity(kappa3_transposed(), kappa3(), (length,), tuple((each, -factor / d) for each, factor in using))


FACTOR = (T - 2) * kappa1() - ((T - 2) * kappa2() + kappa3() * OVERLAP) * a * b
SYSTEM = System((a, b), (b * FACTOR, a * FACTOR), (a0, b0))
"""The reduced flow `a' = b (c1 − c2 ab)`, `b' = a (c1 − c2 ab)`."""


@cache
def slope(number: int) -> Theorem:
    """The gradient by one block on the line is opposite to the velocity of the line, at all points and entries."""
    return slope_along(SYSTEM, stated(), number)


def slope_along(system: System, line: Stated, number: int, facts: Facts = ()) -> Theorem:
    """The same for a loss of these blocks and the flow that it has on the line; facts tell of its divisors."""
    block = tuple(line.setting.blocks)[number]
    sizes = (given(membership) for membership in SIZES)
    key, family = line.setting.key, line.family
    derived = at(derived_gradient(key, family, block), *sizes, *map(assume, POINT), *map(assume, PLACES))
    velocity = along_field(line.values(block), (a, b), system.velocities)
    goal = equal(parts(derived.conclusion, "equal")[0], -velocity)

    def on_diagonal(case: Facts) -> Theorem:
        constants = (*of_place(j), same_overlap_constant())
        return modulo(goal, (derived, *indicated(case[0]), *constants), facts)

    def off_diagonal(case: Facts) -> Theorem:
        vanish = conjuncts(apply(at(given(ODD_VANISH), *map(assume, PLACES)), case[0]))
        return modulo(goal, (derived, *indicated(case[0]), *vanish), facts)

    found = whichever(goal, excluded_middle(equal(j, k)), on_diagonal, off_diagonal)
    return under(found, *POINT, *PLACES)
