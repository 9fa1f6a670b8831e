"""Numbers that depend on sizes, times and named scalars, not on data: `1/(t-1)`, `sigma**2`, `gamma**(t-i)`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, overload

from symbolic.setting.affine import Affine, HasAffine, as_affine, identifier
from symbolic.setting.valueless import Untraceable, Valueless


@dataclass(frozen=True)
class Monomial:
    """A rational times integer powers of affine expressions times named scalars to affine powers."""

    rational: Fraction = Fraction(1)
    affine: tuple[tuple[Affine, int], ...] = ()
    scalars: tuple[tuple[str, Affine], ...] = ()

    def __mul__(self, other: Monomial) -> Monomial:
        powers, exponents = dict(self.affine), dict(self.scalars)
        for base, power in other.affine:
            powers[base] = powers.get(base, 0) + power
        for name, exponent in other.scalars:
            exponents[name] = exponents.get(name, Affine()).plus(exponent)
        return Monomial(
            self.rational * other.rational,
            tuple(sorted(((b, n) for b, n in powers.items() if n), key=str)),
            tuple(sorted(((s, e) for s, e in exponents.items() if e != Affine()), key=str)),
        )

    def power(self, n: int) -> Monomial:
        if n < 0 and not self.rational:
            raise Untraceable("a weight is divided by zero")
        return Monomial(
            self.rational**n,
            tuple((base, n * power) for base, power in self.affine if n),
            tuple((name, exponent.times(n)) for name, exponent in self.scalars if n),
        )

    def at(self, values: Mapping[str, Affine]) -> Monomial:
        """With some sizes or times replaced."""
        out = Monomial(self.rational)
        for base, power in self.affine:
            out = out * affine_power(base.at(values), power)
        return out * Monomial(scalars=tuple((name, exponent.at(values)) for name, exponent in self.scalars))

    def only(self, name: str) -> Monomial:
        """The factors that depend on a size or time; of a power such as `γ^(t-i)` the part `γ^(-i)`."""
        exponents = ((s, Affine.of({name: e.slope(name)})) for s, e in self.scalars if e.slope(name))
        return Monomial(Fraction(1), tuple(p for p in self.affine if p[0].slope(name)), tuple(exponents))

    def without(self, names: Collection[str]) -> Monomial:
        """What is left without the factors that depend on these sizes and times."""
        gone = {name: Affine() for name in names}
        kept = tuple(p for p in self.affine if not set(p[0].names) & set(names))
        exponents = ((s, e.at(gone)) for s, e in self.scalars)
        return Monomial(self.rational, kept, tuple((s, e) for s, e in exponents if e != Affine()))

    def value(self, sizes: Mapping[str, int], scalars: Mapping[str, Fraction]) -> Fraction:
        """The number that it is; raises ZeroDivisionError where it divides by zero."""
        out = self.rational
        for base, power in self.affine:
            out *= Fraction(base.value(sizes)) ** power
        for name, exponent in self.scalars:
            out *= Fraction(scalars[name]) ** exponent.value(sizes)
        return out

    @property
    def names(self) -> frozenset[str]:
        """The sizes and times in it."""
        parts = (*(base for base, _ in self.affine), *(exponent for _, exponent in self.scalars))
        return frozenset(name for part in parts for name in part.names)

    def __str__(self) -> str:
        parts = [_power_text(str(base), power, bool(base.constant)) for base, power in self.affine]
        parts += [name if e == as_affine(1) else f"{name}**({e})" for name, e in self.scalars]
        return "*".join(parts if self.rational == 1 and parts else [str(self.rational), *parts])


def affine_power(base: Affine, power: int) -> Monomial:
    """An affine expression to an integer power, a number where it is one."""
    if base.slopes:
        return Monomial(affine=((base, power),)) if power else Monomial()
    if power < 0 and not base.constant:
        raise Untraceable("a weight is divided by zero")
    return Monomial(Fraction(base.constant) ** power)


@dataclass(frozen=True)
class Weight(Valueless):
    """A sum of monomials in sizes, times and named scalars.

    >>> print(scalar("sigma") ** 2 / 4)
    1/4*sigma**(2)
    """

    monomials: tuple[Monomial, ...]

    def __add__(self, other: object) -> Weight:
        right = as_weight(other)
        return NotImplemented if right is None else Weight((*self.monomials, *right.monomials))

    __radd__ = __add__

    def __neg__(self) -> Weight:
        return self * -1

    def __sub__(self, other: object) -> Weight:
        right = as_weight(other)
        return NotImplemented if right is None else self + -right

    def __rsub__(self, other: object) -> Weight:
        left = as_weight(other)
        return NotImplemented if left is None else left + -self

    @overload
    def __mul__(self, other: Weight | HasAffine | Fraction | int) -> Weight: ...
    @overload
    def __mul__(self, other: object) -> Any: ...
    def __mul__(self, other: object) -> Any:
        right = as_weight(other)
        if right is None:
            return NotImplemented
        return Weight(tuple(x * y for x in self.monomials for y in right.monomials))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Weight:
        right = as_weight(other)
        return NotImplemented if right is None else self * right**-1

    def __rtruediv__(self, other: object) -> Weight:
        left = as_weight(other)
        return NotImplemented if left is None else left * self**-1

    def __pow__(self, power: HasAffine | int) -> Weight:
        if isinstance(power, HasAffine):
            return Weight((self._geometric(power.affine()),))
        if not isinstance(power, int) or isinstance(power, bool):
            raise Untraceable(f"({self}) ** {power}: a power of sizes, times and scalars is a whole number, such as -2")
        if power >= 0 and len(self.monomials) > 1:
            return self * self ** (power - 1) if power else Weight((Monomial(),))
        return Weight((self._alone("a power").power(power),))

    @property
    def constant(self) -> Fraction | None:
        """The number that it is, if it depends on no size, time or scalar."""
        free = all(not m.affine and not m.scalars for m in self.monomials)
        return sum((m.rational for m in self.monomials), Fraction(0)) if free else None

    def _geometric(self, exponent: Affine) -> Monomial:
        base = self._alone("a power")
        if base.rational != 1 or base.affine or len(base.scalars) != 1 or base.scalars[0][1] != as_affine(1):
            raise Untraceable(f"({self}) ** ({exponent}): only a scalar by itself has powers that depend on a time")
        return Monomial(scalars=((base.scalars[0][0], exponent),))

    def _alone(self, what: str) -> Monomial:
        if len(self.monomials) != 1:
            raise Untraceable(f"{what} of the sum {self}: write it as one product, such as (N + 1)**-1")
        return self.monomials[0]

    def __eq__(self, other: object) -> bool:
        return self._same(other, isinstance(other, Weight) and self.monomials == other.monomials)

    def __hash__(self) -> int:
        return hash(self.monomials)

    def __str__(self) -> str:
        return " + ".join(map(str, self.monomials)) or "0"


def scalar(name: str) -> Weight:
    """A named number that is not trained, such as a noise level, or a letter of a family.

    >>> print(scalar("gamma") ** as_affine(3))
    gamma**(3)
    """
    return Weight((Monomial(scalars=((identifier(name), as_affine(1)),)),))


def weight_of(value: Weight | HasAffine | Fraction | int) -> Weight:
    """A number, a size, a time or an affine expression as a weight."""
    if isinstance(value, Weight):
        return value
    if isinstance(value, HasAffine):
        return Weight((affine_power(value.affine(), 1),))
    return Weight((Monomial(Fraction(value)),))


def as_weight(value: object) -> Weight | None:
    """The value as a weight, or None where it is none; raises Untraceable for a float, which has no exact meaning."""
    if isinstance(value, float):
        raise Untraceable(f"the weight {value} is a float; write it exactly, as Fraction('{value}')")
    if isinstance(value, (Weight, HasAffine, Fraction, int)) and not isinstance(value, bool):
        return weight_of(value)
    return None


def _power_text(base: str, power: int, sum_: bool) -> str:
    inside = f"({base})" if sum_ or " " in base else base
    return inside if power == 1 else f"{inside}**({power})"
