"""Lists of squares that the loss of two blocks is a sum of, multiplied out in the terms of a derived loss.

A square is `weight · Σ_outer E (Σ_inner Σ_terms b[j,k] a[l,m] x_k x_l x_m)²`: it is summed over the row j and over the
outer labels, and the inner label is summed within the square. Sums over coordinates are split according to which of
them coincide, so that sums are the same in every dimension where their parts are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import set_partitions
from symbolic.core.expressions import Refused
from symbolic.model.graphs import Graph, canonical
from symbolic.model.letters import PowerSum, Shifted
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind
from symbolic.setting.affine import Affine

ROW_LABEL, PRIME = "j", "'"

Row = tuple[tuple[int | Fraction, ...], str, str, str, tuple[str, ...]]
"""Weight in `n`, `H(n)`, `H(n, 2)` and 1; outer labels; inner label; pairs of labels that differ; terms as `klm`."""

Parts = Iterator[tuple[Graph, Laurent]]
"""Graphs with coefficients, equal ones not together."""


@dataclass(frozen=True)
class Squares:
    """For a setting: the two blocks b and a, the size whose n is that plus a shift, exponents that vanish, squares.

    The moments of different coordinates with these exponents are zero for the laws that a bound is for.
    """

    value: str
    key: str
    size: tuple[str, int]
    vanishing: tuple[tuple[int, ...], ...]
    rows: tuple[Row, ...]

    def multiplied_out(self, moment: str, dimension: Affine) -> Parts:
        """Half the squares with their weights; moments are those of a draw, and labels run over so many coordinates."""
        for weights, outer, inner, distinct, terms in self.rows:
            labels = (ROW_LABEL, *outer, *((inner, inner + PRIME) if inner else ()))
            weight = self._weight(weights) * Fraction(1, 2)
            for number in coincidences(labels, _with_primes(distinct.split(), inner)):
                for left, right in product(terms, repeat=2):
                    primed = tuple(label + PRIME if label == inner else label for label in right)
                    factors = tuple(self._factors(number, (tuple(left), primed), moment))
                    dimensions = dict.fromkeys(number.values(), dimension)
                    found, graph = canonical(factors, dimensions, dimensions)
                    yield graph, found * weight

    def _factors(
        self, number: Mapping[str, int], terms: tuple[tuple[str, ...], tuple[str, ...]], moment: str
    ) -> Iterator[Factor]:
        indices: tuple[int, ...] = ()
        for term in terms:
            k, l, m = (number[label] for label in term)
            indices += (k, l, m)
            yield Factor(Kind.ENTRY, self.value, (number[ROW_LABEL], k))
            yield Factor(Kind.ENTRY, self.key, (l, m))
        yield Factor(Kind.MOMENT, moment, indices)

    def _weight(self, weights: tuple[int | Fraction, ...]) -> Laurent:
        name, shift = self.size
        upper = Affine.of({name: 1}, shift)
        atoms = Shifted(name, shift), PowerSum(-1, upper), PowerSum(-2, upper)
        *several, constant = weights
        parts = (Laurent.atom(atom) * Fraction(c) for atom, c in zip(atoms, several, strict=True))
        return Laurent.total((*parts, Laurent.number(constant)))

    def are_zero(self, graph: Graph) -> bool:
        """Whether a moment in a term, whose indices are different coordinates, is among those that vanish."""
        return any(factor.kind is Kind.MOMENT and self._vanishes(factor) for factor in graph.factors)

    def _vanishes(self, factor: Factor) -> bool:
        counts = sorted(factor.indices.count(index) for index in {*factor.indices})
        return any(counts == sorted(exponents) for exponents in self.vanishing)

    def require_weights(self) -> None:
        """Refuse a weight `c₀ n + c₁ H(n) + c₂ H(n, 2) + c₃` that is not seen to be nonnegative for every `n ≥ 1`.

        It is `c₃` plus the sum over `s = 1, …, n` of `(c₀ s² + c₁ s + c₂)/s²`. What is looked at are the summand of
        `s = 1` with `c₃`, and for the others the coefficients in `s − 2`.

        >>> Squares("b", "a", ("T", -2), (), (((1, -1, 0, 0), "", "", "", ()),)).require_weights()
        """
        for row in self.rows:
            zero, one, two, constant = row[0]
            if min(zero + one + two + constant, zero, 4 * zero + one, 4 * zero + 2 * one + two) < 0:
                raise Refused(f"a weight may be negative: {', '.join(map(str, row[0]))}")


def _with_primes(distinct: Iterable[str], inner: str) -> tuple[tuple[str, str], ...]:
    """Pairs of labels that differ, those with the inner label a second time with its prime.

    >>> _with_primes(("kj", "km"), "k")
    (('k', 'j'), ('k', 'm'), ("k'", 'j'), ("k'", 'm'))
    """
    pairs = tuple((pair[0], pair[1]) for pair in distinct)
    if not inner:
        return pairs
    primed = (tuple(label + PRIME if label == inner else label for label in pair) for pair in pairs if inner in pair)
    return (*pairs, *((one, other) for one, other in primed))


def coincidences(labels: tuple[str, ...], distinct: tuple[tuple[str, str], ...]) -> Iterator[Mapping[str, int]]:
    """The ways in which labels can coincide, those of the given pairs being different.

    >>> [list(each.values()) for each in coincidences(("j", "k"), (("k", "j"),))]
    [[0, 1]]
    """
    for classes in set_partitions(len(labels)):
        number = dict(zip(labels, classes, strict=True))
        if all(number[one] != number[other] for one, other in distinct):
            yield number


def split(terms: Terms) -> Parts:
    """Terms whose indices may coincide, as ones in which all indices run over different coordinates."""
    for graph, coefficient in terms.items():
        if len({*graph.dimensions}) > 1:
            raise Refused("indices of different ranges")
        for classes in set_partitions(len(graph.dimensions)):
            apart = [classes[index] for index in graph.distinct]
            if len({*apart}) == len(apart):
                dimensions = {classes[n]: size for n, size in enumerate(graph.dimensions)}
                factors = tuple(factor.at(dict(enumerate(classes))) for factor in graph.factors)
                found, whole = canonical(factors, dimensions, dimensions)
                yield whole, coefficient * found


def negated(terms: Parts) -> Parts:
    """The same with the other sign."""
    return ((graph, coefficient * -1) for graph, coefficient in terms)


def told(graph: Graph) -> str:
    """A term as its factors, with numbers for the coordinates that it is about."""
    return " ".join(
        f"{'E ' if factor.kind is Kind.MOMENT else ''}{factor.name}[{', '.join(map(str, factor.indices))}]"
        for factor in graph.factors
    )
