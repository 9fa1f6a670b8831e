"""Parameters held to a family: blocks replaced by letters, multiples of the identity and zeros."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from symbolic.algebra.laurent import Laurent
from symbolic.model.graphs import Graph, canonical
from symbolic.model.index_form import index_form
from symbolic.model.label_sums import monomial_laurent
from symbolic.model.population_loss import Terms, collected
from symbolic.model.terms import COLUMN, ROW, Factor, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.family import Family
from symbolic.setting.nodes import ONE, Array
from symbolic.setting.setting import Setting
from symbolic.setting.weights import weight_of

Replacements = Mapping[str, tuple[Term, ...]]
"""What each trained block becomes: terms with ROW and COLUMN, none where it is zero."""


def replacements(setting: Setting, family: Family) -> Replacements:
    """Every block of the setting in index form on the family."""
    out: dict[str, tuple[Term, ...]] = {}
    for block in setting.blocks:
        value = family.blocks.get(block)
        if isinstance(value, Array):
            out[block] = index_form(value)
        else:
            out[block] = () if value is None else tuple(Term(weight=m) for m in weight_of(value).monomials)
    return out


def restricted(terms: Terms, setting: Setting, family: Family, shifts: Mapping[str, int]) -> Terms:
    """A loss, or a derivative of it, with every block replaced by what it is on the family.

    Most terms of a loss name a block that is zero there, and vanish: that a flow stays on a family is seen so.
    """
    known, shapes = replacements(setting, family), setting.blocks
    parts = []
    for graph, coefficient in terms.items():
        for factor, rest in _substituted(graph, known, shapes, shifts):
            parts.append((rest, coefficient * factor))
    return collected(parts)


def _substituted(
    graph: Graph, known: Replacements, shapes: Mapping[str, tuple[Affine, Affine]], shifts: Mapping[str, int]
) -> Iterator[tuple[Laurent, Graph]]:
    kept = tuple(f for f in graph.factors if f.kind is not Kind.ENTRY or f.name not in known)
    gone = [f for f in graph.factors if f.kind is Kind.ENTRY and f.name in known]
    for chosen in product(*(known[f.name] for f in gone)):
        work = _Work(Laurent.number(1), kept, dict(enumerate(graph.dimensions)))
        for factor, term in zip(gone, chosen, strict=True):
            work = work.with_term(term, _ends(factor, shapes[factor.name]), shifts)
        yield from work.contracted(graph.distinct, graph.open, shifts)


def _ends(factor: Factor, shape: tuple[Affine, Affine]) -> dict[int, int]:
    """The indices of an entry as row and column."""
    sides = [end for end, size in zip((ROW, COLUMN), shape, strict=True) if size != ONE]
    return dict(zip(sides, factor.indices, strict=True))


@dataclass(frozen=True)
class _Work:
    coefficient: Laurent
    factors: tuple[Factor, ...]
    dimensions: dict[int, Affine]

    def with_term(self, term: Term, ends: Mapping[int, int], shifts: Mapping[str, int]) -> _Work:
        moved = term.moved(0, max(self.dimensions, default=-1) + 1)
        return _Work(
            self.coefficient * monomial_laurent(term.weight, shifts),
            (*self.factors, *(f.at(ends) for f in moved.factors)),
            self.dimensions | dict(moved.dimensions),
        )

    def contracted(
        self, distinct: frozenset[int], open_: tuple[int, ...], shifts: Mapping[str, int]
    ) -> Iterator[tuple[Laurent, Graph]]:
        """Every δ used up; two different coordinates cannot be one."""
        place = {n: n for n in self.dimensions}
        for delta in (f for f in self.factors if f.kind is Kind.DELTA):
            one, other = (place[n] for n in delta.indices)
            if one != other and one in distinct and other in distinct:
                return
            new, old = (one, other) if one in distinct else (other, one)
            place = {n: new if at == old else at for n, at in place.items()}
        factors = [f.at(place) for f in self.factors if f.kind is not Kind.DELTA]
        kept = {n: self.dimensions[n] for n in set(place.values())}
        free, graph = canonical(factors, kept, [n for n in distinct if n in kept], [place[n] for n in open_], shifts)
        yield self.coefficient * free, graph
