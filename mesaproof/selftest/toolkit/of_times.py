"""Altered ranges: where sums over i and over the times of a loss start and end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from mesaproof.selftest.altering import everywhere
from mesaproof.selftest.toolkit.alterations import Alteration, Patches, one
from mesaproof.selftest.toolkit.of_counts import SOLVED, later
from mesaproof.selftest.toolkit.of_functions import COUNTED
from symbolic.algebra.laurent import Laurent
from symbolic.expectation import summation
from symbolic.expectation.characters import Count
from symbolic.expectation.summation import Basis, Power
from symbolic.model import integration
from symbolic.model.closed_sums import label_counts, label_sums
from symbolic.model.terms import Factor
from symbolic.setting.affine import Affine

SUMMED = label_sums.time_sum


def bound_alterations() -> Iterator[Alteration]:
    """Where sums over i start and end."""

    def bounds(change: Callable[[Affine], Affine]) -> Patches:
        def counted(labels: Any, equations: Any, sides: Iterable[Affine], *at: Any) -> Count:
            return SOLVED(labels, equations, [*map(change, sides)], *at)

        return one(label_counts, "number_of_labels", counted)

    def starting(shift: int) -> Callable[[Affine], Affine]:
        return lambda row: row.plus(Affine((), shift), -1) if any(n[0] == "#" and c > 0 for n, c in row.slopes) else row

    def ending(shift: int) -> Callable[[Affine], Affine]:
        return lambda row: row.plus(Affine((), shift)) if any(n[0] == "#" and c < 0 for n, c in row.slopes) else row

    def present(change: Callable[[Factor, Affine], Affine]) -> Patches:
        return one(integration, "_present", lambda factor, power: change(factor, power) if _is_summed(power) else power)

    always = Affine()
    yield Alteration("sums over i start one later", bounds(starting(1)))
    yield Alteration("sums over i start one earlier", bounds(starting(-1)))
    yield Alteration("sums over i end at t-1", bounds(ending(-1)))
    yield Alteration("sums over i end at t+1", bounds(ending(1)))
    yield Alteration("sums over i end at t-2", bounds(ending(-2)))
    yield Alteration("x_0 is not zero", present(lambda factor, power: always))
    yield Alteration("i = 1 never contributes", present(lambda factor, power: Affine(power.slopes, -2)))
    yield Alteration(
        "x_0 = 0 removes i = 2 as well", present(lambda factor, power: Affine(power.slopes, 2 * power.constant + 1))
    )
    yield Alteration("x_0 = 0 only in the value", present(lambda factor, power: always if factor.conjugate else power))
    yield Alteration("x_0 = 0 only in the key", present(lambda factor, power: power if factor.conjugate else always))


def _is_summed(power: Affine) -> bool:
    return any(name[0] == "#" for name, _ in power.slopes)


def time_alterations() -> Iterator[Alteration]:
    """The sum over the times of the loss, and its value at T."""
    sums = summation._exact

    def at(shift: int) -> Callable[[Basis, int], Fraction]:
        return lambda basis, T: sums(basis, T + shift)

    def powers_at(shift: int) -> Callable[[Basis, int], Fraction]:
        return lambda basis, T: sums(basis, T + shift) if isinstance(basis, Power) else sums(basis, T)

    def present_at(shift: int) -> Callable[[Basis, int], Fraction]:
        return lambda basis, T: sums(basis, T) if isinstance(basis, Power) else sums(basis, T + shift)

    def counted(change: Callable[[Count], Count]) -> Patches:
        return lambda: everywhere(COUNTED, lambda count, *at: COUNTED(change(count), *at))

    def over_times(change: Callable[..., Laurent]) -> Patches:
        return lambda: everywhere(SUMMED, change)

    yield Alteration("t runs to T", one(summation, "_exact", at(1)))
    yield Alteration("t runs to T-2", one(summation, "_exact", at(-1)))
    yield Alteration("harmonic numbers to T-1", one(summation, "_exact", powers_at(1)))
    yield Alteration("harmonic numbers to T-3", one(summation, "_exact", powers_at(-1)))
    yield Alteration("exceptional times present one earlier", one(summation, "_exact", present_at(1)))
    yield Alteration("exceptional times present one later", one(summation, "_exact", present_at(-1)))
    yield Alteration("exceptional times ignored in sums", counted(lambda count: replace(count, exceptional=())))
    yield Alteration(
        "exceptional times one later in sums", counted(lambda count: replace(count, exceptional=later(count)))
    )
    yield Alteration(
        "sums over t start at 3", over_times(lambda c, t, low, *at: SUMMED(c, t, low.plus(Affine((), 1)), *at))
    )
    yield Alteration("sums over t doubled", over_times(lambda *at: SUMMED(*at) * 2))
