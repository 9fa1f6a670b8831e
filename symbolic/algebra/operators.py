"""Unevaluated operators that may stand in a derivation, each resolved by a rule that is checked.

`Derivative` of rational expressions is SymPy's; `Limit` as `T → ∞` goes to `limits`; a finite `Sum` up to T plus an
integer is replaced by a closed form only after telescoping has confirmed it. `UnevaluatedExpr` only groups terms for
print.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy

from symbolic.algebra.harmonics import faulhaber
from symbolic.algebra.limits import limit_at_infinity
from symbolic.algebra.rationals import to_sympy


class CannotResolve(ValueError):
    """An operator is of a form for which no checked rule exists."""


def resolve(expression: sympy.Expr) -> sympy.Expr:
    """Evaluate every operator in the expression.

    >>> from symbolic.algebra.notation import T, t
    >>> resolve(sympy.Sum(1 / (t - 1), (t, 2, T - 1)))
    harmonic(T - 2)
    """
    if not expression.has(sympy.UnevaluatedExpr, sympy.Sum, sympy.Derivative, sympy.Limit):
        return expression
    expression = expression.replace(sympy.UnevaluatedExpr, lambda inner: inner)
    for kind, rule in ((sympy.Sum, _sum), (sympy.Derivative, _derivative), (sympy.Limit, _limit)):
        expression = expression.replace(lambda e, kind=kind: isinstance(e, kind), rule)
    return expression


def _derivative(operator: sympy.Derivative) -> sympy.Expr:
    return operator.doit()


def _limit(operator: sympy.Limit) -> sympy.Expr:
    expression, symbol, point, _ = operator.args
    if point != sympy.oo:
        raise CannotResolve(f"only limits at infinity are taken here, not at {point}")
    return limit_at_infinity(expression, symbol)


def _sum(operator: sympy.Sum) -> sympy.Expr:
    """Linear combinations of powers of t and of `(t-1)^{-1}`, `(t-1)^{-2}`, summed from 2 to T plus an integer."""
    summand, (index, low, high) = operator.function, operator.limits[0]
    if len(operator.limits) > 1 or low != 2:
        raise CannotResolve(f"only single sums from t = 2 are taken here, not {operator}")
    total = sympy.Integer(0)
    shifted = sympy.expand(summand.subs(index, index + 1))
    for term in sympy.Add.make_args(shifted) if shifted != 0 else ():
        coefficient, power = term.as_independent(index)
        total += coefficient * _power_sum(
            -power.as_base_exp()[1] if power != 1 else sympy.Integer(0), power, index, high - 1
        )
    return _confirmed(total, summand, index, high)


def _power_sum(order: sympy.Expr, power: sympy.Expr, index: sympy.Symbol, top: sympy.Expr) -> sympy.Expr:
    if power != index**-order or not order.is_Integer or order > 2:
        raise CannotResolve(f"no closed form is kept for the sum of {power}")
    if order < 0:
        return sympy.expand(sympy.Add(*(to_sympy(c) * top**power for power, c in faulhaber(int(-order)).items())))
    return top if order == 0 else sympy.harmonic(top, order) if order == 2 else sympy.harmonic(top)


def _confirmed(closed: sympy.Expr, summand: sympy.Expr, index: sympy.Symbol, high: sympy.Expr) -> sympy.Expr:
    """Telescoping in `high = T + c`: `F(T+1) − F(T)` is the next summand, and the empty sum (high = 1) is 0."""
    shift, T = high.as_coeff_Add()
    if not T.is_Symbol:
        raise CannotResolve(f"a sum is taken up to a symbol plus an integer, not up to {high}")
    step = closed.subs(T, T + 1).replace(sympy.harmonic, _lowered(high)) - closed - summand.subs(index, high + 1)
    if sympy.cancel(sympy.together(sympy.expand(step))) != 0 or closed.subs(T, 1 - shift).doit() != 0:
        raise CannotResolve(f"telescoping does not confirm {closed}")
    return closed


def _lowered(top: sympy.Expr) -> Callable[..., sympy.Expr]:
    """Write `H_top` as `H_{top-1} + 1/top`."""

    def rule(n: sympy.Expr, *order: sympy.Expr) -> sympy.Expr:
        power = order[0] if order else 1
        return sympy.harmonic(n - 1, *order) + 1 / n**power if n == top else sympy.harmonic(n, *order)

    return rule
