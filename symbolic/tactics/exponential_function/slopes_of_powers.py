"""The slope of a power whose exponent is a term, as a limit."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.integers import induction
from symbolic.core.rules.logic import assume, discharge, parts
from symbolic.core.rules.membership import integral
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, equal, function, integers_from, less, member, raised, real, tends
from symbolic.tactics.dynamics.fading import reciprocal_fades
from symbolic.tactics.harmonic_numbers import n
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import assumed, belonging, modulo, rewritten_limit, under

u, r, k = map(real, ("u", "r", "k"))
FROM_1 = integers_from(1)
MOVED, NATURAL, PLACE = u + r * (1 / n), member(k, integers_from(0)), member(n, FROM_1)


def quotient(exponent: Expression) -> Expression:
    """`n ((u + r/n)^k − u^k)`."""
    return n * (raised(MOVED, exponent) - raised(u, exponent))


def says(exponent: Expression) -> Expression:
    """What the quotient for the next exponent tends to."""
    return tends(n, FROM_1, quotient(exponent + 1), (exponent + 1) * r * raised(u, exponent))


def _otherwise(limit: Theorem, same: Theorem, value: Theorem) -> Theorem:
    """A limit of what is the same at each n, in another form."""
    _, written_so = parts(same.conclusion, "equal")
    _, _, end = parts(limit.conclusion, "tends")
    later = under(discharge(at_most(1, n), same), PLACE)
    return rewritten_limit(value, eventually(tends(n, FROM_1, written_so, end), limit, later))


def _next(base: Expression, exponent: Expression, facts: Facts = ()) -> Theorem:
    return next_power(base, belonging(exponent, integers_from(0), facts))


def _base(more: Theorem) -> Theorem:
    zero = written(0)
    powers = tuple(each for of in (MOVED, u) for each in (_next(of, zero), power_to_nothing(of)))
    constant = continuity(tends(n, FROM_1, r, r), (), ())
    same = modulo(equal(r, quotient(zero + 1)), powers, (more,))
    return _otherwise(constant, same, modulo(equal(r, (zero + 1) * r * raised(u, zero)), (power_to_nothing(u),)))


def _step(more: Theorem) -> Theorem:
    before, exponent, natural = assume(says(k)), k + 1, assumed(NATURAL)
    last = raised(u, exponent)
    grown = quotient(exponent) * MOVED + r * last
    limit = exponent * r * raised(u, k) * (u + r * 0) + r * last
    reached = continuity(tends(n, FROM_1, grown, limit), (before, reciprocal_fades(n, 0, 1)), ())
    same = modulo(
        equal(grown, quotient(exponent + 1)), tuple(_next(of, exponent, natural) for of in (MOVED, u)), (more,)
    )
    value = modulo(equal(limit, (exponent + 1) * r * last), (_next(u, k, natural),))
    return under(_otherwise(reached, same, value), NATURAL, says(k))


@cache
def slope_of_power() -> Theorem:
    """`∀u ∈ ℝ ∀r ∈ ℝ ∀k ∈ {0, 1, …}: n ((u + r/n)^(k + 1) − u^(k + 1)) → (k + 1) r u^k` as n goes to infinity."""
    more = signed(less(0, n), assumed(PLACE))
    whole = induction(function(k, body=says(k)), integral(written(0)), _base(more), _step(more))
    return under(whole, member(u, REALS), member(r, REALS))
