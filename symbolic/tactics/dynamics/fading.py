"""Limits of quotients as a length grows, from what fades: `1/T`, and `H(T − 2)/(T − 2)`."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Variable, opened
from symbolic.core.rules.convergence import comparison, continuity, eventually
from symbolic.core.rules.logic import discharge, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import at_most, equal, function, integers_from, less, member, real, tends
from symbolic.tactics.harmonic_numbers import harmonic, square_at_most
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, belonging, modulo, replaced, under

hole = real("hole")


@cache
def reciprocal_fades(length: Variable, less_by: int, least: int) -> Theorem:
    """`1/(T − m) → 0` as T goes through `{l, l + 1, …}`, for numbers `m < l`; m is not negative."""
    belongs = member(length, integers_from(least))
    facts = assumed(belongs)
    rest = length - less_by if less_by else length
    positive = signed(less(0, rest), facts)
    apart, bound = least - less_by, (1 + less_by) ** 2
    one = signed(at_most(apart, rest), facts)
    products = (positive, positive), (one, one), (one,)
    found = signed(at_most(length * (1 / rest - 0) ** 2, bound), (positive, one), products=products)
    return comparison(tends(length, integers_from(least), 1 / rest, 0), under(found, belongs))


@cache
def harmonic_share_fades(length: Variable) -> Theorem:
    """`H(T − 2)/(T − 2) → 0` as T goes through `{3, 4, …}`, since `H(n)² ≤ 3 n`."""
    lengths = member(length, integers_from(3))
    facts = assumed(lengths)
    rest = length - 2
    share = harmonic(rest) / rest
    size = at(square_at_most(), belonging(rest, integers_from(0), facts))
    three, ahead, later = facts[-1], signed(less(0, rest), facts), signed(less(0, length), facts)
    products = ((ahead, ahead), (size, later), (three, ahead))
    found = signed(at_most(length * (share - 0) ** 2, 9), (size, three, ahead, later), products=products)
    return comparison(tends(length, integers_from(3), share, 0), under(found, lengths))


def long_limit(
    goal: Expression,
    length: Variable,
    form: Expression,
    fades: Facts,
    *,
    reached: Facts = (),
    known: Facts = (),
    equations: Facts = (),
) -> Theorem:
    """`f(T) → l` where f(T) is a quotient in what fades, written as `form`.

    `reached` tells that divisors in the limit of the form are not 0, `known` that those of f and of the form are not,
    at every T of the domain; there the left sides of equations may stand in f.
    """
    domain, body, value = parts(goal, "tends")
    limit = form
    for each in fades:
        _, fading, nothing = parts(each.conclusion, "tends")
        limit = replaced(limit, opened(fading, (length,)), nothing)
    goes = continuity(tends(length, domain, form, limit), fades, reached)
    goes = rewrite(function(hole, body=tends(length, domain, form, hole)), identity(limit, value, reached), goes)
    (least,) = parts(domain, "integers_from")
    same = modulo(equal(form, opened(body, (length,))), equations, known)
    later = under(discharge(at_most(least, length), same), member(length, domain))
    return eventually(goal, goes, later)
