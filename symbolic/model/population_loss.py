"""Population loss of a setting at arbitrary parameters, for symbolic sizes: graphs with coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from symbolic.algebra.laurent import Laurent
from symbolic.expectation.characters import OutOfReach
from symbolic.model.closed_sums.label_sums import monomial_laurent, settled, time_sum
from symbolic.model.graphs import Graph
from symbolic.model.index_form import index_form, negative
from symbolic.model.integration import Part, Randomness, cost
from symbolic.model.known_sizes import Domain
from symbolic.model.terms import Term, product
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE, Scaled, Total
from symbolic.setting.randomness import GaussianDraw, Orbit
from symbolic.setting.setting import Range, Setting
from symbolic.setting.weights import Monomial

MOST_PRODUCTS = 2_000_000
"""A loss whose expectation is split into more products than that is refused before the work starts."""

Terms = Mapping[Graph, Laurent]
"""A polynomial in parameters: graphs with coefficients that are not zero."""


@dataclass(frozen=True, eq=False)
class Population:
    """The population loss of a setting, derived once."""

    setting: Setting
    letters: frozenset[str] | None = None
    """On a family its complex letters, in the place of complex parameters."""
    _sums: dict[Laurent, Laurent] = field(default_factory=dict)

    @cached_property
    def randomness(self) -> Randomness:
        setting = self.setting
        orbits = {source.name: source for source in setting.draws if isinstance(source, Orbit)}
        if len(unitary := sorted(turn.name for turn in setting.tori)) > 1:
            raise OutOfReach(f"a loss with two random unitary matrices, {' and '.join(unitary)}: one is within reach")
        order = next((turn.order for turn in setting.tori), None)
        return Randomness({draw.name: draw for draw in setting.drawn}, orbits, self.domain, order)

    @cached_property
    def _times(self) -> Range | None:
        """The times that are summed over; none where there is one only, which then stands in the place of its label."""
        times = self.setting.times
        return None if times is None or times.low == times.high else times

    @cached_property
    def _place(self) -> dict[str, Affine]:
        """The one time of a loss in the place of its label."""
        times = self.setting.times
        return {times.label: times.low} if times and times.low == times.high else {}

    @cached_property
    def domain(self) -> Domain:
        times = self._times
        least = {size.name: size.at_least for size in self.setting.sizes}
        most: dict[str, Affine] = {}
        if times:
            if times.low.slopes:
                raise OutOfReach(f"a loss whose first time is {times.low}; a number was expected")
            _require_times(times, Domain(least))
            least[times.label] = times.low.constant
            most[times.label] = times.high
        return Domain(least, most, self._shifts())

    def _shifts(self) -> dict[str, int]:
        """What is added to each size and time: its first pole goes to 0, and the last time of the loss with it."""
        shifts: dict[str, int] = {}
        for base in (base.at(self._place) for base in _denominators(self.setting)):
            if len(base.slopes) == 1 and base.constant % base.slopes[0][1] == 0:
                ((name, slope),) = base.slopes
                shifts.setdefault(name, base.constant // slope)
        times = self._times
        if times and len(times.high.slopes) == 1 and times.high.slopes[0][1] == 1:
            shifts.setdefault(times.high.names[0], times.high.constant + shifts.get(times.label, 0))
        return shifts

    @cached_property
    def residual(self) -> tuple[Term, ...]:
        """Prediction minus target in index form."""
        terms = (*index_form(self.setting.predicted), *map(negative, index_form(self.setting.wanted)))
        return tuple(term.renamed(self._place) for term in terms) if self._place else terms

    @cached_property
    def terms(self) -> Terms:
        """The loss at arbitrary parameters; raises `OutOfReach` as `mean_square` does."""
        return self.mean_square(self.residual)

    def mean_square(self, residual: tuple[Term, ...]) -> Terms:
        """The loss of a residual. Raises `OutOfReach` where it is beyond what can be derived, before the work starts
        where its size is the reason.
        """
        return self._mean(list(self._squared(residual)))

    def mean_product(self, residual: tuple[Term, ...], change: tuple[Term, ...]) -> Terms:
        """What the loss of a real residual changes by, to first order, where the residual changes by that much."""
        return self._mean(self._products(residual, change, 2))

    def mean_products(
        self, residual: tuple[Term, ...], change: tuple[Term, ...], conjugate: tuple[Term, ...], times: int
    ) -> Terms:
        """`E[residual* change] + E[conjugate* residual]`, times a number and the factor of the loss."""
        return self._mean([*self._products(residual, change, times), *self._products(conjugate, residual, times)])

    def _products(self, left: tuple[Term, ...], right: tuple[Term, ...], factor: int) -> list[tuple[Term, int]]:
        conjugates = [term.adjoint(self._complex) for term in left]
        return [(product(one, other, self._inner), factor) for one in conjugates for other in right]

    def _mean(self, products: list[tuple[Term, int]]) -> Terms:
        ways = sum(cost(term, self.randomness) for term, _ in products)
        if ways > MOST_PRODUCTS:
            raise OutOfReach(
                f"the loss of {self.setting.key} is split into up to {ways} products, more than {MOST_PRODUCTS}; "
                "fewer layers, tokens with fewer parts or simpler draws are within reach"
            )
        found = collected((g, c * factor) for term, factor in products for c, g in self.randomness.mean(term))
        totals = ((graph, self._over_times(c * self._factor)) for graph, c in found.items())
        return {graph: total for graph, total in totals if total}

    def paired(self, left: Term, right: Term) -> tuple[Term, Iterator[Part]]:
        """The product of a term's conjugate with another term, and its expectation in parts, summed over coordinates.

        Coefficients are summed over the times of the loss; they are without its factor.
        """
        term = product(left.adjoint(self._complex), right, self._inner)
        parts = (replace(part, coefficient=self._over_times(part.coefficient)) for part in self.randomness.parts(term))
        return term, parts

    @property
    def _inner(self) -> Affine | None:
        axis = self.setting.predicted.rows
        return axis[0] if axis and axis[0] != ONE else None

    def _squared(self, residual: tuple[Term, ...]) -> Iterator[tuple[Term, int]]:
        """`|residual|²`, summed over its coordinates; what is conjugate to something else is counted twice."""
        real = not self._complex_blocks
        for m, left in enumerate(residual):
            conjugate = left.adjoint(self._complex)
            for n, right in enumerate(residual):
                if n >= m or not real:
                    yield product(conjugate, right, self._inner), 2 if real and n > m else 1

    @property
    def _complex_blocks(self) -> frozenset[str]:
        return self.setting.complex_blocks if self.letters is None else self.letters

    @cached_property
    def _complex(self) -> frozenset[str]:
        drawn = {draw.name for draw in self.setting.drawn if isinstance(draw, GaussianDraw) and draw.complex_}
        return self._complex_blocks | drawn

    @cached_property
    def _factor(self) -> Laurent:
        monomials = (monomial.at(self._place) for monomial in self.setting.factor.monomials)
        return Laurent.total(monomial_laurent(monomial, self.domain.shifts) for monomial in monomials)

    def _over_times(self, coefficient: Laurent) -> Laurent:
        times, domain = self._times, self.domain
        if times and coefficient not in self._sums:
            label, low, high = times.label, times.low, times.high
            self._sums[coefficient] = time_sum(coefficient, label, low, high, domain.shifts, domain.never_negative)
        return self._sums[coefficient] if times else settled(coefficient)


def _require_times(times: Range, sizes: Domain) -> None:
    """Sums over times are told by their ends, which is right where one ends at the earliest just before it begins."""
    if not sizes.never_negative(times.high.plus(times.low, -1).plus(Affine((), 1))):
        raise OutOfReach(
            f"a loss over times from {times.low} to {times.high}, which may end before they begin: "
            "sizes that begin later have at_least="
        )


def collected(parts: Iterable[tuple[Graph, Laurent]]) -> Terms:
    """Equal graphs together, those without a coefficient left out."""
    found: dict[Graph, list[Laurent]] = {}
    for graph, coefficient in parts:
        found.setdefault(graph, []).append(coefficient)
    totals = ((graph, Laurent.total(coefficients)) for graph, coefficients in found.items())
    return {graph: total for graph, total in totals if total}


def _denominators(setting: Setting) -> Iterator[Affine]:
    weights: list[Monomial] = list(setting.factor.monomials)
    weights += [m for node in setting.arrays if isinstance(node, Scaled) for m in node.weight.monomials]
    bound = {node.label for node in setting.arrays if isinstance(node, Total)}
    for weight in weights:
        yield from (base for base, power in weight.affine if power < 0 and not set(base.names) & bound)
