"""The loss of a setting whose W is uniform among orthogonal or unitary matrices, where sizes are numbers.

Every sum over times and labels is written out, states `W^(s-1) x_1` are averaged over W (`haar_states`), and what is
left is a term in draws alone. Weights are numbers then; dimensions of indices keep their names. The dimension of W may
be left open where states are joined in pairs (`joined_states`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import NoReturn

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import set_partitions
from symbolic.expectation.characters import OutOfReach
from symbolic.expectation.haar_states import Pairs, Turned, state_mean, ways
from symbolic.model.closed_sums.label_sums import at_sizes, settled
from symbolic.model.graphs import Graph, canonical
from symbolic.model.integration import cost
from symbolic.model.joined_states import averaged, least_dimension
from symbolic.model.known_sizes import Domain
from symbolic.model.population_loss import Population, Terms, collected
from symbolic.model.terms import Bounds, Factor, Kind, Term, without_deltas
from symbolic.setting.affine import Affine
from symbolic.setting.randomness import GaussianDraw, Haar
from symbolic.setting.weights import Monomial

MOST_PRODUCTS = 500_000
"""A loss that is split into more products than that is refused; each takes up to a third of a millisecond."""


@dataclass(frozen=True, eq=False)
class HaarPopulation(Population):
    """The population loss of such a setting at given sizes, derived once; raises OutOfReach where a size is missing."""

    sizes: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def haar(self) -> Haar:
        """The matrix; it is the only one that turns, and it turns one start."""
        if len(turns := sorted(turn.name for turn in self.setting.turns)) > 1:
            raise OutOfReach(f"a loss with two random unitary matrices, {' and '.join(turns)}: one is within reach")
        (found,) = self.setting.haar
        starts = list({orbit.start.draw for orbit in self.randomness.orbits.values()})
        if len(starts) > 1:
            names = " and ".join(sorted(start.name for start in starts))
            raise OutOfReach(f"{found.name} turns several starts, {names}: one is within reach")
        if found.group == "orthogonal" and any(isinstance(one, GaussianDraw) and one.complex_ for one in starts):
            raise OutOfReach(f"a complex start that the orthogonal {found.name} turns; a real one is within reach")
        return found

    @cached_property
    def domain(self) -> Domain:
        return Domain(dict(self.sizes))

    @cached_property
    def dimension(self) -> int | None:
        """The dimension of W; None where it is left open."""
        open_ = any(name not in self.sizes for name in self.haar.dimension.names)
        return None if open_ else self.haar.dimension.value(self.sizes)

    def least_dimension(self, residual: tuple[Term, ...], change: tuple[Term, ...] | None = None) -> int:
        """The first dimension from which on the loss of a residual, or what it changes by, is what is derived."""
        products = self._squared(residual) if change is None else self._products(residual, change, 2)
        written = (one for term, _ in products for one in self._written_out(term))
        return max((least_dimension(self.haar, one) for one in written if not self._vanishes(one)), default=1)

    @cached_property
    def _numbers(self) -> dict[str, Affine]:
        free = self.haar.dimension.names if self.sizes else ()
        if missing := [size.name for size in self.setting.sizes if size.name not in (*self.sizes, *free)]:
            raise OutOfReach(
                f"{self.haar.name} is uniform among {self.haar.group} matrices, and its moments are known at given "
                f"sizes only: a number is missing for {', '.join(missing)}; for loss and gradient, --at VALUES.json "
                "gives them"
            )
        return {name: Affine((), number) for name, number in self.sizes.items()}

    def _mean(self, products: list[tuple[Term, int]]) -> Terms:
        """Raises OutOfReach for a missing size, and where there is too much to add up, before the work starts."""
        self._require_reach([term for term, _ in products])
        written = ((one, factor) for term, factor in products for one in self._written_out(term))
        averaged = ((one, factor) for term, factor in written for one in self._averaged(term))
        found = collected((g, c * factor) for one, factor in averaged for c, g in self.randomness.mean(one))
        split = collected((part, c * free) for graph, c in found.items() for free, part in self._split(graph))
        totals = ((graph, settled(at_sizes(coefficient, self.sizes))) for graph, coefficient in split.items())
        return {graph: total for graph, total in totals if total}

    def _split(self, graph: Graph) -> Iterator[tuple[Laurent, Graph]]:
        """A moment by itself as moments at different coordinates, as they are told; all else as it is."""
        if any(factor.kind is not Kind.MOMENT for factor in graph.factors) or len(graph.factors) != 1:
            yield Laurent.number(1), graph
            return
        indices = range(len(graph.dimensions))
        for blocks in set_partitions(len(indices)):
            if self.dimension is None or max(blocks) < self.dimension:
                place = dict(zip(indices, blocks, strict=True))
                kept = {n: graph.dimensions[blocks.index(n)] for n in {*blocks}}
                factors = [factor.at(place) for factor in graph.factors]
                yield canonical(factors, kept, kept, tuple(place[n] for n in graph.open))

    def paired(self, left: Term, right: Term) -> NoReturn:
        raise OutOfReach(f"the expectation over {self.haar.name} as a table: it is uniform on a group, at given sizes")

    def _written_out(self, term: Term) -> Iterator[Term]:
        """One term for each time of the loss and each value of the labels, with the factor of the loss."""
        for here in self._times_of_loss:
            at_time = term.renamed(here)
            for monomial in self.setting.factor.monomials:
                yield from _labelled(at_time.scaled(monomial.at(here)))

    @cached_property
    def _times_of_loss(self) -> list[dict[str, Affine]]:
        """The sizes, and with them each time that the loss is summed over."""
        times, given = self.setting.times, self._numbers
        if times is None:
            return [given]
        ends = times.low.value(self.sizes), times.high.value(self.sizes)
        return [{**given, times.label: Affine((), time)} for time in range(ends[0], ends[1] + 1)]

    def _require_reach(self, terms: list[Term]) -> None:
        """Raise OutOfReach for more products than are added up, before the work starts."""
        times = [{name: at.constant for name, at in here.items()} for here in self._times_of_loss]
        count = 0
        for term in terms:
            each = ways(self.haar.group, [Turned(1, f.conjugate) for f in term.factors if f.kind is Kind.STATE])
            written = sum(_label_count(term.ranges, here) for here in times)
            count += each * written * cost(self._started(term), self.randomness)
        if count > MOST_PRODUCTS:
            where = ", ".join(f"{name} = {size}" for name, size in self.sizes.items())
            raise OutOfReach(
                f"the loss of {self.setting.key} at {where} is split into up to {count} products, more than "
                f"{MOST_PRODUCTS}; shorter sequences, or a family of parameters, are within reach"
            )

    def _started(self, term: Term) -> Term:
        """With the start in the place of every state."""
        return replace(term, factors=tuple(self._start(f) if f.kind is Kind.STATE else f for f in term.factors))

    def _averaged(self, term: Term) -> Iterator[Term]:
        """The mean over W as terms without states."""
        if self._vanishes(term):
            return
        if self.dimension is None:
            yield from map(self._started, averaged(self.haar, term))
            return
        places = [n for n, f in enumerate(term.factors) if f.kind is Kind.STATE]
        for joined, weight in state_mean(self.haar.group, _states(term), self.dimension).items():
            yield self._joined(term, places, joined, weight)

    @staticmethod
    def _vanishes(term: Term) -> bool:
        """Whether a state before the first stands in a term."""
        return any(f.labels[0].constant < 1 for f in term.factors if f.kind is Kind.STATE)

    def _joined(self, term: Term, places: list[int], joined: Pairs, weight: Fraction) -> Term:
        """The states of a pair as a δ and a square of the start, the others as the start."""
        gone = {places[n] for pair in joined for n in pair}
        factors = [self._start(f) if f.kind is Kind.STATE else f for n, f in enumerate(term.factors) if n not in gone]
        dimensions, fresh = list(term.dimensions), term.fresh
        for m, n in joined:
            one, other = term.factors[places[m]], term.factors[places[n]]
            if one.indices:
                factors.append(Factor(Kind.DELTA, "", (one.indices[0], other.indices[0])))
                dimensions.append((fresh, self.haar.dimension))
            square = self._start(one.on((fresh,) if one.indices else ()))
            factors += [square, replace(square, conjugate=not square.conjugate)]
            fresh += 1
        scaled = term.scaled(Monomial(weight))
        return without_deltas(replace(scaled, dimensions=tuple(dimensions), factors=tuple(factors)))

    def _start(self, state: Factor) -> Factor:
        draw = self.randomness.orbits[state.name].start.draw
        return replace(state, kind=Kind.DRAW, name=draw.name, labels=())


def _states(term: Term) -> list[Turned]:
    return [Turned(f.labels[0].constant - 1, f.conjugate) for f in term.factors if f.kind is Kind.STATE]


def _label_count(ranges: tuple[Bounds, ...], given: Mapping[str, int]) -> int:
    """How many values the labels have together."""
    if not ranges:
        return 1
    *others, (low, high) = ranges
    name, values = f"#{len(others)}", range(low.value(given), high.value(given) + 1)
    if any(name in (*lowest.names, *highest.names) for lowest, highest in others):
        return sum(_label_count(tuple(others), {**given, name: value}) for value in values)
    return len(values) * _label_count(tuple(others), given)


def _labelled(term: Term) -> Iterator[Term]:
    """One term for each value of its labels; a range may depend on labels that come after its own."""
    if not term.ranges:
        yield term
        return
    *others, (low, high) = term.ranges
    for value in range(low.constant, high.constant + 1):
        found = term.renamed({f"#{len(others)}": Affine((), value)})
        yield from _labelled(replace(found, ranges=found.ranges[:-1]))
