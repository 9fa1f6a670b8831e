"""What remainder an integer `m q + c` leaves when it is divided by m, where m and c are numbers and q is an integer."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Sort, fresh, opened, written
from symbolic.core.rules.entries import indicator_of_false, indicator_of_true
from symbolic.core.rules.logic import assume, choose, deny, parts, witness
from symbolic.core.rules.membership import integral, next_integer
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, INTEGERS, less, member
from symbolic.tactics.signs import identity, signed


def remainder(indicator: Expression, quotient: Theorem, order: int, gap: int) -> Theorem:
    """`1[∃i ∈ ℤ: m q + c = m i + r]`, which is given, is 1 where m divides `c − r`, the gap, else 0; from `q ∈ ℤ`."""
    q, _ = parts(quotient.conclusion, "member")
    (formula,) = parts(indicator, "indicator")
    times, rest = divmod(gap, order)
    if rest:
        return indicator_of_false(_denied(formula, quotient, order, gap))
    _, body = parts(formula, "exists")
    element = q + times
    return indicator_of_true(witness(formula, integral(element, quotient), _same(opened(body, (element,)))))


def _same(equation: Expression) -> Theorem:
    left, right = parts(equation, "equal")
    return identity(left, right)


def _denied(formula: Expression, quotient: Theorem, order: int, gap: int) -> Theorem:
    """There is no such integer: `m (i − q)` would be the gap, and lie between two neighbouring multiples of m."""
    q, _ = parts(quotient.conclusion, "member")
    element = fresh(Sort.REAL, formula, q)
    _, body = parts(formula, "exists")
    whole, equation = assume(member(element, INTEGERS)), assume(opened(body, (element,)))
    difference, below = element - q, written(gap // order)
    above = signed(less(below, difference), (equation,))
    following = next_integer(integral(below), integral(difference, whole, quotient), above)
    wrong = signed(FALSE, (following, equation))
    return deny(formula, choose(element, assume(formula), wrong))
