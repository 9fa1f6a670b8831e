"""A finite sum, each summand of which fades."""

from __future__ import annotations

from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.integers import empty_sum, induction, next_sum
from symbolic.core.rules.logic import apply, assume, parts
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    function,
    implies,
    integers_between,
    integers_from,
    less,
    member,
    tends,
    total,
)
from symbolic.tactics.signs import identity, signed
from symbolic.tactics.steps import assumed, at, belonging, rewritten_limit, swapped, under, unused


def sum_fades(each: Theorem, count: Theorem) -> Theorem:
    """`Σ_{r=1}^{n} f(r, x) → 0` in D, from `∀r ∈ {1, …, n}: f(r, x) → 0` and `n ∈ {0, 1, …}`, by induction over n."""
    _, limit = parts(each.conclusion, "for_all")
    length, _ = parts(count.conclusion, "member")
    m = unused((each, count))
    r = unused((each, count), m)
    x = unused((each, count), m, r)
    domain, body, _ = parts(opened(limit, (r,)), "tends")
    inside, later = opened(body, (x,)), member(x, domain)

    def whole(last: Expression) -> Expression:
        return total(r, 1, last, inside)

    def says(last: Expression) -> Expression:
        return implies(at_most(last, length), tends(x, domain, whole(last), 0))

    none = swapped(empty_sum(whole(written(0)), signed(less(0, 1))))
    begun = continuity(tends(x, domain, written(0), written(0)), (), ())
    begun = eventually(tends(x, domain, whole(written(0)), 0), begun, under(none, later, at_most(0, x)))
    known = assumed(member(m, integers_from(0)), at_most(m + 1, length))
    before = apply(assume(says(m)), signed(at_most(m, length), known))
    next_one = at(each, belonging(m + 1, integers_between(1, length), known))
    last = opened(parts(next_one.conclusion, "tends")[1], (x,))
    both = continuity(tends(x, domain, whole(m) + last, written(0) + 0), (before, next_one), ())
    both = rewritten_limit(identity(written(0) + 0, 0), both)
    longer = next_sum(whole(m), known[1], signed(at_most(1, m + 1), known))
    grown = eventually(tends(x, domain, whole(m + 1), 0), both, under(swapped(longer), later, at_most(0, x)))
    step = under(under(grown, at_most(m + 1, length)), member(m, integers_from(0)), says(m))
    base = under(begun, at_most(0, length))
    every = induction(function(m, body=says(m)), integral(written(0)), base, step)
    return apply(at(every, count), signed(at_most(length, length)))
