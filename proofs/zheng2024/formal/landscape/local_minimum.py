"""That trained points are local minima of the full loss: false, as one pair may grow where the other one shrinks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.lemmas.all_blocks import NOWHERE_LOWER, all_defined, for_each_trained_point, within
from proofs.zheng2024.formal.lemmas.pairs_of_coordinates import blocks, loss, trained
from proofs.zheng2024.formal.on_line.line_formulas import LINE_CONDITIONS, j, k, stated
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.logic import apply, assume, choose, deny, excluded_middle, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    POSITIVE,
    at_most,
    equal,
    exists,
    function,
    implies,
    indicator,
    less,
    member,
    negation,
    real,
)
from symbolic.goals.explicit_values import exact_polynomial, exact_value
from symbolic.tactics.explicit_instances import found
from symbolic.tactics.finite_laws import evaluated
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    proved,
    replaced,
    substituted,
    swapped,
    under,
    whichever,
)

ε, u = real("ε"), real("u")
NEARBY = within(ε)
CURVE = blocks(indicator(equal(j, k)) * (1 + u * (2 * indicator(at_most(j, 2)) - 1)))
"""Where the diagonal of one pair is `1 + u` and that of the other `1 − u`, times that of the trained point."""
FIFTH = Fraction(1, 5)
SMALL = member(u, POSITIVE), at_most(u, ε), at_most(u, FIFTH)


def goal(
    hypotheses: Expression = LINE_CONDITIONS, lower: Expression = NOWHERE_LOWER, nearby: Expression = NEARBY
) -> Expression:
    """For all sizes, laws and trained points: at all blocks near enough the loss is not smaller."""
    around = exists(ε, POSITIVE, stated().for_all_blocks(implies(nearby, lower)))
    return for_each_trained_point(around, hypotheses)


@cache
def sizes() -> Facts:
    """`0 < ε`, `0 < u`, `u ≤ ε` and `u ≤ 1/5`."""
    return tuple(fact for formula in (member(ε, POSITIVE), *SMALL) for fact in assumed(formula))


@cache
def no_farther(step: Expression) -> Theorem:
    """`(c u)² ≤ ε²` for `|c| ≤ 1`."""
    facts = sizes()
    return signed(at_most(step**2, ε**2), facts, degree=2, squares=(u,))


def near(premise: Expression) -> Theorem:
    """The blocks of the curve are near the trained point."""

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        match formula:
            case Node(head="at_most", parts=(Node(head="power", parts=(difference,)), _)):
                return in_place(formula, difference)
        return None

    return proved(premise, sizes(), solve)


def in_place(formula: Expression, difference: Expression) -> Theorem:
    """The same of one entry, whatever the row and the column are."""
    (cell,) = found(difference, "cell")
    entry = cell_of_matrix(cell)
    decisions = dict.fromkeys(parts(each, "indicator")[0] for each in _indicators(difference, entry))
    return by_cases(formula, difference, (entry,), tuple(decisions))


def _indicators(difference: Expression, entry: Theorem) -> Iterator[Expression]:
    yield from found(substituted(difference, entry), "indicator")


def by_cases(formula: Expression, difference: Expression, known: Facts, left: tuple[Expression, ...]) -> Theorem:
    """Whichever of some formulas are true, each of which stands in an indicator."""
    if not left:
        value = substituted(difference, *known)
        step = evaluated(replaced(value, u, written(1))) * u
        same = modulo(equal(difference, step), known)
        hole = real("hole")
        return rewrite(function(hole, body=at_most(hole**2, ε**2)), swapped(same), no_farther(step))

    def case(facts: Facts) -> Theorem:
        return by_cases(formula, difference, (*known, indicated(facts[0])[0]), left[1:])

    return whichever(formula, excluded_middle(left[0]), case, case)


def lower_nearby(around: Expression) -> Theorem:
    """`∀u > 0: u ≤ ε ⇒ u ≤ 1/5 ⇒ false`, from what the goal says of all blocks that are near."""
    here = at(assume(around), *CURVE)
    claimed = apply(here, near(parts(here.conclusion, "implies")[0]))
    trained_loss = parts(claimed.conclusion, "at_most")[0]
    assert isinstance(trained_loss, Node)
    along = at(exact_polynomial(loss(CURVE), u), u)
    facts = (claimed, exact_value(trained_loss), along, *sizes())
    return under(signed(FALSE, facts, degree=2, squares=(u, u * (u - FIFTH))), *SMALL)


def step_exists() -> tuple[Theorem, ...]:
    """`u = ε/(5 (1 + ε))` is positive, and neither above ε nor above 1/5."""
    size = ε / (5 * (1 + ε))
    facts = assumed(member(ε, POSITIVE))
    wide = signed(less(0, 5 * (1 + ε)), facts)
    bounds = (signed(at_most(size, each), (*facts, wide), degree=2) for each in (ε, written(FIFTH)))
    return belonging(size, POSITIVE, (positive(size, (*facts, wide)),)), *bounds


def absurd(existence: Theorem) -> Theorem:
    """There is no such neighbourhood of the trained point of the law of two pairs."""
    _, body = parts(existence.conclusion, "exists")
    around = opened(body, (ε,))
    place, near_enough, small_enough = step_exists()
    wrong = apply(apply(at(lower_nearby(around), place), near_enough), small_enough)
    return choose(ε, existence, wrong)


def refutation() -> Proof:
    """The negation of the goal, and that it is defined."""
    denial = negation(goal())
    return Proof(denial, deny(goal(), absurd(trained(assume(goal())))), all_defined(denial))
