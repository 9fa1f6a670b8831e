"""`u' = tr(CQUᵀ) − u tr(SUQUᵀ)`, `U' = −u² SUQ + u CQ` has one solution from any start, if its loss is bounded below.

S and Q are semidefinite and may be singular: what leads out of their ranges rests. Of their roots J and L there are
pseudoinverses X and Y; `E = JX` and `G = LY` project on the ranges.
"""

from __future__ import annotations

from functools import cache

from proofs.newton.formal import penrose
from proofs.zhang2024.formal.loss_in_traces import U, d, stated, u
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.derivatives import along_field
from symbolic.core.rules.facts import bounded_flow
from symbolic.core.rules.logic import assume, choose, conjoin, part
from symbolic.core.rules.matrix_algebra import traces
from symbolic.core.rules.membership import belongs, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    System,
    at_most,
    difference,
    equal,
    equal_matrices,
    for_all,
    function,
    identity_matrix,
    matrices,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    semidefinite,
    sum_of_matrices,
    symmetric,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, other_than_0, under, whichever
from symbolic.tactics.whole_matrices.bounded_products import norm, of_product
from symbolic.tactics.whole_matrices.matrix_letters import by_words, known_letters, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.roots_and_inverses import of_root, with_root
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

S, Q, C, J, L, X, Y, A = map(matrix_letter, "SQCJLXYA")
a, b, c = map(real, "abc")
SQUARE = matrices(d, d)
SIZE, SPREADS = stated().domains[0], (member(S, semidefinite(d)), member(Q, semidefinite(d)))
POINT = member(u, REALS), member(U, SQUARE)
START = member(a, REALS), member(A, SQUARE)


def form(of: Expression = U) -> Expression:
    """`tr(SUQUᵀ)`."""
    return trace(product(S, of, Q, transpose(of)))


def linear(of: Expression = U) -> Expression:
    """`tr(CQUᵀ)`."""
    return trace(product(C, Q, transpose(of)))


BELOW = for_all(U, SQUARE, at_most(linear(), form() / 4 + b))
"""The loss is bounded below."""

DATA = (SIZE, *SPREADS, member(C, SQUARE), member(b, REALS))
PULL = linear() - u * form()
MOVE = sum_of_matrices(multiple(-(u**2), product(S, U, Q)), multiple(u, product(C, Q)))
PAIR = System((u, U), (PULL, MOVE), (a, A))

E, G = product(J, X), product(L, Y)
INSIDE = product(E, U, G)
OUTSIDE = difference(U, INSIDE)
ENERGY, HEIGHT = u**2 * form() / 2 - u * linear(), u**2 - norm(INSIDE)
TOTAL = ENERGY + HEIGHT**2 + norm(OUTSIDE)
"""What never grows, and is large where u or U is."""


def support(root: Expression, inverse: Expression) -> tuple[Expression, Expression]:
    """What is supposed of a pseudoinverse of a root."""
    shape = member(inverse, SQUARE)
    return shape, opened(bound(penrose.is_pseudoinverse(), (penrose.S, penrose.P)), (root, inverse))


ROOTS = of_root(S, d, J), of_root(Q, d, L)
SUPPORTS = support(J, X), support(L, Y)


@cache
def letters() -> Facts:
    """Shapes of all letters, and that the projections are symmetric."""
    known = (*assumed(*DATA, *(each for each, _ in ROOTS), *(each for each, _ in SUPPORTS)), *map(assume, POINT))
    symmetric_ = (
        belongs(member(of, symmetric(d)), conjoin(shaped(of, known), part(2, assume(supposed))))
        for of, (_, supposed) in zip((E, G), SUPPORTS, strict=True)
    )
    return (*known, *symmetric_)


@cache
def projections() -> Facts:
    """`E J = J`, `E E = E`, `E S = S`, `E C Q = C Q` and the same of L and Q."""
    found: list[Theorem] = []
    for of, inverse, whole, (_, rooted), (_, supposed) in zip((J, L), (X, Y), (S, Q), ROOTS, SUPPORTS, strict=True):
        once, root, P = part(0, assume(supposed)), assume(rooted), product(of, inverse)
        twice = by_words(equal_matrices(product(P, P), P), letters(), (once, 1, None, inverse))
        kept = by_words(equal_matrices(product(P, of), of), letters(), (once, 1, None, None))
        spread = by_words(
            equal_matrices(product(P, whole), whole),
            letters(),
            (root, -1, P, None),
            (once, 1, None, of),
            (root, 1, None, None),
        )
        turned = rewritten_words(equal_matrices(product(whole, P), whole), letters(), (spread,), (), (P,))
        found += [twice, kept, spread, turned]
    return tuple(found)


@cache
def reached() -> Theorem:
    """`E C Q = C Q`: along `s (1 − E) C Q` the form is 0, and `tr(CQUᵀ)` is s times a square."""
    moved = product(C, Q)
    off = difference(moved, product(E, moved))
    size = norm(off)
    small = at_most(size, 0)

    far = multiple(c, off)
    flat = rewritten_traces(equal(form(far), 0), letters(), projections(), (), (E, G))
    long = rewritten_traces(equal(linear(far), c * size), letters(), projections(), (), (E, G))
    bounded = at(assume(BELOW), shaped(far, letters()))
    least = under(signed(at_most(c * size, b), (bounded, flat, long)), member(c, REALS))

    def beyond(order: Facts) -> Theorem:
        number = (1 + b**2) / size
        unit = identity(number * size, 1 + b**2, (other_than_0(order[0]),))
        return signed(small, (at(least, belonging(number, REALS, order)), unit, order[0]), squares=(b, b - 1))

    below = whichever(small, trichotomy(written(0), size), beyond, *(lambda order: signed(small, order),) * 2)
    nothing = zero_matrix(off, below, letters())
    return by_words(equal_matrices(product(E, moved), moved), letters(), (nothing, -1, None, None), whole=(E,))


@cache
def equations() -> Facts:
    """What the projections leave as it is."""
    return (*projections(), reached())


def by_letters(goal: Expression, *more: Theorem) -> Theorem:
    """An equation, the projections being letters."""
    return rewritten_traces(goal, letters(), (*equations(), *more), (), (E, G))


def along(term: Expression) -> Expression:
    """The derivative along the field."""
    return along_field(term, (u, U), (PULL, MOVE))


def sinks() -> Theorem:
    """The total never grows: its energy falls, and what else is in it does not change."""
    falling = by_letters(equal(along(ENERGY), -(PULL**2) - norm(MOVE)))
    level = by_letters(equal(along(HEIGHT), written(0)))
    still = by_letters(equal(along(norm(OUTSIDE)), written(0)))
    signs = falling, level, still, not_negative(MOVE, letters())
    return under(signed(at_most(along(TOTAL), 0), signs, squares=(PULL,), scales=(1, HEIGHT)), *POINT)


EXCESS = opened(bound(TOTAL, (u, U)), (a, A)) + b
LEAST_SQUARE = norm(transpose(X)) * norm(Y)
"""No square `‖EUG‖²` is more than this times `tr(SUQUᵀ)`."""

MOST = (1 + EXCESS + 16 * LEAST_SQUARE * EXCESS) / 2 + EXCESS
"""A bound of `u² + ‖U‖²`."""


@cache
def enclosed() -> tuple[Theorem, Theorem]:
    """`‖EUG‖² ≤ ‖X‖² ‖Y‖² tr(SUQUᵀ)`, as `EUG = Xᵀ (JUL) Y`; and the form is not negative."""
    roots = tuple(assume(each) for _, each in ROOTS)
    middle = product(J, U, L)
    back = product(transpose(X), product(middle, Y))
    taken = (
        (0, written(-1), identity_matrix(d), product(U, Q, transpose(U))),
        (1, written(-1), product(J, J, U), transpose(U)),
    )
    shapes = known_letters(letters(), S, Q, J, L, U, identity_matrix(d))
    value = traces(equal(form(), norm(middle)), roots, taken, shapes, ())
    turned = part(2, assume(SUPPORTS[0][1]))
    same = by_words(equal_matrices(INSIDE, back), letters(), (turned, -1, None, product(U, L, Y)))
    long = rewritten_traces(equal(norm(INSIDE), norm(back)), letters(), (same,), (), (INSIDE,))
    sign = not_negative(middle, letters()), not_negative(transpose(X), letters()), not_negative(Y, letters())
    bounds = of_product(transpose(X), product(middle, Y), letters()), of_product(middle, Y, letters())
    goal, products = at_most(norm(INSIDE), LEAST_SQUARE * form()), ((sign[1], bounds[1]),)
    below = signed(goal, (long, value, *bounds, *sign), products=products, scales=(1, LEAST_SQUARE))
    return below, signed(at_most(0, form()), (value, sign[0]))


def inside() -> Theorem:
    """`u² + ‖U‖² ≤ R` where the total is at most that of the start."""
    low = at_most(TOTAL, opened(bound(TOTAL, (u, U)), (a, A)))
    below = at(assume(BELOW), shaped(multiple(u, U), letters()))
    scaled = rewritten_traces(equal(linear(multiple(u, U)), u * linear()), letters())
    formed = rewritten_traces(equal(form(multiple(u, U)), u**2 * form()), letters())
    energy = signed(at_most(u**2 * form() / 4 - b, ENERGY), (below, scaled, formed))
    near, (far, sign), apart = assume(low), enclosed(), not_negative(OUTSIDE, letters())
    known = near, energy, sign, apart
    gap = signed(at_most(u**2 * form(), 4 * EXCESS), known, squares=(HEIGHT,))
    high = signed(at_most(HEIGHT**2, EXCESS), known, products=((sign,),), squares=(u,), scales=(1, form()))
    rest = signed(at_most(norm(OUTSIDE), EXCESS), known, squares=(HEIGHT, u), scales=(1, form()))
    size = signed(
        at_most(0, LEAST_SQUARE), (not_negative(transpose(X), letters()), not_negative(Y, letters())), degree=2
    )
    wide = signed(
        at_most(u**2 * norm(INSIDE), 4 * LEAST_SQUARE * EXCESS),
        (far, gap, size),
        products=((size, gap),),
        squares=(u,),
        scales=(1, LEAST_SQUARE * form() - norm(INSIDE)),
    )
    whole = u**2 + norm(INSIDE)
    most = signed(at_most(whole, (1 + EXCESS + 16 * LEAST_SQUARE * EXCESS) / 2), (high, wide), squares=(whole - 1,))
    parted = by_letters(equal(norm(U), norm(INSIDE) + norm(OUTSIDE)))
    return under(signed(at_most(u**2 + norm(U), MOST), (most, rest, parted)), *POINT, low)


@cache
def existence() -> Theorem:
    """`∀S ∀Q ∀C ∀b`: where the loss is bounded below there is one solution on [0, ∞), from any start."""
    supposed = START[1], DATA[3], *SPREADS, *(each for each, _ in (*ROOTS, *SUPPORTS))
    shapes = tuple(map(assume, supposed))
    found = bounded_flow(PAIR.is_global, function(u, U, body=TOTAL), sinks(), inside(), *shapes)
    for of, inverse in ((J, X), (L, Y)):
        found = choose(inverse, pseudoinverse(of), found)
    for of, membership in ((J, SPREADS[0]), (L, SPREADS[1])):
        found = with_root(assume(membership), of, found)
    return under(found, *DATA, BELOW, *START)


def pseudoinverse(root: Expression) -> Theorem:
    """That a root has one."""
    size = assume(SIZE)
    general = under(penrose.exists_one(), *penrose.SIZES, penrose.SHAPE)
    return at(general, size, size, shaped(root, letters()))
