"""Where a polynomial flow rests: the common zeros of its components, cut into parts by their factors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

import sympy

from symbolic.expectation.characters import OutOfReach
from symbolic.flow.field import Field
from symbolic.flow.polynomial_ring import Equations, Ring

MOST_POINTS = 16
"""Equations whose degrees multiply to more are not solved: there may be as many points of rest."""


@dataclass(frozen=True)
class Rest:
    """A set of equilibria: the common zeros of these polynomials in the letters."""

    equations: Equations

    def contains(self, values: dict[sympy.Symbol, sympy.Expr]) -> bool:
        """Whether a point lies in it; its coordinates are exact, or rational functions of unknowns."""
        return all(sympy.cancel(equation.subs(values)) == 0 for equation in self.equations)


def equilibria(field: Field) -> tuple[Rest, ...]:
    """All sets of equilibria, for unknowns without relations between them; one that lies in another is left out.

    Raises `OutOfReach`, before the work starts, where equations of too high a degree would have to be solved.

    >>> a, b, c = sympy.symbols("a b c", real=True)
    >>> [rest.equations for rest in equilibria(Field((a, b), (b * (c - a * b), a * (c - a * b))))]
    [(a*b - c,), (a, b)]
    """
    ring = Ring.of(field)
    parts = [part for part in _split((), ring.components, ring) if part]
    for part in parts:
        _require_few(part, ring)
    reduced = {tuple(groebner(part, ring).exprs) for part in parts} if any(ring.components) else {()}
    reduced.discard((sympy.Integer(1),))
    kept = [part for part in reduced if not any(other != part and _inside(part, other, ring) for other in reduced)]
    return tuple(Rest(_read(part, ring)) for part in sorted(kept, key=lambda part: (len(part), str(part))))


def groebner(part: Equations, ring: Ring) -> Any:
    """A basis of what vanishes where these equations hold, over the unknowns."""
    return sympy.groebner(part, *ring.letters, order="lex", domain=ring.domain)


def _require_few(part: Equations, ring: Ring) -> None:
    degrees = sorted((ring.poly(equation).total_degree() for equation in part), reverse=True)
    if prod(degrees[: len(ring.letters)]) > MOST_POINTS:
        raise OutOfReach(f"equations of degrees {', '.join(map(str, degrees))} are not solved")


def _inside(part: Equations, other: Equations, ring: Ring) -> bool:
    """Whether the zeros of `part` are among those of `other`: its equations follow."""
    if not part:
        return not other
    basis = groebner(part, ring)
    return all(basis.contains(equation) for equation in other)


def _read(part: Equations, ring: Ring) -> Equations:
    """With the functions of sizes in their places again, and without denominators."""
    return tuple(ring.read(sympy.factor_terms(ring.poly(e).clear_denoms()[1].as_expr())) for e in part)


def _split(chosen: Equations, left: Equations, ring: Ring) -> Iterator[Equations]:
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
