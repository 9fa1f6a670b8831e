"""Samples and query of another covariance: the error, its limits, and how much of a direction is missed."""

from __future__ import annotations

from itertools import combinations_with_replacement

from proofs.garg2022.formal.errors_of_shifts import POINTS, off
from proofs.garg2022.formal.limits.inverse_approached import lasting, of_inverse
from proofs.garg2022.formal.limits.near_limits import LEFT, LONG, TURNED, at_length, ever_nearer
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.trained_model import (
    COLUMN,
    SIZES,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    G,
    M,
    R,
    S,
    d,
    error,
    exactly,
    facts,
    form,
    is_exact,
    long_prompts,
    loss,
    meaningful,
    of_training,
    w,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.logic import assume, both_ways, conjoin, either, excluded_middle, part, parts, rewrite
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    disjunction,
    equal,
    equal_matrices,
    function,
    identity_matrix,
    iff,
    implies,
    integers_from,
    less,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    tends,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    modulo,
    other_than_0,
    proved,
    quantified,
    rewritten,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters

KEY = "garg2022-skewed"
PLAIN = loss(KEY, d, M, G, w, R)
BIAS = form(product(off(G), w), G)
ERROR = BIAS + (form(product(R, G, w), G) + form(w, G) * trace(product(G, R, G, R))) / M
LIMIT = form(product(LEFT, w), G)
"""`‖(Λ⁻¹G − 1) w‖²_G`."""

TOLD = POINTS, TASK
v, m, l = matrix_letter("v"), real("m"), real("l")
DIRECTION = member(v, COLUMN), member(m, REALS), member(l, POSITIVE)
EIGENVECTOR = conjunction(equal_matrices(product(G, v), multiple(m, v)), equal_matrices(product(Λ, v), multiple(l, v)))
ALONG = form(product(LEFT, v), G)
COST = m * (m / l - 1) ** 2
MISSED = COST * norm(v)
k = real("k")
ORDERED = member(l, POSITIVE), member(m, REALS), member(k, REALS)
LARGER = at_most(l, m), less(m, k)


def grows(least: Expression = LARGER[0]) -> Expression:
    """Of two eigenvalues of G that are not below that of Λ the larger one costs more."""
    more = less(COST, opened(bound(COST, (m,)), (k,)))
    return quantified(implies(conjunction(least, LARGER[1]), more), *ORDERED)


def goal(
    error_: Expression = ERROR, limit: Expression = LIMIT, missed: Expression = MISSED, least: Expression = LARGER[0]
) -> Expression:
    """For all sizes, definite Λ, semidefinite G and tasks: the error, both limits, and those of common directions."""
    found = conjunction(quantified(equal(PLAIN, error_), TESTED), tends(M, integers_from(1), PLAIN, BIAS))
    none = implies(less(0, norm(v)), iff(equal(ALONG, 0), disjunction(equal(m, l), equal(m, 0))))
    directions = quantified(implies(EIGENVECTOR, conjunction(equal(ALONG, missed), none)), POINTS, *DIRECTION)
    exact = exactly(found, *TOLD)
    ends = quantified(ever_nearer(PLAIN, limit), *TOLD)
    return conjunction(of_training(exact, at_length(conjunction(ends, directions))), grows(least))


def errors() -> Theorem:
    """The error, and what it tends to at a fixed length of the training."""
    found = error(PLAIN, ERROR, (*facts(), *assumed(TESTED, *TOLD)))
    return is_exact(conjoin(under(found, TESTED), long_prompts(found, BIAS)), *TOLD)


def ends() -> Theorem:
    """What the error tends to."""
    inside = (*lasting(), *assumed(*TOLD))
    near = Nearing.normal(G, product(w, transpose(w)), G, 0, inside)
    return under(near.theorem(PLAIN, LIMIT, lambda value, known_: error(PLAIN, value, known_)), *TOLD)


def directions() -> Theorem:
    """What is missed of a common eigenvector of Λ and G."""
    inside = (*lasting(), *assumed(POINTS, *DIRECTION))
    of_shape, of_spread = (part(n, assume(EIGENVECTOR)) for n in range(2))
    long = positive(l, inside)
    known_ = (other_than_0(long),)
    seen = product(S, v)
    turned = by_words(
        equal_matrices(seen, multiple(1 / l, v)),
        inside,
        (of_spread, -1 / l, S, None),
        (of_inverse()[1], 1 / l, None, v),
        known=known_,
    )
    left = by_words(
        equal_matrices(product(LEFT, v), multiple(m / l - 1, v)),
        inside,
        (of_shape, 1, S, None),
        (turned, m, None, None),
        known=known_,
    )
    scale = m / l - 1
    taken = tuple(
        (0, written(1), product(transpose(side), G), ONE_BY_ONE) for side in (product(LEFT, v), multiple(scale, v))
    )
    letters = known_letters(inside, S, v, G, ONE_BY_ONE)
    first = traces(equal(ALONG, form(multiple(scale, v), G)), (left,), taken, letters, known_)
    second = traces(
        equal(form(multiple(scale, v), G), MISSED),
        (of_shape,),
        ((0, scale**2, transpose(v), ONE_BY_ONE),),
        letters,
        known_,
    )
    found = modulo(equal(ALONG, MISSED), (first, second), inside)
    return under(conjoin(found, nothing(found, inside)), POINTS, *DIRECTION, EIGENVECTOR)


ONE_BY_ONE = identity_matrix(1)


def nothing(value: Theorem, inside: Facts) -> Theorem:
    """Nothing is missed just where `μ = λ` or `μ = 0`."""
    long, wide = less(0, norm(v)), positive(l, inside)
    zero, several = equal(ALONG, 0), disjunction(equal(m, l), equal(m, 0))
    missed = rewritten(value, assume(zero))
    squared = identity((m * (m - l)) ** 2 * norm(v), 0, (wide,), ((missed, m * l**2),))
    none = signed(at_most((m * (m - l)) ** 2, 0), (squared, assume(long)), products=((assume(long),),))
    whole = signed(equal(m * (m - l), 0), (none,), degree=2)

    def other(known_: Facts) -> Theorem:
        root = identity(m - l, 0, (*known_, wide), ((whole, 1 / m),))
        return either(several, signed(equal(m, l), (root,)))

    found = whichever(several, excluded_middle(equal(m, 0)), lambda known_: either(several, known_[0]), other)
    back = whichever(zero, assume(several), *(lambda known_: at_end(value, known_[0], wide),) * 2)
    return under(both_ways(under(found, zero), under(back, several)), long)


def at_end(value: Theorem, end: Theorem, wide: Theorem) -> Theorem:
    """That nothing is missed where `μ = λ`, or where `μ = 0`."""
    _, there = parts(end.conclusion, "equal")
    none = identity(opened(bound(MISSED, (m,)), (there,)), 0, (wide,))
    missed = rewrite(function(m, body=equal(MISSED, 0)), swapped(end), none)
    return rewritten(swapped(value), missed)


def is_growing() -> Theorem:
    """`k (k − l)² − m (m − l)²` is a sum of products of `k − m`, `m − l` and l."""
    premises = conjunction(*LARGER)
    above, apart = (part(n, assume(premises)) for n in range(2))
    wide = positive(l, assumed(ORDERED[0]))
    products = tuple((apart, one, other) for one, other in combinations_with_replacement((apart, above, wide), 2))
    bare = signed(less(m * (m - l) ** 2, k * (k - l) ** 2), (above, apart, wide), products=products)
    more = less(COST, opened(bound(COST, (m,)), (k,)))
    scale = positive(1 / l**2, (wide,))
    return under(signed(more, (bare, scale, wide), products=((bare, scale),)), *ORDERED, premises)


def proof() -> Proof:
    """The goal and its definedness."""
    long = under(conjoin(ends(), directions()), TURNED, LONG)
    theorem = conjoin(under(conjoin(errors(), long), SIZES[0], SPREAD), is_growing())
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful(KEY)))
