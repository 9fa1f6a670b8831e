"""Which steps improve two eigenvalues l and L: the quotients of `λ (1 − γλ)²` there are less than L/l."""

from __future__ import annotations

from proofs.vonoswald2023.formal.moved_values import ORDERED, L, l, moved, γ
from symbolic.core.expressions import written
from symbolic.core.rules.logic import (
    assume,
    both_ways,
    conjoin,
    either,
    part,
)
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    conjunction,
    disjunction,
    less,
    member,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import conjuncts, under, whichever

LETTERS = member(l, REALS), member(L, REALS), member(γ, REALS)
SUM, SQUARES = L + l, L**2 + l**2
PAIR = conjunction(less(l * moved(L), L * moved(l)), less(l * moved(l), L * moved(L)))
"""Of two eigenvalues the quotients are less than L/l."""
OF_PAIR = disjunction(conjunction(less(0, γ), less(γ, 1 / SUM)), conjunction(less(SUM / SQUARES, γ), less(γ, 2 / SUM)))
PREMISE = conjunction(*ORDERED)


def is_ordered() -> Facts:
    """`0 < l`, `l < L`, `0 < L` and `0 < L + l`."""
    small, wide = conjuncts(assume(PREMISE))
    return small, wide, signed(less(0, L), (small, wide)), signed(less(0, SUM), (small, wide))


def forward(first: Theorem) -> tuple[Theorem, Theorem]:
    """`0 < γ` and `γ (L + l) < 2` from `l f(L) < L f(l)`: the difference is `l L γ (L − l) (2 − γ (L + l))`."""
    small, wide, large, whole = is_ordered()
    inner = signed(less(0, γ * (2 - γ * SUM)), (first, small, large, wide), products=((small, large, wide),))
    ahead = signed(less(0, γ), (inner, whole), products=((whole,),), squares=(γ,))
    return ahead, signed(less(γ * SUM, 2), (inner, ahead), products=((ahead,),))


def ordered_products(second: Theorem) -> Theorem:
    """`0 < (1 − γ (L + l)) (L + l − γ (L² + l²))` from `l f(l) < L f(L)`."""
    _, wide, *_ = is_ordered()
    return signed(less(0, (1 - γ * SUM) * (SUM - γ * SQUARES)), (second, wide), products=((wide,),))


def of_two() -> Theorem:
    """Of two eigenvalues."""
    small, _, large, whole = is_ordered()
    squares = signed(less(0, SQUARES), (small, large), products=((small, small), (large, large)))
    share, inverse = positive(1 / SUM, (whole,)), positive(1 / SQUARES, (squares,))
    ahead, within = forward(part(0, assume(PAIR)))
    signs = ordered_products(part(1, assume(PAIR)))
    end = signed(less(γ, 2 / SUM), (within, share, whole), products=((within, share),))

    def first(case: Facts) -> Theorem:
        below = signed(less(γ, 1 / SUM), (*case, share, whole), products=((case[0], share),))
        return either(OF_PAIR, conjoin(ahead, below))

    def second(case: Facts) -> Theorem:
        above = signed(at_most(1, γ * SUM), case)
        other = signed(less(SUM, γ * SQUARES), (above, signs), products=((above,),))
        beyond = signed(less(SUM / SQUARES, γ), (other, inverse, squares), products=((other, inverse),))
        return either(OF_PAIR, conjoin(beyond, end))

    there = whichever(OF_PAIR, trichotomy(γ * SUM, written(1)), first, second, second)
    back = whichever(PAIR, assume(OF_PAIR), slow_pair, fast_pair)
    return both_ways(under(there, PAIR), under(back, OF_PAIR))


def pair_of(ahead: Theorem, within: Theorem, signs: Theorem) -> Theorem:
    """Both quotients are less than L/l, from what the differences are."""
    small, wide, large, _ = is_ordered()
    rest = signed(less(0, 2 - γ * SUM), (within,))
    products = ((small, large, ahead, wide, rest),)
    one = signed(less(l * moved(L), L * moved(l)), (small, large, ahead, wide, rest), products=products)
    other = signed(less(l * moved(l), L * moved(L)), (wide, signs), products=((wide, signs),))
    return conjoin(one, other)


def slow_pair(case: Facts) -> Theorem:
    """Where `γ < 1/(L + l)`."""
    small, _, large, whole = is_ordered()
    ahead, below = case
    slow = signed(less(γ * SUM, 1), (below, whole), products=((below, whole),))
    squares = signed(less(0, SQUARES), (small, large), products=((small, small), (large, large)))
    products = (slow, squares), (small, large)
    scaled = signed(less(0, SUM * (SUM - γ * SQUARES)), (slow, squares, small, large), products=products)
    rest = signed(less(0, SUM - γ * SQUARES), (scaled, whole), products=((whole,),))
    signs = signed(less(0, (1 - γ * SUM) * (SUM - γ * SQUARES)), (slow, rest), products=((slow, rest),))
    return pair_of(ahead, signed(less(γ * SUM, 2), (slow,)), signs)


def fast_pair(case: Facts) -> Theorem:
    """Where γ is between `(L + l)/(L² + l²)` and `2/(L + l)`."""
    small, _, large, whole = is_ordered()
    above, below = case
    squares = signed(less(0, SQUARES), (small, large), products=((small, small), (large, large)))
    fast = signed(less(SUM, γ * SQUARES), (above, squares), products=((above, squares),))
    within = signed(less(γ * SUM, 2), (below, whole), products=((below, whole),))
    ahead = signed(less(0, γ), (fast, whole, squares), products=((squares,),))
    products = (ahead, small, large), (whole,)
    beyond = signed(less(1, γ * SUM), (fast, ahead, small, large, whole), products=products)
    signs = signed(less(0, (1 - γ * SUM) * (SUM - γ * SQUARES)), (beyond, fast), products=((beyond, fast),))
    return pair_of(ahead, within, signs)
