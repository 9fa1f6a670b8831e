"""The normal form of a product of matrices, vectors and moments whose indices are summed over.

A graph has indices, each with a dimension, and factors that join them. Indices of a *distinct* group run over different
coordinates; all others run freely. Equal products have equal graphs: indices are numbered by what they are joined to
(colour refinement), and where that leaves a choice, by the smallest result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import connected
from symbolic.model.letters import affine_laurent
from symbolic.model.terms import Factor, Kind
from symbolic.setting.affine import Affine

SYMMETRIC = (Kind.COVARIANCE, Kind.MOMENT, Kind.DELTA)
"""Kinds of factors whose indices have no order."""


@dataclass(frozen=True)
class Graph:
    """Factors on indices `0, 1, …`; `distinct` are those that run over different coordinates.

    `open` are the indices of an entry that is not summed over: row and column, the same one twice for a diagonal entry.
    """

    dimensions: tuple[Affine, ...]
    factors: tuple[Factor, ...]
    distinct: frozenset[int] = frozenset()
    open: tuple[int, ...] = ()

    @property
    def off_diagonal(self) -> bool:
        """Whether row and column of an entry are different coordinates."""
        return len(set(self.open)) == 2 and set(self.open) <= self.distinct

    @property
    def degree(self) -> int:
        """How many factors are entries of parameters or letters."""
        return sum(f.kind is Kind.ENTRY for f in self.factors)


def canonical(
    factors: Iterable[Factor],
    dimensions: Mapping[int, Affine],
    distinct: Iterable[int] = (),
    open_: Sequence[int] = (),
    shifts: Mapping[str, int] | None = None,
) -> tuple[Laurent, Graph]:
    """The normal form, and what indices without factors contribute: each its dimension.

    >>> d = Affine.of({"d": 1})
    >>> word = [Factor(Kind.ENTRY, "U", (7, 3)), Factor(Kind.COVARIANCE, "S", (3, 7))]
    >>> print(*(f"{f.name}{f.indices}" for f in canonical(word, {3: d, 7: d})[1].factors))
    S(0, 1) U(0, 1)
    """
    factors = tuple(_sorted(f) for f in factors)
    used = {index for factor in factors for index in factor.indices} | set(open_)
    apart = [n for n in distinct if n in dimensions]
    coefficient = Laurent.number(1)
    for index in sorted(dimensions):
        if index not in used:
            size = affine_laurent(dimensions[index], shifts or {})
            if index in apart:
                apart.remove(index)
                size = size - Laurent.number(len(apart))
            coefficient = coefficient * size
    return coefficient, _labelled(factors, tuple((n, dimensions[n]) for n in used), frozenset(apart), tuple(open_))


def _sorted(factor: Factor) -> Factor:
    return factor.on(tuple(sorted(factor.indices))) if factor.kind in SYMMETRIC else factor


@lru_cache(maxsize=2**14)
def _labelled(
    factors: tuple[Factor, ...], sizes: tuple[tuple[int, Affine], ...], distinct: frozenset[int], open_: tuple[int, ...]
) -> Graph:
    """Component by component, since those that are alike would be tied with one another.

    Derivations of the settings of several papers meet the same products.
    """
    dimensions = dict(sizes)
    start = {n: (str(size), n in distinct, _places(n, open_)) for n, size in dimensions.items()}
    parts = []
    joined = (*({n} for n in dimensions), *(set(f.indices) for f in factors), distinct, set(open_))
    for indices in connected(joined):
        own = tuple(f for f in factors if f.indices and f.indices[0] in indices)
        orders = _orders(own, _ranked({n: start[n] for n in indices}))
        parts.append(min((_numbered(own, order, [start[n] for n in order]) for order in orders), key=lambda p: p.text))
    parts.sort(key=lambda part: part.text)
    order = [index for part in parts for index in part.order]
    number = {index: n for n, index in enumerate(order)}
    renamed = (_sorted(f.at(number)) for f in factors)
    return Graph(
        tuple(dimensions[index] for index in order),
        tuple(sorted(renamed, key=lambda f: (f.kind, f.name, f.indices, f.conjugate))),
        frozenset(number[index] for index in distinct),
        tuple(number[index] for index in open_),
    )


def _places(index: int, indices: Sequence[int]) -> tuple[int, ...]:
    return tuple(n for n, other in enumerate(indices) if other == index)


Colours = dict[int, int]


def _ranked(colours: Mapping[int, object]) -> Colours:
    """Colours as numbers in the order of what they stand for."""
    ranks = {colour: n for n, colour in enumerate(sorted(set(colours.values()), key=repr))}
    return {index: ranks[colour] for index, colour in colours.items()}


def _refined(factors: tuple[Factor, ...], colours: Colours) -> Colours:
    """Until no index can be told from another by the factors on it and the colours of their other indices."""
    heads = [(f"{f.kind}{f.name}{f.conjugate}", f.kind in SYMMETRIC, f.indices) for f in factors]
    while True:
        seen: dict[int, list[str]] = {index: [] for index in colours}
        for head, symmetric, indices in heads:
            joined = [colours[n] for n in indices]
            around = str(sorted(joined) if symmetric else joined)
            for place, index in enumerate(indices):
                seen[index].append(f"{head}{0 if symmetric else place}{around}")
        new = _ranked({index: (colours[index], tuple(sorted(seen[index]))) for index in colours})
        if len(set(new.values())) == len(set(colours.values())):
            return new
        colours = new


def _orders(factors: tuple[Factor, ...], colours: Colours) -> Iterator[list[int]]:
    """Every numbering that refinement leaves open, but for those that a symmetry of the graph takes to another one.

    Where two choices end in the same factors when each tie after them is broken at its first index, the one numbering
    followed by the inverse of the other is such a symmetry.
    """
    colours = _refined(factors, colours)
    tied = _tied(colours)
    if not tied:
        yield _sorted_indices(colours)
    known: set[str] = set()
    for chosen in tied:
        single = _singled_out(chosen, colours)
        end = _texts(factors, _first_order(factors, single))
        if end not in known:
            known.add(end)
            yield from _orders(factors, single)


def _first_order(factors: tuple[Factor, ...], colours: Colours) -> list[int]:
    colours = _refined(factors, colours)
    while tied := _tied(colours):
        colours = _refined(factors, _singled_out(tied[0], colours))
    return _sorted_indices(colours)


def _tied(colours: Colours) -> list[int]:
    """The first indices that cannot be told apart; none where all can."""
    classes: dict[int, list[int]] = {}
    for index, colour in colours.items():
        classes.setdefault(colour, []).append(index)
    return next((classes[colour] for colour in sorted(classes) if len(classes[colour]) > 1), [])


def _singled_out(chosen: int, colours: Colours) -> Colours:
    return _ranked({n: (colour, n != chosen) for n, colour in colours.items()})


def _sorted_indices(colours: Colours) -> list[int]:
    return sorted(colours, key=lambda index: colours[index])


@dataclass(frozen=True)
class _Part:
    """A component with its indices in order, and the text by which it is compared."""

    order: tuple[int, ...]
    text: str


def _numbered(factors: tuple[Factor, ...], order: Sequence[int], start: Sequence[object]) -> _Part:
    return _Part(tuple(order), f"{start}{_texts(factors, order)}")


def _texts(factors: tuple[Factor, ...], order: Sequence[int]) -> str:
    """The factors with their indices numbered in this order."""
    number = {index: n for n, index in enumerate(order)}
    renamed = (_sorted(f.at(number)) for f in factors)
    return str(sorted(f"{f.kind}{f.name}{f.indices}{f.conjugate}" for f in renamed))


def opened(graph: Graph, name: str) -> Iterator[tuple[bool, Graph]]:
    """The graph without one of the factors of that name, its indices open, and whether it was conjugated."""
    for n, factor in enumerate(graph.factors):
        if factor.kind is Kind.ENTRY and factor.name == name:
            rest = (*graph.factors[:n], *graph.factors[n + 1 :])
            yield factor.conjugate, replace(graph, factors=rest, open=factor.indices)
