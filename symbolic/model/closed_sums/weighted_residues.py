"""Weighted sums over labels where congruences hold: residue class by residue class.

A weighted label runs by itself over an interval, in one class of residues: `Σ_{s = r mod m} w(s)`, kept as a sum for
r ≠ 0; that of class 0 is the sum over all s, in closed form where there is one, less those. Other labels are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from symbolic.algebra.laurent import Laurent
from symbolic.expectation.characters import OutOfReach
from symbolic.model.closed_sums.label_counts import solved_for
from symbolic.model.closed_sums.label_sums import interval, label_sum, monomial_laurent
from symbolic.model.closed_sums.residue_counts import MOST_CLASSES, Congruences, ResidueSystem
from symbolic.model.known_sizes import Domain
from symbolic.model.letters import Residue, TimeTotal
from symbolic.setting.affine import Affine
from symbolic.setting.weights import Monomial

SUMMED = "s"
"""What the label of a sum is called."""


def weighted_over_residues(
    labels: Sequence[str],
    equations: Sequence[Affine],
    congruences: Congruences,
    bounds: Sequence[Affine],
    weight: Monomial,
    domain: Domain,
) -> Laurent:
    """`Σ weight` over the labels at which equations, congruences and bounds hold.

    Raises `OutOfReach` where labels with weights are bound to one another, or several sizes count.

    >>> even = Congruences(2, frozenset({Affine.of({"#0": 1})}))
    >>> ends = (Affine.of({"#0": 1}, -1), Affine.of({"N": 1, "#0": -1}))
    >>> inverse = Monomial(affine=((Affine.of({"#0": 1}), -1),))
    >>> print(weighted_over_residues(["#0"], [], even, ends, inverse, Domain({"N": 1})))
    1 H(N) + -1 sum_(s=1..N) 1 [s = 1 mod 2] s^-1
    """
    solved, conditions = solved_for(labels, equations)
    if any(not row.slopes for row in conditions):
        return Laurent.number(0)
    if conditions:
        raise OutOfReach(f"the condition {conditions[0]} = 0 on sizes, beside weights and roots of unity")
    free = [label for label in labels if label not in solved]
    left = Congruences(congruences.order, frozenset(power.at(solved) for power in congruences.powers))
    sides = tuple(bound.at(solved) for bound in bounds)
    system = _Weighted(free, left, sides, weight.at(solved), domain)
    return monomial_laurent(system.weight.without(system.weighted), domain.shifts) * system.total()


@dataclass(frozen=True, eq=False)
class _Weighted:
    labels: Sequence[str]
    congruences: Congruences
    bounds: tuple[Affine, ...]
    weight: Monomial
    domain: Domain
    _known: dict[tuple[str, int | None], Laurent] = field(default_factory=dict)

    @cached_property
    def weighted(self) -> tuple[str, ...]:
        return tuple(label for label in self.labels if label in self.weight.names)

    @cached_property
    def name(self) -> str | None:
        """The size that counts, if there is one."""
        rows = (*self.congruences.powers, *self.bounds)
        names = {name for row in rows for name in row.names}.difference(self.labels)
        if len(names) > 1:
            raise OutOfReach(f"roots of unity of order {self.congruences.order}, weights and sizes {sorted(names)}")
        return next(iter(names), None)

    @cached_property
    def plain(self) -> ResidueSystem:
        """The labels without weights."""
        own = [label for label in self.labels if label not in self.weighted]
        sides = [side for side in self.bounds if not {*side.names} & {*self.weighted}]
        return ResidueSystem(own, (), self.congruences, sides, self.name, self.domain)

    def total(self) -> Laurent:
        order, names = self.congruences.order, [*self.labels, *([self.name] if self.name else [])]
        if order ** len(names) > MOST_CLASSES:
            raise OutOfReach(f"{len(self.labels)} labels modulo {order}: more than {MOST_CLASSES} residue classes")
        return Laurent.total(self._in_classes(names))

    def _in_classes(self, names: Sequence[str]) -> Iterator[Laurent]:
        for chosen in product(range(self.congruences.order), repeat=len(names)):
            residues = dict(zip(names, chosen, strict=True))
            if self.congruences.hold(residues):
                part = self._counted(residues)
                for label in self.weighted:
                    part = part * self._sum(label, residues[label])
                yield part

    def _counted(self, residues: Mapping[str, int]) -> Laurent:
        """The number of labels without weights in a class, where the size is in its class."""
        count = self.plain.count(residues)
        if self.name is None:
            return Laurent.number(count.at(0))
        residue = residues[self.name]
        return self._indicator(self.name, residue) * self.plain.form(count, residue) + self.plain.single(count, residue)

    def _indicator(self, name: str, residue: int) -> Laurent:
        order = self.congruences.order
        if residue:
            return Laurent.atom(Residue(name, order, residue))
        return Laurent.number(1) - Laurent.total(self._indicator(name, other) for other in range(1, order))

    def _sum(self, label: str, residue: int) -> Laurent:
        """Over one label in one class."""
        if residue:
            return self._sum_where(label, residue)
        others = (self._sum_where(label, other) for other in range(1, self.congruences.order))
        return self._sum_where(label, None) - Laurent.total(others)

    def _sum_where(self, label: str, residue: int | None) -> Laurent:
        """Over all values of a label, or over those of a class that is not that of 0."""
        if (label, residue) not in self._known:
            self._known[label, residue] = self._found(label, residue)
        return self._known[label, residue]

    def _found(self, label: str, residue: int | None) -> Laurent:
        own, weight = [side for side in self.bounds if side.slope(label)], self.weight.only(label)
        if residue is None and len(weight.affine) <= 1:
            return label_sum(label, own, weight, self.domain)
        lower, upper = interval(own, label, self.domain.never_negative)
        if (
            len(lower) != 1
            or len(upper) != 1
            or lower[0].slopes
            or any({*side.names} & {*self.labels} - {label} for side in own)
        ):
            raise OutOfReach(f"a weighted sum over a class of residues from {lower} to {upper}")
        _require_no_pole(weight, label, lower[0])
        place = {label: Affine.of({SUMMED: 1})}
        summand = monomial_laurent(weight.at(place), {})
        where = Laurent.number(1) if residue is None else self._indicator(SUMMED, residue)
        return Laurent.atom(TimeTotal(SUMMED, lower[0].constant, upper[0], summand * where))


def _require_no_pole(weight: Monomial, label: str, low: Affine) -> None:
    for base, power in weight.affine:
        if power < 0 and (base.slope(label) != 1 or len(base.slopes) != 1 or base.at({label: low}).constant < 1):
            raise OutOfReach(f"the weight {weight} from {low} on: a divisor that grows from 1 or above was expected")
