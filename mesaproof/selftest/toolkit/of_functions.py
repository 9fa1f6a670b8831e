"""Altered functions of the derivation that count: terms, labels, coincidences, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import islice
from typing import Any

from mesaproof.selftest.altering import Patch, everywhere
from mesaproof.selftest.mutant import DomainMutant, Kind
from mesaproof.selftest.toolkit.alterations import Alteration, Patches, one
from proofs.zheng2024.model import evaluation, loss
from proofs.zheng2024.model.attention import Term
from symbolic.algebra import partitions
from symbolic.algebra.laurent import Laurent
from symbolic.expectation import characters
from symbolic.model import integration
from symbolic.model.closed_sums import label_counts
from symbolic.model.letters import Shifted, affine_laurent
from symbolic.setting.affine import Affine

COUNTED = label_counts.count_laurent

Ways = Iterator[tuple[dict[int, int], tuple[Affine, ...]]]
"""Which indices coincide, and what then has to vanish."""


def function_mutants() -> Iterator[DomainMutant]:
    """Altered functions that count."""
    for alteration in (*_of_terms(), *_of_labels(), *_of_coincidences(), *_of_counting()):
        yield alteration.mutant(Kind.COUNT, "count/function")


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
        "labels told apart where they coincide", one(evaluation, "canonical", lambda n: tuple(range(len(n))))
    )
    yield Alteration("all labels taken to coincide", one(evaluation, "canonical", lambda n: (0,) * len(n)))
    yield Alteration("labels read backwards", one(evaluation, "canonical", lambda n: read(n[::-1])))
    yield Alteration("first label taken for the second", one(evaluation, "canonical", lambda n: read((n[1], *n[1:]))))
    yield Alteration("last label taken for the first", one(evaluation, "canonical", lambda n: read((*n[:-1], n[0]))))
    yield Alteration(
        "charges not compared",
        one(Term, "charge", property(lambda term: 0)),
        "a short cut: the exponents of unequal charges add up to a constant other than 0, so there is no solution",
    )


def _of_coincidences() -> Iterator[Alteration]:
    """Which indices coincide, and what then has to vanish."""
    ways = integration._coincidences

    def altered_to(change: Callable[[Ways], Ways]) -> Patches:
        return one(integration, "_coincidences", lambda *at: change(ways(*at)))

    yield Alteration("all indices kept apart", altered_to(lambda found: (way for way in found if not way[0])))
    yield Alteration("all indices taken to coincide", altered_to(lambda found: islice(found, 1)))
    yield Alteration("coincidences forgotten", altered_to(lambda found: (({}, equations) for _, equations in found)))
    yield Alteration("no exponent has to vanish", altered_to(lambda found: ((moved, ()) for moved, _ in found)))
    yield Alteration(
        "one exponent has to vanish", altered_to(lambda found: ((moved, rows[:1]) for moved, rows in found))
    )


def _of_counting() -> Iterator[Alteration]:
    settle, count_at, shifted = characters._settling_time, characters._count_at, affine_laurent
    late = "in this loss every count is its polynomial from t = 3 on, so that looking at t = 2 is enough"
    yield Alteration("counts settled at once", one(characters, "_settling_time", lambda *at: 2), late)
    yield Alteration(
        "counts settled one time earlier", one(characters, "_settling_time", lambda *at: settle(*at) - 1), late
    )
    yield Alteration(
        "counts settled one time later",
        one(characters, "_settling_time", lambda *at: settle(*at) + 1),
        "one more time is looked at, where the count already is its polynomial",
    )
    yield Alteration("first time never looked at", one(characters, "_settling_time", lambda *at: 1))
    yield Alteration("no interval of times is empty", one(characters, "_count_at", lambda *n: max(1, count_at(*n))))
    yield Alteration(
        "count not rewritten in t-1", one(label_counts, "affine_laurent", lambda *at: _without_constant(shifted(*at)))
    )
    yield Alteration(
        "constant of a count lost", lambda: everywhere(COUNTED, lambda *at: _without_constant(COUNTED(*at)))
    )
    yield Alteration("slope of a count lost", lambda: everywhere(COUNTED, lambda *at: _without_slope(COUNTED(*at))))


def _without_constant(coefficient: Laurent) -> Laurent:
    return Laurent({powers: c for powers, c in coefficient.coefficients.items() if powers})


def _without_slope(coefficient: Laurent) -> Laurent:
    found = coefficient.coefficients.items()
    return Laurent({powers: c for powers, c in found if not any(isinstance(atom, Shifted) for atom, _ in powers)})
