"""Where the four values of the family go from the line at T = 3, as the excess falls like 1/τ."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import d
from proofs.zheng2024.formal.ones.family_at_three import (
    ABOVE,
    AT,
    BELONGS,
    CUBE,
    LATER,
    NEAR,
    OUTSET,
    SIZE,
    TIME,
    TWO,
    K,
    X,
    first_small,
    gap,
    near,
    not_larger,
    outset,
    product_above,
    s,
    t,
    tilt,
    u,
    θ,
)
from symbolic.core.expressions import Expression, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.logic import apply, assume, choose, discharge, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    at_most,
    equal,
    less,
    member,
    negation,
    real,
    root,
    tends,
)
from symbolic.tactics.signs import identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, rewritten, under

TILTED = s * tilt(*AT[2:])
REST = 4 * d * (4 * d - 3) / ((d - 1) * (2 * d - 1) ** 2)
RADICAND = OUTSET**2 + REST
SQUARE = (OUTSET + root(RADICAND)) / 2
"""The limit of s²."""


@cache
def scales() -> tuple[Theorem, ...]:
    """`0 < c` and `0 < d − 1`."""
    return signed(less(0, CUBE), (TWO,)), signed(less(0, d - 1), (TWO,))


@cache
def product_tends() -> Theorem:
    """`sb → 2/c`."""
    scale = scales()[0]
    close = signed(
        at_most(t * (u - 2 / CUBE) ** 2, K / CUBE**2),
        (at(assume(NEAR), BELONGS), LATER, scale),
        products=((scale, scale), (scale, LATER)),
        squares=(TILTED, CUBE * TILTED),
    )
    return choose(K, near(), comparison(tends(t, NONNEGATIVE, u, 2 / CUBE), under(close, TIME)))


@cache
def tilt_tends() -> Theorem:
    """`s (b + 2(d−1)β) → 0`."""
    facts = at(assume(NEAR), BELONGS), LATER, TWO
    products = (LATER, TWO), (LATER,)
    close = signed(at_most(t * (TILTED - 0) ** 2, K), facts, products=products, squares=(gap, TILTED))
    return choose(K, near(), comparison(tends(t, NONNEGATIVE, TILTED, 0), under(close, TIME)))


def of_both(term: Expression, limit: Expression, value: Expression, *known: Theorem) -> Theorem:
    """The limit of a term in `sb` and in `s (b + 2(d−1)β)`, equal to a value."""
    found = continuity(tends(t, NONNEGATIVE, term, limit), (product_tends(), tilt_tends()), (*known, *scales()))
    return rewritten(identity(limit, value, (*known, *scales())), found)


@cache
def ratio_tends() -> Theorem:
    """`β/b → −1/(2(d−1))`, as it is `(s (b + 2(d−1)β)/(sb) − 1)/(2(d−1))`."""
    scale, more = scales()
    end = positive(2 / CUBE, (scale,))
    twice = signed(less(0, 2 * (d - 1)), (more,))

    def term(tilted: Expression, product: Expression) -> Expression:
        return (tilted / product - 1) / (2 * (d - 1))

    found = of_both(term(TILTED, u), term(written(0), 2 / CUBE), -(1 / (2 * (d - 1))), end, twice)
    now = apart()
    same = identity(term(TILTED, u), AT[3] / AT[2], (*now, twice))
    later = under(discharge(at_most(0, t), same), TIME)
    _, _, value = parts(found.conclusion, "tends")
    return choose(θ, product_above(), eventually(tends(t, NONNEGATIVE, AT[3] / AT[2], value), found, later))


def apart() -> tuple[Theorem, Theorem]:
    """From `∀τ: θ ≤ sb` for a `θ > 0`: `0 < sb` and `b ≠ 0` at the time τ."""
    above = signed(less(0, u), (at(assume(ABOVE), BELONGS), assumed(member(θ, POSITIVE))[1]))
    return above, signed(negation(equal(AT[2], 0)), (above,), scales=(s,))


@cache
def value_not_zero() -> Theorem:
    """`∀τ: b ≠ 0`."""
    return choose(θ, product_above(), under(apart()[1], TIME))


def excess_below_4() -> Theorem:
    """The excess is less than 4 at the time τ."""
    return signed(less(SIZE, 4), (not_larger(), first_small()))


@cache
def little() -> Theorem:
    """`∀p ∀y: p² + c y² ≤ 4 ⇒ g² ≤ (80 + 2 (16c + 48)(2c + 2)) (p² + c y²)`, where with `q = cy − p`
    `g = p (p + 4) + q (q − 4)/(4 (d − 1))`.
    """
    p, y = real("p"), real("y")
    low = at_most(p**2 + CUBE * y**2, 4)
    scale, more = scales()
    size, q = p**2 + CUBE * y**2, CUBE * y - p
    of_p = signed(at_most(p**2, size), (scale,), products=((scale,),), squares=(y,))
    of_q = signed(at_most(q**2, (2 * CUBE + 2) * size), (scale,), degree=2, squares=(p, y, CUBE * y + p))
    p_small = signed(at_most(p**2, 4), (of_p, assume(low)))
    q_small = signed(
        at_most(q**2, 4 * (2 * CUBE + 2)), (of_q, assume(low), scale), products=((assume(low), scale), (assume(low),))
    )
    one = signed(at_most((p * (p + 4)) ** 2, 40 * p**2), (p_small,), products=((p_small,),), squares=(p, p * (p - 4)))
    two = signed(
        at_most((q * (q - 4)) ** 2, (16 * CUBE + 48) * q**2),
        (q_small,),
        products=((q_small,),),
        squares=(q, q * (q + 4)),
    )
    quarter = signed(less(0, 4 * (d - 1)), (more,))
    share = q * (q - 4) / (4 * (d - 1))
    three = signed(at_most(share**2, (q * (q - 4)) ** 2), (TWO, quarter), squares=(share,), degree=2)
    g = p * (p + 4) + share
    most = (80 + 2 * (16 * CUBE + 48) * (2 * CUBE + 2)) * size
    four = signed(
        at_most((16 * CUBE + 48) * q**2, (16 * CUBE + 48) * (2 * CUBE + 2) * size),
        (of_q, scale),
        products=((of_q, scale), (of_q,)),
    )
    parts_ = one, two, three, four, of_p, quarter
    found = signed(at_most(g**2, most), parts_, squares=(p * (p + 4) - share,))
    return under(found, member(p, REALS), member(y, REALS), low)


@cache
def closer() -> Theorem:
    """`∀τ, x ≥ 0 ∀r > 0 ∀z, g, k, n, f, K: z (x + r) = k g, g² ≤ n f, τ f ≤ K, 0 ≤ n ⇒ τ z² ≤ k² n K/r²`."""
    x, r, z, g, k, n, f = map(real, "xrzgknf")
    reals = (member(each, REALS) for each in (z, g, k, n, f, K))
    given = member(t, NONNEGATIVE), member(x, NONNEGATIVE), member(r, POSITIVE), *reals
    premises = equal(z * (x + r), k * g), at_most(g**2, n * f), at_most(t * f, K), at_most(0, n)
    (_, later), (_, size), (_, far) = (assumed(each) for each in given[:3])
    product, small, near_, scale = map(assume, premises)
    squares = identity(z**2 * (x + r) ** 2, k**2 * g**2, using=((product, z * (x + r) + k * g),))
    larger = signed(
        at_most(z**2 * r**2, z**2 * (x + r) ** 2), (size, far), products=((size, far), (size, size)), squares=(z,)
    )
    bound = signed(
        at_most(t * k**2 * g**2, k**2 * n * K),
        (small, near_, later, scale),
        products=((later, small), (near_, scale)),
        squares=(k,),
    )
    scaled = signed(
        at_most(t * (z**2 * r**2), k**2 * n * K),
        (larger, squares, bound, later),
        products=((later, larger),),
        scales=(1, t),
    )
    found = signed(at_most(t * z**2, k**2 * n * K / r**2), (scaled, far), products=((far, far),))
    return under(found, *given, *premises)


@cache
def of_root() -> tuple[Theorem, ...]:
    """`0 ≤ r`, `r² = (a0² − d b0²)² + …` and `a0² − d b0² < r`."""
    both = square_root(radicand())
    least, squared = part(0, both), part(1, both)
    goal = less(OUTSET, root(RADICAND))
    return least, squared, signed(goal, (least, squared, rest_positive(), *rest_divisor()), degree=2)


@cache
def rest_positive() -> Theorem:
    """What is added to the square is positive."""
    scale, more = scales()
    return positive(REST, (TWO, scale, more, signed(less(0, d), (TWO,)), signed(less(0, 4 * d - 3), (TWO,))))


@cache
def radicand() -> Theorem:
    """The radicand is not negative."""
    return signed(at_most(0, RADICAND), (rest_positive(), *rest_divisor()), squares=(OUTSET,))


def rest_divisor() -> tuple[Theorem, ...]:
    """The divisor in the limit of s² is not 0."""
    scale, more = scales()
    return (positive((d - 1) * (2 * d - 1) ** 2, (scale, more)),)


@cache
def square_tends() -> Theorem:
    """`s² → (a0² − d b0² + r)/2`."""
    scale, more = scales()
    _, squared, far = of_root()
    p, q = gap, CUBE * TILTED - gap
    quarter = signed(less(0, 4 * (d - 1)), (more,))
    g = p * (p + 4) + q * (q - 4) / (4 * (d - 1))
    beyond = SQUARE - OUTSET
    product = identity(
        (X - SQUARE) * (X + beyond),
        d / CUBE**2 * g,
        (scale, quarter, *rest_divisor()),
        ((outset(), X), (squared, written(-1) / 4)),
    )
    low = signed(at_most(p**2 + CUBE * TILTED**2, 4), (excess_below_4(),))
    small = apply(at(little(), p, TILTED), low)
    most, size = parts(parts(small.conclusion, "at_most")[1], "multiply")
    now = signed(at_most(t * size, K), (at(assume(NEAR), BELONGS),))
    sign_ = signed(at_most(0, most), (scale,), degree=2)
    places = BELONGS, belonging(X, NONNEGATIVE, (signed(at_most(0, X), squares=(s,)),))
    beyond_positive = belonging(beyond, POSITIVE, (signed(less(0, beyond), (far, *rest_divisor())),))
    found = at(closer(), *places, beyond_positive, X - SQUARE, g, d / CUBE**2, most, size, K)
    for premise in (product, small, now, sign_):
        found = apply(found, premise)
    return choose(K, near(), comparison(tends(t, NONNEGATIVE, X, SQUARE), under(found, TIME)))
