"""Which weights are best where a prompt has samples of two tasks: the loss in sums of squares, least at one product."""

from __future__ import annotations

from functools import cache

from proofs.li2025.formal import same_products
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Sort, Variable, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums, ordered_sums
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    conjoin,
    contradict,
    excluded_middle,
    part,
    parts,
)
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    disjunction,
    equal,
    iff,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix,
    member,
    negation,
    real,
    total,
)
from symbolic.goals.family_statements import defined_on
from symbolic.goals.model_anywhere import ModelAnywhere
from symbolic.tactics.binary_forms import definite, form
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    proved,
    quantified,
    rewritten,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices

Pair = tuple[Expression, ...]

MODEL = ModelAnywhere("li2025")
d, n, m, a, b, a1, b1, p, q = map(real, ("d", "n_1", "n_2", "a", "b", "a1", "b1", "p", "q"))
k, l, r, s, σ = map(real, ("k", "l", "r", "s", "sigma"))
A, A1 = (Variable(name, Sort.MATRIX) for name in ("A", "A1"))

SIZES = tuple(member(size, integers_from(1)) for size in (d, n, m))
NUMBERS = tuple(member(each, REALS) for each in (k, l, r, s, σ))
UNIT = conjunction(equal(r**2 + s**2, 1), equal(k**2 + l**2, 1))
"""The tasks have unit variance, and r and k are their correlations with the query's."""

POINT = member(a, REALS), member(b, REALS), member(A, matrices(d, d))
OTHER = member(a1, REALS), member(b1, REALS), member(A1, matrices(d, d))
ROW, COLUMN = member(p, integers_between(1, d)), member(q, integers_between(1, d))

FIRST, SECOND, MIXED = n * (n + d + 1 + σ**2), m * (m + d + 1 + σ**2), r * k * n * m
COMMON = (n + d + 1 + σ**2) * (m + d + 1 + σ**2) - r**2 * k**2 * n * m
BEST = (
    r * (m * (1 - k**2) + d + 1 + σ**2) / COMMON,
    k * (n * (1 - r**2) + d + 1 + σ**2) / COMMON,
)
"""The weights where A is the identity."""


def square(one: Expression, other: Expression) -> Expression:
    """The form S."""
    return form(FIRST, MIXED, SECOND, one, other)


def norm(of: Expression) -> Expression:
    """`‖A‖²`."""
    return total(p, 1, d, total(q, 1, d, cell(of, p, q) ** 2))


def trace(of: Expression) -> Expression:
    """`tr A`."""
    return total(p, 1, d, cell(of, p, p))


def loss(one: Number, other: Number, of: Expression) -> Expression:
    """The loss of a step with these weights and this matrix."""
    return MODEL.loss(*given(one, other), of)


def given(one: Number, other: Number) -> tuple[Expression, ...]:
    """Sizes, weights, and numbers of the tasks, as the model takes them."""
    return d, n, m, written(one), written(other), k, l, r, s, σ


U = tuple(map(real, ("u_1", "u_2")))
"""Numbers that the proof has in the place of these weights, of which it supposes what makes them best."""

SOLVED = equal(FIRST * U[0] + MIXED * U[1], n * r), equal(MIXED * U[0] + SECOND * U[1], m * k)

SAME = indicator(equal(q, p))
FORMULA = d - 2 * (a * n * r + b * m * k) * trace(A) + square(a, b) * norm(A)


def least(best: Pair = BEST) -> Expression:
    """The least loss."""
    return d - d * (best[0] * n * r + best[1] * m * k)


def minimal(best: Pair = BEST) -> Expression:
    """That no weights and matrix have a smaller loss, just where the two products are best."""
    lowest = quantified(at_most(loss(a, b, A), loss(a1, b1, A1)), *OTHER)
    products = (equal(weight * cell(A, p, q), each * SAME) for weight, each in zip((a, b), best, strict=True))
    return iff(lowest, quantified(conjunction(*products), ROW, COLUMN))


DEFINITE = implies(disjunction(negation(equal(a, 0)), negation(equal(b, 0))), less(0, square(a, b)))


def goal(
    best: Pair = BEST, formula: Expression = FORMULA, unit: Expression = UNIT, alike: Expression | None = None
) -> Expression:
    """For all sizes, correlations and noises: the loss, its form, where it is least, and how small it is there.

    And that predictions are the same where both products are.
    """
    everywhere = conjunction(
        equal(loss(a, b, A), formula), DEFINITE, minimal(best), at_most(least(best), loss(a, b, A))
    )
    found = quantified(implies(unit, quantified(everywhere, *POINT)), *SIZES, *NUMBERS)
    return conjunction(found, alike or same_products.goal())


FACTS = (*assumed(*SIZES), *assumed(UNIT))


@cache
def signs() -> Facts:
    """`0 < n₁ (n₁ + d + 1 + σ²)`, that the determinant of the form is positive, and `0 < D`."""
    wide, first, second = (signed(less(0, size), FACTS) for size in (d, n, m))
    scales = 1, k**2, r**2
    small = signed(at_most(r**2 * k**2, 1), FACTS[-2:], squares=(s, l, r * l, k * s, s * l), scales=scales)
    known, squares = (wide, first, second, small), (σ, σ**2)
    pairs = (first, second), (wide, first), (wide, second), (wide, wide), (first, second, small)
    common = signed(less(0, COMMON), known, products=pairs, squares=squares, degree=2)
    steep = signed(less(0, FIRST), known, products=((first, first), (wide, first), (first,)), squares=(σ,))
    determined = signed(
        less(0, FIRST * SECOND - MIXED**2), (first, second, common), products=((first, second, common),)
    )
    return steep, determined, common


@cache
def definite_at(one: Expression, other: Expression) -> Theorem:
    """`0 ≤ S`, and `S ≤ 0` only where both weights are 0."""
    steep, determined, _ = signs()
    return apply(apply(at(definite(), FIRST, MIXED, SECOND, one, other), steep), determined)


def is_definite() -> Theorem:
    """S is positive unless both weights are 0."""
    premise, conclusion = parts(DEFINITE, "implies")

    def low(facts: Facts) -> Theorem:
        vanish = apply(part(1, definite_at(a, b)), signed(at_most(square(a, b), 0), facts))
        denied = (lambda known, n=n: cases(conclusion, contradict(part(n, vanish), known[0])) for n in (0, 1))
        return whichever(conclusion, assume(premise), *denied)

    ordered = trichotomy(square(a, b), written(0))
    return under(whichever(conclusion, ordered, low, low, lambda facts: facts[0]), premise)


def off(best: int) -> Expression:
    """How far a product of a weight and A is from the best one, at an entry."""
    return (a, b)[best] * cell(A, p, q) - U[best] * SAME


DISTANCE = square(off(0), off(1))
ACROSS = total(q, 1, d, DISTANCE)
WHOLE = total(p, 1, d, ACROSS)


@cache
def count() -> Theorem:
    """`d ∈ {0, 1, …}`."""
    return belonging(d, integers_from(0), FACTS)


@cache
def in_sums() -> Theorem:
    """The sum of squares over all entries is `S ‖A‖² − 2 (…) tr A + d (…)`."""
    mixed = FIRST * a * U[0] + MIXED * (a * U[1] + b * U[0]) + SECOND * b * U[1]
    factors = square(a, b), -2 * mixed, square(*U)
    bodies = cell(A, p, q) ** 2, SAME * cell(A, p, q), SAME * written(1)
    terms = Node("add", tuple(factor * body for factor, body in zip(factors, bodies, strict=True)))

    def case(facts: Facts) -> Theorem:
        return modulo(equal(DISTANCE, terms), indicated(facts[0]))

    each = whichever(equal(DISTANCE, terms), excluded_middle(equal(q, p)), case, case)
    same = equal_sums(under(each, COLUMN))
    inside = at(separate_sums(factors, tuple(total(q, 1, d, body) for body in bodies)), count())
    place = assume(ROW)
    diagonal = (selected(count(), place, q, term) for term in (cell(A, p, q), written(1)))
    row = total(q, 1, d, bodies[0]), cell(A, p, p), written(1)
    summed = Node("add", tuple(factor * body for factor, body in zip(factors, row, strict=True)))
    rows = equal_sums(under(modulo(equal(ACROSS, summed), (same, inside, *diagonal)), ROW))
    outside = at(separate_sums(factors, tuple(total(p, 1, d, body) for body in row)), count())
    ones = at(constant_sum(), 1, count())
    value = factors[0] * norm(A) + factors[1] * trace(A) + factors[2] * d
    return modulo(equal(WHOLE, value), (rows, outside, ones))


@cache
def as_derived() -> Theorem:
    """The derived loss, for tasks of unit variance."""
    derived = MODEL.derived(*given(a, b), A, facts=(*FACTS, assume(POINT[2])))
    entry = cell(A, p, q)
    inside = equal_sums(under(identity(entry * entry, entry**2), COLUMN))
    outside = equal_sums(under(inside, ROW))
    of_tasks, of_others = FACTS[-2:]
    together = square(a, b) + a**2 * n * (n + d + 1) * (r**2 + s**2 - 1) + b**2 * m * (m + d + 1) * (k**2 + l**2 - 1)
    unit = (of_tasks, a**2 * n * (n + d + 1) * norm(A)), (of_others, b**2 * m * (m + d + 1) * norm(A))
    return identity(loss(a, b, A), FORMULA, using=((derived, 1), (outside, together), *unit))


@cache
def around() -> Theorem:
    """`∀a, b, A`: the loss is the least one and the sum of squares over all entries."""
    using = (as_derived(), 1), (in_sums(), -1)
    first, second = map(assume, SOLVED)
    factors = 2 * a * trace(A) - d * U[0], 2 * b * trace(A) - d * U[1]
    solved = tuple(zip((first, second), factors, strict=True))
    return under(identity(loss(a, b, A), least(U) + WHOLE, using=(*using, *solved)), *POINT)


@cache
def not_negative() -> tuple[Theorem, Theorem]:
    """`∀p: 0 ≤ Σ_q` of the squares, and that each of these is not negative."""
    each = under(part(0, definite_at(off(0), off(1))), COLUMN)
    nothing = at(constant_sum(), 0, count())
    ordered = ordered_sums(each)
    row = signed(at_most(0, ACROSS), (ordered, nothing))
    return under(row, ROW), each


@cache
def above() -> Theorem:
    """`∀a, b, A`: the loss is at least the least one."""
    rows, _ = not_negative()
    known = ordered_sums(rows), at(constant_sum(), 0, count()), at(around(), *map(assume, POINT))
    return under(signed(at_most(least(U), loss(a, b, A)), known), *POINT)


UNIT_MATRIX = matrix(p, q, (d, d), SAME)


@cache
def at_best() -> Theorem:
    """The loss where A is the identity and the weights are best is the least one."""
    there = belonging(UNIT_MATRIX, matrices(d, d), FACTS)
    value = at(around(), *U, there)
    left, right = parts(value.conclusion, "equal")
    entry = cell_of_matrix(cell(UNIT_MATRIX, p, q))
    return modulo(equal(left, least(U)), (value, vanishing(parts(right, "add")[-1], (entry,))))


def vanishing(whole: Expression, equations: Facts) -> Theorem:
    """`Σ_p Σ_q = 0`, where equations make each summand to 0."""
    nothing = at(constant_sum(), 0, count())
    row = opened(parts(whole, "total")[2], (p,))
    summand = opened(parts(row, "total")[2], (q,))
    each = equal_sums(under(modulo(equal(summand, 0), equations), COLUMN))
    rows = equal_sums(under(modulo(equal(row, 0), (each, nothing)), ROW))
    return modulo(equal(whole, 0), (rows, nothing))


def is_minimal() -> Theorem:
    """The loss is least just where both products are best."""
    lowest, products = parts(minimal(U), "iff")
    here = at(around(), *map(assume, POINT))
    rows, each = not_negative()
    low = at(assume(lowest), *U, belonging(UNIT_MATRIX, matrices(d, d), FACTS))
    small = signed(at_most(WHOLE, 0), (low, at_best(), here))
    of_row = below_sum(WHOLE, rows, count(), assume(ROW))
    of_place = below_sum(ACROSS, each, count(), assume(COLUMN))
    none = signed(at_most(DISTANCE, 0), (small, of_row, of_place))
    gone = conjuncts(apply(part(1, definite_at(off(0), off(1))), none))
    equations = zip(conjuncts_of(products), gone, strict=True)
    found = tuple(_as(formula, zero) for formula, zero in equations)
    forth = under(under(conjoin(*found), ROW, COLUMN), lowest)
    best = conjuncts(at(assume(products), assume(ROW), assume(COLUMN)))
    differences = tuple(modulo(equal(off(n), 0), (best[n],)) for n in (0, 1))
    lowest_here = modulo(equal(loss(a, b, A), least(U)), (here, vanishing(WHOLE, differences)))
    lower = under(rewritten(swapped(lowest_here), of_others()), *OTHER)
    return both_ways(forth, under(lower, products))


def _as(equation: Expression, zero: Theorem) -> Theorem:
    """An equation `l = r` from `l − r = 0`."""
    left, right = parts(equation, "equal")
    return identity(left, right, using=((zero, 1),))


def of_others() -> Theorem:
    """No other loss is below the least one."""
    return at(above(), *map(assume, OTHER))


def conjuncts_of(products: Expression) -> tuple[Expression, ...]:
    """The two equations for an entry."""
    row = opened(parts(products, "for_all")[1], (p,))
    return parts(opened(parts(row, "for_all")[1], (q,)), "and")


def theorem() -> Theorem:
    """The goal under what is supposed of sizes and numbers."""
    found = conjoin(is_minimal(), at(above(), *map(assume, POINT)))
    supposed = under(under(found, *POINT), *(member(each, REALS) for each in U), *SOLVED)
    _, _, common = signs()
    here = at(supposed, *BEST)
    for _ in SOLVED:
        equation, _ = parts(here.conclusion, "implies")
        here = apply(here, modulo(equation, (), (common,)))
    at_best = conjuncts(at(here, *map(assume, POINT)))
    return under(conjoin(as_derived(), is_definite(), *at_best), *POINT)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(under(theorem(), *SIZES, *NUMBERS, UNIT), same_products.theorem())
    return Proof(goal(), found, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, and that D is not 0."""
    return defined_on(MODEL, divisors=divisors)(formula, known) or of_matrices(formula, known)


def divisors(facts: Facts) -> Facts:
    """`0 < D`, under what is supposed."""
    return (signs()[-1],)
