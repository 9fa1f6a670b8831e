"""The parts of an expectation: over W one for each way in which coordinates coincide, over Gaussian draws by pairings.

They are added up and compared with what the engine derives as a whole, and the exponents of eigenvalues are read off
the term once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from symbolic.algebra.laurent import Laurent
from symbolic.model.closed_sums.label_sums import monomial_laurent
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.graphs import Graph, canonical
from symbolic.model.integration import INTEGRATED, Part
from symbolic.model.population_loss import Population, Terms, collected
from symbolic.model.restriction import opened, restricted
from symbolic.model.terms import UNIT, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.family import Family
from symbolic.setting.setting import Setting


class TableDiffers(ArithmeticError):
    """The rows of a table do not add up to what the engine derives as a whole."""


@dataclass(frozen=True)
class Summand:
    """A part of an expectation, from the product of a term of the residual with another one.

    `solutions` counts the labels that solve its equations, `coefficient` is what its graph is multiplied by.
    """

    of: Term
    term: Term
    part: Part
    solutions: Laurent
    coefficient: Laurent
    graph: Graph


@dataclass(frozen=True, eq=False)
class ExpectationParts:
    """The expectations of a setting on a family, or at arbitrary parameters, in parts."""

    on: OnFamily | Derived

    @property
    def setting(self) -> Setting:
        return self._derived.setting

    @property
    def family(self) -> Family | None:
        return None if isinstance(self.on, Derived) else self.on.family

    @property
    def population(self) -> Population:
        return self._derived.population

    @property
    def _derived(self) -> Derived:
        return self.on if isinstance(self.on, Derived) else self.on.derived

    @property
    def blocks(self) -> tuple[str, ...]:
        """Those by whose entries the derivative does not vanish."""
        return tuple(block for block, terms in self.on.gradient.items() if terms)

    def _held(self, terms: Iterable[Term]) -> tuple[Term, ...]:
        """Terms on the family."""
        return restricted(terms, self.setting, self.family) if self.family else tuple(terms)

    def summands(self, block: str) -> list[Summand]:
        """The parts of the derivative by a block, those with a solution.

        Raises TableDiffers unless they add up to what is derived as a whole.
        """
        changes = [change for term in self.population.residual for change in opened(term, block)]
        held = self._held(changes)
        found = [each for one in self._residual for change in held for each in self._summands(one, change, 2)]
        require_sum(found, self.on.gradient.get(block, {}))
        return found

    def summands_of_loss(self) -> list[Summand]:
        """The parts of the loss; raises TableDiffers as before."""
        pairs = [(m, n) for m in range(len(self._residual)) for n in range(m, len(self._residual))]
        found = [
            each for m, n in pairs for each in self._summands(self._residual[m], self._residual[n], 1 if n == m else 2)
        ]
        require_sum(found, self.on.terms)
        return found

    @cached_property
    def _residual(self) -> tuple[Term, ...]:
        return self._held(self.population.residual)

    def _summands(self, one: Term, other: Term, times: int) -> Iterator[Summand]:
        population = self.population
        term, parts = population.paired(one, other)
        counted = population.randomness.parts(replace(term, weight=UNIT))
        factor = Laurent.total(monomial_laurent(m, {}) for m in self.setting.factor.monomials) * times
        for part, alone in zip(parts, counted, strict=True):
            fixed = [f for f in term.factors if f.kind not in INTEGRATED]
            factors = [f.at(part.places) for f in (*fixed, *part.factors)]
            open_ = next((f.indices for f in factors if f.kind is Kind.OPEN), ())
            dimensions = dict(term.dimensions)
            kept = {n: dimensions[n] for n in set(part.places.values())}
            closed = [f for f in factors if f.kind is not Kind.OPEN]
            shifts = population.domain.shifts
            free, graph = canonical(closed, kept, part.distinct, open_, shifts)
            yield Summand(one, term, part, alone.coefficient, part.coefficient * factor * free, graph)


def require_sum(found: Iterable[Summand], whole: Terms) -> None:
    """Raise TableDiffers unless the summands add up to the whole."""
    if collected((each.graph, each.coefficient) for each in found) != dict(whole):
        raise TableDiffers("the rows of a table do not add up to the derived terms")


def exponents(each: Summand) -> Mapping[int, Affine]:
    """By coordinate, the exponent of its eigenvalue, read off the states and the powers in the term.

    Raises TableDiffers where those that depend on times are not those of which the engine counts the solutions.
    """
    powers: dict[int, Affine] = {}
    for factor in each.term.factors:
        if factor.kind in TURNED:
            place = each.part.places.get(factor.indices[0], factor.indices[0])
            power = factor.labels[0].plus(Affine((), int(factor.kind is Kind.STATE)), -1)
            powers[place] = powers.get(place, Affine()).plus(power, -1 if factor.conjugate else 1)
    told = {frozenset((power, power.times(-1))) for power in powers.values() if power.slopes}
    if told != {frozenset((row, row.times(-1))) for row in each.part.powers}:
        raise TableDiffers("the exponents of a table are not those that were counted")
    return powers


TURNED = (Kind.STATE, Kind.TURN)
"""Kinds of factors that carry an eigenvalue."""
