"""Altered functions and constants of the derivation: counts, and the ranges of times and of summation indices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import product
from operator import mul
from typing import Any

from mesaproof.selftest.altering import Patch, everywhere
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading
from mesaproof.selftest.toolkit.checks import ExactGradient, ExactLoss, NumericGradient, NumericLoss, Together
from mesaproof.selftest.toolkit.of_counts import Coefficient, coefficients
from mesaproof.selftest.toolkit.places import dense, scattered
from proofs.zheng2024.model import attention, evaluation, loss
from proofs.zheng2024.model.attention import Term
from symbolic.algebra import partitions
from symbolic.expectation import characters, summation
from symbolic.expectation.characters import Affine, Count
from symbolic.expectation.summation import Basis, Power, TimeSum

Patches = Callable[[], tuple[Patch, ...]]

GENERIC = scattered("table", 3, 5), dense("twopoint(2:1/3, -3:2/3)", 2, 5), dense("ones", 2, 3)
"""Where alterations of the whole derivation are looked at."""


@dataclass(frozen=True)
class Alteration:
    """One altered function or constant; `harmless` is the reason why it changes no number."""

    change: str
    patches: Patches
    harmless: str = ""

    def mutant(self, kind: Kind, room: str) -> DomainMutant:
        """As a mutant, seen in losses and gradients at generic parameters."""
        exact = (*map(ExactLoss, GENERIC), ExactGradient(GENERIC[1]), *((EveryCount(),) if self.harmless else ()))
        numeric = Together((*map(NumericLoss, GENERIC), NumericGradient(GENERIC[1])))
        id = f"{room}/{self.change.replace(' ', '-')}"
        return DomainMutant(
            id,
            kind,
            self.change,
            Together(exact),
            numeric,
            self.patches,
            excluded=self.harmless,
            equivalent=bool(self.harmless),
        )


@dataclass(frozen=True)
class EveryCount:
    """Every count of the derivation against solutions listed one by one, for t up to 6; one reading where all agree."""

    def __call__(self) -> tuple[Reading, ...]:
        wrong = [(one.name, t) for one in coefficients() for t in range(2, 7) if _listed(one, t) != _counted(one, t)]
        return (Reading(f"counts that differ: {wrong[:3]}" if wrong else "every count", bool(wrong), len(wrong), 0.0),)


def _counted(one: Coefficient, t: int) -> int:
    return characters.solutions(*one.system).at(t)


def _listed(one: Coefficient, t: int) -> int:
    equations, lows = one.system
    boxes = product(*(range(low, t + 1) for low in lows))
    return sum(all(sum(map(mul, row, (*times, t, 1))) == 0 for row in equations) for times in boxes)


def function_mutants() -> Iterator[DomainMutant]:
    """Altered functions that count."""
    for alteration in (*_of_terms(), *_of_labels(), *_of_counting()):
        yield alteration.mutant(Kind.COUNT, "count/function")


def range_function_mutants() -> Iterator[DomainMutant]:
    """Altered ranges of times t, of summation times i, and of sums over t."""
    for alteration in (*_of_boxes(), *_of_times()):
        yield alteration.mutant(Kind.RANGE, "range/function")


def _of_terms() -> Iterator[Alteration]:
    for name in ("cross", "quadratic"):
        for change, factor in (("doubled", 2), ("halved", Fraction(1, 2)), ("sign", -1), ("forgotten", 0)):
            yield Alteration(f"{name} term {change}", partial(_scaled, name, factor))


def _scaled(name: str, factor: Any) -> tuple[Patch, ...]:
    original = getattr(loss, name)
    return everywhere(original, lambda *at: original(*at) * factor)


def _of_labels() -> Iterator[Alteration]:
    read = partitions.canonical
    yield Alteration(
        "labels told apart where they coincide", _one(evaluation, "canonical", lambda n: tuple(range(len(n))))
    )
    yield Alteration("all labels taken to coincide", _one(evaluation, "canonical", lambda n: (0,) * len(n)))
    yield Alteration("labels read backwards", _one(evaluation, "canonical", lambda n: read(n[::-1])))
    yield Alteration("first label taken for the second", _one(evaluation, "canonical", lambda n: read((n[1], *n[1:]))))
    yield Alteration("last label taken for the first", _one(evaluation, "canonical", lambda n: read((*n[:-1], n[0]))))
    yield Alteration(
        "charges not compared",
        _one(Term, "charge", property(lambda term: 0)),
        "a short cut: the exponents of unequal charges add up to a constant other than 0, so there is no solution",
    )


def _of_counting() -> Iterator[Alteration]:
    settle, count_at, powers = characters._settling_time, characters._count_at, summation._in_powers_of_s
    late = "in this loss every count is its polynomial from t = 3 on, so that looking at t = 2 is enough"
    yield Alteration("counts settled at once", _one(characters, "_settling_time", lambda *at: 2), late)
    yield Alteration(
        "counts settled one time earlier", _one(characters, "_settling_time", lambda *at: settle(*at) - 1), late
    )
    yield Alteration(
        "counts settled one time later",
        _one(characters, "_settling_time", lambda *at: settle(*at) + 1),
        "one more time is looked at, where the count already is its polynomial",
    )
    yield Alteration("first time never looked at", _one(characters, "_settling_time", lambda *at: 1))
    yield Alteration("no interval of times is empty", _one(characters, "_count_at", lambda *n: max(1, count_at(*n))))
    yield Alteration("count not rewritten in t-1", _one(summation, "_in_powers_of_s", list))
    yield Alteration("constant of a count lost", _one(summation, "_in_powers_of_s", lambda p: [0, *powers(p)[1:]]))
    yield Alteration("slope of a count lost", _one(summation, "_in_powers_of_s", lambda p: powers(p)[:1]))


def _of_boxes() -> Iterator[Alteration]:
    count, box = characters.solutions, characters._box

    def shifted(shift: int) -> Callable[[tuple[Affine, ...], tuple[int, ...]], Count]:
        return lambda equations, lows: count(equations, tuple(low + shift for low in lows))

    def up_to(shift: int) -> Callable[..., Iterator[Affine]]:
        def altered_box(*at: Any) -> Iterator[Affine]:
            low, high = box(*at)
            yield low
            yield (*high[:-1], high[-1] + shift)

        return altered_box

    yield Alteration("sums over i start one later", _one(loss, "solutions", shifted(1)))
    yield Alteration("sums over i start one earlier", _one(loss, "solutions", shifted(-1)))
    yield Alteration("sums over i end at t-1", _one(characters, "_box", up_to(-1)))
    yield Alteration("sums over i end at t+1", _one(characters, "_box", up_to(1)))
    yield Alteration("sums over i end at t-2", _one(characters, "_box", up_to(-2)))
    yield Alteration("x_0 is not zero", _one(Term, "low", property(lambda term: 1)))
    yield Alteration("i = 1 never contributes", _one(Term, "low", property(lambda term: 2)))
    yield Alteration("x_0 = 0 removes i = 2 as well", _one(Term, "low", property(lambda n: 1 + n.value + n.key)))
    yield Alteration("x_0 = 0 only in the value", _one(Term, "low", property(lambda n: 1 + n.value)))
    yield Alteration("x_0 = 0 only in the key", _one(Term, "low", property(lambda n: 1 + n.key)))


def _of_times() -> Iterator[Alteration]:
    sums, present = summation._exact, summation.weighted_sum

    def at(shift: int) -> Callable[[Basis, int], Fraction]:
        return lambda basis, T: sums(basis, T + shift)

    def powers_at(shift: int) -> Callable[[Basis, int], Fraction]:
        return lambda basis, T: sums(basis, T + shift) if isinstance(basis, Power) else sums(basis, T)

    def present_at(shift: int) -> Callable[[Basis, int], Fraction]:
        return lambda basis, T: sums(basis, T) if isinstance(basis, Power) else sums(basis, T + shift)

    def without_exceptions(count: Count, power: int) -> TimeSum:
        return present(replace(count, exceptional=()), power)

    def later(count: Count, power: int) -> TimeSum:
        return present(replace(count, exceptional=tuple((t + 1, n) for t, n in count.exceptional)), power)

    yield Alteration("t runs to T", _one(summation, "_exact", at(1)))
    yield Alteration("t runs to T-2", _one(summation, "_exact", at(-1)))
    yield Alteration("harmonic numbers to T-1", _one(summation, "_exact", powers_at(1)))
    yield Alteration("harmonic numbers to T-3", _one(summation, "_exact", powers_at(-1)))
    yield Alteration("exceptional times present one earlier", _one(summation, "_exact", present_at(1)))
    yield Alteration("exceptional times present one later", _one(summation, "_exact", present_at(-1)))
    yield Alteration("exceptional times ignored in sums", lambda: everywhere(present, without_exceptions))
    yield Alteration("exceptional times one later in sums", lambda: everywhere(present, later))
    yield Alteration("weight 1/(t-1) twice", _one(loss, "weighted_sum", lambda count, n: present(count, n + 1)))
    yield Alteration("cross term without its weight", _one(loss, "TIME_WEIGHT", 2))
    yield Alteration("target x_t", _one(loss, "TARGET_EXPONENT", (0, 1, -1)))
    yield Alteration("target x_{t+2}", _one(loss, "TARGET_EXPONENT", (0, 1, 1)))
    yield Alteration("target x_1", _one(loss, "TARGET_EXPONENT", (0, 0, 0)))
    yield from _of_exponents()


def _of_exponents() -> Iterator[Alteration]:
    """Each factor of a term read one time too early or too late, or without its conjugation."""
    exponents = vars(Term)["exponents"].fget

    def moved(factor: int, step: int) -> property:
        def read(term: Term) -> tuple[attention.Exponent, ...]:
            found = list(exponents(term))
            i, t, c = found[factor]
            found[factor] = i, t, c + step
            return tuple(found)

        return property(read)

    def turned(factor: int) -> property:
        def read(term: Term) -> tuple[attention.Exponent, ...]:
            found = list(exponents(term))
            i, t, c = found[factor]
            found[factor] = -i, -t, -c
            return tuple(found)

        return property(read)

    for factor, name in enumerate(("value", "key", "query")):
        yield Alteration(f"{name} read one time later", _one(Term, "exponents", moved(factor, 1)))
        yield Alteration(f"{name} read one time earlier", _one(Term, "exponents", moved(factor, -1)))
        yield Alteration(f"{name} conjugated", _one(Term, "exponents", turned(factor)))


def _one(owner: Any, name: str, value: Any) -> Patches:
    return lambda: (Patch(owner, name, value),)
