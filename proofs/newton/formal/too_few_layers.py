"""That k layers of linear attention do not make k Newton steps where their degree is too small, in one dimension."""

from __future__ import annotations

from proofs.newton.formal.attention_layers import (
    COUNT,
    LINE,
    ON_LINE,
    WEIGHTS,
    K,
    bound_on_line,
    layers,
    u,
    v,
)
from proofs.newton.formal.degrees_stated import NATURAL, a, k, of_descent, of_prediction, prediction, α
from proofs.newton.formal.growth_on_lines import is_growing, on_line
from proofs.newton.formal.powers_compared import numbers
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.logic import apply, assume, choose, contradict, deny, part, parts
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    at_most,
    cell,
    equal,
    identity_matrix,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    multiple,
    negation,
    raised,
    real,
    trace,
)
from symbolic.tactics.matrix_polynomials.growth_of_polynomials import in_number, outgrows, value
from symbolic.tactics.matrix_polynomials.horner_steps import c
from symbolic.tactics.matrix_polynomials.powers_in_order import s
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.sums_of_squares import entry_below
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

i, j = real("i"), real("j")
READ = member(i, integers_between(1, u)), member(j, integers_between(1, v))
"""Where the prediction is read off the tokens."""

PREDICTED = trace(in_number(prediction(k)))
"""What k Newton steps predict where the sample, its label and the query are the number s."""

FEW = less(of_descent(k), of_prediction(k))


def cannot(few: Expression = FEW) -> Expression:
    """For all rates: where `3^k < 2^(k+2) + 1`, no entry after k layers is the prediction on a line of tokens."""
    same = quantified(equal(cell(layers(ON_LINE), i, j), PREDICTED), member(s, REALS))
    none = quantified(negation(same), *WEIGHTS, *LINE, *READ)
    every = quantified(implies(few, none), COUNT)
    return quantified(implies(negation(equal(α, 0)), every), member(α, REALS))


def is_not_made(predictions: Theorem) -> Theorem:
    """The same, from the degrees of predictions."""
    apart, few = assume(negation(equal(α, 0))), assume(FEW)
    same = assume(quantified(equal(cell(layers(ON_LINE), i, j), PREDICTED), member(s, REALS)))
    growing = at(is_growing(), *map(assume, (*WEIGHTS, *LINE, COUNT)))
    degree = at(apply(at(predictions, α), apart), assume(COUNT))
    supposed = assume(opened(parts(degree.conclusion, "exists")[1], (a,)))
    sign, shape = (part(n, supposed) for n in range(2))
    polynomial_ = assume(opened(parts(shape.conclusion, "exists")[1], (c,)))
    below = in_bounds(same, polynomial_)
    every = at(outgrows(), a, assume(member(c, SEQUENCES)), *naturals(), assume(member(K, NONNEGATIVE)))
    none = contradict(below, apply(apply(every, sign), few))
    false = choose(a, degree, choose(c, shape, choose(K, growing, none)))
    found = under(deny(same.conclusion, false), *WEIGHTS, *LINE, *READ)
    return under(under(under(found, FEW), COUNT), member(α, REALS), apart.conclusion)


def naturals() -> tuple[Theorem, Theorem]:
    """That the degrees are natural numbers."""
    count = assume(COUNT)
    powers = tuple(each for base in (2, 3) for each in conjuncts(meant(at(numbers(base), count))))
    known = count, *conjuncts(meant(count)), *powers
    one, other = (belonging(of(k), NATURAL, known) for of in (of_prediction, of_descent))
    return one, other


def in_bounds(same: Theorem, polynomial_: Theorem) -> Theorem:
    """The square of the polynomial is below the bound on all entries."""
    size, facts = belonging(1, integers_from(1)), (*on_line(), *assumed(COUNT), *naturals())
    number = multiple(s, identity_matrix(1))
    there = at(polynomial_, size, shaped(number, ()))
    left, right = parts(there.conclusion, "equal_matrices")
    shapes = tuple(shaped(each, facts) for each in (left, right))
    value_ = rewritten_traces(
        equal(PREDICTED, value(of_prediction(k))), (*facts, *shapes), [there], whole=(left, right)
    )
    below, places = entry_below(layers(ON_LINE), (*facts, shaped(layers(ON_LINE), facts)), same.conclusion)
    entry_ = at(under(below, *places), *map(assume, READ))
    bound_ = at(assume(bound_on_line(of_descent(k))), s)
    goal = at_most(value(of_prediction(k)) ** 2, K * raised(1 + s**2, of_descent(k)))
    term = at(same, s)
    of_polynomial, read = value(of_prediction(k)), cell(layers(ON_LINE), i, j)
    scales = written(1), PREDICTED + of_polynomial, read + PREDICTED
    found = signed(goal, (entry_, bound_, term, value_), scales=scales)
    return under(found, member(s, REALS))
