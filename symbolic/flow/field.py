"""The reduced flow of a family of scalars as a polynomial field in its letters.

Moments and traces in it are unknowns, so that what is found holds for every law and covariance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.moments import moment
from symbolic.model.graphs import Graph
from symbolic.model.population_loss import Terms
from symbolic.model.tangency import Tangency, pattern_of
from symbolic.model.terms import Kind


@dataclass(frozen=True)
class Field:
    """`letter' = component` for each letter, in the time of the gradient flow of all entries.

    >>> x, y = sympy.symbols("x y", real=True)
    >>> Field((x, y), (y, -x)).at({x: 1, y: 2})
    (2, -1)
    """

    letters: tuple[sympy.Symbol, ...]
    components: tuple[sympy.Expr, ...]

    def at(self, values: Mapping[sympy.Symbol, Any]) -> tuple[sympy.Expr, ...]:
        """The velocity at a point."""
        return tuple(component.subs(values) for component in self.components)

    def along(self, function: sympy.Expr) -> sympy.Expr:
        """The derivative of a function of the letters along the flow."""
        parts = zip(self.letters, self.components, strict=True)
        return sympy.expand(sympy.Add(*(sympy.diff(function, letter) * f for letter, f in parts)))

    @cached_property
    def parameters(self) -> tuple[sympy.Symbol, ...]:
        """Sizes, moments and traces in it."""
        found = {symbol for component in self.components for symbol in component.free_symbols}
        return tuple(sorted(found - set(self.letters), key=str))


class TraceSymbol(sympy.Symbol):
    """A closed product of covariances and given matrices as an unknown, named by its factors."""

    graph: Graph

    def __new__(cls, graph: Graph) -> TraceSymbol:
        name = " ".join(f"{f.name}[{','.join(map(str, f.indices))}]" for f in graph.factors)
        kept = {"nonnegative": True} if _is_trace(graph) or _is_even(graph) else {}
        symbol: TraceSymbol = sympy.Symbol.__xnew__(cls, name, real=True, **kept)
        symbol.graph = graph
        return symbol

    def __getnewargs_ex__(self) -> tuple[tuple[Graph], dict[str, Any]]:
        return (self.graph,), {}


def _is_trace(graph: Graph) -> bool:
    """Whether it is a product of traces of powers of one covariance, so that it is not negative."""
    met = [index for factor in graph.factors for index in factor.indices]
    twice = not graph.open and not graph.distinct and all(met.count(n) == 2 for n in range(len(graph.dimensions)))
    return twice and {f.kind for f in graph.factors} == {Kind.COVARIANCE} and len({f.name for f in graph.factors}) == 1


def _is_even(graph: Graph) -> bool:
    """Whether it is a sum of even moments."""
    pattern = pattern_of(graph)
    return pattern is not None and all(power % 2 == 0 for power in pattern.exponents)


OF_MOMENTS = ("x_1", "x")
"""Starts whose moments are written as those of `x`; those of others are unknowns with a name of their own."""


def unknown(graph: Graph) -> sympy.Expr:
    """The unknown that stands for a graph: a moment, or a trace."""
    pattern = pattern_of(graph)
    if pattern is not None and not pattern.exponents:
        return sympy.Integer(1)
    if pattern is not None and all(f.name in OF_MOMENTS for f in graph.factors):
        return moment(pattern)
    if any(f.kind is Kind.ENTRY for f in graph.factors) and graph.open:
        raise OutOfReach("a flow of matrices is not one of scalars")
    return TraceSymbol(graph)


def expression(terms: Terms) -> sympy.Expr:
    """A polynomial in letters, sizes and unknowns."""
    return sympy.expand(sympy.Add(*(coefficient.expression() * unknown(graph) for graph, coefficient in terms.items())))


def reduced_field(tangency: Tangency) -> Field:
    """The flow of the letters of a family, each of them a scalar.

    It is the flow of all entries wherever that stays on the family, and the flow of the letters where training is
    masked. Raises `OutOfReach` for letters that are matrices or vectors.
    """
    if tangency.on.family.letters:
        raise OutOfReach("the reduced flow of matrices: its gradient is derived, and no field of scalars")
    letters = tuple(sympy.Symbol(name, real=True) for name in tangency.field)
    return Field(letters, tuple(expression(terms) for terms in tangency.field.values()))
