"""Independent, identically distributed coordinates: requirements are polynomials in the moments of one coordinate.

A mixed moment of distinct coordinates is the product of theirs, so independence is not linear in the law. The instances
of the hypotheses become polynomials in `m_1, m_2, …`, and a requirement follows when it is a combination of them with
polynomial coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy

from symbolic.algebra.notation import d
from symbolic.decide.conclusions import Requirement
from symbolic.decide.spans.instances import ONE
from symbolic.decide.spans.span import Certificate
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern


def coordinate_moment(order: int) -> sympy.Symbol:
    """`E x_j^order`, as an unknown."""
    return sympy.Symbol(f"m_{order}", real=True)


def order_of(moment: sympy.Symbol) -> int:
    """The order n of the unknown `m_n`.

    >>> order_of(coordinate_moment(4))
    4
    """
    return int(moment.name.removeprefix("m_"))


def polynomial(form: Mapping[Pattern, sympy.Expr]) -> sympy.Expr:
    """A form with each mixed moment written as a product of coordinate moments."""
    return sympy.Add(*(c * _product(pattern) for pattern, c in form.items()))


def _product(pattern: Pattern) -> sympy.Expr:
    return sympy.Integer(1) if pattern == ONE else sympy.Mul(*map(coordinate_moment, pattern.exponents))


def moments_of(polynomials: list[sympy.Expr]) -> list[sympy.Symbol]:
    """The unknowns that occur, by order."""
    return sorted(set().union(*(p.free_symbols for p in polynomials)) - {d}, key=order_of)


def as_moments(p: sympy.Expr) -> str:
    """A polynomial in words.

    >>> as_moments(coordinate_moment(2) ** 2 - 4)
    'E[x_j^2]^2 - 4'
    """
    names = {m: sympy.Symbol(Pattern((order_of(m),)).text) for m in p.free_symbols - {d}}
    return str(p.xreplace(names)).replace("**", "^")


def follows_by_division(system: System, requirement: Requirement) -> Certificate | None:
    """A certificate with polynomial coefficients, by division; None when a remainder is left.

    >>> from symbolic.decide.conclusions import moment_is
    >>> from symbolic.decide.conditions import vanishes
    >>> from symbolic.decide.hypotheses import Hypotheses
    >>> from symbolic.decide.conditions.symmetries import Independent
    >>> centred = System(Hypotheses("H", (Independent(), vanishes(3))), 2)
    >>> follows_by_division(centred, moment_is(Pattern((3, 3))).requirements[0]).coefficients[0][1]
    m_3
    """
    target = polynomial(system.reduced(requirement.form))
    if target == 0:
        return Certificate(requirement, (), system.frame, because=system.used(requirement.form))
    found = [(instance, polynomial(system.reduced(instance.form))) for instance in system.instances()]
    instances, rows = [i for i, row in found if row != 0], [row for _, row in found if row != 0]
    unknowns = moments_of([target, *rows])
    if not unknowns or not rows:
        return None
    quotients, remainder = sympy.reduced(target, rows, *unknowns, domain=sympy.QQ.frac_field(d), order="grevlex")
    if remainder != 0 or sympy.cancel(target - sum(q * row for q, row in zip(quotients, rows, strict=True))) != 0:
        return None
    used = tuple((i, q) for i, q in zip(instances, quotients, strict=True) if q != 0)
    forms = [requirement.form, *(instance.form for instance, _ in used)]
    return Certificate(requirement, used, system.frame, because=system.used(*forms))
