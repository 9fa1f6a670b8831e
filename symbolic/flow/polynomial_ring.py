"""Polynomials in the letters of a field over the rational functions of everything else, whatever that is.

Harmonic numbers, sums and powers with a size as exponent are unknowns, each by itself, like moments and traces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from symbolic.expectation.characters import OutOfReach
from symbolic.flow.field import Field

Equations = tuple[sympy.Expr, ...]


@dataclass(frozen=True)
class Ring:
    """The letters, the components in them, and what the unknowns in these stand for."""

    letters: tuple[sympy.Symbol, ...]
    components: Equations
    meaning: tuple[tuple[sympy.Symbol, sympy.Expr], ...]

    @staticmethod
    def of(field: Field) -> Ring:
        """Raises `OutOfReach` where a letter stands in what is no polynomial of it."""
        names: dict[sympy.Expr, sympy.Symbol] = {}
        components = tuple(_plain(component, names, set(field.letters)) for component in field.components)
        return Ring(field.letters, components, tuple((symbol, expression) for expression, symbol in names.items()))

    @cached_property
    def domain(self) -> Any:
        """The field of rational functions of what is no letter."""
        others = {s for component in self.components for s in component.free_symbols} - set(self.letters)
        return sympy.QQ.frac_field(*sorted(others, key=str)) if others else sympy.QQ

    def poly(self, expression: sympy.Expr) -> sympy.Poly:
        return sympy.Poly(expression, *self.letters, domain=self.domain)

    def along(self, function: sympy.Expr) -> sympy.Poly:
        """The derivative of a function of the letters along the flow."""
        slopes = (self.poly(sympy.diff(function, letter)) for letter in self.letters)
        total: sympy.Poly = sum((s * f for s, f in zip(slopes, self.polynomials, strict=True)), self.poly(0))
        return total

    @cached_property
    def polynomials(self) -> tuple[sympy.Poly, ...]:
        """The components."""
        return tuple(map(self.poly, self.components))

    def factors(self, component: sympy.Expr) -> Equations:
        """Those that hold letters, each once."""
        return tuple(factor.as_expr() for factor, _ in self.poly(component).factor_list()[1])

    def read(self, expression: sympy.Expr) -> sympy.Expr:
        """With harmonic numbers and the like in their places again."""
        return expression.xreplace(dict(self.meaning))


def _plain(expression: sympy.Expr, names: dict[sympy.Expr, sympy.Symbol], letters: set[sympy.Symbol]) -> sympy.Expr:
    """Sums, products and whole powers of symbols; all else becomes a symbol of its own."""
    if expression.is_Symbol or expression.is_Rational:
        return expression
    if expression.is_Add or expression.is_Mul:
        return expression.func(*(_plain(part, names, letters) for part in expression.args))
    if expression.is_Pow and expression.exp.is_Integer:
        return _plain(expression.base, names, letters) ** expression.exp
    if expression.free_symbols & letters:
        raise OutOfReach(f"the velocity is no polynomial of the letters: it holds {expression}")
    if expression not in names:
        kept = {"nonnegative": True} if isinstance(expression, sympy.harmonic) else {"real": True}
        names[expression] = sympy.Dummy(f"unknown_{len(names)}", **kept)
    return names[expression]
