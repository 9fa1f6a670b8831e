"""Any query, also one that is chosen after the prompt: the mean largest error, what it is at most, and a free query."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.errors_of_shifts import Q, known, noise, normal
from proofs.garg2022.formal.limits.inverse_approached import below, grown, lasting, of_inverse, share, spread
from proofs.garg2022.formal.limits.near_limits import GROWN, LONG, SLOPE, TURNED, at_length, ever_nearer
from proofs.garg2022.formal.limits.nearing import Nearing
from proofs.garg2022.formal.queries.largest_at_prompt import is_largest, largest
from proofs.garg2022.formal.queries.orthogonal_prompts import KEY as OF_PROMPT
from proofs.garg2022.formal.trained_model import (
    ONE,
    QUERY,
    SIZES,
    SLOW,
    SPREAD,
    TASK,
    TESTED,
    Λ,
    M,
    N,
    R,
    S,
    d,
    divisors,
    error,
    exactly,
    facts,
    form,
    is_exact,
    loss,
    meaningful,
    minus,
    of_training,
    same_form,
    samples,
    slow,
    valued,
    w,
    μ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import assume, conjoin, part
from symbolic.core.rules.matrix_algebra import equal_transposes
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    matrix_letter,
    multiple,
    product,
    sum_of_matrices,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import assumed, at, proved, quantified, rewritten, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_letters import by_words
from symbolic.tactics.whole_matrices.moment_letters import symmetric_moments
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

WORST, FREE = "garg2022-worst", "garg2022-noisy"
LARGEST = loss(WORST, d, M, Λ, w, R)
"""`E ‖r‖²` where the error at a query is `(x_q·r)²`, the largest over all queries of length 1."""
PLAIN = loss(FREE, d, M, μ, Λ, w, written(0), R)
LENGTH = form(w, Λ)
EXACT = norm(product(SLOW, w)) / N**2 + (norm(product(R, Λ, w)) + LENGTH * trace(product(R, Λ, R))) / M
FAST = product(SLOPE, w)
MOST_ERROR = norm(FAST) / N**2 + (norm(w) + LENGTH * trace(S)) / M
TERMS = conjunction(
    at_most(norm(product(SLOW, w)), norm(FAST)),
    at_most(norm(product(R, Λ, w)), norm(w)),
    at_most(trace(product(R, Λ, R)), trace(S)),
)
"""Each term of the error is below that of the bound."""
OF_FREE = form(product(SLOW, w), Q) / N**2 + (form(product(R, Λ, w), Q) + LENGTH * noise(Λ)) / M
TOLD = TESTED, TASK


def goal(
    exact: Expression = EXACT,
    most: Expression = MOST_ERROR,
    free: Expression = OF_FREE,
    largest_: Expression | None = None,
    limit: Number = 0,
    terms: Expression = TERMS,
) -> Expression:
    """For all sizes, definite Λ and tasks: the largest error at a prompt, its mean, bounds of it, and a free query."""
    found = conjunction(is_largest(largest_), equal(LARGEST, exact), quantified(equal(PLAIN, free), QUERY))
    bounded = exactly(conjunction(at_most(LARGEST, most), terms), *TOLD)
    ends = quantified(ever_nearer(LARGEST, limit), TASK), quantified(ever_nearer(PLAIN, limit), QUERY, TASK)
    return of_training(exactly(found, *TOLD), at_length(conjunction(bounded, *ends)))


def errors() -> tuple[Theorem, Theorem]:
    """The mean largest error, and that at a query that is independent of the prompt."""
    inside = known(TASK)
    inside = (*inside, symmetric_moments(Q, inside))
    rest = (norm(product(R, Λ, w)) + LENGTH * trace(product(R, Λ, R))) / M
    off_ = minus(product(R, Λ), ONE)
    largest = error(LARGEST, form(product(off_, w), ONE) + rest, inside)
    shifted = rewritten(same_form(slow(), w, ONE, inside), largest)
    plain = rewritten(same_form(slow(), w, Q, inside), error(PLAIN, normal(shape=Λ, variance=0), inside))
    return valued(shifted, EXACT, inside), under(valued(plain, OF_FREE, inside), QUERY)


def smaller(less_: Expression, more: Expression, equation: Theorem) -> Theorem:
    """`‖y‖² ≤ ‖x‖²` from `xᵀ = yᵀ Γ Λ⁻¹`."""
    inside = (*of_all(), *assumed(TASK))
    found = below(transpose(less_), transpose(more), equation, assumed(TASK))
    turned = (rewritten_traces(equal(norm(transpose(each)), norm(each)), inside) for each in (less_, more))
    for each in turned:
        found = rewritten(each, found)
    return found


@cache
def of_all() -> Facts:
    """What is known of all letters but the task."""
    return (*facts(), *lasting())


@cache
def parted() -> Facts:
    """Bounds on the three terms."""
    inside = (*of_all(), *assumed(TASK))
    turned = equal_transposes(grown())
    square = by_words(equal_matrices(product(GROWN, R), S), inside, (turned, -1, None, None), known=divisors())
    task, fast = product(R, Λ, w), product(SLOW, w)
    shift = sum_of_matrices(Λ, multiple(trace(Λ), ONE))
    row = transpose(w)
    slow_ = by_words(
        equal_matrices(transpose(FAST), product(transpose(fast), GROWN)),
        inside,
        (equal_transposes(square), -1, product(row, shift), None),
        (of_inverse()[0], -1, row, None),
        known=divisors(),
    )
    seen = by_words(
        equal_matrices(row, product(transpose(task), GROWN)),
        inside,
        (equal_transposes(square), -1, product(row, Λ), None),
        (of_inverse()[0], -1, row, None),
        known=divisors(),
    )
    return smaller(fast, FAST, slow_), smaller(task, w, seen), of_traces()


def of_traces() -> Theorem:
    """`tr(RΛR) ≤ tr Λ⁻¹`."""
    root_ = of_root(Λ, d, B)
    more = (assume(root_[0]),)
    inside = (*of_all(), *more)
    image, whole = product(B, R), product(B, S)
    equation = by_words(equal_matrices(whole, product(image, GROWN)), inside, (grown(), 1, B, None), known=divisors())
    found = below(image, whole, equation, more)
    one = rewritten_traces(equal(norm(image), trace(product(R, Λ, R))), inside, [assume(root_[1])])
    other = rewritten_traces(equal(norm(whole), trace(S)), inside, [assume(root_[1]), *of_inverse()])
    return with_root(spread(), B, rewritten(other, rewritten(one, found)))


B = matrix_letter("B")


def bounded() -> Theorem:
    """The bound of the mean largest error."""
    largest, _ = errors()
    signs = parted()
    share_, few = share(), positive(1 / M, assumed(TESTED))
    size = at(part(2, meant(spread())), assume(TASK))
    products = ((share_, share_, signs[0]), (few, signs[1]), (few, size, signs[2]))
    known_ = (
        largest,
        *signs,
        share_,
        few,
        size,
        *samples(),
        *(positive(each, assumed(*SIZES, TESTED)) for each in (N, M)),
    )
    return signed(at_most(LARGEST, MOST_ERROR), known_, products=products)


def ends() -> Facts:
    """The mean largest error tends to 0, and so does that at a free query of any law."""
    found: Facts = ()
    for loss_, shape, data in ((LARGEST, ONE, (TASK,)), (PLAIN, Q, (QUERY, TASK))):
        inside = (*lasting(), *assumed(*data))
        inside = (*inside, *(() if shape is ONE else (symmetric_moments(Q, inside),)))
        near = Nearing.normal(shape, product(w, transpose(w)), Λ, 0, inside)

        def same(value: Expression, known_: Facts, loss_: Node = loss_) -> Theorem:
            return error(loss_, value, known_)

        found = (*found, under(near.theorem(loss_, 0, same), *data))
    return found


def proof() -> Proof:
    """The goal and its definedness."""
    found = is_exact(conjoin(largest(), *errors()), *TOLD)
    most = under(conjoin(is_exact(conjoin(bounded(), conjoin(*parted())), *TOLD), *ends()), TURNED, LONG)
    theorem = under(conjoin(found, most), SIZES[0], SPREAD)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful(WORST, FREE, OF_PROMPT)))
