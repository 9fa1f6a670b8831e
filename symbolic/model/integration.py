"""Expectation of one term of a loss: draw after draw, then over W on the torus, then the sums over labels.

What is left of a term is a combination of graphs, each with a coefficient that is a function of sizes and of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from math import gcd

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import set_partitions
from symbolic.model.closed_sums.label_counts import sum_over_labels
from symbolic.model.closed_sums.label_sums import monomial_laurent
from symbolic.model.closed_sums.residue_counts import Congruences, sum_over_residues
from symbolic.model.closed_sums.weighted_residues import weighted_over_residues
from symbolic.model.draw_means import NOTHING_LEFT, Outcome, Pair, bell, estimate, outcomes
from symbolic.model.graphs import Graph, canonical
from symbolic.model.known_sizes import Domain
from symbolic.model.terms import UNIT, Factor, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE
from symbolic.setting.randomness import Draw, Orbit
from symbolic.setting.weights import Monomial

Exponents = Mapping[int, Affine]
"""By index, the power to which its eigenvalue is raised."""

Counter = Callable[[tuple[Affine, ...], Congruences | None], Laurent]
"""From equations and congruences to a number of labels, weighted."""


@dataclass(frozen=True)
class Randomness:
    """The draws and orbits of a setting by name, and what is known of its sizes and times."""

    draws: Mapping[str, Draw]
    orbits: Mapping[str, Orbit]
    domain: Domain
    order: int | None = None
    _counts: dict[object, dict[object, Laurent]] = field(default_factory=dict)

    def mean(self, term: Term) -> Iterator[tuple[Laurent, Graph]]:
        """`E` of a term; the coefficients depend on the time of the loss and on sizes.

        A factor of kind OPEN says which two indices are not summed over.
        """
        dimensions = dict(term.dimensions)
        fixed = tuple(f for f in term.factors if f.kind not in INTEGRATED)
        for part in self.parts(term):
            factors = [f.at(part.places) for f in (*fixed, *part.factors)]
            open_ = next((f.indices for f in factors if f.kind is Kind.OPEN), ())
            kept = {n: dimensions[n] for n in set(part.places.values())}
            closed = [f for f in factors if f.kind is not Kind.OPEN]
            free, graph = canonical(closed, kept, part.distinct, open_, self.domain.shifts)
            if _has_room(graph):
                yield part.coefficient * free, graph

    def parts(self, term: Term) -> Iterator[Part]:
        """`E` of a term, one part for each way in which its indices coincide, before equal ones are added."""
        prepared = _Prepared.of(term, self)
        indices = [n for n, _ in prepared.term.dimensions]
        front = monomial_laurent(prepared.outer, self.domain.shifts)
        for outcome in prepared.drawn(self):
            merged = _merged(outcome.merges)
            counted = self._counter(prepared, front * outcome.coefficient)
            for pattern, powers in _coincidences(prepared.exponents, merged, self.order):
                system = outcome.equations if self.order else (*outcome.equations, *powers)
                modulo = Congruences(self.order, frozenset(powers)) if self.order else None
                if coefficient := counted(system, modulo):
                    place = {**merged, **pattern}
                    places = {n: _root(n, place) for n in indices}
                    distinct = frozenset(places[n] for n in prepared.exponents if n in places)
                    yield Part(coefficient, places, distinct, outcome.factors, system, outcome.pairs, powers)

    def _counter(self, prepared: _Prepared, weight: Laurent) -> Counter:
        """The weight times the number of labels that solve a system, each system counted once."""
        counts = self._counts.setdefault(prepared.key, {})
        weighted: dict[object, Laurent] = {}

        def counted(system: tuple[Affine, ...], modulo: Congruences | None) -> Laurent:
            if (wanted := (frozenset(system), modulo)) not in weighted:
                if wanted not in counts:
                    counts[wanted] = prepared.counted(system, modulo, self.domain)
                weighted[wanted] = counts[wanted] * weight
            return weighted[wanted]

        return counted


@dataclass(frozen=True)
class Part:
    """A part of an expectation: where each index has gone to, which of those are different coordinates.

    The coefficient counts the labels at which the equations hold, and at which the `powers` of eigenvalues vanish, or
    are multiples of the order of roots of unity; `pairs` are those of Gaussian factors.
    """

    coefficient: Laurent
    places: Mapping[int, int]
    distinct: frozenset[int]
    factors: tuple[Factor, ...]
    equations: tuple[Affine, ...]
    pairs: tuple[Pair, ...] = ()
    powers: tuple[Affine, ...] = ()


@dataclass(frozen=True)
class _Prepared:
    """A term with orbits written out: exponents of eigenvalues by index, starts as draws, bounds on labels."""

    term: Term
    random: Mapping[str, tuple[Factor, ...]]
    exponents: Exponents
    bounds: tuple[Affine, ...]

    @staticmethod
    def of(term: Term, randomness: Randomness) -> _Prepared:
        term = _in_one_dimension(term)
        random: dict[str, list[Factor]] = {}
        exponents: dict[int, Affine] = {}
        bounds = list(_range_bounds(term))
        for factor in term.factors:
            if factor.kind is Kind.STATE:
                start, power = _started(factor, randomness.orbits[factor.name])
                bounds.append(_present(factor, power))
                _turn(exponents, term, factor, power)
                random.setdefault(start.name, []).append(start)
            elif factor.kind is Kind.TURN:
                _turn(exponents, term, factor, factor.labels[0])
            elif factor.kind is Kind.PRESENT:
                bounds.append(factor.labels[0])
            elif factor.kind is Kind.DRAW:
                random.setdefault(factor.name, []).append(factor)
        return _Prepared(term, {n: tuple(f) for n, f in random.items()}, exponents, tuple(bounds))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        return tuple(f"#{n}" for n in range(len(self.term.ranges)))

    @cached_property
    def key(self) -> object:
        """What a count depends on beside its equations."""
        return self.labels, frozenset(self.bounds), self.inner

    @cached_property
    def inner(self) -> Monomial:
        """The weight, where it depends on labels."""
        return UNIT if self.term.weight.names.isdisjoint(self.labels) else self.term.weight

    @property
    def outer(self) -> Monomial:
        """The weight, where it depends on none."""
        return UNIT if self.inner is self.term.weight else self.term.weight

    def counted(self, equations: tuple[Affine, ...], modulo: Congruences | None, domain: Domain) -> Laurent:
        """The inner weight summed over the labels at which the equations and the congruences hold."""
        if modulo and not self.inner.names.isdisjoint(self.labels):
            return weighted_over_residues(self.labels, equations, modulo, self.bounds, self.inner, domain)
        if modulo:
            return sum_over_residues(self.labels, equations, modulo, self.bounds, self.inner, domain)
        return sum_over_labels(self.labels, equations, self.bounds, self.inner, domain)

    def drawn(self, randomness: Randomness) -> Iterator[Outcome]:
        """Every way to take the random factors together, draw by draw."""
        ways = [list(outcomes(randomness.draws[name], factors)) for name, factors in self.random.items()]
        for chosen in product(*ways):
            out = NOTHING_LEFT
            for part in chosen:
                out = out & part
            yield out


def _in_one_dimension(term: Term) -> Term:
    """All indices with one value only are the same."""
    first, *others = [n for n, size in term.dimensions if size == ONE] or [0]
    if not others:
        return term
    factors = tuple(f.at(dict.fromkeys(others, first)) for f in term.factors)
    return replace(term, dimensions=tuple(d for d in term.dimensions if d[0] not in others), factors=factors)


def _has_room(graph: Graph) -> bool:
    """Whether there are as many coordinates as are to be different; not known where their number is a size."""
    dimensions = (graph.dimensions[n] for n in graph.distinct)
    return all(size.slopes or len(graph.distinct) <= size.constant for size in dimensions)


INTEGRATED = (Kind.STATE, Kind.DRAW, Kind.TURN, Kind.PRESENT)
"""Kinds of factors of which an expectation leaves no trace."""

SCALAR = -3
"""The index of an eigenvalue in one dimension, where nothing else has one."""


def _turn(exponents: dict[int, Affine], term: Term, factor: Factor, power: Affine) -> None:
    """One more power of an eigenvalue, of its conjugate where the factor is conjugated."""
    alone = next((n for n, size in term.dimensions if size == ONE), SCALAR)
    index = factor.indices[0] if factor.indices else alone
    exponents[index] = exponents.get(index, Affine()).plus(power, -1 if factor.conjugate else 1)


def _range_bounds(term: Term) -> Iterator[Affine]:
    for n, (low, high) in enumerate(term.ranges):
        label = Affine.of({f"#{n}": 1})
        yield label.plus(low, -1)
        yield high.plus(label, -1)


def _started(factor: Factor, orbit: Orbit) -> tuple[Factor, Affine]:
    """`x[s] = W^(s-1) x_1` as the start and the exponent, which is not negative: `x[s] = 0` for `s <= 0`."""
    start = replace(factor, kind=Kind.DRAW, name=orbit.start.draw.name, labels=())
    return start, factor.labels[0].plus(Affine((), 1), -1)


def _present(factor: Factor, power: Affine) -> Affine:
    """What is at least 0 where the state is not zero."""
    return power


def _merged(merges: tuple[tuple[int, int], ...]) -> dict[int, int]:
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
    exponents: Exponents, place: Mapping[int, int], order: int | None
) -> Iterator[tuple[dict[int, int], tuple[Affine, ...]]]:
    """Every way in which indices of eigenvalues coincide, and what must vanish for the expectation over W to be one.

    Orthogonality of characters: the expectation is 1 where each eigenvalue's exponent vanishes, or, over roots of
    unity, is a multiple of their order; else it is 0.
    """
    powers: dict[int, Affine] = {}
    for index, power in exponents.items():
        root = _root(index, place)
        powers[root] = powers.get(root, Affine()).plus(power)
    indices = tuple(powers)
    sums: dict[tuple[int, ...], Affine] = {}
    if not _may_vanish(_sum(indices, powers, sums), order):
        return
    for pattern in set_partitions(len(indices)) if indices else ((),):
        blocks: dict[int, tuple[int, ...]] = {}
        for index, block in zip(indices, pattern, strict=True):
            blocks[block] = (*blocks.get(block, ()), index)
        equations = [_sum(block, powers, sums) for block in blocks.values()]
        if all(_may_vanish(power, order) for power in equations):
            moved = {n: first for first, *others in blocks.values() for n in others}
            yield moved, tuple(dict.fromkeys(power for power in equations if power.slopes))


def _may_vanish(power: Affine, order: int | None) -> bool:
    """Whether it may be 0 or, where there is an order, a multiple of that."""
    if order:
        return power.constant % gcd(order, *(slope for _, slope in power.slopes)) == 0
    return bool(power.slopes) or not power.constant


def _sum(indices: tuple[int, ...], powers: Exponents, known: dict[tuple[int, ...], Affine]) -> Affine:
    """The powers at some indices added up, the first of them counted positively: only whether it vanishes is asked."""
    if indices not in known:
        total = Affine()
        for index in indices:
            total = total.plus(powers[index])
        known[indices] = total.times(-1) if total.slopes and total.slopes[0][1] < 0 else total
    return known[indices]


def cost(term: Term, randomness: Randomness) -> int:
    """How many products the expectation of a term is split into, at most."""
    prepared = _Prepared.of(term, randomness)
    ways = 1
    for name, factors in prepared.random.items():
        ways *= estimate(randomness.draws[name], factors)
    return ways * bell(len(prepared.exponents))
