"""What is derived of a setting as an expression in traces of words and quadratic forms.

Each index of a graph joins two factors: matrices that are multiplied. A matrix with two open indices, such as the
gradient by a block, is paired with a letter: `tr(Zᵀ G)` says all of G, since Z is any matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import sympy

from symbolic.algebra.traces import Letter, Matrices, trace
from symbolic.expectation.characters import OutOfReach
from symbolic.model.graphs import SYMMETRIC, Graph
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind

Letters = Mapping[str, Letter]
"""What is known of a letter beyond its name: that it is symmetric, how it is printed."""


def in_traces(terms: Terms, letters: Letters | None = None, pair: str = "") -> sympy.Expr:
    """The sum of all terms; raises OutOfReach where an index joins more or less than two factors.

    With `pair`, a matrix or a vector with open indices is paired with the letter of that name.
    """
    return sympy.expand(
        sympy.Add(*(c.expression() * _product(_closed(graph, pair), letters or {}) for graph, c in terms.items()))
    )


def _closed(graph: Graph, pair: str) -> Graph:
    if not graph.open:
        return graph
    if not pair or len(set(graph.open)) != len(graph.open):
        raise OutOfReach(f"an expression with open indices {graph.open} as one in traces")
    return replace(graph, factors=(*graph.factors, Factor(Kind.ENTRY, pair, graph.open)), open=())


def _product(graph: Graph, letters: Letters) -> sympy.Expr:
    """The product of the traces that the factors make; a factor without indices is left out of no word."""
    words = words_of(graph)
    return sympy.Mul(*(trace(Matrices({tuple(_letter(f, t, letters) for f, t in w): sympy.Integer(1)})) for w in words))


def words_of(graph: Graph) -> list[Oriented]:
    """The words that the factors of a closed graph make, each up to rotation, or from vector to vector.

    Raises OutOfReach where an index joins more or less than two factors.
    """
    met: list[list[tuple[int, int]]] = [[] for _ in graph.dimensions]
    for n, factor in enumerate(graph.factors):
        for place, index in enumerate(factor.indices):
            met[index].append((n, place))
    if graph.distinct or any(len(f.indices) not in (1, 2) for f in graph.factors) or any(len(m) != 2 for m in met):
        raise OutOfReach("an expression whose indices join more or less than two factors, as one in traces")
    return list(_words(graph, met))


Slots = list[list[tuple[int, int]]]
Oriented = list[tuple[Factor, bool]]
"""Factors in the order of a product, and whether each is transposed in it."""


def _words(graph: Graph, met: Slots) -> Iterator[Oriented]:
    """Forms from vector to vector first, then cycles."""
    left = set(range(len(graph.factors)))
    ends = [n for n in sorted(left) if len(graph.factors[n].indices) == 1]
    for start in (*ends, *sorted(left - set(ends))):
        if start in left:
            yield _walked(graph, met, start, left)


def _walked(graph: Graph, met: Slots, start: int, left: set[int]) -> Oriented:
    """From a factor on, out of its last index, until a vector or the start is met again."""
    first = graph.factors[start]
    left.discard(start)
    vector = len(first.indices) == 1
    word, slot = [(first, vector)], (start, len(first.indices) - 1)
    while True:
        index = graph.factors[slot[0]].indices[slot[1]]
        n, place = next(other for other in met[index] if other != slot)
        if n == start and not vector:
            return word
        left.discard(n)
        factor = graph.factors[n]
        if len(factor.indices) == 1:
            return [*word, (factor, False)]
        word.append((factor, place == 1))
        slot = (n, 1 - place)


def _letter(factor: Factor, turned: bool, letters: Letters) -> Letter:
    vector = len(factor.indices) == 1
    symmetric = factor.kind in SYMMETRIC and not vector
    name = factor.name
    if factor.kind is Kind.MOMENT:
        name = f"E[{name}]" if vector else f"E[{name} {name}ᵀ]"
    known = letters.get(name) or Letter(name, symmetric=symmetric, vector=vector)
    return known.transposed if turned else known
