"""Newton's iterates and Gram matrices of GD++ are polynomials of their degrees, step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from proofs.newton.formal.attention_layers import at_place, growth
from proofs.newton.formal.degrees_stated import (
    NATURAL,
    Degree,
    a,
    degrees,
    gram,
    has,
    k,
    newton,
    of_descent,
    of_newton,
    of_prediction,
    prediction,
    token,
    α,
    γ,
)
from proofs.newton.formal.growth_on_lines import is_growing
from proofs.newton.formal.powers_compared import compared, comparison, numbers
from proofs.newton.formal.too_few_layers import FEW, cannot, is_not_made
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, choose, conjoin, deny, part, parts, witness
from symbolic.core.rules.membership import meant
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    Number,
    conjunction,
    equal,
    member,
    negation,
    product,
)
from symbolic.tactics.matrix_polynomials.degrees_of_polynomials import (
    Polynomial,
    constant_polynomial,
    has_degree,
    product_of,
    raised_to,
    same,
    sum_of,
    times_matrix,
    without,
)
from symbolic.tactics.matrix_polynomials.horner_steps import S, facts, h
from symbolic.tactics.matrix_polynomials.polynomials_at_squares import at_square, commutes
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, belonging, conjuncts, modulo, proved, under, with_meaning
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices


def goal(
    newton_: Degree = of_newton,
    descent: Degree = of_descent,
    predicted: Degree = of_prediction,
    compare: Expression | None = None,
    grown: Expression | None = None,
    few: Expression = FEW,
) -> Expression:
    """For all sizes, matrices, rates and numbers of steps: the degrees, compared, and what layers do not make."""
    attention = grown or growth(), cannot(few)
    return conjunction(*degrees(newton_, descent, predicted), compare or compared(), *attention)


@cache
def count() -> Theorem:
    """`k ∈ {0, 1, …}`."""
    return assume(member(k, NATURAL))


def powers() -> Facts:
    """What is known of `2^k` and `3^k`: that they are positive integers."""
    return tuple(each for base in (2, 3) for each in (*conjuncts(meant(at(numbers(base), count()))),))


def known() -> Facts:
    """What is known of k and of these."""
    return (count(), *conjuncts(meant(count())), *powers())


def natural(term: Expression) -> Theorem:
    """That an exponent is a natural number."""
    return belonging(term, NATURAL, known())


def next_newton(before: Polynomial) -> Polynomial:
    """`2M − M (S M)`, where M has the degree n: `−a²` is the coefficient of `S^(2n+1)`."""
    n = before.degree
    below, above = natural(n), natural(n + 1)
    inner = times_matrix(before, below, *known())
    twice = product_of(before, inner, (below, above), known())
    late = raised_to(before, below, below, *known())
    degree, power = of_newton(k + 1), next_power(written(2), count())
    squared = twice.renamed(twice.first, degree, power)
    top = counted(degree, natural(twice.degree), power)
    both = sum_of(late.renamed(0, degree, power), squared, (2, -1), top, *known())
    made = next_step(newton(k), k, (*facts(), *known()))
    found = same(both, newton(k + 1), (made, 1, None, None), known=(*known(), top))
    return found.renamed(-(before.first**2), degree)


def counted(degree: Expression, count_: Theorem, *powers_: Theorem) -> Theorem:
    """That a degree is a natural number, being one that is, by what powers are."""
    other, _ = parts(count_.conclusion, "member")
    return recounted(lambda term: member(term, NATURAL), modulo(equal(other, degree), powers_), count_)


def next_cubed(before: Polynomial, of: Callable[[Number], Node], scales: tuple[Number, Number, Number]) -> Polynomial:
    """`x f + y f² + z f³`, where f has a degree n from 1 on: `z a³` is the coefficient of `S^(3n)`."""
    n = before.degree
    below = natural(n)
    square = product_of(before, before, (below, below), known())
    cube = product_of(square, before, (natural(square.degree), below), known())
    degree, power = of_descent(k + 1), next_power(written(3), count())
    top = counted(degree, natural(cube.degree), power)
    first = raised_to(before, natural(2 * n - 1), below, *known()).renamed(0, degree, power)
    second = raised_to(square, natural(n - 1), natural(square.degree), *known()).renamed(0, degree, power)
    third = cube.renamed(cube.first, degree, power)
    low = sum_of(first, second, scales[:2], top, *known()).renamed(0, degree)
    both = sum_of(low, third, (1, scales[2]), top, *known())
    made = next_step(of(k), k, (*facts(), *known()))
    found = same(both, of(k + 1), (made, 1, None, None), known=(*known(), top))
    return found.renamed(written(scales[2]) * before.first**3, degree)


def by_steps(
    of: Callable[[Number], Node],
    degree: Degree,
    first: tuple[Number, Number],
    rate: Expression,
    grown: Callable[[Polynomial], Polynomial],
    inverse: Expression,
) -> Theorem:
    """That after any number of steps: the first coefficient at the start, its inverse, and that of the next one."""
    apart = assume(negation(equal(rate, 0)))

    def says(number: Expression) -> Expression:
        return has(of, degree, number)

    def witnessed(number: Expression, found: Polynomial, back: Number, *not_0: Theorem) -> Theorem:
        both = conjoin(not_zero(found.first, back, *not_0), found.theorem)
        return witness(says(number), belonging(found.first, REALS), both)

    def step(before: Theorem, _: Facts) -> Theorem:
        supposed = conjunction(negation(equal(a, 0)), has_degree(of(k), a, degree(k)))
        there, shape = (part(n, assume(supposed)) for n in range(2))
        after = grown(Polynomial(of(k), a, degree(k), shape))
        return choose(a, before, witnessed(k + 1, after, inverse, there, apart))

    base = witnessed(written(0), at_first(of, written(first[0]), degree), first[1], apart)
    return under(over_steps(says, k, base, step), member(rate, REALS), apart.conclusion)


def not_zero(first: Expression, inverse: Number, *not_0: Theorem) -> Theorem:
    """`¬ p = 0`, from the inverse of p."""
    vanishes = equal(first, 0)
    wrong = identity(1, 0, not_0, ((assume(vanishes), inverse),))
    return deny(vanishes, signed(FALSE, (wrong,)))


def at_first(of: Callable[[Number], Node], first: Expression, degree: Degree) -> Polynomial:
    """The start, a multiple of S."""
    nothing = belonging(0, NATURAL)
    moved = times_matrix(constant_polynomial(first), nothing)
    power = power_to_nothing(written(2 if of is newton else 3))
    named = moved.renamed(first, degree(written(0)), power)
    top = counted(degree(written(0)), belonging(written(0) + 1, NATURAL), power)
    return same(named, of(0), (start(of(0)), 1, None, None), known=(nothing, top))


def of_predictions(newton_: Theorem) -> Theorem:
    """The degree of the prediction, from that of M_k."""
    apart = assume(negation(equal(α, 0)))
    there = at(apply(at(newton_, α), apart), count())
    supposed = conjunction(negation(equal(a, 0)), has_degree(newton(k), a, of_newton(k)))
    sign, shape = (part(n, assume(supposed)) for n in range(2))
    below = natural(of_newton(k))
    squared = at_square(Polynomial(newton(k), a, of_newton(k), shape), below, *known())
    moved, degree = squared, squared.degree
    for _ in range(3):
        moved = times_matrix(moved, natural(moved.degree), *known())
    moved = moved.renamed(a, of_prediction(k))
    turned = commutes(squared, natural(degree), h, *known())
    using = (turned, 1, S, S), (turned, 1, product(S, S), None)
    found = without(
        h, squared, same(moved, prediction(k), *using, known=(*known(), natural(of_prediction(k)), natural(degree)))
    )
    goal_ = has(prediction, of_prediction, k)
    whole = choose(a, there, witness(goal_, belonging(a, REALS), conjoin(sign, found.theorem)))
    return under(under(whole, member(k, NATURAL)), member(α, REALS), apart.conclusion)


def proof() -> Proof:
    """The goal and its definedness."""
    inverses = -(1 / a) / a, 1 / γ / γ / a / a / a, -(1 / γ) / a / a / a
    newton_ = by_steps(newton, of_newton, (α, 1 / α), α, next_newton, inverses[0])
    gram_ = by_steps(
        gram, of_descent, (1, 1), γ, lambda before: next_cubed(before, gram, (1, -2 * γ, γ**2)), inverses[1]
    )
    token_ = by_steps(token, of_descent, (1, 1), γ, lambda before: next_cubed(before, token, (1, 0, -γ)), inverses[2])
    predictions = of_predictions(newton_)
    attention = is_growing(), is_not_made(predictions)
    theorem = conjoin(newton_, predictions, gram_, token_, comparison(), *attention)
    return Proof(goal(), theorem, proved(defined(goal()), solve=settled))


def settled(formula: Expression, more: Facts) -> Theorem | None:
    """A solver: shapes, and that exponents are natural numbers."""
    counts = [fact for fact in more if fact.conclusion == member(k, NATURAL)]
    inside = (
        *more,
        *(each for count_ in counts for base in (2, 3) for each in with_meaning(at(numbers(base), count_))),
    )
    match formula:
        case Node(head="member", parts=(_, domain)) if domain == NATURAL:
            return proved(formula, inside)
    return at_place(formula, inside) or of_matrices(formula, inside)
