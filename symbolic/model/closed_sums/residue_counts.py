"""How many labels satisfy equations, bounds and congruences: residue class by residue class.

Over roots of unity of order m a power of an eigenvalue has mean 1 where its exponent is a multiple of m, else 0. In a
class of residues, where every label is `m n + r` for a new label n, and the size or the time too, congruences are
settled, equations and bounds are divided by m, the latter rounded down: what is left is counted as for the circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from symbolic.algebra.laurent import Laurent
from symbolic.expectation.characters import NEVER, Count, OutOfReach
from symbolic.model.closed_sums.label_counts import number_of_labels
from symbolic.model.closed_sums.label_sums import monomial_laurent
from symbolic.model.known_sizes import Domain
from symbolic.model.letters import Equals, Residue, affine_laurent
from symbolic.setting.affine import Affine
from symbolic.setting.weights import Monomial

MOST_CLASSES = 20_000
"""More classes of residues than that are refused."""


@dataclass(frozen=True)
class Congruences:
    """Affine expressions that are to be multiples of the order."""

    order: int
    powers: frozenset[Affine]

    def hold(self, residues: Mapping[str, int]) -> bool:
        """Whether they are, in a class of residues."""
        return all(power.value(residues) % self.order == 0 for power in self.powers)


def sum_over_residues(
    labels: Sequence[str],
    equations: Sequence[Affine],
    congruences: Congruences,
    bounds: Sequence[Affine],
    weight: Monomial,
    domain: Domain,
) -> Laurent:
    """The number of labels at which equations, congruences and bounds hold, times a weight that depends on no label.

    Raises `OutOfReach` where the number depends on two sizes at once.

    >>> even = Congruences(2, frozenset({Affine.of({"#0": 1})}))
    >>> ends = [Affine.of({"#0": 1}, -1), Affine.of({"N": 1, "#0": -1})]
    >>> print(sum_over_residues(["#0"], [], even, ends, Monomial(), Domain({"N": 1})))
    1/2 N + -1/2 [N = 1 mod 2]
    """
    names = {name for row in (*equations, *congruences.powers, *bounds) for name in row.names}.difference(labels)
    if len(names) > 1:
        what = f"sizes {', '.join(sorted(names))}"
        raise OutOfReach(f"roots of unity of order {congruences.order} and {what}: one size is counted")
    if congruences.order ** (len(labels) + len(names)) > MOST_CLASSES:
        raise OutOfReach(f"{len(labels)} labels modulo {congruences.order}: more than {MOST_CLASSES} residue classes")
    name = next(iter(names), None)
    system = ResidueSystem(labels, equations, congruences, bounds, name, domain)
    return monomial_laurent(weight, domain.shifts) * system.total()


@dataclass(frozen=True)
class ResidueSystem:
    """Labels with equations, congruences and bounds in one size; a class of residues is counted at a time."""

    labels: Sequence[str]
    equations: Sequence[Affine]
    congruences: Congruences
    bounds: Sequence[Affine]
    name: str | None
    domain: Domain

    def total(self) -> Laurent:
        """Classes of the size beside that of its multiples are told by what they have more."""
        if self.name is None:
            return Laurent.total(Laurent.number(count.at(0)) for count in self._counts({}))
        found = [list(self._counts({self.name: residue})) for residue in range(self.congruences.order)]
        forms = [Laurent.total(self.form(count, residue) for count in found[residue]) for residue in range(len(found))]
        more = (
            Laurent.atom(Residue(self.name, self.congruences.order, residue)) * (form - forms[0])
            for residue, form in enumerate(forms)
            if residue
        )
        single = (self.single(count, residue) for residue in range(len(found)) for count in found[residue])
        return Laurent.total((forms[0], *more, *single))

    def _counts(self, fixed: dict[str, int]) -> Iterator[Count]:
        """One for each class of the labels; the size is `order n + residue`, and n is counted with."""
        for chosen in product(range(self.congruences.order), repeat=len(self.labels)):
            residues = {**dict(zip(self.labels, chosen, strict=True)), **fixed}
            if self.congruences.hold(residues):
                yield self.count(residues)

    def count(self, residues: Mapping[str, int]) -> Count:
        """How many labels there are in a class, for every n."""
        m = self.congruences.order
        constants = [row.value(residues) for row in self.equations]
        if any(constant % m for constant in constants):
            return NEVER
        equations = [_divided(row, constant // m) for row, constant in zip(self.equations, constants, strict=True)]
        bounds = [_divided(row, row.value(residues) // m) for row in self.bounds]
        least = {} if self.name is None else {self.name: self._first(residues[self.name])}
        return number_of_labels(self.labels, equations, bounds, self.name, Domain(least))

    def _first(self, residue: int) -> int:
        """The smallest n at which the size is what it is at least."""
        return -((residue - self.domain.least.get(self.name or "", 0)) // self.congruences.order)

    def form(self, count: Count, residue: int) -> Laurent:
        """The polynomial of a count, in the size."""
        size = affine_laurent(Affine.of({self.name or "": 1}, -residue), self.domain.shifts)
        n = size * Fraction(1, self.congruences.order)
        return Laurent.total(n.power(k) * c for k, c in enumerate(count.polynomial) if c)

    def single(self, count: Count, residue: int) -> Laurent:
        """What a count has more at single sizes."""
        at = ((self.congruences.order * n + residue, extra) for n, extra in count.exceptional)
        return Laurent.total(Laurent.atom(Equals(self.name or "", value)) * extra for value, extra in at)


def _divided(row: Affine, constant: int) -> Affine:
    """An affine expression at `order n + residue` in the place of each name, divided by the order."""
    return Affine(row.slopes, constant)
