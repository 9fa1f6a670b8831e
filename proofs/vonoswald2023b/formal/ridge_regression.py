"""The mesa-layer and the ridge regression that it solves: its minimum, its recursion, its dual, with forgetting."""

from __future__ import annotations

from proofs.vonoswald2023b.formal import richardson_goal
from proofs.vonoswald2023b.formal.inverse_of_a_sum import inverse
from proofs.vonoswald2023b.formal.richardson_layers import inverse_exists
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Variable, written
from symbolic.core.rules.logic import apply, assume, conjoin, discharge, part, parts
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    beside,
    conjunction,
    difference,
    equal,
    equal_matrices,
    exists,
    identity_matrix,
    implies,
    integers_from,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    stacked,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, nonzero, signed
from symbolic.tactics.steps import assumed, at, conjuncts, proved, quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import known_letters, of_matrices
from symbolic.tactics.whole_matrices.matrix_numbers import as_number, not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words

m, n, t, λ, γ, ρ = map(real, ("m", "n", "t", "λ", "γ", "ρ"))
K, V, R, S, Q, Φ, D, k, v = map(matrix_letter, ("K", "V", "R", "S", "Q", "Φ", "D", "k", "v"))
SIZES = tuple(member(size, integers_from(1)) for size in (m, n, t))
DATA = member(K, matrices(n, t)), member(V, matrices(m, t))
RIDGE = member(λ, POSITIVE)
ONE = identity_matrix(n)
OF_R, COLUMN = member(R, matrices(n, n)), member(k, matrices(n, 1))
VALUE = member(v, matrices(m, 1))


def spread(keys: Expression) -> Expression:
    """`KKᵀ + 1/λ`."""
    return sum_of_matrices(product(keys, transpose(keys)), multiple(1 / λ, ONE))


MORE = beside(K, k)
"""The keys with one more."""

GAIN = trace(product(transpose(k), R, k))
SUPPOSED = inverse(R, spread(K), ONE)
BEST = product(V, transpose(K), R)


def updated(forget: Number = 1) -> Expression:
    """`R − R k kᵀ R/(γ + kᵀ R k)`."""
    return difference(R, multiple(1 / (forget + GAIN), product(R, k, transpose(k), R)))


def size(matrix: Expression) -> Expression:
    """`‖A‖²`."""
    return trace(product(transpose(matrix), matrix))


def loss(weights: Expression) -> Expression:
    """`½ Σ ‖Φ k_i − v_i‖² + ‖Φ‖²/(2λ)`."""
    return (size(difference(product(weights, K), V)) + size(weights) / λ) / 2


OFF = difference(Φ, BEST)
ABOVE = equal(loss(Φ), loss(BEST) + (size(product(OFF, K)) + size(OFF) / λ) / 2)
NOT_ABOVE, IS_BEST = at_most(loss(Φ), loss(BEST)), equal_matrices(Φ, BEST)
LEAST = conjunction(ABOVE, at_most(loss(BEST), loss(Φ)), implies(NOT_ABOVE, IS_BEST))
EXISTS = exists(S, matrices(n, n), inverse(spread(K), S, ONE))
STEP = conjunction(at_most(0, GAIN), inverse(updated(), spread(MORE), ONE))
OUTPUT = equal_matrices(
    product(beside(V, v), transpose(MORE), updated()),
    sum_of_matrices(BEST, multiple(1 / (1 + GAIN), product(difference(v, product(BEST, k)), transpose(k), R))),
)
SMALL = identity_matrix(t)
DUAL = implies(
    inverse(Q, sum_of_matrices(product(transpose(K), K), multiple(1 / λ, SMALL)), SMALL),
    equal_matrices(product(V, Q, transpose(K)), BEST),
)
START = inverse(multiple(λ, ONE), multiple(1 / λ, ONE), ONE)
FORGOTTEN = sum_of_matrices(product(K, D, transpose(K)), multiple(ρ, ONE))
WEIGHTS = stacked(beside(multiple(γ, D), zeros(t, 1)), beside(zeros(1, t), identity_matrix(1)))
NEXT = sum_of_matrices(product(MORE, WEIGHTS, transpose(MORE)), multiple(γ * ρ, ONE))
FORGET = implies(
    conjunction(inverse(R, FORGOTTEN, ONE), negation(equal(γ + GAIN, 0))),
    inverse(multiple(1 / γ, updated(γ)), NEXT, ONE),
)
OF_FORGET = (member(D, matrices(t, t)), member(ρ, REALS), member(γ, POSITIVE), OF_R, COLUMN)
Q_SHAPE, Φ_SHAPE = member(Q, matrices(t, t)), member(Φ, matrices(m, n))


def goal(step: Expression = STEP, least: Expression = LEAST) -> Expression:
    """For all sizes, data and λ > 0: R, the least loss, one more key, the output, the dual, the start, forgetting."""
    of_inverse = conjunction(
        quantified(least, Φ_SHAPE),
        quantified(conjunction(step, quantified(OUTPUT, VALUE)), COLUMN),
        quantified(DUAL, Q_SHAPE),
    )
    of_all = quantified(implies(SUPPOSED, of_inverse), OF_R)
    found = conjunction(EXISTS, of_all, START, quantified(FORGET, *OF_FORGET))
    return quantified(found, *SIZES, *DATA, RIDGE)


POSITIVE_RIDGE = meant(assume(RIDGE))
FACTS = assumed(*SIZES, *DATA, RIDGE)
INSIDE = (*FACTS, *assumed(OF_R), *conjuncts(assume(SUPPOSED)))
ONE_SIDE, OTHER_SIDE = (part(number, assume(SUPPOSED)) for number in (0, 1))


def least() -> Theorem:
    """The loss is above its value at `V Kᵀ R` by squares, which vanish there alone."""
    facts = (*INSIDE, *assumed(Φ_SHAPE))
    multiplier = (0, written(1), product(transpose(OFF), V, transpose(K)), ONE)
    shapes = known_letters(facts, Φ, V, K, R)
    above = traces(ABOVE, (ONE_SIDE,), (multiplier,), shapes, (nonzero(λ, facts),))
    squares = not_negative(product(OFF, K), facts), not_negative(OFF, facts)
    order, small = _not_below(above, squares), _no_farther(above, squares)
    nothing = zero_matrix(OFF, small, facts)
    alone = under(rewritten_words(IS_BEST, facts, [nothing]), NOT_ABOVE)
    return under(conjoin(above, order, alone), Φ_SHAPE)


def _no_farther(above: Theorem, squares: tuple[Theorem, Theorem]) -> Theorem:
    """`t ≤ 0` from `b = a + (s + t/λ)/2 ≤ a` with s and t not negative."""
    names = tuple(real(f"_{name}") for name in ("least", "loss", "fit", "size"))
    terms = loss(BEST), loss(Φ), size(product(OFF, K)), size(OFF)
    a, b, fit, square = names
    inside = (at_most(0, fit), at_most(0, square), equal(b, a + (fit + square / λ) / 2), at_most(b, a))
    ratio = signed(at_most(square / λ, 0), (*map(assume, inside), POSITIVE_RIDGE))
    found = signed(at_most(square, 0), (ratio, POSITIVE_RIDGE), products=((ratio, POSITIVE_RIDGE),))
    return _applied(found, inside, names, terms, (*squares, above, assume(NOT_ABOVE)))


def _not_below(above: Theorem, squares: tuple[Theorem, Theorem]) -> Theorem:
    """`a ≤ b` from `b = a + (s + t/λ)/2` with s and t not negative."""
    names = tuple(real(f"_{name}") for name in ("least", "loss", "fit", "size"))
    terms = loss(BEST), loss(Φ), size(product(OFF, K)), size(OFF)
    a, b, fit, square = names
    inside = (at_most(0, fit), at_most(0, square), equal(b, a + (fit + square / λ) / 2))
    ratio = signed(at_most(0, square / λ), (assume(inside[1]), POSITIVE_RIDGE), degree=2)
    order = signed(at_most(a, b), (*map(assume, (inside[0], inside[2])), ratio, POSITIVE_RIDGE))
    return _applied(order, inside, names, terms, (*squares, above))


def _applied(
    theorem: Theorem,
    inside: tuple[Expression, ...],
    names: tuple[Variable, ...],
    terms: tuple[Expression, ...],
    premises: tuple[Theorem, ...],
) -> Theorem:
    """A theorem about any numbers at some of them, its premises known there."""
    found = at(under(theorem, *(member(each, REALS) for each in names), *inside), *terms)
    for premise in premises:
        found = apply(found, premise)
    return found


def gain() -> Theorem:
    """`kᵀ R k = ‖Kᵀ R k‖² + ‖R k‖²/λ`, so that it is not negative."""
    facts = (*INSIDE, *assumed(COLUMN))
    through, alone = product(transpose(K), R, k), product(R, k)
    other = equal_transposes(OTHER_SIDE)
    multiplier = (0, written(-1), transpose(k), alone)
    shapes = known_letters(facts, K, R, k)
    same = traces(equal(GAIN, size(through) + size(alone) / λ), (other,), (multiplier,), shapes, (nonzero(λ, facts),))
    names = tuple(real(f"_{name}") for name in ("gain", "fit", "size"))
    g, fit, square = names
    inside = (at_most(0, fit), at_most(0, square), equal(g, fit + square / λ))
    ratio = signed(at_most(0, square / λ), (assume(inside[1]), POSITIVE_RIDGE), degree=2)
    order = signed(at_most(0, g), (*map(assume, (inside[0], inside[2])), ratio, POSITIVE_RIDGE))
    terms = GAIN, size(through), size(alone)
    return _applied(order, inside, names, terms, (not_negative(through, facts), not_negative(alone, facts), same))


def one_more() -> Theorem:
    """A step of the recursion, and the output after it."""
    positive = gain()
    facts = (*INSIDE, *assumed(COLUMN), positive)
    number = as_number(product(transpose(k), R, k), facts)
    equations = (ONE_SIDE, OTHER_SIDE, number)
    apart = _other_than_0(positive)
    inverse_ = [rewritten_words(each, (*facts, apart), equations) for each in parts(STEP.parts[1], "and")]
    output = rewritten_words(OUTPUT, (*facts, apart, *assumed(VALUE)), equations)
    step = conjoin(positive, conjoin(*inverse_))
    return under(conjoin(step, under(output, VALUE)), COLUMN)


def _other_than_0(positive: Theorem) -> Theorem:
    """`¬ 1 + g = 0` from `0 ≤ g`."""
    g = real("_gain")
    known = assume(at_most(0, g))
    found = signed(negation(equal(1 + g, 0)), (known,))
    return apply(at(under(discharge(known.conclusion, found), member(g, REALS)), GAIN), positive)


def forgetting() -> Theorem:
    """The inverse with a forget factor."""
    premise, conclusion = parts(FORGET, "implies")
    both, apart = conjuncts_of(premise)
    facts = (*FACTS, *assumed(*OF_FORGET), apart)
    number = as_number(product(transpose(k), R, k), facts)
    found = [rewritten_words(each, facts, (*both, number)) for each in parts(conclusion, "and")]
    return under(discharge(premise, conjoin(*found)), *OF_FORGET)


def conjuncts_of(premise: Expression) -> tuple[Facts, Theorem]:
    """That R is an inverse, and that a divisor is not 0."""
    known = assume(premise)
    return conjuncts(part(0, known)), part(1, known)


def exists_there() -> Theorem:
    """`KKᵀ + 1/λ` has an inverse."""
    general = under(inverse_exists(), *richardson_goal.SIZES, *richardson_goal.DATA)
    return at(general, *map(assume, (SIZES[1], SIZES[2], DATA[0], RIDGE)))


def proof() -> Proof:
    """The goal and its definedness."""
    dual = under(proved(DUAL, (*INSIDE, *assumed(Q_SHAPE)), of_words), Q_SHAPE)
    of_inverse = under(discharge(SUPPOSED, conjoin(least(), one_more(), dual)), OF_R)
    start = proved(START, FACTS, of_words)
    found = under(conjoin(exists_there(), of_inverse, start, forgetting()), *SIZES, *DATA, RIDGE)
    return Proof(goal(), found, proved(defined(goal()), solve=of_gain))


def of_gain(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: shapes, and that `1 + kᵀ R k` is not 0 where R is the inverse."""
    if formula == negation(equal(1 + GAIN, 0)):
        return _other_than_0(gain())
    return of_matrices(formula, facts)
