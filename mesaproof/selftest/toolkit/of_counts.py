"""Altered counts: a coefficient of the derived loss, or the number of solutions of one system of exponents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from itertools import product
from operator import itemgetter
from typing import Any

from mesaproof.selftest.altering import Patch, altered, everywhere
from mesaproof.selftest.mutant import DomainMutant, Kind
from mesaproof.selftest.toolkit.checks import ExactLoss, NumericLoss
from mesaproof.selftest.toolkit.places import Entries, Setting
from proofs.zheng2024.model import loss
from proofs.zheng2024.model.attention import TERMS, Term, target
from proofs.zheng2024.model.coefficients import parts, population
from proofs.zheng2024.model.time_sums import as_time_sum
from symbolic.algebra.partitions import Blocks, canonical
from symbolic.expectation.characters import Count
from symbolic.expectation.summation import Power, TimeSum
from symbolic.model.closed_sums import label_counts
from symbolic.setting.affine import Affine

LENGTH = 5
"""Times 2, 3 and 4 occur, so that every exceptional time of the derived loss does."""

SOLVED = label_counts.number_of_labels


@dataclass(frozen=True)
class System:
    """Equations between labels and the time of the loss, and bounds, in no order."""

    labels: tuple[str, ...]
    equations: frozenset[Affine]
    bounds: frozenset[Affine]

    @staticmethod
    def asked(labels: Iterable[str], equations: Iterable[Affine], bounds: Iterable[Affine], *_: Any) -> System:
        """The system whose solutions the derivation counts with these arguments."""
        return System(tuple(labels), frozenset(equations), frozenset(bounds))

    def counted(self) -> Count:
        """Its solutions, as the derivation counts them."""
        return label_counts.number_of_labels(self.labels, self.equations, self.bounds, "t", population().domain)

    def listed(self, t: int) -> int:
        """The number of its solutions at a time, found one by one; labels run from 0 to t."""
        values = (dict(zip(self.labels, at, strict=True), t=t) for at in product(range(t + 1), repeat=len(self.labels)))
        return sum(
            all(row.value(at) == 0 for row in self.equations) and all(row.value(at) >= 0 for row in self.bounds)
            for at in values
        )


@dataclass(frozen=True)
class Coefficient:
    """One coefficient of the derived loss: of `ŷ ŷ'^*` with six labels, or (no `right`) of `ŷ x_{t+1}^*` with four."""

    left: Term
    right: Term | None
    pattern: Blocks
    value: TimeSum
    system: System
    count: Count

    @property
    def name(self) -> str:
        shifts = "".join(str(n) for term in (self.left, self.right) if term for n in (term.value, term.key, term.query))
        return f"{'quadratic' if self.right else 'cross'}/{shifts}/{''.join(map(str, self.pattern))}"

    @property
    def setting(self) -> Setting:
        """Parameters that are zero except where this coefficient multiplies them; no moment vanishes."""
        entries = _isolating_cross(self) if self.right is None else _isolating(self.left, self.right, self.pattern)
        return Setting("start", max(self.pattern) + 1, LENGTH, entries)


def count_mutants() -> Iterator[DomainMutant]:
    """Coefficients dropped, doubled, with the other sign; counts one too large; exceptional times forgotten."""
    for one in coefficients():
        yield of_coefficient(one, "dropped", TimeSum())
    for one in representatives():
        yield of_coefficient(one, "doubled", one.value * 2)
        yield of_coefficient(one, "sign", one.value * -1)
        yield of_coefficient(one, "half", one.value * Fraction(1, 2))
        yield of_coefficient(one, "one more a time", one.value + TimeSum.of({Power(0): 1}))
    for one in systems():
        yield _of_system(one, "one solution more", lambda count: replace(count, polynomial=_raised(count.polynomial)))
        if one.count.exceptional:
            yield _of_system(one, "exceptional times forgotten", lambda count: replace(count, exceptional=()))
            yield _of_system(one, "exceptional times one later", lambda count: replace(count, exceptional=later(count)))


def of_coefficient(
    one: Coefficient, change: str, value: Any, kind: Kind = Kind.COUNT, excluded: str = ""
) -> DomainMutant:
    """The mutant whose derived loss has another value at one coefficient."""

    def patches() -> tuple[Patch, ...]:
        if one.right is None:
            return everywhere(loss.cross, _instead(loss.cross, (one.left, one.pattern), value))
        return everywhere(loss.quadratic, _instead(loss.quadratic, (one.left, one.right, one.pattern), value))

    return DomainMutant(
        f"{kind.name.lower()}/{one.name}/{change.replace(' ', '-')}",
        kind,
        f"coefficient {one.name}: {change}",
        ExactLoss(one.setting),
        NumericLoss(one.setting),
        patches,
        excluded=excluded,
        equivalent=bool(excluded),
    )


def _of_system(one: Coefficient, change: str, alter: Callable[[Count], Count]) -> DomainMutant:
    def instead(*at: Any) -> Count:
        return alter(one.count) if System.asked(*at) == one.system else SOLVED(*at)

    def patches() -> tuple[Patch, ...]:
        return (Patch(label_counts, "number_of_labels", instead),)

    return DomainMutant(
        f"count/system/{one.name}/{change.replace(' ', '-')}",
        Kind.COUNT,
        f"solutions of the exponents of {one.name}: {change}",
        ExactLoss(one.setting),
        NumericLoss(one.setting),
        patches,
    )


def _instead(function: Callable[..., Any], at: tuple[Any, ...], value: Any) -> Callable[..., Any]:
    return lambda *arguments: value if arguments == at else function(*arguments)


def _raised(polynomial: tuple[Fraction | int, ...]) -> tuple[Fraction | int, ...]:
    constant, *rest = polynomial or (0,)
    return constant + 1, *rest


def later(count: Count) -> tuple[tuple[int, int], ...]:
    """Exceptional times, each one later."""
    return tuple((t + 1, delta) for t, delta in count.exceptional)


@cache
def coefficients() -> tuple[Coefficient, ...]:
    """Every coefficient that is not zero, one of each mirrored pair (`ŷ ŷ'^*` and `ŷ' ŷ^*`)."""
    found = {one.name: one for one in _recorded()}
    return tuple(one for name, one in found.items() if (mirror := _mirrored(one)) not in found or name <= mirror)


@cache
def representatives() -> tuple[Coefficient, ...]:
    """One coefficient for each value and number of distinct coordinates."""
    found: dict[Any, Coefficient] = {}
    for one in coefficients():
        found.setdefault((one.right is None, one.value, max(one.pattern)), one)
    return tuple(found.values())


@cache
def systems() -> tuple[Coefficient, ...]:
    """One coefficient for each system of equations that has solutions."""
    found: dict[System, Coefficient] = {}
    for one in coefficients():
        found.setdefault(one.system, one)
    return tuple(found.values())


def _recorded() -> Iterator[Coefficient]:
    """The derived loss, with the system that each coefficient comes from."""
    for left, right in (*product(TERMS, TERMS), *product(TERMS, (None,))):
        asked: dict[frozenset[Affine], tuple[System, Count]] = {}
        with altered((Patch(label_counts, "number_of_labels", partial(_recording, asked)),)):
            found = list(parts(left.summand, right.summand) if right else parts(target(), left.summand))
        for pattern, part in sorted(found, key=itemgetter(0)):
            system = asked[frozenset(part.equations)]
            yield Coefficient(left, right, pattern, as_time_sum(part.coefficient), *system)


def _recording(asked: dict[frozenset[Affine], tuple[System, Count]], *at: Any) -> Count:
    system = System.asked(*at)
    asked[system.equations] = system, (count := SOLVED(*at))
    return count


def _mirrored(one: Coefficient) -> str:
    if one.right is None:
        return one.name
    return replace(one, left=one.right, right=one.left, pattern=canonical(one.pattern[3:] + one.pattern[:3])).name


def _isolating(left: Term, right: Term, pattern: Blocks) -> Entries:
    k, l, m, *other = pattern
    entries = {
        (left.pv_block, 0, k): 2,
        (left.kq_block, l, m): 5,
        (right.pv_block, 0, other[0]): 3,
        (right.kq_block, other[1], other[2]): 7,
    }
    return tuple((*place, Fraction(value)) for place, value in entries.items())


def _isolating_cross(one: Coefficient) -> Entries:
    j, k, l, m = one.pattern
    return (one.left.pv_block, j, k, Fraction(2)), (one.left.kq_block, l, m, Fraction(5))
