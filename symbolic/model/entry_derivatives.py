"""Derivatives of a population loss by the entries of a block, as graphs with open indices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from symbolic.algebra.laurent import Laurent
from symbolic.model.graphs import Graph, canonical, opened
from symbolic.model.population_loss import Terms, collected
from symbolic.model.terms import Kind


def derivative(terms: Terms, block: str) -> Terms:
    """`∂/∂block[p, q]` of a polynomial in real parameters; `p` and `q` are the open indices of its graphs."""
    return _collected((rest, coefficient) for _, rest, coefficient in _opened(terms, block))


def complex_derivative(terms: Terms, block: str, complex_blocks: Collection[str]) -> Terms:
    """`∂/∂Re + i ∂/∂Im` by the entries of a complex block, of the real part of a polynomial with real coefficients.

    It is twice the derivative by conjugate entries: what an entry is multiplied by counts as its conjugate, and what a
    conjugate is multiplied by as it is.
    """
    return _collected(
        (rest if conjugate else _conjugated(rest, complex_blocks), coefficient)
        for conjugate, rest, coefficient in _opened(terms, block)
    )


def _opened(terms: Terms, block: str) -> Iterator[tuple[bool, Graph, Laurent]]:
    """What a factor of that name is multiplied by, and whether it was conjugated."""
    for graph, coefficient in terms.items():
        for conjugate, rest in opened(graph, block):
            yield conjugate, rest, coefficient


def _conjugated(graph: Graph, complex_blocks: Collection[str]) -> Graph:
    factors = (
        replace(f, conjugate=not f.conjugate) if f.kind is Kind.ENTRY and f.name in complex_blocks else f
        for f in graph.factors
    )
    return replace(graph, factors=tuple(factors))


def _collected(parts: Iterable[tuple[Graph, Laurent]]) -> Terms:
    found = []
    for graph, coefficient in parts:
        factor, normal = canonical(graph.factors, dict(enumerate(graph.dimensions)), graph.distinct, graph.open)
        found.append((normal, coefficient * factor))
    return collected(found)
