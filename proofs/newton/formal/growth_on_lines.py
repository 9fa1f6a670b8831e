"""How large the tokens are after k layers of linear attention, for tokens on a line: `‖Z‖² ≤ K (1 + s²)^(3^k)`."""

from __future__ import annotations

from functools import cache

from proofs.newton.formal.attention_layers import (
    COUNT,
    LINE,
    NATURAL,
    ON_LINE,
    SIZES,
    SQUARE,
    WEIGHTS,
    A,
    B,
    K,
    L,
    bound_on_line,
    k,
    layers,
    s,
)
from proofs.newton.formal.bounded_layers import layer_bounded, rewritten_norm, twice
from proofs.newton.formal.powers_compared import numbers
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.logic import apply, assume, choose, parts, witness
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.rules.powers import next_power, power_to_nothing, power_to_number
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    at_most,
    equal,
    exists,
    member,
    multiple,
    raised,
    real,
)
from symbolic.tactics.matrix_polynomials.powers_in_order import at_least_1, third_power
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    modulo,
    rewritten,
    swapped,
    under,
    with_meaning,
)
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


@cache
def third_of_bounds() -> Theorem:
    """`y ≤ L (1 + K)³ W³` from `y ≤ L (1 + x)³`, `x ≤ K W` and `1 ≤ W`."""
    x, y, W = map(real, "xyW")
    signs = tuple(member(each, NONNEGATIVE) for each in (x, K, L))
    given = at_most(1, W), at_most(x, K * W), at_most(y, L * (1 + x) ** 3)
    low, _, long = (assumed(each)[-1] for each in signs)
    large, within, below = map(assume, given)
    one, other = 1 + x, (1 + K) * W
    first = signed(at_most(one, other), (large, within))
    above = signed(at_most(0, one), (low,))
    wide = signed(at_most(0, other), (first, above))
    products = tuple((first, *pair) for pair in ((above, above), (above, wide), (wide, wide)))
    cubes = signed(at_most(one**3, other**3), (first, above, wide), products=products)
    found = signed(at_most(y, L * (1 + K) ** 3 * W**3), (below, cubes, long), products=((long, cubes),))
    return under(found, *signs, member(W, REALS), member(y, REALS), *given)


@cache
def on_line() -> Facts:
    """What is known of the sizes, the weights and the line."""
    return assumed(*WEIGHTS, *LINE)


def shown(count: Expression, most: Expression, sign: Theorem, bound_: Theorem) -> Theorem:
    """That entries grow so, from one of the numbers K."""
    goal = opened(bound(exists(K, NONNEGATIVE, bound_on_line(raised(3, k))), (k,)), (count,))
    return witness(goal, belongs(member(most, NONNEGATIVE), sign), under(bound_, member(s, REALS)))


def at_start() -> Theorem:
    """On the line itself: `‖A + sB‖² ≤ 2 (‖A‖² + ‖B‖²) (1 + s²)`."""
    inside, scaled = on_line(), multiple(s, B)
    lengths = tuple(not_negative(each, inside) for each in (A, B))
    there = rewritten_norm(start(layers(ON_LINE)), inside)
    split = at(twice(), *map(assume, (*SIZES[:2], LINE[0])), shaped(scaled, inside))
    same = rewritten_traces(equal(norm(scaled), s**2 * norm(B)), inside)
    most, term = 2 * norm(A) + 2 * norm(B), norm(layers(ON_LINE, 0))
    power = modulo(equal(raised(SQUARE, 1), SQUARE), (power_to_number(SQUARE, 1),))
    first = recounted(lambda hole: equal(raised(SQUARE, hole), SQUARE), swapped(power_to_nothing(written(3))), power)
    products = tuple((each,) for each in lengths)
    found = signed(at_most(term, most * SQUARE), (there, split, same, *lengths), products=products, squares=(1, s))
    return shown(written(0), most, signed(at_most(0, most), lengths), rewritten(swapped(first), found))


def after_layer(before: Theorem, facts: Facts) -> Theorem:
    """After one layer more: `L (1 + K)³` in the place of K, and three times the power."""
    inside, exponent = (*on_line(), *facts, *assumed(COUNT)), raised(3, k)
    layer = at(layer_bounded(), *map(assume, WEIGHTS), belonging(k + 1, NATURAL, inside))
    shape = shaped(layers(ON_LINE), inside)
    low = at(assume(opened(parts(layer.conclusion, "exists")[1], (L,))), shape)
    made = rewritten_norm(next_step(layers(ON_LINE), k, inside), inside)
    below = rewritten(swapped(made), low)
    count, power = at(numbers(3), assume(COUNT)), raised(SQUARE, exponent)
    natural_ = belonging(exponent, NATURAL, with_meaning(count))
    above = signed(at_most(1, SQUARE), squares=(s,))
    large = at(apply(at(at_least_1(), SQUARE), above), natural_)
    within = at(assume(bound_on_line(exponent)), s)
    length = belongs(member(norm(layers(ON_LINE)), NONNEGATIVE), not_negative(layers(ON_LINE), inside))
    term = norm(layers(ON_LINE, k + 1))
    both = at(third_of_bounds(), length, *(assume(member(each, NONNEGATIVE)) for each in (K, L)), power, term)
    found = apply(apply(apply(both, large), within), below)
    third = swapped(at(third_power(), SQUARE, natural_))
    longer = modulo(equal(3 * exponent, raised(3, k + 1)), (next_power(written(3), assume(COUNT)),))
    third = recounted(lambda hole: equal(power**3, raised(SQUARE, hole)), longer, third)
    most = L * (1 + K) ** 3
    wide, long = (meant(assume(member(each, NONNEGATIVE))) for each in (K, L))
    sign = signed(at_most(0, most), (wide, long), products=tuple((long, *(wide,) * n) for n in range(4)))
    whole = choose(L, layer, shown(k + 1, most, sign, rewritten(third, found)))
    return choose(K, before, whole)


@cache
def is_growing() -> Theorem:
    """The growth along a line, as a theorem."""

    def says(count: Expression) -> Expression:
        return opened(bound(exists(K, NONNEGATIVE, bound_on_line(raised(3, k))), (k,)), (count,))

    return under(over_steps(says, k, at_start(), after_layer), *WEIGHTS, *LINE)
