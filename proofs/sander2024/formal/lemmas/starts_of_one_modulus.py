"""For which starts a quarter of the error stays: those whose coordinates are 0 or of one modulus, in the mean."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.line_loss import (
    OF_PLACE,
    S2,
    S4,
    S6,
    SIGNAL,
    count,
    r,
    schwarz,
    second,
)
from proofs.zheng2024.formal.on_line.line_flow import SIZES, given
from proofs.zheng2024.formal.on_line.line_formulas import d, kappa1, kappa2, stated
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES
from symbolic.core.expressions import Node, opened, written
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import apply, assume, choose, discharge, parts
from symbolic.core.rules.means import equal_means, mean_of_constant, ordered_means, separate_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    entry,
    equal,
    exists,
    for_all,
    integers_between,
    mean,
    member,
    real,
    total,
)
from symbolic.goals.usual_terms import SEQUENCE
from symbolic.tactics.finite_sums import constant_sum, separate_sums
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.single_terms import below_sum
from symbolic.tactics.steps import at, under, witnessed

c = real("c")
LAW = stated().laws[0]
OWN = entry(SEQUENCE, r)
MISSED = mean(SEQUENCE, LAW, OWN**2 * (OWN**2 - c) ** 2)
"""`E s_r² (s_r² − c)²`, which is 0 just where s_r² is almost surely 0 or c."""

WHOLE = total(r, 1, d, MISSED)
ALL_VANISH = for_all(r, integers_between(1, d), equal(MISSED, 0))
ONE_MODULUS = exists(c, REALS, ALL_VANISH)
EQUALITY = equal(S4**2, S2 * S6)


@cache
def summed() -> Theorem:
    """`Σ_r E s_r² (s_r² − c)² = k_6 − 2c k_4 + c² k_2`."""
    numbers = written(1), -2 * c, c**2
    powers = tuple(Node("multiply", (OWN**order,)) for order in (6, 4, 2))
    spread = Node("add", tuple(number * power for number, power in zip(numbers, powers, strict=True)))
    same = equal_means(LAW, under(identity(OWN**2 * (OWN**2 - c) ** 2, spread), IN_SEQUENCES))
    apart = separate_means(mean(SEQUENCE, LAW, spread), LAW, numbers, given(SIZES[2]))
    sums = tuple(total(r, 1, d, of(r)) for of in (kappa2, kappa1, second))
    joined = at(separate_sums(numbers, sums), count())
    left, _ = parts(joined.conclusion, "equal")
    each = identity(MISSED, opened(parts(left, "total")[2], (r,)), using=((same, 1), (apart, 1)))
    over_all = equal_sums(under(each, OF_PLACE))
    return identity(WHOLE, S6 - 2 * c * S4 + c**2 * S2, using=((over_all, 1), (joined, 1)))


def not_negative() -> Theorem:
    """`0 ≤ E s_r² (s_r² − c)²`."""
    body = OWN**2 * (OWN**2 - c) ** 2
    above = under(signed(at_most(0, body), squares=(OWN * (OWN**2 - c),)), IN_SEQUENCES)
    ordered = ordered_means(above, given(SIZES[2]))
    return signed(at_most(0, MISSED), (ordered, mean_of_constant(mean(SEQUENCE, LAW, 0))))


def only_there() -> Theorem:
    """From `k_4² = k_2 k_6`: with `c = k_4/k_2` all these means vanish."""
    two, best, ratio = assume(SIGNAL), S4 / S2, equal(c * S2, S4)
    below = below_sum(WHOLE, under(not_negative(), OF_PLACE), count(), assume(OF_PLACE))
    using = (summed(), 1), (assume(EQUALITY), -1 / S2), (assume(ratio), (c * S2 - S4) / S2)
    nothing = identity(WHOLE, 0, (two,), using)
    low = signed(at_most(MISSED, 0), (below, nothing))
    vanishes = under(signed(equal(MISSED, 0), (low, not_negative()), degree=2), OF_PLACE)
    found = at(under(vanishes, member(c, REALS), ratio), best)
    found = apply(found, identity(best * S2, S4, (two,)))
    return under(witnessed(ONE_MODULUS, found, best), EQUALITY)


def there() -> Theorem:
    """`k_4² = k_2 k_6` from all these means being 0 for some c."""
    zero = equal_sums(under(at(assume(ALL_VANISH), assume(OF_PLACE)), OF_PLACE))
    nothing = identity(WHOLE, 0, using=((zero, 1), (at(constant_sum(), 0, count()), 1)))
    flat = identity(S6 - 2 * c * S4 + c**2 * S2, 0, using=((summed(), -1), (nothing, 1)))
    two, high = assume(SIGNAL), schwarz()[1]
    low = signed(at_most(S2 * S6, S4**2), (flat, two), squares=(S4 - c * S2,), scales=(1, S2))
    found = signed(EQUALITY, (low, high), degree=2)
    return discharge(ONE_MODULUS, choose(c, assume(ONE_MODULUS), found))
