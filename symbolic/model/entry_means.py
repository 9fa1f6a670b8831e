"""A matrix that is a sum of graphs: transposed; where it is square, its diagonal, and means on and off the diagonal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from symbolic.algebra.laurent import Laurent
from symbolic.model.closed_sums.label_sums import monomial_laurent
from symbolic.model.graphs import Graph, canonical
from symbolic.model.population_loss import Terms, collected
from symbolic.model.terms import Factor
from symbolic.setting.affine import Affine
from symbolic.setting.weights import affine_power


@dataclass(frozen=True)
class Entries:
    """A matrix as terms with a row and a column that are open; means on the diagonal are those of a square one."""

    terms: Terms
    sides: tuple[Affine, ...]
    shifts: Mapping[str, int]

    @property
    def dimension(self) -> Affine:
        """Of a square matrix."""
        return self.sides[0]

    def mean_on_diagonal(self) -> Terms:
        """`Σ_j M[j,j] / d`."""
        return scaled(self._trace(), self._share(self.dimension))

    def mean_off_diagonal(self) -> Terms:
        """`Σ_{j≠k} M[j,k] / (d (d−1))`, for d >= 2."""
        everything = collected(self._summed(graph, c) for graph, c in self.terms.items())
        without = collected((*everything.items(), *scaled(self._trace(), Laurent.number(-1)).items()))
        fewer = self.dimension.plus(Affine((), 1), -1)
        return scaled(without, self._share(self.dimension) * self._share(fewer))

    def mean(self) -> Terms:
        """The mean of all entries, of a vector too."""
        return collected(self._averaged(graph, c) for graph, c in self.terms.items())

    def _averaged(self, graph: Graph, coefficient: Laurent) -> tuple[Graph, Laurent]:
        total, every = self._summed(graph, coefficient)
        return total, every * prod(map(self._share, self.sides), start=Laurent.number(1))

    def conjugated(self, complex_names: Collection[str]) -> Terms:
        """`conj(M[j,k])`: every entry of these names conjugated."""
        return collected(self._conjugate(graph, c, complex_names) for graph, c in self.terms.items())

    def _conjugate(self, graph: Graph, coefficient: Laurent, names: Collection[str]) -> tuple[Graph, Laurent]:
        turned = [replace(f, conjugate=not f.conjugate) if f.name in names else f for f in graph.factors]
        return self._normal(turned, dict(enumerate(graph.dimensions)), graph, coefficient, graph.open)

    def diagonal(self) -> Terms:
        """`M[j,j]`, with the one open index j."""
        return collected(self._on_diagonal(graph, c, 1) for graph, c in self.terms.items() if not graph.off_diagonal)

    def transposed(self) -> Terms:
        """`M[k,j]`, with the open indices j and k."""
        return collected(self._turned(graph, c) for graph, c in self.terms.items())

    def _turned(self, graph: Graph, coefficient: Laurent) -> tuple[Graph, Laurent]:
        dimensions = dict(enumerate(graph.dimensions))
        return self._normal(graph.factors, dimensions, graph, coefficient, graph.open[::-1])

    def _trace(self) -> Terms:
        return collected(self._on_diagonal(graph, c, 0) for graph, c in self.terms.items() if not graph.off_diagonal)

    def _share(self, count: Affine) -> Laurent:
        return monomial_laurent(affine_power(count, -1), self.shifts)

    def _on_diagonal(self, graph: Graph, coefficient: Laurent, open_: int) -> tuple[Graph, Laurent]:
        """Row and column made one index, which is open or summed over."""
        row, column = graph.open
        kept, gone = (column, row) if column in graph.distinct else (row, column)
        dimensions = {n: size for n, size in enumerate(graph.dimensions) if n != gone or n == kept}
        factors = [f.at({gone: kept}) for f in graph.factors]
        return self._normal(factors, dimensions, graph, coefficient, (kept,) * open_)

    def _summed(self, graph: Graph, coefficient: Laurent) -> tuple[Graph, Laurent]:
        """Row and column summed over; two that are one are summed over once."""
        return self._normal(graph.factors, dict(enumerate(graph.dimensions)), graph, coefficient, ())

    def _normal(
        self,
        factors: Sequence[Factor],
        dimensions: Mapping[int, Affine],
        graph: Graph,
        coefficient: Laurent,
        open_: tuple[int, ...],
    ) -> tuple[Graph, Laurent]:
        free, normal = canonical(factors, dimensions, graph.distinct, open_, self.shifts)
        return normal, coefficient * free


def scaled(terms: Terms, factor: Laurent) -> Terms:
    """Every coefficient multiplied."""
    return collected((graph, c * factor) for graph, c in terms.items())
