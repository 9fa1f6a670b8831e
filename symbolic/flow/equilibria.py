"""Where a polynomial flow rests: the common zeros of its components, cut into parts by their factors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy

from symbolic.flow.field import Field

Equations = tuple[sympy.Expr, ...]


@dataclass(frozen=True)
class Rest:
    """A set of equilibria: the common zeros of these polynomials in the letters."""

    equations: Equations

    def contains(self, values: dict[sympy.Symbol, sympy.Expr]) -> bool:
        """Whether a point lies in it; its coordinates are exact, or rational functions of unknowns."""
        return all(sympy.cancel(equation.subs(values)) == 0 for equation in self.equations)


def equilibria(field: Field) -> tuple[Rest, ...]:
    """All sets of equilibria, for unknowns without relations between them; one that lies in another is left out.

    >>> a, b, c = sympy.symbols("a b c", real=True)
    >>> [rest.equations for rest in equilibria(Field((a, b), (b * (c - a * b), a * (c - a * b))))]
    [(a*b - c,), (a, b)]
    """
    ring = _Ring.of(field)
    reduced = {ring.basis(part) for part in _split((), ring.components, ring)}
    reduced.discard((sympy.Integer(1),))
    kept = [part for part in reduced if not any(other != part and ring.inside(part, other) for other in reduced)]
    return tuple(Rest(ring.read(part)) for part in sorted(kept, key=lambda part: (len(part), str(part))))


@dataclass(frozen=True)
class _Ring:
    """Polynomials in the letters over the field of rational functions in everything else."""

    letters: tuple[sympy.Symbol, ...]
    components: Equations
    domain: Any
    names: tuple[tuple[sympy.Expr, sympy.Symbol], ...]

    @staticmethod
    def of(field: Field) -> _Ring:
        """Harmonic numbers and other functions of sizes are unknowns like all others."""
        functions = {f for component in field.components for f in component.atoms(sympy.Function)}
        names = tuple((f, sympy.Dummy()) for f in sorted(functions, key=str))
        components = tuple(component.subs(names) for component in field.components)
        others = {s for c in components for s in c.free_symbols} - set(field.letters)
        domain = sympy.QQ.frac_field(*sorted(others, key=str)) if others else sympy.QQ
        return _Ring(field.letters, components, domain, names)

    def basis(self, part: Equations) -> Equations:
        return tuple(self._groebner(part).exprs) if part else ()

    def inside(self, part: Equations, other: Equations) -> bool:
        """Whether the zeros of `part` are among those of `other`: its equations follow."""
        if not part:
            return not other
        basis = self._groebner(part)
        return all(basis.contains(equation) for equation in other)

    def factors(self, component: sympy.Expr) -> list[sympy.Expr]:
        polynomial = sympy.Poly(component, *self.letters, domain=self.domain)
        return [factor.as_expr() for factor, _ in polynomial.factor_list()[1]]

    def read(self, part: Equations) -> Equations:
        """With the functions of sizes in their places again, and without denominators."""
        plain = (sympy.Poly(equation, *self.letters, domain=self.domain).clear_denoms()[1] for equation in part)
        back = [(symbol, function) for function, symbol in self.names]
        return tuple(sympy.factor_terms(polynomial.as_expr()).subs(back) for polynomial in plain)

    def _groebner(self, part: Equations) -> Any:
        return sympy.groebner(part, *self.letters, order="lex", domain=self.domain)


def _split(chosen: Equations, left: Equations, ring: _Ring) -> Iterator[Equations]:
    """One factor of each component is zero; a component that is zero says nothing."""
    if not left:
        yield chosen
        return
    first, *others = left
    if first == 0:
        yield from _split(chosen, tuple(others), ring)
    for factor in ring.factors(first) if first != 0 else ():
        added = chosen if factor in chosen else (*chosen, factor)
        yield from _split(added, tuple(others), ring)
