"""Where the limit of the error is 0 for every task: shifts with `Q Λ⁻¹ G = Q`, of one law those by a projection."""

from __future__ import annotations

from proofs.garg2022.formal.errors_of_shifts import POINTS
from proofs.garg2022.formal.limits.inverse_approached import lasting, of_inverse
from proofs.garg2022.formal.limits.near_limits import Q
from proofs.garg2022.formal.trained_model import COLUMN, ONE, SQUARE, TASK, Λ, G, S, d, form, inverses, minus, w
from symbolic.core.expressions import Expression, Sort, fresh, written
from symbolic.core.rules.logic import apply, assume, both_ways, conjoin, one_way, part, parts, rewrite
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    equal_matrices,
    function,
    iff,
    matrix_letter,
    member,
    product,
    semidefinite,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, at, quantified, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.forms import form_at, vanishing_form
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

SEMIDEFINITE = member(Q, semidefinite(d))
LEFT_OF_G = minus(product(S, G), ONE)
TOLERATED = equal_matrices(product(Q, S, G), Q)


def far(query: Expression, task: Expression = w) -> Expression:
    """`‖(Λ⁻¹G − 1) w‖²` in the norm of a second moment of the query."""
    return form(product(LEFT_OF_G, task), query)


def for_every_task(query: Expression) -> Expression:
    """The limit is 0 for every task."""
    return quantified(equal(far(query), 0), TASK)


B, KK = matrix_letter("B"), matrix_letter("K")
ROOTS = member(B, semidefinite(d)), member(KK, SQUARE)
ROOTED = conjunction(equal_matrices(product(B, B), Λ), *inverses(B, KK))
"""`B = Λ^½` and its inverse."""
RELATIVE = product(KK, G, KK)
"""`Λ^-½ G Λ^-½`."""
LESS = minus(RELATIVE, ONE)
SAME_LAW = trace(product(transpose(w), B, RELATIVE, LESS, LESS, B, w))
PROJECTION = equal_matrices(product(RELATIVE, RELATIVE), RELATIVE)


def of_roots(same_law: Expression = SAME_LAW) -> Expression:
    """The limit where the query has the second moment of the samples, and where it is 0 for every task."""
    return conjunction(quantified(equal(far(G), same_law), TASK), iff(for_every_task(G), PROJECTION))


H, x = matrix_letter("H"), matrix_letter("x")


def where_tolerated(query: Expression, query_is_semidefinite: Theorem, inside: Facts, shape: Expression = G) -> Theorem:
    """The limit is 0 for every task just where `Q Λ⁻¹ G = Q`."""
    left = minus(product(S, shape), ONE)
    whole = product(transpose(left), query, left)
    vanishes_ = equal(form(product(left, w), query), 0)
    every, stays = quantified(vanishes_, TASK), equal_matrices(product(query, S, shape), query)
    known_ = (*inside, assume(member(x, COLUMN)))
    at_column = at(assume(every), assume(member(x, COLUMN)))
    none = under(valued_in_words(at_column, form_at(whole, x), known_), member(x, COLUMN))
    vanishes = vanishing_form(whole, d, none, inside)
    root = of_root(query, d, H)
    rooted = (*inside, assume(root[0]))
    image = product(H, left)
    letters = known_letters(rooted, S, shape, query, H, ONE)
    taken = ((0, written(1), transpose(left), left), (1, written(1), ONE, ONE))
    length = traces(equal(norm(image), 0), (assume(root[1]), vanishes), taken, letters, ())
    nothing = zero_matrix(image, signed(at_most(norm(image), 0), (length,)), rooted)
    using = (nothing, 1, H, None), (assume(root[1]), -1, None, left)
    one_way_ = with_root(query_is_semidefinite, H, by_words(stays, rooted, *using))
    back_letters = known_letters(inside, S, shape, query, w, ONE)
    again = ((0, written(1), product(transpose(w), transpose(left)), w),)
    back = traces(vanishes_, (assume(stays),), again, back_letters, ())
    return both_ways(under(one_way_, every), under(under(back, TASK), stays))


def valued_in_words(theorem: Theorem, value_: Expression, inside: Facts) -> Theorem:
    """`value = r` from `s = r`, both being the same in words."""
    left, _ = parts(theorem.conclusion, "equal")
    same = rewritten_traces(equal(value_, left), inside)
    hole = fresh(Sort.REAL, same.conclusion, theorem.conclusion)
    return rewrite(function(hole, body=equal(value_, hole)), theorem, same)


def tolerated_() -> Theorem:
    """Where the limit is 0 for every task."""
    inside = (*lasting(), *assumed(POINTS, SEMIDEFINITE, TASK))
    return under(where_tolerated(Q, assume(SEMIDEFINITE), inside), POINTS, SEMIDEFINITE)


def rooted() -> Theorem:
    """The limit where the query has the second moment of the samples, and where it is 0."""
    inside = (*lasting(), *assumed(POINTS, TASK, *ROOTS))
    root, unit, other = (part(n, assume(ROOTED)) for n in range(3))
    using = (unit, -1, S, None), (of_inverse()[1], 1, None, product(KK, KK)), (root, 1, S, product(KK, KK))
    square = by_words(equal_matrices(S, product(KK, KK)), inside, *using, (unit, -1, product(S, B), KK))
    value_ = rewritten_traces(equal(far(G), SAME_LAW), inside, [square, unit, other])
    stays = equal_matrices(product(G, S, G), G)
    to_it = (assume(stays), 1, KK, KK), (square, -1, product(KK, G), product(G, KK))
    projected = by_words(PROJECTION, inside, *to_it)
    gap = minus(product(G, S, G), G)
    from_it = (
        (unit, -1, None, gap),
        (other, -1, product(B, KK, gap), None),
        (square, 1, product(B, KK, G), product(G, KK, B)),
        (assume(PROJECTION), 1, B, B),
    )
    back = by_words(stays, inside, *from_it)
    both = where_tolerated(G, assume(POINTS), inside)
    ahead, behind = (part(n, one_way(both)) for n in range(2))
    found = under(apply(under(projected, stays), apply(ahead, assume(for_every_task(G)))), for_every_task(G))
    other_ = under(apply(behind, back), PROJECTION)
    return under(conjoin(under(value_, TASK), both_ways(found, other_)), POINTS, *ROOTS, ROOTED)
