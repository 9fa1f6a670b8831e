"""What is derived of a setting, once: its loss, the gradient by every block, both on a family, and exact values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from symbolic.model.contraction import Numbers
from symbolic.model.entry_derivatives import complex_derivative, derivative
from symbolic.model.haar_loss import HaarPopulation
from symbolic.model.population_loss import Population, Terms
from symbolic.model.restriction import opened, restricted
from symbolic.model.terms import Term
from symbolic.setting.family import Family
from symbolic.setting.point import IMAGINARY, Matrix, Values, check_values
from symbolic.setting.setting import Setting


@dataclass(frozen=True, eq=False)
class Derived:
    """Loss and gradient of a setting, for symbolic sizes; nothing is derived before it is asked for.

    Raises `OutOfReach`, in words, where the setting is beyond what can be derived. Sizes are numbers only where the
    setting has a matrix W that is uniform on a group, and are given then.

    >>> from symbolic.setting import Gaussian, covariance, parameter, size
    >>> d = size("d")
    >>> x, w = Gaussian("x", covariance("S", d)), parameter("w", [d], [])
    >>> noise = Gaussian("e", 1)
    >>> linear = Setting(
    ...     "linear", sizes=(d,), draws=(x, noise), parameters=(w,), prediction=lambda: w.H @ x, target=lambda: noise
    ... )
    >>> [str(c) for c in Derived(linear).terms.values()]
    ['1/2', '1/2']
    """

    setting: Setting
    sizes: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def population(self) -> Population:
        return HaarPopulation(self.setting, sizes=self.sizes) if self.setting.haar else Population(self.setting)

    def at(self, values: Values) -> Derived:
        """What is derived where sizes need values; where they need none, this."""
        return Derived(self.setting, values.sizes) if self.setting.haar and not self.sizes else self

    @property
    def terms(self) -> Terms:
        """The population loss at arbitrary parameters."""
        return self.population.terms

    @cached_property
    def gradient(self) -> dict[str, Terms]:
        """`∂L/∂block[p, q]` by block; `p, q` are the open indices. Of a complex one it is `∂L/∂Re + i ∂L/∂Im`."""
        return {block: self._derivative(block) for block in self.setting.blocks}

    def _derivative(self, block: str) -> Terms:
        pairs = self.setting.complex_blocks
        return complex_derivative(self.terms, block, pairs) if block in pairs else derivative(self.terms, block)

    def on(self, family: Family) -> OnFamily:
        """Loss and gradient where the parameters are held to a family."""
        return OnFamily(self, family)

    def loss_at(self, values: Values) -> Fraction:
        """The exact loss; raises WrongValues where the values do not fit."""
        check_values(self.setting, values)
        return Numbers(self.setting, values).loss(self.at(values).terms)

    def gradient_at(self, values: Values) -> dict[str, Matrix]:
        """The exact gradient by the entries of every block; raises WrongValues where the values do not fit.

        A complex block has two: by its real parts under its name, and by its imaginary parts, with `.imag` behind it.
        """
        check_values(self.setting, values)
        numbers, gradient, found = Numbers(self.setting, values), self.at(values).gradient, {}
        for block, shape in self.setting.blocks.items():
            found[block] = numbers.matrix(gradient[block], shape)
            if block in self.setting.complex_blocks:
                found[f"{block}{IMAGINARY}"] = numbers.matrix(gradient[block], shape, imaginary=True)
        return found


@dataclass(frozen=True, eq=False)
class OnFamily:
    """Loss and gradient on a family: terms in its letters, derived without the loss at arbitrary parameters."""

    derived: Derived
    family: Family

    @cached_property
    def terms(self) -> Terms:
        """The loss on the family."""
        return self._population.mean_square(self._residual)

    @cached_property
    def gradient(self) -> dict[str, Terms]:
        """The gradient on the family, also by blocks that are zero there; blocks in which it vanishes are left out."""
        found = {block: self.derivative(block) for block in self.derived.setting.blocks}
        return {block: terms for block, terms in found.items() if terms}

    def least_dimension(self, block: str = "") -> int:
        """The first dimension from which on the loss, or the gradient by a block, is what is derived.

        That is 1 but where the dimension of a uniform W is left open.
        """
        population = self._population
        if not isinstance(population, HaarPopulation) or population.dimension is not None:
            return 1
        return population.least_dimension(self._residual, self._changes(block) if block else None)

    def derivative(self, block: str) -> Terms:
        """`∂L/∂block[p, q]` on the family; `p, q` are the open indices. Of a complex one it is `∂L/∂Re + i ∂L/∂Im`."""
        by_entry = self._changes(block)
        if block in self.derived.setting.complex_blocks:
            return self._population.mean_products(self._residual, self._changes(block, conjugate=True), by_entry, 2)
        if self.family.complex_names:
            return self._population.mean_products(self._residual, by_entry, by_entry, 1)
        return self._population.mean_product(self._residual, by_entry)

    def _changes(self, block: str, conjugate: bool = False) -> tuple[Term, ...]:
        """The derivative of the residual by an entry, or by its conjugate."""
        changes = [change for term in self._population.residual for change in opened(term, block, conjugate)]
        return restricted(changes, self.derived.setting, self.family)

    @cached_property
    def _population(self) -> Population:
        known = self.derived.population
        return replace(known, letters=self.family.complex_names) if self.derived.setting.complex_blocks else known

    @cached_property
    def _residual(self) -> tuple[Term, ...]:
        return restricted(self._population.residual, self.derived.setting, self.family)
