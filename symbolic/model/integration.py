"""Expectation of one term of a loss: draw after draw, then over W on the torus, then the sums over labels.

What is left of a term is a combination of graphs, each with a coefficient that is a function of sizes and of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import set_partitions
from symbolic.model.graphs import Graph, canonical
from symbolic.model.label_counts import Domain, sum_over_labels
from symbolic.model.means import NOTHING_LEFT, Outcome, bell, estimate, outcomes
from symbolic.model.terms import Factor, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.randomness import Draw, Orbit

Exponents = Mapping[int, Affine]
"""By index, the power to which its eigenvalue is raised."""


@dataclass(frozen=True)
class Randomness:
    """The draws and orbits of a setting by name, and what is known of its sizes and times."""

    draws: Mapping[str, Draw]
    orbits: Mapping[str, Orbit]
    domain: Domain
    _counts: dict[object, Laurent] = field(default_factory=dict)

    def mean(self, term: Term) -> Iterator[tuple[Laurent, Graph]]:
        """`E` of a term without open indices; the coefficients depend on the time of the loss and on sizes."""
        prepared = _Prepared.of(term, self)
        dimensions = dict(term.dimensions)
        for outcome in prepared.drawn(self):
            merged = _merged(outcome.merges, dimensions)
            for pattern, equations in _coincidences(prepared.exponents, merged):
                count = self._count(prepared, (*outcome.equations, *equations))
                if count:
                    yield self._graph(prepared, outcome, {**merged, **pattern}, dimensions, count)

    def _count(self, prepared: _Prepared, equations: tuple[Affine, ...]) -> Laurent:
        key = (frozenset(equations), prepared.key)
        if key not in self._counts:
            labels, bounds = prepared.labels, prepared.bounds
            self._counts[key] = sum_over_labels(labels, equations, bounds, prepared.term.weight, self.domain)
        return self._counts[key]

    def _graph(
        self,
        prepared: _Prepared,
        outcome: Outcome,
        place: Mapping[int, int],
        dimensions: Mapping[int, Affine],
        count: Laurent,
    ) -> tuple[Laurent, Graph]:
        places = {n: _root(n, place) for n in dimensions}
        factors = [f.at(places) for f in (*prepared.fixed, *outcome.factors)]
        distinct = {places[n] for n in prepared.exponents}
        kept = {n: dimensions[n] for n in set(places.values())}
        free, graph = canonical(factors, kept, distinct, shifts=self.domain.shifts)
        return count * outcome.coefficient * free, graph


@dataclass(frozen=True)
class _Prepared:
    """A term with orbits written out: exponents of eigenvalues by index, starts as draws, bounds on labels."""

    term: Term
    fixed: tuple[Factor, ...]
    random: Mapping[str, tuple[Factor, ...]]
    exponents: Exponents
    bounds: tuple[Affine, ...]

    @staticmethod
    def of(term: Term, randomness: Randomness) -> _Prepared:
        fixed: list[Factor] = []
        random: dict[str, list[Factor]] = {}
        exponents: dict[int, Affine] = {}
        bounds = list(_range_bounds(term))
        for factor in term.factors:
            if factor.kind is Kind.STATE:
                start, power = _started(factor, randomness.orbits[factor.name])
                bounds.append(power)
                index = factor.indices[0] if factor.indices else SCALAR
                exponents[index] = exponents.get(index, Affine()).plus(power, -1 if factor.conjugate else 1)
                random.setdefault(start.name, []).append(start)
            elif factor.kind is Kind.DRAW:
                random.setdefault(factor.name, []).append(factor)
            else:
                fixed.append(factor)
        return _Prepared(term, tuple(fixed), {n: tuple(f) for n, f in random.items()}, exponents, tuple(bounds))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        return tuple(f"#{n}" for n in range(len(self.term.ranges)))

    @cached_property
    def key(self) -> object:
        """What a count depends on beside its equations."""
        return self.labels, frozenset(self.bounds), self.term.weight

    def drawn(self, randomness: Randomness) -> Iterator[Outcome]:
        """Every way to take the random factors together, draw by draw."""
        ways = [list(outcomes(randomness.draws[name], factors)) for name, factors in self.random.items()]
        for chosen in product(*ways):
            out = NOTHING_LEFT
            for part in chosen:
                out = out & part
            yield out


SCALAR = -3
"""The index of an orbit in one dimension."""


def _range_bounds(term: Term) -> Iterator[Affine]:
    for n, (low, high) in enumerate(term.ranges):
        label = Affine.of({f"#{n}": 1})
        yield label.plus(low, -1)
        yield high.plus(label, -1)


def _started(factor: Factor, orbit: Orbit) -> tuple[Factor, Affine]:
    """`x[s] = W^(s-1) x_1` as the start and the exponent, which is not negative."""
    start = replace(factor, kind=Kind.DRAW, name=orbit.start.draw.name, labels=())
    return start, factor.labels[0].plus(Affine((), 1), -1)


def _merged(merges: tuple[tuple[int, int], ...], dimensions: Mapping[int, Affine]) -> dict[int, int]:
    """Where each index has gone to."""
    place: dict[int, int] = {}
    for one, other in merges:
        one, other = _root(one, place), _root(other, place)
        if one != other:
            place[max(one, other)] = min(one, other)
    return place


def _root(index: int, place: Mapping[int, int]) -> int:
    while index in place:
        index = place[index]
    return index


def _coincidences(
    exponents: Exponents, place: Mapping[int, int]
) -> Iterator[tuple[dict[int, int], tuple[Affine, ...]]]:
    """Every way in which indices of eigenvalues coincide, and the equations that make the expectation over W one.

    Orthogonality of characters: the expectation is 1 where each eigenvalue's exponent vanishes, else 0.
    """
    powers: dict[int, Affine] = {}
    for index, power in exponents.items():
        root = _root(index, place)
        powers[root] = powers.get(root, Affine()).plus(power)
    total = Affine()
    for power in powers.values():
        total = total.plus(power)
    if not total.slopes and total.constant:
        return
    indices = list(powers)
    for pattern in set_partitions(len(indices)) if indices else ((),):
        sums: dict[int, Affine] = {}
        for index, block in zip(indices, pattern, strict=True):
            sums[block] = sums[block].plus(powers[index]) if block in sums else powers[index]
        if all(power.slopes or not power.constant for power in sums.values()):
            first: dict[int, int] = {}
            moved = {n: first[b] for n, b in zip(indices, pattern, strict=True) if first.setdefault(b, n) != n}
            yield moved, tuple(dict.fromkeys(p for p in sums.values() if p.slopes))


def cost(term: Term, randomness: Randomness) -> int:
    """How many products the expectation of a term is split into, at most."""
    prepared = _Prepared.of(term, randomness)
    ways = 1
    for name, factors in prepared.random.items():
        ways *= estimate(randomness.draws[name], factors)
    return ways * bell(len(prepared.exponents))
