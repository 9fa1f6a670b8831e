"""Weights as coefficients, and weighted sums over one label or over the times of a loss, in closed form or as a sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from symbolic.algebra.harmonics import faulhaber
from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.expectation.characters import OutOfReach
from symbolic.model.closed_sums.partial_fractions import with_one_pole_each
from symbolic.model.known_sizes import Domain
from symbolic.model.letters import (
    Combined,
    Equals,
    Geometric,
    Least,
    Named,
    PowerSum,
    Reached,
    Residue,
    Shifted,
    TimeTotal,
    affine_laurent,
)
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE
from symbolic.setting.weights import Monomial, affine_power

Shifts = Mapping[str, int]
"""By size or time, the integer that is added so that its pole, where it has one, is at 0."""


def monomial_laurent(weight: Monomial, shifts: Shifts) -> Laurent:
    """A weight as a Laurent polynomial in shifted sizes and scalars.

    >>> half = Monomial(Fraction(1, 2), ((Affine.of({"t": 1}, -1), -1),))
    >>> print(monomial_laurent(half, {"t": -1}))
    1/2 (t - 1)^-1
    """
    out = Laurent.number(weight.rational)
    for base, power in weight.affine:
        out = out * _affine_power(base, power, shifts)
    for name, exponent in weight.scalars:
        out = out * _scalar_power(name, exponent)
    return out


def _affine_power(base: Affine, power: int, shifts: Shifts) -> Laurent:
    if power > 0:
        return affine_laurent(base, shifts).power(power)
    if len(base.slopes) == 1:
        ((name, slope),) = base.slopes
        if base.constant == slope * shifts.get(name, 0):
            return Laurent.atom(Shifted(name, shifts.get(name, 0)), power) * Fraction(slope) ** power
    return Laurent.atom(Combined(base), power)


def _scalar_power(name: str, exponent: Affine) -> Laurent:
    out = Laurent.atom(Named(name), exponent.constant)
    for size, slope in exponent.slopes:
        out = out * Laurent.atom(Geometric(name, size), slope)
    return out


def interval(
    sides: Sequence[Affine], label: str, never_negative: Callable[[Affine], bool]
) -> tuple[list[Affine], list[Affine]]:
    """Lower and upper ends of a label, those that follow from others left out.

    Raises `OutOfReach` where a bound couples two labels.
    """
    lower: list[Affine] = []
    upper: list[Affine] = []
    for side in sides:
        slope, rest = side.slope(label), side.at({label: Affine()})
        if abs(slope) != 1 or any(name.startswith("#") for name in rest.names):
            raise OutOfReach(f"the bound {side} >= 0 couples labels")
        (lower if slope == 1 else upper).append(rest.times(-slope))
    return (
        _needed(lower, lambda one, other: never_negative(other.plus(one, -1))),
        _needed(upper, lambda one, other: never_negative(one.plus(other, -1))),
    )


def _needed(ends: list[Affine], follows: Callable[[Affine, Affine], bool]) -> list[Affine]:
    """The ends that do not follow from another one."""
    kept: list[Affine] = []
    for end in dict.fromkeys(ends):
        if not any(follows(end, other) for other in kept):
            kept = [other for other in kept if not follows(other, end)] + [end]
    return kept


def label_sum(label: str, sides: Sequence[Affine], weight: Monomial, domain: Domain) -> Laurent:
    """`Σ weight` over one label between its ends, the weight being a power, a geometric sequence, or both.

    In one size the ends that count from some value on are taken, and what is different before is added value by value.
    Raises `OutOfReach` where several sizes leave open which end counts, or the weight has two different bases.

    >>> sides = [Affine.of({"#0": 1}, -1), Affine.of({"#0": -1, "t": 1})]  # 1 <= i <= t
    >>> print(label_sum("#0", sides, Monomial(affine=((Affine.of({"#0": 1}), -1),)), Domain({"t": 1})))
    1 H(t)
    """
    lower, upper = interval(sides, label, domain.never_negative)
    names = sorted({name for end in (*lower, *upper) for name in end.names})
    if len(names) > 1:
        run = _Run.of(label, weight, *_only_ends(lower, upper))
        if not all(map(domain.never_negative, run.needs)):
            raise OutOfReach(f"a weighted sum over a label from {lower[0]} to {upper[0]}, which may be empty")
        return run.total(domain.shifts)
    name = names[0] if names else ""
    low = max(lower, key=lambda end: (end.slope(name), end.constant))
    high = min(upper, key=lambda end: (end.slope(name), end.constant))
    run = _Run.of(label, weight, low, high)
    needs = [*(low.plus(end, -1) for end in lower), *(end.plus(high, -1) for end in upper), *run.needs]
    empty = next((need for need in run.needs if (need.slope(name), need.constant) < (0, 0)), None)
    last = _settled_from(needs, name) if empty is None else _negative_from(empty, name)
    early = range(domain.least.get(name, 0), last) if name else ()
    form = run if empty is None else None
    added = [_at_value(label, (lower, upper), weight, form, name, value) for value in early]
    return Laurent.total((*((form.total(domain.shifts),) if form else ()), *added))


def _only_ends(lower: Sequence[Affine], upper: Sequence[Affine]) -> tuple[Affine, Affine]:
    if len(lower) != 1 or len(upper) != 1:
        raise OutOfReach(f"a weighted sum over a label with the ends {', '.join(map(str, (*lower, *upper)))}")
    return lower[0], upper[0]


def _settled_from(needs: Sequence[Affine], name: str) -> int:
    """A value from which on none of these is negative; each of them grows, or is constant and not negative."""
    return max((-(need.constant // need.slope(name)) for need in needs if need.slope(name)), default=0)


def _negative_from(need: Affine, name: str) -> int:
    """A value from which on it is negative: it falls, or is constant."""
    return need.constant // -need.slope(name) + 1 if need.slope(name) else 0


def _at_value(
    label: str,
    ends: tuple[Sequence[Affine], Sequence[Affine]],
    weight: Monomial,
    form: _Run | None,
    name: str,
    value: int,
) -> Laurent:
    """What the sum is at one value of the size, less what its form says there; no form is that of an empty sum."""
    place = {name: Affine((), value)}
    first, last = (max(end.at(place).constant for end in ends[0]), min(end.at(place).constant for end in ends[1]))
    there = weight.at(place)
    summands = (there.at({label: Affine((), k)}) for k in range(first, last + 1))
    found = Laurent.total(monomial_laurent(summand, {}) for summand in summands)
    return Laurent.atom(Equals(name, value)) * (found - form.at(place).total({}) if form else found)


@dataclass(frozen=True)
class _Run:
    """A sum over a label written with `s = start ± label`, from low to high: `Σ s^exponent Π name^(ratio s)`."""

    start: Affine
    low: Affine
    high: Affine
    exponent: int
    ratios: Mapping[str, int]

    @staticmethod
    def of(label: str, weight: Monomial, lower: Affine, upper: Affine) -> _Run:
        if len(weight.affine) > 1:
            raise OutOfReach(f"a sum over a label with two different weights: {weight}")
        slopes = {name: exponent.slope(label) for name, exponent in weight.scalars if exponent.slope(label)}
        base, power = weight.affine[0] if weight.affine else (None, 0)
        if base is not None and abs(base.slope(label)) != 1:
            raise OutOfReach(f"a sum over a label with the weight {weight}: its coefficient is not 1 or -1")
        sign = base.slope(label) if base is not None else -1 if sum(slopes.values()) < 0 else 1
        start = base.at({label: Affine()}) if base is not None else (lower.times(-1) if sign == 1 else upper)
        ends = (start.plus(lower, sign), start.plus(upper, sign))
        low, high = ends if sign == 1 else ends[::-1]
        return _Run(start, low, high, power, {name: sign * slope for name, slope in slopes.items()})

    @property
    def needs(self) -> tuple[Affine, ...]:
        """What must not be negative for the form of the sum to hold."""
        return (self.high.plus(self.low, -1).plus(ONE), *((self.high,) if self.ratios or self.exponent < 0 else ()))

    def at(self, place: Mapping[str, Affine]) -> _Run:
        """With a size replaced."""
        return _Run(self.start.at(place), self.low.at(place), self.high.at(place), self.exponent, self.ratios)

    def total(self, shifts: Shifts) -> Laurent:
        """The sum in closed form, or as an atom."""
        total = power_sum(self.exponent, self.ratios, self.low, self.high, shifts)
        for name, ratio in self.ratios.items():
            total = total * _scalar_power(name, self.start.times(-ratio))
        return total


def power_sum(exponent: int, ratios: Mapping[str, int], low: Affine, high: Affine, shifts: Shifts) -> Laurent:
    """`Σ_{s=low}^{high} s^exponent Π name^(ratio s)`; low is a number, and at least 1 where the exponent is negative.

    >>> print(power_sum(2, {}, Affine((), 1), Affine.of({"n": 1}), {}))
    1/6 n + 1/2 n^2 + 1/3 n^3
    """
    if low.slopes:
        raise OutOfReach(f"a sum that begins at {low}")
    first = low.constant
    if exponent < 0 and first < 1:
        raise OutOfReach(f"a weight 1/s with s = {first}: division by zero within the sum")
    from_one = _from_one(exponent, ratios, high, shifts)
    before = Laurent.total(_summand(s, exponent, ratios) for s in range(1, first))
    added = Laurent.total(_summand(s, exponent, ratios) for s in range(first, 1))
    return from_one - before + added


def _from_one(exponent: int, ratios: Mapping[str, int], high: Affine, shifts: Shifts) -> Laurent:
    if exponent >= 0 and not ratios:
        n = affine_laurent(high, shifts)
        return Laurent.total(n.power(power) * c for power, c in faulhaber(exponent).items())
    if not high.slopes:
        return Laurent.total(_summand(s, exponent, ratios) for s in range(1, high.constant + 1))
    return Laurent.atom(PowerSum(exponent, high, tuple(sorted(ratios.items()))))


def _summand(s: int, exponent: int, ratios: Mapping[str, int]) -> Laurent:
    out = Laurent.number(Fraction(s) ** exponent)
    for name, ratio in ratios.items():
        out = out * Laurent.atom(Named(name), ratio * s)
    return out


def settled(coefficient: Laurent) -> Laurent:
    """With one pole a product, and every factor evaluated that stands beside an indicator `[N = 2]` of its own size."""
    return with_one_pole_each(coefficient.mapped(_at_single_values))


def at_sizes(coefficient: Laurent, sizes: Mapping[str, int]) -> Laurent:
    """With numbers in the place of sizes."""
    return coefficient.mapped(lambda exponents: _all_placed(exponents, sizes))


def _at_single_values(exponents: Exponents) -> Laurent:
    places = {atom.name: atom.at for atom, _ in exponents if isinstance(atom, Equals)}
    return _all_placed(exponents, places) if places else Laurent({exponents: Fraction(1)})


def _placed(atom: Atom, power: int, places: Mapping[str, int]) -> Laurent:
    """An atom to a power where some sizes have values."""
    if not places.keys() & atom.names:
        return Laurent.atom(atom, power)
    there = {name: Affine((), value) for name, value in places.items()}
    match atom:
        case Equals(name=name, at=at):
            return Laurent.atom(atom) if places[name] == at else Laurent.number(0)
        case Residue(name=name, order=order, remainder=remainder):
            return Laurent.number(int(places[name] % order == remainder))
        case Shifted(name=name, shift=shift):
            return _power(Affine.of({name: 1}, shift), power, places)
        case Geometric(base=base, exponent=name):
            return Laurent.atom(Named(base), places[name] * power)
        case TimeTotal(high=high) if not high.at(there).slopes:
            return _total_at(atom, places).power(power)
        case PowerSum(exponent=exponent, upper=upper, ratios=ratios):
            return _from_one(exponent, dict(ratios), upper.at(there), {}).power(power)
        case Combined(base=base) if not base.at(there).slopes:
            return _power(base, power, places)
        case Least(of=of) if not any(end.at(there).slopes for end in of):
            return Laurent.number(min(end.at(there).constant for end in of)).power(power)
    raise OutOfReach(f"{atom.text} where {', '.join(f'{name} = {value}' for name, value in places.items())}")


def _total_at(total: TimeTotal, places: Mapping[str, int]) -> Laurent:
    """A sum over times where the size at its end has a value."""
    last = total.high.value(places)
    at_times = ({**places, total.label: time} for time in range(total.low, last + 1))
    return Laurent.total(total.summand.mapped(partial(_all_placed, places=at)) for at in at_times)


def _all_placed(exponents: Exponents, places: Mapping[str, int]) -> Laurent:
    out = Laurent.number(1)
    for atom, power in exponents:
        out = out * _placed(atom, power, places)
    return out


def _power(base: Affine, power: int, places: Mapping[str, int]) -> Laurent:
    """An affine expression to a power where its sizes have values."""
    number = base.value(places)
    if power < 0 and not number:
        where = ", ".join(f"{name} = {places[name]}" for name in base.names)
        raise OutOfReach(
            f"a weight divides by zero at {where}, in the loss or in a part that it is split into: "
            "sizes that begin later have at_least=, times another first one in over="
        )
    return Laurent.number(Fraction(number) ** power)


def time_sum(
    coefficient: Laurent,
    label: str,
    low: Affine,
    high: Affine,
    shifts: Shifts,
    never_negative: Callable[[Affine], bool],
) -> Laurent:
    """The sum of a coefficient over the times of a loss."""
    if low.slopes:
        raise OutOfReach(f"a loss whose first time is {low}; a number was expected")

    def summed(exponents: Exponents) -> Laurent:
        outside = tuple(p for p in exponents if label not in p[0].names)
        inside = tuple(p for p in exponents if label in p[0].names)
        return Laurent({outside: Fraction(1)}) * _summed(inside)

    def _summed(inside: Exponents) -> Laurent:
        if single := [atom.at for atom, _ in inside if isinstance(atom, Equals)]:
            return _when_reached(single[0])
        if len(inside) == 1 and isinstance(pole := inside[0][0], Combined) and pole.base.names == (label,):
            return _over_a_pole(pole, inside[0][1])
        power = sum(n for atom, n in inside if isinstance(atom, Shifted))
        ratios = {atom.base: n for atom, n in inside if isinstance(atom, Geometric)}
        if any(not isinstance(atom, (Shifted, Geometric)) for atom, _ in inside):
            return Laurent.atom(TimeTotal(label, low.constant, high, Laurent({inside: Fraction(1)})))
        shift = Affine((), shifts.get(label, 0))
        front = Laurent.number(1)
        for name, ratio in ratios.items():
            front = front * Laurent.atom(Named(name), -ratio * shift.constant)
        return front * power_sum(power, ratios, low.plus(shift), high.plus(shift), shifts)

    def _when_reached(time: int) -> Laurent:
        left = high.plus(Affine((), time), -1)
        if time < low.constant:
            return Laurent.number(0)
        return Laurent.number(1) if never_negative(left) else Laurent.atom(Reached(left))

    def _over_a_pole(base: Combined, power: int) -> Laurent:
        """A power with another pole, its sum told by that with the first one and what either has more at its end."""
        slope, constant = base.base.slope(label), base.base.constant
        if slope != 1 or power >= 0:
            return Laurent.atom(TimeTotal(label, low.constant, high, Laurent.atom(base, power)))
        first, last = shifts.get(label, 0), high.plus(Affine((), constant))
        aligned = power_sum(power, {}, low.plus(Affine((), constant)), last, shifts)
        end = high.plus(Affine((), first))
        if last.slopes and constant != first:
            sign = 1 if constant > first else -1
            more = range(min(first, constant) + 1, max(first, constant) + 1)
            ends = (affine_power(high.plus(Affine((), at)), power) for at in more)
            added = Laurent.total(monomial_laurent(one, shifts) for one in ends) * sign
            aligned = aligned - Laurent.atom(PowerSum(power, last)) + Laurent.atom(PowerSum(power, end)) + added
        return aligned

    return with_one_pole_each(settled(coefficient).mapped(summed))
