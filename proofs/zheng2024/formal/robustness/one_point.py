"""Near 0 there is one point at most where both derivatives of such a function are 0."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.robustness.bounded_terms import Bounds, bound_of, within
from proofs.zheng2024.formal.robustness.branch import (
    DETERMINANT,
    A,
    B,
    D,
    S,
    e,
    f,
    o,
    p,
    q,
    r,
    x,
    y,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import at, conjuncts, quantified, under

δ, M, v, w = real("δ"), real("M"), real("v"), real("w")
"""A second point is `(v, w)`."""
HALF = written(1) / 2

Products = tuple[tuple[Expression, Expression], ...]
"""Small letters, each with what it is multiplied with."""

COEFFICIENTS: tuple[Products, ...] = (
    ((y, p), (y, r * y), (S, 2 * y), (S, f * (y * y))),
    (
        (v, p),
        (y, q * HALF),
        (w, q * HALF),
        (v, r * (y + w)),
        (S, 2 * v),
        (S, e * HALF * (y + w)),
        (S, f * (v * (y + w))),
    ),
    ((x, p * HALF), (v, p * HALF), (y, q), (y, r * (x + v)), (S, x + v), (S, e * y), (S, f * ((x + v) * y))),
    ((v, q), (v, r * v), (S, e * v), (S, o), (S, f * (v * v))),
)
"""What the differences of the derivatives by x and by y are per `x − v` and per `y − w`, beside the quadratic form."""

SMALL = tuple(within(each, δ) for each in (x, y, v, w, S))
BOX = conjunction(at_most(δ, 1), *SMALL)


def total(products: Products) -> Expression:
    """The sum of products."""
    found = products[0][0] * products[0][1]
    for small, other in products[1:]:
        found = found + small * other
    return found


SUMS = tuple(map(total, COEFFICIENTS))
OF_M = conjunction(*(within(each, δ * M) for each in SUMS))


@cache
def _of_product() -> Theorem:
    """`∀s ∀t ∀c ∀δ: |s| ≤ δ ⇒ |t| ≤ c ⇒ |s t| ≤ δ c`."""
    s, t, c = map(real, ("s", "t", "c"))
    given = within(s, δ), within(t, c)
    low, high, less_, more = (part(n, assume(each)) for each in given for n in range(2))
    products = ((low, less_), (high, more)), ((high, less_), (low, more))
    sides = parts(within(s * t, δ * c), "and")
    found = conjoin(
        *(signed(side, (low, high, less_, more), products=each) for side, each in zip(sides, products, strict=True))
    )
    return under(under(found, *given), *(member(each, REALS) for each in (s, t, c, δ)))


@cache
def _of_sum() -> Theorem:
    """`∀s ∀a ∀t ∀b ∀δ: |s| ≤ δ a ⇒ |t| ≤ δ b ⇒ |s + t| ≤ δ (a + b)`."""
    s, a, t, b = map(real, ("s", "a", "t", "b"))
    given = within(s, δ * a), within(t, δ * b)
    known = tuple(part(n, assume(each)) for each in given for n in range(2))
    found = conjoin(*(signed(side, known) for side in parts(within(s + t, δ * (a + b)), "and")))
    return under(under(found, *given), *(member(each, REALS) for each in (s, a, t, b, δ)))


def _squares(*sizes: Expression) -> Expression:
    found: Expression = written(1)
    for each in sizes:
        found = found + each * each
    return found


LETTERS = tuple(map(real, ("c0", "c1", "c2", "c3")))


@cache
def _wider(place: int) -> Theorem:
    """`∀t ∀c0 … ∀c3 ∀δ: 0 ≤ δ ⇒ |t| ≤ δ c ⇒ |t| ≤ δ (1 + c0² + … + c3²)`, c being one of these."""
    t = real("t")
    order, given = at_most(0, δ), within(t, δ * LETTERS[place])
    facts = (assume(order), *conjuncts(assume(given)))
    squares: tuple[Number, ...] = (*LETTERS, LETTERS[place] - 1, LETTERS[place] + 1, 1)
    sides = parts(within(t, δ * _squares(*LETTERS)), "and")
    found = conjoin(*(signed(each, facts, squares=squares) for each in sides))
    return under(under(found, order, given), *(member(each, REALS) for each in (t, *LETTERS, δ)))


def _bound(products: Products) -> Theorem:
    """`|Σ s t| ≤ δ c`."""
    box = conjuncts(assume(BOX))
    small: dict[Expression, Theorem] = {}
    for n, each in enumerate((x, y, v, w, S)):
        small[each] = conjoin(*box[1 + 2 * n : 3 + 2 * n])
    ones = Bounds(tuple((letter, _at_most_1(letter, (box[0], *conjuncts(of)))) for letter, of in small.items()))
    summed: list[tuple[Theorem, Expression, Expression]] = []
    for letter, other in products:
        factor = ones.of(other)
        term, size = letter * other, bound_of(factor)
        found = apply(apply(at(_of_product(), letter, other, size, δ), small[letter]), factor)
        if summed:
            before, whole, sizes = summed[-1]
            found = apply(apply(at(_of_sum(), whole, sizes, term, size, δ), before), found)
            term, size = whole + term, sizes + size
        summed.append((found, term, size))
    return summed[-1][0]


def _at_most_1(letter: Expression, facts: Facts) -> Theorem:
    """`|x| ≤ 1`."""
    return conjoin(*(signed(side, facts) for side in parts(within(letter, written(1)), "and")))


@cache
def bounded() -> Theorem:
    """`∃M > 0 ∀δ ∀x ∀y ∀v ∀w ∀S`: in the box the coefficients are at most `δ M`."""
    found = [_bound(each) for each in COEFFICIENTS]
    sizes = [parts(bound_of(each), "multiply")[1] for each in found]
    low, high = conjuncts(assume(BOX))[1:3]
    not_negative = signed(at_most(0, δ), (low, high))
    wide = [apply(apply(at(_wider(n), SUMS[n], *sizes, δ), not_negative), each) for n, each in enumerate(found)]
    every = under(under(conjoin(*wide), BOX), *(member(each, REALS) for each in (δ, x, y, v, w, S)))
    most = _squares(*sizes)
    above = signed(less(0, _squares(*LETTERS)), squares=(*LETTERS, 1))
    positive = under(above, *(member(each, REALS) for each in LETTERS))
    return witness(exists(M, POSITIVE, OF_ALL), belongs(member(most, POSITIVE), at(positive, *sizes)), every)


OF_ALL = quantified(implies(BOX, OF_M), *(member(each, REALS) for each in (δ, x, y, v, w, S)))


@cache
def only_0() -> Theorem:
    """Both equations, with small coefficients beside the quadratic form, have only the solution 0."""
    s, t, m = map(real, ("s", "t", "m"))
    a = tuple(map(real, ("a11", "a12", "a21", "a22")))
    equations = equal(A * s + B * t + a[0] * s + a[1] * t, 0), equal(B * s + D * t + a[2] * s + a[3] * t, 0)
    given = conjunction(
        less(0, A), less(0, D), less(4 * (A + D) * m, DETERMINANT), *(within(each, m) for each in a), *equations
    )
    above, third, room, *rest = conjuncts(assume(given))
    *bounds, one, other = rest
    whole, length = signed(less(0, A + D), (above, third)), s**2 + t**2
    form = identity(
        (A + D) * (a[0] * s**2 + (a[1] + a[2]) * s * t + a[3] * t**2),
        -(DETERMINANT * length + (A * s + B * t) ** 2 + (B * s + D * t) ** 2),
        using=((one, (A + D) * s), (other, (A + D) * t)),
    )
    known, squares = tuple(bounds), (s, t, s + t, s - t)
    pure, mixed = a[0] * s**2 + a[3] * t**2, (a[1] + a[2]) * s * t
    least = [signed(at_most(-(m * length), each), known, squares=squares) for each in (pure, mixed)]
    both = a[0] * s**2 + (a[1] + a[2]) * s * t + a[3] * t**2
    low, size = signed(at_most(-(2 * m * length), both), tuple(least)), signed(at_most(0, m), known)
    scaled = signed(
        at_most(DETERMINANT * length, 2 * (A + D) * m * length),
        (low, form, whole),
        products=((low, whole),),
        squares=(A * s + B * t, B * s + D * t),
    )
    nothing = signed(at_most(length, 0), (scaled, room, whole, size), products=((room,), (whole, size)), squares=(s, t))
    found = conjoin(*(signed(equal(each, 0), (nothing,), squares=(s, t)) for each in (s, t)))
    return under(under(found, given), *(member(each, REALS) for each in (A, B, D, s, t, *a, m)))
