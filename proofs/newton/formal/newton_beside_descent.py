"""k steps of Newton are 2^k steps of descent, and the residual is raised to that power."""

from __future__ import annotations

from functools import cache

from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, free, written
from symbolic.core.rules.logic import assume, conjoin, parts
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import meant
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    conjunction,
    difference,
    equal,
    equal_matrices,
    identity_matrix,
    integers_from,
    iterated,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    raised,
    real,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, proved, quantified, under
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, of_matrices
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

m, n, i, j, k, t, α = map(real, ("m", "N", "i", "j", "k", "t", "α"))
A, X, Y, Z = map(matrix_letter, "AXYZ")
SIZES = member(m, integers_from(1)), member(n, integers_from(1))
SHAPES = member(A, matrices(m, n)), member(X, matrices(n, m))
ONE = identity_matrix(m)
FACTS = assumed(*SIZES, *SHAPES)
TWO, NATURAL = written(2), integers_from(0)


def newton(count: Number) -> Expression:
    """`X ← X (2I − AX)` so often, from X on."""
    return iterated(Y, t, product(Y, difference(multiple(2, ONE), product(A, Y))), X, count)


def descent(count: Number) -> Expression:
    """`Y ← Y + X (I − AY)` so often, from 0 on."""
    return iterated(Y, t, sum_of_matrices(Y, product(X, difference(ONE, product(A, Y)))), zeros(n, m), count)


def residual(count: Number) -> Expression:
    """`(I − AX)` to a power."""
    return iterated(Y, t, product(difference(ONE, product(A, X)), Y), ONE, count)


def off(of: Expression) -> Expression:
    """`½ ‖AY − I‖²`."""
    apart = difference(product(A, of), ONE)
    return trace(product(transpose(apart), apart)) / 2


def slope(of: Expression) -> Expression:
    """`Aᵀ (AY − I)`."""
    return product(transpose(A), difference(product(A, of), ONE))


def is_gradient() -> Expression:
    """What is linear in Z when Y moves by Z, and what is left."""
    linear, square = trace(product(transpose(slope(Y)), Z)), trace(product(transpose(product(A, Z)), A, Z)) / 2
    return equal(off(sum_of_matrices(Y, Z)), off(Y) + linear + square)


def is_descent() -> Expression:
    """With `X = αAᵀ` a step goes from Y against the slope."""
    start_ = multiple(α, transpose(A))
    step = sum_of_matrices(Y, product(start_, difference(ONE, product(A, Y))))
    return equal_matrices(step, difference(Y, multiple(α, slope(Y))))


POWER = raised(2, k)
MOVED = member(Y, matrices(n, m)), member(Z, matrices(n, m)), member(α, REALS)


def goal(power: Expression = POWER) -> Expression:
    """For all sizes, matrices and numbers of steps; and of which loss the second iteration is the descent."""
    both = conjunction(
        equal_matrices(newton(k), descent(power)),
        equal_matrices(difference(ONE, product(A, newton(k))), residual(power)),
    )
    of_steps = quantified(both, *SHAPES, member(k, integers_from(0)))
    of_slopes = quantified(conjunction(is_gradient(), is_descent()), SHAPES[0], *MOVED)
    return quantified(conjunction(of_steps, of_slopes), *SIZES)


def commutes() -> Theorem:
    """`∀j: X A Y_j = Y_j A X`."""

    def says(count: Expression) -> Expression:
        return equal_matrices(product(X, A, descent(count)), product(descent(count), A, X))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        return rewritten_words(says(j + 1), inside, [before, next_step(descent(j), j, inside)])

    return over_steps(says, j, rewritten_words(says(written(0)), FACTS, [start(descent(0))]), step)


def added(commute: Theorem) -> Theorem:
    """`∀j: Y_(i+j) = Y_i + Y_j − Y_i A Y_j` under `i ∈ {0, 1, …}`."""
    inside = (*FACTS, *assumed(member(i, integers_from(0))))

    def says(whole: Expression, count: Expression) -> Expression:
        one, other = descent(i), descent(count)
        return equal_matrices(descent(whole), difference(sum_of_matrices(one, other), product(one, A, other)))

    def step(before: Theorem, facts: Facts) -> Theorem:
        now = (*inside, *facts)
        moved = next_step(descent(j), j, now), next_step(descent(j), i + j, now)
        found = rewritten_words(says(i + j + 1, j + 1), now, [*moved, before, at(commute, belonging(i, NATURAL, now))])
        return recounted(lambda whole: says(whole, j + 1), identity(i + j + 1, i + (j + 1)), found)

    first = rewritten_words(says(i, written(0)), inside, [start(descent(0))])
    base = recounted(lambda whole: says(whole, written(0)), identity(i, i + 0), first)
    return over_steps(lambda count: says(i + count, count), j, base, step)


def powers() -> Theorem:
    """`∀j: I − A Y_j = (I − A X)^j`."""

    def says(count: Expression) -> Expression:
        return equal_matrices(difference(ONE, product(A, descent(count))), residual(count))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*FACTS, *facts)
        made = next_step(descent(j), j, inside), next_step(residual(j), j, inside)
        return rewritten_words(says(j + 1), inside, [*made, _solved(before, inside)])

    base = rewritten_words(says(written(0)), FACTS, [start(descent(0)), start(residual(0))])
    return over_steps(says, j, base, step)


def _solved(equation: Theorem, facts: Facts) -> Theorem:
    """`P = I − A Y` from `I − A Y = P`."""
    left, right = parts(equation.conclusion, "equal_matrices")
    return rewritten_words(equal_matrices(right, left), facts, [equation])


def double(count: Expression) -> Theorem:
    """`2^k + 2^k = 2^(k+1)`."""
    power = next_power(TWO, assume(member(count, NATURAL)))
    return modulo(equal(raised(2, count) + raised(2, count), raised(2, count + 1)), (power,))


def at_nothing() -> Theorem:
    """`1 = 2^0`."""
    return modulo(equal(written(1), raised(2, 0)), (power_to_nothing(TWO),))


@cache
def natural_powers() -> Theorem:
    """`∀k: 2^k ∈ {0, 1, …}`."""

    def says(count: Expression) -> Expression:
        return member(raised(2, count), NATURAL)

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*facts, before, *conjuncts(meant(before)))
        return recounted(lambda power: member(power, NATURAL), double(k), belonging(POWER + POWER, NATURAL, inside))

    base = recounted(lambda power: member(power, NATURAL), at_nothing(), belonging(written(1), NATURAL))
    return over_steps(says, k, base, step)


def doubled(together: Theorem) -> Theorem:
    """`∀k: X_k = Y_(2^k)`."""

    def step(before: Theorem, facts: Facts) -> Theorem:
        natural = at(natural_powers(), facts[0])
        inside = (*FACTS, *facts, natural, *conjuncts(meant(natural)))
        twice = at(at(under(together, member(i, NATURAL)), natural), natural)
        made = next_step(newton(k), k, inside)
        found = rewritten_words(equal_matrices(newton(k + 1), descent(POWER + POWER)), inside, [made, twice, before])
        return recounted(lambda power: equal_matrices(newton(k + 1), descent(power)), double(k), found)

    one = rewritten_words(
        equal_matrices(newton(0), descent(written(0) + 1)),
        FACTS,
        [start(newton(0)), next_step(descent(0), written(0), FACTS), start(descent(0))],
    )
    base = one
    for equation in (identity(written(0) + 1, 1), at_nothing()):
        base = recounted(lambda power: equal_matrices(newton(0), descent(power)), equation, base)
    return over_steps(lambda count: equal_matrices(newton(count), descent(raised(2, count))), k, base, step)


def steps() -> Theorem:
    """Both statements about k steps, under the sizes, shapes and `k ∈ {0, 1, …}`."""
    of_k = assume(member(k, NATURAL))
    same, natural = at(doubled(added(commutes())), of_k), at(natural_powers(), of_k)
    last = equal_matrices(difference(ONE, product(A, newton(k))), residual(POWER))
    found = rewritten_words(last, (*FACTS, of_k, natural), [same, at(powers(), natural)])
    return conjoin(same, found)


def slopes() -> Theorem:
    """Both statements about the loss, under the sizes and shapes."""
    inside = (*assumed(*SIZES, SHAPES[0]), *assumed(*MOVED))
    shapes = known_letters(inside, A, Y, Z)
    return conjoin(traces(is_gradient(), (), (), shapes, ()), rewritten_words(is_descent(), inside))


def of_powers(goal_: Expression, facts: Facts) -> Theorem | None:
    """Shapes, where powers of 2 are among the numbers of steps."""
    counts = [fact for fact in facts if fact.conclusion in [member(each, NATURAL) for each in free(fact.conclusion)]]
    powers_ = tuple(at(natural_powers(), count) for count in counts)
    known = next((each for each in powers_ if each.conclusion == goal_), None)
    return known or of_matrices(goal_, (*facts, *powers_))


def proof() -> Proof:
    """The goal and its definedness."""
    of_steps = under(steps(), *SHAPES, member(k, NATURAL))
    of_slopes = under(slopes(), SHAPES[0], *MOVED)
    return Proof(goal(), under(conjoin(of_steps, of_slopes), *SIZES), proved(defined(goal()), solve=of_powers))
