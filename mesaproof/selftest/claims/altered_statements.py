"""Altered data of settled statements, and inequalities that are false at a point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.relational import Relational

from mesaproof.answers.asking import PAPER, answer
from mesaproof.selftest.claims.altered_expressions import index_ranges
from symbolic.algebra.notation import T, t
from symbolic.decide.conditions import Equals
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import Pattern

Altered = Iterator[tuple[Any, str]]

REVERSED = {sympy.Gt: sympy.Lt, sympy.Lt: sympy.Gt, sympy.Ge: sympy.Le, sympy.Le: sympy.Ge}
LOOSENED = {sympy.Gt: sympy.Ge, sympy.Lt: sympy.Le, sympy.Ge: sympy.Gt, sympy.Le: sympy.Lt}


def altered_statements(statement: Any) -> Altered:
    """Data of which one number, expression, relation, set, truth value or name is altered.

    Tuples and frozen records are entered; laws, and strings that name no block of the model, are left alone.

    >>> [*altered_statements((2, True))]
    [((3, True), '1.one larger'), ((-2, True), '1.sign'), ((2, False), '2.denied')]
    """
    match statement:
        case tuple():
            for n, item in enumerate(statement):
                for altered, change in altered_statements(item):
                    yield (*statement[:n], altered, *statement[n + 1 :]), f"{n + 1}.{change}"
        case bool():
            yield not statement, "denied"
        case int() | Fraction():
            yield statement + 1, "one larger"
            if statement:
                yield -statement, "sign"
        case sympy.Expr():
            yield from _expressions(statement)
        case Relational():
            yield from _relations(statement)
        case sympy.Set():
            yield from _sets(statement)
        case str():
            yield from _names(statement)
        case Hypotheses():
            yield from _impossible(statement)
        case _ if is_dataclass(statement) and not _is_law(statement):
            yield from _records(statement)


def _expressions(statement: sympy.Expr) -> Altered:
    yield statement + 1, "one larger"
    if statement != 0:
        yield -statement, "sign"
        yield 2 * statement, "doubled"
    if statement.has(T, t):
        known = {statement}
        for n, altered in enumerate(index_ranges(statement)):
            if altered not in known:
                known.add(altered)
                yield altered, f"index range ({n + 1})"


def _relations(statement: Relational) -> Altered:
    if isinstance(statement, sympy.Eq):
        yield sympy.Ne(*statement.args), "relation denied"
    elif isinstance(statement, sympy.Ne):
        yield sympy.Eq(*statement.args), "relation denied"
    else:
        yield REVERSED[statement.func](*statement.args), "relation reversed"
        yield LOOSENED[statement.func](*statement.args), "strictness of the relation"
    yield statement.func(statement.lhs + 1, statement.rhs), "relation moved by one"


def _sets(statement: sympy.Set) -> Altered:
    """The set with its boundary, and all real numbers; where the set has them already, nothing."""
    for wider, change in ((statement.closure, "with its boundary"), (sympy.S.Reals, "all real numbers")):
        if wider != statement:
            yield wider, change


def _names(statement: str) -> Altered:
    """A block in the place of the one named, and the other place in a block."""
    if isinstance(statement, StrEnum):
        yield next(place for place in type(statement) if place is not statement), "the other place"
    elif statement in (blocks := answer(PAPER, "blocks")):
        yield blocks[(blocks.index(statement) + 1) % len(blocks)], "another block"


def _impossible(statement: Hypotheses) -> Altered:
    """One more condition that no law meets except, for the first three, the law at 0."""
    for power, value in ((2, 0), (4, 0), (6, 0), (2, -1), (4, -1)):
        more = Equals(Pattern((power,)), value)
        yield Hypotheses(f"{statement.name} and {more.text}", (*statement.conditions, more)), f"added {more.text}"


def _is_law(statement: Any) -> bool:
    return callable(getattr(statement, "moment", None))


def _records(statement: Any) -> Altered:
    for field in fields(statement):
        for altered, change in altered_statements(getattr(statement, field.name)):
            yield replace(statement, **{field.name: altered}), f"{field.name}.{change}"


@dataclass(frozen=True)
class Lowered:
    """An expression minus twice its value at a point where it is positive: there it is negative."""

    expression: Callable[[], sympy.Expr]
    shift: int

    def __call__(self) -> sympy.Expr:
        expression = self.expression()
        return expression - 2 * expression.xreplace(_point(expression, self.shift))


@dataclass(frozen=True)
class OfAnySign:
    """An expression in which one positive symbol may have any sign, and the expression with it."""

    expression: Callable[[], sympy.Expr]
    name: str

    def __call__(self) -> sympy.Expr:
        expression = self.expression()
        return expression.xreplace({s: sympy.Symbol(s.name, real=True) for s in _named(expression, self.name)})


@dataclass(frozen=True)
class Multiplied:
    """An expression times a number."""

    expression: Callable[[], sympy.Expr]
    factor: int

    def __call__(self) -> sympy.Expr:
        return self.factor * self.expression()


def altered_inequalities(expression: Callable[[], sympy.Expr]) -> Iterator[tuple[Callable[[], sympy.Expr], str, str]]:
    """Expressions that are negative somewhere: with the other sign, lowered, with a symbol of any sign; text, kind."""
    yield Multiplied(expression, -1), "sign", "sign"
    now = expression()
    for shift in range(4):
        if now.free_symbols:
            yield Lowered(expression, shift), f"less twice its value at a point ({shift + 1})", "lowered"
    for name in sorted(s.name for s in now.free_symbols if s.is_positive):
        if _negative_somewhere(now, name):
            yield OfAnySign(expression, name), f"{name} of any sign", "of any sign"


def _negative_somewhere(expression: sympy.Expr, name: str) -> bool:
    """Shown by a point at which the named symbol is negative."""
    values = (sympy.Integer(-1), sympy.Integer(-10), sympy.Integer(-100), sympy.Rational(-1, 10))
    point = _point(expression, 0)
    at = ({**point, **dict.fromkeys(_named(expression, name), value)} for value in values)
    found = (expression.xreplace(each) for each in at)
    return any(value.is_finite and value.is_negative for value in found)


def _named(expression: sympy.Expr, name: str) -> list[sympy.Symbol]:
    return [symbol for symbol in expression.free_symbols if symbol.name == name]


def _point(expression: sympy.Expr, shift: int) -> dict[sympy.Symbol, sympy.Expr]:
    """A positive integer for every symbol."""
    ordered = sorted(expression.free_symbols, key=lambda symbol: symbol.name)
    return {symbol: sympy.Integer(n + 1 + shift) for n, symbol in enumerate(ordered)}
