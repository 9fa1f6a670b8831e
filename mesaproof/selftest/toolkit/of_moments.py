"""Altered exact moments: of a coordinate law, of a family of laws, of a table, of a pattern of coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, permutations, product
from typing import Any

from mesaproof.selftest.altering import Patch
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading, compared, identical
from mesaproof.selftest.toolkit.moment_formulas import CLASSES, FAMILIES, FORMULAS, D, Moment
from mesaproof.selftest.toolkit.places import law_named
from mesaproof.selftest.toolkit.starts import pattern_value
from symbolic import laws
from symbolic.algebra.rationals import to_sympy
from symbolic.expectation.moments import Pattern

PATTERNS = (
    *(Pattern((n,)) for n in range(1, 7)),
    *(Pattern(free) for free in ((1, 1), (2, 2), (2, 4), (1, 3), (3, 3), (1, 5), (2, 2, 2))),
    *(Pattern(free, over) for free, over in (((2,), (4,)), ((4,), (2,)), ((1, 3), (2,)), ((), (2,)), ((2,), (2, 2)))),
)
"""The moments that losses and gradients on the line are made of, and some more up to order 6."""


@dataclass(frozen=True)
class ExactMoments:
    """Moments of a law against those found from its atoms or from the equation of its density."""

    law: str

    def __call__(self) -> tuple[Reading, ...]:
        law = law_named(self.law, D)
        return tuple(
            identical(text, to_sympy(value), to_sympy(pattern_value(law, pattern, free)))
            for text, pattern, free, value in _stated(law)
        )


@dataclass(frozen=True)
class NumericMoments:
    """Moments of a law against sums over the nodes of its quadrature."""

    law: str

    def __call__(self) -> tuple[Reading, ...]:
        import numpy as np

        from numeric_check.compare.agreement import Comparison, close
        from numeric_check.model.node_means import nodes

        law = law_named(self.law, D)
        points, weights = nodes(law, 6)

        def summed(table: Any, pattern: Pattern, free: tuple[int, ...]) -> float:
            others = [r for r in range(D) if r not in free]
            chosen = (free + rest for rest in permutations(others, len(pattern.summed)))
            return float(sum(weights @ np.prod(table[:, list(at)] ** pattern.exponents, axis=1) for at in chosen))

        def against(value: Fraction, pattern: Pattern, free: tuple[int, ...]) -> Comparison:
            return close(float(value), summed(points, pattern, free), summed(np.abs(points), pattern, free))

        return tuple(compared(text, against(value, pattern, free)) for text, pattern, free, value in _stated(law))


def _stated(law: laws.Law) -> Iterator[tuple[str, Pattern, tuple[int, ...], Fraction]]:
    for pattern in PATTERNS:
        for free in islice(permutations(range(D), len(pattern.free)), 1 if law.exchangeable else None):
            yield f"{pattern.text} at {free}", pattern, free, Fraction(pattern.at(law, free))


ORDERS = (1, 2, 3, 4, 5, 6)


def moment_mutants() -> Iterator[DomainMutant]:
    """Altered orders one by one, altered formulas, altered parameters, altered families, tables and patterns."""
    for name, (owner, law) in CLASSES.items():
        for change, value in (*_of_orders(name, owner), *FORMULAS[name].items()):
            yield _mutant(name, change, law, owner, "moment", value)
    for name, (owner, law, method, changes) in FAMILIES.items():
        for change, value in changes.items():
            yield _mutant(name, change, law, owner, method, value)


def _mutant(name: str, change: str, law: str, owner: Any, method: str, value: Any) -> DomainMutant:
    return DomainMutant(
        f"moment/{name}/{change.replace(' ', '-')}",
        Kind.MOMENT,
        f"{law}: {change}",
        ExactMoments(law),
        NumericMoments(law),
        lambda: (Patch(owner, method, value),),
    )


def _of_orders(name: str, owner: type) -> Iterator[tuple[str, Moment]]:
    """One order doubled, halved, with the other sign, one larger; an odd moment that should be zero made one."""
    original = vars(owner)["moment"]
    alterations: dict[str, Callable[[Any], Any]] = {
        "doubled": lambda m: 2 * m,
        "halved": lambda m: m / 2,
        "sign": lambda m: -m,
        "one larger": lambda m: m + 1,
    }
    for n, (change, alter) in product(ORDERS, alterations.items()):
        if n % 2 == 0 or name == "finite" or change == "one larger":
            yield f"order {n} {change}", _at_order(original, n, alter)


def _at_order(original: Moment, order: int, alter: Callable[[Any], Any]) -> Moment:
    return lambda law, n: alter(original(law, n)) if n == order else original(law, n)
