"""Sums over labels: how many values satisfy linear equations and bounds, and their weighted sums, for symbolic sizes.

Equations come from coinciding samples and from exponents that cancel; bounds from ranges. Labels are solved for, one
equation after another; what remains are intervals whose ends are affine in sizes and in the time of the loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import connected
from symbolic.expectation.characters import Count, Coupled, OutOfReach, counted, primitive
from symbolic.expectation.nested_counts import counted_nested
from symbolic.model.closed_sums.label_sums import interval, label_sum, monomial_laurent
from symbolic.model.known_sizes import Domain
from symbolic.model.letters import Equals, Least, affine_laurent
from symbolic.setting.affine import Affine
from symbolic.setting.weights import Monomial


def sum_over_labels(
    labels: Sequence[str], equations: Iterable[Affine], bounds: Iterable[Affine], weight: Monomial, domain: Domain
) -> Laurent:
    """`Σ weight` over all integer labels at which every equation is 0 and every bound at least 0.

    Raises `OutOfReach`, in words, where the answer is not of a form that is known here.

    >>> n = Affine.of({"#0": 1}, -1), Affine.of({"N": 1, "#0": -1})
    >>> print(sum_over_labels(["#0"], [], n, Monomial(), Domain({"N": 1})))
    1 N
    """
    equations, bounds = tuple(equations), tuple(bounds)
    names = {name for affine in (*equations, *bounds) for name, _ in affine.slopes}.difference(labels)
    if len(names) <= 1 and weight.names.isdisjoint(labels):
        name = next(iter(names), None)
        if count := number_of_labels(labels, equations, bounds, name, domain):
            return monomial_laurent(weight, domain.shifts) * count_laurent(count, name, domain.shifts)
        return Laurent.number(0)
    solved, conditions = solved_for(labels, equations)
    if any(not row.slopes for row in conditions):
        return Laurent.number(0)
    sides = [side for bound in bounds if not domain.never_negative(side := bound.at(solved))]
    if any(not side.slopes and side.constant < 0 for side in sides):
        return Laurent.number(0)
    free = [label for label in labels if label not in solved]
    return _sum(free, conditions, [side for side in sides if side.slopes], weight.at(solved), domain)


def solved_for(labels: Sequence[str], equations: Iterable[Affine]) -> tuple[dict[str, Affine], list[Affine]]:
    """Labels in terms of others, sizes and the time; and the equations that hold no label, the trivial one dropped."""
    solved: dict[str, Affine] = {}
    conditions: list[Affine] = []
    for equation in equations:
        row = _primitive(equation.at(solved))
        pivots = [name for name in labels if row.slope(name)]
        if not pivots:
            conditions += [row] if row != Affine() else []
            continue
        label = next((name for name in pivots if abs(row.slope(name)) == 1), None)
        if label is None:
            raise OutOfReach(f"the equation {row} = 0 has no label with coefficient 1: the count depends on residues")
        value = row.at({label: Affine()}).times(-row.slope(label))
        solved = {name: old.at({label: value}) for name, old in solved.items()} | {label: value}
    return solved, conditions


def _primitive(equation: Affine) -> Affine:
    """Without the common divisor of its slopes; `1 = 0` where it has no solution.

    >>> print(_primitive(Affine.of({"i": 2, "t": -2}, 4)), _primitive(Affine.of({"i": 2, "t": -2}, 1)))
    i - t + 2 1
    """
    *slopes, constant = primitive((*(c for _, c in equation.slopes), equation.constant))
    return Affine.of({name: c for (name, _), c in zip(equation.slopes, slopes, strict=True)}, constant)


def _sum(free: list[str], conditions: list[Affine], sides: list[Affine], weight: Monomial, domain: Domain) -> Laurent:
    weighted = [label for label in free if label in weight.names]
    total = monomial_laurent(weight.without(weighted), domain.shifts)
    for label in weighted:
        own = [side for side in sides if side.slope(label)]
        total = total * label_sum(label, own, weight.only(label), domain)
        sides = [side for side in sides if side not in own]
    plain = [label for label in free if label not in weighted]
    for part in _components(plain, conditions, sides):
        total = total * part.laurent(domain)
    return total


@dataclass(frozen=True)
class _Component:
    """Labels, equations and bounds that share no size with any other; an interval for each label."""

    names: set[str]
    labels: list[str]
    conditions: list[Affine]
    sides: list[Affine]

    def laurent(self, domain: Domain) -> Laurent:
        sizes = sorted(self.names - set(self.labels))
        if len(sizes) <= 1:
            name = sizes[0] if sizes else None
            count = number_of_labels(self.labels, self.conditions, self.sides, name, domain)
            return count_laurent(count, name, domain.shifts)
        if self.conditions or any(not set(side.names) & set(self.labels) for side in self.sides):
            raise OutOfReach(f"a condition on several sizes at once: {', '.join(sizes)}")
        total = Laurent.number(1)
        for label in self.labels:
            total = total * _length([side for side in self.sides if side.slope(label)], label, domain)
        return total


def number_of_labels(
    labels: Sequence[str], equations: Iterable[Affine], bounds: Iterable[Affine], name: str | None, domain: Domain
) -> Count:
    """How many integer labels solve the equations within the bounds, which hold one size or time, or none."""
    columns = {label: n for n, label in enumerate((*labels, name))}

    def row(affine: Affine) -> tuple[int, ...]:
        out = [0] * len(columns) + [affine.constant]
        for name, slope in affine.slopes:
            out[columns[name]] = slope
        return tuple(out)

    first = domain.least.get(name, 0) if name else 0
    system = [row(equation) for equation in equations], [row(bound) for bound in bounds], len(labels), first
    try:
        return counted(*system)
    except Coupled:
        return counted_nested(*system)


def count_laurent(count: Count, name: str | None, shifts: Mapping[str, int]) -> Laurent:
    """A count as a polynomial in a shifted size or time, plus what is to be added at single values."""
    return Laurent.number(count.at(0)) if name is None else _shifted(count, name, shifts.get(name, 0))


@cache
def _shifted(count: Count, name: str, shift: int) -> Laurent:
    variable = affine_laurent(Affine.of({name: 1}), {name: shift})
    regular = (variable.power(k) * c for k, c in enumerate(count.polynomial) if c)
    single = (Laurent.atom(Equals(name, value)) * extra for value, extra in count.exceptional)
    return Laurent.total((*regular, *single))


def _components(labels: list[str], conditions: list[Affine], sides: list[Affine]) -> Iterator[_Component]:
    rows = [frozenset(row.names) for row in (*conditions, *sides)]
    for names in connected([*({label} for label in labels), *rows]):
        yield _Component(
            names,
            [label for label in labels if label in names],
            [row for row in conditions if names & {*row.names}],
            [row for row in sides if names & {*row.names}],
        )


def _length(sides: list[Affine], label: str, domain: Domain) -> Laurent:
    """How many values a label has, its ends being affine in several sizes: the smallest upper end counts."""
    lower, upper = interval(sides, label, domain.never_negative)
    if len(lower) == 1 and all(domain.never_negative(end.plus(lower[0], -1).plus(Affine((), 1))) for end in upper):
        ends = [affine_laurent(end, domain.shifts) for end in upper]
        last = ends[0] if len(ends) == 1 else Laurent.atom(Least(tuple(sorted(upper, key=str))))
        return last - affine_laurent(lower[0], domain.shifts) + Laurent.number(1)
    raise OutOfReach(f"the number of labels between {', '.join(map(str, lower))} and {', '.join(map(str, upper))}")
